"""Guidelines II and III, continued: what the admission and the record decide of an inpatient's diagnoses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter, Setting
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Severity,
    look_at,
    move_first,
    rule,
)
from mainterm.rules.phrases import PAST, UNCERTAIN, phrases_after, spoken_of

SYMPTOMS: Final = ("780-799",)


COMPLICATIONS: Final = ("996-999",)


FINDINGS: Final = ("790.0", "790.2-790.6", "790.92-790.99", "791", "792", "793-796")
"""Abnormal findings without a diagnosis."""


_OF_A_LABORATORY: Final = ("272", "275", "276", "280-289", *FINDINGS)


_LASTING: Final = (
    *("042", "249-250", "270-277", "278", "290-319", "330-337", "340-341", "345", "401-405", "412", "414", "416"),
    *("424-429", "438", "440", "443", "491-493", "496", "530", "571", "585", "710", "714-715", "733.0", "740-759"),
)
"""What one has for good: its history is no past."""


_AMBULATORY: Final = re.compile(r"\b(?:outpatient|ambulatory|same[- ]day|day) surg", re.I)


_RULED_OUT: Final = re.compile(r"\bruled out\b|\bexcluded\b", re.I)


_BY_CONFIRMATION: Final = re.compile(r"\b(?:hiv|aids|avian|h1n1|influenza|flu)\b", re.I)
"""What is coded by confirmation only, whatever the setting."""


_UNSPOKEN: Final = re.compile(
    r"\b(?:provider|physician|attending|doctor)\b[^.;]*\b(?:not|no|never|without)\b|"
    r"\b(?:not|never|no)\b[^.;]*\b(?:by|from) (?:the )?(?:provider|physician|attending|doctor)\b|"
    r"\bno (?:further )?(?:work-?up|treatment|evaluation|documentation)\b",
    re.I,
)


_REPORT: Final = re.compile(r"\b(?:lab\w*|x-?rays?|radiolog\w*|patholog\w*|report\w*|results?|findings?|level)\b", re.I)


@rule(
    cites=Guideline("II.G", page=89),
    severity=Severity.ERROR,
    on=COMPLICATIONS,
    needs=(Need.REASON, Need.SETTING),
    passes=("998.59, 682.2 | inpatient | for 998.59", "682.2, 998.59 | inpatient | for 682.2"),
    flags={
        "682.2, 998.59 | inpatient | for 998.59": "998.59",
        "250.00, 996.64, 599.0 | inpatient | for 996.64": "996.64",
    },
)
def complication_that_one_is_admitted_for(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A complication of care behind another diagnosis, though the admission is for its treatment.

    The complication is sequenced as the principal diagnosis.
    """
    if encounter.setting is Setting.INPATIENT and not encounter.diagnoses[0].reason:
        for diagnosis in encounter.within(*COMPLICATIONS):
            if diagnosis.reason:
                yield move_first(diagnosis, "the complication that the admission is for is principal")


@rule(
    cites=Guideline("II.G", page=89),
    severity=Severity.QUERY,
    on=COMPLICATIONS,
    needs=(Need.ADMITTING, Need.SETTING),
    passes=(
        "998.59, 682.2 | inpatient | admitted for 998.59",
        "038.9, 998.59, 995.91 | inpatient | admitted for 780.60",
        "996.62, 038.9 | inpatient | admitted for 996.1",
    ),
    flags={
        "682.2, 998.59 | inpatient | admitted for 998.59": "998.59",
        "428.0, 996.72 | inpatient | admitted for 996.72": "996.72",
    },
)
def complication_at_admission(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A complication of care that is the admitting diagnosis, and not the principal one.

    When the admission is for its treatment, the complication is principal; after study it may be another.
    """
    if encounter.setting is Setting.INPATIENT and not encounter.diagnoses[0].within(*COMPLICATIONS):
        for diagnosis in encounter.within(*COMPLICATIONS):
            if diagnosis.code == encounter.admitting and diagnosis.poa != "N":
                yield look_at(diagnosis, "was the admission for this complication? Then it is principal")


@rule(
    cites=Guideline("II.H", page=90),
    severity=Severity.ERROR,
    on=SYMPTOMS,
    needs=(Need.DOCUMENTATION, Need.SETTING),
    passes=(
        "486, 786.2 | inpatient | says discharged with probable pneumonia",
        "786.50 | inpatient | says chest pain, possible myocardial infarction was ruled out",
        "786.50 | outpatient | says chest pain, rule out myocardial infarction",
    ),
    flags={
        "786.2, 780.60 | inpatient | says cough and fever, discharged with probable pneumonia": "786.2",
        "789.06, 401.9 | inpatient | says epigastric pain, suspected peptic ulcer": "789.06",
    },
)
def uncertain_diagnosis_of_an_inpatient(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A symptom as the principal diagnosis of an inpatient whose record names an uncertain diagnosis.

    What is probable, suspected or still to be ruled out at discharge is coded as if it existed.
    """
    first = encounter.diagnoses[0]
    if encounter.setting is Setting.INPATIENT and first.within(*SYMPTOMS):
        for phrase in phrases_after(encounter, UNCERTAIN):
            told = _RULED_OUT.search(encounter.documentation) or _BY_CONFIRMATION.search(phrase)
            if not told and not spoken_of(encounter, book, phrase):
                yield look_at(first, f"uncertain at discharge is coded as if it existed: {phrase}")
                return


@rule(
    cites=Guideline("II.J", page=90),
    severity=Severity.QUERY,
    on=COMPLICATIONS,
    needs=(Need.DOCUMENTATION, Need.SETTING),
    passes=(
        "998.11, 550.90 | inpatient | says admitted after outpatient surgery for bleeding",
        "550.90, 998.11 | inpatient | says hernia repair, bleeding on the second day",
    ),
    flags={
        "550.90, 998.11 | inpatient | says admitted after outpatient surgery for bleeding": "998.11",
        "366.16, 997.1, 427.31 | inpatient | says atrial fibrillation after same-day surgery, admitted": "997.1",
    },
)
def complication_of_outpatient_surgery(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A complication behind another diagnosis, after an admission from outpatient surgery.

    If the complication is the reason for the admission it is principal; if nothing is, the reason for the surgery is.
    """
    said = encounter.documentation
    transferred = encounter.setting is Setting.INPATIENT and _AMBULATORY.search(said)
    if transferred and not encounter.diagnoses[0].within(*COMPLICATIONS):
        for complication in encounter.within(*COMPLICATIONS)[:1]:
            yield look_at(complication, "was this the reason for the inpatient admission? Then it is principal")


def past_conditions(encounter: Encounter, book: Book) -> Iterator[Diagnosis]:
    """The diagnoses that are coded as current, and that the record tells as past."""
    for phrase in phrases_after(encounter, PAST):
        for diagnosis in spoken_of(encounter, book, phrase):
            if diagnosis.code[0] not in "VE" and not diagnosis.within(*_LASTING, "905-909"):
                yield diagnosis


@rule(
    cites=Guideline("III.A", page=91),
    severity=Severity.WARNING,
    needs=(Need.DOCUMENTATION, Need.SETTING),
    passes=(
        "486, V12.61 | inpatient | says pneumonia, history of pneumonia last year",
        "401.9, 250.00 | inpatient | says history of diabetes and hypertension",
        "486, V10.3 | inpatient | says pneumonia, history of breast cancer",
        "428.0, 786.2 | inpatient | says heart failure, past two weeks of cough",
    ),
    flags={
        "486, 540.9 | inpatient | says pneumonia; history of acute appendicitis": "540.9",
        "486, 541 | inpatient | says pneumonia; past appendicitis": "541",
        "428.0, 453.40 | inpatient | says heart failure, prior deep vein thrombosis": "453.40",
    },
)
def past_condition_of_an_inpatient(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition of the past coded as a current one.

    Resolved conditions of earlier stays that have no bearing on this one are not reported; a history code may be.
    """
    if encounter.setting is Setting.INPATIENT:
        for diagnosis in past_conditions(encounter, book):
            if encounter.position(diagnosis) > 1:
                yield look_at(diagnosis, "the record tells it as past: a history code, if it matters")


@rule(
    cites=Guideline("III.B", page=91),
    severity=Severity.QUERY,
    on=FINDINGS,
    needs=(Need.SETTING, Need.STAY),
    passes=("486, 276.8 | inpatient | stay 3", "795.05 | inpatient | stay 2", "401.9, 790.29 | outpatient | stay 0"),
    flags={"486, 790.29 | inpatient | stay 3": "790.29", "428.0, 794.31 | inpatient | stay 2": "794.31"},
)
def abnormal_finding_as_additional_diagnosis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An abnormal finding as an additional diagnosis of an inpatient.

    It is coded only where the provider indicates its clinical significance.
    """
    if encounter.setting is Setting.INPATIENT:
        for diagnosis in encounter.within(*FINDINGS):
            if diagnosis is not encounter.principal:
                yield look_at(diagnosis, "has the provider indicated its clinical significance?")


@rule(
    cites=Guideline("III.B", page=91),
    severity=Severity.ERROR,
    on=_OF_A_LABORATORY,
    needs=(Need.DOCUMENTATION, Need.SETTING),
    passes=(
        "486, 276.1 | inpatient | says pneumonia, hyponatremia treated with saline",
        "486, 276.1 | inpatient | says pneumonia, laboratory shows low sodium",
    ),
    flags={
        "486, 276.1 | inpatient | says low sodium on laboratory report, not documented by provider": "276.1",
        "820.8, 285.9 | inpatient | says hip fracture; lab hemoglobin 11, physician did not comment": "285.9",
    },
)
def finding_that_the_provider_left_alone(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An abnormal finding coded from a report on which the provider says nothing.

    Findings are not coded unless the provider indicates their significance; it is right to ask where tests or treatment
    were ordered.
    """
    said = encounter.documentation
    if encounter.setting is Setting.INPATIENT and _REPORT.search(said) and _UNSPOKEN.search(said):
        for diagnosis in encounter.within(*_OF_A_LABORATORY)[:1]:
            if len(encounter.diagnoses) > 1:
                yield look_at(diagnosis, "findings are not coded unless the provider says what they mean")
