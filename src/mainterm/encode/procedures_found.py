"""Procedures found in one statement, put together: what a note sends elsewhere, what is only the way to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from mainterm.encode.heads import object_of
from mainterm.encode.landing import Finding
from mainterm.encode.search import Search
from mainterm.encode.segments import Segment
from mainterm.encode.weight import meaningful_stems
from mainterm.model.code import within, within_any
from mainterm.model.edition import Book
from mainterm.model.index import Index
from mainterm.model.tabular import Level, Node, NoteKind
from mainterm.model.words import stem, stems, words

_OMITTED: Final = "omit code"
_APPROACH: Final = "as operative approach"

_SCOPES: Final = frozenset(
    "arthroscopy bronchoscopy colonoscopy cystoscopy esophagogastroduodenoscopy esophagoscopy gastroscopy laparoscopy "
    "laryngoscopy nephroscopy panendoscopy proctoscopy proctosigmoidoscopy sigmoidoscopy thoracoscopy "
    "ureteroscopy".split()
)
"""Inspections that are only the way to another procedure of the same chapter of the Tabular List."""

_BY_SITE: Final = frozenset({"arthroscopy"})
"""Of these, what the Index has by site only."""

_APPROACHES: Final = frozenset(map(stem, "endoscopic laparoscopic percutaneous robotic thoracoscopic".split()))
"""How it was done: never of no use."""

_NUMBERS: Final = frozenset("one two three four five six seven eight nine ten single double triple".split())


class Together:
    """The procedures of one statement; `search` is over the Index to Procedures."""

    def __init__(self, book: Book, search: Search, segments: Sequence[Segment]) -> None:
        self._book = book
        self._search = search
        self._said = frozenset[str]().union(*(segment.stems for segment in segments))
        self._objects = frozenset[str]().union(*(segment.stems & object_of(segment) for segment in segments))

    def put(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings that stay, each with the words that it sets aside."""
        kept = self._with_coded_also(self._sent_elsewhere(tuple(findings)))
        kept = tuple(f for f in kept if not any(self._is_part(f, other, kept) for other in kept if other is not f))
        gone = frozenset[str]().union(*(f.placed for f in findings))
        left = meaningful_stems(self._said - gone)
        aside = gone | frozenset(word for word in left if self._is_of_no_use(word, kept))
        return tuple(finding._replace(aside=aside) for finding in kept)

    def _sent_elsewhere(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """*Excludes: gastroduodenoscopy with biopsy (45.16)* at a biopsy of the stomach: with both said, that code."""
        for finding in findings:
            for code in self._excluded(finding):
                there = self._search.finding(self._said, code)
                if there and self._heads(finding) <= there.placed and self._heads(finding) != self._heads(there):
                    joined = [f for f in findings if f is not finding and self._heads(f) <= there.placed]
                    rest = (f for f in findings if f is not finding and f not in joined)
                    return self._sent_elsewhere((there, *rest))
        return findings

    def _heads(self, finding: Finding) -> frozenset[str]:
        return finding.way.moves[0].used

    def _is_part(self, finding: Finding, other: Finding, all_: Sequence[Finding]) -> bool:
        """Whether a procedure is not coded beside another: an Excludes note says so, or it is the way to it."""
        if not finding.nodes or not other.nodes or self._is_coded_also(finding, other):
            return False
        if any(within(other.nodes[0].code, code) for code in self._excluded(finding, only_that=True)):
            return True
        if self._is_approach(finding):
            return True
        return self._inspects(finding) and not self._inspects(other) and self._near(finding, other)

    def _with_coded_also(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """The findings, and what a *code also* note at one of them names, where words are left that all together lead
        to it: *pacemaker with atrial and ventricular leads*. What places no word besides gives way to it."""
        spans = tuple(span for f in findings for node in f.nodes[:1] for span in self._named_also(node))
        sure = [f for f in findings if f.nodes and not _is_beside(f.nodes[0].code, spans)]
        left = meaningful_stems(self._said - frozenset[str]().union(*(f.placed for f in sure)))
        if not left or not spans:
            return findings
        there = self._search.finding_within(self._said, spans)
        if there is None or not there.placed & left:
            return findings
        gone = [f for f in findings if f.placed <= there.placed and f not in sure]
        return (*(f for f in findings if f not in gone), there)

    def _is_coded_also(self, finding: Finding, other: Finding) -> bool:
        """Whether a *code also* note at a procedure names the other: the bypass that opens the heart."""
        return within_any(finding.nodes[0].code, self._named_also(other.nodes[0]))

    def _named_also(self, node: Node) -> tuple[str, ...]:
        """The codes and ranges that the *code also* notes at a code and above it name."""
        notes = (note for place in (node, *self._book.ancestors(node)) for note in place.notes)
        return tuple(span for note in notes if note.kind is NoteKind.CODE_ALSO for span in note.codes)

    def _is_approach(self, finding: Finding) -> bool:
        """Whether the Index says of the main term to omit the code where it is the operative approach."""
        heads = self._book.heads(finding.way.last.line.main)
        lines = (self._book.line(head.id) for head in heads if head.text == _APPROACH)
        return any(_OMITTED in line.instruction.lower() for line in lines)

    def _inspects(self, finding: Finding) -> bool:
        scope = _SCOPES.intersection(words(finding.way.moves[0].entry.line.head))
        return bool(scope) and (len(finding.way.moves) == 1 or scope <= _BY_SITE)

    def _near(self, finding: Finding, other: Finding) -> bool:
        chapters = {self._book.ancestors(f.nodes[0])[0].key for f in (finding, other)}
        return len(chapters) == 1

    def _excluded(self, finding: Finding, only_that: bool = False) -> Iterator[str]:
        """The codes that the Excludes notes at the code, its subcategory and category name."""
        for node in finding.nodes[:1]:
            for place in (node, *self._book.ancestors(node)):
                if place.level not in (Level.CHAPTER, Level.SECTION):
                    yield from _named(place, only_that)

    def _is_of_no_use(self, word: str, findings: Sequence[Finding]) -> bool:
        """Whether a word can change nothing: no line of the pages walked has it, and it names no procedure.

        It must be of what the procedure was done to, or a word that the Index has for other procedures.
        """
        if word in _NUMBERS | _APPROACHES or any(letter.isdigit() for letter in word):
            return False
        if self._book.main_terms(word, Index.PROCEDURES):
            return False
        if word not in self._objects and not self._book.subterms(word, Index.PROCEDURES):
            return False
        mains = {move.entry.line.main for finding in findings for move in finding.way.moves}
        lines = (line for main in mains for line in self._book.page(main))
        return all(word not in stems(line.term) for line in lines)


def _is_beside(code: str, spans: Sequence[str]) -> bool:
    """Whether a code is of the subcategory of one of these, and none of them: any lens, beside one put in at once."""
    return any(span[:-1] == code[:-1] for span in spans) and not within_any(code, tuple(spans))


def _named(node: Node, only_that: bool) -> Iterator[str]:
    """The codes of the node's Excludes notes; `only_that`: of those that exclude the same procedure with something."""
    that = False
    for note in node.notes:
        if note.kind is NoteKind.EXCLUDES:
            if not note.depth or note.head:
                that = "that" in words(note.text)[:2] or "those" in words(note.text)[:2]
            if that or not only_that:
                yield from note.codes
