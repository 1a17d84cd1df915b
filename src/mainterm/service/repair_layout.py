"""Which columns of a table are repaired, and what they hold: as they are told, otherwise by their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mainterm.audit.columns import bare, fact_named, guess
from mainterm.history.readings import Mend

_DIAGNOSES: Final = frozenset({"principal", "dx", "ecode"})
_OF_EITHER: Final = frozenset({"code", "icd", "icd9", "icd9code", "icd9cm", "icdcode"})
"""Names that say no more than that here are codes: MIMIC has `icd9_code` in its diagnoses and in its procedures."""

UNTOLD: Final = "by its values"
"""What a column holds whose name does not tell it."""

_DATES: Final = ("discharged", "admitted")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns of a table hold codes, of which kind, and which the date; `lost` is what the user knows is lost.

    A column is of diagnoses or of procedures as its name says, where `kind` says nothing; where that says neither, its
    values tell. `on` is the date of all rows, where no column tells each its own.
    """

    codes: tuple[str, ...]
    dated: str = ""
    kind: str = ""
    lost: frozenset[Mend] = frozenset()
    on: date | None = None

    def kind_of(self, name: str) -> str:
        """What the column of this name holds: dx, px, any, or `UNTOLD`."""
        return self.kind or kind_named(name) or UNTOLD


def kind_named(name: str) -> str:
    """What a column of this name holds: dx, px, `UNTOLD` for a code of either; "" for what is no code."""
    if bare(name) in _OF_EITHER:
        return UNTOLD
    found = guess((name,), {})
    if _DIAGNOSES & found.many.keys() or fact_named(name, ("dx", "admitting")):
        return "dx"
    if "px" in found.many:
        return "px"
    return UNTOLD if "code" in found.one else ""


def codes_named(header: Sequence[str]) -> tuple[str, ...]:
    """The columns whose names say that they hold codes."""
    return tuple(name for name in header if kind_named(name))


def date_named(header: Sequence[str]) -> str:
    """The column of the day of discharge, otherwise of admission or service, otherwise that is called date; or ""."""
    found = guess(header, {}).one
    at = next((found[field] for field in _DATES if field in found), -1)
    return header[at] if at >= 0 else next((name for name in header if bare(name) == "date"), "")
