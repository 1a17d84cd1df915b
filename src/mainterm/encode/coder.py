"""The life of a statement, top to bottom: read, find the way, verify, prove, say what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mainterm.encode.added import Additions, Said
from mainterm.encode.answers import NOTHING_ANSWERED, Answers
from mainterm.encode.ask import ask_between
from mainterm.encode.causes import external_causes, is_injury, without_stray_causes, words_of_causes
from mainterm.encode.chosen import chosen_codes
from mainterm.encode.columns import cell_in
from mainterm.encode.drugs import Drug, Drugs, drug_findings, words_known
from mainterm.encode.encounters import of_this_encounter
from mainterm.encode.growths import with_growths_apart
from mainterm.encode.held import with_held_words
from mainterm.encode.late import old_injury
from mainterm.encode.lexicon import load_lexicon
from mainterm.encode.obey import Obeyed, Rulebook
from mainterm.encode.otherwise import alternatives
from mainterm.encode.outline import Outline
from mainterm.encode.procedures import Heads
from mainterm.encode.procedures_found import Together
from mainterm.encode.prove import prove
from mainterm.encode.questions import along_answers, answered_on, in_order, line_question, open_questions
from mainterm.encode.reading import readings
from mainterm.encode.remarks import overruled, remarks
from mainterm.encode.search import OF_DISEASES, OF_PROCEDURES, Finding, Search
from mainterm.encode.settle import settle
from mainterm.encode.speller import Speller
from mainterm.encode.statement import Statement, checked, read_statement
from mainterm.encode.termed import Termed, termed
from mainterm.encode.uncertain import SETTING, as_coded, ask_reason, by_setting, cited, is_uncertain
from mainterm.encode.weight import meaningful
from mainterm.model.answer import Answer, Answered, Coded, Grade, Question, WordRole
from mainterm.model.code import Volume, within
from mainterm.model.edition import Book
from mainterm.model.encounter import UNKNOWN, Context, Setting
from mainterm.model.index import Index
from mainterm.model.terms import RELATION

POISONINGS: Final = "960-989"


@dataclass(frozen=True, slots=True)
class Read:
    """One reading of the statement, coded: its findings, and the codes that the rules make of them.

    `rivals` are the findings of other lines of the Index that have the same words, and another code.
    `withheld` are the findings of a statement all of which is uncertain, where that is not coded.
    `term` is the inclusion term that the statement is, where the Index alone does not decide it.
    """

    statement: Statement
    findings: tuple[Finding, ...]
    obeyed: Obeyed
    drugs: Drugs | None = None
    rivals: tuple[Finding, ...] = ()
    withheld: tuple[Finding, ...] = ()
    term: Termed | None = None

    @property
    def unplaced(self) -> tuple[str, ...]:
        """The statement's words that no finding placed."""
        placed = frozenset[str]().union(*(f.placed | f.aside for f in self.findings))
        return self.statement.spelt(self.statement.stems - placed - RELATION - self.statement.free)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.node.code for one in self.obeyed.chosen)

    @property
    def answered(self) -> tuple[Answered, ...]:
        """What the coder has answered, each question once."""
        glossed = (answer for gloss in self.statement.glosses for answer in gloss.answered)
        found = (answer for f in self.findings for answer in answered_on(f.way, f.cell, f.settled))
        return tuple(dict.fromkeys((*glossed, *found)))

    @property
    def decided(self) -> bool:
        whole = bool(self.findings) and all(f.decided for f in self.findings)
        missing = self.drugs is not None and self.drugs.effect_missing
        lent = self.term is not None and self.term.lent
        return whole and not self.rivals and not missing and not lent and not self.obeyed.doubtful

    @property
    def whole(self) -> bool:
        """Whether the words are decided, and none is left over."""
        return self.decided and not meaningful(self.unplaced)

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
        self._speller = Speller(book, self._lexicon, _known)

    def code(self, text: str, context: Context = UNKNOWN, answers: Answers = NOTHING_ANSWERED) -> Answer:
        """The answer to one statement, by what is known of its encounter, and to what the coder was asked of it.

        Raises BadStatement if there is nothing to read in it, BadAnswer for an answer to what is not asked.
        """
        text = checked(text)
        rest = answers.without(SETTING)
        answer = self._answer(text, context, rest)
        if context.setting is Setting.UNKNOWN and any(mark.role is WordRole.UNCERTAIN for mark in answer.marks):
            settings = (Setting.OUTPATIENT, Setting.INPATIENT)
            each = {one: self._answer(text, replace(context, setting=one), rest) for one in settings}
            answer = by_setting(each, answers)
        answers.check(answer.answered, answer.questions)
        return answer

    def _answer(self, text: str, context: Context, answers: Answers) -> Answer:
        edition = self._book.manifest.title
        read_as = readings(text, self._lexicon, self._speller, answers)
        coded = [self._read(self._rearranged(read_statement(text, reading)), context, answers) for reading in read_as]
        read = min(coded, key=lambda one: (answers.unused(one.answered), one.wanting))
        rivals = [one for one in coded if one.wanting == read.wanting and one.codes != read.codes]
        if not read.whole and (term := self._term(read, context, answers)):
            read, rivals = term, []
        statement, findings, unplaced = read.statement, read.findings, read.unplaced
        added = Additions(self._book, self._outline, answers).to(read.obeyed.chosen)
        answered = (*read.answered, *added.answered)
        if not read.codes and not read.withheld and not any(f.settled or f.way.last.children for f in findings):
            return Answer(text, edition, Grade.NO_ENTRY, unplaced=unplaced, marks=statement.marks, answered=answered)
        questions = in_order((*self._asked(read, rivals), *added.questions))
        complete = read.whole and not (rivals and statement.glosses)
        return Answer(
            text,
            edition,
            Grade.COMPLETE if complete else Grade.NEEDS_DETAIL,
            tuple(self._coded(added.in_place(statement, read.obeyed.chosen))),
            unplaced,
            questions,
            tuple(a for f in findings for a in alternatives(self._book, statement, f.way, f.settled, unplaced)),
            (
                *((read.term.remark,) if read.term and read.term.lent else ()),
                *overruled(findings, self._book.manifest.year),
                *remarks(self._book, tuple(s.node for f in findings for s in f.settled if s.node)),
            ),
            statement.marks,
            answered,
        )

    def _term(self, read: Read, context: Context, answers: Answers) -> Read | None:
        """The statement as an inclusion term of the Tabular, in its own words; None where it is none."""
        own = replace(read.statement, glosses=())
        term = termed(self._book, self._outline, own, answers)
        if term is None:
            return None
        found = self._ruled(own, self._search(own, answers), (term.finding,), context)
        chosen = tuple(
            replace(one, passages=(term.passage, *one.passages)) if one.finding is term.finding else one
            for one in found.obeyed.chosen
        )
        return replace(found, obeyed=replace(found.obeyed, chosen=chosen), term=term)

    def _asked(self, read: Read, rivals: Sequence[Read]) -> Iterator[Question]:
        """What is open: between readings, of a drug's circumstances, where each way ends."""
        yield from ask_between([(one.statement.glosses, " ".join(one.codes[:1])) for one in (read, *rivals)])
        if read.rivals:
            yield line_question(self._outline, [(f.way, f.settled) for f in (read.findings[0], *read.rivals)])
        if read.withheld:
            yield ask_reason(self._book, read.withheld)
        if read.drugs:
            yield from read.drugs.questions
        for finding in read.findings:
            yield from open_questions(self._outline, finding.way, finding.cell, finding.settled)

    def _rearranged(self, statement: Statement) -> Statement:
        """The statement with each site of a growth, and what holds over a kind of condition, where it belongs."""
        apart = with_growths_apart(self._book, self._outline, self._lexicon, statement.segments)
        return replace(statement, segments=with_held_words(apart))

    def _read(self, statement: Statement, context: Context, answers: Answers) -> Read:
        """One reading, coded, without what is uncertain in it as far as that is not coded."""
        read = self._read_whole(statement, context, answers)
        if not is_uncertain(statement) or read.drugs is not None:
            return read
        told = as_coded(statement, read.findings, context.setting)
        if told == statement:
            return read
        certain = self._read_whole(told, context, answers)
        return replace(certain, withheld=() if certain.codes else read.findings)

    def _read_whole(self, statement: Statement, context: Context, answers: Answers) -> Read:
        """All of it: poisonings by the Table of Drugs, what the Index has, the Table's causes; and ruled."""
        drugs = drug_findings(self._book, self._outline, statement, answers)
        search = self._search(statement, answers)
        lines = search.lines()
        if len({finding.way.last.line.index for finding in lines}) == 1:
            visit = all(code.startswith("V") for finding in lines for code in finding.way.last.line.codes[:1])
            stay = visit and context.setting is Setting.INPATIENT
            done = self._done(statement, search, context, answers) if stay else None
            return done or self._line(statement, search, lines, drugs, context, answers)
        if drugs is None:
            told = self._done(statement, search, context, answers) or self._told(statement, search, context, answers)
            if told is not None:
                return told
            return self._ruled(statement, search, without_stray_causes(search.findings()), context)
        glossed = replace(statement, glosses=(*statement.glosses, *drugs.glosses))
        search = self._search(replace(glossed, segments=drugs.rest), answers)
        walked = search.findings() if drugs.rest else ()
        first, last = (tuple(self._of_table(drug, answers) for drug in found) for found in (drugs.first, drugs.last))
        return self._ruled(glossed, search, (*first, *walked, *last), context, drugs)

    def _done(self, statement: Statement, search: Search, context: Context, answers: Answers) -> Read | None:
        """A reading that tells what was done: by the Index to Procedures, after what the patient has; else None."""
        procedures = self._search(statement, answers, OF_PROCEDURES)
        heads = Heads(self._book, self._outline, self._lexicon, context.setting, search, procedures)
        parted = heads.part(statement.segments)
        if not parted.procedures:
            return None
        had = self._search(replace(statement, segments=parted.diagnoses), answers)
        done = self._search(replace(statement, segments=parted.procedures), answers, OF_PROCEDURES)
        together = Together(self._book, self._outline, done, parted.procedures)
        return self._ruled(
            statement, had, (*without_stray_causes(had.findings()), *together.put(done.findings())), context
        )

    def _told(self, statement: Statement, search: Search, context: Context, answers: Answers) -> Read | None:
        """A reading that tells how an injury came about, or of an old one; None where it does neither.

        The injury, or what is left of an old one and then that; then the causes.
        """
        causes = external_causes(self._book, self._outline, statement)
        present = replace(statement, segments=causes.rest) if causes else statement
        old = old_injury(self._book, self._outline, present)
        if causes or old:
            search = self._search(replace(present, segments=old.rest) if old else present, answers)
        found = search.findings() if (causes or old) and (old or present.segments) else ()
        if causes and causes.trauma and not old and not _injured(found):
            statement = causes.as_trauma(statement)
            search = self._search(statement, answers)
            found = search.findings()
        if not any(finding.nodes for finding in found) or not (old or _injured(found)):
            return None
        findings = (*without_stray_causes(found), *((old.finding,) if old else ()))
        if causes:
            statement = replace(statement, free=statement.free | causes.free(findings))
            findings = (*findings, *(causes.late if old else causes.findings))
        return self._ruled(statement, search, findings, context)

    def _ruled(
        self,
        statement: Statement,
        search: Search,
        findings: tuple[Finding, ...],
        context: Context,
        drugs: Drugs | None = None,
    ) -> Read:
        findings = tuple(search.after_answers(finding) for finding in findings)
        rulebook = Rulebook(self._book, self._outline, statement, search, context)
        obeyed = rulebook.obey(chosen_codes(self._book, of_this_encounter(statement, findings)))
        if is_uncertain(statement):
            obeyed = replace(obeyed, chosen=cited(self._book, statement, obeyed.chosen))
        return Read(statement, findings, obeyed, drugs)

    def _of_table(self, drug: Drug, answers: Answers) -> Finding:
        way = along_answers(self._outline, drug.way, drug.cell.column, drug.way.placed, answers)
        cell = drug.cell if way.last is drug.way.last else cell_in(way.last.line, drug.cell.column)
        settled = settle(self._book, cell.code, Volume.DISEASES, way.placed, frozenset())
        return Finding(drug.span, way, replace(cell, used=drug.cell.used, answered=drug.cell.answered), (settled,))

    def _line(
        self,
        statement: Statement,
        search: Search,
        lines: tuple[Finding, ...],
        drugs: Drugs | None,
        context: Context,
        answers: Answers,
    ) -> Read:
        """A line that the statement is, word for word, with the cause from the Table where it has the effect only."""
        line = lines[0]
        poisoned = any(within(node.code, POISONINGS) for node in line.nodes)
        last = drugs.last if drugs and (poisoned or not drugs.first) else ()
        findings = (line, *(self._of_table(drug, answers) for drug in last))
        return replace(self._ruled(statement, search, findings, context), rivals=lines[1:])

    def _search(self, statement: Statement, answers: Answers, indexes: tuple[Index, ...] = OF_DISEASES) -> Search:
        return Search(self._book, self._outline, statement, self._lexicon, answers, indexes)

    def _coded(self, sequence: Sequence[Said]) -> Iterator[Coded]:
        for number, (statement, one) in enumerate(sequence, start=1):
            yield Coded(one.node.code, one.node.display, one.role, number, prove(self._book, statement, one))


def _known() -> frozenset[str]:
    """Stems that are rightly spelt though the Index to Diseases may not have them."""
    return words_known() | words_of_causes()


def _injured(findings: Sequence[Finding]) -> bool:
    return any(is_injury(node.code) for finding in findings for node in finding.nodes)
