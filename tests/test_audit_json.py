"""Encounters as JSON: in lines, in a list, damaged, and written in the form in which they are read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainterm.audit import json_values
from mainterm.audit.json_form import as_json, read_json
from mainterm.audit.row import Row
from mainterm.model.encounter import Setting
from mainterm.rules.notation import read_notation

from .audit_inputs import source


def rows(text: str) -> list[Row]:
    return list(read_json(source(text)))


CASE = {
    "id": "A-1",
    "encounter": {
        "setting": "inpatient",
        "age": 3,
        "age_unit": "days",
        "sex": "F",
        "admit_type": "newborn",
        "dx": [{"code": "V3000", "poa": ""}, {"code": "765.18", "poa": "Y"}],
        "procedures": [{"code": "9955", "date": "20111002"}],
        "documentation": "Single liveborn. No sepsis.",
    },
    "expected": [],
}


def test_an_object_with_an_encounter_in_it_is_read_whole() -> None:
    (row,) = rows(json.dumps(CASE))
    assert row.encounter is not None
    assert not row.problems
    assert [diagnosis.code for diagnosis in row.encounter.diagnoses] == ["V30.00", "765.18"]
    assert (row.encounter.id, row.encounter.age, row.encounter.days) == ("A-1", 0, 3)
    assert (row.encounter.procedures[0].code, row.encounter.procedures[0].date) == ("99.55", "2011-10-02")
    assert "liveborn" in row.encounter.said
    assert "sepsis" not in row.encounter.said


def test_codes_may_be_listed_bare_and_the_encounter_stand_alone() -> None:
    (row,) = rows('{"id": 7, "setting": "outpatient", "dx": ["4019", "250.00"]}')
    assert row.encounter is not None
    assert (row.encounter.id, row.encounter.setting, row.encounter.operated) == ("7", Setting.OUTPATIENT, False)
    assert [diagnosis.code for diagnosis in row.encounter.diagnoses] == ["401.9", "250.00"]


@pytest.mark.parametrize("text", ["{}\n{}\n", "[{}, {}]", "[\n  {},\n  {}\n]", "{\n}\n{\n}", "\ufeff{}\n{}"])
def test_objects_are_found_in_lines_in_a_list_and_one_behind_the_other(text: str) -> None:
    assert len(rows(text.replace("{}", '{"dx": ["4019"]}').replace("{\n}", '{\n"dx":\n["4019"]}'))) == 2


def test_a_damaged_line_is_told_with_its_place_and_the_rest_goes_on() -> None:
    good = json.dumps(CASE)
    first, second, third = rows(f"{good}\n{good[:40]}\n\n{good}\n")
    assert (first.encounter, third.encounter) != (None, None)
    assert second.encounter is None
    assert str(second.place) == "encounters:2"
    assert second.problems[0].startswith("not JSON")
    assert str(third.place) == "encounters:4"


def test_a_code_that_is_none_is_told_and_stands_as_it_came() -> None:
    (row,) = rows('{"dx": ["4019", "25O.00"]}')
    assert row.encounter is not None
    assert [diagnosis.code for diagnosis in row.encounter.diagnoses] == ["401.9", "25O.00"]
    assert row.problems == ('diagnosis 2: "25O.00" has not the form of an ICD-9-CM code',)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ('"sex": "X"', "sex is"),
        ('"age": 300', "age is"),
        ('"admit_date": "soon"', "is no date"),
        ('"los": "x"', "stay is"),
    ],
)
def test_a_fact_that_cannot_be_understood_is_told_and_left_out(field: str, told: str) -> None:
    (row,) = rows(f'{{"dx": ["4019"], {field}}}')
    assert row.encounter is not None
    assert told in row.problems[0]


@pytest.mark.parametrize("text", ["[]", '{"dx": "4019"}', '{"encounter": 5}', "{" * 5000, '{"dx": [1]', "nothing"])
def test_what_is_no_encounter_is_told(text: str) -> None:
    assert all(row.encounter is None and row.problems for row in rows(text))


ENCOUNTERS = [
    "285.22:Y due to 183.0, 183.0:Y | px 96.71 on 2011-10-03, 45.13 | inpatient urgent 72F died | for 285.22",
    "V30.00 | px none | inpatient newborn 0dM home | 2011-10-02 to 2011-10-04",
    "401.9, 401.9, 585.6 with 401.9 | outpatient F | says chest pain | admitted for 786.50 | id X",
]


@pytest.mark.parametrize("line", ENCOUNTERS)
def test_an_encounter_is_read_as_it_was_written(line: str) -> None:
    encounter = read_notation(line)
    (row,) = rows(json.dumps(as_json(encounter)))
    assert row == Row(row.place, encounter, ())


@given(
    st.lists(st.dictionaries(st.text(max_size=5), st.text() | st.lists(st.integers())), min_size=1, max_size=5),
    st.sampled_from([None, 1]),
    st.integers(min_value=1, max_value=40),
)
def test_the_pieces_in_which_a_text_is_read_do_not_matter(values: list[object], indent: int | None, piece: int) -> None:
    text = json.dumps(values, indent=indent, ensure_ascii=False)
    whole, json_values._PIECE = json_values._PIECE, piece  # type: ignore[misc]
    try:
        assert [each.value for each in json_values.json_values(source(text))] == values
    finally:
        json_values._PIECE = whole  # type: ignore[misc]
