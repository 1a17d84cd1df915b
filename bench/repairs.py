"""Damages valid codes by known kinds, a column at a time, repairs them, and counts what came back."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bench.figures import Aim, Report
from mainterm.history.repair import Column, Repairer, Status, losses_of
from mainterm.model.code import Volume, dotted
from mainterm.service.repair import installed_codes

_EPOCH: Final = date(1899, 12, 30)
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
Damage = Callable[[str, random.Random], str]


def _number(code: str, _: random.Random) -> str:
    return code if code[0].isalpha() else str(int(code.replace(".", "")))


def _decimal(code: str, _: random.Random) -> str:
    return code if code[0].isalpha() else str(float(code))


def _day(code: str, _: random.Random) -> str:
    return code if code[0].isalpha() else str(_EPOCH + timedelta(int(code.replace(".", ""))))


def _spaced(code: str, chance: random.Random) -> str:
    return chance.choice((" {}", "{} ", "'{}", '"{}"', "{}*", "{};")).format(code)


def _lookalike(code: str, chance: random.Random) -> str:
    return code[0] + code[1:].replace("0", chance.choice("Oo")).replace("1", chance.choice("lI"))


def _scientific(code: str, _: random.Random) -> str:
    return code if code[0].isalpha() else f"{int(code.replace('.', '')):.2E}"


def _day_and_month(code: str, _: random.Random) -> str:
    """A decimal as a spreadsheet shows it that takes it for a day: 8.5 is 8-May; what is none stays."""
    day, _point, month = code.lstrip("0").partition(".")
    made = day.isdigit() and 0 < int(month or 0) <= len(_MONTHS) and int(day) <= 28 and not month.startswith("0")
    return f"{int(day)}-{_MONTHS[int(month) - 1]}" if made else code


DAMAGES: Final[dict[str, Damage]] = {
    "point lost": lambda code, _: code.replace(".", ""),
    "small letters": lambda code, _: code.lower(),
    "spaces and marks": _spaced,
    "made a number": _number,
    "made a decimal": _decimal,
    "letter for digit": _lookalike,
    "letter lost": lambda code, _: code.lstrip("VE"),
    "made a day": _day,
    "made day and month": _day_and_month,
    "made scientific": _scientific,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of `tried` damaged codes of one kind, how many came back as a valid code, and how many of these were right."""

    kind: str
    volume: Volume
    tried: int
    taken: int
    right: int

    @property
    def precision(self) -> float:
        """Of those taken, the share that is right."""
        return self.right / self.taken if self.taken else 1.0

    @property
    def recall(self) -> float:
        """Of all, the share that is right."""
        return self.right / self.tried


def round_trips(year: int, seed: int = 1) -> Iterator[Outcome]:
    """Every valid code of a year, damaged by each kind, as a column of that kind and volume."""
    known = installed_codes()
    chance = random.Random(seed)
    for volume in Volume:
        bare = sorted(code for code, years in known.valid[volume].items() if year in years)
        codes = [dotted(code, volume) for code in bare]
        for kind, damage in DAMAGES.items():
            given = [damage(code, chance) for code in codes]
            repairer = Repairer(known, Column((volume,), losses_of(given, known, (volume,))))
            found = [repairer.repair(value, year) for value in given]
            taken = [(code, each) for code, each in zip(codes, found, strict=True) if each.status is Status.VALID]
            yield Outcome(kind, volume, len(codes), len(taken), sum(code == each.code for code, each in taken))


def repairs() -> Report:
    """Precision and recall by kind of damage and volume."""
    found = list(round_trips(2011))
    taken, right = sum(one.taken for one in found), sum(one.right for one in found)
    rows = tuple(
        {
            "damage": one.kind,
            "volume": one.volume.value,
            "codes": one.tried,
            "taken": one.taken,
            "precision": one.precision,
            "recall": one.recall,
        }
        for one in found
    )
    aim = Aim("precision", right / taken, 0.999, least=True)
    remark = f"of {taken:,} taken {taken - right:,} are wrong: precision {right / taken:.4%}"
    return Report(
        "Repairs: every valid code of FY2011, damaged",
        rows,
        (aim,),
        (remark,),
    )
