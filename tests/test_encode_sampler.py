"""The encoder on the sampler: each convention of the book, on statements as a coder would type them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainterm.encode.coder import Coder
from mainterm.encode.statement import LONGEST, BadStatement
from mainterm.model.answer import Answer, Grade, Role
from mainterm.model.edition import Book
from mainterm.model.proof import StepKind


@pytest.fixture(scope="module")
def coder(sampler: Book) -> Coder:
    return Coder(sampler)


def codes(answer: Answer) -> list[str]:
    return [coded.code for coded in answer.codes]


def test_the_leukopenia_story(coder: Coder) -> None:
    answer = coder.code("chronic leukopenia")
    assert (codes(answer), answer.grade, answer.unplaced) == (["288.50"], Grade.COMPLETE, ("chronic",))
    needs = {(a.codes, a.needs) for a in answer.alternatives}
    assert (("288.09",), ("neutropenia",)) in {(c, tuple(n.lower() for n in needed)) for c, needed in needs}
    assert (("288.09",), ("malignant",)) in needs


CASES = {
    "malignant leukopenia": ["288.09"],
    "hypertension": ["401.9"],
    "malignant hypertension": ["401.0"],
    "hypertensive heart disease with heart failure": ["402.91"],
    "breast cancer": ["174.9"],
    "diabetic cataract": ["250.50", "366.41"],
    "type 1 diabetes": ["250.01"],
    "type I diabetes, uncontrolled": ["250.03"],
    "diabetes": ["250.00"],
    "chest pain and hypertension": ["786.50", "401.9"],
    "nausea with vomiting": ["787.01"],
    "appendectomy": ["47.09"],
}


@pytest.mark.parametrize("statement", CASES)
def test_the_words_lead_to_the_codes(coder: Coder, statement: str) -> None:
    answer = coder.code(statement)
    assert codes(answer) == CASES[statement]
    assert answer.grade is Grade.COMPLETE


WORDS_OF_OURS = {
    "CHF": ("428.0", StepKind.LEXICON, "congestive heart failure"),
    "pulmonary cancer": ("162.9", StepKind.LEXICON, "lung"),
    "hypertention": ("401.9", StepKind.SPELLING, "hypertension"),
    "leukopaenia": ("288.50", StepKind.SPELLING, "leukopenia"),
}


@pytest.mark.parametrize("statement", WORDS_OF_OURS)
def test_words_of_ours_are_marked_as_ours(coder: Coder, statement: str) -> None:
    code, kind, read_as = WORDS_OF_OURS[statement]
    (coded,) = coder.code(statement).codes
    step = coded.proof.steps[0]
    assert (coded.code, step.kind, step.detail) == (code, kind, read_as)


def test_a_bracketed_code_is_sequenced_second(coder: Coder) -> None:
    etiology, manifestation = coder.code("diabetic cataract").codes
    assert (etiology.role, manifestation.role) == (Role.DIAGNOSIS, Role.MANIFESTATION)
    assert (etiology.sequence, manifestation.sequence) == (1, 2)


def test_a_meaningful_word_left_over_keeps_the_grade_down(coder: Coder) -> None:
    answer = coder.code("leukopenia of the moonlight")
    assert (answer.grade, answer.unplaced) == (Grade.NEEDS_DETAIL, ("moonlight",))
    assert codes(answer) == ["288.50"]


def test_a_statement_that_the_index_does_not_know_has_no_entry(coder: Coder) -> None:
    answer = coder.code("entirely unheard of")
    assert (answer.grade, answer.codes) == (Grade.NO_ENTRY, ())


def test_what_is_denied_is_not_coded(coder: Coder) -> None:
    assert codes(coder.code("hypertension, no chest pain")) == ["401.9"]


def test_a_default_digit_is_asked_about(coder: Coder) -> None:
    (*_, question) = coder.code("diabetes").questions
    assert {option.code for option in question.options} == {"250.00", "250.01", "250.02", "250.03"}


def test_the_notes_say_where_they_stand(coder: Coder) -> None:
    (note, *_) = (n for n in coder.code("leukopenia").notes if n.kind == "excludes")
    assert note.at == "288.5"
    assert note.source.paragraph > 0


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("", "no word in the statement"),
        ("  ?!, ;; ", "no word in the statement"),
        ("12 34", "no word in the statement"),
        ("白血球減少症", "no word in the statement"),
        ("leukopenia " * 10_000, f"more than {LONGEST:,}"),
    ],
)
def test_a_statement_that_cannot_be_read_is_refused_in_one_line(coder: Coder, statement: str, told: str) -> None:
    with pytest.raises(BadStatement, match=told) as refusal:
        coder.code(statement)
    assert "\n" not in str(refusal.value)


@settings(max_examples=60)
@given(st.data(), st.sampled_from(["chronic neutropenia", "acute lower abdominal pain", "closed fracture of femur"]))
def test_order_capitals_and_stray_punctuation_never_change_the_answer(
    coder: Coder, data: st.DataObject, statement: str
) -> None:
    shuffled = data.draw(st.permutations(statement.split()))
    written = " ".join(data.draw(st.sampled_from([word, word.upper(), word.title(), f"({word})"])) for word in shuffled)
    assert codes(coder.code(written)) == codes(coder.code(statement))


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_text_is_refused_or_answered_and_always_alike(coder: Coder, text: str) -> None:
    try:
        answer = coder.code(text)
    except BadStatement:
        return
    assert coder.code(text) == answer
