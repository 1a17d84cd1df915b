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
    add_after,
    look_at,
    move_after,
    move_first,
    paired,
    remove,
    replace_by,
    rule,
)
from mainterm.rules.shapes import goes_with, not_beside, shaped, stands_before, unfit

BIRTH: Final = ("V30-V39",)
"""The birth of a liveborn infant, on its own record."""
PERINATAL: Final = ("760-779",)
"""Chapter 15."""
AFTER_BIRTH: Final = ("001-139", "320-323", "460-488", "550-553", "590", "595", "599.0", "680-686")
"""What a newborn may have got after the birth, as from others, or be operated on for."""
PRETERM: Final = ("765.0", "765.1")
"""Prematurity."""
SIZE: Final = ("764", "765.0", "765.1")
"""Growth and prematurity, whose fifth digit is the birth weight."""
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
    on=("765.29",),
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
    on=("765.21-765.28",),
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
    cites=Guideline("I.C.15.j", page=56, also=("I.C.1.b.9",)),
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
    cites=Guideline("I.C.15.j", page=56, also=("I.C.1.b.9",)),
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
    if 0 <= encounter.days <= LAST_DAY:
        for diagnosis in encounter.within("038")[:1]:
            yield look_at(diagnosis, "038 is not used for a newborn: 771.81, with the organism from 041")


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
    cites=Guideline("I.C.15.i", page=56),
    severity=Severity.ERROR,
    on=("764", "765.0", "765.1"),
    passes=("764.08, 765.18, 765.28", "765.18, 765.28"),
    flags={"764.07, 765.18, 765.28": "765.18", "765.17, 764.98, 765.27": "764.98"},
)
def birth_weights_that_differ(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Two birth weights by the fifth digits of growth and prematurity.

    The fifth digit is based on the recorded birth weight, which is one.
    """
    weighed = tuple(d for d in encounter.within(*SIZE) if len(d.code) == len("765.00") and d.code[-1] != "0")
    for diagnosis in weighed[1:]:
        if diagnosis.code[-1] != weighed[0].code[-1]:
            yield look_at(diagnosis, "the fifth digits tell two birth weights", weighed[0])


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
        "preterm_at_term",
        "Prematurity with a gestation that was not preterm.",
        "765.0 and 765.1 are for preterm infants; 765.29 is 37 weeks or more, 766.2 after term.",
        Guideline("I.C.15.i", page=56),
        Severity.QUERY,
        not_beside(("765.0-765.1",), ("765.29", "766.2"), "was the infant born preterm, or at term?", blame=look_at),
        passes=("765.18, 765.28", "764.08, 765.29"),
        flags={"765.18, 765.29": "765.18", "766.21, 765.19": "765.19"},
    ),
    shaped(
        "newborn_sepsis_of_no_organism",
        "Sepsis of a newborn without its organism.",
        "A secondary code from 041 identifies the organism, where it is known.",
        Guideline("I.C.15.j", page=56),
        Severity.QUERY,
        goes_with(("771.81",), ("041", "079", "112", "771.7"), "is the organism known?"),
        passes=("771.81, 041.02", "V30.00, 771.81, 041.49"),
        flags={"771.81": "771.81", "V30.00, 771.81, 770.6": "771.81"},
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


@rule(
    cites=Guideline("I.B.11", page=11),
    severity=Severity.ERROR,
    on=("774.6",),
    beside=PRETERM,
    passes=("774.2, 765.18, 765.28", "774.6", "774.6, 765.18, 765.28"),
    flags={"774.6 due to 765.18, 765.18, 765.28": "774.6", "765.17, 774.6 due to 765.17, 765.27": "774.6"},
)
def jaundice_due_to_prematurity(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Jaundice said to be due to prematurity, coded as that of any newborn.

    Jaundice associated with preterm delivery has a code of its own, 774.2.
    """
    for diagnosis in encounter.within("774.6"):
        for cause in encounter.within(*PRETERM):
            if cause.code in (*diagnosis.due_to, *diagnosis.joined) or diagnosis.code in cause.joined:
                yield replace_by(diagnosis, "774.2", "774.2 is the jaundice of preterm delivery", cause)
                break
