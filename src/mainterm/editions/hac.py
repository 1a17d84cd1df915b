"""Loads the hospital-acquired conditions of a year: their categories, codes, and the procedures that they go with."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

_NAME: Final = "{year}.hac.toml"


@dataclass(frozen=True, slots=True)
class AcquiredCondition:
    """A category: `codes`, not present on admission, are of it with one of `procedures` and behind one of `principal`.

    Where `procedures` or `principal` are empty, they are not asked for.
    """

    number: str
    name: str
    codes: tuple[str, ...]
    principal: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()


@cache
def acquired_conditions(year: int) -> tuple[AcquiredCondition, ...]:
    """The categories of a fiscal year; none of a year without a file of them."""
    file = files("mainterm.editions").joinpath(_NAME.format(year=year))
    if not file.is_file():
        return ()
    return tuple(
        AcquiredCondition(
            entry["number"],
            entry["name"],
            tuple(entry["codes"]),
            tuple(entry.get("principal", ())),
            tuple(entry.get("procedures", ())),
        )
        for entry in tomllib.loads(file.read_text(encoding="utf-8"))["category"]
    )
