"""Guidelines I.C.7.a.1-4: hypertension, and hypertensive disease of heart and kidney."""

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
    replace_by,
    rule,
)
from mainterm.rules.shapes import goes_with, never_first, not_beside, shaped, stands_before, unless_first

CHRONIC_KIDNEY_DISEASE: Final = ("585", "587")
LATE_STAGES: Final = ("585.5", "585.6")
"""Of chronic kidney disease: stage V and end stage."""
HEART_DISEASE: Final = ("425.8", "428", "429.0-429.3", "429.8", "429.9")
"""Heart conditions that are hypertensive heart disease where the record lays them to the hypertension."""
WITH_LATE_STAGE: Final = ("403.01", "403.11", "403.91", *(f"404.{digit}{end}" for digit in "019" for end in "23"))
WITH_EARLY_STAGE: Final = ("403.00", "403.10", "403.90", *(f"404.{digit}{end}" for digit in "019" for end in "01"))


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
    beside=("403",),
    passes=("403.91, 585.6", "403.90, 585.4", "404.93, 428.0, 585.5", "403.91"),
    flags={"403.90, 585.6": "403.90", "403.11, 585.3": "403.11"},
)
def digit_that_the_stage_contradicts(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Hypertensive kidney disease whose fifth digit is of another stage.

    Stage V and end stage make the one digit, the stages before them, or none, the other.
    """
    yield from _of_another_stage(encounter, "403", 1)


@rule(
    cites=Guideline("I.C.7.a.4", page=37),
    severity=Severity.ERROR,
    on=("585",),
    beside=("404",),
    passes=("404.93, 428.0, 585.5", "404.90, 585.3", "403.90, 585.6"),
    flags={"404.91, 428.0, 585.6": "404.91", "404.12, 585.3": "404.12"},
)
def heart_and_kidney_digit_that_the_stage_contradicts(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Hypertensive heart and kidney disease whose fifth digit is of another stage.

    The digits 0 and 1 are for the stages before the fifth, or none, 2 and 3 for stage V and end stage.
    """
    yield from _of_another_stage(encounter, "404", 2)


def _of_another_stage(encounter: Encounter, category: str, step: int) -> Iterator[Flag]:
    """The codes of the category whose digit, `step` apart for the late stages, is not that of the stage coded."""
    stages = encounter.within("585")
    late = any(stage.within(*LATE_STAGES) for stage in stages)
    wrong = encounter.within(*(WITH_EARLY_STAGE if late else WITH_LATE_STAGE)) if stages else ()
    for diagnosis in wrong:
        if diagnosis.within(category):
            code = diagnosis.code[:-1] + str(int(diagnosis.code[-1]) + (step if late else -step))
            yield replace_by(diagnosis, code, "the fifth digit is that of the stage", *stages)


@rule(
    cites=Guideline("I.C.7.a.3", page=36, also=("I.C.7.a.4",)),
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


def _as(diagnosis: Diagnosis, category: str) -> str:
    """The heading of this category that has the diagnosis's kind of hypertension: malignant, benign, unspecified."""
    return category + diagnosis.code[3:5]


_FAILING_HEART: Final = ("402.01", "402.11", "402.91")
_FAILING_BOTH: Final = tuple(f"404.{digit}{end}" for digit in "019" for end in "13")
"""Hypertensive heart disease with heart failure, without and with kidney disease."""

RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "heart_failure_before_the_hypertensive_disease",
        "Heart failure as the principal diagnosis, in front of the hypertensive heart disease that it is of.",
        "Heart failure due to hypertension is category 402; 428 is an additional code for its kind.",
        Guideline("I.C.7.a.2", page=36, also=("I.A.6",)),
        Severity.ERROR,
        never_first(("428",), "the hypertensive heart disease is principal, 428 behind it", among=_FAILING_HEART),
        passes=("402.91, 428.0", "428.0, 402.90", "486, 428.0, 402.91"),
        flags={"428.0, 402.91": "428.0", "428.21, 428.0, 402.11": "428.21"},
    ),
    shaped(
        "heart_failure_before_the_hypertensive_heart_and_kidney_disease",
        "Heart failure as the principal diagnosis, in front of the hypertensive heart and kidney disease.",
        "Category 404 is assigned, and an additional code from 428 for the kind of heart failure.",
        Guideline("I.C.7.a.4", page=37, also=("I.A.6",)),
        Severity.ERROR,
        never_first(
            ("428",), "the hypertensive heart and kidney disease is principal, 428 behind it", among=_FAILING_BOTH
        ),
        passes=("404.91, 428.0, 585.4", "428.0, 404.90, 585.3", "486, 428.0, 404.93, 585.6"),
        flags={"428.0, 404.93, 585.6": "428.0", "428.21, 428.0, 404.91, 585.4": "428.21"},
    ),
    shaped(
        "essential_hypertension_beside_hypertensive_disease",
        "Essential hypertension beside hypertensive heart or kidney disease.",
        "Categories 402, 403 and 404 have the hypertension in them; 401 is for essential hypertension alone.",
        Guideline(
            "I.C.7.a.1",
            page=36,
            also=(
                "I.C.7.a.2",
                "I.C.7.a.3",
                "I.C.7.a.4",
            ),
        ),
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
        Severity.WARNING,
        not_beside(
            ("402.00", "402.10", "402.90"), ("428",), "is the heart failure due to the hypertension?", blame=look_at
        ),
        passes=("402.91, 428.0", "402.90"),
        flags={"402.90, 428.0": "402.90", "428.21, 402.10": "402.10"},
    ),
    shaped(
        "stage_of_hypertensive_kidney_disease_first",
        "The stage of a chronic kidney disease first, in front of the hypertensive kidney disease.",
        "The code from category 585 is a secondary one to categories 403 and 404, which its note has coded first.",
        Guideline("I.C.7.a.3", page=36, also=("I.C.10.a.3", "I.A.6")),
        Severity.ERROR,
        never_first(("585",), "the stage stands behind the hypertensive kidney disease", among=("403", "404")),
        passes=("403.91, 585.6", "584.9, 585.6, 403.91"),
        flags={"585.6, 403.91": "585.6", "585.9, 428.0, 404.91": "585.9"},
    ),
    shaped(
        "hypertensive_kidney_disease_behind_its_stage",
        "The stage of a chronic kidney disease, as a secondary diagnosis, in front of the hypertensive kidney disease.",
        "The code from category 585 is a secondary one to categories 403 and 404.",
        Guideline("I.C.7.a.3", page=36, also=("I.C.10.a.3",)),
        Severity.WARNING,
        unless_first(
            ("585",), stands_before(("403", "404"), ("585",), "the stage stands behind the hypertensive kidney disease")
        ),
        passes=("403.91, 585.6", "584.9, 404.90, 585.9", "585.6, 403.91"),
        flags={"428.0, 585.6, 403.91": "403.91", "584.9, 585.9, 403.90": "403.90"},
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
        Severity.WARNING,
        not_beside(
            tuple(f"404.{digit}{end}" for digit in "019" for end in "02"),
            ("428",),
            "is the heart failure due to the hypertension?",
            blame=look_at,
        ),
        passes=("404.91, 428.0, 585.9", "404.90, 585.9"),
        flags={"404.90, 428.0, 585.9": "404.90", "428.33, 404.92, 585.6": "404.92"},
    ),
)
