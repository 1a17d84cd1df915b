"""A row of the input: where it stands, the encounter that it is, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mainterm.model.encounter import Encounter


class Place(NamedTuple):
    """A file and a line of it, from 1; 0 where the form has no lines."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Row(NamedTuple):
    """One encounter as it was read. `problems` say what of it is damaged; where all of it is, there is no encounter."""

    place: Place
    encounter: Encounter | None
    problems: tuple[str, ...] = ()


Rows = Iterator[Row]
"""The encounters of an input and its problems, one row at a time: however long the input, one is in memory."""
