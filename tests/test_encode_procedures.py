"""Procedures on the FY2012 edition: what is coded from the Index to Procedures, and that each proof is accepted."""

from __future__ import annotations

import pytest

from mainterm.encode.coder import Coder
from mainterm.model.encounter import Context, Setting
from mainterm.verify.library import Library
from mainterm.verify.verifier import verify

pytestmark = pytest.mark.official


def check(coder: Coder, library: Library, statement: str, codes: str) -> None:
    """The statement has these codes, each with a proof that is accepted."""
    answer = coder.code(statement)
    assert [coded.code for coded in answer.codes] == codes.split()
    for coded in answer.codes:
        assert verify(coded.proof, library).reasons == ()


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("laparoscopic cholecystectomy", "51.23"),  # Cholecystectomy (total) > total > laparoscopic
        ("cholecystectomy", "51.22"),
        ("right hemicolectomy", "45.73"),  # > right > open and other
        ("laparoscopic right hemicolectomy", "17.33"),
        ("total abdominal hysterectomy", "68.49"),  # > abdominal > other (total)
        ("repair of hiatal hernia by abdominal approach", "53.75"),  # > unspecified, not > other and open
    ],
)
def test_a_line_that_needs_no_word_leads_on(coder: Coder, library: Library, statement: str, codes: str) -> None:
    check(coder, library, statement, codes)


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("Excisional debridement of sacral pressure ulcer", "86.22"),
        ("ESWL of left kidney stone", "98.51"),
        ("Laparoscopic appendectomy, acute appendicitis", "540.9 47.01"),
        ("Cystoscopy for hematuria", "599.70 57.32"),
        ("Cholelithiasis, cholecystectomy scheduled", "574.20"),
        ("D&C following abortion", "69.02"),
    ],
)
def test_the_head_tells_what_was_done_from_what_the_patient_has(
    coder: Coder, library: Library, statement: str, codes: str
) -> None:
    check(coder, library, statement, codes)


def test_a_line_of_both_indexes_is_the_reason_of_a_visit_and_the_procedure_of_a_stay(coder: Coder) -> None:
    answers = {setting: coder.code("Hemodialysis", Context(setting)) for setting in Setting}
    given = {setting: [coded.code for coded in answer.codes] for setting, answer in answers.items()}
    assert given == {Setting.INPATIENT: ["39.95"], Setting.OUTPATIENT: ["V56.0"], Setting.UNKNOWN: ["V56.0"]}


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("EGD with biopsy of stomach", "45.16"),  # 44.14 and 45.13 exclude it
        ("Colonoscopy with biopsy of the ascending colon", "45.25"),
        ("Exploratory laparotomy with splenectomy", "41.5"),
        ("Cystoscopy with ureteral stent placement", "59.8"),
    ],
)
def test_what_is_only_the_way_to_another_procedure_is_not_coded(
    coder: Coder, library: Library, statement: str, codes: str
) -> None:
    check(coder, library, statement, codes)
