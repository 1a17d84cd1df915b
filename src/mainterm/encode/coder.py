"""The life of a statement, top to bottom: read, find the way, verify, prove, say what is open."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from mainterm.encode.added import Additions, Said
from mainterm.encode.answers import NOTHING_ANSWERED, Answers
from mainterm.encode.ask import ask_between
from mainterm.encode.births import words_of_births
from mainterm.encode.causes import words_of_causes
from mainterm.encode.conflicts import weighed
from mainterm.encode.course import words_of_courses
from mainterm.encode.doubts import doubts
from mainterm.encode.drugs import words_known
from mainterm.encode.lexicon import load_lexicon
from mainterm.encode.openings import Walks
from mainterm.encode.otherwise import alternatives
from mainterm.encode.outline import Outline
from mainterm.encode.prove import prove
from mainterm.encode.questions import in_order, line_question, open_questions
from mainterm.encode.read import Read
from mainterm.encode.reading import readings
from mainterm.encode.remarks import effect_not_named, followed, overruled, remarks, unsettled
from mainterm.encode.routes import Routes
from mainterm.encode.speller import Speller
from mainterm.encode.statement import Statement, checked, read_statement
from mainterm.encode.uncertain import SETTING, ask_reason, by_setting
from mainterm.model.answer import Answer, Coded, Grade, Question, WordRole
from mainterm.model.edition import Book, of_icd9cm
from mainterm.model.encounter import UNKNOWN, Context, Setting
from mainterm.model.words import stems


class Coder:
    """An encoder over one open edition; it keeps the pages of the Index that it has walked, up to a bound.

    Raises EditionError for a book of another classification than ICD-9-CM.
    """

    def __init__(self, book: Book) -> None:
        self._book = of_icd9cm(book)
        self._walks = Walks(book)
        self._lexicon = load_lexicon()
        self._speller = Speller(book, self._lexicon, _known)

    def code(self, text: str, context: Context = UNKNOWN, answers: Answers = NOTHING_ANSWERED) -> Answer:
        """The answer to one statement, by what is known of its encounter, and to what the coder was asked of it.

        Raises BadStatement if there is nothing to read in it, BadAnswer for an answer to what is not asked.
        """
        text = checked(text)
        rest = answers.without(SETTING)
        read_as = [read_statement(text, one) for one in readings(text, self._lexicon, self._speller, rest)]
        walks = self._kept()
        routes = Routes(self._book, walks.outline, walks, self._lexicon, context, rest)
        uncertain = any(mark.role is WordRole.UNCERTAIN for statement in read_as for mark in statement.marks)
        if uncertain and context.setting is Setting.UNKNOWN:
            contexts = {one: replace(context, setting=one) for one in (Setting.OUTPATIENT, Setting.INPATIENT)}
            each = {one: self._answer(text, read_as, routes._replace(context=contexts[one])) for one in contexts}
            answer = by_setting(each, answers)
        else:
            answer = self._answer(text, read_as, routes)
        answers.check(answer.answered, answer.questions)
        return answer

    def _kept(self) -> Walks:
        """The pages and walks that are kept, begun anew where they are too many; a statement keeps its own."""
        if self._walks.outline.is_full:
            self._walks = Walks(self._book)
            gc.collect()  # a page and its lines name each other
        return self._walks

    def _answer(self, text: str, read_as: Sequence[Statement], routes: Routes) -> Answer:
        edition, answers = self._book.manifest.title, routes.answers
        read, rivals = _least_open(self._book, text, [routes.code(statement) for statement in read_as], answers)
        if term := routes.as_term(read):
            read, rivals = term, []
        statement, findings, unplaced = read.statement, read.findings, read.unplaced
        complete = read.whole and not (rivals and statement.glosses)
        against = doubts(self._book, statement, read.obeyed.chosen) if complete else ()
        weigh = weighed(read.obeyed.chosen, against, answers)
        added = Additions(self._book, routes.outline, answers).to(weigh.chosen)
        answered = (*read.answered, *weigh.answered, *added.answered)
        if not read.leads:
            return Answer(text, edition, Grade.NO_ENTRY, unplaced=unplaced, marks=statement.marks, answered=answered)
        questions = in_order((*self._asked(routes.outline, read, rivals), *weigh.questions, *added.questions))
        return Answer(
            text,
            edition,
            Grade.COMPLETE if complete and not weigh.against else Grade.NEEDS_DETAIL,
            tuple(self._coded(added.in_place(statement, weigh.chosen))),
            unplaced,
            questions,
            tuple(
                a
                for f in findings
                for a in alternatives(self._book, routes.outline, statement, f.way, f.settled, unplaced)
            ),
            (
                *((read.term.remark,) if read.term and not read.term.decides else ()),
                *weigh.against,
                *followed(self._book, read.obeyed.followed),
                *unsettled(self._book, read.obeyed.unsettled),
                *(effect_not_named(self._book) if read.effect_missing else ()),
                *overruled(findings, self._book.manifest.year),
                *remarks(self._book, tuple(s.node for f in findings for s in f.settled if s.node)),
            ),
            statement.marks,
            answered,
        )

    def _asked(self, outline: Outline, read: Read, rivals: Sequence[Read]) -> Iterator[Question]:
        """What is open: between readings, of a drug's circumstances, where each way ends."""
        yield from ask_between([(one.statement.glosses, " ".join(one.codes[:1])) for one in (read, *rivals)])
        if read.rivals:
            yield line_question(outline, [(f.way, f.settled) for f in (read.findings[0], *read.rivals)])
        if read.which_term:
            yield read.which_term
        if read.withheld and not read.reason:
            yield ask_reason(self._book, read.withheld)
        if read.drugs:
            yield from read.drugs.questions
        for finding in read.open_findings:
            yield from open_questions(outline, finding.way, finding.cell, finding.settled)

    def _coded(self, sequence: Sequence[Said]) -> Iterator[Coded]:
        for number, (statement, one) in enumerate(sequence, start=1):
            yield Coded(one.node.code, one.node.display, one.role, number, prove(self._book, statement, one))


def _least_open(book: Book, text: str, coded: Sequence[Read], answers: Answers) -> tuple[Read, list[Read]]:
    """The reading that leaves least open, and those that serve alike with other codes; of such the one whose codes are
    of the fewest chapters (*ARF due to pneumonia* is respiratory)."""
    if len(coded) == 1:
        return coded[0], []
    short = frozenset[str]().union(*(gloss.said for one in coded for gloss in one.statement.glosses))
    short &= frozenset(stems(text))
    ranked = [(one.left_open(short), one) for one in coded]
    least, read = min(
        ranked,
        key=lambda each: (answers.unused(each[1].answered), each[0], _chapters(book, each[1])),
    )
    return read, [one for left, one in ranked if left == least and one.codes != read.codes]


def _chapters(book: Book, read: Read) -> int:
    """Of how many chapters the codes are."""
    return len({book.ancestors(one.node)[0].key for one in read.obeyed.chosen})


@cache
def _known() -> frozenset[str]:
    """Stems that are rightly spelt though the Index to Diseases may not have them."""
    return words_known() | words_of_causes() | words_of_births() | words_of_courses()
