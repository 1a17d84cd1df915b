"""Guidelines I.C.15: newborns (conditions that originate in the perinatal period)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Admission, Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    look_at,
    move_first,
    paired,
    rule,
)
from mainterm.rules.shapes import shaped, stands_before, unfit

BIRTH: Final = ("V30-V39",)
"""The birth of a liveborn infant, on its own record."""
PERINATAL: Final = ("760-779",)
"""Chapter 15."""
AFTER_BIRTH: Final = ("001-139", "320-323", "460-488", "550-553", "590", "595", "599.0", "680-686")
"""What a newborn may have got after the birth, as from others, or be operated on for."""
SUSPECTED: Final = (
    ("V29.0", ("770.0", "771")),
    ("V29.1", ("767.0", "768", "779.0-779.2")),
    ("V29.2", ("769", "770")),
    ("V29.3", ("775",)),
)
"""Observation for a kind of condition, and the conditions of that kind in chapter 15."""
YOUNGEST_MOTHER: Final = 9
LAST_DAY: Final = 28
"""Of the perinatal period."""


@rule(
    cites=Guideline("I.C.15.a.1", page=53, also=("I.C.11.c.2",)),
    severity=Severity.ERROR,
    on=PERINATAL,
    beside=("V27", "630-679"),
    unless=BIRTH,
    passes=("V30.00, 770.6", "656.51, V27.0", "656.51, 779.84 | 3dM"),
    flags={"650, V27.0, 774.6": "774.6", "644.21, 765.17 | 24F": "765.17"},
)
def perinatal_code_on_maternal_record(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A perinatal code on the record of the mother.

    Chapter 15 is never for the mother's record.
    """
    mother = encounter.has("V27") or (encounter.age >= YOUNGEST_MOTHER and encounter.has("630-679"))
    if mother and not encounter.has(*BIRTH):
        for diagnosis in encounter.within(*PERINATAL):
            yield look_at(diagnosis, "codes of chapter 15 are never used on the mother's record")


@rule(
    cites=Guideline("I.C.15.b", page=54),
    severity=Severity.ERROR,
    on=BIRTH,
    passes=("V30.00, 770.6", "770.6"),
    flags={"770.6, V30.00": "V30.00", "774.6, V29.0, V30.01": "V30.01"},
)
def birth_not_principal(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The birth not as the principal diagnosis.

    A code of V30-V39 is the principal diagnosis of the record of the birth. Of observation and anomalies in front of it
    rules of their own tell.
    """
    for diagnosis in encounter.within(*BIRTH)[:1]:
        if not encounter.diagnoses[0].within(*BIRTH, "V29", "740-759"):
            yield move_first(diagnosis, "the code of the birth is the principal diagnosis")


@rule(
    cites=Guideline("I.C.15.b", page=54),
    severity=Severity.ERROR,
    on=BIRTH,
    between=paired([(BIRTH, BIRTH)]),
    passes=("V30.00", "V31.00, 765.18, 765.28"),
    flags={"V30.00, V31.00": "V31.00", "V30.01, 774.6, V30.00": "V30.00"},
)
def birth_coded_twice(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Two codes of birth on one record.

    A code of V30-V39 is assigned once.
    """
    for diagnosis in encounter.within(*BIRTH)[1:]:
        yield look_at(diagnosis, "the birth is coded once", encounter.within(*BIRTH)[0])


@rule(
    cites=Guideline("I.C.15.d.1", page=54),
    severity=Severity.WARNING,
    on=("V29",),
    between=paired([((suspected,), found) for suspected, found in SUSPECTED]),
    passes=("V30.00, V29.0", "V29.0", "V30.00, 766.1, V29.0", "V30.00, 774.6, V29.0"),
    flags={"V30.00, 771.81, V29.0": "V29.0", "V30.00, 770.6, V29.2": "V29.2"},
)
def observation_with_a_condition_found(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Observation of a newborn for a condition not found, beside a condition of the kind suspected.

    V29 is for newborns in whom what was suspected was not found; its signs are coded as such.
    """
    for suspected, conditions in SUSPECTED:
        for diagnosis in encounter.within(suspected):
            for found in encounter.within(*conditions)[:1]:
                yield look_at(diagnosis, "V29 is for newborns in whom no such condition is found", found)


@rule(
    cites=Guideline("I.C.15.a.2", page=53),
    severity=Severity.WARNING,
    on=PERINATAL,
    needs=(Need.AGE,),
    passes=("770.6, 428.0 | 3dM", "V30.00, 770.6 | 0dF", "745.4, 779.31 | 5dM", "466.19, 770.88 | 14dM"),
    flags={"428.0, 770.6 | 3dM": "770.6", "276.0, 774.6 | 1dM": "774.6"},
)
def perinatal_code_not_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition of another chapter in front of a perinatal one, on a newborn's record.

    Codes of chapter 15 are principal on the newborn's record, except for the birth; others add detail behind them.
    """
    first = encounter.diagnoses[0]
    if 0 <= encounter.days <= LAST_DAY and first.within("001-739", "780-799") and not first.within(*AFTER_BIRTH):
        for diagnosis in encounter.within("764-779")[:1]:
            yield move_first(diagnosis, "codes of chapter 15 stand first on the newborn's record")


@rule(
    cites=Guideline("I.C.15.b", page=54),
    severity=Severity.ERROR,
    on=BIRTH,
    needs=(Need.AGE,),
    passes=("V30.00 | 0dM", "V30.1, 770.6 | 1dF"),
    flags={"V30.00 | 3M": "V30.00", "V31.00, 770.6 | 60dF": "V31.00"},
)
def birth_long_after_it(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A birth on the record of a patient who is past the newborn period.

    V30-V39 is assigned once, at the time of birth.
    """
    if encounter.days > LAST_DAY or encounter.age >= 1:
        for diagnosis in encounter.within(*BIRTH):
            yield look_at(diagnosis, "the birth is coded at the time of birth only")


@rule(
    cites=Guideline("I.C.15.b", page=54),
    severity=Severity.QUERY,
    on=("740-779", "V29", "V05"),
    needs=(Need.ADMISSION, Need.AGE),
    passes=("V30.00, 774.2 | newborn 0dM", "774.6 | urgent 4dM", "770.6 | newborn 6dM"),
    flags={"765.18, 765.28 | newborn 0dM": "765.18", "774.6, V05.3 | newborn 1dF": "774.6"},
)
def birth_that_is_not_coded(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The record of a newborn's first day without the birth.

    The birth of an infant is a code from V30-V39, unless the infant was transferred from where it was born.
    """
    born = encounter.admission is Admission.NEWBORN and 0 <= encounter.days <= 1
    if born and not encounter.has(*BIRTH):
        yield look_at(encounter.diagnoses[0], "was the infant born in this hospital? Then V30-V39 stands first")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "observation_before_the_birth",
        "Observation of a newborn in front of the birth.",
        "On the record of the birth V29 is a secondary code, behind that from V30-V39.",
        Guideline("I.C.15.d.2", page=55, also=("I.C.15.b",)),
        Severity.ERROR,
        stands_before(BIRTH, ("V29",), "the birth stands before the observation"),
        passes=("V30.00, V29.0", "V29.0"),
        flags={"V29.0, V30.00": "V30.00", "V29.3, 766.1, V31.00": "V31.00"},
    ),
    shaped(
        "observation_past_the_newborn_period",
        "Observation of a newborn on the record of an older patient.",
        "V29 is for newborns and infants; for others observation is category V71.",
        Guideline("I.C.15.d.1", page=54),
        Severity.WARNING,
        unfit(("V29",), lambda encounter, _: encounter.age < 1, "V29 is for newborns and infants"),
        needs=(Need.AGE,),
        passes=("V29.0 | 2d", "V29.8 | 20dF"),
        flags={"V29.0 | 4M": "V29.0", "401.9, V29.8 | 50F": "V29.8"},
    ),
)
