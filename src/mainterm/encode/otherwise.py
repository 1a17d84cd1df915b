"""What else it could be: codes near by that one more word in the record would give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from mainterm.encode.outline import Outline
from mainterm.encode.page import Entry
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


class _Near(NamedTuple):
    """Codes near by: the lines that lead to them, the main term first, and the words that the statement lacks."""

    codes: tuple[str, ...]
    needs: tuple[str, ...]
    lines: tuple[Line, ...]


def alternatives(
    book: Book, outline: Outline, statement: Statement, way: Way, settled: Sequence[Settled], unplaced: tuple[str, ...]
) -> tuple[Alternative, ...]:
    """First the lines of the same category that use a word left over, what the Tabular excludes before the others; then
    the subterms of the line where the way ends.

    Subterms that lead where a word left over leads come before the others.
    """
    node = next((s.node for s in settled if s.node is not None), None)
    said = statement.stems
    near = list(_by_words_left(book, said, node, unplaced)) if node and unplaced else []
    excluded = excluded_stems(book, node) if node and near else frozenset[str]()
    near.sort(key=lambda one: not excluded.issuperset(stems(" ".join(one.needs))))
    wanted = {code for one in near for code in one.codes}
    path = tuple(entry.line for entry in outline.path(way.last))
    below: Iterable[_Near] = (one for one in _below(way.last, path, said) if not node or one.codes != (node.code,))
    if wanted:
        below = sorted(below, key=lambda one: wanted.isdisjoint(one.codes))
    return tuple(
        Alternative(one.codes, path_of(one.lines), one.needs, one.lines[-1].source)
        for one in islice(_distinct(chain(near, below)), MOST)
    )


def _distinct(found: Iterable[_Near]) -> Iterator[_Near]:
    """Each once, as far as they are asked for: a main term has hundreds."""
    known = set[tuple[tuple[str, ...], tuple[str, ...]]]()
    for one in found:
        if (one.codes, one.needs) not in known:
            known.add((one.codes, one.needs))
            yield one


def excluded_stems(book: Book, node: Node) -> frozenset[str]:
    """The stems of the Excludes notes at a code and above it."""
    notes = (note for place in (node, *book.ancestors(node)) for note in place.notes if note.kind is NoteKind.EXCLUDES)
    return frozenset(s for note in notes for s in stems(note.text))


def _by_words_left(book: Book, said: frozenset[str], node: Node, unplaced: tuple[str, ...]) -> Iterator[_Near]:
    left = frozenset(stem(word) for word in unplaced)
    category = book.node(category_of(node.code), node.volume)
    with_one = frozenset(id for index in Index for stem in left for id in book.subterms(stem, index))
    for code in _codes_below(book, category) if category and with_one else ():
        if code == node.code:
            continue
        for line in book.lines([id for id in book.leads_to(code) if id in with_one]):
            if line.level == 1:
                main = book.line(line.parent)
                needs = _needs((main, line), said)
                if len(needs) == 1:
                    yield _Near((code,), needs, (main, line))


def _codes_below(book: Book, node: Node) -> Iterator[str]:
    for child in book.children(node):
        if child.valid:
            yield child.code
        else:
            yield from _codes_below(book, child)


def _below(entry: Entry, path: tuple[Line, ...], said: frozenset[str]) -> Iterator[_Near]:
    """The lines below an entry that have codes, those of its connectives among them; `path` are the lines to it."""
    for child in entry.read_below():
        lines = (*path, child.line)
        if child.connective:
            yield from _below(child, lines, said)
        elif child.line.codes:
            needs = () if child.needed <= said else (child.head,)
            yield _Near((*child.line.codes, *child.line.manifestations), needs, lines)


def _needs(lines: Sequence[Line], said: frozenset[str]) -> tuple[str, ...]:
    """The essential words of these lines, as printed, where these stems are not all of them."""
    terms = (_lowered(line.head.split(",")[0]) if line.level == 0 else line.head for line in lines)
    return tuple(term for term in terms if any(stem(w) not in said and w not in STOP for w in words(term)))


def _lowered(term: str) -> str:
    """A main term as it would stand in a sentence; an eponym keeps its capital."""
    return term if "'" in term else term[:1].lower() + term[1:]


def path_of(lines: Sequence[Line]) -> str:
    """The way as a coder writes it: `Leukopenia > malignant (see also Agranulocytosis)`."""
    last = lines[-1]
    also = "; ".join(r.target for r in last.references if r.kind is ReferenceKind.SEE_ALSO)
    path = " > ".join(line.head.split(",")[0] if line.level == 0 else line.head for line in lines)
    return f"{path} (see also {also})" if also else path
