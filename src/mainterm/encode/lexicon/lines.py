"""The lines of the lexicon's data files, each with its place: what a proof names where a word of ours was used."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

FOLDER: Final = Path(__file__).parent

Entry: TypeAlias = tuple[str, str, str, int]
"""A line as it stands, parted at its first colon: left, right, file, number. What it means is worked out when it is
asked for: a start of the program reads thousands of them and uses a few."""


class Place(NamedTuple):
    """A line of a data file of the lexicon, counted from 1: `lexicon: abbreviations.txt:123, ours`."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"lexicon: {self.file}:{self.line}, ours"


def entries(file: str) -> Iterator[Entry]:
    """The lines of a file that are neither empty nor a comment."""
    for number, line in enumerate(_lines(file), start=1):
        if line and line[0] != "#":
            left, _, right = line.partition(": ")
            yield left, right, file, number


def line_at(place: Place) -> str:
    """The line at a place, as it stands."""
    return _lines(place.file)[place.line - 1]


@cache
def _lines(file: str) -> tuple[str, ...]:
    """The lines of a file as they stand: it is read once."""
    return tuple((FOLDER / file).read_text(encoding="utf-8").split("\n"))
