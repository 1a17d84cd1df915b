"""Guidelines I.C.7.a.5-8: hypertension beside stroke and retinopathy, secondary, and an elevated reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    add_after,
    look_at,
    move_after,
    rule,
)
from mainterm.rules.shapes import not_beside, shaped, stands_before

STROKE: Final = ("430-432", *(f"433.{digit}1" for digit in "012389"), "434", "436")
"""Hemorrhage and infarction of the brain."""
CAUSES_NO_HYPERTENSION: Final = (
    *("272", "305.1", "362.11", "401-404", "410-414", "428", "430-438", "780-799", "E000-E999", "V01-V91"),
)
"""What hypertension is not secondary to."""


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
    severity=Severity.WARNING,
    on=("405",),
    passes=("405.91, 440.1", "440.1, 405.91", "405.99, 255.10, 276.8"),
    flags={"405.91": "405.91", "405.01": "405.01", "405.91, 272.4, V15.82": "405.91"},
)
def secondary_hypertension_alone(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Secondary hypertension without its cause.

    Two codes are required, the underlying etiology and category 405.
    """
    if all(each.within("405", *CAUSES_NO_HYPERTENSION) for each in encounter.diagnoses):
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


RULES: Final[tuple[Rule, ...]] = (
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
        "Transient hypertension of pregnancy is 642.3; a reading alone may be no more than that.",
        Guideline("I.C.7.a.8", page=38),
        Severity.QUERY,
        not_beside(
            ("796.2",),
            ("630-679", "V22", "V23"),
            "is it transient hypertension of pregnancy, 642.3?",
            unless=("642",),
            blame=look_at,
        ),
        passes=("642.33", "796.2"),
        flags={"648.93, 796.2": "796.2", "V22.1, 796.2": "796.2"},
    ),
    shaped(
        "elevated_reading_beside_hypertension_in_pregnancy",
        "An elevated reading beside hypertension that complicates the pregnancy.",
        "796.2 is for a reading without a diagnosis of hypertension; 642 is that diagnosis.",
        Guideline("I.C.7.a.8", page=38, also=("I.C.7.a.11",)),
        Severity.ERROR,
        not_beside(("796.2",), ("642",), "the hypertension is diagnosed"),
        passes=("642.33", "796.2"),
        flags={"642.33, 796.2": "796.2", "796.2, 642.93": "796.2"},
    ),
)
