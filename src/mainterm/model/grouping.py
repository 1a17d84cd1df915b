"""A grouping of codes as its publisher gives it: CCS and such, read from the user's own file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mainterm.model.code import Volume


@dataclass(frozen=True, slots=True)
class Group:
    """A group: its number as published, its label, and its codes, dotted, in the order of the file."""

    number: str
    label: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups of one volume; a code is in one of them.

    `name` is what a notation of codes calls it by: `ccs:49`. `groups` are by their numbers, `by_code` has the number of
    the group of each code, dotted; `document` is the file.
    """

    name: str
    document: str
    volume: Volume
    groups: Mapping[str, Group]
    by_code: Mapping[str, str]

    def of(self, code: str) -> Group | None:
        """The group of a code, dotted, or None."""
        number = self.by_code.get(code)
        return self.groups[number] if number is not None else None
