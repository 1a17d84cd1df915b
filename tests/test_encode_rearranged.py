"""What a word elsewhere says of a condition: that it heals, was operated on, was pierced, is treated."""

from __future__ import annotations

import pytest

from mainterm.encode.coder import Coder
from mainterm.model.answer import Grade
from mainterm.model.encounter import Context, Setting

pytestmark = pytest.mark.official


def codes(coder: Coder, statement: str, setting: Setting = Setting.INPATIENT) -> tuple[str, ...]:
    return tuple(one.code for one in coder.code(statement, Context(setting)).codes)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("Cast removed, healing fracture of the distal radius", "V54.12"),
        ("Follow-up of healing clavicle fracture", "V54.19"),
        ("Cast check, healing osteoporotic fracture of the hip", "V54.23"),
    ],
)
def test_a_fracture_that_heals_is_aftercare_by_its_site(coder: Coder, statement: str, code: str) -> None:
    assert codes(coder, statement, Setting.OUTPATIENT)[:1] == (code,)


def test_a_fracture_that_does_not_heal_is_no_aftercare(coder: Coder) -> None:
    assert not any(code.startswith("V54.1") for code in codes(coder, "Nonunion of tibia fracture, cast change"))


def test_a_wound_infection_after_a_named_operation_is_postoperative(coder: Coder) -> None:
    assert codes(coder, "Wound infection after appendectomy") == ("998.59",)
    assert codes(coder, "Post-tonsillectomy hemorrhage") == ("998.11",)


def test_what_befalls_no_wound_is_not_laid_to_the_operation(coder: Coder) -> None:
    answer = coder.code("Pneumonia after colectomy", Context(Setting.INPATIENT))
    assert not any(one.code.startswith("99") for one in answer.codes)
    assert answer.grade is not Grade.COMPLETE


def test_an_organ_harmed_by_a_stab_is_harmed_with_an_open_wound(coder: Coder) -> None:
    assert codes(coder, "Stabbed in abdomen with kitchen knife, laceration of stomach")[0] == "863.1"
    assert codes(coder, "Laceration of liver in a fall")[0] == "864.05"


def test_chemotherapy_told_before_a_growth_is_what_the_encounter_is_for(coder: Coder) -> None:
    assert codes(coder, "Chemotherapy for lung cancer") == ("V58.11", "162.9")
    assert "V58.11" not in codes(coder, "Nausea after chemotherapy for lung cancer")
