"""Questions about the codes that a note asks for: what they offer, and how they are called."""

from __future__ import annotations

import pytest

from mainterm.encode.coder import Coder

pytestmark = pytest.mark.official


def test_a_note_that_confines_its_codes_to_fifth_digits_is_asked_about_with_these_alone(coder: Coder) -> None:
    asked = {question.id: question for question in coder.code("congestive heart failure").questions}
    note = asked["428-heart-failure-due-to-hypertension"]
    assert {option.code[-1] for option in note.options if option.code} == {"1", "3"}
    assert note.asks.startswith("heart failure due to hypertension: ")
