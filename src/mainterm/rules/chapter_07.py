"""Guidelines I.C.7: diseases of the circulatory system (hypertension, stroke and its late effects, infarction)."""

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
    look_at,
    move_after,
    replace_by,
    rule,
)

CHRONIC_KIDNEY_DISEASE: Final = ("585", "587")
LATE_STAGES: Final = ("585.5", "585.6")
"""Of chronic kidney disease: stage V and end stage."""
HEART_DISEASE: Final = ("425.8", "428", "429.0-429.3", "429.8", "429.9")
"""Heart conditions that are hypertensive heart disease where the record lays them to the hypertension."""
WITH_LATE_STAGE: Final = ("403.01", "403.11", "403.91", *(f"404.{digit}{end}" for digit in "019" for end in "23"))
WITH_EARLY_STAGE: Final = ("403.00", "403.10", "403.90", *(f"404.{digit}{end}" for digit in "019" for end in "01"))
WITH_HEART_FAILURE: Final = (
    *("402.01", "402.11", "402.91"),
    *(f"404.{digit}{end}" for digit in "019" for end in "13"),
)


@rule(
    cites=Guideline("I.C.7.a.2", page=36),
    severity=Severity.ERROR,
    on=("401",),
    needs=(Need.LINKS,),
    passes=("402.91, 428.0 | links known", "428.0, 401.9 | links known", "402.11 due to 401.1"),
    flags={"428.0 due to 401.9, 401.9": "401.9", "401.1, 429.3 due to 401.1": "401.1"},
)
def heart_disease_due_to_hypertension(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Heart disease that the record lays to hypertension, coded apart from it.

    It is hypertensive heart disease, category 402, and the kind of heart failure is coded behind it.
    """
    for diagnosis in encounter.within(*HEART_DISEASE):
        for cause in encounter.causes(diagnosis):
            if cause.within("401"):
                yield replace_by(cause, _as(cause, "402"), "heart disease due to hypertension is 402", diagnosis)


@rule(
    cites=Guideline("I.C.7.a.3", page=36),
    severity=Severity.ERROR,
    on=("401",),
    passes=("403.90, 585.9", "401.9, 584.9", "401.9"),
    flags={"401.9, 585.6": "401.9", "585.3, 401.1": "401.1"},
)
def hypertension_with_chronic_kidney_disease(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Hypertension coded apart from chronic kidney disease.

    The classification presumes a link between the two: both are coded from category 403, with 585 behind it.
    """
    kidney = next(iter(encounter.within(*CHRONIC_KIDNEY_DISEASE)), None)
    for diagnosis in encounter.within("401"):
        if kidney:
            yield replace_by(diagnosis, _as(diagnosis, "403"), "hypertension with CKD is category 403", kidney)


@rule(
    cites=Guideline("I.C.7.a.3", page=36),
    severity=Severity.ERROR,
    on=("585",),
    passes=("403.91, 585.6", "403.90, 585.4", "404.93, 428.0, 585.5", "403.91"),
    flags={"403.90, 585.6": "403.90", "403.11, 585.3": "403.11", "404.91, 428.0, 585.6": "404.91"},
)
def digit_that_the_stage_contradicts(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Hypertensive kidney disease whose fifth digit is of another stage.

    Stage V and end stage make the one digit, the stages before them, or none, the other.
    """
    stages = encounter.within("585")
    late = any(stage.within(*LATE_STAGES) for stage in stages)
    wrong = encounter.within(*(WITH_EARLY_STAGE if late else WITH_LATE_STAGE)) if stages else ()
    for diagnosis in wrong:
        step = (1 if diagnosis.within("403") else 2) * (1 if late else -1)
        code = diagnosis.code[:-1] + str(int(diagnosis.code[-1]) + step)
        yield replace_by(diagnosis, code, "the fifth digit is that of the stage", *stages)


@rule(
    cites=Guideline("I.C.7.a.3", page=36),
    severity=Severity.WARNING,
    on=("403", "404"),
    passes=("403.90, 585.9", "404.93, 585.6", "403.90, 587"),
    flags={"403.90": "403.90", "404.91, 428.0": "404.91"},
)
def hypertensive_kidney_disease_without_its_stage(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Hypertensive chronic kidney disease without its stage.

    The code from category 585 stands behind it.
    """
    if not encounter.has(*CHRONIC_KIDNEY_DISEASE):
        for diagnosis in encounter.within("403", "404"):
            yield add_after(diagnosis, "585", "the stage of the kidney disease is coded too")


@rule(
    cites=Guideline("I.C.7.a.4", page=37),
    severity=Severity.ERROR,
    on=("402",),
    passes=("404.90, 585.9", "402.91, 428.0"),
    flags={"402.91, 428.0, 585.4": "402.91", "402.10, 403.10, 585.9": "402.10"},
)
def hypertensive_heart_and_kidney_disease(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Hypertensive heart disease coded apart from chronic kidney disease.

    The combination category 404 has both; the link of hypertension and kidney disease is assumed.
    """
    kidney = next(iter(encounter.within("403", *CHRONIC_KIDNEY_DISEASE)), None)
    for diagnosis in encounter.within("402"):
        if kidney:
            yield replace_by(diagnosis, _as(diagnosis, "404"), "with kidney disease it is category 404", kidney)


@rule(
    cites=Guideline("I.C.7.a.4", page=37),
    severity=Severity.WARNING,
    on=WITH_HEART_FAILURE,
    passes=("402.91, 428.0", "404.93, 428.23, 585.6", "402.90"),
    flags={"402.91": "402.91", "404.91, 585.3": "404.91"},
)
def hypertensive_heart_failure_of_no_kind(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Hypertensive heart disease with heart failure without the kind of failure.

    A code from category 428 stands behind it.
    """
    if not encounter.has("428"):
        for diagnosis in encounter.within(*WITH_HEART_FAILURE):
            yield add_after(diagnosis, "428", "the kind of heart failure is coded too")


@rule(
    cites=Guideline("I.C.7.a.5", page=37),
    severity=Severity.ERROR,
    on=("430-438",),
    needs=(Need.LINKS,),
    passes=("434.91, 401.9 | links known", "401.9, 434.91 | links known"),
    flags={"401.9, 434.91 due to 401.9": "401.9"},
)
def hypertension_before_its_stroke(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Hypertension in front of the cerebrovascular disease that it caused.

    The code from 430-438 stands first.
    """
    for diagnosis in encounter.within("430-438"):
        for cause in encounter.causes(diagnosis):
            if cause.within("401-405") and encounter.position(cause) < encounter.position(diagnosis):
                yield move_after(cause, diagnosis, "the cerebrovascular disease stands first")


@rule(
    cites=Guideline("I.C.7.a.6", page=37),
    severity=Severity.ERROR,
    on=("362.11",),
    passes=("362.11, 401.9", "362.11, 402.91"),
    flags={"362.11": "362.11", "362.11, 250.00": "362.11"},
)
def hypertensive_retinopathy_without_hypertension(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Hypertensive retinopathy without the hypertension.

    Two codes are needed: the retinopathy, and the kind of hypertension from 401-405.
    """
    if not encounter.has("401-405"):
        for diagnosis in encounter.within("362.11"):
            yield add_after(diagnosis, "401", "the hypertension is coded too, from 401-405")


@rule(
    cites=Guideline("I.C.7.a.7", page=37),
    severity=Severity.QUERY,
    on=("405",),
    passes=("405.91, 440.1", "440.1, 405.91"),
    flags={"405.91": "405.91"},
)
def secondary_hypertension_alone(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Secondary hypertension without its cause.

    Two codes are required, the underlying etiology and category 405.
    """
    if len(encounter.diagnoses) == 1:
        for diagnosis in encounter.within("405"):
            yield look_at(diagnosis, "what is the hypertension secondary to? Its cause is coded too")


@rule(
    cites=Guideline("I.C.7.a.11", page=38),
    severity=Severity.ERROR,
    on=("796.2",),
    passes=("796.2", "401.9"),
    flags={"401.9, 796.2": "796.2"},
)
def elevated_reading_beside_hypertension(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An elevated reading beside hypertension.

    796.2 is for patients without a diagnosis of hypertension.
    """
    known = next(iter(encounter.within("401-405")), None)
    for diagnosis in encounter.within("796.2"):
        if known:
            yield look_at(diagnosis, "796.2 is for patients without a diagnosis of hypertension", known)


@rule(
    cites=Guideline("I.C.7.c", page=38),
    severity=Severity.ERROR,
    on=("436",),
    passes=("997.02, 434.91", "436"),
    flags={"997.02, 436": "436"},
)
def ill_defined_stroke_after_surgery(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Ill-defined cerebrovascular disease beside a postoperative stroke.

    436 is not used behind 997.02; the hemorrhage or infarct is coded from 430-432, 433 or 434.
    """
    after = next(iter(encounter.within("997.02")), None)
    for diagnosis in encounter.within("436"):
        if after:
            yield look_at(diagnosis, "the kind of stroke is coded from 430-432, 433 or 434", after)


def _as(diagnosis: Diagnosis, category: str) -> str:
    """The heading of this category that has the diagnosis's kind of hypertension: malignant, benign, unspecified."""
    return category + diagnosis.code[3:5]
