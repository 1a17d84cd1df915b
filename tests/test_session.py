"""Asking: what is open has an id and options in the book's words; an answer of the coder's goes on and is proven."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from mainterm.editions.declared import declared_edition
from mainterm.encode.answers import BadAnswer
from mainterm.model.answer import NOT_DOCUMENTED, Asks, Grade
from mainterm.model.edition import Book
from mainterm.model.proof import Proof, Step, StepKind
from mainterm.model.serial import to_json
from mainterm.service.encode import Session
from mainterm.service.verify import Claim
from mainterm.verify.library import Library
from mainterm.verify.verifier import Verdict, verify

from .proofs import library_of

Judged = Callable[[object], list[tuple[Claim, Verdict]]]


@pytest.fixture(scope="module")
def sampler_library() -> Library:
    return library_of("sampler", declared_edition("sampler").packaged)


def codes(session: Session) -> list[str]:
    return [coded.code for coded in session.answer.codes]


ANSWERED = {
    ("fracture of femur", "fracture-femur=neck"): ["820.8"],
    ("fracture of femur", "fracture-femur=not documented"): ["821.00"],
    ("diabetes with retinopathy", "250.5=type I [juvenile type], uncontrolled"): ["250.53", "362.01"],
    ("diabetes", "diabetes=17"): ["250.50", "362.01"],
    ("diabetes", "250.0=250.01"): ["250.01"],
    ("asthma", "asthma=cough variant"): ["493.82"],
    ("asthma", "493.9=with status asthmaticus"): ["493.91"],
    ("hypertension", "hypertension-column=Malignant"): ["401.0"],
    ("hypertension", "hypertension=heart"): ["402.90"],
    ("neoplasm of lung", "neoplasm-lung-column=Malignant Primary"): ["162.9"],
    ("overdose of acetaminophen", "intent=Suicide attempt"): ["965.4", "E950.0"],
    ("overdose of acetaminophen", "intent=0"): ["965.4", "E980.0"],
    ("chronic leukopenia", "leukopenia=malignant"): ["288.09"],
}


@pytest.mark.parametrize(("statement", "answer"), ANSWERED)
def test_an_answer_goes_on_and_its_proof_is_accepted(
    sampler: Book, sampler_library: Library, statement: str, answer: str
) -> None:
    id, option = answer.split("=")
    session = Session.begin(sampler, statement).choose(id, option)
    assert codes(session) == ANSWERED[statement, answer]
    assert session.answer.grade is Grade.COMPLETE
    assert [verify(coded.proof, sampler_library).reasons for coded in session.answer.codes] == [()] * len(
        codes(session)
    )
    (said,) = session.answer.answered
    assert said.question.id == id
    assert id not in {question.id for question in session.questions}


def test_what_was_answered_stands_in_the_proof_before_the_line_that_it_opened(sampler: Book) -> None:
    session = Session.begin(sampler, "fracture of femur", {"fracture-femur": "neck"})
    kinds = [(step.kind, step.detail) for step in session.answer.codes[0].proof.steps[:4]]
    assert kinds[2:] == [(StepKind.ANSWER, "neck"), (StepKind.SUBTERM, "")]


def test_the_same_statement_asks_by_the_same_ids_and_numbers(sampler: Book) -> None:
    one, other = (Session.begin(sampler, "hypertension") for _ in range(2))
    assert one.questions == other.questions
    numbers = {option.text: option.id for option in one.questions[0].options}
    after = one.choose("hypertension-column", "Benign").questions[0]
    assert {option.text: option.id for option in after.options}.items() <= numbers.items()


@pytest.mark.parametrize("statement", ["diabetes", "asthma", "hypertension", "neoplasm of lung", "fracture of femur"])
def test_not_documented_is_always_among_the_options_and_settles_the_question(sampler: Book, statement: str) -> None:
    session = Session.begin(sampler, statement)
    for question in session.questions:
        assert question.options[-1].text == NOT_DOCUMENTED
        settled = session.choose(question.id, NOT_DOCUMENTED)
        assert codes(settled) == codes(session)
        assert settled.answer.grade is session.answer.grade
        assert question.id not in {one.id for one in settled.questions}


@pytest.mark.official
def test_what_the_grade_waits_for_is_asked_first(official: Book) -> None:
    questions = Session.begin(official, "MS with fracture of femur").questions
    assert [question.id for question in questions[:1]] == ["ms"]
    assert [question.required for question in questions] == sorted((q.required for q in questions), reverse=True)


@pytest.mark.official
def test_the_meaning_of_an_abbreviation_is_asked_and_taken(official: Book) -> None:
    session = Session.begin(official, "MS")
    assert session.answer.grade is Grade.NEEDS_DETAIL
    settled = session.choose("ms", "mitral stenosis")
    assert (codes(settled), settled.answer.grade) == (["394.0"], Grade.COMPLETE)


def test_a_session_is_left_as_it_was_by_what_is_chosen(sampler: Book) -> None:
    session = Session.begin(sampler, "fracture of femur")
    session.choose("fracture-femur", "neck")
    assert codes(session) == ["821.00"]


def test_a_question_answered_anew_takes_back_what_was_answered_after_it(sampler: Book) -> None:
    session = Session.begin(sampler, "diabetes").choose("diabetes", "retinopathy").choose("250.5", "250.53")
    assert codes(session) == ["250.53", "362.01"]
    assert codes(session.choose("diabetes", "gestational")) != codes(session)


@pytest.mark.parametrize(
    ("id", "option", "said"),
    [
        ("femur", "neck", "open questions: fracture-femur"),
        ("fracture-femur", "toe", "it has: 1 cervicotrochanteric; 2 head"),
        ("fracture-femur", "820.8", "several options '820.8': 3 neck; 5 upper end"),
    ],
)
def test_an_unknown_question_or_option_is_one_line_with_what_there_is(
    sampler: Book, id: str, option: str, said: str
) -> None:
    with pytest.raises(BadAnswer, match=said):
        Session.begin(sampler, "fracture of femur", {id: option})


def test_an_answer_that_no_line_of_the_book_has_is_refused(sampler: Book, sampler_library: Library) -> None:
    session = Session.begin(sampler, "fracture of femur", {"fracture-femur": "neck"})
    proof = session.answer.codes[0].proof
    for wrong in _inventions(proof):
        assert not verify(replace(proof, steps=wrong), sampler_library).accepted


def _inventions(proof: Proof) -> list[tuple[Step, ...]]:
    """The proof with another answer, with none, with one too many, and with a main term answered."""
    steps = list(proof.steps)
    at = next(n for n, step in enumerate(steps) if step.kind is StepKind.ANSWER)
    other = replace(steps[at], detail="shaft")
    undocumented = replace(steps[at], detail=NOT_DOCUMENTED)
    main = replace(steps[at], source=steps[0].source, text=steps[0].text, detail="Fracture")
    return [
        (*steps[:at], other, *steps[at + 1 :]),
        (*steps[:at], undocumented, *steps[at + 1 :]),
        (*steps[:at], *steps[at + 1 :]),
        (*steps, steps[at]),
        (*steps[:at], steps[at], *steps[at:]),
        (main, *steps),
    ]


ASKED_BY_A_NOTE = {
    ("UTI", "599.0-organism=041.49"): ["599.0", "041.49"],
    ("diabetic retinopathy", "250.50-long-term-current-insulin-use=V58.67"): ["250.50", "362.01", "V58.67"],
    ("neutropenia", "288.0-fever=1"): ["288.00", "780.61"],
    ("hypertensive kidney disease", "403.90-stage-of-chronic-kidney-disease=585.3"): ["403.90", "585.3"],
}


@pytest.mark.official
@pytest.mark.parametrize(("statement", "answer"), ASKED_BY_A_NOTE)
def test_a_code_that_a_note_asks_for_is_offered_and_not_invented(
    official: Book, judged: Judged, statement: str, answer: str
) -> None:
    id, option = answer.split("=")
    session = Session.begin(official, statement)
    offer = next(question for question in session.questions if question.id == id)
    assert (offer.required, offer.kind, session.answer.grade) == (False, Asks.ADDITIONAL, Grade.COMPLETE)
    after = session.choose(id, option)
    assert codes(after) == ASKED_BY_A_NOTE[statement, answer]
    assert set(codes(session)) < set(codes(after))
    assert {verdict.reasons for _, verdict in judged(after.answer)} == {()}


@pytest.mark.official
def test_a_code_that_no_note_asked_for_is_refused(official: Book, judged: Judged) -> None:
    answer = to_json(Session.begin(official, "UTI", {"599.0-organism": "041.49"}).answer)
    for wrong in (
        {**answer, "answered": []},
        json.loads(json.dumps(answer).replace('"paragraph": 17062', '"paragraph": 6')),
    ):
        *_, (claim, verdict) = judged(wrong)
        assert (claim.code, verdict.accepted) == ("041.49", False)
