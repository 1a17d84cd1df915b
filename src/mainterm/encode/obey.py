"""The encoder's own answer put to the rules of the guidelines: what is mandatory is obeyed, the rest is told."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final, NamedTuple

from mainterm.encode.chosen import Chosen, Passage, in_order
from mainterm.encode.companions import OF_ORGANISMS, asks_for
from mainterm.encode.granted import granted_way, paragraph_for
from mainterm.encode.landing import Finding
from mainterm.encode.outline import Outline
from mainterm.encode.search import Search
from mainterm.encode.segments import Link, Segment
from mainterm.encode.statement import Statement
from mainterm.model.answer import Role, WordRole
from mainterm.model.code import Volume, within, within_any
from mainterm.model.edition import Book
from mainterm.model.encounter import Context, Diagnosis, Encounter
from mainterm.model.tabular import Node
from mainterm.model.terms import lent_by_guideline
from mainterm.model.words import words
from mainterm.rules import run
from mainterm.rules.declare import Fix, Mend, Severity
from mainterm.rules.parts import the_guidelines

MOST_FIXES: Final = 12
"""Fixes that one answer may need: a bound against rules that undo each other."""

OBEYED: Final = frozenset({Severity.ERROR, Severity.WARNING})
"""What must be so, and what should be."""

_MOVES: Final = frozenset({Mend.MOVE_FIRST, Mend.MOVE_BEFORE, Mend.MOVE_AFTER})


class Obeyed(NamedTuple):
    """The codes as the mandatory rules will have them, and what the rules still find, which only the record settles.

    `followed` is what they found and what was mended.
    """

    chosen: tuple[Chosen, ...]
    findings: tuple[run.Finding, ...] = ()
    followed: tuple[run.Finding, ...] = ()

    @property
    def unsettled(self) -> tuple[run.Finding, ...]:
        """The findings that stand and may change the codes."""
        grave = (Severity.ERROR, Severity.QUERY)
        return tuple(f for f in self.findings if f.severity in grave or (f.fix and f.fix.mend is Mend.REPLACE))


class Rulebook:
    """The rules, applied to what the encoder has chosen for one reading of a statement."""

    def __init__(self, book: Book, outline: Outline, statement: Statement, search: Search, context: Context) -> None:
        self._book = book
        self._outline = outline
        self._statement = statement
        self._search = search
        self._context = context

    def obey(self, chosen: Sequence[Chosen]) -> Obeyed:
        """The codes after every fix that a rule of severity error prescribes and that the words allow."""
        now = tuple(chosen)
        followed: list[run.Finding] = []
        for _ in range(MOST_FIXES):
            found = run.judge(self._encounter(now), self._book, the_guidelines(self._book.manifest.year)).findings
            mended = ((self._mended(now, finding), finding) for finding in found if finding.severity in OBEYED)
            after = next(((codes, by) for codes, by in mended if codes is not None and codes != now), None)
            if after is None:
                break
            now = after[0]
            followed.append(after[1])
        return Obeyed(now, found, tuple(followed))

    def _encounter(self, chosen: Sequence[Chosen]) -> Encounter:
        """The codes as an encounter whose links are known: what the statement says is due to what, or with what."""
        causes, others = (links(self._statement, chosen, link) for link in (Link.DUE, Link.WITH))
        reasons = reasons_for_encounter(self._statement, chosen)
        diagnoses = tuple(
            Diagnosis(code, due_to=causes.get(code, ()), joined=others.get(code, ()), reason=code in reasons)
            for code in (one.node.code for one in chosen if one.node.volume is Volume.DISEASES)
        )
        context = self._context
        contrasted = any(segment.link is Link.OR for segment in self._statement.segments)
        return Encounter(
            diagnoses,
            setting=context.setting,
            age=context.age,
            sex=context.sex,
            said=self._statement.stems,
            linked=True,
            reasoned=any(diagnosis.reason for diagnosis in diagnoses),
            documentation=self._statement.text if contrasted else "",
        )

    def _mended(self, chosen: tuple[Chosen, ...], finding: run.Finding) -> tuple[Chosen, ...] | None:
        """The codes after the fix; None where the words do not decide it."""
        fix = finding.fix
        if fix is None:
            return None
        at = next(n for n, one in enumerate(chosen) if one.node.code == fix.code)
        rest = (*chosen[:at], *chosen[at + 1 :])
        if fix.mend in _MOVES:
            return _moved(rest, self._citing(chosen[at], chosen, finding), fix)
        if fix.mend is Mend.REMOVE:
            return rest
        given = self._given(chosen, finding, fix)
        if given is None:
            return None
        rest = tuple(one for one in rest if one.node.code != given.node.code)
        at = min(at, len(rest))
        if fix.mend is Mend.REPLACE:
            return in_order(self._book, (*rest[:at], given._replace(role=chosen[at].role), *rest[at:]))
        pair = (given, chosen[at]) if fix.mend is Mend.ADD_BEFORE else (chosen[at], given)
        return (*rest[:at], *pair, *rest[at:])

    def _given(self, chosen: Sequence[Chosen], finding: run.Finding, fix: Fix) -> Chosen | None:
        """The code that a fix gives, by the words that call for it, or else by all that the statement says.

        A segment among those words whose own line gives it needs no guideline in its proof. What only should be coded
        is not, where no words tell its kind, and no note asks for what a segment's own line gives.
        """
        (span, _), code = _called(chosen, finding), fix.other
        within_it = (s for s in self._statement.segments if span[0] <= s.start and s.end <= span[1] and not s.denied)
        alone = (self._search.partner((s.start, s.end), s.stems, code) for s in within_it)
        spans = dict.fromkeys((span, (0, len(self._statement.text))))
        given = (self._given_by(chosen, finding, code, each) for each in spans)
        said = tuple(_within(own, code) for own in alone if own)
        found = filter(None, chain(said, given))
        must = finding.severity is not Severity.WARNING
        node = next(one.node for one in chosen if one.node.code == fix.code)
        digits = self._book.children(self._book.ancestors(node)[-1])
        asked = (one for one in said if any(asks_for(self._book, digit, one.node.code) for digit in digits))
        return next((one for one in found if must or not _says_no_more(one, fix)), next(asked, None))

    def _given_by(
        self, chosen: Sequence[Chosen], finding: run.Finding, code: str, span: tuple[int, int]
    ) -> Chosen | None:
        """The code by the words in `span` alone if a line of the Index has it, else by the guideline's too."""
        _, trigger = _called(chosen, finding)
        said = self._said(span)
        own = self._search.partner(span, said, code)
        if own is not None:
            return self._citing(_within(own, code), chosen, finding)
        settled = self._search.landing.settled(code, said)
        if settled.questions:
            return None
        node = settled.node
        passage = self._passage(finding, node, span, trigger) if node and node.valid else None
        if node is None or passage is None:
            return None
        lent = lent_by_guideline(passage.text)
        granted = granted_way(self._book, self._outline, node, self._search.openings.meant(said), lent)
        way = self._search.openings.owned(granted) if granted else None
        if way is None:
            return None
        below = self._search.landing.settled(way.last.line.codes[0], said)  # its digits by the words, if they say so
        settled = below if below.node == settled.node else settled
        found = self._search.landing.placed_at(span, way, None, (settled,), said)
        return Chosen(node, found, settled, Role.DIAGNOSIS, (passage,))

    def _citing(self, one: Chosen, chosen: Sequence[Chosen], finding: run.Finding) -> Chosen:
        """The code with the paragraph of the guidelines on which the finding rests, if it has not got it yet."""
        passage = self._passage(finding, one.node, *_called(chosen, finding))
        if passage is None or any(each.source == passage.source for each in one.passages):
            return one
        return one._replace(passages=(*one.passages, passage))

    def _passage(
        self, finding: run.Finding, node: Node, span: tuple[int, int], trigger: frozenset[str]
    ) -> Passage | None:
        section = self._book.section(finding.citation.section)
        quoted = paragraph_for(section, node.code) if section else None
        return Passage(section.id, *quoted, span, trigger) if section and quoted else None

    def _said(self, span: tuple[int, int]) -> frozenset[str]:
        """The stems of what is said in the segments that a span touches, as the reading has them."""
        there = (s for s in self._statement.segments if not s.denied and s.start < span[1] and span[0] < s.end)
        return frozenset[str]().union(*(segment.stems | segment.held for segment in there))


def _says_no_more(given: Chosen, fix: Fix) -> bool:
    """Whether a code is of no stated kind where one was to be told: nothing is gained by it, and it is not invented."""
    return given.node.code != fix.other and "unspecified" in words(given.node.display)


def _within(own: Finding, code: str) -> Chosen:
    """What a line gives within `code`: its own code, or the one in brackets."""
    at, node = next((n, node) for n, node in enumerate(own.nodes) if within(node.code, code))
    return Chosen(node, own, own.settled[at], Role.MANIFESTATION if at else Role.DIAGNOSIS)


def _called(chosen: Sequence[Chosen], finding: run.Finding) -> tuple[tuple[int, int], frozenset[str]]:
    """Where the words stand that call for the fix, and their stems: those of every code that the finding names."""
    called = [one.finding for one in chosen if one.node.code in finding.codes]
    span = min(f.span[0] for f in called), max(f.span[1] for f in called)
    return span, frozenset[str]().union(*(f.placed for f in called))


def links(statement: Statement, chosen: Sequence[Chosen], link: Link) -> dict[str, tuple[str, ...]]:
    """Which codes the statement joins so to which: those before and those behind each *due to*, or each *with*.

    What is said to be suspected is what the signs before it are laid to; of contrasting diagnoses neither is.
    """
    found: dict[str, tuple[str, ...]] = {}
    for number in range(1, len(statement.segments)):
        if _is_joined(statement.segments[number:], link):
            effects = _codes_in(statement, chosen, range(number - 1, -1, -1), joined_before=True)
            causes = _codes_in(statement, chosen, range(number, len(statement.segments)), joined_before=False)
            for effect in effects:
                found[effect] = (*found.get(effect, ()), *(cause for cause in causes if cause != effect))
    return found


def reasons_for_encounter(statement: Statement, chosen: Sequence[Chosen]) -> frozenset[str]:
    """The codes for which the statement says that the encounter is (*admitted for pain control*)."""
    segments = [segment for segment in statement.segments if WordRole.REASON in segment.roles]
    found: set[str] = set()
    for segment in segments:
        told = [one for one in chosen if one.finding.span[0] <= segment.start < one.finding.span[1]]
        least = min((one.finding.span[1] - one.finding.span[0] for one in told), default=0)
        found.update(one.node.code for one in told if one.finding.span[1] - one.finding.span[0] == least)
    return frozenset(found)


def _is_joined(segments: Sequence[Segment], link: Link) -> bool:
    """Whether the first of these is joined so to what goes before; as its cause also if it is what is suspected."""
    first, contrasted = segments[0], len(segments) > 1 and segments[1].link is Link.OR
    suspected = link is Link.DUE and first.uncertain and first.link is not Link.OR
    return (first.link is link or suspected) and not (contrasted and link is Link.DUE)


def _codes_in(statement: Statement, chosen: Sequence[Chosen], numbers: range, joined_before: bool) -> tuple[str, ...]:
    """The codes of the first of these segments and of those that an *and* joins to it, or a comma to a cause that is
    the organism (*due to pyelonephritis, E. coli*)."""
    found: list[str] = []
    segments = statement.segments
    for number in numbers:
        joint = segments[number + 1].link if joined_before and number != numbers[0] else segments[number].link
        spot = segments[number]
        codes = [
            one.node.code for one in chosen if one.finding.span[0] <= spot.start and spot.end <= one.finding.span[1]
        ]
        organism = joint is Link.COMMA and codes and all(within_any(code, OF_ORGANISMS) for code in codes)
        if number != numbers[0] and joint is not Link.AND and (joined_before or not organism):
            break
        found += codes
    return tuple(dict.fromkeys(found))


def _moved(rest: tuple[Chosen, ...], one: Chosen, fix: Fix) -> tuple[Chosen, ...]:
    if fix.mend is Mend.MOVE_FIRST:
        return (one, *rest)
    other = next(n for n, each in enumerate(rest) if each.node.code == fix.other)
    at = other if fix.mend is Mend.MOVE_BEFORE else other + 1
    return (*rest[:at], one, *rest[at:])
