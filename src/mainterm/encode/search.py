"""The conditions of a statement looked up: joint lines and single ones, and what notes join to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import islice, pairwise
from typing import Final

from mainterm.encode.answers import Answers
from mainterm.encode.companions import (
    OF_ORGANISMS,
    ORGANISMS,
    asks_for,
    asks_for_cause,
    classifiable,
    extent_of,
    is_extent_of,
    told_beside,
)
from mainterm.encode.course import is_coded_by_episode
from mainterm.encode.cover import Condition, cover, manifested
from mainterm.encode.landing import Finding, Landing
from mainterm.encode.lexicon import Lexicon
from mainterm.encode.openings import OF_DISEASES, Openings, Walks
from mainterm.encode.outline import Outline
from mainterm.encode.questions import line_question
from mainterm.encode.segments import Link, Segment
from mainterm.encode.settle import words_named
from mainterm.encode.shared import ACUITY, with_shared_words, with_what_is_told_of_both
from mainterm.encode.statement import Statement
from mainterm.encode.trailing import with_modifiers_joined
from mainterm.encode.underlying import line_for_cause, with_underlying
from mainterm.encode.walk import into, rank
from mainterm.encode.weight import meaningful_stems
from mainterm.encode.whole import whole_lines
from mainterm.model.code import category_of, spans_of, within, within_any
from mainterm.model.edition import Book
from mainterm.model.index import Index, Line
from mainterm.model.tabular import Node, NoteKind
from mainterm.model.words import stem, stems

TELLING: Final = (Index.DISEASES, Index.PROCEDURES)
"""The indexes a line of which may be all that a statement says: how it came about is told beside what came of it."""
COMPLICATED: Final = "997.0-997.5"
"""Complications of body systems: an additional code identifies the complication (I.C.17.f.1.b)."""
CARE: Final = "996-999"
_WORD: Final = re.compile(r"[\w'.]+")
_ORGANS: Final = (("eye", "360-379"), ("ear", "380-389"))
"""Organs, and the sections of their diseases, of which each code says so."""
_MOST_SECOND: Final = 3
"""Lines that are looked at for words left over, the best first."""

_BACTERIA: Final = "041"
_ORGANISM: Final = "041.10"
_OF_NO_KIND: Final = "041.9"
"""Bacteria in conditions classified elsewhere; one that every note for an organism asks for; one of no stated kind."""
_OF_COURSE: Final = ("650", "V22")
"""What tells where a pregnancy stands, and no condition."""


class Search:
    """One reading of a statement, looked up in the indexes and verified in the Tabular List."""

    def __init__(
        self,
        book: Book,
        outline: Outline,
        walks: Walks,
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
        self.openings = Openings(walks, statement, lexicon, indexes)
        self._denied = frozenset[str]().union(*(s.stems for s in statement.segments if s.denied))

    @cached_property
    def landing(self) -> Landing:
        """Where its ways land; made when a way is found: a statement that is sought as one line mostly is none."""
        return Landing(self._book, self._outline, self._statement.course, self.openings.like)

    def findings(self) -> tuple[Finding, ...]:
        """What the Index has for the statement's segments."""
        find = self.openings.best

        def look(stems: frozenset[str]) -> Finding | None:
            way = find(stems)
            return self.landing.finding((0, 0), way, stems) if way and way.lands else None

        segments = with_modifiers_joined(with_what_is_told_of_both(self._statement.segments), find)
        segments = with_shared_words(segments, cache(look))
        conditions = manifested(cover(segments, find), find)
        found = tuple(finding for pair in pairwise((None, *conditions)) for finding in self._of_cause(*pair))
        found = with_underlying(self._book, self.landing, self._statement.segments, found)
        return tuple(self._with_extent(found)) if self._statement.quantities else found

    def _of_cause(self, effect: Condition | None, condition: Condition | None) -> Iterator[Finding]:
        """What is found of a condition; where another is due to it, its digit may be for just that: *gastritis*, of
        *bleeding due to gastritis*."""
        assert condition is not None
        due = condition.segments[0].link is Link.DUE
        named = effect.way.moves[0].used if due and effect and effect.way else frozenset[str]()
        for finding in self._of(condition):
            if named and any(settled.node and settled.node.box.document for settled in finding.settled):
                told = self.landing.finding(finding.span, finding.way, finding.said | named, finding.like)
                if effect and told.decided and told.nodes != finding.nodes:
                    finding = told._replace(elsewhere=(*told.elsewhere, effect.span))
            organs = _organs_of(finding)
            yield finding._replace(aside=finding.aside | organs) if organs else finding

    def after_answers(self, finding: Finding) -> Finding:
        """Where the coder's answers take a finding, from where the words alone have led."""
        return self.landing.after_answers(finding, self._answers)

    def lines(self) -> tuple[Finding, ...]:
        """What each line gives that the statement is, word for word; a semicolon parts what is no line.

        Where there are several, with different codes, those whose code the Tabular has more of the words for.
        """
        if ";" in self._statement.text:
            return ()
        ways = whole_lines(self._book, self._outline, self._statement.read, TELLING)
        span, said = (0, len(self._statement.text)), frozenset(stems(" ".join(self._statement.read)))
        found = [self.landing.finding(span, way, said) for way in sorted(ways, key=rank, reverse=True)]
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
        return (line._replace(way=line.way._replace(answered=(answer,))),)

    def finding(self, said: frozenset[str], code: str) -> Finding | None:
        """What the best line of the indexes that these words open and that gives this very code has for them."""
        found = (way for way in self.openings.ranked(said, self._indexes) if way.last.line.codes[:1] == (code,))
        span = self._statement.segments[0].start, self._statement.segments[-1].end
        return next((self.landing.finding(span, way, said) for way in found), None)

    def finding_within(self, said: frozenset[str], spans: tuple[str, ...]) -> Finding | None:
        """As `finding`, of any code within these spans."""
        found = (w for w in self.openings.ranked(said, self._indexes) if w.lands and w.last.line.within(*spans))
        span = self._statement.segments[0].start, self._statement.segments[-1].end
        return next((self.landing.finding(span, way, said) for way in found), None)

    def partner(self, span: tuple[int, int], said: frozenset[str], *codes: str) -> Finding | None:
        """The best line of the Index to Diseases that the words said open and that gives a code within `codes`."""
        categories = spans_of(codes).categories  # no digit that the words choose leads out of them
        ways = self.openings.ranked(said, OF_DISEASES[:1])
        near = (way for way in ways if not categories.isdisjoint(_categories(way.last.line)))
        found = (self.landing.finding(span, way, said) for way in near)
        return next((f for f in found if f.decided and any(within_any(node.code, codes) for node in f.nodes)), None)

    def _of(self, condition: Condition) -> Iterator[Finding]:
        """What the joint words give; segments that alone say more, or what a note asks for; then words left."""
        if condition.way is None:
            return
        joint = self._joint(condition)
        beside = tuple(self._beside(condition, joint))
        head = condition.span[0] if condition.way.last.line.manifestations else _head(condition)
        yield from (found for found in beside if found.span[1] <= head)
        placed = joint.placed.union(*(found.placed for found in beside))
        given = (*joint.nodes, *(node for found in beside for node in found.nodes))
        conditions = (node for node in given if not within_any(node.code, _OF_COURSE))
        told = (*self._complicating(joint),) if tuple(conditions) == joint.nodes else ()
        told = (*told, *self._told_beside(joint, given))
        placed = placed.union(*(found.placed for found in told))
        left = meaningful_stems(condition.stems - placed - self._statement.free)
        more: tuple[Finding, ...] = ()
        if left and joint.nodes and self._indexes == OF_DISEASES:
            for second in self._for_words_left(condition, joint, left):
                more = (*more, second, *self._told_beside(second, second.nodes))
        first = tuple(found for found in more if _complicates(found) or (_is_organism(joint) and found is more[0]))
        yield from first
        yield from self._of_each_acuity(condition, joint)
        yield from (found for found in beside if found.span[1] > head)
        yield from told
        yield from (found for found in more if found not in first)

    def _of_each_acuity(self, condition: Condition, joint: Finding) -> tuple[Finding, ...]:
        """The joint finding; where it is both acute and chronic, and the line is of the one, both (guideline I.B.10).

        *Cholelithiasis with acute and chronic cholecystitis*: no line has both words, and each has its own.
        """
        said = condition.stems & ACUITY
        left = said - joint.placed
        if len(said) < 2 or len(left) != 1 or not joint.nodes or "exacerbation" in condition.stems:
            return (joint,)
        parts = tuple(filter(None, (segment.stems - ACUITY for segment in condition.segments)))
        way = self.openings.best(condition.stems - (said - left), parts)
        if way is None or not left <= way.used or way.moves[0].entry is not joint.way.moves[0].entry:
            return (joint,)
        other = self.landing.finding(condition.span, way, condition.said - (said - left))
        if not other.decided or joint.placed - said != other.placed - said or other.nodes == joint.nodes:
            return (joint,)
        return (other, joint) if "chronic" not in left else (joint, other)

    def _beside(self, condition: Condition, joint: Finding) -> Iterator[Finding]:
        """The segments that say by themselves more than the joint line, or what a note at its code asks for."""
        for segment, way in condition.alone:
            found = self.landing.finding((segment.start, segment.end), way, segment.stems | segment.held)
            asked = joint.nodes and found.nodes and self._asks_for(condition, joint.nodes[0], segment, found.nodes[0])
            more = (segment, way) in condition.beside and meaningful_stems(segment.stems - joint.placed)
            second = self._specifies(joint, found)
            if found.decided and ((asked and not _has_said(joint, segment)) or more or second):
                yield found

    def _specifies(self, joint: Finding, found: Finding) -> bool:
        """Whether a note at a manifestation of the joint line asks for the other code besides (731.8: 730.2)."""
        asked = (asks_for(self._book, node, other.code) for node in joint.nodes[1:] for other in found.nodes[:1])
        return NoteKind.USE_ADDITIONAL in asked

    def _with_extent(self, found: Sequence[Finding]) -> Iterator[Finding]:
        """The findings, and how far it extends, where a quantity says so that no line of the condition itself takes."""
        extents = tuple(self._extents(found))
        told = frozenset[str]().union(*(extent.placed for extent in extents))
        extended = {node.code for finding in found for node in finding.nodes if extent_of(node)}
        for finding in found:
            if not finding.placed <= told or extended & {node.code for node in finding.nodes}:
                yield finding
        yield from extents

    def _extents(self, found: Sequence[Finding]) -> Iterator[Finding]:
        placed = frozenset[str]().union(*(finding.placed for finding in found if finding.nodes))
        if all(gloss.said <= placed for gloss in self._statement.quantities):
            return
        span, stems = (0, len(self._statement.text)), self._statement.stems
        extents = dict.fromkeys(filter(None, (extent_of(node) for finding in found for node in finding.nodes)))
        yield from filter(None, (self.partner(span, stems, extent) for extent in extents))

    def _asks_for(self, condition: Condition, node: Node, segment: Segment, other: Node) -> bool:
        """Whether a note at `node`, or a guideline, asks for the code of this segment of the condition.

        None asks for the organism that the title of the code names.
        """
        if within(other.code, ORGANISMS) and meaningful_stems(segment.stems) <= frozenset(stems(node.display)):
            return False
        head = condition.way.moves[0].used if condition.way else frozenset[str]()
        cause = (segment is not condition.segments[0] and segment.link is Link.DUE) or not segment.stems & head
        return bool(asks_for(self._book, node, other.code)) or (cause and asks_for_cause(node))

    def _joint(self, condition: Condition) -> Finding:
        """What the way for the words of the whole condition gives."""
        assert condition.way is not None
        return self.landing.finding(condition.span, condition.way, condition.said | self._denied)

    def beside_line(self, line: Finding) -> Iterator[Finding]:
        """What the words of a line tell besides, that a note or a guideline asks for."""
        if any(is_coded_by_episode(node.code) for node in line.nodes):
            yield from self._complicating(line)
        if any(map(asks_for_cause, line.nodes)):
            yield from self._causes()
        yield from self._told_beside(line, line.nodes)

    def _causes(self) -> Iterator[Finding]:
        """What is said to be a cause, by its own line: *secondary hypertension due to Cushing's disease*."""
        for segment in self._statement.segments:
            way = self.openings.best(segment.stems) if segment.link is Link.DUE else None
            if way is not None and way.lands:
                found = self.landing.finding((segment.start, segment.end), way, segment.stems)
                yield from (found,) if found.decided else ()

    def _told_beside(self, finding: Finding, given: Sequence[Node]) -> Iterator[Finding]:
        spans = (span for node in given for span in told_beside(node, finding.said))
        wanted = (span for span in spans if not any(within(node.code, span) for node in given))
        look = self._in_its_words if _complicates(finding) else self._in_all_words
        yield from filter(None, (look(finding, span) for span in wanted))
        if _complicates(finding) and len(given) == 1:
            yield from filter(None, (self._complication(finding),))
        if not any(within_any(node.code, OF_ORGANISMS) for node in given):
            for organism in filter(None, (self._organism(finding),)):
                yield organism
                yield from self._told_beside(organism, organism.nodes)

    def _organism(self, finding: Finding) -> Finding | None:
        """The bacterium that a line is told by, where a note at its code asks for it (*staphylococcal endocarditis*);
        not one that the code's title has."""
        asking = next((node for node in finding.nodes if asks_for(self._book, node, _ORGANISM)), None)
        found = self.partner(finding.span, finding.said, _BACTERIA) if asking else None
        named = found and meaningful_stems(found.placed) <= frozenset(stems(asking.display)) if asking else True
        return None if named or (found and found.nodes[0].code == _OF_NO_KIND) else found

    def _in_all_words(self, finding: Finding, code: str) -> Finding | None:
        """What the words of a finding give within `code` besides."""
        return self.partner(finding.span, finding.said, code) or self._elsewhere(finding, code)

    def _in_its_words(self, finding: Finding, *codes: str) -> Finding | None:
        """What the words of a finding give within `codes` besides, by those of them alone on which it is coded."""
        found = self.partner(finding.span, finding.said, *codes)
        own = found and self._where(found.span, found.placed, frozenset())
        return found._replace(span=own) if found and own else found

    def _elsewhere(self, finding: Finding, code: str) -> Finding | None:
        """What the words tell besides, by its line for what is in a condition classified elsewhere."""
        for way in self.openings.leading(finding.said):
            line = line_for_cause(way)
            if line is not None and line.line.within(code):
                return self.landing.finding(finding.span, into(way, line), finding.said)
        return None

    def _complication(self, finding: Finding) -> Finding | None:
        """What complicates an operation, by the line above the one that says so: *ileus*, of *postoperative ileus*."""
        *above, last = finding.way.moves
        own = frozenset[str]().union(*(move.used for move in above))
        span = self._where(finding.span, own, last.used)
        way = self.openings.best(own) if span and above else None
        if span is None or way is None or way.moves[0].entry is not above[0].entry:
            return None
        found = self.landing.finding(span, way, own)
        apart = not any(within(node.code, CARE) for node in found.nodes)
        node = finding.nodes[0]
        told = any(own <= frozenset(stems(text)) for text in (node.display, *(note.text for note in node.notes)))
        return found if found.decided and found.nodes and apart and not told else None

    def _where(self, span: tuple[int, int], own: frozenset[str], without: frozenset[str]) -> tuple[int, int] | None:
        """Where these stems stand in a span without those others between them; None where they do not."""
        start, end = span
        here = [(match.start(), match.end(), stem(match[0].lower())) for match in _WORD.finditer(self._statement.text)]
        at = [n for n, (first, last, said) in enumerate(here) if start <= first and last <= end and said in own]
        if not at or {here[n][2] for n in at} < own:
            return None
        between = {said for _, _, said in here[at[0] : at[-1] + 1]}
        return None if between & without else (here[at[0]][0], here[at[-1]][1])

    def _complicating(self, finding: Finding) -> Iterator[Finding]:
        """Which condition it is that complicates a pregnancy, by its own line."""
        spans = tuple(span for node in finding.nodes for span in classifiable(self._book, node))
        found = self._in_its_words(finding, *spans) if spans else None
        yield from (found,) if found else ()

    def _for_words_left(self, condition: Condition, joint: Finding, left: frozenset[str]) -> Iterator[Finding]:
        """A second line that has all the words left, if a note joins the two codes, or if it is the organism, or an
        injury's cause."""
        injury = "800" <= joint.nodes[0].code < "A"
        indexes = (Index.DISEASES, Index.EXTERNAL) if injury else (Index.DISEASES,)
        found = self.openings.ranked(condition.stems, indexes, (left,))
        for way in islice((way for way in found if left <= way.placed), _MOST_SECOND):
            second = self.landing.finding(condition.span, way, condition.said)
            if second.decided and second.nodes:
                one, other = joint.nodes[0], second.nodes[0]
                noted = asks_for(self._book, one, other.code) or asks_for(self._book, other, one.code)
                identified = _complicates(second) and not within(one.code, CARE)
                by = _is_organism(joint) or _is_organism(second)
                if noted or identified or by or is_extent_of(one, other) or other.code.startswith("E"):
                    yield second
                    return


def _organs_of(finding: Finding) -> frozenset[str]:
    """The organ that is said of one of its own diseases: *cataract of the right eye*."""
    said = finding.said - finding.placed
    return frozenset(o for o, span in _ORGANS if o in said and any(within(n.code, span) for n in finding.nodes[:1]))


def _is_organism(finding: Finding) -> bool:
    """Whether it is of an organism that infects what another line has: *H. pylori gastritis*."""
    return any(within_any(node.code, OF_ORGANISMS) for node in finding.nodes[:1])


def _complicates(finding: Finding) -> bool:
    """Whether it is of a body system's complication, which the condition itself identifies (I.C.17.f.1.b)."""
    return any(within(node.code, COMPLICATED) for node in finding.nodes[:1])


def _head(condition: Condition) -> int:
    """Where the segment begins that has the main term of the joint way: what stands before it, and is coded beside, is
    coded before it (*Crohn's disease with fistula of intestine*)."""
    assert condition.way is not None
    used = condition.way.moves[0].used
    return min((s.start for s in condition.segments if s.stems & used), default=condition.span[0])


def _has_said(joint: Finding, segment: Segment) -> bool:
    """Whether the line of the condition has the segment's words itself, and a manifestation for them."""
    line = joint.way.last.line
    return bool(line.manifestations) and meaningful_stems(segment.stems) <= joint.way.moves[-1].used


def _categories(line: Line) -> Iterator[str]:
    """The categories of the codes that a line, or a column of a row, may give."""
    return map(category_of, (*line.codes[:1], *line.manifestations, *line.cells))
