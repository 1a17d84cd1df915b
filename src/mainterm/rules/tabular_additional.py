"""Compiled from the Tabular List (I.A.6, I.B.9): the order and the presence of what a note wants in addition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.model.tabular import NoteKind
from mainterm.rules.checks import Places, of_each, of_each_other
from mainterm.rules.declare import Fix, Flag, Guideline, Mend, Severity, Standing, rule
from mainterm.rules.notes import WIDE, Item, Relation, between_named, between_told, has_named, items, told

SEVERAL_CODES: Final = Guideline("I.B.9", page=10, also=("I.A.6",))
UNORDERED: Final = "303"
"""Its note names whatever alcohol dependence is associated with, without saying which comes first (Dtab12.rtf)."""

_OPEN: Final = re.compile(r"applicable|known|\bany\b|presence of|when|where|associated|\bas:|such as", re.I)
_TELLS_OF_IT: Final = re.compile(
    r"to (?:identify|specify|indicate)(?: the)?(?: associated| specified| specific)? ?"
    r"(?:manifestation|stage|organism|type|infection|complication|pressure ulcer)",
    re.I,
)
"""What tells more of the condition itself: its manifestation, its stage, its organism."""


@lru_cache(maxsize=32_768)
def _asks_for_more(book: Book, code: str) -> bool:
    return any(map(_asks, items(book, code)))


@lru_cache(maxsize=32_768)
def _wanted(book: Book, code: str) -> tuple[Item, ...]:
    """The lines of notes at the category and below that want an additional code, without an if or an example."""
    near = (item for item in items(book, code) if _asks(item) and item.place.level not in WIDE)
    return tuple(item for item in near if "organism" in item.head or not _OPEN.search(item.words))


def _asks_without_an_if(book: Book, code: str) -> bool:
    return bool(_wanted(book, code))


_WANTED: Final = between_named(_wanted)


def _asks(item: Item) -> bool:
    return item.kind is NoteKind.USE_ADDITIONAL


def _asks_for_its_detail(item: Item) -> bool:
    return _asks(item) and _TELLS_OF_IT.search(item.head) is not None


_ASKED: Final = between_told(_asks, Standing.BEFORE)


def _in_front(book: Book, encounter: Encounter, other: int, asking: Places) -> Relation | None:
    """The first note that wants this diagnosis as an additional code, where all codes with such a note stand behind it.

    Where a note at the additional code says the same by *code first*, that one tells it.
    """
    codes = encounter.diagnoses
    asked = [Relation(at, other, item) for at in asking for item in _wants(book, codes[at].code, codes[other].code)]
    if any(each.at < other for each in asked):
        return None
    return next((each for each in asked if each.item.place.code != UNORDERED), None)


@lru_cache(maxsize=32_768)
def _wants(book: Book, code: str, other: str) -> tuple[Item, ...]:
    """The lines at a code that want the other in addition, unless one at the other says the same by *code first*."""
    if any(item.kind is NoteKind.CODE_FIRST for item in told(book, other, code)):
        return ()
    return tuple(filter(_asks, told(book, code, other)))


def _behind(encounter: Encounter, asked: Relation, says: str) -> Flag:
    at, other = encounter.diagnoses[asked.at], encounter.diagnoses[asked.other]
    return Flag((other, at), says, Fix(Mend.MOVE_AFTER, other.code, at.code), asked.item.cited)


def _leads(asked: Relation) -> bool:
    """Whether the additional code is principal and tells only more of the other."""
    return asked.other == 0 and _TELLS_OF_IT.search(asked.item.head) is not None


@rule(
    cites=SEVERAL_CODES,
    severity=Severity.WARNING,
    general=True,
    when=_asks_for_more,
    between=between_told(_asks_for_its_detail, Standing.BEFORE),
    passes=("250.40, 585.6", "486, 585.6, 250.40", "403.91, 414.01", "345.90, 294.8", "585.6, 403.91"),
    flags={"585.6, 250.40": "585.6", "038.9, 536.41": "038.9"},
)
@of_each_other(_ASKED)
def additional_code_first(encounter: Encounter, book: Book, at: int, asking: Places) -> Iterator[Flag]:
    """An additional code as the principal or first-listed diagnosis.

    What a note wants as an additional code, for the manifestation, the stage or the type of a condition, is secondary
    to the code with the note.
    """
    asked = _in_front(book, encounter, at, asking)
    if asked and _leads(asked):
        yield _behind(encounter, asked, "an additional code stands behind the one that asks for it")


@rule(
    cites=SEVERAL_CODES,
    severity=Severity.INFORMATION,
    general=True,
    when=_asks_for_more,
    between=_ASKED,
    passes=("486, 403.91, 585.6", "585.6, 250.40"),
    flags={"486, 585.6, 250.40": "585.6", "V85.41, 401.9, 278.01": "V85.41"},
)
@of_each_other(_ASKED)
def additional_code_in_front(encounter: Encounter, book: Book, at: int, asking: Places) -> Iterator[Flag]:
    """An additional code in front of the one whose note asks for it.

    The order of secondary diagnoses changes nothing that is paid or counted; the convention has it the other way.
    """
    asked = _in_front(book, encounter, at, asking)
    if asked and not _leads(asked):
        yield _behind(encounter, asked, "an additional code stands behind the one that asks for it")


@rule(
    cites=SEVERAL_CODES,
    severity=Severity.INFORMATION,
    general=True,
    when=_asks_without_an_if,
    passes=("403.91, 585.6", "599.0, 041.49", "401.9", "250.00", "585.6"),
    flags={"403.91, 401.9": "403.91", "599.0": "599.0"},
)
@of_each(_asks_without_an_if)
def additional_code_missing(encounter: Encounter, book: Book, diagnosis: Diagnosis) -> Iterator[Flag]:
    """A code whose note asks for another in addition, of which none is on the record.

    The record may not have what the note asks for; where it has, it is coded.
    """
    if not has_named(encounter, book, diagnosis, _WANTED):
        wanted = _wanted(book, diagnosis.code)
        yield Flag((diagnosis,), "its note asks for an additional code", note=wanted[0].cited)
