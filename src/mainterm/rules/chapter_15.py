"""Guidelines I.C.15: newborns (conditions that originate in the perinatal period)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Severity,
    add_after,
    look_at,
    move_after,
    move_first,
    remove,
    rule,
)

BIRTH: Final = ("V30-V39",)
"""The birth of a liveborn infant, on its own record."""
PERINATAL: Final = ("760-779",)
"""Chapter 15."""
SIZE: Final = ("764", "765.0", "765.1")
"""Growth and prematurity, whose fifth digit is the birth weight."""
SUSPECTED: Final = (
    ("V29.0", ("770.0", "771")),
    ("V29.1", ("767.0", "768", "779.0-779.2")),
    ("V29.2", ("769", "770")),
    ("V29.3", ("775",)),
)
"""Observation for a kind of condition, and the conditions of that kind in chapter 15."""


@rule(
    cites=Guideline("I.C.15.a.1", page=53),
    severity=Severity.ERROR,
    on=("V27",),
    passes=("V30.00, 770.6", "656.51, V27.0"),
    flags={"650, V27.0, 774.6": "774.6", "644.21, V27.0, 765.17": "765.17"},
)
def perinatal_code_on_maternal_record(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A perinatal code on the record of the mother.

    Chapter 15 is never for the mother's record.
    """
    if encounter.has("V27") and not encounter.has(*BIRTH):
        for diagnosis in encounter.within(*PERINATAL):
            yield look_at(diagnosis, "codes of chapter 15 are never used on the mother's record")


@rule(
    cites=Guideline("I.C.15.b", page=54),
    severity=Severity.ERROR,
    on=BIRTH,
    passes=("V30.00, 770.6", "770.6"),
    flags={"770.6, V30.00": "V30.00", "V29.0, V30.01": "V30.01"},
)
def birth_not_principal(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The birth not as the principal diagnosis.

    A code of V30-V39 is the principal diagnosis of the record of the birth.
    """
    for diagnosis in encounter.within(*BIRTH)[:1]:
        if encounter.position(diagnosis) > 1:
            yield move_first(diagnosis, "the code of the birth is the principal diagnosis")


@rule(
    cites=Guideline("I.C.15.b", page=54),
    severity=Severity.ERROR,
    on=BIRTH,
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
    cites=Guideline("I.C.15.d.2", page=55),
    severity=Severity.WARNING,
    on=("V29",),
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
    cites=Guideline("I.C.15.i", page=56),
    severity=Severity.WARNING,
    on=SIZE,
    passes=("765.17, 765.27", "V30.00, 765.18, 765.28", "765.20"),
    flags={"V30.00, 765.17": "765.17", "764.08": "764.08"},
)
def prematurity_without_weeks(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Prematurity or slow growth without the weeks of gestation.

    With 764, 765.0 and 765.1 the weeks are coded too, from 765.2.
    """
    if not encounter.has("765.2"):
        for diagnosis in encounter.within(*SIZE)[:1]:
            yield add_after(diagnosis, "765.2", "the weeks of gestation are coded too, from 765.2")


@rule(
    cites=Guideline("I.C.15.i", page=56),
    severity=Severity.ERROR,
    on=("765.2",),
    passes=("765.17, 765.27", "764.08, 765.29"),
    flags={"765.27, 765.17": "765.27", "765.28, 774.2, 765.18": "765.28"},
)
def weeks_before_prematurity(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The weeks of gestation in front of the prematurity.

    765.2 is an additional code to 764, 765.0 and 765.1.
    """
    for size in encounter.within(*SIZE)[:1]:
        for diagnosis in encounter.within("765.2"):
            if encounter.position(diagnosis) < encounter.position(size):
                yield move_after(diagnosis, size, f"765.2 is additional to {size.code}")


@rule(
    cites=Guideline("I.C.15.i", page=56),
    severity=Severity.WARNING,
    passes=("765.17, 765.27", "764.08, 765.29", "765.29"),
    flags={"V30.00, 765.29": "765.29", "774.6, 765.29": "765.29"},
)
def weeks_of_a_term_newborn(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The weeks of gestation of a newborn that is neither premature nor small.

    765.2 is an additional code to 764, 765.0 and 765.1.
    """
    if not encounter.has(*SIZE):
        for diagnosis in encounter.within("765.29"):
            if len(encounter.diagnoses) > 1:
                yield remove(diagnosis, "the weeks are coded with 764, 765.0 and 765.1 only")


@rule(
    cites=Guideline("I.C.15.i", page=56),
    severity=Severity.QUERY,
    passes=("765.17, 765.27", "764.03, 765.24", "V30.00, 765.29"),
    flags={"V30.00, 765.27": "765.27", "769, 765.24": "765.24"},
)
def early_newborn_not_called_premature(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Fewer than 37 weeks of gestation, and neither prematurity nor slow growth is coded.

    765.2 is an additional code to 764, 765.0 and 765.1: whether the newborn is premature, its provider says.
    """
    if not encounter.has(*SIZE):
        for diagnosis in encounter.within("765.21-765.28"):
            yield look_at(diagnosis, "is the newborn premature, or small for its weeks?")


@rule(
    cites=Guideline("I.C.15.j", page=56),
    severity=Severity.ERROR,
    on=("771.81",),
    passes=("771.81, 041.02", "771.81, 995.92, 584.9", "038.9, 995.91"),
    flags={"771.81, 038.0": "038.0", "771.81, 995.91": "995.91"},
)
def newborn_sepsis_coded_twice(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis of the newborn with the codes of other sepsis.

    771.81 says the sepsis; its organism is told from 041, not by 038, and 995.91 is not added.
    """
    for sepsis in encounter.within("771.81")[:1]:
        for diagnosis in encounter.within("038", "995.91"):
            yield remove(diagnosis, "771.81 describes the sepsis", sepsis)


@rule(
    cites=Guideline("I.C.15.j", page=56),
    severity=Severity.ERROR,
    on=("038",),
    needs=(Need.AGE,),
    passes=("771.81 | 3d", "038.9, 995.91 | 60F"),
    flags={"038.9, 995.91 | 3d": "038.9", "038.42 | 20dM": "038.42"},
)
def septicemia_of_a_newborn(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Septicemia by 038 on the record of a newborn.

    Up to the 28th day it is 771.81, with the organism from 041.
    """
    if 0 <= encounter.days <= 28:
        for diagnosis in encounter.within("038")[:1]:
            yield look_at(diagnosis, "038 is not used for a newborn: 771.81, with the organism from 041")
