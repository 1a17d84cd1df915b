"""The lists of Medicare's code edits, as rules ask for them: which of an inpatient's codes stand in one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.edits import EditKind
from mainterm.model.encounter import Diagnosis, Encounter, Setting
from mainterm.rules.declare import Call, Flag


@lru_cache(maxsize=32_768)
def kinds(book: Book, code: str, volume: Volume = Volume.DISEASES) -> frozenset[EditKind]:
    """The lists in which a code stands."""
    return frozenset(edit.kind for edit in book.edits(code, volume))


@cache
def in_list(kind: EditKind) -> Call:
    return lambda book, code: kind in kinds(book, code)


def listed_in(encounter: Encounter, book: Book, kind: EditKind, applies: bool, says: str) -> Iterator[Flag]:
    """An inpatient's diagnoses that stand in a list, where it applies to the patient: one finding for all."""
    if applies and encounter.setting is Setting.INPATIENT:
        listed = encounter.which(in_list(kind), book)
        if listed:
            yield Flag(listed, says)


def performed_in(encounter: Encounter, book: Book, kind: EditKind, applies: bool, says: str) -> Iterator[Flag]:
    """An inpatient's procedures that stand in a list, where it applies to the patient: one finding for all."""
    if applies and encounter.setting is Setting.INPATIENT:
        listed = tuple(each for each in encounter.procedures if kind in kinds(book, each.code, Volume.PROCEDURES))
        if listed:
            yield Flag((), says, procedures=listed)


def principal_in(encounter: Encounter, book: Book, kind: EditKind) -> Diagnosis | None:
    """An inpatient's principal diagnosis, if it stands in a list."""
    principal = encounter.principal if encounter.setting is Setting.INPATIENT else None
    return principal if principal and kind in kinds(book, principal.code) else None
