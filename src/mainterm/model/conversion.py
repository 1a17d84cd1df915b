"""The conversion table of new codes: since when a code is assigned, and which codes were assigned before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mainterm.model.code import Volume, within
from mainterm.model.edition import Problem
from mainterm.model.source import Source


@dataclass(frozen=True, slots=True)
class Conversion:
    """A row: the codes and ranges `current`, assigned since the fiscal year `year`, and `previous`, those before them.

    `said` is the previous assignment as it is printed: several of its codes may have been assigned together (`&`), or
    one or other; `previous` is empty where there was none. `restated`: the code is the old one, its title another.
    """

    volume: Volume
    current: tuple[str, ...]
    year: int
    previous: tuple[str, ...]
    said: str
    restated: bool
    source: Source

    def begins(self, code: str) -> bool:
        """Whether `code` is one of those that are assigned since."""
        return _named(code, self.current)

    def ends(self, code: str) -> bool:
        """Whether `code` is one of those that were assigned before, and is not assigned since."""
        return not self.begins(code) and _named(code, self.previous)


def _named(code: str, listed: tuple[str, ...]) -> bool:
    """Whether a list of codes and ranges names the code itself; a heading does not name what is below it."""
    return any(code == each or ("-" in each and within(code, each)) for each in listed)


@dataclass(frozen=True, slots=True)
class Conversions:
    """The table's rows in the order of print, the lines of it that are no rows, and what was counted."""

    rows: tuple[Conversion, ...]
    problems: tuple[Problem, ...]
    census: Mapping[str, Any]
