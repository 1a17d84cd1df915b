"""Where an answer of the coder's takes a way or a column, and which questions are open where they end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mainterm.encode.answers import Answers, is_undocumented
from mainterm.encode.ask import ask_column, ask_line, ask_subterm, ways_below
from mainterm.encode.columns import Cell, answered_cell
from mainterm.encode.outline import Outline
from mainterm.encode.settle import Settled
from mainterm.encode.walk import Way, go_on
from mainterm.model.answer import Answered, Asks, Question
from mainterm.model.index import COLUMNS


def along_answers(outline: Outline, way: Way, column: str, stems: frozenset[str], answers: Answers) -> Way:
    """The way, extended by each line that the coder has chosen below its end."""
    while answers:
        question = ask_subterm(outline.path(way.last), column)
        answer = answers.to(question) if question else None
        if answer is None or answer in way.answered:
            break
        way = way._replace(answered=(*way.answered, answer))
        if is_undocumented(answer.option):
            break
        chain = next(chain for text, chain in ways_below(way.last) if text == answer.option.text)
        way = go_on(outline, way, chain, stems)
    return way


def after_answer(outline: Outline, way: Way, cell: Cell, answers: Answers) -> Cell:
    """The cell of the column that the coder has chosen, where no word chooses one."""
    answer = answers.to(_ask_column(outline, way, cell)) if answers and cell.by_default else None
    if answer is None:
        return cell
    settled = cell._replace(by_default=False, answered=(answer,))
    return settled if is_undocumented(answer.option) else answered_cell(answer)


def open_questions(outline: Outline, way: Way, cell: Cell | None, settled: Sequence[Settled]) -> Iterator[Question]:
    """What the record could still say: a column, a subterm, a digit."""
    answered: set[str] = {answer.question.id for answer in way.answered}
    if cell and cell.by_default:
        yield _ask_column(outline, way, cell)
    here = next((one.node.code for one in settled if one.node is not None and one.node.valid), "")
    subterm = ask_subterm(outline.path(way.last), cell.column if cell else "", here)
    if subterm and subterm.id not in answered:
        yield subterm
    yield from (question for one in settled for question in one.questions)


def line_question(outline: Outline, ends: Sequence[tuple[Way, Sequence[Settled]]]) -> Question:
    """Which of several lines with the same words is meant, each with its code."""
    return ask_line(
        [(outline.path(way.last), next((s.node.code for s in settled if s.node), "")) for way, settled in ends]
    )


def answered_on(way: Way, cell: Cell | None, settled: Sequence[Settled]) -> tuple[Answered, ...]:
    """The questions that the coder has answered on the way, its column and its digits."""
    return (*way.answered, *(cell.answered if cell else ()), *(a for one in settled for a in one.answered))


def in_order(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Each once, in the order in which they are asked: what the grade waits for before what could say more, and of
    either what decides most first."""
    each = {question.id: question for question in questions}.values()
    return tuple(sorted(each, key=lambda question: (not question.required, list(Asks).index(question.kind))))


def _ask_column(outline: Outline, way: Way, cell: Cell) -> Question:
    return ask_column(outline.path(way.last), COLUMNS[way.last.line.table].index(cell.column))
