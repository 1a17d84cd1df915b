"""Guidelines IV, continued: surgery, observation, uncertain and past diagnoses, examinations, prenatal visits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter, Setting
from mainterm.rules.declare import (
    Check,
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    look_at,
    move_after,
    rule,
)
from mainterm.rules.principal import NOT_CARRIED_OUT
from mainterm.rules.shapes import Shape, goes_with, only_first, shaped

HISTORY: Final = ("V10-V13", "V15.0-V15.6", "V15.88", "V16-V19")
"""What a patient, or the family, once had."""


PREOPERATIVE: Final = ("V72.81-V72.84",)
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
LASTING: Final = (
    *("244", "250.0", "272", "278", "300", "305.1", "311", "401"),
    *("414", "427.3", "493", "496", "530.81"),
)
"""Lasting diseases that a visit for another reason has beside it; no operation of these is for them."""


ROUTINE_PREGNANCY: Final = ("V22.0-V22.1",)


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
    cites=Guideline("IV.A.1", page=93, also=("IV.O",)),
    severity=Severity.WARNING,
    on=LASTING,
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
    if encounter.setting is Setting.OUTPATIENT and first.within(*LASTING):
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
