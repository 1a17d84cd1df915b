"""The numbers of vessels, stents and vertebrae that a *code also* note asks for; the grafts of a coronary bypass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mainterm.encode.coder import Coder
from mainterm.model.encounter import Context, Setting
from mainterm.verify.library import Library
from mainterm.verify.verifier import verify

pytestmark = pytest.mark.official
INPATIENT = Context(setting=Setting.INPATIENT)


def codes(coder: Coder, statement: str) -> set[str]:
    return {coded.code for coded in coder.code(statement, INPATIENT).codes}


@pytest.mark.parametrize(
    ("statement", "numbers"),
    [
        ("PTCA of three vessels with insertion of four drug-eluting stents", {"00.42", "00.48"}),
        ("PTCA with drug-eluting stents, two stents in one vessel", {"00.40", "00.46"}),
        ("Anterior lumbar interbody fusion L3-S1", {"81.63"}),
        ("Posterior lumbar fusion", set[str]()),
        ("PTCA with insertion of drug-eluting stents", set[str]()),
    ],
)
def test_a_number_is_coded_where_it_is_told(coder: Coder, statement: str, numbers: set[str]) -> None:
    assert {code for code in codes(coder, statement) if code.startswith(("00.4", "81.6"))} == numbers


def test_a_number_that_is_not_told_is_refused(coder: Coder, library: Library) -> None:
    answer = coder.code("PTCA with drug-eluting stents, two stents in one vessel", INPATIENT)
    proof = next(coded.proof for coded in answer.codes if coded.code == "00.46")
    assert verify(proof, library).accepted
    three = next(
        coded.proof
        for coded in coder.code("PTCA with drug-eluting stents, three stents in one vessel", INPATIENT).codes
        if coded.code == "00.47"
    )
    steps = (*proof.steps[:-1], replace(three.steps[-1], words=()))
    assert not verify(replace(proof, code="00.47", steps=steps), library).accepted


def test_of_a_bypass_by_mammary_and_vein_each_has_its_number(coder: Coder) -> None:
    assert codes(coder, "CABG x3: LIMA and two saphenous vein grafts") == {"36.15", "36.12"}
    assert codes(coder, "CABG with left internal mammary artery") == {"36.15"}
