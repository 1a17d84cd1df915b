"""A statement that is an inclusion term of the Tabular: its code, by the Index, graded by whose words led there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mainterm.encode.answers import Answers
from mainterm.encode.coder import Coder
from mainterm.model.answer import UNDER_TITLE, Grade
from mainterm.model.encounter import Context, Setting
from mainterm.model.proof import StepKind
from mainterm.verify.library import Library
from mainterm.verify.verifier import verify

pytestmark = pytest.mark.official

BY_ITS_WORDS = {
    "trichophytic tinea, black dot tinea, scalp": "110.0",
    "essential hemorrhagic thrombocythemia": "238.71",
    "Schwalbe-Ziehen-Oppenheim disease": "333.6",
    "ulcers of trachea or bronchus": "519.19",
    "benign postural proteinuria": "593.6",
    "hemorrhage of cesarean section or perineal wound": "674.30",
    "phocomelia of unspecified limb": "755.4",
    "abnormal result of Mantoux test": "795.51",
    "acute stress disorder": "308.3",
    "malignant neoplasm: hepatic duct": "156.1",
    "benign neoplasm of liver and biliary passages: hepatic duct": "211.5",
    "carbuncle and furuncle: axilla": "680.3",
    "contusion of lower limb: leg": "924.5",
}
BY_THE_TITLES = {
    "echovirus": "008.67",
    "subclavian vein": "451.89",
    "elephantiasis due to mastectomy": "457.0",
    "absent spleen": "759.0",
    "wet lung syndrome": "770.6",
    "growth retardation": "783.43",
    "sternoclavicular joint": "839.61",
    "stellate ganglion": "954.1",
    "self-damaging behavior": "V69.8",
    "adrenal cortex": "194.0",
    "haloperidol": "969.2",
    "nostril": "932",
    "late effect of injury classifiable to 821-827": "905.4",
    "alcoholism associated with dementia": "291.2",
    "acute antritis": "461.0",
    "absence of part of brain": "742.2",
    "healed myocardial infarction": "412",
    "bilirubin encephalopathy": "774.7",
    "abscess: postoperative": "998.59",
}


@pytest.mark.parametrize("statement", BY_ITS_WORDS | BY_THE_TITLES)
def test_an_inclusion_term_is_coded_where_the_tabular_prints_it(coder: Coder, library: Library, statement: str) -> None:
    answer = coder.code(statement)
    (coded,) = answer.codes
    assert coded.code == (BY_ITS_WORDS | BY_THE_TITLES)[statement]
    assert coded.proof.steps[0].kind is StepKind.TABULAR_NOTE
    assert coded.proof.steps[1].kind is StepKind.MAIN_TERM
    assert verify(coded.proof, library).reasons == ()


@pytest.mark.parametrize("statement", BY_ITS_WORDS)
def test_a_term_whose_own_words_lead_there_is_complete(coder: Coder, statement: str) -> None:
    assert coder.code(statement).grade is Grade.COMPLETE


@pytest.mark.parametrize("statement", BY_THE_TITLES)
def test_a_term_that_needs_the_words_of_its_title_is_not_complete(coder: Coder, statement: str) -> None:
    answer = coder.code(statement)
    assert answer.grade is Grade.NEEDS_DETAIL
    assert [note.at for note in answer.notes if note.kind == UNDER_TITLE] == [BY_THE_TITLES[statement]]


def test_a_term_that_stands_at_several_codes_is_asked_for_under_their_titles(coder: Coder, library: Library) -> None:
    answer = coder.code("hepatic duct")
    assert not answer.codes
    (question,) = answer.questions
    assert question.required
    assert {option.code for option in question.options} == {"156.1", "211.5", "230.8", ""}
    for option in question.options[:-1]:
        told = coder.code("hepatic duct", answers=Answers({question.id: option.id}))
        (coded,) = told.codes
        assert (coded.code, told.grade) == (option.code, Grade.COMPLETE)
        assert [step.kind for step in coded.proof.steps[:2]] == [StepKind.ANSWER, StepKind.TABULAR_NOTE]
        assert verify(coded.proof, library).reasons == ()


def test_titles_that_the_coder_has_not_chosen_open_no_column(coder: Coder, library: Library) -> None:
    question = coder.code("hepatic duct").questions[0]
    (coded,) = coder.code("hepatic duct", answers=Answers({question.id: "1"})).codes
    forged = replace(coded.proof, steps=coded.proof.steps[1:])
    assert "stands at another code" in verify(forged, library).reasons[0]


def test_the_title_that_is_said_is_the_one_that_is_meant(coder: Coder, library: Library) -> None:
    (coded,) = coder.code("benign neoplasm: hepatic duct").codes
    forged = replace(coded.proof, statement="malignant neoplasm: hepatic duct")
    assert verify(coded.proof, library).accepted
    assert not verify(forged, library).accepted


def test_words_that_are_no_titles_over_a_term_say_nothing_of_it(coder: Coder) -> None:
    kinds = (step.kind for coded in coder.code("fracture: hepatic duct").codes for step in coded.proof.steps)
    assert StepKind.TABULAR_NOTE not in kinds


@pytest.mark.parametrize(
    ("statement", "code"), [("uterine fibroids", "218.9"), ("tumor of cervix", "239.5"), ("insect bite", "919.4")]
)
def test_a_line_that_has_the_words_for_one_condition_stands(coder: Coder, statement: str, code: str) -> None:
    """The terms stand under titles of pregnancy and of the eyelids (654.1, 654.6, 918.0), which nobody has said."""
    answer = coder.code(statement)
    assert (answer.codes[0].code, answer.grade) == (code, Grade.COMPLETE)


def test_what_a_term_has_in_parentheses_may_be_left_out(coder: Coder) -> None:
    assert {coder.code(said).codes[0].code for said in ("rigid cervix (uteri)", "rigid cervix")} == {"654.60"}


def test_a_line_of_the_index_to_procedures_is_no_term_of_a_diagnosis(coder: Coder) -> None:
    inpatient = Context(setting=Setting.INPATIENT)
    assert [coded.code for coded in coder.code("peritoneal dialysis", inpatient).codes] == ["54.98"]
