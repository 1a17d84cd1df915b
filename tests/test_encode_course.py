"""The course of a pregnancy, as the words of a statement tell it, and what it decides."""

from __future__ import annotations

import pytest

from mainterm.encode.coder import Coder
from mainterm.encode.course import ANTEPARTUM, DELIVERED, POSTPARTUM, Course, read_course
from mainterm.encode.marks import find_marks
from mainterm.model.answer import Grade
from mainterm.model.edition import Book


def course_of(text: str) -> Course:
    return read_course(text, find_marks(text))


@pytest.mark.parametrize(
    ("text", "episodes"),
    [
        ("severe preeclampsia, 36 weeks, not delivered", {ANTEPARTUM}),
        ("anemia, delivered at 39 weeks", {DELIVERED, ANTEPARTUM}),
        ("mastitis three weeks after delivery", {POSTPARTUM}),
        ("eclampsia, gave birth 3 days ago", {POSTPARTUM}),
        ("previous cesarean, 38 weeks", {ANTEPARTUM}),
        ("cough for 3 weeks", set()),
        ("preterm infant, 33 weeks gestation", set()),
    ],
)
def test_words_tell_where_a_pregnancy_stands(text: str, episodes: set[str]) -> None:
    assert {told.episode for told in course_of(text).told} == episodes


def test_a_delivery_outweighs_the_weeks_before_it() -> None:
    first, *_ = course_of("anemia, delivered at 39 weeks").episodes(frozenset({"anemia"}))
    assert first == {DELIVERED}


def test_a_few_weeks_say_which_digit_but_not_that_there_is_a_pregnancy() -> None:
    (few,), (many,) = course_of("back pain, 6 weeks").told, course_of("back pain, 26 weeks").told
    assert [gloss.put for gloss in few.glosses] == ["antepartum"]
    assert [gloss.put for gloss in many.glosses] == ["antepartum", "pregnancy"]


@pytest.mark.official
def test_an_episode_that_is_not_told_is_asked_for(official: Book) -> None:
    answer = Coder(official).code("Anemia in pregnancy")
    assert answer.grade is Grade.NEEDS_DETAIL
    assert any(question.required and question.asks.startswith("648.2") for question in answer.questions)
