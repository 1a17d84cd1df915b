"""Guidelines I.C.11.h-k: normal delivery, the puerperium, late effects, and abortion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_11 import OBSTETRIC, OUTCOME
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Severity,
    look_at,
    move_after,
    move_first,
    remove,
    replace_by,
    rule,
)

ABORTION: Final = ("634-637",)
LIVEBORN: Final = ("V27.0", "V27.2-V27.3", "V27.5-V27.6")
"""Outcomes of delivery of which one infant at least is alive."""


SEVERAL_FETUSES: Final = ("651.01", "651.11", "651.21", "651.81", "651.91")
"""Twins and more, delivered in this episode."""


@rule(
    cites=Guideline("I.C.11.h.1", page=47),
    severity=Severity.ERROR,
    on=("650",),
    passes=("650, V27.0", "664.11, V27.0"),
    flags={"650, 664.11, V27.0": "650", "648.21, 280.9, 650": "650"},
)
def normal_delivery_with_complication(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Normal delivery together with a complication.

    650 is not used where any other code of chapter 11 is needed for a current complication.
    """
    for other in encounter.within(*OBSTETRIC):
        if other.code != "650":
            for diagnosis in encounter.within("650"):
                yield remove(diagnosis, "650 is not used beside another code of chapter 11", other)
            return


@rule(
    cites=Guideline("I.C.11.h.1", page=47),
    severity=Severity.ERROR,
    on=("650",),
    passes=("650, V27.0", "650, V27.0, V25.2"),
    flags={"V27.0, 650": "650", "V25.2, 650, V27.0": "650"},
)
def normal_delivery_not_principal(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Normal delivery not as the principal diagnosis.

    650 is always the principal diagnosis.
    """
    for diagnosis in encounter.within("650"):
        if encounter.position(diagnosis) > 1:
            yield move_first(diagnosis, "650 is always the principal diagnosis")


@rule(
    cites=Guideline("I.C.11.h.3", page=47),
    severity=Severity.ERROR,
    on=("650",),
    passes=("650, V27.0", "651.01, V27.2"),
    flags={"650, V27.1": "V27.1", "650, V27.2": "V27.2"},
)
def normal_delivery_with_another_outcome(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Normal delivery with another outcome than a single liveborn.

    V27.0 is the only outcome that goes with 650.
    """
    if encounter.has("650"):
        for diagnosis in encounter.within(*OUTCOME):
            if diagnosis.code not in ("V27", "V27.0"):
                yield look_at(diagnosis, "only V27.0 goes with 650", *encounter.within("650"))


@rule(
    cites=Guideline("I.C.11.i.7", page=48, also=("I.C.1.b.7",)),
    severity=Severity.ERROR,
    on=("670.2",),
    passes=("670.24, 041.4", "670.24, 995.92, 584.9", "038.9, 995.91"),
    flags={"670.24, 038.9": "038.9", "670.22, 995.91": "995.91"},
)
def puerperal_sepsis_coded_twice(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Puerperal sepsis with the codes of other sepsis.

    670.2 says the sepsis; its organism is told from 041, not by 038, and 995.91 is not added.
    """
    for sepsis in encounter.within("670.2")[:1]:
        for diagnosis in encounter.within("038", "995.91"):
            yield remove(diagnosis, f"{sepsis.code} describes the sepsis", sepsis)


@rule(
    cites=Guideline("I.C.11.b.5", page=45),
    severity=Severity.ERROR,
    on=("V27.0-V27.1",),
    beside=SEVERAL_FETUSES,
    passes=("651.01, V27.2", "650, V27.0", "651.31, V27.0", "651.03, V27.0"),
    flags={"651.01, V27.0": "V27.0", "651.11, 644.21, V27.1": "V27.1"},
)
def single_outcome_of_several(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A single outcome of a delivery of twins or more.

    V27.2-V27.7 tell the outcome of multiple births; where a fetus was lost before, 651.3-651.7 tell that.
    """
    for several in encounter.within(*SEVERAL_FETUSES)[:1]:
        for diagnosis in encounter.within("V27.0-V27.1"):
            yield look_at(diagnosis, f"{several.code} tells of several: V27.2-V27.7", several)


@rule(
    cites=Guideline("I.C.11.b.5", page=45),
    severity=Severity.ERROR,
    on=("V27.0",),
    beside=("656.41",),
    unless=("651",),
    passes=("656.41, V27.1", "651.01, 656.41, V27.3", "656.43"),
    flags={"656.41, V27.0": "V27.0", "V27.0, 656.41, 641.21": "V27.0"},
)
def live_birth_of_a_fetus_that_died(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A single liveborn as the outcome of a delivery with intrauterine death.

    The outcome of the delivery of one fetus that has died is a stillborn, V27.1.
    """
    if not encounter.has("651"):
        for death in encounter.within("656.41")[:1]:
            for diagnosis in encounter.within("V27.0"):
                yield replace_by(diagnosis, "V27.1", "with intrauterine death the outcome is a stillborn", death)


@rule(
    cites=Guideline("I.C.11.j.3", page=49),
    severity=Severity.ERROR,
    on=("677",),
    passes=("619.0, 677", "677"),
    flags={"677, 619.0": "677", "677, 625.9, 401.9": "677"},
)
def late_effect_before_the_sequela(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The late effect of a complication of pregnancy in front of its sequela.

    677 follows the code of what it has left behind.
    """
    if len(encounter.diagnoses) > 1 and encounter.diagnoses[0].code == "677":
        late, sequela = encounter.diagnoses[:2]
        yield move_after(late, sequela, "677 follows the code of the sequela")


@rule(
    cites=Guideline("I.C.11.k.2", page=49),
    severity=Severity.ERROR,
    on=ABORTION,
    passes=("634.91, 646.63", "635.92", "642.51, V27.0"),
    flags={"634.91, 648.01": "648.01", "635.92, 655.10": "655.10"},
)
def episode_beside_an_abortion(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A complication that led to an abortion, with another fifth digit than 3.

    Beside an abortion the other fifth digits do not apply.
    """
    for abortion in encounter.within(*ABORTION)[:1]:
        for diagnosis in encounter.within("640-649", "651-659"):
            if diagnosis.code[-1] != "3" and len(diagnosis.code) == len("640.03") and diagnosis.code != "644.21":
                antepartum = f"{diagnosis.code[:-1]}3"
                yield replace_by(diagnosis, antepartum, "with an abortion the fifth digit is 3", abortion)


@rule(
    cites=Guideline("I.C.11.k.4", page=49),
    severity=Severity.ERROR,
    on=(*ABORTION, "638"),
    passes=("644.21, V27.0", "635.92, 646.63", "635.92, V27.1"),
    flags={"635.92, 644.21": "635.92", "644.21, 637.91, V27.0": "637.91", "635.92, V27.0": "635.92"},
)
def abortion_beside_a_live_birth(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An abortion beside early delivery, or a liveborn outcome.

    Where an attempted termination results in a liveborn fetus, 644.21 is assigned with the outcome, and no abortion.
    """
    for birth in encounter.within("644.21", *LIVEBORN)[:1]:
        for diagnosis in encounter.within(*ABORTION, "638"):
            yield replace_by(diagnosis, "644.21", "the fetus was born alive: 644.21, with the outcome", birth)


@rule(
    cites=Guideline("I.C.11.k.2", page=49),
    severity=Severity.ERROR,
    on=ABORTION,
    passes=("634.11", "660.01, 653.41"),
    flags={"634.91, 666.02": "666.02", "635.92, 664.01": "664.01"},
)
def labor_complication_beside_an_abortion(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A complication of labor and delivery beside an abortion.

    660-669 are not for complications of abortion.
    """
    for abortion in encounter.within(*ABORTION)[:1]:
        for diagnosis in encounter.within("660-669"):
            yield look_at(diagnosis, "660-669 are not used for complications of abortion", abortion)


@rule(
    cites=Guideline("I.C.11.k.3", page=49),
    severity=Severity.ERROR,
    on=("639",),
    passes=("639.0", "634.01"),
    flags={"634.91, 639.1": "639.1", "635.92, 639.0": "639.0"},
)
def complication_following_beside_an_abortion(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A complication following abortion together with the abortion itself.

    639 cannot be assigned with 634-638: there the fourth digit tells the complication.
    """
    for abortion in encounter.within("634-638")[:1]:
        for diagnosis in encounter.within("639"):
            yield look_at(diagnosis, "639 is not assigned with 634-638", abortion)
