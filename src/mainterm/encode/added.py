"""Codes that the coder has added, asked by a note: each looked up in the Index, and put where the note will have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mainterm.encode.additional import Wanted, wanted_by_notes, words_to
from mainterm.encode.answers import Answers, BadAnswer, is_undocumented
from mainterm.encode.chosen import Chosen, chosen_codes
from mainterm.encode.outline import Outline
from mainterm.encode.questions import answered_on, open_questions
from mainterm.encode.search import Finding
from mainterm.encode.statement import Statement
from mainterm.model.answer import Answered, Asks, Question, Role
from mainterm.model.code import within
from mainterm.model.edition import Book

Said = tuple[Statement, Chosen]
"""A code with the words that it is the code for: the statement, or what the coder has added to it."""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of the notes' questions: codes with the note that wanted each, what is answered, what is open."""

    codes: tuple[tuple[Wanted, Said], ...] = ()
    answered: tuple[Answered, ...] = ()
    questions: tuple[Question, ...] = ()

    def in_place(self, statement: Statement, chosen: Iterable[Chosen]) -> list[Said]:
        """The answer's codes, each once; those added stand before the one whose note asks for them, or behind its last
        manifestation."""
        sequence = [(statement, one) for one in chosen]
        for wanted, said in self.codes:
            codes = [one.node.code for _, one in sequence]
            if said[1].node.code not in codes:
                at = codes.index(wanted.beside)
                after = (n for n in range(at + 1, len(codes)) if sequence[n][1].role is not Role.MANIFESTATION)
                sequence.insert(at if wanted.before else next(after, len(codes)), said)
        return sequence


class Additions:
    """What the notes at an answer's codes ask for; `read` codes words by themselves."""

    def __init__(
        self,
        book: Book,
        outline: Outline,
        answers: Answers,
        read: Callable[[str], tuple[Statement, tuple[Finding, ...]]],
    ) -> None:
        self._book = book
        self._outline = outline
        self._answers = answers
        self._read = read

    def to(self, chosen: Sequence[Chosen]) -> Added:
        """What is asked beside these codes, and the codes that the coder has answered it with."""
        added = Added()
        for wanted in wanted_by_notes(self._book, [one.node for one in chosen]):
            answer = self._answers.to(wanted.question)
            if answer is None:
                more = Added(questions=(wanted.question,))
            elif is_undocumented(answer.option):
                more = Added(answered=(answer,))
            else:
                more = self._looked_up(wanted, answer)
            added = Added(
                (*added.codes, *more.codes), (*added.answered, *more.answered), (*added.questions, *more.questions)
            )
        return added

    def _looked_up(self, wanted: Wanted, answer: Answered) -> Added:
        """The code that the coder has chosen, by a line of the Index that leads to it, and its digits."""
        code = answer.option.code
        for text in words_to(self._book, answer.option):
            statement, findings = self._read(text)
            for finding in findings:
                if any(one.node and within(one.node.code, code) for one in finding.settled):
                    end = finding.way, finding.cell, finding.settled
                    asked = (one for one in open_questions(self._outline, *end) if one.kind is Asks.DIGIT)
                    codes = (one for one in chosen_codes(self._book, (finding,)) if within(one.node.code, code))
                    return Added(
                        tuple((wanted, (statement, one)) for one in codes),
                        (answer, *answered_on(*end)),
                        tuple(asked),
                    )
        raise BadAnswer(f"no line of the Index leads to {code}")
