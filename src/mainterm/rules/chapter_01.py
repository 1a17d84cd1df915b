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
    Rule,
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
from mainterm.rules.shapes import goes_with, never_first, not_beside, shaped, stands_before

HIV_RELATED: Final = (
    "007.2", "007.4", "031.2", "046.3", "078.5", "112.0", "112.4", "112.5", "112.84", "117.5", "130", "136.3", "176",
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

LOCALIZED_INFECTION: Final = (
    "320-322", "421", "462-466", "480-487", "510", "513", "540", "567", "572.0", "575.0", "576.1", "590", "595.0",
    "599.0", "681-683", "711.0", "728.86", "730.0", "730.2",
)  # fmt: skip
"""Infections of one place, coded behind the sepsis that brought the patient."""

INFECTED: Final = (
    *(
        "001-040",
        "042-139",
        "320-326",
        "360",
        "376.0",
        "380-383",
        "420-422",
        "451",
        "460-466",
        "473",
        "480-491",
        "510",
        "513",
    ),
    *("519.01", "528", "536.41", "540-542", "566-567", "569.5", "569.61", "572.0", "575-576", "590", "595", "597-601"),
    *("599.0", "604", "607-608", "611.0", "614-616", "670", "674.3", "675", "680-686", "691-692", "705.83", "707"),
    *("711", "728.0", "728.86", "730", "771", "785.4", "790.7", "870-897", "958.3", "996.6", "997", "998.5", "999.3"),
)
"""Where an infection, or what may be infected, is classified."""

_SEPSIS: Final = ("995.91", "995.92")


@rule(
    cites=Guideline("I.C.1.a.2.a", page=14),
    severity=Severity.ERROR,
    on=("042",),
    passes=("042, 136.3", "820.8, 042, 112.0", "136.3"),
    flags={"136.3, 042": "042", "176.0, 250.00, 042": "042"},
)
def hiv_before_its_illness(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV disease behind the illness that it brought about.

    Who is admitted for a condition related to HIV has 042 as the principal diagnosis, and the condition behind it.
    """
    first = encounter.diagnoses[0]
    for hiv in encounter.within("042")[:1]:
        if hiv is not first and _is_of_hiv(first):
            yield move_before(hiv, first, "042 is the principal diagnosis, before the condition related to HIV")


@rule(
    cites=Guideline("I.C.1.a.2.b", page=14),
    severity=Severity.ERROR,
    on=("042",),
    passes=("820.8, 042, 112.0", "042, 136.3", "820.8, 042"),
    flags={"820.8, 112.0, 042": "042", "540.9, 176.0, 401.9, 042": "042"},
)
def hiv_behind_its_illness_as_secondary(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV disease as a secondary diagnosis behind the conditions related to it.

    Who is admitted for an unrelated condition has that first, then 042, then the conditions related to HIV.
    """
    first, *others = encounter.diagnoses
    for hiv in encounter.within("042")[:1]:
        ill = next((d for d in others if _is_of_hiv(d)), None)
        if ill is not None and not _is_of_hiv(first) and encounter.position(ill) < encounter.position(hiv):
            yield move_before(hiv, ill, "042 stands before the conditions related to HIV")


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
    on=_SEPSIS,
    passes=("038.9, 995.91, 486", "038.9, 995.92, 584.9", "995.91, 038.9"),
    flags={"486, 995.91, 038.9": "995.91", "577.0, 995.92, 038.9, 584.9": "995.92"},
)
def systemic_response_before_its_cause(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis or severe sepsis, as an additional diagnosis, in front of the systemic infection.

    The infection is sequenced before the code for the body's response, also where neither is principal.
    """
    for diagnosis in encounter.within(*_SEPSIS):
        cause = next(iter(encounter.within(*SYSTEMIC_INFECTION)), None)
        if cause is not None and 1 < encounter.position(diagnosis) < encounter.position(cause):
            yield move_after(diagnosis, cause, "the underlying cause is sequenced first")


@rule(
    cites=Guideline("I.C.1.b.3", page=18),
    severity=Severity.ERROR,
    on=_SEPSIS,
    needs=(Need.ONSET,),
    passes=(
        "038.9, 995.91, 486 | links known",
        "486:Y, 038.9:N, 995.91:N | links known",
        "998.59, 038.9, 995.91 | links known",
        "486:Y, 038.9:N, 995.91:Y",
    ),
    flags={"486, 038.9, 995.91 | links known": "486", "599.0:Y, 038.42:Y, 995.91:Y": "599.0"},
)
def localized_infection_before_sepsis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A localized infection in front of the sepsis.

    Where both brought the patient, the systemic infection stands first, then 995.91 or 995.92, then the infection of
    one place. Sepsis that was not present on admission is another matter.
    """
    sepsis = encounter.within(*_SEPSIS)
    later = any(diagnosis.poa == "N" for diagnosis in encounter.within(*_SEPSIS, *SYSTEMIC_INFECTION))
    if not sepsis or later or encounter.has(*AFTER_CARE):
        return
    for diagnosis in encounter.within(*LOCALIZED_INFECTION):
        if encounter.position(diagnosis) < encounter.position(sepsis[0]):
            yield move_after(diagnosis, sepsis[0], "the systemic infection and the sepsis stand before it")


@rule(
    cites=Guideline("I.C.1.b.10.b", page=20),
    severity=Severity.ERROR,
    on=_SEPSIS,
    needs=(Need.ONSET,),
    passes=("998.59, 038.9, 995.91 | links known", "038.9, 995.91 | links known", "038.9:Y, 995.91:Y, 998.59:N"),
    flags={"038.9, 995.91, 998.59 | links known": "998.59", "038.9:Y, 995.91:Y, 998.59:Y": "998.59"},
)
def sepsis_before_the_infection_after_care(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis in front of the infection after a procedure to which it is due.

    The complication code stands first, the systemic infection and 995.91 or 995.92 behind it.
    """
    first = next(iter(encounter.within(*SYSTEMIC_INFECTION, *_SEPSIS)), None)
    for diagnosis in encounter.within(*AFTER_CARE) if first else ():
        if diagnosis.poa == "N":
            continue
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
    flags={"682.6, 041.12, V09.0": "V09.0", "998.59, 041.12, V09.0": "V09.0"},
)
def mrsa_with_resistance(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Resistance to penicillins beside MRSA.

    The codes of methicillin resistant Staphylococcus aureus say it; V09.0 is not assigned.
    """
    named = encounter.within("041.12")
    for diagnosis in encounter.within("V09.0") if named else ():
        yield remove(diagnosis, "the code of the organism includes its resistance", *named)


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
    yield from _before_severe_sepsis(encounter, SHOCK, "995.92 stands before the septic shock")


@rule(
    cites=Guideline("I.C.1.b.2.a", page=17),
    severity=Severity.WARNING,
    on=("995.92",),
    beside=ORGAN_DYSFUNCTION,
    passes=("038.9, 995.92, 785.52", "038.9, 995.92, 785.52, 584.9", "584.9, 276.51", "038.9, 785.52, 995.92"),
    flags={"038.9, 584.9, 995.92": "584.9", "038.9, 518.81, 486, 995.92": "518.81"},
)
def organ_dysfunction_before_severe_sepsis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An acute organ dysfunction between the systemic infection and severe sepsis.

    The systemic infection is followed by 995.92, whose note has each acute organ dysfunction as an additional code.
    """
    organs = tuple(span for span in ORGAN_DYSFUNCTION if span not in SHOCK)
    yield from _before_severe_sepsis(encounter, organs, "995.92 stands before the acute organ dysfunctions")


def _before_severe_sepsis(encounter: Encounter, organs: tuple[str, ...], says: str) -> Iterator[Flag]:
    severe = next(iter(encounter.within("995.92")), None)
    infection = next(iter(encounter.within(*SYSTEMIC_INFECTION)), None)
    if severe is not None and infection is not None:
        between = range(encounter.position(infection), encounter.position(severe))
        for diagnosis in encounter.within(*organs):
            if encounter.position(diagnosis) in between:
                yield move_after(diagnosis, severe, says)


@rule(
    cites=Guideline("I.C.1.b.2.b", page=17),
    severity=Severity.ERROR,
    on=_SEPSIS,
    needs=(Need.POA,),
    passes=("486:Y, 038.9:N, 995.91:N", "038.9:Y, 995.91:Y, 486:Y"),
    flags={"038.9:N, 995.91:N, 486:Y": "038.9", "038.42:N, 995.92:N, 584.9:N, 820.8:Y": "038.42"},
)
def sepsis_of_the_stay_as_principal(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis that developed during the stay as the principal diagnosis.

    Sepsis that was not present on admission is a secondary diagnosis.
    """
    first = encounter.diagnoses[0]
    if first.within(*SYSTEMIC_INFECTION) and first.poa == "N" and encounter.has(*_SEPSIS):
        yield look_at(first, "sepsis that was not present on admission is a secondary diagnosis")


@rule(
    cites=Guideline("I.C.1.b.2.c", page=17),
    severity=Severity.QUERY,
    on=_SEPSIS,
    needs=(Need.POA,),
    passes=("038.9:Y, 995.91:Y", "486:Y, 038.9:N, 995.91:N"),
    flags={"486:Y, 038.9:U, 995.91:U": "995.91", "038.9:Y, 995.92:U, 584.9:Y": "995.92"},
)
def sepsis_of_unclear_onset(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis of which the record does not tell whether it was present on admission.

    Where the documentation is not clear the provider is asked.
    """
    for diagnosis in encounter.within(*_SEPSIS):
        if diagnosis.poa == "U":
            yield look_at(diagnosis, "was the sepsis present on admission?")


@rule(
    cites=Guideline("I.C.11.d", page=46, also=("I.C.1.a.2.g",)),
    severity=Severity.ERROR,
    on=("042", "V08"),
    passes=("647.63, 042, 136.3", "647.61, V08, V27.0", "042, 136.3"),
    flags={"042, 647.63, 136.3": "042", "V08, 648.93": "V08"},
)
def hiv_before_its_pregnancy_code(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV as the principal diagnosis in pregnancy, childbirth or the puerperium.

    647.6 is the principal diagnosis there, followed by 042 and its illnesses, or by V08.
    """
    first = encounter.diagnoses[0]
    for pregnancy in encounter.within("640-676", "V22.0-V22.1", "V23", "V27")[:1]:
        if first.within("042", "V08"):
            yield look_at(first, "647.6 is the principal diagnosis, HIV behind it", pregnancy)


@rule(
    cites=Guideline("I.C.1.b.2.a", page=17),
    severity=Severity.ERROR,
    on=("995.90", *_SEPSIS),
    passes=("038.9, 995.91", "577.0, 995.93", "995.93, 577.0"),
    flags={"995.91, 038.9": "995.91", "995.92, 518.81, 038.9, 584.9": "995.92", "995.91, 486": "995.91"},
)
def systemic_response_as_principal(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis or severe sepsis as the principal diagnosis.

    A code of 995.9 is never principal: the systemic infection stands first.
    """
    first, others = encounter.diagnoses[0], encounter.diagnoses[1:]
    if first.within("995.90", *_SEPSIS):
        causes = (*encounter.within(*SYSTEMIC_INFECTION), *(d for d in others if not d.within("995.9")))
        for cause in causes[:1]:
            yield move_after(first, cause, "a code of 995.9 is never the principal diagnosis")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "inconclusive_serology_beside_hiv",
        "Inconclusive serology beside HIV infection or an illness related to it.",
        "795.71 is for those without a definitive diagnosis and without manifestations.",
        Guideline("I.C.1.a.2.e", page=14),
        Severity.QUERY,
        not_beside(
            ("795.71",), ("V08", *HIV_RELATED), "is HIV infection confirmed, or this illness another's?", blame=look_at
        ),
        passes=("795.71", "795.71, 401.9"),
        flags={"795.71, V08": "795.71", "136.3, 795.71": "795.71"},
    ),
    shaped(
        "hiv_test_of_known_hiv",
        "Screening for a virus beside HIV disease or infection.",
        "An encounter to determine the HIV status is V73.89; where the status is known, 042 or V08 is for it.",
        Guideline("I.C.1.a.2.h", page=15),
        Severity.QUERY,
        not_beside(("V73.89",), ("042", "V08"), "what is screened for, the HIV status being known?", blame=look_at),
        passes=("V73.89, V69.8", "V65.44, V08"),
        flags={"V73.89, V08": "V73.89", "042, V73.89": "V73.89"},
    ),
    shaped(
        "high_risk_before_the_hiv_test",
        "Risk from the way of life in front of the test for HIV.",
        "V69.8 is a secondary diagnosis to V73.89.",
        Guideline("I.C.1.a.2.h", page=15),
        Severity.WARNING,
        stands_before(("V73.89",), ("V69.8",), "V69.8 is secondary to the encounter for the test"),
        passes=("V73.89, V69.8", "V69.8"),
        flags={"V69.8, V73.89": "V73.89", "V69.8, V65.44, V73.89": "V73.89"},
    ),
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
        not_beside(("995.90", "995.93-995.94"), _SEPSIS, "only one code of 995.9 is assigned"),
        passes=("577.0, 995.94, 584.9", "948.00, 038.9, 995.91"),
        flags={"948.00, 038.9, 995.91, 995.93": "995.93", "577.0, 995.94, 038.9, 995.92, 584.9": "995.94"},
    ),
    shaped(
        "mrsa_by_a_combination_code_with_resistance",
        "Resistance to penicillins beside a code that has MRSA in it.",
        "038.12 and 482.42 have the organism and its resistance; V09.0 is not added.",
        Guideline("I.C.1.c.1.a", page=21),
        Severity.ERROR,
        not_beside(("V09.0",), ("038.12", "482.42"), "the combination code includes the resistance"),
        passes=("482.42", "038.12, 995.91"),
        flags={"482.42, V09.0": "V09.0", "038.12, 995.91, V09.0": "V09.0"},
    ),
    shaped(
        "mrsa_of_no_infection",
        "MRSA without the infection that it causes.",
        "041.12 stands along with the code of the condition; a mere carrier is V02.54.",
        Guideline("I.C.1.c.1.b", page=22),
        Severity.QUERY,
        goes_with(("041.12",), INFECTED, "which infection is due to MRSA? Colonization is V02.54"),
        passes=("682.6, 041.12", "998.59, 041.12", "996.66, 041.12"),
        flags={"041.12, 401.9": "041.12", "820.8, 041.12": "041.12"},
    ),
)
