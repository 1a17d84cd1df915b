"""Two codes that the books hold apart, and words behind a comma that belong to what stands before it."""

from __future__ import annotations

import pytest

from mainterm.encode.coder import Coder
from mainterm.model.answer import CONFLICT, Grade
from mainterm.model.edition import Book

pytestmark = pytest.mark.official


@pytest.fixture(scope="module")
def coder(official: Book) -> Coder:
    return Coder(official)


def codes(coder: Coder, statement: str) -> list[str]:
    return [one.code for one in coder.code(statement).codes]


def test_two_codes_of_which_one_excludes_the_other_want_a_look(coder: Coder) -> None:
    answer = coder.code("GERD with reflux esophagitis")
    assert answer.grade is Grade.NEEDS_DETAIL
    assert [note.at for note in answer.notes if note.kind == CONFLICT] == ["530.81"]


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
