"""Guidelines I.C.19: external causes of injury and poisoning."""

from __future__ import annotations

from collections.abc import Iterator

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Severity, move_after, remove, rule


@rule(
    cites=Guideline("I.C.19.a.6", page=82),
    severity=Severity.ERROR,
    on=("E000-E999",),
    passes=("825.0, E881.0",),
    flags={"E881.0, 825.0": "E881.0"},
)
def external_cause_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An external cause before the injury.

    An E code is never the principal or first-listed diagnosis.
    """
    first = encounter.principal
    others = [diagnosis for diagnosis in encounter.diagnoses if not diagnosis.code.startswith("E")]
    if first is not None and first.code.startswith("E") and others:
        yield move_after(first, others[0], "an external cause is never sequenced first")


@rule(
    cites=Guideline("I.C.19.b", page=84),
    severity=Severity.ERROR,
    on=("E849.9",),
    passes=("825.0, E881.0, E849.0", "825.0, E881.0"),
    flags={"825.0, E881.0, E849.9": "E849.9"},
)
def place_that_is_not_stated(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A place of occurrence coded though none is stated.

    E849.9 is not used for a place that the record does not tell.
    """
    for diagnosis in encounter.within("E849.9"):
        yield remove(diagnosis, "a place that is not stated is not coded")


@rule(
    cites=Guideline("I.C.19.j", page=87),
    severity=Severity.ERROR,
    on=("E030",),
    passes=("924.10, E917.0, E007.5",),
    flags={"924.10, E917.0, E030": "E030"},
)
def activity_that_is_not_stated(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An activity coded though none is stated.

    E030 is not used for an activity that the record does not tell.
    """
    for diagnosis in encounter.within("E030"):
        yield remove(diagnosis, "an activity that is not stated is not coded")


@rule(
    cites=Guideline("I.C.19.k", page=88),
    severity=Severity.ERROR,
    on=("E000",),
    passes=("825.0, E881.0, E000.0",),
    flags={"825.0, E881.0, E000.9": "E000.9", "825.0, E000.0": "E000.0"},
)
def status_that_is_not_stated_or_alone(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An external cause status that is not stated, or that stands without a cause or activity.

    E000.9 is not used for a status that the record does not tell, and none where no other E code applies.
    """
    others = [d for d in encounter.diagnoses if d.code.startswith("E") and not d.within("E000")]
    for diagnosis in encounter.within("E000"):
        if diagnosis.code == "E000.9" or not others:
            yield remove(diagnosis, "a status is coded where it is stated, beside another E code")
