"""A proof's way through the Tabular List: every printed code from the category down, then the digits of its boxes."""

from __future__ import annotations

from collections.abc import Sequence

from mainterm.model.code import named_in, procedures_named_in, within
from mainterm.model.proof import Step, StepKind
from mainterm.model.terms import COUNTING, excluded, met
from mainterm.model.words import stems
from mainterm.verify.answered import check_answer
from mainterm.verify.index_part import IndexPart
from mainterm.verify.library import Library
from mainterm.verify.meaning import digit_is_met, digit_is_spelt
from mainterm.verify.outline import printed_stems
from mainterm.verify.refusal import require
from mainterm.verify.statement import Statement
from mainterm.verify.tabular import Tabular


class TabularPart:
    """Where the steps have come to in the Tabular List; `index` is the way that led there.

    `claimed` are the stems that any step of the proof uses; below the code that the Index gives, each line and digit
    must be chosen by them; or be on the way to `term`, the code where an inclusion term stands that the statement is.
    `left` is the code from which an Excludes note, or one that asks for a number, sends on, to one of those it names.
    """

    def __init__(
        self, library: Library, index: IndexPart, claimed: frozenset[str], statement: Statement, term: str
    ) -> None:
        self._library = library
        self._index = index
        self._claimed = claimed
        self._statement = statement
        self._term = term
        self._document = ""
        self._titles: frozenset[str] = frozenset()
        self._sent: tuple[str, ...] = ()
        self._counted = False
        self.left = ""
        self.code = ""

    @property
    def _tabular(self) -> Tabular:
        return self._library.tabular(self._document)

    def take(self, step: Step, answer: Step | None = None) -> None:
        """Check one step and go where it goes; `answer` is what the coder said, if the step is chosen by that."""
        require(self._index.begun, "the proof does not begin in the Index")
        require(self._document in ("", step.source.document), "the line is of another document than the one before it")
        self._document = step.source.document
        volume = self._library.volume(self._document)
        require(volume is self._index.volume, "the Index and the Tabular List are of different classifications")
        if step.kind is StepKind.TABULAR:
            self._line(step, answer)
        elif step.kind is StepKind.DIGIT:
            self._digit(step, answer)
        else:
            require(answer is None, "a note is not for the coder to choose")
            require(self._tabular.stands_over(step.source.paragraph, self.code), "the note does not hold for the code")
            if step.code:
                self._send(step)

    def close(self, code: str) -> None:
        """The way is at its end: is it at `code`, and has that all its digits?"""
        require(self.code, "the proof does not end in the Tabular List")
        require(not self.left or any(within(code, span) for span in self._sent), f"the note does not send to {code}")
        require(self.code == code, f"ends at {self.code}, not at {code}")
        require(self._tabular.is_valid(self.code), f"{self.code} is not valid: the Tabular requires a further digit")

    def _send(self, step: Step) -> None:
        """Leave the code for one that an Excludes note names: the words used meet each part of its line, and they are
        more than those on which the Index has led here."""
        require(not self.left, "a second note that sends elsewhere")
        text = self._tabular.excluded(step.source.paragraph)
        if not text:
            self._send_for_number(step)
            return
        parts = excluded(text)
        require(parts, "the paragraph is no line of an Excludes note that names a condition")
        used = [met(part, self._claimed & self._statement.stems) for part in parts]
        require(None not in used, "the statement does not have the words of the note")
        words = frozenset[str]().union(*(each for each in used if each))
        said = words | self._statement.claim(step.words)
        require(self._index.placed < said, "the note is about something else than the line of the Index")
        self._sent = named_in(text)
        require(not any(within(self.code, span) for span in self._sent), "the note names the code itself")
        require(any(within(step.code, span) for span in self._sent), f"the note does not name {step.code}")
        self.left, self.code, self._titles = self.code, "", words

    def _send_for_number(self, step: Step) -> None:
        """Leave the code for one that a note at it names for a number: which of them, the words must choose."""
        text = self._library.paragraphs(self._document)[step.source.paragraph].plain
        require(COUNTING.search(text), "the paragraph is no line of an Excludes note, nor one that asks for a number")
        self._sent, self._counted = procedures_named_in(text), True
        require(any(within(step.code, span) for span in self._sent), f"the note does not name {step.code}")
        self.left, self.code, self._titles = self.code, "", frozenset()

    def _is_named(self, code: str) -> bool:
        """Whether the Index, or the note that sends on from where it led, ends at `code` or below it."""
        if self.left:
            below = any(span.startswith(code) for span in self._sent)
            return below and not (self._counted and self._tabular.is_valid(code))
        return self._index.names(code)

    def _line(self, step: Step, answer: Step | None) -> None:
        number = step.source.paragraph
        second, text = self._tabular.second_line(number)
        is_second = second == step.code and " ".join(text.split()) == step.text
        is_first = self._tabular.code_at(number) == step.code
        require(step.code and (is_first or is_second), f"the line is not that of {step.code or 'a code'}")
        above = self._tabular.parent(step.code)
        require(above == self.code, f"the line above {step.code} is {above or 'none'}, not {self.code or 'none'}")
        self._go(step, answer, step.text.removeprefix(step.code).strip(), ())

    def _digit(self, step: Step, answer: Step | None) -> None:
        made = self._tabular.expansions(self.code) if self.code else {}
        require(
            made.get(step.source.paragraph) == step.code,
            f"the paragraph is no digit that makes {step.code} of {self.code or 'nothing'}",
        )
        explained = self._tabular.explanations(step.source.paragraph, step.code)
        if self._is_alone(step, list(made)):
            explained = (*explained, _head(step.text))
        self._go(step, answer, step.text[1:].strip(), explained)
        if not (self._index.answered and self._is_named(step.code)):
            self._compare(step, list(made))

    def _is_alone(self, step: Step, digits: list[int]) -> bool:
        """Whether of the digits that a code may have no other title begins so: of 667 none but one is *delivered*."""
        lines = [self._library.paragraphs(self._document)[number].plain for number in digits]
        return "," in step.text and [_head(line) for line in lines].count(_head(step.text)) == 1

    def _compare(self, step: Step, digits: list[int]) -> None:
        """A digit by default is none where words choose another of the same box."""
        said = self._statement.stems | self._index.supplied
        if not digit_is_spelt(step.text[1:], said):
            lines = [self._library.paragraphs(self._document)[number].plain for number in digits]
            better = "; ".join(line for line in lines if digit_is_spelt(line[1:], said))
            require(not better, f'the statement has the words of another digit: "{better}"')

    def _go(self, step: Step, answer: Step | None, title: str, explanations: Sequence[str]) -> None:
        """Be at the step's code; where the Index has not named it, the words must choose it, or the coder has."""
        named = self._is_named(step.code) or self._term.startswith(step.code)
        if not check_answer(step, answer, (title,)) and not named:
            known = self._claimed | self._index.supplied | self._titles
            chosen = self._index.box_makes(step.code) or digit_is_met(title, explanations, known, self._statement.stems)
            require(chosen, f'the words used do not choose "{title}"')
        self._titles |= frozenset(stems(title))
        printed = self._titles.union(*map(printed_stems, (title, *explanations)))
        invented = [word for word in step.words if not self._statement.forms(word) & printed]
        require(not invented, f"no such word is printed there as the statement has it: {', '.join(invented)}")
        self.code = step.code


def _head(digit: str) -> str:
    """The title of a digit up to its comma: *delivered*, whatever it is mentioned with."""
    return digit[1:].partition(",")[0].strip()
