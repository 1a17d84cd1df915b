"""The way through the Index to a code that a guideline or an inclusion term gives, on its words and those said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from mainterm.encode.columns import Cell
from mainterm.encode.drugs_circumstance import CHOOSING
from mainterm.encode.outline import Outline
from mainterm.encode.page import Entry
from mainterm.encode.walk import Move, Way, ways
from mainterm.encode.weight import weigh
from mainterm.model.code import named_in, within
from mainterm.model.edition import Book, Section
from mainterm.model.index import COLUMNS, Index, Line, Table
from mainterm.model.proof import StepKind
from mainterm.model.source import Source
from mainterm.model.tabular import Node
from mainterm.model.words import stems

_BY: Final = frozenset(stems("site type"))
"""What a reference leaves to the coder: *by site*."""

INDEXES = frozenset({Index.DISEASES, Index.EXTERNAL})
"""The indexes whose lines lead to codes that the guidelines are about."""


def paragraph_for(section: Section, code: str) -> tuple[Source, str] | None:
    """The first paragraph of the section that names the code or what stands above it, otherwise the first of all.

    None where the section has no text.
    """
    named = (at for at in section.paragraphs if any(within(code, span) for span in named_in(at[1])))
    return next(named, next(iter(section.paragraphs), None))


class Granted(NamedTuple):
    """A way on words said and words lent, and the cell of a row where it ends."""

    way: Way
    cell: Cell | None = None

    @property
    def code(self) -> str:
        """The code that stands there."""
        return self.cell.code if self.cell else self.way.last.line.codes[0]


def granted_way(book: Book, outline: Outline, node: Node, said: frozenset[str], lent: frozenset[str]) -> Way | None:
    """The way to the code's line, or to that of a heading of its, that has most of the words said.

    Every line on it demands words that are said or `lent`; None where there is no such line.
    """
    for code in _spelt(book, node):
        found = [place for place in _places(book, outline, code, said, lent) if place.cell is None]
        if found:
            return max(found, key=_rank).way
    return None


def granted_place(
    book: Book, outline: Outline, node: Node, said: frozenset[str], lent: frozenset[str]
) -> Granted | None:
    """As `granted_way`, or to a row of a table, in a column that the words name; else along references.

    Of a heading, too, to the line of the one code below it that has most of the words said.
    """
    own, *above = _spelt(book, node)
    found = list(_places(book, outline, own, said, lent)) or _below(book, outline, node, said, lent)
    for code in above:
        found = found or list(_places(book, outline, code, said, lent))
    return max(found, key=_rank) if found else _walked(book, outline, (own, *above), said, lent)


def _below(book: Book, outline: Outline, node: Node, said: frozenset[str], lent: frozenset[str]) -> list[Granted]:
    """The places of codes below a heading that have most of the words said, if they all give one code."""
    found = [place for code in _leaves(book, node) for place in _places(book, outline, code, said, lent)]
    most = max((weigh(place.way.used) for place in found), default=0)
    best = [place for place in found if weigh(place.way.used) == most]
    return best if most and len({place.code for place in best}) == 1 else []


def _leaves(book: Book, node: Node) -> Iterator[str]:
    """The codes below a heading."""
    for child in book.children(node):
        yield child.code
        yield from _leaves(book, child)


def _walked(
    book: Book, outline: Outline, codes: Sequence[str], said: frozenset[str], lent: frozenset[str]
) -> Granted | None:
    """The way along references to the first of these codes that they lead to: *Carcinoma, in situ* to *Neoplasm*."""
    found: list[tuple[int, Granted]] = []
    for way in ways(book, outline, said | lent, Index.DISEASES):
        line = way.last.line
        cells = [cell for code in codes for cell in _cells(line, code, said, lent | way.granted)]
        if way.jumps and (cells or line.codes) and _bears_out(way, cells, said | lent):
            place = Granted(_lent_to(way, said, lent), cells[0] if cells else None)
            found += [(-codes.index(place.code), place)] if place.code in codes else []
    return max(found, key=lambda one: (one[0], -one[1].way.jumps, _rank(one[1])), default=(0, None))[1]


def _bears_out(way: Way, cells: Sequence[Cell], said: frozenset[str]) -> bool:
    """Whether the lines taken have all that the references say, and none is followed for no word of the statement.

    What a reference leaves to the coder is no word of a line: *by site* does not say *specified sites*.
    """
    met = (
        move.entry.connective or any(d - said <= way.granted - _BY for d in move.entry.demands) for move in way.moves
    )
    printed = frozenset(stems(" ".join((*(m.entry.line.term for m in way.moves), *(cell.column for cell in cells)))))
    idle = any(
        move.kind is StepKind.SEE_ALSO and before.entry.line.codes and not any(m.used for m in way.moves[n:])
        for n, (before, move) in enumerate(pairwise(way.moves), start=1)
    )
    return way.granted - _BY <= printed and not idle and all(met)


def _lent_to(way: Way, said: frozenset[str], lent: frozenset[str]) -> Way:
    """The way with no words but those said as used; the others are granted."""
    moves = tuple(move._replace(used=move.used & said, free=move.free & said) for move in way.moves)
    used, free = way.used & said, way.free & said
    return way._replace(moves=moves, used=used, free=free, here=way.here & said, granted=way.granted | lent)


def _spelt(book: Book, node: Node) -> tuple[str, ...]:
    """The code, and those of its headings, the nearest first."""
    return (node.code, *(place.code for place in reversed(book.ancestors(node)) if "-" not in place.code))


def _rank(place: Granted) -> tuple[int, int, int]:
    way = place.way
    return weigh(way.used), -len(way.moves), -way.last.line.id


def _places(book: Book, outline: Outline, code: str, said: frozenset[str], lent: frozenset[str]) -> Iterator[Granted]:
    for id in book.leads_to(code):
        line = outline.entry(id).line
        if line.table is Table.NONE and line.index in INDEXES and code in line.codes[:1]:
            cells: tuple[Cell | None, ...] = (None,)
        else:
            cells = tuple(_cells(line, code, said, lent))
        way = _way(outline, id, said, lent) if cells else None
        if way is not None:
            yield from (Granted(way, cell) for cell in cells)


def _cells(line: Line, code: str, said: frozenset[str], lent: frozenset[str]) -> Iterator[Cell]:
    """The cells of a row with this code, in columns of which the words have one that chooses them."""
    for column, printed in zip(COLUMNS[line.table], line.cells, strict=False):
        chosen = _choosing(column) & (said | lent)
        if printed == code and chosen:
            yield Cell(column, code, chosen & said)


def _choosing(column: str) -> frozenset[str]:
    return CHOOSING.get(column, frozenset()) | frozenset(stems(column))


def _way(outline: Outline, id: int, said: frozenset[str], lent: frozenset[str]) -> Way | None:
    moves: list[Move] = []
    for entry in outline.path(outline.entry(id)):
        used = _met(entry, said, lent | frozenset(stems(" ".join(m.entry.line.head for m in moves))))
        if used is None:
            return None
        kind = StepKind.SUBTERM if moves else StepKind.MAIN_TERM
        moves.append(Move(kind, entry, used, entry.free & said - used))
    used_up, free = (frozenset[str]().union(*(getattr(m, name) for m in moves)) for name in ("used", "free"))
    return Way(tuple(moves), used_up, free - used_up, used_up, granted=lent)


def _met(entry: Entry, said: frozenset[str], lent: frozenset[str]) -> frozenset[str] | None:
    """The words said that meet the line's demand, most of them; None where it demands a word neither said nor lent."""
    if entry.connective:
        return frozenset()
    met = [demand & said for demand in entry.demands if demand <= said | lent]
    return max(met, key=weigh, default=None)
