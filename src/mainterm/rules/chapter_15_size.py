"""Guidelines I.C.15.i-j: prematurity and growth of newborns, and their sepsis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_15 import LAST_DAY
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    add_after,
    look_at,
    move_after,
    remove,
    replace_by,
    rule,
)
from mainterm.rules.shapes import goes_with, not_beside, shaped

PRETERM: Final = ("765.0", "765.1")
"""Prematurity."""
SIZE: Final = ("764", "765.0", "765.1")
"""Growth and prematurity, whose fifth digit is the birth weight."""


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


RULES: Final[tuple[Rule, ...]] = (
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
)
