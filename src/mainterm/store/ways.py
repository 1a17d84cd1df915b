"""The ways into an edition that its file holds ready: stems and codes of index lines, and phrases to search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mainterm.model.edition import Edition
from mainterm.model.index import Line
from mainterm.model.source import Source
from mainterm.model.tabular import Node, Note, NoteKind
from mainterm.model.terms import demanded_below, written
from mainterm.model.words import fold, stems


def spelling(term: str) -> str:
    """How a main term is looked up by its beginning: folded, without the marks that some begin with (`"`, `(`, `-`)."""
    return fold(term).lstrip("\"'(-[ ")


def line_codes(lines: Iterable[Line]) -> Iterator[tuple[str, int]]:
    """Each code with each line that prints it: as its code, in brackets, or in a column."""
    for line in lines:
        printed = {*line.codes, *line.manifestations, *line.cells}
        for code in {code.rstrip("-") for code in printed} - {""}:
            yield code, line.id


def line_stems(lines: Iterable[Line]) -> Iterator[tuple[str, str, bool, bool, int]]:
    """Each stem of each line once: essential where it stands in the head, else from a nonessential modifier."""
    for line in lines:
        main = line.parent < 0
        essential = set(stems(line.head))
        for stem in essential:
            yield stem, line.index, main, True, line.id
        for stem in {s for words in line.nonessential for s in stems(words)} - essential:
            yield stem, line.index, main, False, line.id


def line_heads(lines: Iterable[Line]) -> Iterator[tuple[int, int, int, str, str]]:
    """The head of each line, by its main term, with what it demands of a statement."""
    above: dict[int, str] = {-1: ""}
    for line in lines:
        above[line.id] = line.head
        yield line.main, line.id, line.parent, line.head, written(demanded_below(line.head, above[line.parent]))


class Phrase(NamedTuple):
    """A text that a search can find, the words by which it does, and what `Hit` tells of it."""

    kind: str
    key: str
    text: str
    words: str
    codes: tuple[str, ...]
    source: Source


def phrases(edition: Edition) -> Iterator[Phrase]:
    """Everything that a search can find: titles (by their codes too), inclusion terms, index lines with those above."""
    for node in edition.nodes:
        title = node.display
        yield Phrase("title", node.key, title, f"{node.code} {title}", (node.code,), node.source)
        yield from _inclusions(node)
    yield from _paths(edition.lines)


def _inclusions(node: Node) -> Iterator[Phrase]:
    """Inclusion terms; one in a list is read with the line above it (`Infection by Leishmania:`).

    What explains a digit is repeated at every code that the digit makes (719.4: `Clavicle`): the title goes before it.
    """
    above: list[Note] = []
    for note in node.notes:
        if note.kind is not NoteKind.INCLUSION:
            continue
        while above and above[-1].depth >= note.depth:
            above.pop()
        if note.text.endswith(":"):
            above.append(note)
            continue
        said = " ".join(n.text for n in (*above, note))
        text = said if node.printed else f"{node.display}: {said}"
        yield Phrase("inclusion", node.key, text, text, (node.code,), note.source)


def _paths(lines: Iterable[Line]) -> Iterator[Phrase]:
    """Each line with the essential words above it: found by these, and once more with its nonessential modifiers.

    Twice, because a search ranks by length: *Hypertension* with its fifteen modifiers would come after its subterms.
    """
    heads: dict[int, str] = {}
    for line in lines:
        above = f"{heads[line.parent]} > " if line.parent in heads else ""
        heads[line.id] = above + line.head
        codes = line.codes + line.manifestations or tuple(dict.fromkeys(c for c in line.cells if c not in ("", "-")))
        text = above + line.term
        yield Phrase("index", str(line.id), text, above + line.head, codes, line.source)
        if line.nonessential:
            yield Phrase("index", str(line.id), text, text, codes, line.source)
