"""Dated counts on both sides of the seam: how many there were a month, and the jump at 2015-10-01."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mainterm.history.seam import Seam, Way

SEAM: Final = date(2015, 10, 1)
"""From this date of service or discharge on, ICD-10-CM is coded. (45 CFR 162.1002)"""

COLUMNS: Final = ("date", "count", "code", "system")
_LONGEST: Final = 15  # digits of a count
_SYSTEMS: Final = {"9": False, "10": True}
_SYSTEM: Final = re.compile(r"(?:icd[- ]?)?(9|10)(?:[- ]?(?:cm|pcs))?", re.I)
_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Month:
    """What was counted in a month: codes of the definition, and its successors by how they belong to it."""

    month: str
    definition: int
    both: int
    forward: int
    backward: int

    @property
    def by_forward(self) -> int:
        """What is counted by the definition and the codes to which it leads."""
        return self.definition + self.both + self.forward

    @property
    def by_either(self) -> int:
        """What is counted by these and by the codes that lead back to it."""
        return self.by_forward + self.backward


@dataclass(frozen=True, slots=True)
class Level:
    """The mean of a month before and after the seam, and how many times the one the other is; None where it is none."""

    before: float
    after: float
    ratio: float | None


@dataclass(frozen=True, slots=True)
class Jump:
    """The months in their order, those without a count too, and the levels of `window` months on either side at most.

    `other` counts what is of codes that are neither of the definition nor successors; `problems` are the rows that
    could not be read, each with its line.
    """

    months: tuple[Month, ...]
    window: tuple[int, int]
    by_forward: Level
    by_either: Level
    other: int
    problems: tuple[str, ...]


def read_counts(lines: Iterable[str], seam: Seam, window: int = 12) -> Jump:
    """The jump that counts show: CSV with a header, the columns date, count, and code or system, or both.

    A date is a day or a month, 2015-09-30 or 2015-09; without a code, the system (9 or 10) says on which side of the
    seam its count is. Raises ValueError where a column is wanting, or no row can be read.
    """
    rows = csv.reader(lines)
    header = [name.strip().casefold().lstrip("\ufeff") for name in next(rows, [])]
    wanting = [name for name in COLUMNS[:2] if name not in header] + ["code"] * (not {"code", "system"} & {*header})
    if wanting:
        raise ValueError(f"the counts have no column {', '.join(wanting)}; give date, count, and code or system")
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    problems: list[str] = []
    other = 0
    side = _sides(seam)
    while (row := _next(rows, problems)) is not None:
        try:
            month, count, kind = _read(dict(zip(header, row, strict=False)), side)
        except ValueError as error:
            if any(row):
                problems.append(f"line {rows.line_num}: {error}")
            continue
        found[month][kind] += count
        other += count if not kind else 0
    if not found:
        raise ValueError(problems[0] if problems else "the counts have no row")
    months = tuple(Month(each, *(found[each][kind] for kind in ("definition", *Way))) for each in _through(found))
    return _jump(months, window, other, tuple(problems))


def _next(rows: Any, problems: list[str]) -> list[str] | None:
    """The next row; one that is no CSV is empty, and a problem. None at the end."""
    try:
        row: list[str] | None = next(rows, None)
    except csv.Error as error:
        problems.append(f"line {rows.line_num}: is no CSV ({error})")
        return []
    return row


def _sides(seam: Seam) -> Callable[[str, bool], str]:
    """Tells what a code is: `definition`, the way of a successor, or nothing; `late` chooses where it may be two."""
    definition = frozenset(seam.definition)
    successors = {each.code: str(each.way) for each in seam.successors}

    def side(text: str, late: bool) -> str:
        old = "definition" if seam.of.dotted(text) in definition else ""
        new = successors.get(seam.to.dotted(text), "")
        if "." in text:  # the point tells E88.81 from E888.1
            old, new = old if seam.of.dotted(text) == text else "", new if seam.to.dotted(text) == text else ""
        return (new or old) if late else (old or new)

    return side


def _read(row: dict[str, str], side: Callable[[str, bool], str]) -> tuple[str, int, str]:
    """The month, the count, and what it is of. Raises ValueError with what is wrong."""
    given = {name: value.strip() for name, value in row.items()}
    day = _DATE.fullmatch(given.get("date", ""))
    if day is None:
        raise ValueError(f"{given.get('date', '')!r} is no date, such as 2015-09-30 or 2015-09")
    when = date(int(day[1]), int(day[2]), int(day[3] or 1))
    if not given.get("count", "").isdecimal() or len(given["count"]) > _LONGEST:
        raise ValueError(f"{given.get('count', '')[: _LONGEST + 1]!r} is no count")
    code, system = given.get("code", "").upper(), given.get("system", "")
    named = _SYSTEM.fullmatch(system)
    if (system and named is None) or not (code or system):
        raise ValueError(f"{system!r} is no system, which is 9 or 10" if system else "has neither code nor system")
    late = _SYSTEMS[named[1]] if named else when >= SEAM
    kind = side(code, late) if code else (Way.BOTH if late else "definition")
    return f"{when:%Y-%m}", int(given["count"]), kind


def _through(found: Iterable[str]) -> Iterator[str]:
    """Every month from the first to the last."""
    first, last = min(found), max(found)
    year, month = map(int, first.split("-"))
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _jump(months: Sequence[Month], window: int, other: int, problems: tuple[str, ...]) -> Jump:
    before = [each for each in months if each.month < f"{SEAM:%Y-%m}"][-window:]
    after = [each for each in months if each.month >= f"{SEAM:%Y-%m}"][:window]
    forward = _level([each.by_forward for each in before], [each.by_forward for each in after])
    either = _level([each.by_either for each in before], [each.by_either for each in after])
    return Jump(tuple(months), (len(before), len(after)), forward, either, other, problems)


def _level(before: Sequence[int], after: Sequence[int]) -> Level:
    low, high = (sum(each) / len(each) if each else 0.0 for each in (before, after))
    return Level(low, high, high / low if before and after and low else None)
