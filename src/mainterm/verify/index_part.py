"""A proof's way through the Index: each line a child of the one before it, or named by its cross-reference."""

from __future__ import annotations

from collections.abc import Sequence

from mainterm.model.code import Volume, add_digit, category_of
from mainterm.model.proof import Step, StepKind
from mainterm.model.terms import DENIED, demands, denied_by, denies, told_more
from mainterm.model.words import stems
from mainterm.verify.answered import check_answer
from mainterm.verify.codes import Scope
from mainterm.verify.ends import check_end, check_rest
from mainterm.verify.library import DRUGS, Library
from mainterm.verify.meaning import (
    COLUMN_STEMS,
    LAST_COLUMN,
    column_is_asked,
    column_is_open,
    column_stems,
    digit_is_met,
    line_is_met,
)
from mainterm.verify.outline import NOTHING, Reading
from mainterm.verify.reference import lent_by, owed_after
from mainterm.verify.refusal import Refusal, require
from mainterm.verify.statement import Statement
from mainterm.verify.tabular import Tabular

_ORDER = (  # a step of a later group ends those before it
    {StepKind.MAIN_TERM, StepKind.SUBTERM, StepKind.SEE, StepKind.SEE_ALSO},
    {StepKind.COLUMN},
    {StepKind.BOX},
)
_ANSWERED = (StepKind.SUBTERM, StepKind.COLUMN)
"""Steps of the Index that an answer of the coder's may open."""


_WITH = "with"
_SITED = "specified site"
"""A line that asks for no word of its own, but for a site where its reference leads."""


class IndexPart:
    """Where the steps have come to in the Index.

    `placed` are the stems of the statement that lines have borne out, `supplied` those of the lines' essential words.
    A cross-reference lends its own words to the lines that it leads to; `owed` are those that none has borne out yet.
    `granted` are the words that a guideline lends to every line; `titles` those that an inclusion term and the titles
    over it lend, which may choose a column too.
    `answered` is whether the coder has chosen a line.
    """

    def __init__(self, library: Library, statement: Statement, granted: frozenset[str], titles: frozenset[str]) -> None:
        self._library = library
        self._statement = statement
        self._granted = granted | titles
        self._titles = titles
        self._document = ""
        self._number = -1
        self._reading = NOTHING
        self._cell = ""
        self._box: tuple[str, str] | None = None
        self._phase = 0
        self._lent: frozenset[str] = frozenset()
        self._owed: frozenset[str] = frozenset()
        self._overruled = ""
        self._before_detour: frozenset[str] | None = None
        self.placed: frozenset[str] = frozenset()
        self.supplied: frozenset[str] = frozenset()
        self._heads: tuple[str, ...] = ()
        self._needs_with = False
        self._unsited: frozenset[str] | None = None
        self.answered = False

    @property
    def begun(self) -> bool:
        """Whether there is a main term."""
        return bool(self._document)

    @property
    def volume(self) -> Volume:
        """The classification that the Index belongs to."""
        return self._library.volume(self._document)

    def take(self, step: Step, answer: Step | None = None) -> None:
        """Check one step and go where it goes; `answer` is what the coder said, if the step is chosen by that."""
        require(answer is None or step.kind in _ANSWERED, f"a {step.kind} is not for the coder to choose")
        phase = next(number for number, kinds in enumerate(_ORDER) if step.kind in kinds)
        require(phase > self._phase or phase == 0 == self._phase, "comes after a column or a box, which ends the way")
        self._phase = phase
        if step.kind is StepKind.MAIN_TERM:
            self._main_term(step)
        elif step.kind is StepKind.SUBTERM:
            self._subterm(step, answer)
        elif step.kind is StepKind.COLUMN:
            self._column(step, answer)
        elif step.kind is StepKind.BOX:
            self._take_box(step)
        else:
            self._refer(step)
        printed = {code for pair in self._codes for code in pair}
        require(not step.code or step.code in printed, f"the line does not print {step.code}")

    def prints(self, code: str) -> bool:
        """Whether the way ends at `code`, or at one above it."""
        return Scope(self._codes).covers(code)

    def names(self, code: str) -> bool:
        """Whether the way ends at `code`, or at one below it: nothing of it is left to the statement."""
        return any(first.startswith(code) or first <= code <= last for first, last in self._codes)

    def box_makes(self, code: str) -> bool:
        """Whether the box of the Index makes `code` of the one where the way ends."""
        return self._box is not None and code == add_digit(*self._box)

    def close(self, code: str, by_term: bool) -> None:
        """The way is at its end: is it one, and does it end at `code`?

        Where an inclusion term decides the code, words of its titles may be spelt by a line further down.
        """
        self._end_reference()
        idle = self._before_detour is not None and self.placed <= self._before_detour
        require(not idle, "a see also is followed that places no further word of the statement")
        require(self._unsited is None or self._unsited < self.placed, "no word of the statement is the specified site")
        outline = self._library.outline(self._document)
        if not by_term:
            check_end(outline, self._number, code, self._statement.as_converted(), self.placed)
        require(self.prints(code), f"{code} does not stand at the last line of the Index, nor a code above it")

    def give_way(self, code: str, tabular: Tabular) -> None:
        """Where the Index prints a code that the Tabular has not, or has for something else, the Tabular rules.

        It has the words of the line at `code`, and not at the one printed; or they are the whole title of `code`; or
        the one printed has a digit too many. A line that only refers elsewhere has its own words nowhere but in the
        category of `code`. One that is for what is not specified gives way to one beside it of which all that the title
        says more is said.
        """
        printed = [first for first, _ in self._codes]
        if self.prints(code):
            return
        code = tabular.printed(code)
        if not tabular.is_valid(code) and code in map(tabular.printed, printed):
            return
        words = [tabular.words_at(each) for each in printed]
        if not printed:
            own = frozenset(stems(self._reading.essential))
            overruled = bool(self._reading.see and own) and tabular.categories_with(own) == {category_of(code)}
        elif self._is_told(code, printed, tabular):
            overruled = True
        elif self.supplied <= tabular.words_at(code):
            titled = self.supplied == frozenset(stems(tabular.title(code)))
            overruled = titled or not any(self._says_all(there) for there in words)
        else:
            overruled = not any(words) and code in [each[:-1] for each in printed]
        if overruled:
            self._overruled = code

    def _is_told(self, code: str, printed: Sequence[str], tabular: Tabular) -> bool:
        """Whether one code is printed, for what is not specified of what `code` has all that is said of it."""
        beside = len(printed) == 1 and tabular.parent(code) == tabular.parent(printed[0])
        more = told_more(tabular.title(printed[0]), tabular.title(code)) if beside else frozenset[str]()
        return bool(more) and more <= self._statement.stems

    def _says_all(self, there: frozenset[str]) -> bool:
        """Whether these words have what each line demands: of *Diabetes, diabetic* either."""
        return all(any(demand <= there for demand in demands(head)) for head in self._heads)

    @property
    def _codes(self) -> tuple[tuple[str, str], ...]:
        """The codes where the way has come to, as ranges: of the column, if one is chosen."""
        if self._overruled:
            return ((self._overruled, self._overruled),)
        return ((self._cell, self._cell),) if self._cell else self._reading.codes.ranges

    def _main_term(self, step: Step) -> None:
        require(not self._document, "a second main term, where no cross-reference leads")
        self._document = step.source.document
        outline = self._library.outline(self._document)
        require(outline.level(step.source.paragraph) == 0, "the line is no main term")
        self._enter(step, frozenset())

    def _subterm(self, step: Step, answer: Step | None) -> None:
        self._stay(step)
        outline = self._library.outline(self._document)
        above = outline.parent(step.source.paragraph)
        require(above == self._number, "the line does not stand right below the line of the step before it")
        readings = outline.readings(step.source.paragraph)
        chosen = check_answer(step, answer, [reading.essential for reading in readings])
        self.answered |= chosen
        if not chosen:
            check_rest(outline, self._number, step.source.paragraph, self._statement.as_converted(), self.placed)
        lent = self._lent | self._implied(step)
        by_default = not chosen and self._is_default(step, readings[0], lent)
        sited = not step.words and readings[0].essential == _SITED
        self._enter(step, lent, named=chosen or by_default or sited, denied=denies(self._reading.essential))
        if sited:
            self._unsited = self.placed
        require(not self._needs_with or self._reading.essential == _WITH, "only *with* leads on from a line by default")
        self._needs_with = by_default

    def _is_default(self, step: Step, here: Reading, lent: frozenset[str]) -> bool:
        """Whether the step uses no word where one is due, its line has the last one's code, and a *with* is below it.

        Then it is what the last one is by default: what may be with it is reached through it, and nothing else.
        """
        if step.words or line_is_met(here.essential, lent) or here.codes != self._reading.codes:
            return False
        outline = self._library.outline(self._document)
        below = outline.children(step.source.paragraph)
        return any(outline.readings(number)[0].essential == _WITH for number in below)

    def _implied(self, step: Step) -> frozenset[str]:
        """What the line before prints, nonessential modifiers too, where this one gives the same code."""
        here = self._library.outline(self._document).readings(step.source.paragraph)[0]
        if not self._reading.codes.ranges:
            return self._not_said(here.essential)
        return self._reading.stems if here.codes == self._reading.codes else frozenset()

    def _not_said(self, head: str) -> frozenset[str]:
        """What a line *without* something denies, if one beside it is *with* it and no word of it is said."""
        outline, denied = self._library.outline(self._document), denied_by(head)
        beside = (outline.readings(number)[0].essential for number in outline.children(self._number))
        paired = bool(denied) and any(denied in demands(other) for other in beside)
        return frozenset(DENIED + s for s in denied) if paired and not denied & self._statement.stems else frozenset()

    def _refer(self, step: Step) -> None:
        """Follow *see* or *see also* from this line or one above it.

        From one row of a table to another the column that the last reference names is still to come.
        """
        require(self._document, "the proof does not begin with a main term")
        column = (self._lent & COLUMN_STEMS) if self._in_table else frozenset[str]()
        carried = self._owed & column
        self._owed -= carried
        self._end_reference()
        drugs = self._library.role(step.source.document) == DRUGS
        require(drugs or step.source.document == self._document, "the line is of another index")
        outline = self._library.outline(step.source.document)
        require(outline.level(step.source.paragraph) is not None, "the paragraph is no line of the Index")
        path = [outline.readings(number)[-1] for number in outline.path(step.source.paragraph)]
        for referring, target in self._targets(step.kind):
            table = drugs and "drug" in lent_by(target)
            owed = frozenset[str]() if table and len(path) == 1 else owed_after(target, referring, path)
            if owed is not None:
                break
        else:
            raise Refusal(f"no {step.kind} printed at the line before it, or above that, names this line")
        if step.kind is StepKind.SEE_ALSO and self._reading.codes.ranges:
            self._before_detour = self.placed
        self._document = step.source.document
        self._lent, self._owed = (frozenset[str](), owed) if table else (lent_by(target) | column, owed | carried)
        self._enter(step, self._lent, named=not table)

    @property
    def _in_table(self) -> bool:
        """Whether the way is among the rows of a table, some of which only refer to others."""
        outline = self._library.outline(self._document)
        return bool(outline.readings(outline.path(self._number)[0])[-1].columns)

    def _targets(self, kind: StepKind) -> list[tuple[Reading, str]]:
        outline = self._library.outline(self._document)
        above = [outline.readings(number)[-1] for number in outline.path(self._number)[:-1]]
        return [
            (reading, target)
            for reading in (self._reading, *reversed(above))
            for target in (reading.see if kind is StepKind.SEE else reading.see_also)
        ]

    def _enter(self, step: Step, lent: frozenset[str], named: bool = False, denied: bool = False) -> None:
        """Be at the step's line: the words used make it up, with those lent, unless a reference or an answer has.

        Below a line that says *without*, they make it up as words denied.
        """
        claimed = self._statement.claim(step.words)
        mark = DENIED if denied else ""
        said = frozenset(word.removeprefix(mark) for word in claimed if word.startswith(mark)) | lent | self._granted
        readings = self._library.outline(step.source.document).readings(step.source.paragraph)
        met = [reading for reading in readings if named or line_is_met(reading.essential, said)]
        require(met, f'the words used do not make up "{readings[0].essential}"')
        self._number = step.source.paragraph
        self._reading = max(met, key=lambda reading: (len(said & reading.stems), bool(reading.codes.ranges)))
        self._bear_out(step, frozenset(mark + stem for stem in self._reading.stems))
        if not denied:
            self.supplied |= frozenset(stems(self._reading.essential))
            self._heads += (self._reading.essential,)

    def _column(self, step: Step, answer: Step | None) -> None:
        self._stay(step)
        require(step.source.paragraph == self._number, "the column is of another row than the line before it")
        require(step.detail in self._reading.columns, f"the row has no column {step.detail!r}")
        self._cell = self._cell_of(step)
        require(self._cell, f"the row has no code in the column {step.detail}")
        choosing = column_stems(step.detail)
        claimed = self._statement.claim(step.words)
        alone = sum(1 for cell in self._reading.columns.values() if cell) == 1
        open_ = column_is_open(step.detail, self._statement.stems, self._statement.caused)
        default = step.detail == LAST_COLUMN or open_
        chosen = check_answer(step, answer, (step.detail,))
        require(not chosen or column_is_asked(step.detail, self._statement.stems), "the words choose another column")
        named = alone or default or chosen or choosing & (claimed | self._lent | self._titles)
        require(named, f"no word chooses the column {step.detail}")
        if choosing & claimed:  # a descriptor that is said overrides the reference's (note 1 of the Neoplasm Table)
            self._owed -= COLUMN_STEMS
        self._bear_out(step, choosing)

    def _cell_of(self, step: Step) -> str:
        """The code in a row's column; where the row is misprinted, the one that the rows like it have there."""
        printed = self._reading.columns[step.detail]
        if step.code in ("", printed):
            return printed
        outline = self._library.outline(self._document)
        return step.code if outline.rows_print(self._number, step.detail, step.code) else printed

    def _take_box(self, step: Step) -> None:
        """A box behind this line or one above it gives the digit."""
        self._stay(step)
        outline = self._library.outline(self._document)
        above = outline.path(self._number)
        require(
            any(step.source.paragraph in outline.boxes(number) for number in above),
            "the box does not stand behind the line before it, nor behind one above that",
        )
        scope, digits = outline.box_digits(step.source.paragraph)
        require(step.detail in digits, f"the box has no digit {step.detail!r}")
        code = next((first for first, _ in self._codes if scope.covers(first)), "")
        require(code, "the box is not for the code of the line")
        claimed = self._statement.claim(step.words)
        meaning = digits[step.detail]
        require(
            digit_is_met(meaning, (), claimed | self.placed | self.supplied, self._statement.stems),
            f"the words used do not choose the digit {step.detail}",
        )
        self._box = (code, step.detail)
        self._bear_out(step, frozenset(stems(meaning)))

    def _stay(self, step: Step) -> None:
        require(self._document, "the proof does not begin with a main term")
        require(step.source.document == self._document, "the line is of another document than the one before it")

    def _bear_out(self, step: Step, printed: frozenset[str]) -> None:
        """Each word that the step uses is printed there, denied where the statement denies it."""
        if self._statement.verbatim:
            printed |= frozenset(stems(self._reading.essential))
        invented = [word for word in step.words if not self._statement.forms(word) & printed]
        require(not invented, f"no such word is printed there as the statement has it: {', '.join(invented)}")
        self.placed |= self._statement.claim(step.words) & printed
        self._owed -= printed

    def _end_reference(self) -> None:
        """Whatever the last cross-reference says has been reached."""
        require(not self._owed, f"the cross-reference also says {', '.join(sorted(self._owed))}")
