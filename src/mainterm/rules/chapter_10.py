"""Guidelines I.C.10: diseases of the genitourinary system (chronic kidney disease)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Rule, Severity, look_at, of_one_category, remove, rule
from mainterm.rules.shapes import not_beside, shaped


@rule(
    cites=Guideline("I.C.10.a.1", page=43),
    severity=Severity.ERROR,
    on=("585.6",),
    beside=("585.1-585.5", "585.9"),
    passes=("585.6", "585.4", "403.91, 585.6"),
    flags={"585.5, 585.6": "585.5", "403.91, 585.6, 585.9": "585.9"},
)
def stage_beside_end_stage_renal_disease(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A stage of chronic kidney disease beside end stage renal disease.

    Where both are documented, 585.6 alone is assigned.
    """
    end_stage = next(iter(encounter.within("585.6")), None)
    for diagnosis in encounter.within("585.1-585.5", "585.9"):
        if end_stage:
            yield remove(diagnosis, "with end stage renal disease only 585.6 is coded", end_stage)


@rule(
    cites=Guideline("I.C.10.a.1", page=43),
    severity=Severity.ERROR,
    on=("585.1-585.5",),
    unless=("585.6",),
    between=of_one_category(lambda _, code, other: code != other),
    passes=("585.4", "403.90, 585.3", "585.4, 585.6"),
    flags={"585.3, 585.4": "585.4", "403.90, 585.2, 585.3": "585.3"},
)
def two_stages_of_kidney_disease(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Two stages of chronic kidney disease.

    The severity of the disease is one of the stages.
    """
    if not encounter.has("585.6"):
        first, *others = encounter.within("585.1-585.5") or (None,)
        for diagnosis in others:
            if diagnosis and first and diagnosis.code != first.code:
                yield look_at(diagnosis, "which is the stage of the kidney disease?", first)


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "kidney_disease_of_no_stage_beside_one",
        "Chronic kidney disease of no stage beside a stage.",
        "585.9 is for records that do not tell the stage.",
        Guideline("I.C.10.a.1", page=43),
        Severity.ERROR,
        not_beside(("585.9",), ("585.1-585.5",), "the stage is told"),
        passes=("585.9", "403.90, 585.3"),
        flags={"585.9, 585.4": "585.9", "403.90, 585.3, 585.9": "585.9"},
    ),
    shaped(
        "dialysis_without_end_stage_renal_disease",
        "Dependence on dialysis beside a lesser stage of chronic kidney disease.",
        "585.6 is assigned where the provider documents end stage renal disease.",
        Guideline("I.C.10.a.1", page=43),
        Severity.WARNING,
        not_beside(
            ("585.1-585.5", "585.9"),
            ("V45.11",),
            "is it end stage renal disease?",
            unless=("585.6", "584"),
            blame=look_at,
        ),
        passes=("585.6, V45.11", "584.9, 585.9, V45.11"),
        flags={"403.91, 585.5, V45.11": "585.5", "V45.11, 585.9": "585.9"},
    ),
    shaped(
        "kidney_transplant_beside_chronic_kidney_disease_only",
        "A complication of a kidney transplant with chronic kidney disease alone.",
        "Chronic kidney disease alone is no complication of the transplant: it goes with the status, V42.0.",
        Guideline("I.C.10.a.2", page=43),
        Severity.QUERY,
        not_beside(
            ("996.81",),
            ("585",),
            "is a failure or rejection of the transplant documented?",
            unless=("001-139", "199.2", "580-584", "586-593", "599", "788.5", "E878.0"),
            blame=look_at,
        ),
        passes=("996.81, 584.9, 585.4", "585.3, V42.0"),
        flags={"996.81, 585.4": "996.81", "585.3, 401.9, 996.81": "996.81"},
    ),
)
