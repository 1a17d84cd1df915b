"""Codes that the coder has added, asked by a note: each looked up in the Index, and put where the note will have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mainterm.encode.additional import Wanted, lines_to, wanted_by_notes
from mainterm.encode.answers import Answers, BadAnswer, is_undocumented
from mainterm.encode.chosen import Chosen, chosen_codes
from mainterm.encode.columns import Cell
from mainterm.encode.landing import Finding
from mainterm.encode.outline import Outline
from mainterm.encode.reading import Reading
from mainterm.encode.settle import settle
from mainterm.encode.statement import Statement, read_statement
from mainterm.encode.walk import Move, Way
from mainterm.model.answer import Answered, Question, Role
from mainterm.model.code import Volume, within
from mainterm.model.edition import Book
from mainterm.model.index import COLUMNS, Line
from mainterm.model.proof import StepKind
from mainterm.model.terms import DENIED
from mainterm.model.words import stems

Said = tuple[Statement, Chosen]
"""A code with the words that it is the code for: the statement, or what the coder has added to it."""


class Added(NamedTuple):
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
    """What the notes at an answer's codes ask for, and the codes that the coder has answered it with."""

    def __init__(self, book: Book, outline: Outline, answers: Answers) -> None:
        self._book = book
        self._outline = outline
        self._answers = answers

    def to(self, chosen: Sequence[Chosen]) -> Added:
        """What is asked beside these codes, and what came of it."""
        added = Added()
        for wanted in wanted_by_notes(self._book, [one.node for one in chosen]):
            answer = self._answers.to(wanted.question)
            if answer is None:
                more = Added(questions=(wanted.question,))
            elif is_undocumented(answer.option):
                more = Added(answered=(answer,))
            else:
                more = self.looked_up(wanted, answer)
            added = Added(
                (*added.codes, *more.codes), (*added.answered, *more.answered), (*added.questions, *more.questions)
            )
        return added

    def looked_up(self, wanted: Wanted, answer: Answered) -> Added:
        """The code that the coder has chosen, by the first line of the Index that leads to it, and its digits."""
        code = answer.option.code
        for line in lines_to(self._book, answer.option, wanted.volume):
            statement, finding = self._by(line, code, wanted.volume)
            (settled,) = finding.settled
            if _is_said(finding) and settled.node and within(settled.node.code, code):
                codes = (one._replace(role=_role(one)) for one in chosen_codes(self._book, (finding,)))
                said = tuple((wanted, (statement, one)) for one in codes)
                return Added(said, (answer, *settled.answered), settled.questions)
        raise BadAnswer(f"no line of the Index leads to {code}")

    def _by(self, line: Line, code: str, volume: Volume) -> tuple[Statement, Finding]:
        """A line of the Index, its words said by the coder, and what the Tabular makes of the code that it prints."""
        path = self._outline.path(self._outline.entry(line.id))
        column = next((name for name, cell in zip(COLUMNS[line.table], line.cells, strict=False) if cell == code), "")
        text = " ".join((*(entry.line.head.replace(",", "") for entry in path), column)).strip()
        statement = read_statement(text, Reading(text))
        denied = (each for entry in path for demand in entry.demands for each in demand if each.startswith(DENIED))
        said = statement.every_stem.union(denied)
        moves = tuple(
            Move(StepKind.SUBTERM if n else StepKind.MAIN_TERM, entry, max((d & said for d in entry.demands), key=len))
            for n, entry in enumerate(path)
        )
        used = frozenset[str]().union(*(move.used for move in moves))
        cell = Cell(column, code, frozenset(stems(column)) & said) if column else None
        printed = (
            code
            if column
            else next((each for each in (*line.codes, *line.manifestations) if code.startswith(each)), "")
        )
        digits = {code[:size].rstrip(".").lower(): code[: size + 1] for size in range(len(printed), len(code))}
        answers = Answers({**digits, **self._answers.given})
        settled = settle(self._book, printed, volume, said, used, answers)
        return statement, Finding((0, len(text)), Way(moves, used, frozenset(), used), cell, (settled,), said)


def _role(one: Chosen) -> Role:
    """What a code added is: a procedure, a manifestation, or an additional diagnosis."""
    if one.role is Role.PROCEDURE:
        return Role.PROCEDURE
    return Role.MANIFESTATION if one.node.manifestation else Role.ADDITIONAL


def _is_said(finding: Finding) -> bool:
    """Whether the words of each line are said: some, such as *admission*, are read as words about the telling."""
    demands = (move.entry.demands for move in finding.way.moves)
    return all(any(demand <= finding.said for demand in alternatives) for alternatives in demands)
