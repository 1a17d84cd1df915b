"""Guidelines I.C.1: infectious and parasitic diseases (HIV, septicemia and sepsis, MRSA)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Severity,
    add_after,
    add_before,
    look_at,
    move_after,
    move_before,
    remove,
    replace_by,
    rule,
)

HIV_RELATED: Final = (
    "007.2", "007.4", "031.2", "046.3", "078.5", "112.0", "112.4", "112.5", "112.84", "117.5", "130", "136.3", "176",
    "799.4",
)  # fmt: skip
"""Opportunistic infections and the like, which beside HIV are its illness."""

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

LOCALIZED_INFECTION: Final = (
    "320-322", "421", "462-466", "480-487", "510", "513", "540", "567", "572.0", "575.0", "576.1", "590", "595.0",
    "599.0", "681-683", "711.0", "728.86", "730.0", "730.2",
)  # fmt: skip
"""Infections of one place, coded behind the sepsis that brought the patient."""

_SEPSIS: Final = ("995.91", "995.92")


@rule(
    cites=Guideline("I.C.1.a.2.a", page=14),
    severity=Severity.ERROR,
    on=("042",),
    passes=("042, 136.3", "820.8, 042, 112.0", "136.3"),
    flags={"136.3, 042": "042", "176.0 due to 042, 042": "042"},
)
def hiv_before_its_illness(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV disease behind the illness that it brought about.

    Who is admitted for a condition related to HIV has 042 as the principal diagnosis, and the condition behind it.
    """
    for hiv in encounter.within("042"):
        first = next((d for d in encounter.diagnoses if _is_of_hiv(d)), None)
        if first is not None and encounter.position(first) < encounter.position(hiv):
            yield move_before(hiv, first, "042 stands before the conditions related to HIV")


def _is_of_hiv(diagnosis: Diagnosis) -> bool:
    return diagnosis.within(*HIV_RELATED) or diagnosis.due_to_any("042")


@rule(
    cites=Guideline("I.C.1.a.2.d", page=14),
    severity=Severity.ERROR,
    on=("V08",),
    passes=("V08", "042, 136.3", "V08, 401.9"),
    flags={"V08, 136.3": "V08", "176.0, V08": "V08"},
)
def asymptomatic_hiv_with_its_illness(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV coded as asymptomatic beside an illness related to it.

    V08 is for the patient without any such condition; with one, it is 042.
    """
    ill = encounter.within(*HIV_RELATED)
    for diagnosis in encounter.within("V08") if ill else ():
        yield replace_by(diagnosis, "042", "with an illness related to HIV it is 042", *ill)


@rule(
    cites=Guideline("I.C.1.a.2.f", page=14),
    severity=Severity.ERROR,
    on=("042",),
    passes=("042", "V08", "795.71"),
    flags={"042, V08": "V08", "795.71, 042": "795.71"},
)
def hiv_illness_with_status(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV disease together with asymptomatic infection or inconclusive serology.

    Once the illness has developed it is always 042, never V08 or 795.71.
    """
    ill = encounter.within("042")
    for diagnosis in encounter.within("V08", "795.71") if ill else ():
        yield remove(diagnosis, "042 excludes it", *ill)


@rule(
    cites=Guideline("I.C.1.b.2.a", page=17),
    severity=Severity.ERROR,
    on=_SEPSIS,
    passes=("038.9, 995.91", "112.5, 995.91", "670.24, 995.92, 584.9", "038.11, 995.92, 785.52"),
    flags={"995.91, 486": "995.91", "486, 995.92": "995.92", "998.59, 995.91": "995.91"},
)
def sepsis_without_systemic_infection(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis without the code of the systemic infection.

    995.91 and 995.92 say how the body answers; the infection itself, 038 or another systemic one, stands before them.
    """
    if not encounter.has(*SYSTEMIC_INFECTION, *SEPSIS_ELSEWHERE):
        for diagnosis in encounter.within(*_SEPSIS):
            yield add_before(diagnosis, "038", "the systemic infection is coded first, 038.9 if no organism is known")


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
    cites=Guideline("I.C.1.b.6.b", page=19),
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
    cites=Guideline("I.C.1.b.1.b.ii", page=16),
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
    cites=Guideline("I.C.1.b.1.b.ii", page=16),
    severity=Severity.ERROR,
    on=("995.91",),
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
    infections = (*_SEPSIS, *SYSTEMIC_INFECTION)
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
    needs=(Need.LINKS,),
    passes=(
        "038.9, 995.91, 584.9 due to 276.51, 276.51",
        "038.9, 995.92, 584.9 due to 995.92",
        "038.9, 995.91, 486 | links known",
    ),
    flags={"038.9, 995.91, 584.9 | links known": "584.9", "518.81, 038.9, 995.91 | links known": "518.81"},
)
def organ_dysfunction_beside_sepsis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An acute organ dysfunction beside sepsis that is not said to be severe.

    The provider is asked whether the dysfunction is related to the sepsis or to another condition.
    """
    if encounter.has("995.91"):
        for diagnosis in encounter.within(*ORGAN_DYSFUNCTION):
            if not diagnosis.due_to:
                yield look_at(diagnosis, "is it related to the sepsis, which then is severe (995.92)?")


@rule(
    cites=Guideline("I.C.1.b.1.b.i", page=16),
    severity=Severity.ERROR,
    on=("995.9",),
    passes=("038.9, 995.91, 486", "577.0, 995.93", "038.9, 995.92, 584.9"),
    flags={"995.91, 038.9": "995.91", "995.93, 577.0": "995.93"},
)
def systemic_response_before_its_cause(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A code of subcategory 995.9 in front of its cause.

    The underlying infection or injury is sequenced before the code for the body's response.
    """
    for diagnosis in encounter.within("995.9"):
        causes = SYSTEMIC_INFECTION if diagnosis.within(*_SEPSIS) else ("001-994",)
        cause = next(iter(encounter.within(*causes)), None)
        if cause is not None and encounter.position(cause) > encounter.position(diagnosis):
            yield move_after(diagnosis, cause, "the underlying cause is sequenced first")


@rule(
    cites=Guideline("I.C.1.b.3", page=18),
    severity=Severity.ERROR,
    on=_SEPSIS,
    needs=(Need.LINKS,),
    passes=(
        "038.9, 995.91, 486 | links known",
        "486:Y, 038.9:N, 995.91:N | links known",
        "998.59, 038.9, 995.91 | links known",
    ),
    flags={"486, 038.9, 995.91 | links known": "486", "599.0:Y, 038.42:Y, 995.91:Y | links known": "599.0"},
)
def localized_infection_before_sepsis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A localized infection in front of the sepsis.

    Where both brought the patient, the systemic infection stands first, then 995.91 or 995.92, then the infection of
    one place. Sepsis that was not present on admission is another matter.
    """
    sepsis = encounter.within(*_SEPSIS)
    if not sepsis or sepsis[0].poa == "N":
        return
    for diagnosis in encounter.within(*LOCALIZED_INFECTION):
        if encounter.position(diagnosis) < encounter.position(sepsis[0]):
            yield move_after(diagnosis, sepsis[0], "the systemic infection and the sepsis stand before it")


@rule(
    cites=Guideline("I.C.1.b.10.b", page=20),
    severity=Severity.ERROR,
    on=_SEPSIS,
    needs=(Need.LINKS,),
    passes=("998.59, 038.9, 995.91 | links known", "038.9, 995.91 | links known"),
    flags={"038.9, 995.91, 998.59 | links known": "998.59", "995.91 due to 998.59, 038.9, 998.59": "998.59"},
)
def sepsis_before_the_infection_after_care(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis in front of the infection after a procedure to which it is due.

    The complication code stands first, the systemic infection and 995.91 or 995.92 behind it.
    """
    first = next(iter(encounter.within(*SYSTEMIC_INFECTION, *_SEPSIS)), None)
    for diagnosis in encounter.within(*AFTER_CARE) if first else ():
        if first is not None and encounter.has(*_SEPSIS) and encounter.position(diagnosis) > encounter.position(first):
            yield move_before(diagnosis, first, "the complication of care is coded first")


@rule(
    cites=Guideline("I.C.1.c.1.a", page=21),
    severity=Severity.ERROR,
    on=("041.12",),
    passes=("038.12, 995.91", "482.42", "682.6, 041.12"),
    flags={"038.12, 995.91, 041.12": "041.12", "482.42, 041.12": "041.12"},
)
def mrsa_coded_twice(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """MRSA as an additional code beside a code that includes it.

    Where the code of the infection names the organism, 041.12 is not assigned.
    """
    named = encounter.within("038.12", "482.42")
    if named and all(
        d.within(*SYSTEMIC_INFECTION, *_SEPSIS, "482.42", "041.12", "785.52") for d in encounter.diagnoses
    ):
        for diagnosis in encounter.within("041.12"):
            yield remove(diagnosis, "the code of the infection includes the organism", *named)


@rule(
    cites=Guideline("I.C.1.c.1.b", page=22),
    severity=Severity.ERROR,
    on=("V09.0",),
    passes=("682.6, 041.12", "682.6, 041.7, V09.1"),
    flags={"682.6, 041.12, V09.0": "V09.0", "482.42, V09.0": "V09.0"},
)
def mrsa_with_resistance(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Resistance to penicillins beside MRSA.

    The codes of methicillin resistant Staphylococcus aureus say it; V09.0 is not assigned.
    """
    named = encounter.within("041.12", "038.12", "482.42")
    for diagnosis in encounter.within("V09.0") if named else ():
        yield remove(diagnosis, "the code of the organism includes its resistance", *named)


@rule(
    cites=Guideline("I.C.1.b.6.a", page=19),
    severity=Severity.ERROR,
    on=("995.92",),
    passes=("038.9, 995.92, 785.52", "038.9, 995.92, 785.52, 584.9", "584.9, 276.51"),
    flags={"038.9, 785.52, 995.92": "785.52", "038.9, 584.9, 995.92": "584.9"},
)
def organ_dysfunction_before_severe_sepsis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An acute organ dysfunction between the systemic infection and severe sepsis.

    The systemic infection stands first, then 995.92, then septic shock and the other acute organ dysfunctions.
    """
    severe = next(iter(encounter.within("995.92")), None)
    infection = next(iter(encounter.within(*SYSTEMIC_INFECTION)), None)
    if severe is None or infection is None:
        return
    between = range(encounter.position(infection), encounter.position(severe))
    for diagnosis in encounter.within(*ORGAN_DYSFUNCTION):
        if encounter.position(diagnosis) in between:
            yield move_after(diagnosis, severe, "995.92 stands before the acute organ dysfunctions")
