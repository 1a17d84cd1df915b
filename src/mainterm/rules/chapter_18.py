"""Guidelines I.C.18.c-d.3: V codes of services, contact and exposure, and states."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter, Setting
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    look_at,
    paired,
    remove,
    rule,
)
from mainterm.rules.shapes import each_with, goes_with, never_first, not_beside, shaped, stands_before

PROCEDURES_OF: Final = {
    "V25.2": ("63.7", "66.2-66.3", "66.63", "66.5", "66.4", "65.6", "68.3-68.9", "63.8"),
    "V50.2": ("64.0",),
    "V50.4": ("06", "07", "32", "40-41", "43", "45", "60-62", "65-66", "68", "85"),
    "V56.0": ("39.95",),
    "V56.8": ("54.98",),
    "V57": ("93", "94-95"),
    "V58.0": ("92.2-92.4", "92.41"),
    "V58.11": ("99.25", "00.10", "03.8", "38.91", "39.97", "96.49", "54.97", "34.92"),
    "V58.12": ("99.28", "00.15", "99.25"),
}
"""V codes that name a service, and the procedures that give it."""
_SAME_AS_COMPLICATION: Final = {
    "V42.0": ("996.81",),
    "V42.1": ("996.83",),
    "V42.6": ("996.84",),
    "V42.7": ("996.82",),
    "V42.81": ("996.85",),
    "V42.82": ("996.88",),
    "V42.83": ("996.86",),
    "V42.84": ("996.87",),
    "V44.0": ("519.0",),
    "V44.1": ("536.4",),
    "V44.2-V44.3": ("569.6",),
    "V44.5": ("596.8",),
}
"""Replaced organs and openings, and the complications that say as much."""
STATUS: Final = (
    *("V42-V44", "V45.0-V45.7", "V45.81-V45.86", "V46.0", "V46.11", "V46.2", "V49.6-V49.7", "V49.81-V49.82"),
    *("V49.86-V49.87", "V58.6", "V86", "V88"),
)
"""What a patient has, lacks or takes, which is told beside what the encounter is for."""
CARRIED: Final = {"V83.01-V83.02": ("286.0",), "V83.81": ("277.0",)}
"""Carriers of a hereditary disease, and the disease."""
EXPOSED_TO: Final = {
    "V01.0": ("001",),
    "V01.1": ("010-018",),
    "V01.2": ("045",),
    "V01.3": ("050",),
    "V01.4": ("056",),
    "V01.5": ("071",),
    "V01.6": ("090-099",),
    "V01.71": ("052",),
    "V01.81": ("022",),
    "V01.82": ("079.82", "480.3"),
    "V01.84": ("036",),
}
"""Exposure to a disease, and the disease."""


@rule(
    cites=Guideline("I.C.18.c", page=65),
    severity=Severity.WARNING,
    on=tuple(PROCEDURES_OF),
    needs=(Need.PROCEDURES, Need.SETTING),
    passes=("V58.11, 183.0 | px 99.25 | inpatient", "V57.1, 438.20 | px none | outpatient"),
    flags={
        "V58.11, 183.0 | px none | inpatient": "V58.11",
        "V57.89, 438.20 | px 99.04 | inpatient": "V57.89",
        "V50.2 | px none | inpatient": "V50.2",
    },
)
def service_without_its_procedure(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A V code for a service, first on the record, without the procedure that gives it.

    V codes are not procedure codes: one accompanies them for what was done. Outpatient procedures are coded otherwise.
    """
    first = encounter.diagnoses[0]
    if encounter.setting is Setting.INPATIENT and not encounter.has("V64.1-V64.3"):
        for service, procedures in PROCEDURES_OF.items():
            if first.within(service) and not encounter.done(*procedures):
                yield look_at(first, "a procedure code tells what was done")


@rule(
    cites=Guideline("I.C.18.d.1", page=66),
    severity=Severity.WARNING,
    on=tuple(EXPOSED_TO),
    passes=("V01.6", "V01.84, 784.0", "098.0, V01.1"),
    flags={"V01.6, 098.0": "V01.6", "011.93, V01.1": "V01.1"},
)
def exposure_to_a_disease_that_is_there(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Exposure to a disease that the patient has.

    V01 is for those who show no sign of the disease.
    """
    for diagnosis, other in each_with(encounter, EXPOSED_TO):
        yield remove(diagnosis, "exposure is coded where the disease is not there", other)


@rule(
    cites=Guideline("I.C.18.d.3", page=66),
    severity=Severity.ERROR,
    on=tuple(_SAME_AS_COMPLICATION),
    between=paired([((status,), told) for status, told in _SAME_AS_COMPLICATION.items()]),
    passes=("996.83, 428.0", "V42.1, 428.0", "996.86, 584.9, V42.0", "996.42, V43.64"),
    flags={"996.83, V42.1": "V42.1", "996.81, 584.9, V42.0": "V42.0", "569.61, 682.2, V44.3": "V44.3"},
)
def status_beside_its_complication(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A transplanted organ or an opening beside its own complication.

    The code of the complication says that the patient has it; the status code is for those without complication.
    """
    for diagnosis, other in each_with(encounter, _SAME_AS_COMPLICATION):
        yield remove(diagnosis, f"{other.code} says as much", other)


@rule(
    cites=Guideline("I.C.18.d.3", page=66),
    severity=Severity.ERROR,
    on=tuple(CARRIED),
    passes=("V83.81", "277.00, V18.19", "V83.01, 280.0"),
    flags={"277.00, V83.81": "V83.81", "286.0, 719.16, V83.02": "V83.02"},
)
def carrier_of_the_disease_that_is_there(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The carrier of a hereditary disease who has the disease.

    A carrier can pass the disease on and does not have it.
    """
    for diagnosis, other in each_with(encounter, CARRIED):
        yield remove(diagnosis, "a carrier does not have the disease", other)


@rule(
    cites=Guideline("I.C.18.d.3", page=66),
    severity=Severity.ERROR,
    on=("V45.87",),
    needs=(Need.PROCEDURES,),
    passes=("V45.87, 585.6 | px 39.95", "996.81 | px 55.53"),
    flags={"996.81, V45.87 | px 55.53": "V45.87", "996.82, V45.87 | px 50.4": "V45.87"},
)
def organ_removal_status_at_the_removal(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A transplanted organ coded as removed before, in the encounter that removes it.

    V45.87 tells of a removal in the past; the complication that led to it is coded for this encounter.
    """
    if encounter.done("55.53", "50.4", "32.4-32.5", "37.5", "52.6", "46.97"):
        for diagnosis in encounter.within("V45.87"):
            yield remove(diagnosis, "it is not for the encounter in which the organ is removed")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "palliative_care_first",
        "Palliative care in front of the disease.",
        "The note at V66.7 has the underlying disease coded first.",
        Guideline("I.A.6", page=8, also=("I.C.18.d.14",)),
        Severity.ERROR,
        never_first(("V66.7",), "the underlying disease is coded first", among=("001-779",)),
        passes=("162.9, V66.7", "V66.7", "198.3, 162.9, V66.7"),
        flags={"V66.7, 162.9, 198.3": "V66.7", "V66.7, V49.86, 331.0": "V66.7"},
    ),
    shaped(
        "status_first",
        "A status as the first diagnosis.",
        "It is informative: what the encounter is for stands before it.",
        Guideline("I.C.18.d.3", page=66),
        Severity.WARNING,
        never_first(STATUS, "a status informs; what the encounter is for stands first"),
        passes=("428.0, V42.1", "V58.73, V45.81", "V45.81"),
        flags={"V45.81, 414.00": "V45.81", "V43.64, 401.9": "V43.64"},
    ),
    shaped(
        "amputation_status_beside_its_complication",
        "The status of an amputation beside a complication of one.",
        "V49.6 and V49.7 are for amputations without complication: of another limb, here.",
        Guideline("I.C.18.d.3", page=66),
        Severity.WARNING,
        not_beside(("V49.6-V49.7",), ("997.6",), "is it of another limb than the complication?", blame=look_at),
        passes=("997.62, 041.11", "V49.75, 440.20"),
        flags={"997.62, V49.75": "V49.75", "997.69, 250.00, V49.63": "V49.63"},
    ),
    shaped(
        "incidental_pregnancy_first",
        "Incidental pregnancy as the first diagnosis.",
        "V22.2 is a secondary code only.",
        Guideline("I.C.18.d.3", page=66),
        Severity.ERROR,
        never_first(("V22.2",), "V22.2 is a secondary code only"),
        passes=("845.00, V22.2", "V22.1"),
        flags={"V22.2, 845.00": "V22.2", "V22.2, 462, 401.9": "V22.2"},
    ),
    shaped(
        "resistance_first",
        "Drug resistance in front of the infection.",
        "The infection is sequenced first.",
        Guideline("I.C.18.d.3", page=66),
        Severity.ERROR,
        never_first(("V09",), "the infection is sequenced first"),
        passes=("599.0, 041.49, V09.0", "682.6, V09.80"),
        flags={"V09.0, 599.0": "V09.0", "V09.80, 682.6, 041.04": "V09.80"},
    ),
    shaped(
        "clot_drug_given_elsewhere_first",
        "tPA given elsewhere in front of what it was given for.",
        "V45.88 is a secondary code of the receiving facility; the condition is assigned first.",
        Guideline("I.C.18.d.3", page=66),
        Severity.ERROR,
        never_first(("V45.88",), "the condition that it was given for is assigned first"),
        passes=("434.91, V45.88", "410.71, V45.88"),
        flags={"V45.88, 434.91": "V45.88", "V45.88, 410.71, 401.9": "V45.88"},
    ),
    shaped(
        "clot_drug_given_for_nothing",
        "tPA given elsewhere without a condition that it was given for.",
        "The stroke, infarction or embolism for which it was given is assigned first.",
        Guideline("I.C.18.d.3", page=66),
        Severity.WARNING,
        goes_with(
            ("V45.88",), ("410-411", "415.1", "430-437", "444", "453", "996.7"), "for which condition was it given?"
        ),
        passes=("434.91, V45.88", "415.19, V45.88"),
        flags={"401.9, V45.88": "V45.88", "784.3, V45.88": "V45.88"},
    ),
    shaped(
        "susceptibility_first",
        "Genetic susceptibility as the first diagnosis.",
        "V84 is no principal or first-listed code: the disease, the follow-up or V26.3 stands before it.",
        Guideline("I.C.18.d.3", page=66),
        Severity.ERROR,
        never_first(("V84",), "V84 is not principal or first-listed"),
        passes=("174.9, V84.01", "V50.41, V84.01, V16.3"),
        flags={"V84.01, 174.9": "V84.01", "V84.01, V16.3": "V84.01"},
    ),
    shaped(
        "counseling_before_susceptibility",
        "Genetic susceptibility in front of the genetic counseling.",
        "Where the encounter is for counseling, V26.3 stands first, V84 behind it.",
        Guideline("I.C.18.d.3", page=66),
        Severity.ERROR,
        stands_before(("V26.3",), ("V84",), "V26.3 stands first, V84 behind it"),
        passes=("V26.33, V84.01", "174.9, V84.01"),
        flags={"V84.01, V26.33": "V26.33", "V16.3, V84.01, V26.33": "V26.33"},
    ),
)
