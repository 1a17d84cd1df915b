"""Find a place in the Index by its words: `Ulcer, skin`, `skin ulcers`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from mainterm.model.edition import Book
from mainterm.model.index import Index, Line
from mainterm.model.terms import RELATION, demands, is_connective
from mainterm.model.words import stem, stems, words

Stems = frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the Index, the lines above it (main term first), and the asked words that they do not have.

    `partly` counts the lines of which only a part was asked for: `femur` of *femur, femoral*.
    """

    above: tuple[Line, ...]
    line: Line
    unmet: Stems
    partly: int = 0

    @property
    def distance(self) -> tuple[int, int]:
        """How far it is from what was asked for."""
        return len(self.unmet), self.partly


def asked_stems(text: str) -> Stems:
    """The stems to be met: of every word that does more than join."""
    kept = frozenset(stem(word) for word in words(text) if word not in RELATION)
    return kept or frozenset(stems(text))


def places(book: Book, text: str, index: Index) -> tuple[Place, ...]:
    """The places whose lines have every word of `text`, the highest in each outline; or, failing that, the nearest.

    Main terms that have the first word go before others: `skin ulcer` is a place under *Skin* only if none is there.
    """
    asked = asked_stems(text)
    found = [place for start in _main_terms(book, asked, index) for place in _walk(book, start, asked)]
    least = min((place.distance for place in found), default=None)
    best = [place for place in found if place.distance == least]
    first = next(iter(stems(text)), "")
    return tuple(place for place in best if first in _essential(_main(place))) or tuple(best)


def _main_terms(book: Book, asked: Stems, index: Index) -> Iterator[Place]:
    ids = sorted({id for one in asked for id in book.main_terms(one, index)})
    return (place for line in book.lines(ids) if (place := _step(None, line, asked)) is not None)


def _step(above: Place | None, line: Line, asked: Stems) -> Place | None:
    """The place one line further down; None where the line demands words that are not asked for."""
    path = (*above.above, above.line) if above else ()
    unmet, partly = (above.unmet, above.partly) if above else (asked, 0)
    if is_connective(line.head):
        return Place(path, line, unmet, partly)
    met = [demand for demand in demands(line.head) if demand <= asked]
    parts = met or [part for piece in line.head.split(",") if (part := asked_stems(piece)) and part <= asked]
    if not parts:
        return None
    modifiers = frozenset(s for modifier in line.nonessential for s in stems(modifier))
    return Place(path, line, unmet - modifiers.union(*parts), partly + (not met))


def _walk(book: Book, start: Place, asked: Stems) -> Iterator[Place]:
    """The highest places at or below a main term that are nearest to what is asked."""
    below: defaultdict[int, list[Line]] = defaultdict(list)
    for line in book.page(start.line.id) if start.unmet else ():
        below[line.parent].append(line)
    found = list(_descend(start, below, asked))
    least = min(place.distance for place in found)
    kept: set[int] = set()
    for place in found:
        if place.distance == least and not any(line.id in kept for line in place.above):
            kept.add(place.line.id)
            yield place


def _descend(place: Place, below: dict[int, list[Line]], asked: Stems) -> Iterator[Place]:
    yield place
    for line in below.get(place.line.id, ()) if place.unmet else ():
        if (next_place := _step(place, line, asked)) is not None:
            yield from _descend(next_place, below, asked)


def _main(place: Place) -> Line:
    return place.above[0] if place.above else place.line


def _essential(line: Line) -> Stems:
    return frozenset(stems(line.head))
