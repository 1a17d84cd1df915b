"""Guidelines I.A: the conventions (what is unspecified, etiology and manifestation)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.model.tabular import NoteKind
from mainterm.rules.declare import Flag, Guideline, Need, Severity, paired, remove, replace_by, rule

NOT_STATED: Final = (("199.1", ("199.0",)), ("571.5", ("571.2",)), ("571.9", ("571.0-571.3",)), ("303.9", ("303.0",)))
"""Codes for what is not stated of a disease, and those of the same category that state it: alcohol, intoxication."""

MANIFESTATIONS: Final = (
    ("456.0", "456.2"),
    ("456.1", "456.2"),
    ("583.9", "583.81"),
    ("425.4", "425.8"),
    ("420.9", "420.0"),
)
"""Conditions by themselves, and where their category has them *in diseases classified elsewhere*."""


@rule(
    cites=Guideline("I.A.5.b", page=7),
    severity=Severity.ERROR,
    on=tuple(code for code, _ in NOT_STATED),
    between=paired([((code,), others) for code, others in NOT_STATED]),
    passes=("571.5, 303.90", "571.2, 456.20"),
    flags={"571.5, 571.2": "571.5", "303.01, 303.91": "303.91"},
)
def not_stated_beside_what_states_it(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A code for what is not stated of a disease, beside one of its category that states it.

    Cirrhosis without mention of alcohol is not coded beside alcoholic cirrhosis, nor alcohol dependence of no stated
    kind beside acute intoxication in alcoholism.
    """
    for code, others in NOT_STATED:
        told = encounter.within(*others)
        for diagnosis in encounter.within(code):
            if told:
                yield remove(diagnosis, "another code of the category states it", *told)


@rule(
    cites=Guideline("I.A.6", page=8),
    severity=Severity.ERROR,
    on=tuple(alone for alone, _ in MANIFESTATIONS),
    needs=(Need.LINKS,),
    passes=("571.2, 456.20 with 571.2", "456.0, 401.9 with 456.0", "456.0, 571.2 | links known"),
    flags={"456.0 with 571.2, 571.2": "456.0", "571.5, 456.1 due to 571.5": "456.1"},
)
def manifestation_as_if_alone(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A manifestation coded as if it stood alone, beside the disease that it is of.

    The category has a code for it in diseases classified elsewhere, whose note has that very disease coded first.
    """
    for alone, manifested in MANIFESTATIONS:
        diseases = encounter.within(*_coded_first(book, manifested))
        for diagnosis in encounter.within(alone):
            disease = next((each for each in diseases if _are_linked(diagnosis, each)), None)
            if disease is not None:
                yield replace_by(diagnosis, manifested, "it is a manifestation of the other disease", disease)


def _coded_first(book: Book, code: str) -> tuple[str, ...]:
    """The codes that a code's own note has coded first."""
    node = book.node(code)
    notes = (note for note in (node.notes if node else ()) if note.kind is NoteKind.CODE_FIRST)
    return tuple(span for note in notes for span in note.codes)


def _are_linked(one: Diagnosis, other: Diagnosis) -> bool:
    return other.code in (*one.due_to, *one.joined) or one.code in other.joined
