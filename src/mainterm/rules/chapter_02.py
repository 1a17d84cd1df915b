"""Guidelines I.C.2: neoplasms, their complications and their treatment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Need, Severity, replace_by, rule

MALIGNANT: Final = ("140-209.3", "209.7")
"""Malignant neoplasms, neuroendocrine ones among them."""


@rule(
    cites=Guideline("I.C.2.c.1", page=24),
    severity=Severity.ERROR,
    needs=(Need.LINKS,),
    passes=("285.22 due to 183.0, 183.0", "285.9, 183.0 | links known"),
    flags={"285.9 due to 183.0, 183.0": "285.9", "174.9, 285.9 due to 174.9": "285.9"},
)
def anemia_due_to_malignancy(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Anemia that is due to a malignancy, coded as anemia of no stated kind.

    What the record calls anemia due to a neoplasm is anemia in neoplastic disease.
    """
    for diagnosis in encounter.within("285.9"):
        if diagnosis.due_to_any(*MALIGNANT):
            yield replace_by(diagnosis, "285.22", "anemia due to a malignancy is 285.22", *encounter.causes(diagnosis))
