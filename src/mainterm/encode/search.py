"""The conditions of a statement looked up: joint lines and single ones, and what notes join to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, pairwise
from typing import Final

from mainterm.encode.answers import NOTHING_ANSWERED, Answers
from mainterm.encode.columns import Cell, choose_cell, with_column
from mainterm.encode.companions import OBSTETRIC, asks_for, asks_for_cause, classifiable
from mainterm.encode.course import EPISODES, is_coded_by_episode
from mainterm.encode.cover import Condition, cover, manifested
from mainterm.encode.lexicon import Lexicon
from mainterm.encode.outline import Outline
from mainterm.encode.precedence import preferred
from mainterm.encode.questions import after_answer, along_answers, line_question
from mainterm.encode.reading import Likes, likes
from mainterm.encode.segments import Link, Segment
from mainterm.encode.settle import Settled, settle, words_named
from mainterm.encode.shared import with_shared_words
from mainterm.encode.statement import Statement
from mainterm.encode.walk import Way, rank, ways
from mainterm.encode.weight import meaningful_stems, weigh
from mainterm.encode.whole import whole_lines
from mainterm.model.code import Volume, within
from mainterm.model.edition import Book
from mainterm.model.index import Index, Table
from mainterm.model.tabular import Node
from mainterm.model.words import stems

OF_DISEASES = (Index.DISEASES, Index.EXTERNAL)
OF_PROCEDURES = (Index.PROCEDURES,)
"""The indexes in which a main term is looked for; where two serve equally well, the earlier."""

_TELLING: Final = (Index.DISEASES, Index.PROCEDURES)
"""The indexes a line of which may be all that a statement says: how it came about is told beside what came of it."""

_NO_LIKES: Final = Likes()


@dataclass(frozen=True, slots=True)
class Finding:
    """A way for a part of the statement, with what the Tabular makes of its codes, bracketed ones last.

    `said` are the stems that may choose a column or a digit; `aside` those that it does not place and that can change
    nothing: of a part that it stands for as well, or such as no line near it has; `like` what else they may be called.
    `elsewhere` are the places outside `span` of words that it uses: those that tell the course of a pregnancy.
    """

    span: tuple[int, int]
    way: Way
    cell: Cell | None
    settled: tuple[Settled, ...]
    said: frozenset[str] = frozenset()
    aside: frozenset[str] = frozenset()
    like: Likes = _NO_LIKES
    elsewhere: tuple[tuple[int, int], ...] = ()

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


class Search:
    """One reading of a statement, looked up in the indexes and verified in the Tabular List."""

    def __init__(
        self,
        book: Book,
        outline: Outline,
        statement: Statement,
        lexicon: Lexicon,
        answers: Answers,
        indexes: tuple[Index, ...] = OF_DISEASES,
    ) -> None:
        self._answers = answers
        self._book = book
        self._outline = outline
        self._statement = statement
        self._indexes = indexes
        said = tuple(_wholes(statement.segments))
        if indexes == OF_PROCEDURES:
            self._like = likes([frozenset[str]().union(*said)], lexicon)
        else:
            like = likes(said, lexicon, passed_over="procedures.txt")
            self._like = Likes((*like.glosses, *statement.course.glosses))
        self._denied = frozenset[str]().union(*(s.stems for s in statement.segments if s.denied))
        self._walked = cache(self._walk)

    def findings(self) -> tuple[Finding, ...]:
        """What the Index has for the statement's segments."""
        find = cache(self._find)

        def look(stems: frozenset[str]) -> Finding | None:
            way = find(stems, ())
            return self._verify((0, 0), way, stems) if way and way.lands else None

        segments = with_shared_words(self._statement.segments, cache(look))
        conditions = manifested(cover(segments, find), find)
        return tuple(finding for condition in conditions for finding in self._of(condition))

    def after_answers(self, finding: Finding) -> Finding:
        """Where the coder's answers take a finding, from where the words alone have led; a row of the Table of Drugs
        stays, as what was answered of it has chosen its column."""
        if not self._answers or finding.way.last.line.table is Table.DRUGS:
            return finding
        cell = self._cell(finding.way, finding.said, self._answers)
        column = cell.column if cell else ""
        way = along_answers(self._outline, finding.way, column, finding.said, self._answers)
        answered = self._verify(finding.span, way, finding.said, finding.like, self._answers)
        return replace(answered, aside=finding.aside)

    def lines(self) -> tuple[Finding, ...]:
        """What each line gives that the statement is, word for word.

        Where there are several, with different codes, those whose code the Tabular has more of the words for.
        """
        ways = whole_lines(self._book, self._outline, self._statement.read, _TELLING)
        span, said = (0, len(self._statement.text)), frozenset(stems(" ".join(self._statement.read)))
        found = [self._verify(span, way, said) for way in sorted(ways, key=rank, reverse=True)]
        if len(found) < 2:
            return tuple(found)
        named = [max((words_named(self._book, node, said) for node in f.nodes[:1]), default=0) for f in found]
        best: dict[str, Finding] = {}
        for finding, number in zip(found, named, strict=True):
            if number == max(named):
                best.setdefault(finding.settled[0].node.code if finding.settled[0].node else "", finding)
        return self._chosen(tuple(best.values()))

    def _chosen(self, lines: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Of several lines the one that the coder has chosen."""
        question = line_question(self._outline, [(f.way, f.settled) for f in lines])
        answer = self._answers.to(question) if len(lines) > 1 else None
        if answer is None:
            return lines
        line = lines[max(0, int(answer.option.id) - 1)]
        return (replace(line, way=replace(line.way, answered=(answer,))),)

    def finding(self, said: frozenset[str], code: str) -> Finding | None:
        """What the best line of the indexes that these words open and that gives this very code has for them."""
        found = [way for way in self._ways(said, (), self._indexes) if way.last.line.codes[:1] == (code,)]
        start, end = self._statement.segments[0].start, self._statement.segments[-1].end
        return self._verify((start, end), max(found, key=rank), said) if found else None

    def partner(self, span: tuple[int, int], said: frozenset[str], code: str) -> Finding | None:
        """The best line of the Index to Diseases that the words said open and that gives a code within `code`."""
        for way in sorted(self._ways(said, (), OF_DISEASES[:1]), key=rank, reverse=True):
            found = self._verify(span, way, said) if way.lands else None
            if found and found.decided and any(within(node.code, code) for node in found.nodes):
                return found
        return None

    def _find(self, stems: frozenset[str], parts: tuple[frozenset[str], ...]) -> Way | None:
        """The best way for these words, in whichever index, that has a word of each part; None where there is none.

        Of a patient who is pregnant or was, that of the condition as one that complicates pregnancy (I.C.11.a.1).
        """
        best = preferred(self._ways(stems, parts, self._indexes), parts)
        course = self._statement.course
        if best is None or not course.told or not stems - course.said or not _may_complicate(best):
            return best
        with_course = self._ways(stems, parts, OF_DISEASES[:1], course.open)
        least = weigh(best.used & stems)
        fitting = (way for way in with_course if _lands_in_obstetrics(way) and weigh(way.placed & stems) >= least)
        return preferred(fitting, parts) or best

    def best(self, stems: frozenset[str]) -> Way | None:
        """The best way for these words."""
        return self._find(stems, ())

    def _ways(
        self,
        stems: frozenset[str],
        parts: tuple[frozenset[str], ...],
        indexes: tuple[Index, ...],
        more: frozenset[str] = frozenset(),
    ) -> Iterator[Way]:
        """Every way for these words, words of ours among them, that has a word of each part in a line.

        A part all of whose words choose a column or a digit need have none. `more` are stems that may be walked on
        besides.
        """
        for index in indexes:
            for way, chosen in self._walked(stems, index, more):
                if all(part & (way.placed - chosen) or part <= chosen for part in parts):
                    yield way

    def _walk(
        self, stems: frozenset[str], index: Index, more: frozenset[str]
    ) -> tuple[tuple[Way, frozenset[str]], ...]:
        """The ways that the words open in one index, each with those of its words that choose a column or a digit."""
        walkable = self.meant(stems) | more
        found: list[tuple[Way, frozenset[str]]] = []
        for walked in ways(self._book, self._outline, walkable, index):
            whole = self._with_digits(with_column(walked, walkable), walkable)
            way = self._like.owned(whole, stems | (more & self._statement.course.said))
            if way is not None:
                found.append((way, self._like.said_for(whole.free - walked.free)))
        return tuple(found)

    def _with_digits(self, way: Way, stems: frozenset[str]) -> Way:
        """The way, with the words that choose the digits of its code as words placed."""
        line = way.last.line
        node = self._book.node(line.codes[0]) if line.codes and line.index in OF_DISEASES else None
        if node is None or node.valid:
            return way
        episode = EPISODES if is_coded_by_episode(node.code) else frozenset[str]()
        used = settle(self._book, node.code, Volume.DISEASES, stems - episode, _given(way)).used
        return replace(way, free=way.free | used) if used else way

    def _of(self, condition: Condition) -> Iterator[Finding]:
        """What the joint words give; segments that alone say more, or what a note asks for; then words left."""
        if condition.way is None:
            return
        joint = self._joint(condition)
        yield joint
        placed, given = joint.placed, joint.nodes
        for segment, way in condition.alone:
            found = self._verify((segment.start, segment.end), way, segment.stems | segment.held)
            asked = joint.nodes and found.nodes and self._asks_for(condition, joint.nodes[0], segment, found.nodes[0])
            if found.decided and (asked or (segment, way) in condition.beside):
                placed |= found.placed
                yield found
                given += found.nodes
        if given == joint.nodes:
            yield from self._complicating(condition, joint.nodes)
        left = meaningful_stems(condition.stems - placed - self._statement.free)
        if left and joint.nodes and self._indexes == OF_DISEASES:
            yield from self._for_words_left(condition, joint, left)

    def _asks_for(self, condition: Condition, node: Node, segment: Segment, other: Node) -> bool:
        """Whether a note at `node`, or a guideline, asks for the code of this segment of the condition."""
        cause = segment is not condition.segments[0] and segment.link is Link.DUE
        return bool(asks_for(self._book, node, other.code)) or (cause and asks_for_cause(node))

    def _joint(self, condition: Condition) -> Finding:
        """What the way for the words of the whole condition gives."""
        assert condition.way is not None
        return self._verify(condition.span, condition.way, condition.said | self._denied)

    def _complicating(self, condition: Condition, nodes: Sequence[Node]) -> Iterator[Finding]:
        """Which condition it is that complicates a pregnancy, by its own line."""
        spans = (span for node in nodes for span in classifiable(self._book, node))
        found = (self.partner(condition.span, condition.said, span) for span in spans)
        yield from islice(filter(None, found), 1)

    def _for_words_left(self, condition: Condition, joint: Finding, left: frozenset[str]) -> Iterator[Finding]:
        """A second line that has all the words left, if a note joins the two codes, or if it is an injury's cause."""
        injury = "800" <= joint.nodes[0].code < "A"
        indexes = (Index.DISEASES, Index.EXTERNAL) if injury else (Index.DISEASES,)
        found = [way for way in self._ways(condition.stems, (left,), indexes) if left <= way.placed]
        for way in sorted((way for way in found if way.lands), key=rank, reverse=True)[:3]:
            second = self._verify(condition.span, way, condition.said)
            if second.decided and second.nodes:
                one, other = joint.nodes[0], second.nodes[0]
                noted = asks_for(self._book, one, other.code) or asks_for(self._book, other, one.code)
                if noted or other.code.startswith("E"):
                    yield second
                    return

    def _verify(
        self,
        span: tuple[int, int],
        way: Way,
        said: frozenset[str],
        like: Likes | None = None,
        answers: Answers = NOTHING_ANSWERED,
    ) -> Finding:
        line = way.last.line
        cell = self._cell(way, said, answers)
        volume = Volume.PROCEDURES if line.index is Index.PROCEDURES else Volume.DISEASES
        codes = (*line.codes[:1], *line.manifestations)
        if cell is not None:
            codes = (cell.code,) if cell.code else ()
        like = like or self._like
        settled = tuple(self.settled(code, said, volume, _given(way), answers, like) for code in codes)
        return replace(self.placed_at(span, way, cell, settled, said), like=like)

    def placed_at(
        self, span: tuple[int, int], way: Way, cell: Cell | None, settled: tuple[Settled, ...], said: frozenset[str]
    ) -> Finding:
        """A finding, with the places of what tells the course of a pregnancy where that is used."""
        used = way.placed.union(*(one.used for one in settled))
        return Finding(span, way, cell, settled, said, elsewhere=self._statement.course.spans(used - said))

    def settled(
        self,
        code: str,
        said: frozenset[str],
        volume: Volume = Volume.DISEASES,
        given: frozenset[str] = frozenset(),
        answers: Answers = NOTHING_ANSWERED,
        like: Likes | None = None,
    ) -> Settled:
        """The code verified; of a pregnancy's, the digit is the one for the episode of care that is told."""
        like, course = like or self._like, self._statement.course
        meant = said | like.more_for(said)
        if not is_coded_by_episode(code):
            return like.settled(settle(self._book, code, volume, meant, given, answers), said)
        meant -= EPISODES
        for episode in course.episodes(said):
            settled = settle(self._book, code, volume, meant | episode, given, answers)
            if settled.decided and settled.used & EPISODES:
                return like.settled(settled, said | course.said)
        return like.settled(settle(self._book, code, volume, meant, given, answers, ask_default=True), said)

    def meant(self, said: frozenset[str]) -> frozenset[str]:
        """The words said, and those of ours that stand for them."""
        return said | self._like.more_for(said)

    def owned(self, way: Way) -> Way | None:
        """The way with the statement's own words in the place of ours; None where it uses a phrase only in part."""
        return self._like.owned(way, self._statement.stems)

    def _cell(self, way: Way, said: frozenset[str], answers: Answers) -> Cell | None:
        """The column of a table's row; None for a line of the Index."""
        line = way.last.line
        if line.table is Table.NONE or not line.cells:
            return None
        return after_answer(self._outline, way, choose_cell(line, said, way.granted), answers)


def _given(way: Way) -> frozenset[str]:
    """The stems of the lines of a way and of its references: a digit's meaning need not repeat them."""
    return way.granted.union(*(stems(move.entry.line.term) for move in way.moves))


def _wholes(segments: Sequence[Segment]) -> Iterator[frozenset[str]]:
    """The stems in which a phrase may stand whole: a segment's, and those of two that no full stop parts."""
    said = [segment for segment in segments if not segment.denied]
    yield from (segment.stems | segment.held for segment in said)
    yield from (one.stems | other.stems for one, other in pairwise(said) if other.link is not Link.STOP)


def _may_complicate(way: Way) -> bool:
    """Whether a line is of a condition that may complicate a pregnancy: not of a procedure, nor of an organism."""
    return way.last.line.index is Index.DISEASES and not any(within(code, "041") for code in way.last.line.codes[:1])


def _lands_in_obstetrics(way: Way) -> bool:
    return any(within(code, OBSTETRIC) for code in way.last.line.codes[:1])
