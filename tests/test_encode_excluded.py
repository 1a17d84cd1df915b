"""Excludes notes on FY2012: what a note at the code names, in the statement's words, is coded where it points."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mainterm.encode.answers import Answers
from mainterm.encode.coder import Coder
from mainterm.model.proof import StepKind
from mainterm.verify.library import Library
from mainterm.verify.verifier import verify

pytestmark = pytest.mark.official


SENT = {
    "congenital toxoplasmosis": ("130", "771.2"),
    "acute exacerbation of chronic myeloid leukemia": ("205.0", "205.10"),
    "neonatal diabetes mellitus": ("250", "775.1"),
    "separation anxiety": ("300.0", "309.21"),
    "bronchitis due to fumes and vapors": ("490", "506.0"),
    "posttraumatic renal failure": ("586", "958.5"),
    "fistula between bladder and female genital tract": ("596.2", "619.0"),
    "vaginal vault prolapse following hysterectomy": ("618.0", "618.5"),
    "electrolyte imbalance complicating labor and delivery": ("276.9", "669.01"),
    "urinary incontinence associated with cognitive impairment": ("788.3", "788.91"),
}


@pytest.mark.parametrize("statement", SENT)
def test_what_a_note_excludes_is_coded_where_it_points(coder: Coder, library: Library, statement: str) -> None:
    at, code = SENT[statement]
    (coded,) = coder.code(statement).codes
    assert coded.code == code
    (note,) = (n for n, step in enumerate(coded.proof.steps) if step.kind is StepKind.TABULAR_NOTE)
    assert coded.proof.steps[note - 1].code.startswith(at)
    assert verify(coded.proof, library).reasons == ()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("diabetes with hyperglycemia", "250.00"),
        ("toxoplasmosis", "130.9"),
        ("hypertension", "401.9"),
        ("acquired renal failure", "586"),
    ],
)
def test_a_note_whose_words_are_said_in_part_sends_nothing(coder: Coder, statement: str, code: str) -> None:
    """*Hyperglycemia NOS (790.29)* at 250 is no kind of diabetes; *congenital* and *posttraumatic* are not said."""
    assert code in [coded.code for coded in coder.code(statement).codes]


def test_a_line_that_the_coder_has_chosen_stands(coder: Coder) -> None:
    answer = coder.code("posttraumatic renal failure", answers=Answers({"failure-renal": "581.9"}))
    assert answer.codes[0].code == "581.9"


@pytest.mark.parametrize(("name", "value"), [("words", ("renal", "failure")), ("code", "958.4")])
def test_a_note_that_the_words_do_not_meet_or_that_names_another_code_is_refused(
    coder: Coder, library: Library, name: str, value: object
) -> None:
    proof = coder.code("posttraumatic renal failure").codes[0].proof
    steps = tuple(
        replace(step, **{name: value}) if step.kind is StepKind.TABULAR_NOTE else step for step in proof.steps
    )
    assert not verify(replace(proof, steps=steps), library).accepted


def test_a_code_beside_the_one_that_the_note_names_is_refused(coder: Coder, library: Library) -> None:
    proof = coder.code("posttraumatic renal failure").codes[0].proof
    other = coder.code("traumatic shock").codes[0].proof.steps[-1]
    assert other.code == "958.4"
    forged = replace(proof, code="958.4", steps=(*proof.steps[:-1], other))
    assert not verify(forged, library).accepted
