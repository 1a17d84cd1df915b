"""Guidelines IV: outpatient services."""

from __future__ import annotations

from collections.abc import Iterator

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter, Setting
from mainterm.model.tabular import NoteKind
from mainterm.rules.declare import Flag, Guideline, Need, Severity, look_at, move_first, rule

_ORDERING = (NoteKind.CODE_FIRST, NoteKind.USE_ADDITIONAL)
_UNRELATED = ("540-543", "550-553", "574-575", "592", "594", "800-999")
"""Conditions that have nothing to do with HIV: an admission for one has it first (I.C.1.a.2.b)."""


@rule(
    cites=Guideline("IV.H", page=94),
    severity=Severity.ERROR,
    needs=(Need.REASON,),
    passes=("401.9, 274.9 | for 401.9", "650, V27.0 | for V27.0"),
    flags={
        "274.9, 401.9 | for 401.9": "401.9",
        "274.9, 401.9, 530.81 | for 530.81": "530.81",
        "042, 820.21 | for 820.21": "820.21",
    },
)
def chiefly_responsible_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """What the visit is for, coded behind another condition.

    The condition that the record names as the reason for the visit stands first, where no other guideline has it
    otherwise.
    """
    first = encounter.diagnoses[0]
    apart = first.within("042") and any(one.reason and one.within(*_UNRELATED) for one in encounter.diagnoses)
    if first.reason or (_placed_by_rule(book, first, encounter) and not apart):
        return
    reasons = (one for one in encounter.diagnoses if one.reason and not _placed_by_rule(book, one, encounter))
    reason = next(reasons, None)
    if reason is not None:
        yield move_first(reason, "what the visit is chiefly for is coded first")


def _placed_by_rule(book: Book, diagnosis: Diagnosis, encounter: Encounter) -> bool:
    """Whether another guideline says where the code stands, or a note at it beside which of the other codes."""
    if diagnosis.code[0] in "VE" or diagnosis.within("042", "630-679"):
        return True
    node = book.node(diagnosis.code)
    places = (node, *book.ancestors(node)) if node else ()
    notes = (note for place in places for note in place.notes if note.kind in _ORDERING)
    named = [span for note in notes for span in note.codes if not diagnosis.within(span)]
    return any(other.within(*named) for other in encounter.diagnoses if other is not diagnosis)


@rule(
    cites=Guideline("IV.L", page=95),
    severity=Severity.QUERY,
    on=("V72.5", "V72.6"),
    needs=(Need.SETTING,),
    passes=("V72.62 | outpatient", "786.2, V72.5 | outpatient"),
    flags={"V72.5, 786.2 | outpatient": "V72.5", "V72.62, 250.00 | outpatient": "V72.62"},
)
def routine_test_before_a_diagnosis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A routine test as the first-listed diagnosis, with a symptom or disease behind it.

    V72.5 and V72.6 are for routine testing in the absence of any sign, symptom or diagnosis.
    """
    first = encounter.diagnoses[0]
    if encounter.setting is Setting.OUTPATIENT and first.within("V72.5", "V72.6"):
        for diagnosis in encounter.within("001-999")[:1]:
            yield look_at(first, "was the test for this? Then it is first-listed", diagnosis)


@rule(
    cites=Guideline("IV.M", page=95),
    severity=Severity.ERROR,
    on=("V57", "V58.0", "V58.1"),
    needs=(Need.SETTING,),
    passes=("V58.11, 174.9 | outpatient", "V58.0, V58.11, 162.9 | outpatient", "162.9, V58.0 | inpatient"),
    flags={"174.9, V58.11 | outpatient": "V58.11", "438.20, V57.1 | outpatient": "V57.1"},
)
def service_behind_what_it_is_for(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Chemotherapy, radiotherapy or rehabilitation behind what it is given for, on an outpatient visit.

    The V code of the service is listed first, the diagnosis for which it is performed second.
    """
    services = encounter.within("V57", "V58.0", "V58.1")
    if encounter.setting is Setting.OUTPATIENT and services and not encounter.diagnoses[0].within("V57", "V58.0-V58.1"):
        yield move_first(services[0], "the service is listed first")


@rule(
    cites=Guideline("IV.N", page=95),
    severity=Severity.ERROR,
    on=("V72.81-V72.84",),
    needs=(Need.SETTING,),
    passes=("V72.81, 414.01 | outpatient", "V72.84, V72.63 | outpatient", "820.8, V72.81 | inpatient"),
    flags={"366.16, V72.84 | outpatient": "V72.84", "574.20, 401.9, V72.81 | outpatient": "V72.81"},
)
def preoperative_evaluation_not_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A preoperative evaluation behind the reason for the surgery.

    A code from V72.8 is first, the condition that is the reason for the surgery additional.
    """
    if encounter.setting is Setting.OUTPATIENT and not encounter.diagnoses[0].within("V72.8"):
        for diagnosis in encounter.within("V72.81-V72.84")[:1]:
            yield move_first(diagnosis, "the preoperative evaluation is first, the reason for the surgery behind it")
