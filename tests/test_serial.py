"""A record is written as plain JSON and read back the same; what is no such record is refused with one line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainterm.model.answer import Answer, Grade
from mainterm.model.index import Index
from mainterm.model.proof import Proof, Step, StepKind
from mainterm.model.serial import proof_from_json, to_json
from mainterm.model.source import Source

PROOF = Proof(
    "gout",
    "2012",
    "0" * 64,
    "274.9",
    (Step(StepKind.MAIN_TERM, Source("Dindex12.rtf", 36466), "Gout, gouty 274.9", ("gout",)),),
)


def spoilt(**changes: Any) -> Any:
    return {**to_json(PROOF), **changes}


@given(
    st.builds(
        Proof,
        st.text(),
        st.text(),
        st.text(),
        st.text(),
        st.lists(
            st.builds(
                Step,
                st.sampled_from(StepKind),
                st.builds(Source, st.text(), st.integers()),
                st.text(),
                st.lists(st.text()).map(tuple),
                st.text(),
                st.text(),
            )
        ).map(tuple),
    )
)
def test_a_proof_survives_being_written_as_json(proof: Proof) -> None:
    assert proof_from_json(json.loads(json.dumps(to_json(proof)))) == proof


def test_an_answer_is_an_object_of_its_fields_with_the_grade_in_words() -> None:
    written = to_json(Answer("gout", "2012", Grade.NEEDS_DETAIL, unplaced=("acute",)))
    assert written["grade"] == "needs-detail"
    assert written["unplaced"] == ["acute"]
    assert list(written)[:4] == ["statement", "edition", "grade", "codes"]


def test_mappings_and_their_keys_are_written_too() -> None:
    assert to_json({Index.DRUGS: (1, None, 2.5, True)}) == {"drugs": [1, None, 2.5, True]}


def test_what_is_no_part_of_a_record_is_our_own_mistake() -> None:
    with pytest.raises(TypeError, match="object is no part of a record"):
        to_json(object())


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ([], "proof: is not an object"),
        ({}, "proof: has no field 'statement'"),
        (
            spoilt(proved=True),
            "proof: has a field 'proved', which is none of statement, edition, manifest, code, steps",
        ),
        (spoilt(code=274.9), "proof.code: is not text"),
        (spoilt(steps="none"), "proof.steps: is not a list"),
        (
            spoilt(steps=[{**to_json(PROOF.steps[0]), "kind": "guess"}]),
            "proof.steps[0].kind: is none of lexicon, ",
        ),
        (
            spoilt(steps=[{**to_json(PROOF.steps[0]), "kind": ["see"]}]),
            "proof.steps[0].kind: is none of lexicon, ",
        ),
        (
            spoilt(steps=[{**to_json(PROOF.steps[0]), "source": {"document": "D", "paragraph": True}}]),
            "proof.steps[0].source.paragraph: is not a whole number",
        ),
        (spoilt(steps=[{**to_json(PROOF.steps[0]), "words": [1]}]), "proof.steps[0].words[0]: is not text"),
    ],
)
def test_what_is_no_proof_is_refused_with_the_place_and_the_reason(value: Any, line: str) -> None:
    with pytest.raises(ValueError, match=r"^proof") as refusal:
        proof_from_json(value)
    assert str(refusal.value).startswith(line)
    assert "\n" not in str(refusal.value)
