"""What the Tabular List's notes at a code, and at everything above it, say of other codes: read once, then kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from mainterm.model.code import category_of, spans_of, within, within_any
from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.model.tabular import Level, Node, Note, NoteKind
from mainterm.rules.declare import Between, Standing, TabularNote

RELATING: Final = (NoteKind.EXCLUDES, NoteKind.CODE_FIRST, NoteKind.USE_ADDITIONAL)
"""The kinds of notes that say how a code stands to others."""

_FIFTH: Final = re.compile(r"with fifth[- ]digits?\s*((?:\d(?!\d)(?:\s*(?:,|or|and)\s*)?)+)", re.I)
WIDE: Final = (Level.CHAPTER, Level.SECTION)
"""The levels whose notes speak of many categories at once."""

_FIVE_DIGITS: Final = len("250.00")


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One line of a note that names codes: its words, with those of the lines that it continues, and where it stands.

    Each is read once, and is the same as itself only: pairs of codes are kept by the lines that speak of them.
    `head` opens the note; `digits` are the fifth digits to which the line confines its codes, "" where it does not.
    """

    kind: NoteKind
    words: str
    head: str
    spans: tuple[str, ...]
    digits: str
    place: Node
    note: Note

    def names(self, code: str) -> bool:
        """Whether a code is one of those that the line names."""
        return may_end(code, self.digits) and within_any(code, self.spans)

    @property
    def cited(self) -> TabularNote:
        """The line as a citation."""
        return TabularNote(self.note.source.document, self.note.source.paragraph, self.place.code)


def fifth_digits(text: str) -> str:
    """The fifth digits to which a line of a note confines its codes, of whichever span; "" where it does not.

    >>> fifth_digits("402.0-402.9 with fifth-digit 1 or 404.0-404.9 with fifth-digit 1 or 3")
    '113'
    """
    return "".join(filter(str.isdecimal, "".join(_FIFTH.findall(text))))


def may_end(code: str, digits: str) -> bool:
    """Whether a code may stand in a line that confines its codes to these fifth digits."""
    return not digits or len(code) != _FIVE_DIGITS or code[-1] in digits


class Relation(NamedTuple):
    """A line of a note in force at one diagnosis of an encounter that names another; both by their places, from 0."""

    at: int
    other: int
    item: Item


@lru_cache(maxsize=32_768)
def node_of(book: Book, code: str) -> Node | None:
    """The node of a disease code."""
    return book.node(code)


@lru_cache(maxsize=32_768)
def places(book: Book, code: str) -> tuple[Node, ...]:
    """The node of a code and everything above it, the nearest first; () for a code that the edition has not."""
    node = node_of(book, code)
    return (node, *reversed(book.ancestors(node))) if node else ()


@lru_cache(maxsize=32_768)
def items(book: Book, code: str) -> tuple[Item, ...]:
    """The lines of relating notes in force at a code, the nearest first."""
    return tuple(item for place in places(book, code) for item in _items_at(book, place.key))


@lru_cache(maxsize=32_768)
def _items_at(book: Book, key: str) -> tuple[Item, ...]:
    place = book.node(key)
    return tuple(_items(place)) if place else ()


def _items(place: Node) -> Iterator[Item]:
    """The lines that name codes; the words of one are also those of the lines above it that end in a colon."""
    head: Note | None = None
    above: list[Note] = []
    for note in place.notes:
        head = note if note.head else head
        above = [] if note.head else [each for each in above if each.depth < note.depth or each is head]
        words = " ".join((*(each.text for each in above), note.text))
        kind = above[0].kind if above else note.kind  # 599.69's list is in another style than its head (Dtab12 ¶17088)
        if kind in RELATING and note.codes:
            yield Item(kind, words, head.text if head else "", note.codes, fifth_digits(note.text), place, note)
        if note.text.endswith(":"):
            above.append(note)


@lru_cache(maxsize=32_768)
def _named(book: Book, code: str) -> Mapping[str, tuple[Item, ...]]:
    """The lines in force at a code, by the categories of the codes that they name."""
    found: dict[str, list[Item]] = {}
    for item in items(book, code):
        for category in spans_of(item.spans).categories:
            found.setdefault(category, []).append(item)
    return {category: tuple(named) for category, named in found.items()}


@lru_cache(maxsize=16_384)
def told(book: Book, code: str, other: str) -> tuple[Item, ...]:
    """The lines in force at a code that name another."""
    named = _named(book, code).get(category_of(other), ())
    return tuple(item for item in named if code != other and item.names(other) and not _about_both(item, other))


def _about_both(item: Item, other: str) -> bool:
    """Whether the note stands above the other code too: then it says what belongs elsewhere below it."""
    return item.place.level in (*WIDE, Level.CATEGORY) and within(other, item.place.code)


def between_told(picked: Callable[[Item], bool], standing: Standing = Standing.ANYWHERE) -> Between:
    """That a line in force at the one code names the other: one of those lines that are `picked`."""

    @lru_cache(maxsize=32_768)
    def near(book: Book, code: str) -> frozenset[str]:
        return _categories(filter(picked, items(book, code)))

    def holds(book: Book, code: str, other: str) -> bool:
        return any(map(picked, told(book, code, other)))

    return Between(near, holds, standing)


def between_named(lines: Callable[[Book, str], Iterable[Item]]) -> Between:
    """That one of these lines at the one code names the other."""

    @lru_cache(maxsize=32_768)
    def near(book: Book, code: str) -> frozenset[str]:
        return _categories(lines(book, code))

    def holds(book: Book, code: str, other: str) -> bool:
        return any(line.names(other) for line in lines(book, code))

    return Between(near, holds)


def has_named(encounter: Encounter, book: Book, diagnosis: Diagnosis, between: Between) -> bool:
    """Whether a code that the lines at a diagnosis name is on the record, be it that diagnosis itself."""
    itself = between.holds(book, diagnosis.code, diagnosis.code)
    return itself or encounter.has_beside(diagnosis, between, book)


def _categories(lines: Iterable[Item]) -> frozenset[str]:
    """The categories of the codes that the lines name."""
    return frozenset().union(*[spans_of(line.spans).categories for line in lines])


def relations(book: Book, encounter: Encounter, pairs: Iterable[tuple[int, int]]) -> tuple[Relation, ...]:
    """What the notes at one code of an encounter say of another, for each of these pairs of places."""
    codes = encounter.diagnoses
    return tuple(
        [Relation(at, other, item) for at, other in pairs for item in told(book, codes[at].code, codes[other].code)]
    )


@lru_cache(maxsize=32_768)
def noted(book: Book, code: str, kind: NoteKind) -> TabularNote | None:
    """The nearest note of a kind in force at a code, as a citation, whether it names codes or not."""
    for place in places(book, code):
        for note in place.notes:
            if note.kind is kind and note.head:
                return TabularNote(note.source.document, note.source.paragraph, place.code)
    return None
