"""Asking, over worked statements: whatever is asked can be answered, what is required decides, and all is proven."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mainterm.encode.answers import Answers
from mainterm.encode.coder import Coder
from mainterm.model.answer import Answer, Question
from mainterm.model.edition import Book
from mainterm.model.encounter import Context, Setting
from mainterm.service.encode import Session
from mainterm.service.verify import Claim
from mainterm.verify.verifier import Verdict

from .test_encode_cases import cases

pytestmark = pytest.mark.official

EVERY = 12
"""One of so many worked statements is asked here."""


def sampled() -> Iterator[tuple[str, Context]]:
    for case in list(cases())[::EVERY]:
        yield case["statement"], Context(Setting(case["setting"]))


def options_tried(question: Question) -> list[str]:
    """The first, one in the middle, and *not documented*."""
    ids = [option.id for option in question.options]
    return list(dict.fromkeys((ids[0], ids[len(ids) // 2], ids[-1])))


def waits_for(answer: Answer) -> tuple[Any, ...]:
    """The codes, the grade, and what the grade waits for."""
    required = frozenset(question.id for question in answer.questions if question.required)
    return [coded.code for coded in answer.codes], answer.grade, required


def test_whatever_is_asked_can_be_answered_and_what_is_required_decides(official: Book) -> None:
    coder = Coder(official)
    for statement, context in sampled():
        begun = coder.code(statement, context)
        for question in begun.questions:
            for option in options_tried(question):
                answer = coder.code(statement, context, Answers({question.id: option}))
                assert question.id in {one.question.id for one in answer.answered}
                if question.required:
                    assert waits_for(answer) != waits_for(begun), (statement, question.id, option)


ANSWERED = {
    "Scar contracture of elbow from old burn": ("late-effect-burn-extremities", "1", "906.6"),
    "Hot coffee spilled, second degree burn of thigh": ("burning-hot-liquid", "1", "E924.1"),
    "Post-traumatic seizures from a head injury years ago": ("late-effect-injury-intracranial", "1", "905.0"),
    "Bronchoscopy with transbronchial lung biopsy": ("bronchoscopy-with-biopsy", "1", "33.27"),
}


@pytest.mark.parametrize("statement", ANSWERED)
def test_an_old_injury_a_cause_and_a_procedure_are_said_more_precisely_too(
    official: Book, judged: Callable[[object], list[tuple[Claim, Verdict]]], statement: str
) -> None:
    id, option, code = ANSWERED[statement]
    session = Session.begin(official, statement).choose(id, option)
    assert code in {coded.code for coded in session.answer.codes}
    assert {verdict.reasons for _, verdict in judged(session.answer)} == {()}
