"""Follows a code from year to year: when it was valid, as what, what it was split from or into, which notes changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Final

from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.source import Source
from mainterm.model.tabular import Node
from mainterm.model.words import words

NOWHERE: Final = Source("", -1)


class Standing(StrEnum):
    """What a code is in an edition."""

    VALID = "valid"
    HEADING = "heading"
    """It needs a further digit."""
    ABSENT = "absent"


class Event(StrEnum):
    """What happened to a code between one edition and the next."""

    ADDED = "added"
    DELETED = "deleted"
    SPLIT_FROM = "split from"
    SPLIT_INTO = "split into"
    JOINED = "valid again"
    """It was a heading."""
    RETITLED = "retitled"
    NOTE_CAME = "note came"
    NOTE_WENT = "note went"


@dataclass(frozen=True, slots=True)
class Span:
    """The fiscal years, both included, in which the code stood the same way; of the editions that were looked at."""

    first: int
    last: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Change:
    """What is different in the edition of `year`: in `text` the new title, or the note; in `codes` what it concerns.

    `before` is the title that a new one took the place of.
    """

    year: int
    event: Event
    text: str = ""
    codes: tuple[str, ...] = ()
    source: Source = NOWHERE
    before: str = ""


@dataclass(frozen=True, slots=True)
class CodeHistory:
    """A code through the editions of `years`; the title is the last that it had, "" if it never was."""

    code: str
    volume: Volume
    title: str
    years: tuple[int, ...]
    spans: tuple[Span, ...]
    changes: tuple[Change, ...]


def follow(books: Sequence[Book], code: str, volume: Volume) -> CodeHistory:
    """The history of a code, dotted, over editions in the order of their years."""
    states = [_State(book, code, volume) for book in books]
    standings = [(state.year, state.standing) for state in states]
    grouped = [list(members) for _, members in groupby(standings, key=lambda each: each[1])]
    spans = tuple(Span(members[0][0], members[-1][0], members[0][1]) for members in grouped)
    changes = tuple(change for before, after in pairwise(states) for change in _changes(before, after))
    title = next((state.node.display for state in reversed(states) if state.node), "")
    return CodeHistory(code, volume, title, tuple(state.year for state in states), spans, changes)


class _State:
    """A code in one edition."""

    def __init__(self, book: Book, code: str, volume: Volume) -> None:
        self.book = book
        self.code = code
        self.volume = volume
        self.year = book.manifest.year
        self.node = book.node(code, volume)

    @property
    def standing(self) -> Standing:
        if self.node is None:
            return Standing.ABSENT
        return Standing.VALID if self.node.valid else Standing.HEADING

    @property
    def below(self) -> tuple[str, ...]:
        """The valid codes under it."""
        return tuple(_valid_below(self.book, self.node)) if self.node else ()

    @property
    def notes(self) -> dict[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...], Source]]:
        """What stands under it: by kind and words, what a change says of it."""
        found = self.node.notes if self.node else ()
        return {(n.kind.value, words(n.text)): (f"{n.kind.value}: {n.text}", n.codes, n.source) for n in found}


def _valid_below(book: Book, node: Node) -> Iterator[str]:
    for child in book.children(node):
        if child.valid:
            yield child.code
        else:
            yield from _valid_below(book, child)


def _changes(before: _State, after: _State) -> Iterator[Change]:
    """What is different between two editions: the standing first, then title and notes."""
    if before.standing is not after.standing:
        yield _standing(before, after)
    if before.node is None or after.node is None:
        return
    if words(before.node.title) != words(after.node.title):
        yield Change(after.year, Event.RETITLED, after.node.title, (), after.node.source, before.node.title)
    went, came = before.notes, after.notes
    yield from (Change(after.year, Event.NOTE_CAME, *came[key]) for key in came if key not in went)
    yield from (Change(after.year, Event.NOTE_WENT, *went[key]) for key in went if key not in came)


def _standing(before: _State, after: _State) -> Change:
    """A code is split from the heading that was valid before it came, and into the codes that stand under it now."""
    if after.node is None:
        return Change(after.year, Event.DELETED, codes=_valid_above(after))
    if before.node is None:
        parents = _valid_above(before)
        event = Event.SPLIT_FROM if parents else Event.ADDED
        return Change(after.year, event, after.node.title, parents, after.node.source)
    if after.standing is Standing.VALID:
        return Change(after.year, Event.JOINED, codes=before.below, source=after.node.source)
    return Change(after.year, Event.SPLIT_INTO, codes=after.below, source=after.node.source)


def _valid_above(state: _State) -> tuple[str, ...]:
    """The valid code under which this one would stand, where it does not."""
    headings = (state.code[:end].rstrip(".") for end in range(len(state.code) - 1, 1, -1))
    found = (state.book.node(code, state.volume) for code in headings if code != state.code)
    return next(((node.code,) for node in found if node and node.valid), ())
