"""The Tabular's notes that concern an answer: at the code and at everything above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mainterm.editions.overruled import load_overruled
from mainterm.encode.landing import Finding
from mainterm.model.answer import GUIDELINE, OVERRULED, Remark
from mainterm.model.edition import Book
from mainterm.model.source import Source
from mainterm.model.tabular import Node, NoteKind
from mainterm.rules import run
from mainterm.rules.declare import GUIDELINES, Guideline
from mainterm.rules.of_year import has_own_guidelines, section_of

CONCERN = frozenset(
    {NoteKind.EXCLUDES, NoteKind.USE_ADDITIONAL, NoteKind.CODE_FIRST, NoteKind.CODE_ALSO, NoteKind.REQUIRES}
)
"""Kinds of note that may call for another code; inclusion terms and plain notes are the look-up's business."""


ADVERSE_EFFECT = "I.C.17.e.1"
"""The guideline by which the nature of an adverse effect of a drug is coded, then the drug."""


def remarks(book: Book, nodes: tuple[Node, ...]) -> tuple[Remark, ...]:
    """Each note once, the code's own first, then those it inherits, the nearest first."""
    found: dict[tuple[str, str], Remark] = {}
    for node in nodes:
        for place in (node, *reversed(book.ancestors(node))):
            for remark in _at(place):
                found.setdefault((remark.at, remark.text), remark)
    return tuple(found.values())


def unsettled(book: Book, findings: Iterable[run.Finding]) -> Iterator[Remark]:
    """What the rules still find: the section and page, the codes, and what the record would have to settle."""
    for finding in findings:
        section = book.section(finding.citation.section)
        at = f"{section.id}, {section.place}" if section else _of_fy2012(finding, book)
        source = section.source if section else Source("", -1)
        yield Remark(GUIDELINE, f"{', '.join(finding.codes)}: {finding.message}", at, source)


def followed(book: Book, findings: Iterable[run.Finding]) -> Iterator[Remark]:
    """What was mended by a guideline of which the edition has no paragraph that a proof could cite."""
    for finding in findings:
        if not book.section(finding.citation.section):
            told = f"{', '.join(finding.codes)}: {finding.message}: obeyed"
            yield Remark(GUIDELINE, told, _of_fy2012(finding, book), Source("", -1))


def _of_fy2012(finding: run.Finding, book: Book) -> str:
    """Where it stands in the guidelines of FY2012, and why none of the edition's are cited."""
    cites, year = finding.citation, book.manifest.year
    page = f", page {cites.page}" if isinstance(cites, Guideline) else ""
    why = "has no such section" if has_own_guidelines(year) else "was published without guidelines"
    return f"{cites.section}{page} of FY{GUIDELINES}; FY{year} {why}"


def effect_not_named(book: Book) -> Iterator[Remark]:
    """That an adverse effect of a drug is spoken of, and what it was is not."""
    section = section_of(book, ADVERSE_EFFECT)
    if section:
        at = f"{section.id}, {section.place}"
        yield Remark(GUIDELINE, "the nature of the adverse effect is not stated; it is coded first", at, section.source)


def overruled(findings: Iterable[Finding], year: int) -> Iterator[Remark]:
    """What is to be said of a line of the Index that prints a wrong code: that the Tabular's was taken."""
    known = load_overruled(year)
    ends = ((finding.way.last.line.source, finding.cell.column if finding.cell else "") for finding in findings)
    for line, column in dict.fromkeys(ends):
        for one in known.get(line, ()):
            if one.column == column:
                where, what = (f" in the column {column}", "such rows") if column else ("", "the term")
                prints = f"the Index prints {one.printed}{where}, the Tabular List has {what} at {one.code}"
                yield Remark(OVERRULED, f"{prints}: the Tabular List rules", one.code, line)


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
