"""Asking, over worked statements: whatever is asked can be answered, what is required decides, all is proven."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mainterm.cli.main import cli
from mainterm.encode.added import Additions
from mainterm.encode.additional import wanted_by_notes
from mainterm.encode.answers import NOTHING_ANSWERED, Answers
from mainterm.encode.coder import Coder
from mainterm.encode.outline import Outline
from mainterm.model.answer import CONFLICT, Answer, Answered, Grade, Question
from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.encounter import Context, Setting
from mainterm.service.encode import Session
from mainterm.service.verify import Claim
from mainterm.verify.verifier import Verdict

from .test_encode_cases import cases

pytestmark = pytest.mark.official


def sampled() -> Iterator[tuple[str, Context]]:
    for case in cases():
        yield case["statement"], Context(Setting(case["setting"]))


def options_tried(question: Question) -> list[str]:
    """The first, one in the middle, and *not documented*."""
    ids = [option.id for option in question.options]
    return list(dict.fromkeys((ids[0], ids[len(ids) // 2], ids[-1])))


def told(answer: Answer) -> tuple[Any, ...]:
    """The codes, the grade, and what is still open."""
    return [coded.code for coded in answer.codes], answer.grade, frozenset(one.id for one in answer.questions)


def test_each_question_changes_the_answer_whichever_way_it_is_answered(coder: Coder) -> None:
    for statement, context in sampled():
        begun = coder.code(statement, context)
        for question in begun.questions:
            for option in options_tried(question):
                answer = coder.code(statement, context, Answers({question.id: option}))
                assert question.id in {one.question.id for one in answer.answered}
                assert told(answer) != told(begun), (statement, question.id, option)


ANSWERED = {
    "Scar contracture of elbow from old burn": ("late-effect-burn-extremities", "1", "906.6"),
    "Hot coffee spilled, second degree burn of thigh": ("burning-hot-liquid", "1", "E924.1"),
    "Post-traumatic seizures from a head injury years ago": ("late-effect-injury-intracranial", "1", "905.0"),
    "Kidney transplant rejection": ("996.8-graft-versus-host-disease", "2", "279.51"),
    "Chemotherapy infusion": ("99.25-for-disruption-of-blood-brain-barrier", "1", "00.19"),
}


@pytest.mark.parametrize("statement", ANSWERED)
def test_an_old_injury_a_cause_and_what_a_note_asks_beside_are_said_more_precisely_too(
    official: Book, judged: Callable[[object], list[tuple[Claim, Verdict]]], statement: str
) -> None:
    id, option, code = ANSWERED[statement]
    session = Session.begin(official, statement).choose(id, option)
    assert code in {coded.code for coded in session.answer.codes}
    assert {verdict.reasons for _, verdict in judged(session.answer)} == {()}


def test_two_codes_that_the_books_hold_apart_are_asked_about_and_each_answer_settles_it(
    official: Book, judged: Callable[[object], list[tuple[Claim, Verdict]]]
) -> None:
    statement, id = "ulcerative colitis with Crohn's disease", "555.9-556.9"
    begun = Session.begin(official, statement)
    assert begun.answer.grade is Grade.NEEDS_DETAIL
    assert [question.id for question in begun.answer.questions if question.required] == [id]
    wanted = {"1": ["556.9", "555.9"], "2": ["555.9"], "3": ["556.9"]}
    for option, codes in wanted.items():
        answer = begun.choose(id, option).answer
        assert ([coded.code for coded in answer.codes], answer.grade) == (codes, Grade.COMPLETE)
        assert {verdict.reasons for _, verdict in judged(answer)} == {()}
    unsaid = begun.choose(id, "0").answer
    assert (unsaid.grade, [note.kind for note in unsaid.notes][:1]) == (Grade.NEEDS_DETAIL, [CONFLICT])


def test_a_remark_on_a_conflict_asks_nothing_that_cannot_be_answered(coder: Coder) -> None:
    for statement, context in sampled():
        answer = coder.code(statement, context)
        assert not [note.text for note in answer.notes if note.kind == CONFLICT and "?" in note.text]


BESIDE = ("649.30", "V84.01", "326", "996.81", "279.50", "99.25", "695.10", "713.8", "250.40", "585.9", "707.03")


@pytest.mark.parametrize("code", BESIDE)
def test_every_code_that_is_offered_beside_another_can_be_taken(official: Book, code: str) -> None:
    volume = Volume.PROCEDURES if code == "99.25" else Volume.DISEASES
    node = official.node(code, volume)
    assert node is not None
    additions = Additions(official, Outline(official), NOTHING_ANSWERED)
    for wanted in wanted_by_notes(official, [node]):
        for option in wanted.question.options[:-1]:
            assert additions.looked_up(wanted, Answered(wanted.question, option)).codes


def test_nothing_is_asked_of_a_symptom_that_is_not_coded_beside_its_disease(coder: Coder) -> None:
    answer = coder.code("Chest pain due to GERD")
    assert [coded.code for coded in answer.codes] == ["530.81"]
    assert not any(question.id == "pain-chest" for question in answer.questions)


def test_what_a_guideline_wants_of_the_record_is_told_with_its_section_and_page(official_home: Path) -> None:
    statement = "adverse effect of penicillin"
    environment = {"MAINTERM_HOME": str(official_home), "MAINTERM_EDITION": "2012", "COLUMNS": "80"}
    done = CliRunner(env=environment).invoke(cli, ["code", statement], standalone_mode=False)
    assert re.search(r"I\.C\.17\.e\.1, page \d+: the nature of the adverse effect", done.stdout)


def test_why_and_query_are_told_of_the_encounter_too(official_home: Path) -> None:
    environment = {"MAINTERM_HOME": str(official_home), "MAINTERM_EDITION": "2012"}
    answers = {}
    for setting in ("inpatient", "outpatient"):
        arguments = ["why", "Cough, probable pneumonia", "486", "--setting", setting, "--age", "60", "--sex", "F"]
        done = CliRunner(env=environment).invoke(cli, [*arguments, "--json"], standalone_mode=False)
        answers[setting] = json.loads(done.stdout)["verdict"]
    assert answers == {"inpatient": "the answer", "outpatient": "not the answer"}
    asked = [
        CliRunner(env=environment).invoke(cli, ["query", "Cough, probable pneumonia", *setting], standalone_mode=False)
        for setting in ((), ("--setting", "outpatient"))
    ]
    assert ["Where was the patient seen?" in one.stdout for one in asked] == [True, False]
