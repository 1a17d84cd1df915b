"""Encounters as tables: an encounter a row, or a code a row; columns guessed and told; damage told and passed over."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainterm.audit.kinds import Form, Kind, read_files
from mainterm.audit.tables import Table
from mainterm.audit.wide import Wide
from mainterm.model.encounter import Admission, Disposition, Setting

from .audit_inputs import codes_of, rows_of, source

WIDE = """id,age,sex,disch_date,dx1,dx2,dx3,poa1,poa2,poa3,px1
A,72,F,20111007,99591,0389,,Y,N,,9671
B,40,M,10/07/2011,401.9,,,Y,,,
"""


def test_a_wide_table_has_an_encounter_a_row(tmp_path: Path) -> None:
    first, second = rows_of(tmp_path, claims=WIDE)
    assert codes_of(first) == ["995.91", "038.9"]
    assert first.encounter is not None
    assert [diagnosis.poa for diagnosis in first.encounter.diagnoses] == ["Y", "N"]
    assert [procedure.code for procedure in first.encounter.procedures] == ["96.71"]
    assert (first.encounter.id, first.encounter.age, first.encounter.sex) == ("A", 72, "F")
    assert first.encounter.discharged == "2011-10-07"
    assert codes_of(second) == ["401.9"]
    assert second.place.line == 3


@pytest.mark.parametrize("between", [";", "\t", "|"])
def test_other_marks_may_stand_between_the_columns(between: str, tmp_path: Path) -> None:
    assert codes_of(rows_of(tmp_path, claims=WIDE.replace(",", between))[0]) == ["995.91", "038.9"]


def test_the_names_of_national_claims_files_are_known(tmp_path: Path) -> None:
    header = (
        "DESYNPUF_ID,CLM_ID,CLM_ADMSN_DT,ADMTNG_ICD9_DGNS_CD,NCH_BENE_DSCHRG_DT,"
        "ICD9_DGNS_CD_1,ICD9_DGNS_CD_2,ICD9_PRCDR_CD_1"
    )
    (row,) = rows_of(tmp_path, claims=f"{header}\n1,196661176988405,20100312,4580,20100313,7802,78820,8659\n")
    assert codes_of(row) == ["780.2", "788.20"]
    assert row.encounter is not None
    assert (row.encounter.id, row.encounter.admitting, row.encounter.stay) == ("196661176988405", "458.0", 1)


def test_a_principal_diagnosis_that_the_list_repeats_stands_once_and_external_causes_last(tmp_path: Path) -> None:
    table = (
        "clm_id,prncpal_dgns_cd,icd_dgns_cd1,icd_dgns_cd2,icd_dgns_e_cd1,clm_poa_ind_sw1,clm_poa_ind_sw2\n"
        "1,82021,82021,4019,E8859,Y,N\n"
    )
    (row,) = rows_of(tmp_path, claims=table)
    assert codes_of(row) == ["820.21", "401.9", "E885.9"]
    assert row.encounter is not None
    assert [diagnosis.poa for diagnosis in row.encounter.diagnoses] == ["Y", "N", ""]


def test_columns_may_be_told(tmp_path: Path) -> None:
    form = Form(columns={"dx": "HAUPT,NEBEN*", "id": "FALL"})
    (row,) = rows_of(tmp_path, form, claims="FALL,HAUPT,NEBEN_A,NEBEN_B\n7,4019,25000,2724\n")
    assert codes_of(row) == ["401.9", "250.00", "272.4"]
    with pytest.raises(ValueError, match="no column is called"):
        rows_of(tmp_path, Form(columns={"dx": "ICD"}), claims="FALL,HAUPT\n7,4019\n")
    with pytest.raises(ValueError, match="no field is called"):
        rows_of(tmp_path, Form(columns={"diagnose": "HAUPT"}), claims="FALL,HAUPT\n7,4019\n")


def test_a_damaged_row_is_told_with_its_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    damaged = WIDE.replace("B,40", "X,1,M\nB,40").replace("401.9", "4O1.9")
    first, second, third = rows_of(tmp_path, claims=damaged)
    assert first.encounter is not None
    assert second.encounter is None
    assert second.problems == ("has 3 fields where the header has 11",)
    assert second.place.line == 3
    assert codes_of(third) == ["4O1.9"]
    assert "has not the form" in third.problems[0]


MIMIC = {
    "DIAGNOSES_ICD": """"ROW_ID","SUBJECT_ID","HADM_ID","SEQ_NUM","ICD9_CODE"
1,109,172335,2,"5856"
2,109,172335,1,"40391"
3,110,172336,1,"V3000"
4,109,172335,3,
""",
    "PROCEDURES_ICD": """"ROW_ID","SUBJECT_ID","HADM_ID","SEQ_NUM","ICD9_CODE"
9,109,172335,1,3995
""",
    "ADMISSIONS": """SUBJECT_ID,HADM_ID,ADMITTIME,DISCHTIME,ADMISSION_TYPE,DISCHARGE_LOCATION,HOSPITAL_EXPIRE_FLAG
109,172335,2141-09-18 10:32:00,2141-09-24 13:53:00,EMERGENCY,DEAD/EXPIRED,1
110,172336,2141-10-01 10:00:00,2141-10-03 11:00:00,NEWBORN,HOME,0
""",
    "PATIENTS": """"ROW_ID","SUBJECT_ID","GENDER","DOB"
1,109,F,2117-08-07 00:00:00
2,110,M,2141-10-01 00:00:00
""",
}


def test_mimic_is_read_as_it_is(tmp_path: Path) -> None:
    first, second = rows_of(tmp_path, **MIMIC)
    assert codes_of(first) == ["403.91", "585.6"]
    one, two = first.encounter, second.encounter
    assert one is not None
    assert two is not None
    assert [procedure.code for procedure in one.procedures] == ["39.95"]
    assert (one.id, one.setting, one.age, one.sex, one.stay) == ("172335", Setting.INPATIENT, 24, "F", 6)
    assert (one.admission, one.disposition) == (Admission.EMERGENCY, Disposition.DIED)
    assert (two.age, two.days, two.sex, two.admission) == (0, 0, "M", Admission.NEWBORN)


def test_mimic_s_diagnoses_may_come_alone(tmp_path: Path) -> None:
    first, _ = rows_of(tmp_path, DIAGNOSES_ICD=MIMIC["DIAGNOSES_ICD"])
    assert codes_of(first) == ["403.91", "585.6"]
    assert first.encounter is not None
    assert not first.encounter.operated


def test_codes_of_another_classification_are_told(tmp_path: Path) -> None:
    table = "subject_id,hadm_id,seq_num,icd_code,icd_version\n1,7,1,4019,9\n1,8,1,I10,10\n"
    first, second = rows_of(tmp_path, diagnoses_icd=table)
    assert first.problems == ()
    assert any("another classification" in problem for problem in second.problems)


def test_a_row_of_a_long_table_without_an_encounter_is_told(tmp_path: Path) -> None:
    bad, good = rows_of(tmp_path, codes="id,sequence,code\n,1,4019\n5,1,4019\n")
    assert bad.problems == ("has no id of an encounter",)
    assert codes_of(good) == ["401.9"]


def test_a_zipped_file_is_read_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv.gz"
    path.write_bytes(gzip.compress(WIDE.encode()))
    assert len(list(read_files([str(path)]))) == 2


def test_a_zipped_file_that_is_cut_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv.gz"
    path.write_bytes(gzip.compress(WIDE.encode() * 100)[:80])
    with pytest.raises(ValueError, match="cut short"):
        list(read_files([str(path)]))


def test_a_file_without_encounters_is_told(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, claims="id,dx1,dx2\n")
    assert row.problems == ("has no encounters",)
    (row,) = rows_of(tmp_path, claims="name,town\nMiller,Bonn\n")
    assert "none of which holds diagnoses" in row.problems[0]


def test_a_kind_that_is_told_is_not_guessed(tmp_path: Path) -> None:
    (row,) = rows_of(
        tmp_path, Form(kind=Kind.NOTATION, setting=Setting.OUTPATIENT), lines="# a remark\n401.9, 585.6 | 72F\n"
    )
    assert codes_of(row) == ["401.9", "585.6"]
    assert row.encounter is not None
    assert row.encounter.setting is Setting.OUTPATIENT


CODES = st.from_regex(r"[0-9]{3}(\.?[0-9]{1,2})?|V[0-9]{2}(\.?[0-9]{1,2})?", fullmatch=True).filter(
    lambda code: code != "00000"
)


@given(st.lists(st.lists(CODES, min_size=1, max_size=4), min_size=1, max_size=6))
def test_every_code_of_a_table_comes_out_in_its_place(encounters: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["dx1", "dx2", "dx3", "dx4"])
    writer.writerows([*codes, *[""] * (4 - len(codes))] for codes in encounters)
    found = list(Wide(Table(source(text.getvalue()), {})).rows())
    assert [[code.replace(".", "") for code in codes_of(row)] for row in found] == [
        [code.replace(".", "") for code in codes] for codes in encounters
    ]


@given(st.text())
def test_whatever_a_table_holds_nothing_breaks(text: str) -> None:
    for row in Wide(Table(source(f"id,age,sex,dx1,poa1,px1\n{text}"), {})).rows():
        assert row.encounter is not None or row.problems


def test_a_code_whose_place_in_the_sequence_cannot_be_read_is_told(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, codes="id,sequence,code\n5,1,4019\n5,x,25000\n")
    assert row.problems == ('the sequence of 25000 is "x", which is no number',)
    assert codes_of(row) == ["401.9", "250.00"]
