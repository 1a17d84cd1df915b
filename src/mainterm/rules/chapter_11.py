"""Guidelines I.C.11: complications of pregnancy, childbirth and the puerperium."""

from __future__ import annotations

from collections.abc import Iterator

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Severity, look_at, rule


@rule(
    cites=Guideline("I.C.11.a.1", page=44),
    severity=Severity.QUERY,
    passes=("V22.2", "648.93"),
    flags={"V22.2, 813.41": "V22.2"},
)
def incidental_pregnancy(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pregnancy as incidental to what is treated.

    Chapter 11 has precedence; V22.2 stands only where the provider documents that the pregnancy is incidental.
    """
    if len(encounter.diagnoses) > 1:
        for diagnosis in encounter.within("V22.2"):
            yield look_at(diagnosis, "does the provider document that the pregnancy is incidental to this encounter?")
