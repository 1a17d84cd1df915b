"""Guidelines I.B: the general coding guidelines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.code import within
from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.model.tabular import NoteKind
from mainterm.rules.declare import Flag, Guideline, Need, Severity, move_first, remove, rule

DISEASES: Final = ("001-779", "800-959")
"""Where a definitive diagnosis stands: not a symptom, a poisoning, a complication, a circumstance."""

INTEGRAL: Final = (
    "338.19",
    "719.4",
    "724.5",
    "780.2",
    "780.4",
    "780.60",
    "780.7",
    "780.8",
    "782.1",
    "782.3",
    "783.0",
    "784.0",
    "784.1",
    "784.7",
    "785.0-785.1",
    "786.0",
    "786.2-786.5",
    "787.0-787.1",
    "787.3",
    "787.9",
    "788.0-788.1",
    "788.4",
    "789.0",
    "789.6",
    "578",
    "569.3",
    "599.7",
)
"""Symptoms that go with the disease that the record lays them to; coma, convulsions, shock and the like do not."""


@rule(
    cites=Guideline("I.B.7", page=10),
    severity=Severity.ERROR,
    on=INTEGRAL,
    needs=(Need.LINKS,),
    passes=("789.00, 540.9 | links known", "780.01 due to 434.91, 434.91", "788.43 due to 600.01, 600.01"),
    flags={"789.00 due to 540.9, 540.9": "789.00", "786.50, 786.2 due to 486, 486": "786.2"},
)
def symptom_of_its_disease(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A symptom beside the disease that it is laid to.

    What goes with a disease as a matter of course is not coded beside it, unless a note of the Tabular asks for it.
    """
    for symptom in encounter.within(*INTEGRAL):
        for disease in encounter.causes(symptom):
            if disease.within(*DISEASES) and not _asked_for(book, disease, symptom):
                yield remove(symptom, "a symptom is not coded beside the disease that it goes with", disease)
                break


def _asked_for(book: Book, disease: Diagnosis, symptom: Diagnosis) -> bool:
    """Whether a note at the disease, or above it, asks for the symptom."""
    node = book.node(disease.code)
    places = (node, *book.ancestors(node)) if node else ()
    return any(
        within(symptom.code, span)
        for place in places
        for note in place.notes
        if note.kind is NoteKind.USE_ADDITIONAL
        for span in note.codes
    )


@rule(
    cites=Guideline("IV.H", page=94),
    severity=Severity.ERROR,
    needs=(Need.REASON,),
    passes=("401.9, 274.9 | for 401.9", "650, V27.0 | for V27.0"),
    flags={"274.9, 401.9 | for 401.9": "401.9"},
)
def chiefly_responsible_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """What the visit is for, coded behind another condition.

    The condition that the record names as the reason for the visit stands first, where no other guideline has it
    otherwise.
    """
    first = encounter.diagnoses[0]
    if first.reason or _placed_by_rule(book, first):
        return
    reason = next((one for one in encounter.diagnoses if one.reason and not _placed_by_rule(book, one)), None)
    if reason is not None:
        yield move_first(reason, "what the visit is chiefly for is coded first")


def _placed_by_rule(book: Book, diagnosis: Diagnosis) -> bool:
    """Whether another guideline, or a note, says where the code stands."""
    node = book.node(diagnosis.code)
    places = (node, *book.ancestors(node)) if node else ()
    kinds = (NoteKind.CODE_FIRST, NoteKind.USE_ADDITIONAL)
    noted = any(note.kind in kinds and note.codes for place in places for note in place.notes)
    return noted or diagnosis.code[0] in "VE" or diagnosis.within("042", "630-679")
