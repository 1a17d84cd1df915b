"""The life of a statement, top to bottom: read, find the way, verify, prove, say what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from mainterm.encode.ask import ask, ask_meaning
from mainterm.encode.columns import Cell, choose_cell, with_column
from mainterm.encode.companions import asks_for, in_sequence
from mainterm.encode.cover import Condition, cover
from mainterm.encode.lexicon import load_lexicon
from mainterm.encode.otherwise import alternatives
from mainterm.encode.outline import Outline
from mainterm.encode.prove import prove
from mainterm.encode.reading import Likes, likes, readings
from mainterm.encode.remarks import remarks
from mainterm.encode.settle import Settled, settle
from mainterm.encode.statement import Statement, checked, read_statement
from mainterm.encode.walk import Way, rank, ways
from mainterm.encode.weight import meaningful
from mainterm.model.answer import Answer, Coded, Grade, Role
from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.index import Index, Table
from mainterm.model.proof import Proof
from mainterm.model.tabular import Node
from mainterm.model.terms import RELATION
from mainterm.model.words import stems

SEARCHED = (Index.DISEASES, Index.EXTERNAL, Index.PROCEDURES)
"""The indexes in which a main term is looked for; where two serve equally well, the earlier."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A way for a part of the statement, with what the Tabular makes of its codes, bracketed ones last."""

    span: tuple[int, int]
    way: Way
    cell: Cell | None
    codes: tuple[str, ...]
    settled: tuple[Settled, ...]

    @property
    def placed(self) -> frozenset[str]:
        chosen = frozenset[str]().union(*(s.used for s in self.settled))
        return self.way.placed | chosen | (self.cell.used if self.cell else frozenset())

    @property
    def nodes(self) -> tuple[Node, ...]:
        return tuple(s.node for s in self.settled if s.node is not None and s.node.valid)

    @property
    def decided(self) -> bool:
        return bool(self.settled) and all(s.decided for s in self.settled)


@dataclass(frozen=True, slots=True)
class Read:
    """One reading of the statement, coded: its findings and the words of it that none of them placed."""

    statement: Statement
    findings: tuple[Finding, ...]

    @property
    def unplaced(self) -> tuple[str, ...]:
        placed = frozenset[str]().union(*(f.placed for f in self.findings))
        return self.statement.spelt(self.statement.stems - placed - RELATION)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(node.code for finding in self.findings for node in finding.nodes)

    @property
    def decided(self) -> bool:
        return bool(self.findings) and all(f.decided for f in self.findings)

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
        coded = [self._read(read_statement(text, reading)) for reading in readings(text, self._lexicon, self._book)]
        read = min(coded, key=lambda one: one.wanting)
        rivals = [one for one in coded if one.wanting == read.wanting and one.codes != read.codes]
        statement, findings, unplaced = read.statement, read.findings, read.unplaced
        if not read.codes and not any(f.settled or f.way.last.children for f in findings):
            return Answer(text, edition, Grade.NO_ENTRY, unplaced=unplaced)
        complete = read.decided and not meaningful(unplaced) and not (rivals and statement.glosses)
        return Answer(
            text,
            edition,
            Grade.COMPLETE if complete else Grade.NEEDS_DETAIL,
            tuple(self._coded(statement, findings)),
            unplaced,
            (
                *ask_meaning([(one.statement, one.codes) for one in (read, *rivals)]),
                *(question for f in findings for question in ask(f.way, f.settled)),
            ),
            tuple(a for f in findings for a in alternatives(self._book, statement, f.way, f.settled, unplaced)),
            remarks(self._book, tuple(s.node for f in findings for s in f.settled if s.node)),
        )

    def _read(self, statement: Statement) -> Read:
        """One reading, coded."""
        like = likes((s.stems for s in statement.segments if not s.denied), self._lexicon)
        _, conditions = cover(statement.segments, cache(partial(self._find, like, statement.stems)))
        return Read(statement, tuple(finding for condition in conditions for finding in self._findings(condition)))

    def _find(
        self, like: Likes, own: frozenset[str], stems: frozenset[str], parts: tuple[frozenset[str], ...]
    ) -> Way | None:
        """The best way for these words, in whichever index, that has a word of each part; None where there is none."""
        found = (
            like.owned(with_column(way, stems), own | stems)
            for index in SEARCHED
            for way in ways(self._book, self._outline, stems | like.more_for(stems), index)
        )
        return max((way for way in found if way and all(part & way.placed for part in parts)), key=rank, default=None)

    def _findings(self, condition: Condition) -> Iterator[Finding]:
        """What the joint words give; then segments that alone say more, or give what a note asks for."""
        if condition.way is None:
            return
        joint = self._verify(condition.span, condition.way, condition.stems)
        yield joint
        for segment, way in condition.alone:
            own = self._verify((segment.start, segment.end), way, segment.stems)
            asked = joint.nodes and own.nodes and asks_for(self._book, joint.nodes[0], own.nodes[0].code)
            if own.decided and (asked or (segment, way) in condition.beside):
                yield own

    def _verify(self, span: tuple[int, int], way: Way, said: frozenset[str]) -> Finding:
        line = way.last.line
        volume = Volume.PROCEDURES if line.index is Index.PROCEDURES else Volume.DISEASES
        cell = None
        codes = (*line.codes[:1], *line.manifestations)
        if line.table is not Table.NONE and line.cells:
            cell = choose_cell(line, said, way.granted)
            codes = (cell.code,) if cell.code else ()
        given = way.granted.union(*(stems(move.entry.line.term) for move in way.moves))
        settled = tuple(settle(self._book, code, volume, said, given) for code in codes)
        return Finding(span, way, cell, codes, settled)

    def _coded(self, statement: Statement, findings: Sequence[Finding]) -> Iterator[Coded]:
        """The codes in their sequence, each once."""
        found: dict[str, tuple[Node, Proof, Role]] = {}
        for finding in findings:
            for number, settled in enumerate(finding.settled):
                node = settled.node
                if node is not None and node.valid and node.code not in found:
                    span = statement.span(finding.span, finding.placed)
                    proof = prove(self._book, statement, span, finding.way, finding.cell, node, settled.used)
                    found[node.code] = node, proof, _role(finding.way, number)
        for sequence, node in enumerate(in_sequence(self._book, [node for node, *_ in found.values()]), start=1):
            _, proof, role = found[node.code]
            yield Coded(node.code, node.display, role, sequence, proof)


def _role(way: Way, number: int) -> Role:
    index = way.last.line.index
    if index is Index.EXTERNAL:
        return Role.EXTERNAL_CAUSE
    if index is Index.PROCEDURES:
        return Role.PROCEDURE
    return Role.MANIFESTATION if number else Role.DIAGNOSIS
