"""Guidelines I.C.7: diseases of the circulatory system (hypertension, stroke and its late effects, infarction)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Mend,
    Need,
    Rule,
    Severity,
    add_after,
    look_at,
    move_after,
    paired,
    remove,
    replace_by,
    rule,
)
from mainterm.rules.shapes import goes_with, not_beside, shaped, stands_before

CHRONIC_KIDNEY_DISEASE: Final = ("585", "587")
LATE_STAGES: Final = ("585.5", "585.6")
"""Of chronic kidney disease: stage V and end stage."""
HEART_DISEASE: Final = ("425.8", "428", "429.0-429.3", "429.8", "429.9")
"""Heart conditions that are hypertensive heart disease where the record lays them to the hypertension."""
WITH_LATE_STAGE: Final = ("403.01", "403.11", "403.91", *(f"404.{digit}{end}" for digit in "019" for end in "23"))
WITH_EARLY_STAGE: Final = ("403.00", "403.10", "403.90", *(f"404.{digit}{end}" for digit in "019" for end in "01"))
STROKE: Final = ("430-432", *(f"433.{digit}1" for digit in "012389"), "434", "436")
"""Hemorrhage and infarction of the brain."""
DEFICITS: Final = (
    ("438.1", ("784.3", "784.51", "784.59")),
    ("438.2", ("342",)),
    ("438.3", ("344.4",)),
    ("438.4", ("344.3",)),
    ("438.83", ("781.94",)),
    ("438.84", ("781.3",)),
    ("438.85", ("780.4",)),
)
"""Late effects of cerebrovascular disease, and the deficits that they have in them."""


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
    cites=Guideline("I.C.7.a.2", page=36),
    severity=Severity.WARNING,
    on=("428.2-428.4",),
    needs=(Need.WORDS,),
    passes=("428.22 | says systolic heart failure", "428.23, 428.0 | says systolic congestive heart failure"),
    flags={
        "428.33 | says acute on chronic diastolic congestive heart failure": "428.33",
        "428.21 | says acute systolic congestive heart failure": "428.21",
    },
)
def congestive_failure_of_a_kind(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Systolic or diastolic failure that the record calls congestive, without the congestive failure.

    More than one code of category 428 is given where the patient has both.
    """
    if "congestive" in encounter.said and not encounter.has("428.0"):
        for diagnosis in encounter.within("428.2-428.4")[:1]:
            yield add_after(diagnosis, "428.0", "congestive failure of this kind is both")


@rule(
    cites=Guideline("I.C.7.a.3", page=36),
    severity=Severity.ERROR,
    on=("401",),
    beside=CHRONIC_KIDNEY_DISEASE,
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
    beside=("403", "404"),
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
    unless=CHRONIC_KIDNEY_DISEASE,
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
    cites=Guideline("I.C.7.a.5", page=37),
    severity=Severity.ERROR,
    on=("430-438",),
    needs=(Need.LINKS,),
    passes=("434.91, 401.9 | links known", "401.9, 434.91 | links known"),
    flags={"401.9, 434.91 due to 401.9": "401.9", "401.1, 250.00, 431 due to 401.1": "401.1"},
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
    flags={"405.91": "405.91", "405.01": "405.01"},
)
def secondary_hypertension_alone(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Secondary hypertension without its cause.

    Two codes are required, the underlying etiology and category 405.
    """
    if len(encounter.diagnoses) == 1:
        for diagnosis in encounter.within("405"):
            yield look_at(diagnosis, "what is the hypertension secondary to? Its cause is coded too")


@rule(
    cites=Guideline("I.C.7.a.8", page=38),
    severity=Severity.ERROR,
    on=("796.2",),
    passes=("796.2", "401.9"),
    flags={"401.9, 796.2": "796.2", "796.2, 403.90, 585.9": "796.2"},
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
    flags={"997.02, 436": "436", "436, 401.9, 997.02": "436"},
)
def ill_defined_stroke_after_surgery(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Ill-defined cerebrovascular disease beside a postoperative stroke.

    436 is not used behind 997.02; the hemorrhage or infarct is coded from 430-432, 433 or 434.
    """
    after = next(iter(encounter.within("997.02")), None)
    for diagnosis in encounter.within("436"):
        if after:
            yield look_at(diagnosis, "the kind of stroke is coded from 430-432, 433 or 434", after)


@rule(
    cites=Guideline("I.C.7.a.5", page=37),
    severity=Severity.WARNING,
    on=("401-405",),
    beside=STROKE,
    first=True,
    passes=("434.91, 401.9", "401.9, 434.91:N", "401.9, 437.9", "401.9, 433.10"),
    flags={"401.9, 434.91": "401.9", "403.91, 585.6, 431": "403.91"},
)
def hypertension_before_a_stroke(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Hypertension as the principal diagnosis, with a stroke behind it.

    The code of the cerebrovascular disease is assigned first, then that of the hypertension, unless the stroke came
    only after admission.
    """
    first = encounter.diagnoses[0]
    stroke = next((d for d in encounter.within(*STROKE) if d.poa != "N"), None)
    if first.within("401-405") and stroke and not encounter.linked:
        yield move_after(first, stroke, "the cerebrovascular disease stands before the hypertension")


@rule(
    cites=Guideline("I.B.12", page=11),
    severity=Severity.ERROR,
    on=tuple(late for late, _ in DEFICITS),
    between=paired([((late,), deficits) for late, deficits in DEFICITS]),
    passes=("438.21", "434.91, 342.90, 438.12", "438.82, 787.21", "438.53, 344.81"),
    flags={"438.21, 342.90": "342.90", "401.9, 784.3, 438.11": "784.3"},
)
def deficit_beside_its_late_effect(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A neurologic deficit beside the late effect of a stroke that has it.

    Category 438 is expanded to include the deficit, which has no second code, unless it is of another stroke or cause.
    """
    if encounter.has("430-434", "436", "340", "343", "800-804", "850-854", "907", "952"):
        return
    for late, deficits in DEFICITS:
        for effect in encounter.within(late)[:1]:
            for diagnosis in encounter.within(*deficits):
                yield remove(diagnosis, "the late effect includes the deficit", effect)


@rule(
    cites=Guideline("I.C.7.e.3", page=40),
    severity=Severity.WARNING,
    on=("410.7",),
    beside=("410.0-410.6", "410.8"),
    passes=("410.71", "410.11, 414.01", "410.71, 410.12"),
    flags={"410.71, 410.11": "410.71", "410.41, 428.0, 410.71": "410.71"},
)
def two_kinds_of_infarction(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Infarction with and without ST elevation in one episode of care.

    One that evolves from the one kind to the other is coded as with ST elevation alone.
    """
    for diagnosis in encounter.within("410.7"):
        others = encounter.within("410.0-410.6", "410.8")
        other = next((one for one in others if one.code[-1] == diagnosis.code[-1]), None)
        if other:
            yield look_at(diagnosis, "is it one infarction? Then only that with ST elevation is coded", other)


def _as(diagnosis: Diagnosis, category: str) -> str:
    """The heading of this category that has the diagnosis's kind of hypertension: malignant, benign, unspecified."""
    return category + diagnosis.code[3:5]


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "essential_hypertension_beside_hypertensive_disease",
        "Essential hypertension beside hypertensive heart or kidney disease.",
        "Categories 402, 403 and 404 have the hypertension in them; 401 is for essential hypertension alone.",
        Guideline("I.C.7.a.1", page=36),
        Severity.ERROR,
        not_beside(("401",), ("402-404",), "the code of the hypertensive disease has the hypertension"),
        passes=("402.91, 428.0", "403.90, 585.9"),
        flags={"402.91, 401.9, 428.0": "401.9", "404.91, 428.0, 401.1": "401.1"},
    ),
    shaped(
        "unspecified_hypertension_beside_its_kind",
        "Hypertension of no kind beside hypertension of a kind.",
        "The fourth digit says malignant, benign or, where the record does not tell, unspecified.",
        Guideline("I.C.7.a.1", page=36),
        Severity.ERROR,
        not_beside(("401.9",), ("401.0-401.1",), "the kind of hypertension is told"),
        passes=("401.1", "401.9"),
        flags={"401.9, 401.1": "401.9", "401.0, 401.9": "401.9"},
    ),
    shaped(
        "hypertensive_heart_disease_without_the_kind_of_failure",
        "Hypertensive heart disease with heart failure without the kind of failure.",
        "A code from category 428 stands behind it.",
        Guideline("I.C.7.a.2", page=36),
        Severity.WARNING,
        goes_with(
            ("402.01", "402.11", "402.91"), ("428",), "the kind of failure is coded too", add=Mend.ADD_AFTER, code="428"
        ),
        passes=("402.91, 428.0", "402.90"),
        flags={"402.91": "402.91", "402.11, 401.1": "402.11"},
    ),
    shaped(
        "heart_failure_beside_heart_disease_without",
        "Heart failure beside hypertensive heart disease without heart failure.",
        "The fifth digit says whether there is heart failure.",
        Guideline("I.C.7.a.2", page=36),
        Severity.QUERY,
        not_beside(
            ("402.00", "402.10", "402.90"), ("428",), "is the heart failure due to the hypertension?", blame=look_at
        ),
        passes=("402.91, 428.0", "402.90"),
        flags={"402.90, 428.0": "402.90", "428.21, 402.10": "402.10"},
    ),
    shaped(
        "hypertensive_kidney_disease_behind_its_stage",
        "The stage of a chronic kidney disease in front of the hypertensive kidney disease.",
        "The code from category 585 is a secondary one to categories 403 and 404.",
        Guideline("I.C.7.a.3", page=36),
        Severity.WARNING,
        stands_before(("403", "404"), ("585",), "the stage stands behind the hypertensive kidney disease"),
        passes=("403.91, 585.6", "584.9, 404.90, 585.9"),
        flags={"585.6, 403.91": "403.91", "584.9, 585.9, 403.90": "403.90"},
    ),
    shaped(
        "hypertensive_heart_and_kidney_disease_without_the_kind_of_failure",
        "Hypertensive heart and kidney disease with heart failure without the kind of failure.",
        "An additional code from category 428 tells it.",
        Guideline("I.C.7.a.4", page=37),
        Severity.WARNING,
        goes_with(
            tuple(f"404.{digit}{end}" for digit in "019" for end in "13"),
            ("428",),
            "the kind of heart failure is coded too",
            add=Mend.ADD_AFTER,
            code="428",
        ),
        passes=("404.93, 428.23, 585.6", "404.90, 585.9"),
        flags={"404.91, 585.3": "404.91", "404.93, 585.6": "404.93"},
    ),
    shaped(
        "heart_failure_beside_heart_and_kidney_disease_without",
        "Heart failure beside hypertensive heart and kidney disease without heart failure.",
        "The fifth digits 1 and 3 are with heart failure, 0 and 2 without.",
        Guideline("I.C.7.a.4", page=37),
        Severity.QUERY,
        not_beside(
            tuple(f"404.{digit}{end}" for digit in "019" for end in "02"),
            ("428",),
            "is the heart failure due to the hypertension?",
            blame=look_at,
        ),
        passes=("404.91, 428.0, 585.9", "404.90, 585.9"),
        flags={"404.90, 428.0, 585.9": "404.90", "428.33, 404.92, 585.6": "404.92"},
    ),
    shaped(
        "hypertension_before_its_retinopathy",
        "Hypertension in front of hypertensive retinopathy.",
        "362.11 is assigned first, then the hypertension from 401-405.",
        Guideline("I.C.7.a.6", page=37),
        Severity.WARNING,
        stands_before(("362.11",), ("401-405",), "the retinopathy stands before the hypertension"),
        passes=("362.11, 401.9", "250.00, 362.11, 402.90"),
        flags={"401.9, 362.11": "362.11", "403.90, 585.9, 362.11": "362.11"},
    ),
    shaped(
        "elevated_reading_in_pregnancy",
        "An elevated reading beside a complication of pregnancy.",
        "Transient hypertension of pregnancy is 642.3.",
        Guideline("I.C.7.a.8", page=38),
        Severity.WARNING,
        not_beside(
            ("796.2",), ("630-679", "V22", "V23"), "transient hypertension of pregnancy is 642.3", blame=look_at
        ),
        passes=("642.33", "796.2"),
        flags={"648.93, 796.2": "796.2", "V22.1, 796.2": "796.2"},
    ),
    shaped(
        "stroke_of_care_of_no_kind",
        "A stroke due to medical intervention without its kind.",
        "A secondary code from 430-432, 433 or 434 tells the hemorrhage or infarct.",
        Guideline("I.C.7.c", page=38),
        Severity.WARNING,
        goes_with(("997.02",), ("430-434", "436"), "the kind of stroke is coded too, from 430-432, 433 or 434"),
        passes=("997.02, 434.91", "997.02, 431"),
        flags={"997.02": "997.02", "440.1, 997.02, 342.90": "997.02"},
    ),
    shaped(
        "late_effect_beside_a_stroke",
        "Late effects of a stroke beside an acute one.",
        "Category 438 is not for the deficits of the acute stroke, only for those left by an old one.",
        Guideline("I.C.7.d.1", page=39),
        Severity.QUERY,
        not_beside(("438",), STROKE, "is the deficit of an old stroke?", blame=look_at),
        passes=("434.91, 342.90", "438.21, 401.9"),
        flags={"434.91, 438.21": "438.21", "438.11, 431": "438.11"},
    ),
    shaped(
        "history_of_stroke_beside_its_late_effects",
        "History of a stroke without deficits beside the late effects of one.",
        "V12.54 is for when no neurologic deficits are present; with them it is category 438.",
        Guideline("I.C.7.d.3", page=39),
        Severity.WARNING,
        not_beside(("V12.54",), ("438",), "V12.54 is for a stroke that has left no deficits", blame=look_at),
        passes=("438.21", "401.9, V12.54"),
        flags={"438.21, V12.54": "V12.54", "V12.54, 438.11": "V12.54"},
    ),
    shaped(
        "infarction_of_no_site_beside_one",
        "Infarction of no stated site beside one of a site.",
        "410.9 is for the unspecified term only.",
        Guideline("I.C.7.e.2", page=40),
        Severity.WARNING,
        not_beside(("410.9",), ("410.0-410.8",), "the site or kind of the infarction is told", blame=look_at),
        passes=("410.91", "410.71"),
        flags={"410.71, 410.91": "410.91", "410.91, 410.11, 428.0": "410.91"},
    ),
)
