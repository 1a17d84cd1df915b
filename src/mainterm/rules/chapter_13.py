"""Guidelines I.C.13 and I.C.14: pathologic fractures; congenital anomalies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Rule, Severity, look_at, rule
from mainterm.rules.shapes import each_with, shaped, stands_before

CORRECTED: Final = (
    ("V13.62", "753"),
    ("V13.63", "740-742"),
    ("V13.64", "743-744"),
    ("V13.65", "745-747"),
    ("V13.66", "748"),
    ("V13.67", "749-751"),
    ("V13.68", "754-757"),
)
"""History of a corrected anomaly, and the anomalies of its system."""


AFTERCARE_OF_SITE: Final = {
    "733.11": ("V54.10-V54.11", "V54.20-V54.21"),
    "733.12": ("V54.10", "V54.12", "V54.20", "V54.22"),
    "733.13": ("V54.17", "V54.27"),
    "733.14": ("V54.13", "V54.23"),
    "733.15": ("V54.14-V54.15", "V54.24-V54.25"),
    "733.16": ("V54.14", "V54.16", "V54.24", "V54.26"),
}
"""Pathologic fractures, and the aftercare of fractures of their sites."""


@rule(
    cites=Guideline("I.C.13.a.1", page=52, also=("I.C.18.d.7",)),
    severity=Severity.WARNING,
    on=tuple(AFTERCARE_OF_SITE),
    beside=("V54.1-V54.2",),
    unless=("800-829",),
    passes=("733.13", "V54.27, 733.00", "733.13, 820.8, V54.13", "733.13, V54.19"),
    flags={"733.13, V54.27": "V54.27", "V54.23, 733.14": "V54.23", "733.14, V54.13": "V54.13"},
)
def pathologic_fracture_beside_its_aftercare(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A pathologic fracture under treatment beside aftercare of a fracture of its site.

    733.1 is for the fracture newly diagnosed or under active treatment, V54 for routine care while it heals.
    """
    if not encounter.has("800-829"):
        for fracture, aftercare in each_with(encounter, AFTERCARE_OF_SITE):
            yield look_at(aftercare, "is the fracture under active treatment?", fracture)


@rule(
    cites=Guideline("I.C.14.a", page=52),
    severity=Severity.QUERY,
    on=tuple(history for history, _ in CORRECTED),
    passes=("745.4", "486, V13.65", "753.12, V13.65"),
    flags={"745.4, V13.65": "V13.65", "V13.62, 753.0": "V13.62"},
)
def corrected_anomaly_beside_one(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """History of a corrected anomaly beside an anomaly of the same system.

    An anomaly is coded as long as it is there; once corrected it is history.
    """
    for history, anomalies in CORRECTED:
        for anomaly in encounter.within(anomalies)[:1]:
            for diagnosis in encounter.within(history):
                yield look_at(diagnosis, "has the anomaly been corrected, or is it present?", anomaly)


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "anomaly_before_the_birth",
        "A congenital anomaly in front of the birth.",
        "On the record of the birth the code from V30-V39 is principal, and the anomalies follow it.",
        Guideline("I.C.15.g", page=55, also=("I.C.14.a", "I.C.15.b")),
        Severity.ERROR,
        stands_before(("V30-V39",), ("740-759",), "the birth stands before the anomaly"),
        passes=("V30.00, 745.4", "745.4, 428.0"),
        flags={"745.4, V30.00": "V30.00", "758.0, 745.4, V30.01": "V30.01"},
    ),
)
