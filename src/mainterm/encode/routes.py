"""The routes that one reading of a statement may take: a line, procedures, poisonings, injuries, conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from mainterm.encode.answers import Answers, is_undocumented
from mainterm.encode.births import birth_told
from mainterm.encode.causes import Causes, external_causes, without_stray_causes
from mainterm.encode.chosen import chosen_codes
from mainterm.encode.columns import cell_in
from mainterm.encode.counted import with_numbers
from mainterm.encode.course import NONE, is_coded_by_episode
from mainterm.encode.drugs import Drug, Drugs, drug_findings
from mainterm.encode.encounters import of_this_encounter
from mainterm.encode.heads import Heads
from mainterm.encode.injured import Injuries
from mainterm.encode.landing import Finding
from mainterm.encode.lexicon import Lexicon
from mainterm.encode.obey import Obeyed, Rulebook
from mainterm.encode.openings import OF_DISEASES, OF_PROCEDURES, Openings, Walks
from mainterm.encode.outline import Outline
from mainterm.encode.procedures import Parting
from mainterm.encode.procedures_found import Together
from mainterm.encode.questions import along_answers
from mainterm.encode.read import Read
from mainterm.encode.reading import Reading
from mainterm.encode.rearranged import rearranged
from mainterm.encode.search import TELLING, Search
from mainterm.encode.segments import Segment
from mainterm.encode.sent import sent_elsewhere
from mainterm.encode.settle import settle
from mainterm.encode.statement import Statement, read_statement
from mainterm.encode.termed import Printed, Termed, chosen_term, printed_as_term, printed_under_title, termed
from mainterm.encode.uncertain import as_coded, ask_reason, cited, is_uncertain, without_uncertainty
from mainterm.encode.weight import meaningful_stems
from mainterm.encode.whole import whole_lines
from mainterm.model.code import Volume, within
from mainterm.model.edition import Book
from mainterm.model.encounter import Context, Setting
from mainterm.model.index import Index
from mainterm.model.words import words

_BEFORE_SURGERY: Final = "V72.8"
"""Examinations before an operation, which names the condition that it is for (IV.N)."""
_CESAREAN: Final = "74.99"
"""One of no stated type: beside the delivery it says no more than how that was."""
POISONINGS: Final = "960-989"
"""Poisoning and toxic effects."""


class Routes(NamedTuple):
    """How a reading is coded in one encounter, with what the coder has answered."""

    book: Book
    outline: Outline
    walks: Walks
    lexicon: Lexicon
    context: Context
    answers: Answers

    def code(self, statement: Statement) -> Read:
        """The reading, coded, without what is uncertain in it as far as that is not coded.

        Where the statement's own words are a line of the Index, none of ours is read for them.
        """
        if statement.glosses and (line := self._in_own_words(statement.text)):
            return line
        statement = rearranged(self.book, self.outline, self.lexicon, self._search, statement)
        read = self._whole(statement)
        if not is_uncertain(statement) or (read.drugs and self.context.setting is not Setting.OUTPATIENT):
            return read
        told = as_coded(statement, read.findings, self.context.setting)
        if told == statement:
            return read
        certain = self._whole(told)
        return certain if certain.codes else self._for_a_reason(read, replace(certain, withheld=read.findings))

    def _for_a_reason(self, read: Read, certain: Read) -> Read:
        """Where all is uncertain and not coded: what of it the coder says is established, and the visit was for."""
        reason = self.answers.to(ask_reason(self.book, read.findings))
        if reason is None or is_undocumented(reason.option):
            return replace(certain, reason=reason)
        told = (one for one in read.obeyed.chosen if one.node.code == reason.option.code)
        chosen = tuple(one._replace(passages=without_uncertainty(one.passages)) for one in told)
        return replace(read, obeyed=read.obeyed._replace(chosen=chosen), reason=reason)

    def as_term(self, read: Read) -> Read | None:
        """The statement as an inclusion term of the Tabular, in its own words; None where it is none, or read as well.

        A line of the Index that is the statement stands, and a way that places its words, each of them, for one
        condition; another gives way to the term, as does one to a term whose own words the Index has at another code.
        What the coder has answered stands, too.
        Where the term stands at several codes, no code: under which titles it is meant is asked.
        """
        text, decided = read.statement.text, read.placed_by_index
        titled = printed_under_title(self.book, text) if ":" in text else ()
        if read.by_line or read.answered or (decided and read.is_of_procedures and not titled):
            return None
        printed = titled or printed_as_term(self.book, read.statement.words, text)
        if not printed or (decided and not titled and not _may_give_way(read, printed)):
            return None
        own = read_statement(text, Reading(text))
        terms = termed(self.book, self.outline, own, printed, self.answers)
        if decided and not titled and not _gives_way(self.book, read, terms):
            return None
        term, asked = chosen_term(terms, self.answers)
        if asked is not None:
            return Read(own, (), Obeyed(()), which_term=asked)
        if term is None:
            return None
        found = self._ruled(own, self._search(own), (term.finding,))
        chosen = tuple(
            one._replace(passages=(term.passage, *one.passages))
            if one.finding is found.findings[0] and within(one.node.code, term.node.code)
            else one
            for one in found.obeyed.chosen
        )
        return replace(found, obeyed=found.obeyed._replace(chosen=chosen), term=term)

    def _in_own_words(self, text: str) -> Read | None:
        if not whole_lines(self.book, self.outline, words(text), TELLING):
            return None
        own = read_statement(text, Reading(text))
        line = None if is_uncertain(own) else self._as_line(own, self._search(own), None)
        outpatient = self.context.setting is Setting.OUTPATIENT
        return None if line and outpatient and line.is_of_procedures else line

    def _whole(self, statement: Statement) -> Read:
        """All of it, by the first of the routes that the statement takes."""
        drugs = drug_findings(self.book, self.outline, statement, self.answers)
        search = self._search(statement)
        return (
            self._as_birth(statement)
            or self._as_line(statement, search, drugs)
            or (self._as_poisoning(statement, drugs) if drugs else None)
            or self._as_done_or_injury(statement, search)
            or self._ruled(statement, search, self._with_condition(statement, search.findings()))
        )

    def _as_birth(self, statement: Statement) -> Read | None:
        """The birth of the patient, and what else is said of the child; None where it is not told."""
        birth = birth_told(self.book, self.outline, statement)
        if birth is None:
            return None
        glosses, free = (*statement.glosses, *birth.glosses), statement.free | birth.free
        told = replace(statement, segments=birth.rest, glosses=glosses, free=free, course=NONE)
        search = self._search(told)
        return self._ruled(told, search, (birth.finding, *search.findings()))

    def _as_line(self, statement: Statement, search: Search, drugs: Drugs | None) -> Read | None:
        """A line of one index that the statement is, word for word; the Table of Drugs adds what caused it.

        A line for a visit is none where an inpatient has the procedure itself done, nor is one for the procedure where
        an outpatient's visit has all the words.
        """
        lines = search.lines()
        if len({finding.way.last.line.index for finding in lines}) != 1:
            return None
        visit = all(code.startswith("V") for finding in lines for code in finding.way.last.line.codes[:1])
        if visit and self.context.setting is Setting.INPATIENT:
            done = self._as_done(statement, search, None, statement.segments)
            if done:
                return done
        line = lines[0]
        if line.way.last.line.index is Index.PROCEDURES and self._is_a_visit(search, statement):
            return None
        poisoned = any(within(node.code, POISONINGS) for node in line.nodes)
        last = drugs.last if drugs and (poisoned or not drugs.first) else ()
        findings = (line, *search.beside_line(line), *map(self._of_table, last))
        return replace(self._ruled(statement, search, findings), rivals=lines[1:], by_line=True)

    def _is_a_visit(self, search: Search, statement: Statement) -> bool:
        """Whether an outpatient's statement is, all of it, a circumstance for which a patient is seen (V code)."""
        way = search.openings.best(statement.stems) if self.context.setting is Setting.OUTPATIENT else None
        told = way is not None and way.lands and way.last.line.codes[:1] >= ("V",)
        return way is not None and told and not meaningful_stems(statement.stems - way.placed)

    def _as_poisoning(self, statement: Statement, drugs: Drugs) -> Read:
        """Poisonings by the Table of Drugs, what the Index has for the rest, then the Table's causes."""
        glossed = replace(statement, glosses=(*statement.glosses, *drugs.glosses))
        search = self._search(replace(glossed, segments=drugs.rest))
        walked = search.findings() if drugs.rest else ()
        first, last = (tuple(map(self._of_table, found)) for found in (drugs.first, drugs.last))
        return replace(self._ruled(glossed, search, (*first, *walked, *last)), drugs=drugs)

    def _as_done_or_injury(self, statement: Statement, search: Search) -> Read | None:
        """What was done, by the Index to Procedures, after what the patient has; else an injury and how it came about.

        None where neither is told.
        """
        causes = external_causes(self.book, self.outline, statement)
        segments = causes.rest if causes else statement.segments
        if done := self._as_done(statement, search, causes, segments):
            return done
        injury = self._injuries.told(statement, causes, segments)
        return self._ruled(*injury) if injury else None

    def _as_done(
        self, statement: Statement, search: Search, causes: Causes | None, segments: tuple[Segment, ...]
    ) -> Read | None:
        """What was done after what the patient has: what tells how an injury came about names no procedure."""
        procedures = Openings(self.walks, statement, self.lexicon, OF_PROCEDURES)
        heads = Heads(self.book, self.outline, self.lexicon, self.context.setting, search.openings, procedures)
        parting = Parting(self.book, heads)
        parted = parting.part(segments)
        if not parted.procedures or (causes and causes.trauma and not parted.diagnoses):
            return None
        done = self._search(replace(statement, segments=parted.procedures), OF_PROCEDURES)
        performed = Together(self.book, done, parted.procedures).put(done.findings())
        performed = with_numbers(self.book, statement, performed)
        if causes and (injury := self._injuries.told(statement, causes, parted.diagnoses)):
            return self._ruled(injury.statement, injury.search, self._reported(injury.findings, performed))
        if causes:
            parted = parting.part(statement.segments)
        had = self._search(replace(statement, segments=parted.diagnoses))
        found = without_stray_causes(had.findings())
        if self.context.setting is Setting.OUTPATIENT and _is_before_surgery(found):
            return self._ruled(statement, search, without_stray_causes(search.findings()))
        return self._ruled(statement, had, self._reported(found, performed))

    def _reported(self, found: tuple[Finding, ...], performed: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """The findings of both volumes. Volume 3 is of hospital inpatients: an outpatient's procedures are coded only
        where no diagnosis is told; beside one their words are the setting of it, as those of a cesarean of no stated
        type are of the delivery."""
        outpatient = self.context.setting is Setting.OUTPATIENT and any(finding.nodes for finding in found)
        told = tuple(finding for finding in performed if outpatient or _is_mode_of_delivery(finding, found))
        done = frozenset[str]().union(*(finding.placed for finding in told))
        rest = tuple(finding for finding in performed if finding not in told)
        return (*(finding._replace(aside=finding.aside | done) if done else finding for finding in found), *rest)

    def _with_condition(self, statement: Statement, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """The findings; where they tell only how it came about, what came of it too: *struck by lightning*."""
        if not found or any(finding.way.last.line.index is not Index.EXTERNAL for finding in found):
            return without_stray_causes(found)
        harmed = self._search(statement, OF_DISEASES[:1]).findings()
        return (*(finding for finding in harmed if finding.decided), *found)

    def _ruled(self, statement: Statement, search: Search, findings: tuple[Finding, ...]) -> Read:
        """The findings, and their codes as the rules of the guidelines will have them."""
        findings = tuple(map(search.after_answers, findings))
        findings = sent_elsewhere(self.book, search.landing, statement, findings, self.answers)
        rulebook = Rulebook(self.book, self.outline, statement, search, self.context)
        obeyed = rulebook.obey(chosen_codes(self.book, of_this_encounter(statement, findings)))
        if is_uncertain(statement):
            obeyed = obeyed._replace(chosen=cited(self.book, statement, obeyed.chosen))
        return Read(statement, findings, obeyed)

    def _of_table(self, drug: Drug) -> Finding:
        way = along_answers(self.outline, drug.way, drug.cell.column, drug.way.placed, self.answers)
        cell = drug.cell if way.last is drug.way.last else cell_in(way.last.line, drug.cell.column)
        settled = settle(self.book, cell.code, Volume.DISEASES, way.placed, frozenset())
        return Finding(drug.span, way, cell._replace(used=drug.cell.used, answered=drug.cell.answered), (settled,))

    @property
    def _injuries(self) -> Injuries:
        return Injuries(self.book, self.outline, self._search)

    def _search(self, statement: Statement, indexes: tuple[Index, ...] = OF_DISEASES) -> Search:
        return Search(self.book, self.outline, self.walks, statement, self.lexicon, self.answers, indexes)


def _may_give_way(read: Read, printed: Sequence[Printed]) -> bool:
    """Whether a term stands at one code only, and at another than the Index has for the words."""
    return len(printed) == 1 and not read.has_within(printed[0][0].code)


def _gives_way(book: Book, read: Read, terms: Sequence[Termed]) -> bool:
    """Whether the Index, which has a place for the words, is overruled by the term that they are, at another code.

    By one whose own words the Index has there too; or by one of the same chapter, where no line has each of the words
    for one condition: several are read in them, or a word has no part, or stands where it may be left out.
    """
    others = [term for term in terms if term.only and not read.has_within(term.node.code)]
    if any(term.decides for term in others):
        return True
    chapters = {book.ancestors(one.node)[0] for one in read.obeyed.chosen}
    return not read.is_of_one_line and any(book.ancestors(term.node)[0] in chapters for term in others)


def _is_mode_of_delivery(performed: Finding, found: Sequence[Finding]) -> bool:
    """Whether what was done tells only how a delivery was, which has a code among what was found."""
    cesarean = [node.code for node in performed.nodes] == [_CESAREAN]
    return cesarean and any(is_coded_by_episode(node.code) for finding in found for node in finding.nodes)


def _is_before_surgery(found: Sequence[Finding]) -> bool:
    """Whether an examination before an operation is among what was found."""
    return any(within(node.code, _BEFORE_SURGERY) for finding in found for node in finding.nodes)
