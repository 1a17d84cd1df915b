"""What else it could be: codes near by that one more word in the record would give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mainterm.encode.outline import Entry
from mainterm.encode.settle import Settled
from mainterm.encode.statement import Statement
from mainterm.encode.walk import Way
from mainterm.model.answer import Alternative
from mainterm.model.code import category_of
from mainterm.model.edition import Book
from mainterm.model.index import Index, Line, ReferenceKind
from mainterm.model.tabular import Node, NoteKind
from mainterm.model.words import STOP, stem, stems, words

MOST = 12
"""Alternatives given; a main term such as Fracture has hundreds of subterms."""


def alternatives(
    book: Book, statement: Statement, way: Way, settled: Sequence[Settled], unplaced: tuple[str, ...]
) -> tuple[Alternative, ...]:
    """First the lines of the same category that use a word left over, what the Tabular excludes before the others; then
    the subterms of the line where the way ends.

    Subterms that lead where a word left over leads come before the others.
    """
    node = next((s.node for s in settled if s.node is not None), None)
    near = list(_by_words_left(book, statement, node, unplaced)) if node and unplaced else []
    excluded = excluded_stems(book, node) if node and near else frozenset[str]()
    near.sort(key=lambda a: not excluded.issuperset(stems(" ".join(a.needs))))
    wanted = {code for alternative in near for code in alternative.codes}
    below = [a for a in _below(book, way.last, statement) if not node or a.codes != (node.code,)]
    below.sort(key=lambda a: not wanted & set(a.codes))
    found = {(a.codes, a.needs): a for a in reversed([*near, *below])}
    return tuple(reversed(found.values()))[:MOST]


def excluded_stems(book: Book, node: Node) -> frozenset[str]:
    """The stems of the Excludes notes at a code and above it."""
    notes = (note for place in (node, *book.ancestors(node)) for note in place.notes if note.kind is NoteKind.EXCLUDES)
    return frozenset(s for note in notes for s in stems(note.text))


def _by_words_left(book: Book, statement: Statement, node: Node, unplaced: tuple[str, ...]) -> Iterator[Alternative]:
    left = frozenset(stem(word) for word in unplaced)
    category = book.node(category_of(node.code), node.volume)
    with_one = frozenset(id for index in Index for stem in left for id in book.subterms(stem, index))
    for code in _codes_below(book, category) if category and with_one else ():
        if code == node.code:
            continue
        for line in book.lines([id for id in book.leads_to(code) if id in with_one]):
            if line.level == 1:
                main = book.line(line.parent)
                needs = _needs((main, line), statement)
                if len(needs) == 1:
                    yield Alternative((code,), path_of((main, line)), needs, line.source)


def _codes_below(book: Book, node: Node) -> Iterator[str]:
    for child in book.children(node):
        if child.valid:
            yield child.code
        else:
            yield from _codes_below(book, child)


def _below(book: Book, entry: Entry, statement: Statement) -> Iterator[Alternative]:
    for child in entry.children:
        if child.connective:
            yield from _below(book, child, statement)
        elif child.line.codes:
            above = [child.line]
            while above[0].parent >= 0:
                above.insert(0, book.line(above[0].parent))
            codes = (*child.line.codes, *child.line.manifestations)
            yield Alternative(codes, path_of(above), _needs((child.line,), statement), child.line.source)


def _needs(lines: Sequence[Line], statement: Statement) -> tuple[str, ...]:
    """The essential words of these lines, as printed, where the statement has not all of them."""
    said = (_lowered(line.head.split(",")[0]) if line.level == 0 else line.head for line in lines)
    return tuple(term for term in said if any(stem(w) not in statement.stems and w not in STOP for w in words(term)))


def _lowered(term: str) -> str:
    """A main term as it would stand in a sentence; an eponym keeps its capital."""
    return term if "'" in term else term[:1].lower() + term[1:]


def path_of(lines: Sequence[Line]) -> str:
    """The way as a coder writes it: `Leukopenia > malignant (see also Agranulocytosis)`."""
    last = lines[-1]
    also = "; ".join(r.target for r in last.references if r.kind is ReferenceKind.SEE_ALSO)
    path = " > ".join(line.head.split(",")[0] if line.level == 0 else line.head for line in lines)
    return f"{path} (see also {also})" if also else path
