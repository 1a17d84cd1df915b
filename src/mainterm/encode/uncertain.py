"""Uncertain diagnoses by setting: as if established for an inpatient; for an outpatient, not coded; the exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from mainterm.encode.answers import Answers, is_undocumented, pose
from mainterm.encode.chosen import Chosen, Passage
from mainterm.encode.granted import paragraph_for
from mainterm.encode.landing import Finding
from mainterm.encode.segments import Link, Segment
from mainterm.encode.statement import Statement
from mainterm.model.answer import Answer, Asks, Grade, Question, WordRole
from mainterm.model.code import within
from mainterm.model.edition import Book
from mainterm.model.encounter import Setting
from mainterm.model.source import Source
from mainterm.model.words import fold, stem, stems
from mainterm.rules.of_year import section_of

ESTABLISHED: Final = "II.H"
"""Page 90: what is uncertain at the time of discharge is coded as if it were established, for an inpatient."""
CONTRASTING: Final = "II.D"
"""Page 89: of contrasting diagnoses both are."""
SETTING: Final = "setting"
"""The id of the question which setting it was."""
NOT_CODED: Final = "IV.I"
"""Page 94: for an outpatient it is not coded; the sign, the symptom or the other reason for the visit is."""


class OnlyConfirmed(NamedTuple):
    """Codes of which only a confirmed case is coded, whatever the setting; whether its main term is coded instead."""

    codes: tuple[str, ...]
    section: str
    main_term_instead: bool = False


EXCEPTIONS: Final = (
    OnlyConfirmed(("042", "V08", "079.53"), "I.C.1.a.1"),  # page 13
    OnlyConfirmed(("488",), "I.C.8.d", main_term_instead=True),  # page 42: an influenza, 487
)


def is_uncertain(statement: Statement) -> bool:
    return any(segment.uncertain for segment in statement.segments)


def as_coded(statement: Statement, findings: Sequence[Finding], setting: Setting) -> Statement:
    """The statement without what is uncertain in it, as far as the setting and the exceptions have it not coded.

    `findings` are those of the whole statement. A setting not known is read as an inpatient's: `by_setting` asks.
    """
    kept = (_kept(segment, statement.text, findings, setting) for segment in statement.segments)
    return replace(statement, segments=tuple(segment for segment in kept if segment.stems))


def _kept(segment: Segment, text: str, findings: Sequence[Finding], setting: Setting) -> Segment:
    """The segment, or as much of it as is coded."""
    if not segment.uncertain:
        return segment
    for finding in _within(findings, segment):
        for exception in EXCEPTIONS:
            if any(within(node.code, span) for node in finding.nodes for span in exception.codes):
                head = finding.way.moves[0].used if exception.main_term_instead else frozenset()
                return _only(segment, text, head)
    return replace(segment, words=()) if setting is Setting.OUTPATIENT else segment


def _only(segment: Segment, text: str, kept: frozenset[str]) -> Segment:
    """The segment's words with these stems, as if nothing else had been said of them."""
    found = [match for match in re.finditer(r"\w+", text) if segment.start <= match.start() < segment.end]
    there = [match for match in found if stem(fold(match[0])) in kept]
    if not there:
        return replace(segment, words=())
    said = tuple(fold(match[0]) for match in there)
    return replace(segment, words=said, start=there[0].start(), end=there[-1].end(), roles=frozenset())


def cited(book: Book, statement: Statement, chosen: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """The codes, those of what is uncertain with the guideline that has them coded."""
    return tuple(one._replace(passages=(*one.passages, *_passages(book, statement, one))) for one in chosen)


def _passages(book: Book, statement: Statement, one: Chosen) -> Iterator[Passage]:
    start, end = one.finding.span
    doubted = [s for s in statement.segments if s.uncertain and start <= s.start and s.end <= end]
    contrasted = any(s.link is Link.OR for s in statement.segments)
    section = section_of(book, CONTRASTING if contrasted else ESTABLISHED)
    quoted = paragraph_for(section, one.node.code) if section else None
    if doubted and section and quoted:
        cues = [mark.text for mark in statement.marks if mark.role is WordRole.UNCERTAIN]
        spans = [(at, at + len(cue)) for cue in cues if (at := statement.text.find(cue)) >= 0]
        span = min([start, *(at for at, _ in spans)]), max([end, *(at for _, at in spans)])
        yield Passage(section.id, *quoted, span, frozenset(stems(" ".join(cues))))


def without_uncertainty(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages but those by which an uncertain diagnosis is coded as if it were established."""
    return tuple(each for each in passages if each.section not in (ESTABLISHED, CONTRASTING))


def ask_reason(book: Book, withheld: Sequence[Finding]) -> Question:
    """What the visit was for, where all that the statement gives is uncertain."""
    section = section_of(book, NOT_CODED)
    options = [(f"{node.display}, established", node.code) for f in withheld for node in f.nodes]
    asks = f"an uncertain diagnosis is not coded for an outpatient ({NOT_CODED}): which sign or symptom was it?"
    return pose(
        "reason", Asks.CIRCUMSTANCE, asks, options, section.source if section else Source("", -1), required=True
    )


def by_setting(each: Mapping[Setting, Answer], answers: Answers) -> Answer:
    """The answer where the setting is not known: the outpatient's codes, if any, and what each setting would give."""
    outpatient, inpatient = each[Setting.OUTPATIENT], each[Setting.INPATIENT]
    codes = [(setting.value, " ".join(coded.code for coded in answer.codes)) for setting, answer in each.items()]
    if len({code for _, code in codes}) == 1:
        return inpatient
    asks = f"uncertain: coded for an inpatient ({ESTABLISHED}), not for an outpatient ({NOT_CODED}); which was it?"
    question = pose(SETTING, Asks.SETTING, asks, codes, Source("", -1), required=True)
    answered = answers.to(question)
    if answered and not is_undocumented(answered.option):
        answer = each[Setting(answered.option.text)]
        return replace(answer, answered=(*answer.answered, answered))
    answer = outpatient if outpatient.codes else inpatient
    return replace(answer, grade=Grade.NEEDS_DETAIL, questions=(question, *answer.questions))


def _within(findings: Sequence[Finding], segment: Segment) -> Iterator[Finding]:
    return (f for f in findings if f.span[0] <= segment.start and segment.end <= f.span[1])
