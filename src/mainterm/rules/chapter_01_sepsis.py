"""Guidelines I.C.1.b.1-5: septicemia, systemic inflammatory response, sepsis and severe sepsis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    add_after,
    add_before,
    look_at,
    move_after,
    remove,
    replace_by,
    rule,
)
from mainterm.rules.shapes import goes_with, shaped

SYSTEMIC_INFECTION: Final = ("038", "020.2", "003.1", "022.3", "036.2", "054.5", "112.5", "117.9", "449")
"""Codes of a systemic infection, any of which stands before 995.91 and 995.92."""
SEPSIS_ELSEWHERE: Final = ("634-639", "659.3", "670.2", "771.81")
"""Sepsis that another chapter classifies whole: puerperal, after abortion, of the newborn."""
AFTER_CARE: Final = ("674.3", "998.59", "999.31-999.39")
"""Infections due to a procedure, which stand before the sepsis that they lead to."""
ORGAN_DYSFUNCTION: Final = (
    "286.6", "348.31", "357.82", "359.81", "518.81", "518.82", "518.84", "570", "584.5-584.9", "785.52", "998.02",
)  # fmt: skip
"""Acute organ dysfunctions of severe sepsis: those that the note at 995.92 names, and their like."""
SHOCK: Final = ("785.52", "998.02")
"""Septic shock, of itself and after a procedure."""
FAILING_ORGANS: Final = (
    *ORGAN_DYSFUNCTION,
    *("276.2", "286.7", "286.9", "287.4", "287.5", "293.0", "348.3", "349.82", "410", "427.5", "428", "458", "518.5"),
    *("518.8", "557.0", "560.1", "572.2", "573.4", "586", "593.9", "669.3", "780.0", "780.97", "785.5", "786.0"),
    *("788.5", "790.92", "799.02", "799.1", "997.1", "997.3", "997.5", "998.0"),
    *("639.3", "639.5", "674.5", "768.7", "770.84", "770.87", "775.7", "776.1-776.2", "779.2", "779.85"),
)
"""What may be an acute organ dysfunction, in the widest sense."""
SEPSIS: Final = ("995.91", "995.92")


@rule(
    cites=Guideline("I.C.1.b.1.b.ii", page=16, also=("I.C.1.b.2.a",)),
    severity=Severity.ERROR,
    on=SEPSIS,
    passes=("038.9, 995.91", "112.5, 995.91", "670.24, 995.92, 584.9", "038.11, 995.92, 785.52"),
    flags={"995.91, 486": "995.91", "486, 995.92": "995.92", "998.59, 995.91": "995.91"},
)
def sepsis_without_systemic_infection(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis without the code of the systemic infection.

    995.91 and 995.92 say how the body answers; the infection itself, 038 or another systemic one, stands before them.
    """
    if not encounter.has(*SYSTEMIC_INFECTION, *SEPSIS_ELSEWHERE):
        for diagnosis in encounter.within(*SEPSIS):
            yield add_before(diagnosis, "038", "the systemic infection is coded first, 038.9 if no organism is known")


@rule(
    cites=Guideline("I.C.1.b.1.b.ii", page=16, also=("I.C.1.b.4.a",)),
    severity=Severity.ERROR,
    on=SYSTEMIC_INFECTION,
    needs=(Need.WORDS,),
    passes=(
        "038.0, 995.91 | says streptococcal sepsis",
        "038.0 | says streptococcal septicemia",
        "771.81 | says sepsis newborn",
        "038.9, 995.92, 785.52 | says sepsis shock",
    ),
    flags={"038.0 | says streptococcal sepsis": "038.0", "112.5 | says candidal sepsis": "112.5"},
)
def sepsis_said_and_not_coded(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis that the record names, coded as the systemic infection alone.

    Sepsis needs two codes: the systemic infection, and 995.91 or 995.92 behind it.
    """
    if "sepsis" in encounter.said and not encounter.has("995.9", *SEPSIS_ELSEWHERE):
        for diagnosis in encounter.within(*SYSTEMIC_INFECTION)[:1]:
            code = "995.92" if "severe" in encounter.said or encounter.has("785.52", "998.02") else "995.91"
            yield add_after(diagnosis, code, f"sepsis is coded too, {code}")


@rule(
    cites=Guideline("I.C.1.b.1.b.ii", page=16, also=("I.C.1.b.12",)),
    severity=Severity.ERROR,
    on=("995.91",),
    beside=("995.92",),
    passes=("038.9, 995.92, 785.52", "038.9, 995.91, 486"),
    flags={"038.9, 995.91, 995.92, 584.9": "995.91", "038.9, 995.91, 785.52, 995.92": "995.91"},
)
def sepsis_beside_severe_sepsis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis and severe sepsis together.

    Of 995.91 and 995.92 one is assigned: severe sepsis where there is an acute organ dysfunction.
    """
    severe = encounter.within("995.92")
    for diagnosis in encounter.within("995.91") if severe else ():
        yield remove(diagnosis, "995.92 says it", *severe)


@rule(
    cites=Guideline("I.C.1.b.1.b.ii", page=16),
    severity=Severity.ERROR,
    on=("995.91",),
    needs=(Need.LINKS,),
    passes=(
        "038.9, 995.92, 584.9 due to 995.92",
        "038.9, 995.91, 584.9 due to 276.51, 276.51",
        "038.9, 995.91, 486 with 038.9",
    ),
    flags={
        "038.42, 995.91, 584.9 due to 038.42": "995.91",
        "038.9, 995.91 with 518.81, 518.81": "995.91",
        "038.9 with 584.9, 995.91, 584.9": "995.91",
    },
)
def sepsis_with_organ_dysfunction(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis with an acute organ dysfunction, coded as sepsis without.

    Where the record says that the organ dysfunction is due to the sepsis, or goes with it, it is severe sepsis.
    """
    infections = (*SEPSIS, *SYSTEMIC_INFECTION)
    failing = tuple(
        organ
        for organ in encounter.within(*ORGAN_DYSFUNCTION)
        if organ.due_to_any(*infections) or (not organ.due_to and _go_together(encounter, organ, infections))
    )
    for diagnosis in encounter.within("995.91") if failing else ():
        yield replace_by(diagnosis, "995.92", "with an acute organ dysfunction it is severe sepsis", *failing)


def _go_together(encounter: Encounter, organ: Diagnosis, others: tuple[str, ...]) -> bool:
    return organ.joined_to_any(*others) or any(d.joined_to_any(organ.code) for d in encounter.within(*others))


@rule(
    cites=Guideline("I.C.1.b.5", page=18),
    severity=Severity.QUERY,
    on=("995.91",),
    general=True,
    passes=(
        "038.9, 995.91, 584.9 due to 276.51, 276.51",
        "038.9, 995.92, 584.9 due to 995.92",
        "038.9, 995.91, 486",
    ),
    flags={"038.9, 995.91, 584.9": "584.9", "518.81, 038.9, 995.91 | links known": "518.81"},
)
def organ_dysfunction_beside_sepsis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An acute organ dysfunction beside sepsis that is not said to be severe.

    The provider is asked whether the dysfunction is related to the sepsis or to another condition.
    """
    for sepsis in encounter.within("995.91")[:1]:
        for diagnosis in encounter.within(*ORGAN_DYSFUNCTION):
            if not diagnosis.due_to:
                yield look_at(diagnosis, "is it related to the sepsis, which then is severe (995.92)?", sepsis)


@rule(
    cites=Guideline("I.C.1.b.1.b.i", page=16),
    severity=Severity.ERROR,
    on=SEPSIS,
    passes=("038.9, 995.91, 486", "038.9, 995.92, 584.9", "995.91, 038.9"),
    flags={"486, 995.91, 038.9": "995.91", "577.0, 995.92, 038.9, 584.9": "995.92"},
)
def systemic_response_before_its_cause(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis or severe sepsis, as an additional diagnosis, in front of the systemic infection.

    The infection is sequenced before the code for the body's response, also where neither is principal.
    """
    for diagnosis in encounter.within(*SEPSIS):
        cause = next(iter(encounter.within(*SYSTEMIC_INFECTION)), None)
        if cause is not None and 1 < encounter.position(diagnosis) < encounter.position(cause):
            yield move_after(diagnosis, cause, "the underlying cause is sequenced first")


@rule(
    cites=Guideline("I.C.1.b.2.a", page=17),
    severity=Severity.WARNING,
    on=("995.92",),
    beside=ORGAN_DYSFUNCTION,
    passes=("038.9, 995.92, 785.52", "038.9, 995.92, 785.52, 584.9", "584.9, 276.51", "038.9, 785.52, 995.92"),
    flags={"038.9, 584.9, 995.92": "584.9", "038.9, 518.81, 486, 995.92": "518.81"},
)
def organ_dysfunction_before_severe_sepsis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An acute organ dysfunction between the systemic infection and severe sepsis, or before the one that it is due to.

    The systemic infection is followed by 995.92, whose note has each acute organ dysfunction as an additional code.
    """
    organs = tuple(span for span in ORGAN_DYSFUNCTION if span not in SHOCK)
    yield from before_severe_sepsis(encounter, organs, "995.92 stands before the acute organ dysfunctions")


def before_severe_sepsis(encounter: Encounter, organs: tuple[str, ...], says: str) -> Iterator[Flag]:
    severe = next(iter(encounter.within("995.92")), None)
    infection = next(iter(encounter.within(*SYSTEMIC_INFECTION)), None)
    if severe is not None and infection is not None:
        between = range(encounter.position(infection), encounter.position(severe))
        for diagnosis in encounter.within(*organs):
            due = between and encounter.position(diagnosis) < between[0] and infection.code in diagnosis.due_to
            if encounter.position(diagnosis) in between or due:
                yield move_after(diagnosis, severe, says)


@rule(
    cites=Guideline("I.C.1.b.2.b", page=17),
    severity=Severity.ERROR,
    on=SEPSIS,
    needs=(Need.POA,),
    passes=("486:Y, 038.9:N, 995.91:N", "038.9:Y, 995.91:Y, 486:Y"),
    flags={"038.9:N, 995.91:N, 486:Y": "038.9", "038.42:N, 995.92:N, 584.9:N, 820.8:Y": "038.42"},
)
def sepsis_of_the_stay_as_principal(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis that developed during the stay as the principal diagnosis.

    Sepsis that was not present on admission is a secondary diagnosis.
    """
    first = encounter.diagnoses[0]
    if first.within(*SYSTEMIC_INFECTION) and first.poa == "N" and encounter.has(*SEPSIS):
        yield look_at(first, "sepsis that was not present on admission is a secondary diagnosis")


@rule(
    cites=Guideline("I.C.1.b.2.c", page=17),
    severity=Severity.QUERY,
    on=SEPSIS,
    needs=(Need.POA,),
    passes=("038.9:Y, 995.91:Y", "486:Y, 038.9:N, 995.91:N"),
    flags={"486:Y, 038.9:U, 995.91:U": "995.91", "038.9:Y, 995.92:U, 584.9:Y": "995.92"},
)
def sepsis_of_unclear_onset(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis of which the record does not tell whether it was present on admission.

    Where the documentation is not clear the provider is asked.
    """
    for diagnosis in encounter.within(*SEPSIS):
        if diagnosis.poa == "U":
            yield look_at(diagnosis, "was the sepsis present on admission?")


@rule(
    cites=Guideline("I.C.1.b.2.a", page=17, also=("I.C.1.b.1.b.i",)),
    severity=Severity.ERROR,
    on=("995.90", *SEPSIS),
    passes=("038.9, 995.91", "577.0, 995.93", "995.93, 577.0"),
    flags={"995.91, 038.9": "995.91", "995.92, 518.81, 038.9, 584.9": "995.92", "995.91, 486": "995.91"},
)
def systemic_response_as_principal(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis or severe sepsis as the principal diagnosis.

    A code of 995.9 is never principal: the systemic infection stands first.
    """
    first, others = encounter.diagnoses[0], encounter.diagnoses[1:]
    if first.within("995.90", *SEPSIS):
        causes = (*encounter.within(*SYSTEMIC_INFECTION), *(d for d in others if not d.within("995.9")))
        for cause in causes[:1]:
            yield move_after(first, cause, "a code of 995.9 is never the principal diagnosis")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "severe_sepsis_without_organ_dysfunction",
        "Severe sepsis without an acute organ dysfunction.",
        "Severe sepsis requires a further code for each acute organ dysfunction that goes with it.",
        Guideline("I.C.1.b.1.b.iii", page=17),
        Severity.ERROR,
        goes_with(("995.92",), FAILING_ORGANS, "which acute organ dysfunction makes the sepsis severe?"),
        passes=("038.9, 995.92, 584.9", "038.9, 995.92, 785.52", "038.9, 995.92, 348.31"),
        flags={"038.9, 995.92": "995.92", "038.42, 995.92, 599.0": "995.92"},
    ),
    shaped(
        "septicemia_alone",
        "Septicemia without sepsis.",
        "Where only septicemia is documented it is coded alone, and the provider is asked whether there is sepsis.",
        Guideline("I.C.1.b.4.b", page=18),
        Severity.QUERY,
        goes_with(("038",), ("995.9", *SEPSIS_ELSEWHERE), "does the patient have sepsis, an infection with SIRS?"),
        passes=("038.9, 995.91", "038.0, 995.92, 584.9"),
        flags={"038.0": "038.0", "038.9, 486": "038.9"},
    ),
)
