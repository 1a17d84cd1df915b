"""Compiled from the Tabular List (I.B.3): codes that the edition has not, or has with more digits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.rules.checks import of_each
from mainterm.rules.declare import Fix, Flag, Guideline, Mend, Severity, rule
from mainterm.rules.notes import node_of

DETAIL: Final = Guideline("I.B.3", page=9)


def _is_heading(book: Book, code: str) -> bool:
    node = node_of(book, code)
    return node is not None and not node.valid


def _is_unknown(book: Book, code: str) -> bool:
    return node_of(book, code) is None


@rule(
    cites=Guideline("I.B.3", page=9, also=("IV.G.2",)),
    severity=Severity.ERROR,
    when=_is_heading,
    passes=("250.00, 401.9", "486"),
    flags={"250.0": "250.0", "486, 428": "428"},
)
@of_each(_is_heading)
def too_few_digits(encounter: Encounter, book: Book, diagnosis: Diagnosis) -> Iterator[Flag]:
    """A heading where a code is wanted.

    A code is valid only with all the digits that the Tabular List has for it.
    """
    yield Flag((diagnosis,), "the code needs more digits", Fix(Mend.REPLACE, diagnosis.code, diagnosis.code))


@rule(
    cites=DETAIL,
    severity=Severity.ERROR,
    when=_is_unknown,
    passes=("041.49", "173.31"),
    flags={"486.1": "486.1", "401.9, 999.00": "999.00"},
)
@of_each(_is_unknown)
def code_not_in_the_edition(encounter: Encounter, book: Book, diagnosis: Diagnosis) -> Iterator[Flag]:
    """A code that the edition has not.

    It is of another year, has too many digits, or is a slip: codes are those in force on the date of discharge.
    """
    yield Flag((diagnosis,), f"no code of the edition of {book.manifest.year}")


@rule(
    cites=DETAIL,
    severity=Severity.ERROR,
    on=("00-99",),
    passes=("486 | px 96.71", "540.9 | px 47.01"),
    flags={"540.9 | px 47.0": "47.0", "410.71 | px 99.29, 36.01": "36.01"},
)
def procedure_not_valid(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A procedure code that the edition has not, or has with more digits.

    Procedures, too, are coded with all the digits that the Tabular List has, and those of the year.
    """
    for procedure in encounter.procedures:
        if not _is_valid(book, procedure.code):
            yield Flag((), f"no valid procedure code of the edition of {book.manifest.year}", procedures=(procedure,))


@lru_cache(maxsize=8_192)
def _is_valid(book: Book, code: str) -> bool:
    node = book.node(code, Volume.PROCEDURES)
    return node is not None and node.valid
