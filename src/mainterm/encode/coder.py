"""The life of a statement, top to bottom: read, find the way, verify, prove, say what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from mainterm.encode.ask import ask, ask_meaning
from mainterm.encode.columns import Cell, choose_cell, with_column
from mainterm.encode.companions import asks_for, in_sequence
from mainterm.encode.cover import Condition, cover, manifested
from mainterm.encode.drugs import Drug, Drugs, drug_findings, words_known
from mainterm.encode.guided import is_doubtful, wanted
from mainterm.encode.lexicon import load_lexicon
from mainterm.encode.otherwise import alternatives
from mainterm.encode.outline import Outline
from mainterm.encode.prove import prove
from mainterm.encode.reading import Likes, likes, readings
from mainterm.encode.remarks import remarks
from mainterm.encode.settle import Settled, settle
from mainterm.encode.statement import Statement, checked, read_statement
from mainterm.encode.walk import Way, rank, ways
from mainterm.encode.weight import meaningful, meaningful_stems
from mainterm.model.answer import Answer, Coded, Grade, Role
from mainterm.model.code import Volume, within
from mainterm.model.edition import Book
from mainterm.model.index import Index, Table
from mainterm.model.proof import Proof
from mainterm.model.tabular import Node
from mainterm.model.terms import RELATION
from mainterm.model.words import stem, stems, words

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
    drugs: Drugs | None = None

    @property
    def unplaced(self) -> tuple[str, ...]:
        placed = frozenset[str]().union(*(f.placed for f in self.findings))
        return self.statement.spelt(self.statement.stems - placed - RELATION)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(node.code for finding in self.findings for node in finding.nodes)

    @property
    def decided(self) -> bool:
        whole = bool(self.findings) and all(f.decided for f in self.findings)
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
                *(read.drugs.questions if read.drugs else ()),
                *(question for f in findings for question in ask(f.way, f.settled)),
            ),
            tuple(a for f in findings for a in alternatives(self._book, statement, f.way, f.settled, unplaced)),
            remarks(self._book, tuple(s.node for f in findings for s in f.settled if s.node)),
        )

    def _read(self, statement: Statement) -> Read:
        """One reading, coded: poisonings by the Table of Drugs, then what the Index has, then the Table's causes."""
        drugs = drug_findings(self._book, self._outline, statement)
        if drugs is None:
            return Read(statement, self._walked(statement))
        glossed = replace(statement, glosses=(*statement.glosses, *drugs.glosses))
        walked = self._walked(replace(glossed, segments=drugs.rest)) if drugs.rest else ()
        first, last = (tuple(map(self._of_table, found)) for found in (drugs.first, drugs.last))
        return Read(glossed, (*first, *walked, *last), drugs)

    def _of_table(self, drug: Drug) -> Finding:
        settled = settle(self._book, drug.cell.code, Volume.DISEASES, drug.way.placed, frozenset())
        return Finding(drug.span, drug.way, drug.cell, (drug.cell.code,), (settled,))

    def _walked(self, statement: Statement) -> tuple[Finding, ...]:
        """What the Index has for the segments."""
        like = likes((s.stems for s in statement.segments if not s.denied), self._lexicon)
        own = statement.stems
        find = cache(partial(self._find, like, own))
        _, apart = cover(statement.segments, find)
        conditions = manifested(apart, find)
        findings = [f for condition in conditions for f in self._findings(like, own, condition)]
        return tuple(self._completed(like, statement, findings))

    def _completed(self, like: Likes, statement: Statement, findings: list[Finding]) -> list[Finding]:
        """With the partner that a guideline asks for, if a line of the Index gives it for the words that there are."""
        pair = wanted([node.code for finding in findings for node in finding.nodes])
        if pair is None:
            return findings
        at = next(n for n, f in enumerate(findings) if any(within(node.code, pair.code) for node in f.nodes))
        stems_there = frozenset(map(stem, words(statement.text[slice(*findings[at].span)]))) & statement.stems
        for way in sorted(self._ways(like, statement.stems, stems_there, (), SEARCHED[:1]), key=rank, reverse=True):
            partner = self._verify(like, findings[at].span, way, stems_there) if way.lands else None
            if partner and partner.decided and within(partner.nodes[0].code, pair.partner):
                findings.insert(at if pair.before else at + 1, partner)
                break
        return findings

    def _find(
        self, like: Likes, own: frozenset[str], stems: frozenset[str], parts: tuple[frozenset[str], ...]
    ) -> Way | None:
        """The best way for these words, in whichever index, that has a word of each part; None where there is none."""
        return max(self._ways(like, own, stems, parts, SEARCHED), key=rank, default=None)

    def _ways(
        self,
        like: Likes,
        own: frozenset[str],
        stems: frozenset[str],
        parts: tuple[frozenset[str], ...],
        indexes: tuple[Index, ...],
    ) -> Iterator[Way]:
        walkable = stems | like.more_for(stems)
        for index in indexes:
            for walked in ways(self._book, self._outline, walkable, index):
                column = with_column(walked, walkable)
                way = like.owned(column, own | stems)
                if way is not None:
                    chosen = like.said_for(column.free - walked.free)
                    if all(part & (way.placed - chosen) or part <= chosen for part in parts):
                        yield way

    def _findings(self, like: Likes, own: frozenset[str], condition: Condition) -> Iterator[Finding]:
        """What the joint words give; segments that alone say more, or what a note asks for; then words left."""
        if condition.way is None:
            return
        joint = self._verify(like, condition.span, condition.way, condition.stems)
        yield joint
        placed = joint.placed
        for segment, way in condition.alone:
            found = self._verify(like, (segment.start, segment.end), way, segment.stems)
            asked = joint.nodes and found.nodes and asks_for(self._book, joint.nodes[0], found.nodes[0].code)
            if found.decided and (asked or (segment, way) in condition.beside):
                placed |= found.placed
                yield found
        left = meaningful_stems(condition.stems - placed)
        if left and joint.nodes:
            yield from self._for_words_left(like, own, condition, joint, left)

    def _for_words_left(
        self, like: Likes, own: frozenset[str], condition: Condition, joint: Finding, left: frozenset[str]
    ) -> Iterator[Finding]:
        """A second line that has all the words left, if a note joins the two codes, or if it is an injury's cause."""
        injury = "800" <= joint.nodes[0].code < "A"
        indexes = (Index.DISEASES, Index.EXTERNAL) if injury else (Index.DISEASES,)
        found = [way for way in self._ways(like, own, condition.stems, (left,), indexes) if left <= way.placed]
        for way in sorted((way for way in found if way.lands), key=rank, reverse=True)[:3]:
            second = self._verify(like, condition.span, way, condition.stems)
            if second.decided and second.nodes:
                one, other = joint.nodes[0], second.nodes[0]
                noted = asks_for(self._book, one, other.code) or asks_for(self._book, other, one.code)
                if noted or other.code.startswith("E"):
                    yield second
                    return

    def _verify(self, like: Likes, span: tuple[int, int], way: Way, said: frozenset[str]) -> Finding:
        line = way.last.line
        volume = Volume.PROCEDURES if line.index is Index.PROCEDURES else Volume.DISEASES
        cell = None
        codes = (*line.codes[:1], *line.manifestations)
        if line.table is not Table.NONE and line.cells:
            cell = choose_cell(line, said, way.granted)
            codes = (cell.code,) if cell.code else ()
        given = way.granted.union(*(stems(move.entry.line.term) for move in way.moves))
        meant = said | like.more_for(said)
        settled = tuple(like.settled(settle(self._book, code, volume, meant, given), said) for code in codes)
        return Finding(span, way, cell, codes, settled)

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
