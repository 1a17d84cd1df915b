"""Guidelines I.C.1.b.6-12: septic shock, sepsis in pregnancy, of newborns and after procedures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_01_sepsis import (
    AFTER_CARE,
    SEPSIS,
    SEPSIS_ELSEWHERE,
    SHOCK,
    SYSTEMIC_INFECTION,
    before_severe_sepsis,
)
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    add_after,
    add_before,
    look_at,
    move_before,
    replace_by,
    rule,
)
from mainterm.rules.shapes import goes_with, never_first, not_beside, shaped


@rule(
    cites=Guideline("I.C.1.b.10.b", page=20),
    severity=Severity.ERROR,
    on=AFTER_CARE,
    needs=(Need.WORDS,),
    passes=("998.59, 038.9, 995.91 | says sepsis", "998.59 | says infection"),
    flags={"998.59 | says sepsis": "998.59", "999.32 | says sepsis": "999.32"},
)
def infection_after_care_without_sepsis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis due to an infection after a procedure, without the codes of sepsis.

    The complication stands first; the systemic infection and 995.91 or 995.92 follow it.
    """
    if "sepsis" in encounter.said and not encounter.has(*SYSTEMIC_INFECTION, *SEPSIS_ELSEWHERE):
        for diagnosis in encounter.within(*AFTER_CARE)[:1]:
            yield add_after(diagnosis, "038", "the systemic infection follows the complication, 038.9 if none is named")


@rule(
    cites=Guideline("I.C.1.b.10.c", page=20),
    severity=Severity.WARNING,
    on=("674.3", "998.5"),
    beside=("785.52",),
    unless=("998.02",),
    first=True,
    passes=("998.59, 038.9, 995.92, 998.02", "038.9, 995.92, 785.52", "038.9, 995.92, 785.52, 998.59"),
    flags={"998.59, 038.9, 995.92, 785.52": "785.52", "674.34, 038.9, 995.92, 785.52": "785.52"},
)
def septic_shock_after_a_procedure(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Septic shock behind the infection of a wound from a procedure, coded as any other.

    Where the infection has resulted in severe sepsis and postprocedural septic shock, the shock is 998.02.
    """
    infection = encounter.diagnoses[0]
    if infection.within("674.3", "998.5") and not encounter.has("998.02"):
        for diagnosis in encounter.within("785.52"):
            yield replace_by(diagnosis, "998.02", "septic shock of a postprocedural infection is 998.02", infection)


@rule(
    cites=Guideline("I.C.1.b.6.b", page=19, also=("I.C.1.b.6.a",)),
    severity=Severity.ERROR,
    on=("785.52", "998.02"),
    passes=("038.9, 995.92, 785.52", "639.5", "998.59, 038.9, 995.92, 998.02"),
    flags={"038.9, 785.52": "785.52", "038.9, 998.02": "998.02"},
)
def septic_shock_without_severe_sepsis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Septic shock without severe sepsis.

    Septic shock shows that there is severe sepsis: 995.92 stands before it, whether the record has the term or not.
    """
    if not encounter.has("995.92", "634-639"):
        for diagnosis in encounter.within("785.52", "998.02"):
            yield add_before(diagnosis, "995.92", "septic shock means severe sepsis")


@rule(
    cites=Guideline("I.C.1.b.10.b", page=20),
    severity=Severity.ERROR,
    on=SEPSIS,
    needs=(Need.ONSET,),
    passes=("998.59, 038.9, 995.91 | links known", "038.9, 995.91 | links known", "038.9:Y, 995.91:Y, 998.59:N"),
    flags={"038.9, 995.91, 998.59 | links known": "998.59", "038.9:Y, 995.91:Y, 998.59:Y": "998.59"},
)
def sepsis_before_the_infection_after_care(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis in front of the infection after a procedure to which it is due.

    The complication code stands first, the systemic infection and 995.91 or 995.92 behind it.
    """
    first = next(iter(encounter.within(*SYSTEMIC_INFECTION, *SEPSIS)), None)
    for diagnosis in encounter.within(*AFTER_CARE) if first else ():
        if diagnosis.poa == "N":
            continue
        if first is not None and encounter.has(*SEPSIS) and encounter.position(diagnosis) > encounter.position(first):
            yield move_before(diagnosis, first, "the complication of care is coded first")


@rule(
    cites=Guideline("I.C.1.b.6.a", page=19),
    severity=Severity.ERROR,
    on=("995.92",),
    beside=SHOCK,
    passes=("038.9, 995.92, 785.52", "038.9, 584.9, 995.92, 785.52", "584.9, 276.51"),
    flags={"038.9, 785.52, 995.92": "785.52", "998.59, 038.9, 998.02, 995.92": "998.02"},
)
def shock_before_severe_sepsis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Septic shock between the systemic infection and severe sepsis.

    The systemic infection stands first, then 995.92, then the code of the septic shock.
    """
    yield from before_severe_sepsis(encounter, SHOCK, "995.92 stands before the septic shock")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "septic_shock_as_principal",
        "Septic shock as the principal diagnosis.",
        "It is an acute organ dysfunction of severe sepsis, and cannot be the principal diagnosis.",
        Guideline("I.C.1.b.6.a", page=19),
        Severity.ERROR,
        never_first(("785.52", "998.02"), "septic shock is never the principal diagnosis"),
        passes=("038.9, 995.92, 785.52", "998.59, 038.9, 995.92, 998.02"),
        flags={"785.52, 038.9, 995.92": "785.52", "998.02, 998.59, 038.9, 995.92": "998.02"},
    ),
    shaped(
        "sepsis_of_an_abortion_coded_apart",
        "Septicemia or septic shock coded apart from an abortion, ectopic or molar pregnancy.",
        "Sepsis and septic shock that complicate these are classified to categories 630-639.",
        Guideline("I.C.1.b.7", page=19),
        Severity.ERROR,
        not_beside(
            ("038", "785.52"), ("630-633", "634-639"), "it is classified to 634-638 or 639 there", blame=look_at
        ),
        passes=("634.01", "633.10, 639.0", "038.9, 995.91"),
        flags={"634.91, 038.9, 995.91": "038.9", "633.10, 639.5, 785.52": "785.52"},
    ),
    shaped(
        "postoperative_septic_shock_of_no_complication",
        "Postoperative septic shock without the infection that brought it about.",
        "The precipitating complication, 998.59 or 674.3 say, is coded first, then the sepsis, then 998.02.",
        Guideline("I.C.1.b.10.c", page=20),
        Severity.WARNING,
        goes_with(("998.02",), (*AFTER_CARE, "996.6", "997"), "which infection after the procedure led to it?"),
        passes=("998.59, 038.9, 995.92, 998.02", "996.62, 038.9, 995.92, 998.02"),
        flags={"038.9, 995.92, 998.02": "998.02", "038.42, 995.92, 998.02, 584.9": "998.02"},
    ),
    shaped(
        "response_without_infection_beside_sepsis",
        "A systemic response due to no infection beside sepsis.",
        "Only one code of 995.9 is assigned: where an infection led to sepsis, 995.91 or 995.92.",
        Guideline("I.C.1.b.12", page=20),
        Severity.ERROR,
        not_beside(("995.90", "995.93-995.94"), SEPSIS, "only one code of 995.9 is assigned"),
        passes=("577.0, 995.94, 584.9", "948.00, 038.9, 995.91"),
        flags={"948.00, 038.9, 995.91, 995.93": "995.93", "577.0, 995.94, 038.9, 995.92, 584.9": "995.94"},
    ),
    shaped(
        "two_kinds_of_septic_shock",
        "Septic shock beside the septic shock of a procedure.",
        "Postprocedural septic shock is 998.02; 785.52 is for septic shock that no procedure led to.",
        Guideline("I.C.1.b.10.c", page=20),
        Severity.ERROR,
        not_beside(("785.52",), ("998.02",), "998.02 is the septic shock of a procedure"),
        passes=("998.59, 038.9, 995.92, 998.02", "038.9, 995.92, 785.52"),
        flags={"998.59, 038.9, 995.92, 785.52, 998.02": "785.52", "997.49, 038.9, 995.92, 998.02, 785.52": "785.52"},
    ),
)
