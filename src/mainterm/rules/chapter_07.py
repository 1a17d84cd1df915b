"""Guidelines I.C.7: diseases of the circulatory system (hypertension, stroke and its late effects, infarction)."""

from __future__ import annotations

from collections.abc import Iterator

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Severity, add_after, rule


@rule(
    cites=Guideline("I.C.7.a.6", page=37),
    severity=Severity.ERROR,
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
