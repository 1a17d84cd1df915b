"""The Tabular's notes that concern an answer: at the code and at everything above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mainterm.editions.overruled import load_overruled
from mainterm.encode.search import Finding
from mainterm.model.answer import OVERRULED, Remark
from mainterm.model.edition import Book
from mainterm.model.tabular import Node, NoteKind

CONCERN = frozenset(
    {NoteKind.EXCLUDES, NoteKind.USE_ADDITIONAL, NoteKind.CODE_FIRST, NoteKind.CODE_ALSO, NoteKind.REQUIRES}
)
"""Kinds of note that may call for another code; inclusion terms and plain notes are the look-up's business."""


def remarks(book: Book, nodes: tuple[Node, ...]) -> tuple[Remark, ...]:
    """Each note once, the code's own first, then those it inherits, the nearest first."""
    found: dict[tuple[str, str], Remark] = {}
    for node in nodes:
        for place in (node, *reversed(book.ancestors(node))):
            for remark in _at(place):
                found.setdefault((remark.at, remark.text), remark)
    return tuple(found.values())


def overruled(findings: Iterable[Finding], year: int) -> Iterator[Remark]:
    """What is to be said of a line of the Index that prints a wrong code: that the Tabular's was taken."""
    known = load_overruled(year)
    for line in dict.fromkeys(finding.way.last.line.source for finding in findings):
        if line in known:
            printed, code = known[line]
            text = f"the Index prints {printed}, the Tabular List has the term at {code}: the Tabular List rules"
            yield Remark(OVERRULED, text, code, line)


def _at(node: Node) -> Iterator[Remark]:
    """The notes of one node, each whole: its head and the paragraphs that continue it."""
    text: list[str] = []
    head = None
    for note in node.notes:
        if head is not None and (note.head or note.kind is not head.kind):
            yield Remark(head.kind.value, " ".join(text), node.code, head.source)
            head = None
        if head is not None:
            text.append(note.text)
        elif note.kind in CONCERN:
            head, text = note, [note.text]
    if head is not None:
        yield Remark(head.kind.value, " ".join(text), node.code, head.source)
