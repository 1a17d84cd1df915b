"""The encounter: its dates, the patient's age, what its record says, and the one-line notation of all that."""

from __future__ import annotations

import re

import pytest

from mainterm.model.documentation import said_in
from mainterm.model.encounter import Admission, Diagnosis, Disposition, Encounter, age_on
from mainterm.rules.notation import read_notation


def test_the_notation_reads_dates_stay_admission_and_disposition() -> None:
    encounter = read_notation(
        "486 | inpatient urgent 72F died | 2011-10-02 to 2011-10-07 | admitted for 786.50 | id A-7"
    )
    assert (encounter.admitted, encounter.discharged, encounter.stay) == ("2011-10-02", "2011-10-07", 5)
    assert (encounter.admission, encounter.disposition) == (Admission.URGENT, Disposition.DIED)
    assert (encounter.age, encounter.sex, encounter.admitting, encounter.id) == (72, "F", "786.50", "A-7")


def test_a_visit_of_one_date_begins_and_ends_on_it() -> None:
    encounter = read_notation("401.9 | 2011-10-02")
    assert (encounter.admitted, encounter.discharged, encounter.stay) == ("2011-10-02", "2011-10-02", 0)


def test_procedures_that_are_known_to_be_none_are_told_from_those_not_known() -> None:
    assert not read_notation("650").operated
    assert read_notation("650 | px none").operated
    (procedure,) = read_notation("650 | px 73.59 on 2011-10-02").procedures
    assert (procedure.code, procedure.date) == ("73.59", "2011-10-02")


@pytest.mark.parametrize(
    ("line", "age", "days"),
    [("V30.00 | 0dM", 0, 0), ("770.6 | 27d", 0, 27), ("401.9 | 72F", 72, -1), ("401.9 | F", -1, -1)],
)
def test_an_age_in_days_is_an_age_below_one_year(line: str, age: int, days: int) -> None:
    encounter = read_notation(line)
    assert (encounter.age, encounter.days) == (age, days)


def test_age_and_sex_may_stand_apart() -> None:
    encounter = read_notation("401.9 | F | 72")
    assert (encounter.age, encounter.sex) == (72, "F")


def test_on_a_birthday_the_patient_is_a_year_older() -> None:
    assert age_on("1940-10-02", "2011-10-01") == (70, -1)
    assert age_on("1940-10-02", "2011-10-02") == (71, -1)
    assert age_on("2011-10-02", "2010-10-02") == (-1, -1)


def test_a_code_that_stands_twice_has_two_positions() -> None:
    first, second = Diagnosis("401.9"), Diagnosis("401.9")
    encounter = Encounter((first, Diagnosis("250.00"), second))
    assert (encounter.position(first), encounter.position(second)) == (1, 3)


@pytest.mark.parametrize(
    ("record", "affirmed"),
    [
        ("Sepsis due to wound infection.", "sepsis"),
        ("No sepsis.", ""),
        ("Fever, no evidence of sepsis", ""),
        ("Sepsis was ruled out.", ""),
        ("History of sepsis", ""),
        ("No fever, but sepsis", "sepsis"),
    ],
)
def test_a_record_says_what_it_affirms(record: str, affirmed: str) -> None:
    assert said_in(record) & {"sepsis"} == ({affirmed} if affirmed else set())


@pytest.mark.parametrize("line", ["401.9 | stay long", "401.9 | 2011-13-02 until", "401.9 | admitted for pain"])
def test_a_slip_in_a_part_is_told_in_one_line(line: str) -> None:
    with pytest.raises(ValueError, match=re.compile("is no")):
        read_notation(line)
