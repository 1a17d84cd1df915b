"""Two codes that the books hold apart, and words behind a comma that belong to what stands before it."""

from __future__ import annotations

import pytest

from mainterm.encode.coder import Coder
from mainterm.encode.companions import combines
from mainterm.model.answer import CONFLICT, Grade
from mainterm.model.edition import Book

pytestmark = pytest.mark.official


def codes(coder: Coder, statement: str) -> list[str]:
    return [one.code for one in coder.code(statement).codes]


def test_two_codes_of_which_one_excludes_the_other_want_a_look(coder: Coder) -> None:
    answer = coder.code("GERD with reflux esophagitis")
    assert answer.grade is Grade.NEEDS_DETAIL
    assert [note.at for note in answer.notes if note.kind == CONFLICT] == ["530.81"]


@pytest.mark.parametrize(
    ("statement", "grade"),
    [
        ("hypertensive heart disease with chronic renal failure", Grade.NEEDS_DETAIL),
        ("hypertensive heart disease with cardiac failure", Grade.COMPLETE),
        ("hypertension with CHF and ESRD", Grade.COMPLETE),
    ],
)
def test_a_failure_of_another_organ_is_none_of_the_heart(coder: Coder, statement: str, grade: Grade) -> None:
    assert coder.code(statement).grade is grade


@pytest.mark.parametrize(
    ("code", "other", "is_in_it"),
    [("404.93", "585.6", True), ("404.93", "401.9", True), ("403.91", "587", True), ("403.91", "428.0", False)],
)
def test_a_category_for_two_conditions_together_has_each_of_them_in_it(
    official: Book, code: str, other: str, is_in_it: bool
) -> None:
    node = official.node(code)
    assert node is not None
    assert (combines(official, node, other) is not None) is is_in_it


def test_an_acute_and_a_chronic_form_are_two_though_either_excludes_the_other(coder: Coder) -> None:
    answer = coder.code("Acute and chronic maxillary sinusitis")
    assert answer.grade is Grade.COMPLETE
    assert not any(note.kind == CONFLICT for note in answer.notes)


def test_a_stage_behind_a_comma_is_the_kidney_disease_s(coder: Coder) -> None:
    assert codes(coder, "Anemia in chronic kidney disease, stage 4") == ["285.21", "585.4"]


def test_a_condition_behind_a_comma_is_one_of_its_own(coder: Coder) -> None:
    assert codes(coder, "Hypothyroidism, chronic kidney disease") == ["244.9", "585.9"]


def test_pneumonia_with_a_chronic_lung_disease_is_no_chronic_pneumonia(coder: Coder) -> None:
    assert sorted(codes(coder, "COPD with pneumonia")) == ["486", "496"]


def test_a_word_that_a_phrase_of_ours_says_to_add_nothing_is_placed(coder: Coder) -> None:
    answer = coder.code("dry cough")
    assert (answer.grade, [one.code for one in answer.codes]) == (Grade.COMPLETE, ["786.2"])


def test_a_code_without_mention_of_what_is_mentioned_wants_a_look(coder: Coder) -> None:
    answer = coder.code("Blood pressure high, never diagnosed as hypertensive")
    assert [note.at for note in answer.notes if note.kind == CONFLICT] == ["401.9"]


def test_hypertension_is_coded_beside_the_organ_that_it_harms(coder: Coder) -> None:
    answer = coder.code("Cerebral infarction due to occlusion of left carotid artery; hypertension")
    assert not any(note.kind == CONFLICT for note in answer.notes)


@pytest.mark.parametrize(
    ("statement", "given"),
    [
        ("Left hemiparesis in a right-handed patient", ["342.92"]),
        ("Flaccid hemiplegia, right side, patient is right-handed", ["342.01"]),
        ("Hemiplegia in a right-handed patient", ["342.90"]),
        ("Left hemiparesis, late effect of CVA, patient is right-handed", ["438.22"]),
        ("Aphasia and dysphagia as late effects of cerebrovascular accident", ["438.11", "438.82"]),
        ("Aphasia following a stroke last year", ["438.11"]),
        ("Aphasia following a stroke", ["438.11"]),
        ("Right-sided hemiplegia as sequela of cerebral infarction", ["438.20"]),
    ],
)
def test_the_side_and_the_hand_tell_which_side_is_dominant_and_an_old_stroke_has_left_a_late_effect(
    coder: Coder, statement: str, given: list[str]
) -> None:
    assert codes(coder, statement) == given


def test_an_acute_condition_on_a_chronic_one_is_two_where_no_line_has_both(coder: Coder) -> None:
    assert codes(coder, "Acute on chronic renal failure") == ["584.9", "585.9"]
    assert codes(coder, "Acute on chronic systolic heart failure") == ["428.23"]


def test_dialysis_is_a_status_between_the_kidney_disease_and_its_cause(coder: Coder) -> None:
    assert codes(coder, "ESRD on hemodialysis") == ["585.6", "V45.11"]
    assert codes(coder, "Atrial fibrillation on Coumadin with heart failure") == ["427.31", "428.9", "V58.61"]
    assert codes(coder, "Hypertension with stage 5 CKD, not on dialysis") == ["403.91", "585.5"]


@pytest.mark.parametrize(
    ("statement", "given"),
    [
        ("Family history of ovarian cancer", ["V16.41"]),
        ("History of renal cell carcinoma, now with lung metastases", ["197.0", "V10.52"]),
        ("Carcinoma of the breast, mastectomy 3 years ago, no recurrence; brain metastases", ["198.3", "V10.3"]),
        ("Liver metastasis from rectal cancer excised in 2009", ["197.7", "V10.06"]),
        ("Breast cancer, mastectomy today", ["174.9"]),
    ],
)
def test_a_growth_that_was_taken_out_is_a_history(coder: Coder, statement: str, given: list[str]) -> None:
    assert [code for code in codes(coder, statement) if code[0] in "1V"] == given


def test_a_fracture_due_to_a_growth_wants_a_look(coder: Coder) -> None:
    answer = coder.code("Vertebral compression fracture from bone metastases")
    assert answer.grade is Grade.NEEDS_DETAIL


def test_malignant_is_no_word_of_a_code_that_every_kind_of_hypertension_has(coder: Coder) -> None:
    assert codes(coder, "Malignant hypertension with hypertensive encephalopathy") == ["437.2", "401.0"]


def test_of_two_readings_that_say_as_much_the_combination_code_is_taken(coder: Coder) -> None:
    assert codes(coder, "Asthma with COPD, acute exacerbation") == ["493.22"]
