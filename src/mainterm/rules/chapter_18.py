"""Guidelines I.C.18: factors that influence health status, and contact with health services (V codes)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Disposition, Encounter, Setting
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    look_at,
    move_first,
    paired,
    remove,
    replace_by,
    rule,
)
from mainterm.rules.shapes import goes_with, never_first, not_beside, shaped, stands_before

BIRTHS: Final = ("V30-V39",)
ONLY_FIRST: Final = (
    *(
        "V20",
        "V22.0",
        "V22.1",
        "V24",
        "V26.81",
        "V26.82",
        *BIRTHS,
        "V46.12",
        "V46.13",
        "V51.0",
        "V56.0",
        "V57",
        "V58.0",
    ),
    *("V58.1", "V59", "V66.0-V66.6", "V66.9", "V68", "V70.0-V70.6", "V70.8-V70.9", "V71"),
)
"""The codes that may only be principal or first-listed."""
_OTHER_REASONS: Final = ("V03-V07", "V23", "V25-V26", "V28", "V29", "V50-V56", "V58", "V67", "V72-V82", "V89.0")
"""Other V codes that may be what an encounter is for: where two are, either stands first."""

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
STATUS: Final = (
    *("V42-V44", "V45.0-V45.7", "V45.81-V45.86", "V46.0", "V46.11", "V46.2", "V49.6-V49.7", "V49.81-V49.82"),
    *("V49.86-V49.87", "V58.6", "V86", "V88"),
)
"""What a patient has, lacks or takes, which is told beside what the encounter is for."""

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
    "V71.1": ("140-209", "230-239"),
    "V71.2": ("010-018",),
    "V71.3": ("800-959",),
    "V71.4": ("800-959",),
    "V71.5": ("995.53", "995.83"),
    "V71.6": ("800-959",),
    "V71.7": ("410-429", "786.5", "785.0-785.3"),
    "V71.81": ("995.5", "995.8"),
}
"""What is suspected, and what is coded in its place where it is there, or shows signs."""

_NONSPECIFIC: Final = (
    *("V11", "V13.4", "V13.6", "V15.7", "V23.2", "V40.0-V40.2", "V40.39", "V40.9", "V41", "V47-V48", "V49.0-V49.5"),
    *("V49.84", "V49.89", "V49.9", "V51.8", "V58.2", "V58.9"),
)

_PATHOLOGIC: Final = {
    "V54.21": ("733.11",),
    "V54.22": ("733.12",),
    "V54.23": ("733.14",),
    "V54.24": ("733.14-733.16",),
    "V54.25": ("733.15",),
    "V54.26": ("733.16",),
    "V54.27": ("733.13",),
}
"""Aftercare of pathologic fractures, and the fractures."""


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
    for exposure, disease in EXPOSED_TO.items():
        for diagnosis in encounter.within(exposure):
            for other in encounter.within(*disease)[:1]:
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
    for status, complications in _SAME_AS_COMPLICATION.items():
        for diagnosis in encounter.within(status):
            for other in encounter.within(*complications)[:1]:
                yield remove(diagnosis, f"{other.code} says as much", other)


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
        Guideline("I.C.18.d.11", page=75),
        Severity.ERROR,
        never_first(("V27",), "the outcome of delivery is always secondary"),
        passes=("650, V27.0", "669.71, V27.2"),
        flags={"V27.0, 650": "V27.0", "V27.2, 651.01, 669.71": "V27.2"},
    ),
    shaped(
        "organs_removed_for_no_risk",
        "Prophylactic removal of an organ without what makes it wise.",
        "The susceptibility, the family history or the cancer of another site is coded behind V50.4.",
        Guideline("I.C.18.d.14", page=77),
        Severity.WARNING,
        goes_with(
            ("V50.4",), ("V84", "V16", "V10", "140-209", "230-239", "610"), "what is the risk? V84 and V16 tell it"
        ),
        passes=("V50.41, V84.01, V16.3", "V50.42, V10.3"),
        flags={"V50.41": "V50.41", "V50.42, 401.9": "V50.42"},
    ),
    shaped(
        "ovaries_removed_with_their_cancer",
        "Prophylactic removal of ovaries that have cancer.",
        "V50.4 is not assigned for the removal of an organ that treats a malignancy.",
        Guideline("I.C.18.d.14", page=77),
        Severity.QUERY,
        not_beside(("V50.42",), ("183.0", "198.6"), "was the organ removed to treat the cancer?", blame=look_at),
        passes=("V50.42, V84.02, V16.41", "183.0, 401.9"),
        flags={"183.0, V50.42": "V50.42", "V50.42, 198.6, 182.0": "V50.42"},
    ),
    shaped(
        "history_of_mental_disorder",
        "A personal history of mental disorder.",
        "A code of mental disorders says it better, with the fifth digit for remission.",
        Guideline("I.C.18.d.15", page=78),
        Severity.INFORMATION,
        goes_with(("V11.0-V11.3",), (), "a code of mental disorders, in remission, says it better"),
        passes=("296.35", "303.93"),
        flags={"401.9, V11.1": "V11.1", "486, V11.3": "V11.3"},
    ),
    shaped(
        "transfusion_beside_its_reason",
        "Transfusion without reported diagnosis, first on a record that has one.",
        "V58.2 is so unspecific that any other reason for the visit is coded in its place.",
        Guideline("I.C.18.d.15", page=78),
        Severity.WARNING,
        never_first(("V58.2",), "what the transfusion is for is coded, not V58.2"),
        passes=("V58.2", "285.22, 183.0"),
        flags={"V58.2, 285.9": "V58.2", "V58.2, 282.61": "V58.2"},
    ),
)


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
    for screening, signs in SYMPTOM_OF_SCREENED.items():
        for diagnosis in encounter.within(screening):
            for sign in encounter.within(*signs)[:1]:
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
    on=tuple(_PATHOLOGIC),
    passes=("V54.23, 733.01", "733.14", "V54.27, 733.14"),
    flags={"V54.23, 733.14": "V54.23", "733.13, V54.27": "V54.27"},
)
def aftercare_of_a_current_pathologic_fracture(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Aftercare of a pathologic fracture beside the fracture of that site as current.

    The aftercare code is not used while treatment is directed at the current condition.
    """
    for aftercare, fractures in _PATHOLOGIC.items():
        for diagnosis in encounter.within(aftercare):
            for fracture in encounter.within(*fractures)[:1]:
                yield look_at(diagnosis, "the fracture is either treated now, or in aftercare", fracture)


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
    for status, aftercare in _SAME_AS_AFTERCARE.items():
        for diagnosis in encounter.within(status):
            for other in encounter.within(*aftercare)[:1]:
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


@rule(
    cites=Guideline("I.C.18.d.13", page=77),
    severity=Severity.WARNING,
    on=("V72.63", "V72.81-V72.84"),
    needs=(Need.PROCEDURES,),
    passes=("V72.81, 366.16 | px none", "V72.83, 574.20 | px 87.44"),
    flags={"V72.83, 574.20 | px 51.23": "V72.83", "366.16, V72.81 | px 13.41": "V72.81"},
)
def preoperative_examination_at_the_operation(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A preoperative examination in the encounter that has the operation.

    It is for those only who are cleared for a procedure, and given no treatment.
    """
    if encounter.done("01-86"):
        for diagnosis in encounter.within("V72.63", "V72.81-V72.84"):
            yield remove(diagnosis, "preoperative examinations are coded where no treatment is given")


@rule(
    cites=Guideline("I.C.18.d.14", page=77),
    severity=Severity.WARNING,
    on=("V50.4",),
    passes=("V50.41, V84.01, V16.3", "174.9, V50.41, V84.01"),
    flags={"V84.01, V50.41, V16.3": "V50.41", "V16.41, V50.42": "V50.42"},
)
def prophylactic_removal_behind_its_reason(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Prophylactic removal of an organ behind the susceptibility or family history that calls for it.

    V50.4 is the principal or first-listed code, followed by V84 and V16.
    """
    if encounter.diagnoses[0].within("V84", "V16", "V10", "V49", "V45"):
        for diagnosis in encounter.within("V50.4")[:1]:
            yield move_first(diagnosis, "the removal stands first, the susceptibility and family history behind it")


@rule(
    cites=Guideline("I.C.18.d.15", page=78),
    severity=Severity.WARNING,
    on=_NONSPECIFIC,
    needs=(Need.SETTING,),
    passes=("486, V58.9 | inpatient", "V58.9 | outpatient"),
    flags={"V58.9, 401.9 | inpatient": "V58.9", "V47.0 | inpatient": "V47.0"},
)
def nonspecific_principal_diagnosis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A V code as the principal diagnosis that says next to nothing.

    There is little justification for it in an inpatient setting: a sign, a symptom or another reason is coded.
    """
    first = encounter.diagnoses[0]
    if encounter.setting is Setting.INPATIENT and first.within(*_NONSPECIFIC):
        yield look_at(first, "nonspecific V codes are hardly justified for inpatients")


@rule(
    cites=Guideline("I.C.18.e", page=79),
    severity=Severity.ERROR,
    on=ONLY_FIRST,
    passes=("V58.11, V58.0, 183.0", "V54.81, V57.1", "V30.00, 770.6", "V70.0, 401.9", "V22.1, V28.3"),
    flags={
        "183.0, V58.11": "V58.11",
        "765.18, 765.27, V30.00": "V30.00",
        "438.20, V57.1": "V57.1",
        "401.9, V70.0": "V70.0",
        "585.6, V56.0": "V56.0",
    },
)
def only_first_listed(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A V code behind another diagnosis that may only be principal or first-listed.

    It is not reported where it is not what the encounter is for; two such codes may be, and either stands first.
    """
    first = encounter.diagnoses[0]
    if not first.within(*ONLY_FIRST):
        others = encounter.within(*(BIRTHS if first.within(*_OTHER_REASONS) else ONLY_FIRST))
        for diagnosis in others[:1]:
            yield move_first(diagnosis, "it is reported as the first diagnosis, or not at all")
