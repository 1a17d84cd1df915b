"""What the coder has answered: it counts as said where it is what the line, the column or the digit itself says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mainterm.model.answer import NOT_DOCUMENTED
from mainterm.model.proof import Step, StepKind
from mainterm.model.words import words
from mainterm.verify.refusal import require


class Taken(NamedTuple):
    """A step with its number in the proof, and the answer that stands before it, if there is one."""

    number: int
    step: Step
    answer: Step | None


def taken_steps(steps: Iterable[Step]) -> Iterator[Taken]:
    """The steps, each with the answer right before it; an answer that none takes is itself a step."""
    answer: Step | None = None
    for number, step in enumerate(steps, start=1):
        if answer is not None and step.kind is StepKind.ANSWER:
            yield Taken(number - 1, answer, None)
        if step.kind is not StepKind.ANSWER:
            yield Taken(number, step, answer)
        answer = step if step.kind is StepKind.ANSWER else None
    if answer is not None:
        yield Taken(number, answer, None)


def check_answer(step: Step, answer: Step | None, printed: Iterable[str]) -> bool:
    """Whether the coder has chosen this step: the answer is of the same line, and says what is printed there.

    That the record does not say chooses nothing: the step must then be right for words that say no more.
    """
    if answer is None:
        return False
    require(answer.source == step.source and answer.text == step.text, "the answer before it is of another line")
    require(not answer.words and not answer.code, "an answer uses no words of the statement, and is no code")
    if answer.detail == NOT_DOCUMENTED:
        return False
    said = words(answer.detail)
    require(said and any(said == words(text) for text in printed), f'"{answer.detail}" is not what is printed there')
    return True
