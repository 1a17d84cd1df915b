"""Guidelines IV, continued: what the words of the record decide of an outpatient's diagnoses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter, Setting
from mainterm.rules.declare import Fix, Flag, Guideline, Mend, Need, Severity, look_at, move_after, move_first, rule
from mainterm.rules.inpatient import COMPLICATIONS, SYMPTOMS, past_conditions
from mainterm.rules.phrases import CONTRASTED, UNCERTAIN, phrases_after, said_elsewhere, spoken_of
from mainterm.rules.said_principal import CAME
from mainterm.rules.telling import affirms
from mainterm.rules.visits import LASTING

_INTERPRETED: Final = re.compile(
    r"\b(?:read|interpret\w+|report\w*|result\w*|show\w*|reveal\w*)\b[^.]*\b(?:explain\w*|account\w* for|caus\w+|"
    r"responsible for|source of)\b|\b(?:explain\w*|account\w* for)\b",
    re.I,
)
"""Words by which the interpretation of a test explains a symptom."""
_FINAL: Final = re.compile(r"\b(?:pathology|post-?operative diagnosis|biopsy (?:show\w*|reveal\w*)|histology)\b", re.I)
_OBSERVED_AFTER_SURGERY: Final = re.compile(r"\bobservation\b", re.I)
_SURGERY: Final = re.compile(r"\b(?:outpatient|ambulatory|same[- ]day|day|scheduled|elective)?\s*surg\w+", re.I)
_BEFORE: Final = re.compile(r"\bpre-?op(?:erative)? diagnosis:?", re.I)
_AFTER: Final = re.compile(r"\bpost-?op(?:erative)? diagnosis:?", re.I)


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
    cites=Guideline("IV.O", page=96, also=("IV.E",)),
    severity=Severity.ERROR,
    on=SYMPTOMS,
    needs=(Need.DOCUMENTATION, Need.SETTING),
    beside=("001-779",),
    first=True,
    passes=(
        "540.9 | outpatient | says pain; postoperative diagnosis acute appendicitis",
        "789.03, 401.9 | outpatient | says preoperative diagnosis pain; postoperative diagnosis the same",
        "789.03, 540.9 | inpatient | says pain; postoperative diagnosis acute appendicitis",
    ),
    flags={
        "789.03, 540.9 | outpatient | says preoperative pain; postoperative diagnosis: acute appendicitis": "789.03",
        "786.6, 515 | outpatient | says mass of lung. Postoperative diagnosis: pulmonary fibrosis": "786.6",
    },
)
def symptom_of_before_the_operation(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A symptom first, where the record tells the diagnosis that was confirmed after the operation.

    The postoperative diagnosis is the most definitive, and is the one that is coded.
    """
    first = encounter.diagnoses[0]
    if encounter.setting is Setting.OUTPATIENT and first.within(*SYMPTOMS):
        for phrase in phrases_after(encounter, _AFTER):
            for diagnosis in spoken_of(encounter, book, phrase):
                if diagnosis.within("001-779"):
                    yield move_after(first, diagnosis, f"the postoperative diagnosis is coded: {phrase}")
                    return


@rule(
    cites=Guideline("IV.H", page=94),
    severity=Severity.WARNING,
    on=LASTING,
    needs=(Need.DOCUMENTATION, Need.SETTING),
    first=True,
    passes=(
        "786.50, 401.9 | outpatient | says seen for chest pain; hypertension",
        "401.9, 786.50 | outpatient | says seen for hypertension; some chest pain",
        "401.9, 786.50 | inpatient | says seen for chest pain",
    ),
    flags={
        "401.9, 786.50 | outpatient | says seen for chest pain; hypertension noted": "786.50",
        "250.00, 466.0 | outpatient | says presents with acute bronchitis; diabetic": "466.0",
    },
)
def reason_of_the_visit_behind_another(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A lasting disease first, in front of the condition for which, by the record, the patient was seen.

    What is chiefly responsible for the services of the visit is listed first, what coexists behind it.
    """
    first = encounter.diagnoses[0]
    if encounter.setting is Setting.OUTPATIENT and first.within(*LASTING):
        for phrase in list(phrases_after(encounter, CAME))[:1]:
            told = spoken_of(encounter, book, phrase)
            if len(told) == 1 and told[0] is not first and told[0].within("001-799"):
                yield move_first(told[0], f"the record tells that the visit was for this: {phrase}")
