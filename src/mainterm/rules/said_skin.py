"""Guidelines I.C.12 and I.C.13: what the words of the record decide of pressure ulcers and pathologic fractures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Rule,
    Severity,
    look_at,
    rule,
)
from mainterm.rules.said_injuries import LATER_VISIT
from mainterm.rules.shapes import shaped
from mainterm.rules.telling import STATED, told


@rule(
    cites=Guideline("I.C.13.a.1", page=52),
    severity=Severity.ERROR,
    on=("733.1",),
    needs=STATED,
    passes=(
        "733.13 | says pathologic vertebral fracture, newly diagnosed",
        "V54.27 | says follow-up visit, healing pathologic fracture",
        "733.13 | px 81.66 | says follow-up visit for vertebral fracture, kyphoplasty done",
    ),
    flags={
        "733.13 | says follow-up of pathologic vertebral fracture; active treatment completed, healing": "733.13",
        "733.14 | says cast change, healing pathologic fracture of the femur": "733.14",
    },
)
def aftercare_coded_as_an_acute_pathologic_fracture(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A pathologic fracture coded as under active treatment, whose routine care is what the record tells of.

    Routine care while the fracture heals is aftercare: V54.2.
    """
    if LATER_VISIT.search(encounter.documentation) and not encounter.done("78.5", "79", "81.0", "81.6", "81.5"):
        for diagnosis in encounter.diagnoses[:1]:
            if diagnosis.within("733.1"):
                yield look_at(diagnosis, "routine care of a healing pathologic fracture is coded from V54.2")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "pressure_ulcer_that_has_healed",
        "A pressure ulcer that has healed.",
        "No code is assigned for one that is completely healed.",
        Guideline("I.C.12.a.7", page=51),
        Severity.ERROR,
        told(
            ("707.0", "707.2"),
            r"\bhealed\b",
            "no code is assigned for a healed ulcer",
            but=r"\b(?:un|not |non)-?healed\b",
        ),
        needs=STATED,
        passes=("707.03, 707.22 | says sacral ulcer, healing", "401.9 | says ulcer completely healed"),
        flags={
            "707.03, 707.22 | says sacral pressure ulcer, completely healed": "707.03",
            "486, 707.07, 707.20 | says healed heel ulcer": "707.07",
        },
    ),
)
