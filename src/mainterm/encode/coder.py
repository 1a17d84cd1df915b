"""The life of a statement, top to bottom: read, find the way, verify, prove, say what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mainterm.encode.ask import ask, ask_meaning
from mainterm.encode.companions import in_sequence
from mainterm.encode.drugs import Drug, Drugs, drug_findings, words_known
from mainterm.encode.guided import is_doubtful
from mainterm.encode.lexicon import load_lexicon
from mainterm.encode.otherwise import alternatives
from mainterm.encode.outline import Outline
from mainterm.encode.prove import prove
from mainterm.encode.reading import readings
from mainterm.encode.remarks import remarks
from mainterm.encode.search import Finding, Search
from mainterm.encode.settle import settle
from mainterm.encode.statement import Statement, checked, read_statement
from mainterm.encode.walk import Way
from mainterm.encode.weight import meaningful
from mainterm.model.answer import Answer, Coded, Grade, Role
from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.index import Index
from mainterm.model.proof import Proof
from mainterm.model.tabular import Node
from mainterm.model.terms import RELATION


@dataclass(frozen=True, slots=True)
class Read:
    """One reading of the statement, coded: its findings and the words of it that none of them placed."""

    statement: Statement
    findings: tuple[Finding, ...]
    drugs: Drugs | None = None

    @property
    def unplaced(self) -> tuple[str, ...]:
        placed = frozenset[str]().union(*(f.placed for f in self.findings))
        return self.statement.spelt(self.statement.stems - placed - RELATION - self.statement.free)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(node.code for finding in self.findings for node in finding.nodes)

    @property
    def decided(self) -> bool:
        whole = bool(self.findings) and all(f.decided for f in self.findings)
        if any(segment.uncertain for segment in self.statement.segments):
            return False
        return whole and not (self.drugs and self.drugs.effect_missing) and not is_doubtful(self.codes)

    @property
    def wanting(self) -> tuple[bool, int, bool]:
        """How much it leaves open: the reading that leaves least is taken."""
        return (not self.codes, len(meaningful(self.unplaced)), not self.decided)


class Coder:
    """An encoder over one open edition; it keeps the pages of the Index that it has walked."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._outline = Outline(book)
        self._lexicon = load_lexicon()

    def code(self, text: str) -> Answer:
        """The answer to one statement. Raises BadStatement if there is nothing to read in it."""
        text = checked(text)
        edition = self._book.manifest.title
        read_as = readings(text, self._lexicon, self._book, words_known)
        coded = [self._read(read_statement(text, reading)) for reading in read_as]
        read = min(coded, key=lambda one: one.wanting)
        rivals = [one for one in coded if one.wanting == read.wanting and one.codes != read.codes]
        statement, findings, unplaced = read.statement, read.findings, read.unplaced
        if not read.codes and not any(f.settled or f.way.last.children for f in findings):
            return Answer(text, edition, Grade.NO_ENTRY, unplaced=unplaced, marks=statement.marks)
        complete = read.decided and not meaningful(unplaced) and not (rivals and statement.glosses)
        return Answer(
            text,
            edition,
            Grade.COMPLETE if complete else Grade.NEEDS_DETAIL,
            tuple(self._coded(statement, findings)),
            unplaced,
            (
                *ask_meaning([(one.statement, one.codes) for one in (read, *rivals)]),
                *(read.drugs.questions if read.drugs else ()),
                *(question for f in findings for question in ask(f.way, f.settled)),
            ),
            tuple(a for f in findings for a in alternatives(self._book, statement, f.way, f.settled, unplaced)),
            remarks(self._book, tuple(s.node for f in findings for s in f.settled if s.node)),
            statement.marks,
        )

    def _read(self, statement: Statement) -> Read:
        """One reading, coded: poisonings by the Table of Drugs, then what the Index has, then the Table's causes."""
        drugs = drug_findings(self._book, self._outline, statement)
        if drugs is None:
            return Read(statement, self._walk(statement))
        glossed = replace(statement, glosses=(*statement.glosses, *drugs.glosses))
        walked = self._walk(replace(glossed, segments=drugs.rest)) if drugs.rest else ()
        first, last = (tuple(map(self._of_table, found)) for found in (drugs.first, drugs.last))
        return Read(glossed, (*first, *walked, *last), drugs)

    def _of_table(self, drug: Drug) -> Finding:
        settled = settle(self._book, drug.cell.code, Volume.DISEASES, drug.way.placed, frozenset())
        return Finding(drug.span, drug.way, drug.cell, (settled,))

    def _walk(self, statement: Statement) -> tuple[Finding, ...]:
        """What the Index has for the segments."""
        return Search(self._book, self._outline, statement, self._lexicon).findings()

    def _coded(self, statement: Statement, findings: Sequence[Finding]) -> Iterator[Coded]:
        """The codes in their sequence, each once."""
        found: dict[str, tuple[Node, Proof, Role]] = {}
        for finding in findings:
            for number, settled in enumerate(finding.settled):
                node = settled.node
                if node is not None and node.valid and node.code not in found:
                    span = statement.span(finding.span, finding.placed)
                    proof = prove(self._book, statement, span, finding.way, finding.cell, settled)
                    found[node.code] = node, proof, _role(finding.way, node, number)
        for sequence, node in enumerate(in_sequence(self._book, [node for node, *_ in found.values()]), start=1):
            _, proof, role = found[node.code]
            yield Coded(node.code, node.display, role, sequence, proof)


def _role(way: Way, node: Node, number: int) -> Role:
    index = way.last.line.index
    if index is Index.EXTERNAL or (index is Index.DRUGS and node.code.startswith("E")):
        return Role.EXTERNAL_CAUSE
    if index is Index.PROCEDURES:
        return Role.PROCEDURE
    return Role.MANIFESTATION if number else Role.DIAGNOSIS
