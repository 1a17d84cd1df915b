"""Uncertain diagnoses: coded as if established for an inpatient, not for an outpatient; asked where it is not known."""

from __future__ import annotations

import pytest

from mainterm.encode.answers import Answers, BadAnswer
from mainterm.encode.coder import Coder
from mainterm.model.answer import Answer, Grade
from mainterm.model.encounter import Context, Setting
from mainterm.model.proof import StepKind

pytestmark = pytest.mark.official

INPATIENT, OUTPATIENT = Context(Setting.INPATIENT), Context(Setting.OUTPATIENT)


def codes(answer: Answer) -> list[str]:
    return [coded.code for coded in answer.codes]


def test_an_inpatients_uncertain_diagnosis_is_coded_by_the_guideline(coder: Coder) -> None:
    answer = coder.code("probable acute cholecystitis", INPATIENT)
    cited = [step.detail for step in answer.codes[0].proof.steps if step.kind is StepKind.GUIDELINE]
    assert (codes(answer), answer.grade, cited) == (["575.0"], Grade.COMPLETE, ["II.H"])


def test_an_outpatients_is_not_coded_beside_the_symptom(coder: Coder) -> None:
    answer = coder.code("dysuria, possible UTI", OUTPATIENT)
    assert (codes(answer), answer.grade) == (["788.1"], Grade.COMPLETE)


def test_where_nothing_else_is_said_the_symptom_is_asked_for(coder: Coder) -> None:
    answer = coder.code("probable acute cholecystitis", OUTPATIENT)
    assert (codes(answer), answer.grade) == ([], Grade.NEEDS_DETAIL)
    assert [option.code for option in answer.questions[0].options if option.code] == ["575.0"]


def test_where_the_setting_is_not_known_both_are_said(coder: Coder) -> None:
    answer = coder.code("dysuria, possible UTI")
    assert answer.grade is Grade.NEEDS_DETAIL
    options = {option.text: option.code for option in answer.questions[0].options if option.code}
    assert options == {"outpatient": "788.1", "inpatient": "599.0"}


def test_the_setting_can_be_answered(coder: Coder) -> None:
    answer = coder.code("dysuria, possible UTI", answers=Answers({"setting": "inpatient"}))
    assert (codes(answer), [one.option.text for one in answer.answered]) == (["599.0"], ["inpatient"])
    with pytest.raises(BadAnswer):
        coder.code("dysuria", answers=Answers({"setting": "inpatient"}))


@pytest.mark.parametrize("context", [INPATIENT, OUTPATIENT, Context()])
def test_where_the_setting_makes_no_difference_it_is_not_asked(coder: Coder, context: Context) -> None:
    assert codes(coder.code("possible avian flu", context)) == ["487.1"]


def test_contrasting_diagnoses_follow_the_symptom(coder: Coder) -> None:
    answer = coder.code("chest pain due to either pneumonia or pulmonary embolism", INPATIENT)
    assert codes(answer) == ["786.50", "486", "415.19"]


def test_a_symptom_goes_with_the_disease_that_it_is_laid_to(coder: Coder) -> None:
    assert codes(coder.code("shortness of breath, likely congestive heart failure", INPATIENT)) == ["428.0"]
    assert codes(coder.code("coma due to stroke", INPATIENT))[0] == "780.01"
