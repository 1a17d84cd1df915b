"""Guidelines I.C.10: diseases of the genitourinary system (chronic kidney disease)."""

from __future__ import annotations

from collections.abc import Iterator

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Severity, remove, rule


@rule(
    cites=Guideline("I.C.10.a.1", page=43),
    severity=Severity.ERROR,
    on=("585.6",),
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
