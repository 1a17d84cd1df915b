"""Guidelines IV, continued: surgery, observation, uncertain and past diagnoses, examinations, prenatal visits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter, Setting
from mainterm.rules.declare import (
    Check,
    Fix,
    Flag,
    Guideline,
    Mend,
    Need,
    Rule,
    Severity,
    look_at,
    move_after,
    rule,
)
from mainterm.rules.inpatient import COMPLICATIONS, SYMPTOMS, past_conditions
from mainterm.rules.phrases import CONTRASTED, UNCERTAIN, phrases_after, said_elsewhere, spoken_of
from mainterm.rules.principal import NOT_CARRIED_OUT
from mainterm.rules.shapes import Shape, goes_with, only_first, shaped
from mainterm.rules.telling import affirms

HISTORY: Final = ("V10-V13", "V15.0-V15.6", "V15.88", "V16-V19")
"""What a patient, or the family, once had."""


PREOPERATIVE: Final = ("V72.81-V72.84",)
_INTERPRETED: Final = re.compile(
    r"\b(?:read|interpret\w+|report\w*|result\w*|show\w*|reveal\w*)\b[^.]*\b(?:explain\w*|account\w* for|caus\w+|"
    r"responsible for|source of)\b|\b(?:explain\w*|account\w* for)\b",
    re.I,
)
"""Words by which the interpretation of a test explains a symptom."""
_FINAL: Final = re.compile(r"\b(?:pathology|post-?operative diagnosis|biopsy (?:show\w*|reveal\w*)|histology)\b", re.I)
_OPERATED_ON: Final = {
    "13": "366",
    "14.2-14.5": "361-362",
    "28.2-28.3": "474",
    "51.2": "574-575",
    "53.0": "550",
    "53.4": "553.1",
    "80.2": "715-719",
    "85.2": "217",
}
"""Operations that are often done on outpatients, and what each is for."""
_NEVER_ITS_REASON: Final = (
    "244",
    "250.0",
    "272",
    "278",
    "300",
    "305.1",
    "311",
    "401",
    "414",
    "427.3",
    "493",
    "496",
    "530.81",
)


ROUTINE_PREGNANCY: Final = ("V22.0-V22.1",)


_OBSERVED_AFTER_SURGERY: Final = re.compile(r"\bobservation\b", re.I)


_SURGERY: Final = re.compile(r"\b(?:outpatient|ambulatory|same[- ]day|day|scheduled|elective)?\s*surg\w+", re.I)


_BEFORE: Final = re.compile(r"\bpre-?op(?:erative)? diagnosis:?", re.I)


_AFTER: Final = re.compile(r"\bpost-?op(?:erative)? diagnosis:?", re.I)


def of_outpatients(shape: Shape) -> Shape:
    """The shape, looked for in outpatient encounters alone."""
    return Shape(shape.on, _of_outpatients(shape.check))


def _of_outpatients(check: Check) -> Check:
    def outpatients_only(encounter: Encounter, book: Book) -> Iterator[Flag]:
        if encounter.setting is Setting.OUTPATIENT:
            yield from check(encounter, book)

    return outpatients_only


@rule(
    cites=Guideline("IV.A.1", page=93),
    severity=Severity.ERROR,
    on=NOT_CARRIED_OUT,
    needs=(Need.SETTING,),
    passes=("550.90, V64.1 | outpatient", "574.20, V64.1 | inpatient"),
    flags={"V64.1, 550.90, 427.31 | outpatient": "V64.1", "V64.3, 366.16 | outpatient": "V64.3"},
)
def cancelled_surgery_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Outpatient surgery that was not performed, in front of the reason for it.

    The reason for the surgery is first-listed, even if the surgery is not performed.
    """
    first = encounter.diagnoses[0]
    if encounter.setting is Setting.OUTPATIENT and first.within(*NOT_CARRIED_OUT):
        reason = next((d for d in encounter.diagnoses if d.code[0] not in "VE"), None)
        says = "the reason for the surgery is first-listed"
        yield move_after(first, reason, says) if reason else look_at(first, says)


@rule(
    cites=Guideline("IV.A.2", page=93),
    severity=Severity.WARNING,
    on=COMPLICATIONS,
    needs=(Need.DOCUMENTATION, Need.SETTING),
    passes=(
        "550.90, 998.11 | outpatient | says observation for bleeding after outpatient surgery",
        "998.11 | outpatient | says bleeding after surgery last week",
    ),
    flags={
        "998.11, 550.90 | outpatient | says observation for bleeding after outpatient surgery": "998.11",
        "997.1, 427.31, 366.16 | outpatient | says cataract surgery, admitted to observation for arrhythmia": "997.1",
    },
)
def complication_before_the_surgery_reason(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A complication in front of the reason for the outpatient surgery, at an observation stay that followed it.

    The reason for the surgery is reported first, the complications behind it.
    """
    first, said = encounter.diagnoses[0], encounter.documentation
    observed = _OBSERVED_AFTER_SURGERY.search(said) and _SURGERY.search(said)
    reasons = (d for d in encounter.diagnoses if d.code[0] not in "VE" and not d.within(*COMPLICATIONS, "427"))
    if encounter.setting is Setting.OUTPATIENT and observed and first.within(*COMPLICATIONS) and any(reasons):
        yield look_at(first, "the reason for the surgery is reported first, its complications behind it")


@rule(
    cites=Guideline("IV.B", page=93, also=("I.C.19.a.6",)),
    severity=Severity.ERROR,
    on=("E000-E999",),
    needs=(Need.SETTING,),
    first=True,
    passes=("959.9, E888.9 | outpatient", "V71.4, E812.0 | outpatient"),
    flags={"E888.9 | outpatient": "E888.9", "E812.0, E849.5 | outpatient": "E812.0"},
)
def visit_without_a_diagnosis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A visit with external causes alone.

    A code from 001.0 through V91.99 must tell the diagnosis, symptom or other reason for the visit.
    """
    if encounter.setting is Setting.OUTPATIENT and all(d.code.startswith("E") for d in encounter.diagnoses):
        yield look_at(encounter.diagnoses[0], "a code from 001.0 through V91.99 tells the reason for the visit")


@rule(
    cites=Guideline("IV.I", page=94),
    severity=Severity.ERROR,
    needs=(Need.DOCUMENTATION, Need.SETTING),
    passes=(
        "786.2 | outpatient | says cough, probable pneumonia",
        "486 | inpatient | says probable pneumonia",
        "486 | outpatient | says pneumonia, likely viral",
        "786.50, 401.9 | outpatient | says chest pain, rule out myocardial infarction; hypertension",
    ),
    flags={
        "486 | outpatient | says cough, probable pneumonia": "486",
        "410.91, 786.50 | outpatient | says chest pain, rule out myocardial infarction": "410.91",
        "540.9 | outpatient | says suspected acute appendicitis": "540.9",
    },
)
def uncertain_diagnosis_coded_as_certain(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A diagnosis coded for an outpatient that the record calls uncertain.

    It is not coded; the visit is coded to its highest degree of certainty, such as a symptom or an abnormal result.
    """
    if encounter.setting is Setting.OUTPATIENT:
        for phrase in phrases_after(encounter, UNCERTAIN):
            for diagnosis in () if said_elsewhere(encounter, phrase) else spoken_of(encounter, book, phrase):
                if diagnosis.code[0] not in "VE" and not diagnosis.within(*SYMPTOMS):
                    yield look_at(diagnosis, f"what is uncertain is not coded for an outpatient: {phrase}")


@rule(
    cites=Guideline("IV.I", page=94),
    severity=Severity.WARNING,
    needs=(Need.DOCUMENTATION, Need.SETTING),
    passes=(
        "789.00 | outpatient | says abdominal pain, pancreatitis versus cholecystitis",
        "577.0, 575.0 | inpatient | says acute pancreatitis versus acute cholecystitis",
    ),
    flags={
        "577.0, 575.0 | outpatient | says acute pancreatitis versus acute cholecystitis": "577.0",
        "413.9, 530.81 | outpatient | says chest pain, either angina or reflux": "413.9",
    },
)
def contrasted_diagnoses_of_an_outpatient(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Contrasting diagnoses coded for an outpatient.

    Neither of them is established: the symptom is coded.
    """
    if encounter.setting is Setting.OUTPATIENT and CONTRASTED.search(encounter.documentation):
        first = encounter.diagnoses[0]
        if not encounter.has(*SYMPTOMS) and first.code[0] not in "VE" and len(encounter.diagnoses) > 1:
            yield look_at(first, "neither of two contrasting diagnoses is established for an outpatient")


@rule(
    cites=Guideline("IV.K", page=95),
    severity=Severity.WARNING,
    needs=(Need.DOCUMENTATION, Need.SETTING),
    passes=(
        "401.9, V12.71 | outpatient | says hypertension, history of peptic ulcer",
        "250.00 | outpatient | says history of diabetes",
    ),
    flags={
        "401.9, 453.40 | outpatient | says hypertension, history of deep vein thrombosis": "453.40",
        "533.90 | outpatient | says previously treated peptic ulcer": "533.90",
    },
)
def past_condition_of_an_outpatient(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition that was treated and no longer exists, coded as current.

    A history code may be used where it bears on the care.
    """
    if encounter.setting is Setting.OUTPATIENT:
        for diagnosis in past_conditions(encounter, book):
            yield look_at(diagnosis, "the record tells it as past: a history code, if it matters")


@rule(
    cites=Guideline("IV.K", page=95),
    severity=Severity.QUERY,
    on=HISTORY,
    needs=(Need.SETTING,),
    first=True,
    passes=("V76.12, V16.3 | outpatient", "V10.3, 401.9, V67.09 | outpatient", "V16.3 | outpatient"),
    flags={"V10.3, 486 | outpatient": "V10.3", "V17.3, 401.9 | outpatient": "V17.3"},
)
def history_first_listed(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A history as the first-listed diagnosis, in front of a condition.

    History codes may be used as secondary codes.
    """
    first, others = encounter.diagnoses[0], encounter.diagnoses[1:]
    diseases = others and all(d.code[0] not in "VE" for d in others)
    if encounter.setting is Setting.OUTPATIENT and first.within(*HISTORY) and diseases:
        yield look_at(first, "history codes are secondary: what was the visit for?")


@rule(
    cites=Guideline("IV.O", page=96),
    severity=Severity.ERROR,
    needs=(Need.DOCUMENTATION, Need.SETTING),
    passes=(
        "217 | outpatient | says preop diagnosis: breast lump. Postop diagnosis: benign neoplasm of breast",
        "550.90 | outpatient | says preoperative diagnosis: inguinal hernia. Postoperative diagnosis: inguinal hernia",
    ),
    flags={
        "611.72 | outpatient | says preop diagnosis: breast lump. Postop diagnosis: fibroadenoma": "611.72",
        "540.9 | outpatient | says preop diagnosis: acute appendicitis. Postop diagnosis: ovarian cyst": "540.9",
    },
)
def preoperative_diagnosis_coded(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The preoperative diagnosis coded, where the postoperative one is another.

    The postoperative diagnosis is the most definitive.
    """
    before, after = (next(phrases_after(encounter, cue), "") for cue in (_BEFORE, _AFTER))
    if encounter.setting is Setting.OUTPATIENT and before and after and before.lower() != after.lower():
        first = encounter.diagnoses[0]
        if first in spoken_of(encounter, book, before) and not spoken_of(encounter, book, after):
            yield look_at(first, f"the postoperative diagnosis is coded: {after}")


@rule(
    cites=Guideline("IV.L", page=95, also=("I.B.7",)),
    severity=Severity.WARNING,
    on=SYMPTOMS,
    needs=(Need.DOCUMENTATION, Need.SETTING),
    passes=(
        "530.11 | outpatient | says endoscopy: reflux esophagitis, explains the chest pain",
        "786.59, 530.11 | outpatient | says endoscopy: esophagitis, does not explain the chest pain",
        "786.59, 530.11 | inpatient | says endoscopy: reflux esophagitis, explains the chest pain",
    ),
    flags={
        "786.59, 530.11 | outpatient | says endoscopy: esophagitis, explains the chest pain": "786.59",
        "789.00, 592.0 | outpatient | says CT report: kidney stone, accounts for the pain": "789.00",
    },
)
def symptom_that_the_test_explained(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A symptom beside the diagnosis by which the interpretation of a test explains it.

    Confirmed diagnoses of the interpretation are coded, and no related signs and symptoms as additional diagnoses.
    """
    if encounter.setting is Setting.OUTPATIENT and affirms(encounter.documentation, _INTERPRETED):
        for disease in encounter.within("001-779")[:1]:
            for symptom in encounter.within(*SYMPTOMS)[:1]:
                yield Flag((symptom, disease), "the test explained it", Fix(Mend.REMOVE, symptom.told))


@rule(
    cites=Guideline("IV.O", page=96),
    severity=Severity.ERROR,
    on=("239", "611.72", "782.2", "784.2", "786.6", "789.3"),
    needs=(Need.DOCUMENTATION, Need.SETTING),
    beside=("140-238", "610"),
    passes=(
        "217 | outpatient | says breast lump excised; pathology fibroadenoma",
        "611.72, 401.9 | outpatient | says breast lump, pathology pending",
    ),
    flags={
        "611.72, 217 | outpatient | says breast lump excised; pathology fibroadenoma": "611.72",
        "239.2, 216.5 | outpatient | says lesion of the back removed, postoperative diagnosis benign nevus": "239.2",
    },
)
def growth_of_before_the_operation(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A lump, or a growth of no known nature, beside what the pathology of ambulatory surgery found it to be.

    The postoperative diagnosis is the most definitive, and is the one that is coded.
    """
    if encounter.setting is Setting.OUTPATIENT and _FINAL.search(encounter.documentation):
        for known in encounter.within("140-238", "610")[:1]:
            for diagnosis in encounter.within("239", "611.72", "782.2", "784.2", "786.6", "789.3")[:1]:
                yield Flag((diagnosis, known), "the postoperative diagnosis is coded", Fix(Mend.REMOVE, diagnosis.told))


@rule(
    cites=Guideline("IV.A.1", page=93, also=("IV.O",)),
    severity=Severity.WARNING,
    on=_NEVER_ITS_REASON,
    needs=(Need.PROCEDURES, Need.SETTING),
    first=True,
    beside=tuple(_OPERATED_ON.values()),
    passes=(
        "366.16, 401.9 | outpatient | px 13.41",
        "401.9, 366.16 | inpatient | px 13.41",
        "401.9 | outpatient | px 13.41",
    ),
    flags={"401.9, 366.16 | outpatient | px 13.41": "401.9", "250.00, 401.9, 550.90 | outpatient | px 53.03": "250.00"},
)
def another_before_the_reason_of_the_operation(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A lasting disease first, in front of what the operation of the visit was for.

    The reason for outpatient surgery is the first-listed diagnosis.
    """
    first = encounter.diagnoses[0]
    if encounter.setting is Setting.OUTPATIENT and first.within(*_NEVER_ITS_REASON):
        for operation, reason in _OPERATED_ON.items():
            for diagnosis in encounter.within(reason)[:1] if encounter.done(operation) else ():
                yield move_after(first, diagnosis, "the reason for the surgery is first-listed")
                return


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "preoperative_examination_for_no_surgery",
        "A preoperative examination without what the surgery is for.",
        "The condition that is the reason for the surgery is an additional code.",
        Guideline("IV.N", page=95),
        Severity.WARNING,
        of_outpatients(goes_with(PREOPERATIVE, ("001-999", "V10-V71", "V84-V88"), "what is the surgery for?")),
        passes=("V72.81, 366.16 | outpatient", "V72.84, V25.2 | outpatient"),
        flags={"V72.81 | outpatient": "V72.81", "V72.84 | outpatient": "V72.84"},
        needs=(Need.SETTING,),
    ),
    shaped(
        "prenatal_visit_behind_another",
        "A routine prenatal visit behind another diagnosis.",
        "V22.0 or V22.1 is the first-listed code of a routine visit without complications.",
        Guideline("IV.P", page=96),
        Severity.ERROR,
        of_outpatients(only_first(ROUTINE_PREGNANCY, "the routine prenatal visit is first-listed")),
        passes=("V22.1, V28.3 | outpatient", "V22.0 | outpatient"),
        flags={"401.9, V22.1 | outpatient": "V22.1", "V28.3, V22.0 | outpatient": "V22.0"},
        needs=(Need.SETTING,),
    ),
)
