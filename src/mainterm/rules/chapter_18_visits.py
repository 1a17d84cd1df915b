"""Guidelines I.C.18.d.5-11: V codes of screening, observation, aftercare, follow-up, donors, counseling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Disposition, Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    look_at,
    paired,
    remove,
    replace_by,
    rule,
)
from mainterm.rules.shapes import each_with, never_first, not_beside, shaped, stands_before

BIRTHS: Final = ("V30-V39",)
_SAME_AS_AFTERCARE: Final = {
    "V44.0": ("V55.0",),
    "V44.1": ("V55.1",),
    "V44.2": ("V55.2",),
    "V44.3": ("V55.3",),
    "V44.4": ("V55.4",),
    "V44.5": ("V55.5",),
    "V44.6": ("V55.6",),
    "V44.7": ("V55.7",),
    "V45.01": ("V53.31",),
    "V45.02": ("V53.32",),
    "V45.11": ("V56.0", "V56.8"),
}
"""States, and the aftercare that says as much."""
SYMPTOM_OF_SCREENED: Final = {
    "V76.1": ("611.7",),
    "V76.41": ("578.1", "569.3", "792.1"),
    "V76.44": ("790.93", "788.4"),
    "V76.51": ("578.1", "569.3", "792.1", "789.0", "787.9", "783.2"),
    "V81.0-V81.2": ("786.5", "785.0-785.2", "780.2"),
    "V77.1": ("790.2", "788.42", "783.5"),
    "V77.91": ("272",),
    "V78.0": ("280-285",),
}
"""Screening, and the signs that make it a diagnostic test."""
OBSERVED: Final = {
    "V71.02": ("312",),
    "V71.1": ("140-209", "230-239", "611.72", "784.2", "786.6", "789.3"),
    "V71.2": ("010-018",),
    "V71.3": ("800-959",),
    "V71.4": ("800-959",),
    "V71.5": ("995.53", "995.83"),
    "V71.6": ("800-959",),
    "V71.7": ("410-429", "780.2", "786.5", "785.0-785.3"),
    "V71.81": ("995.5", "995.8"),
}
"""What is suspected, and what is coded in its place where it is there, or shows signs."""


@rule(
    cites=Guideline("I.C.18.d.5", page=71),
    severity=Severity.QUERY,
    on=tuple(SYMPTOM_OF_SCREENED),
    needs=(Need.SETTING,),
    passes=("V76.51, 211.3 | outpatient", "578.1 | outpatient", "V76.12, 401.9 | outpatient"),
    flags={"V76.12, 611.72 | outpatient": "V76.12", "V76.51, 569.3 | outpatient": "V76.51"},
)
def screening_for_what_shows_signs(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Screening for a disease of which the patient has a sign.

    Testing because of a sign or symptom is a diagnostic examination; the sign explains it.
    """
    for diagnosis, sign in each_with(encounter, SYMPTOM_OF_SCREENED):
        yield look_at(diagnosis, "was the test done for the sign? Then it is no screening", sign)


@rule(
    cites=Guideline("I.C.18.d.6", page=72),
    severity=Severity.WARNING,
    on=tuple(OBSERVED),
    passes=("V71.4, E812.0", "V71.1, 401.9", "V71.7, 250.00"),
    flags={"V71.4, 920, E812.0": "V71.4", "V71.7, 786.50": "V71.7", "V71.1, 174.9": "V71.1"},
)
def observation_of_what_is_there(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Observation for a suspected condition not found, beside the condition, or an injury, illness or sign of it.

    Where one is present it is coded; the observation codes are for what is ruled out, with what is unrelated beside it.
    """
    for observation, there in OBSERVED.items():
        for diagnosis in encounter.within(observation)[:1]:
            for other in encounter.within(*there)[:1]:
                yield remove(diagnosis, f"if {other.code} is related, it is coded in place of the observation", other)


@rule(
    cites=Guideline("I.C.18.d.6", page=72),
    severity=Severity.ERROR,
    on=("V29", "V71"),
    passes=("V30.00, V29.0", "V71.4, E812.0", "V29.3, V20.31"),
    flags={"V05.3, V29.0": "V29.0", "401.9, V71.7": "V71.7"},
)
def observation_behind_another_diagnosis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Observation as an additional diagnosis.

    It is principal only, but for V29 behind the code of the birth.
    """
    if not encounter.diagnoses[0].within("V29", "V71", *BIRTHS):
        for diagnosis in encounter.within("V29", "V71")[:1]:
            yield look_at(diagnosis, "observation codes are principal only, but for V29 behind V30-V39")


@rule(
    cites=Guideline("I.C.18.d.7", page=73),
    severity=Severity.ERROR,
    on=tuple(_SAME_AS_AFTERCARE),
    between=paired([((status,), aftercare) for status, aftercare in _SAME_AS_AFTERCARE.items()]),
    passes=("V55.3, V10.05", "V44.3, 562.11", "V55.0, V44.1", "V58.44, V42.0"),
    flags={"V55.0, V44.0": "V44.0", "V55.3, 153.3, V44.3": "V44.3", "V56.0, 585.6, V45.11": "V45.11"},
)
def status_beside_its_aftercare(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A status beside the aftercare that says as much.

    A status code is not used where the aftercare code indicates the type of status.
    """
    for diagnosis, other in each_with(encounter, _SAME_AS_AFTERCARE):
        yield remove(diagnosis, f"{other.code} says as much", other)


@rule(
    cites=Guideline("I.C.18.d.9", page=75),
    severity=Severity.ERROR,
    on=("V59",),
    needs=(Need.DISPOSITION,),
    passes=("V59.4 | home", "V59.02 | home"),
    flags={"V59.4 | died": "V59.4", "V59.6, 401.9 | died": "V59.6"},
)
def donor_who_died(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A donor who died.

    V59 is for living donors, not for cadaveric donations.
    """
    if encounter.disposition is Disposition.DIED:
        for diagnosis in encounter.within("V59"):
            yield look_at(diagnosis, "V59 is for living donors")


@rule(
    cites=Guideline("I.C.18.d.11", page=75),
    severity=Severity.WARNING,
    on=("V23.2",),
    passes=("646.33", "V23.41"),
    flags={"V23.2": "V23.2", "642.33, V23.2": "V23.2"},
)
def pregnancy_with_history_of_abortion(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pregnancy with history of abortion, from V23.

    Code 646.3 is required to tell it during a pregnancy.
    """
    for diagnosis in encounter.within("V23.2"):
        yield replace_by(diagnosis, "646.3", "646.3 tells a history of abortion during a pregnancy")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "history_before_follow_up",
        "A personal history in front of the follow-up.",
        "The follow-up code is sequenced first, followed by the history code.",
        Guideline("I.C.18.d.8", page=74),
        Severity.ERROR,
        stands_before(("V67",), ("V10", "V12-V13", "V15", "V87"), "the follow-up first, the history behind it"),
        passes=("V67.09, V10.3", "V10.3, 401.9"),
        flags={"V10.3, V67.09": "V67.09", "V10.05, V16.0, V67.2": "V67.2"},
    ),
    shaped(
        "follow_up_of_what_has_recurred",
        "Follow-up after the treatment of a disease that is there.",
        "Where it has recurred, the diagnosis is coded in place of the follow-up.",
        Guideline("I.C.18.d.8", page=74),
        Severity.WARNING,
        not_beside(("V67.1-V67.2",), ("140-208", "209.0-209.3"), "has it recurred? Then it is coded in place of V67"),
        passes=("V67.2, V10.3", "174.9, V10.05"),
        flags={"V67.2, 174.9": "V67.2", "V67.1, 185": "V67.1"},
    ),
    shaped(
        "smear_of_a_gynecological_examination",
        "Screening for cancer of the cervix beside the examination that includes it.",
        "A screening code is not necessary where the screening is part of a routine examination.",
        Guideline("I.C.18.d.5", page=71),
        Severity.WARNING,
        not_beside(("V76.2",), ("V72.31",), "the smear is part of the examination"),
        passes=("V72.31", "V76.2", "V72.31, V76.12"),
        flags={"V72.31, V76.2": "V76.2", "V76.2, V72.31": "V76.2"},
    ),
    shaped(
        "screening_for_what_is_suspected",
        "Suspected fetal condition not found, beside antenatal screening.",
        "V89.0 may not be used for encounters for antenatal screening.",
        Guideline("I.C.18.d.6", page=72),
        Severity.ERROR,
        not_beside(("V89.0",), ("V28",), "V89.0 is not for antenatal screening"),
        passes=("V89.03", "V28.3, V22.1"),
        flags={"V89.03, V28.3": "V89.03", "V28.81, V89.04": "V89.04"},
    ),
    shaped(
        "suspected_condition_of_the_fetus_found",
        "Suspected maternal or fetal condition not found, beside one found.",
        "Where the condition is confirmed, or signs of it are there, these are coded in place of V89.0.",
        Guideline("I.C.18.d.6", page=72),
        Severity.WARNING,
        not_beside(("V89.0",), ("655-658",), "is this the condition suspected? Then V89.0 is not coded", blame=look_at),
        passes=("V89.03, V22.1", "655.83"),
        flags={"V89.03, 655.83": "V89.03", "657.03, V89.01": "V89.01"},
    ),
    shaped(
        "counseling_beside_its_disease",
        "Dietary counseling beside the disease that it belongs to.",
        "It is not necessary where counseling is integral to standard treatment.",
        Guideline("I.C.18.d.10", page=75),
        Severity.INFORMATION,
        not_beside(("V65.3",), ("249-250", "272", "278", "585", "579"), "counseling may be integral to the treatment"),
        passes=("V65.3", "250.00"),
        flags={"250.00, V65.3": "V65.3", "278.00, V85.30, V65.3": "V65.3"},
    ),
    shaped(
        "outcome_of_delivery_first",
        "The outcome of delivery as the first diagnosis.",
        "V27 is always a secondary code.",
        Guideline("I.C.18.d.11", page=75, also=("I.C.11.b.5",)),
        Severity.ERROR,
        never_first(("V27",), "the outcome of delivery is always secondary"),
        passes=("650, V27.0", "669.71, V27.2"),
        flags={"V27.0, 650": "V27.0", "V27.2, 651.01, 669.71": "V27.2"},
    ),
)
