"""What a comparison of two editions reads of each, whole: every code, note and line of the indexes as a bare row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class CodeRow(NamedTuple):
    """A code or heading of the Tabular List: `title` as printed, `display` as it is shown. Sections have a `key`."""

    volume: str
    key: str
    title: str
    display: str
    valid: bool
    document: str
    paragraph: int


class NoteRow(NamedTuple):
    """A note under the node `key`."""

    volume: str
    key: str
    kind: str
    text: str
    document: str
    paragraph: int


class LineRow(NamedTuple):
    """A line of the index `within`, under `parent` (-1: none). `codes` is all that it gives: `250.6 [357.2]`."""

    id: int
    within: str
    parent: int
    head: str
    term: str
    codes: str
    references: tuple[str, ...]
    document: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class WholeEdition:
    """An edition's rows, each part in the order of print; the parts can be gone through once."""

    title: str
    year: int
    codes: Iterable[CodeRow]
    notes: Iterable[NoteRow]
    lines: Iterable[LineRow]
