"""Encounters as X12 837 institutional claims."""

from __future__ import annotations

import pytest

from mainterm.audit.row import Row
from mainterm.audit.x12 import read_x12
from mainterm.model.encounter import Admission, Disposition, Encounter, Setting

from .audit_inputs import codes_of, source

pytest.importorskip("pyx12", reason="the reader of X12 segments is not installed: pip install '.[x12]'")

HEAD = (
    "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *111010*1253*^*00501*000000905*0*T*:~"
    "GS*HC*SENDER*RECEIVER*20111010*1253*1*X*005010X223A2~ST*837*0021*005010X223A2~BHT*0019*00*1*20111010*1253*CH~"
    "HL*1**20*1~HL*2*1*22*0~SBR*P*18~NM1*IL*1*DOE*JANE~DMG*D8*19400101*F~"
)
CLAIM = (
    "CLM*A-1*100***11:A:1**A*Y*Y~DTP*434*RD8*20111002-20111007~DTP*435*DT*201110020800~CL1*2*1*20~"
    "HI*BK:99591::::::: Y~HI*BJ:78650~HI*BF:0389:::::::N*BF:486:::::::W~HI*BN:E8859~HI*BR:9671:D8:20111003~LX*1~"
)
TAIL = "SE*20*0021~GE*1*1~IEA*1*000000905~"


def rows(text: str) -> list[Row]:
    return list(read_x12(source(text)))


def encounter_of(row: Row) -> Encounter:
    assert row.encounter is not None, row.problems
    return row.encounter


@pytest.mark.parametrize("end", ["~", "~\n", "~\r\n"])
def test_a_claim_is_an_encounter(end: str) -> None:
    (row,) = rows((HEAD + CLAIM + TAIL).replace("~", end))
    encounter = encounter_of(row)
    assert not row.problems
    assert codes_of(row) == ["995.91", "038.9", "486", "E885.9"]
    assert [diagnosis.poa for diagnosis in encounter.diagnoses] == ["Y", "N", "W", ""]
    assert (encounter.id, encounter.setting, encounter.admitting) == ("A-1", Setting.INPATIENT, "786.50")
    assert (encounter.age, encounter.sex, encounter.stay) == (71, "F", 5)
    assert (encounter.admission, encounter.disposition) == (Admission.URGENT, Disposition.DIED)
    assert [(procedure.code, procedure.date) for procedure in encounter.procedures] == [("96.71", "2011-10-03")]


@pytest.mark.parametrize(
    ("k3", "indicators", "problems"),
    [
        ("POAYNWZY", ["Y", "N", "W", "Y"], ()),
        ("POAYN1X", ["Y", "N", "1", ""], ()),
        ("POAYNZ", ["Y", "N", "", ""], ("K3 has 2 indicators for 3 diagnoses",)),
        ("DXYNZ", ["", "", "", ""], ()),
    ],
)
def test_a_claim_of_4010_has_its_indicators_in_k3(k3: str, indicators: list[str], problems: tuple[str, ...]) -> None:
    claim = f"CLM*A-1*100***11:A:1**A*Y*Y~K3*{k3}~HI*BK:99591~HI*BF:0389*BF:486~HI*BN:E8859~"
    (row,) = rows((HEAD + claim + TAIL).replace("00501", "00401").replace("005010X223A2", "004010X096A1"))
    assert [diagnosis.poa for diagnosis in encounter_of(row).diagnoses] == indicators
    assert row.problems == problems


def test_the_patient_is_another_at_the_next_level() -> None:
    second = CLAIM.replace("A-1", "A-2").replace("11:A:1", "13:A:1")
    (_, row) = rows(HEAD + CLAIM + "HL*3*1*22*0~DMG*D8*20110901*M~" + second + TAIL)
    encounter = encounter_of(row)
    assert (encounter.id, encounter.setting, encounter.age, encounter.days, encounter.sex) == (
        "A-2",
        Setting.OUTPATIENT,
        0,
        31,
        "M",
    )


def test_codes_of_icd_10_are_told_and_left_out() -> None:
    (row,) = rows(HEAD + CLAIM.replace("BK:", "ABK:") + TAIL)
    assert row.problems == ("has codes of ICD-10, which are left out",)


def test_an_interchange_that_breaks_off_is_told_and_what_came_is_kept() -> None:
    good, bad = rows(HEAD + CLAIM + "CLM*A-2*")
    assert codes_of(good)[0] == "995.91"
    assert bad.encounter is None
    assert "breaks off" in bad.problems[0]


@pytest.mark.parametrize(
    "text", ["ISA*", "ISA" + "*" * 200, HEAD.replace("00501", "00999"), HEAD + "SE*1~GE*1~IEA*1~IEA*1~"]
)
def test_what_is_no_interchange_is_told(text: str) -> None:
    found = rows(text)
    assert found
    assert all(row.encounter is None for row in found)
