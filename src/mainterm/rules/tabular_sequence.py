"""Compiled from the Tabular List (I.A.6): manifestations behind their etiology, and what a note has coded first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from mainterm.model.code import within_any
from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.model.tabular import Level, NoteKind
from mainterm.rules.checks import Places, of_each, of_each_one
from mainterm.rules.declare import Call, Fix, Flag, Guideline, Mend, Severity, Standing, TabularNote, rule
from mainterm.rules.notes import (
    Item,
    Relation,
    between_named,
    between_told,
    has_named,
    items,
    node_of,
    noted,
    places,
    relations,
)

CONVENTION: Final = Guideline("I.A.6", page=8)
OBSTETRIC: Final = ("630-679",)
"""Chapter 11, whose codes are sequenced by the course of the delivery (I.C.11.b)."""
UNDERLIES_NOTHING: Final = ("272", "305.1", "401", "530.81", "599.0", "780-959", "E000-E999", "V01-V91")
"""What is no underlying disease of a manifestation: symptoms, injuries, circumstances, and what half of all have."""

_CAUSAL: Final = re.compile(r"Code, if applicable", re.I)
_HEDGED: Final = re.compile(r"if applicable|if known|\bany\b", re.I)
_EXAMPLES: Final = re.compile(r"\bas:|such as", re.I)


def _comes_first(item: Item) -> bool:
    return item.kind is NoteKind.CODE_FIRST


BEHIND: Final = between_told(_comes_first, Standing.BEHIND)


def is_manifestation(book: Book, code: str) -> bool:
    node = node_of(book, code)
    return node is not None and node.manifestation


def _behind(book: Book, encounter: Encounter, at: int, named: Places) -> Relation | None:
    """What the *code first* notes at a diagnosis name first, where it stands in front of all that they name."""
    found = relations(book, encounter, [(at, other) for other in named])
    told = [each for each in found if _comes_first(each.item)]
    return told[0] if told and all(each.at < each.other for each in told) else None


def _other_behind(book: Book, encounter: Encounter, at: int, named: Places, causal: bool) -> Relation | None:
    """The same of what is no manifestation, where the note has it, or has it not, that the other may be the cause."""
    told = _behind(book, encounter, at, named)
    if told is None or is_manifestation(book, encounter.diagnoses[at].code):
        return None
    return told if bool(_CAUSAL.match(told.item.head)) is causal else None


def _before(encounter: Encounter, told: Relation, says: str) -> Flag:
    """What the note names is to stand in front."""
    at, other = encounter.diagnoses[told.at], encounter.diagnoses[told.other]
    return Flag((at, other), says, Fix(Mend.MOVE_BEFORE, other.code, at.code), told.item.cited)


@lru_cache(maxsize=32_768)
def _first_notes(book: Book, code: str) -> tuple[Item, ...]:
    """The lines that name what is coded first, of the nearest place that has any."""
    found = [item for item in items(book, code) if _comes_first(item)]
    return tuple(item for item in found if item.place == found[0].place)


_NAMED_FIRST: Final = between_named(_first_notes)


def _names_all(named: tuple[Item, ...]) -> bool:
    """Whether these lines name all that may be coded first, not only examples, and without an if."""
    return bool(named) and not any(_EXAMPLES.search(item.words) or _HEDGED.search(item.head) for item in named)


@lru_cache(maxsize=32_768)
def _asks_to_code_first(book: Book, code: str) -> bool:
    return not is_manifestation(book, code) and any(map(_comes_first, items(book, code)))


@lru_cache(maxsize=32_768)
def _asks_without_an_if(book: Book, code: str) -> bool:
    return _asks_to_code_first(book, code) and not code.startswith("E") and _names_all(_first_notes(book, code))


@rule(
    cites=CONVENTION,
    severity=Severity.ERROR,
    general=True,
    when=is_manifestation,
    first=True,
    passes=("250.60, 357.2", "331.0, 294.11", "332.0, 401.9", "571.5, 456.21"),
    flags={"357.2, 250.60": "357.2", "294.10, 401.9": "294.10", "366.41": "366.41"},
)
def manifestation_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A manifestation as the principal or first-listed diagnosis.

    The underlying condition is sequenced first, the manifestation behind it; a code in diseases classified elsewhere
    is never first.
    """
    for first in encounter.diagnoses[:1]:
        if is_manifestation(book, first.code):
            told = relations(book, encounter, [pair for pair in encounter.pairs(BEHIND, book) if pair[0] == 0])
            named = next((each for each in told if _comes_first(each.item)), None)
            says = "a manifestation is never first: its underlying condition is"
            yield _before(encounter, named, says) if named else Flag((first,), says, note=_note_at(book, first.code))


def _note_at(book: Book, code: str) -> TabularNote | None:
    return noted(book, code, NoteKind.CODE_FIRST)


@rule(
    cites=CONVENTION,
    severity=Severity.ERROR,
    general=True,
    when=is_manifestation,
    between=BEHIND,
    passes=("401.9, 250.60, 357.2", "250.60, 357.2", "486, 332.0, 294.10, 331.0"),
    flags={"401.9, 357.2, 250.60": "357.2", "486, 294.10, 331.0": "294.10"},
)
@of_each_one(BEHIND)
def manifestation_before_its_etiology(
    encounter: Encounter, book: Book, at: int, named: tuple[int, ...]
) -> Iterator[Flag]:
    """A manifestation in front of its underlying condition.

    Wherever on the record the two stand, the underlying condition comes first.
    """
    told = _behind(book, encounter, at, named)
    if told and at and is_manifestation(book, encounter.diagnoses[at].code):
        yield _before(encounter, told, "the underlying condition is sequenced before its manifestation")


@rule(
    cites=CONVENTION,
    severity=Severity.ERROR,
    general=True,
    when=is_manifestation,
    passes=("250.60, 357.2", "250.51, 362.01", "249.50, 401.9, 366.41", "431, 294.10"),
    flags={"250.00, 357.2": "357.2", "401.9, 362.01": "362.01", "428.0, 401.9, 425.7": "425.7"},
)
@of_each(is_manifestation)
def manifestation_without_its_etiology(encounter: Encounter, book: Book, diagnosis: Diagnosis) -> Iterator[Flag]:
    """A manifestation without any of the codes that its note allows for the underlying condition.

    Where the note names them all, one of them must be on the record; where it names examples, a disease that may be it.
    """
    if diagnosis is not encounter.principal and not has_named(encounter, book, diagnosis, _NAMED_FIRST):
        named = _first_notes(book, diagnosis.code)
        if _names_all(named):
            spans = ", ".join(span for item in named for span in item.spans)
            says = f"its underlying condition is one of {spans}, and none is on the record"
            yield Flag((diagnosis,), says, Fix(Mend.ADD_BEFORE, diagnosis.code), named[0].cited)
        elif named and not _may_underlie(book, encounter, diagnosis):
            says = "its underlying condition is not on the record"
            yield Flag((diagnosis,), says, Fix(Mend.ADD_BEFORE, diagnosis.code), named[0].cited)


def _may_underlie(book: Book, encounter: Encounter, manifestation: Diagnosis) -> bool:
    """Whether any other diagnosis may be what it is a manifestation of: no symptom, no neighbor of it."""
    return bool(encounter.which(_underlying_outside(_sections(book, manifestation.code)), book))


@lru_cache(maxsize=32_768)
def _sections(book: Book, code: str) -> frozenset[str]:
    return frozenset(place.code for place in places(book, code) if place.level is Level.SECTION)


@lru_cache(maxsize=256)
def _underlying_outside(sections: frozenset[str]) -> Call:
    """Whether a code may underlie a manifestation of these sections."""

    def is_so(book: Book, code: str) -> bool:
        return sections.isdisjoint(_sections(book, code)) and _underlies(book, code)

    return is_so


@lru_cache(maxsize=32_768)
def _underlies(book: Book, code: str) -> bool:
    """Whether a code may underlie a manifestation at all."""
    return not within_any(code, UNDERLIES_NOTHING) and not is_manifestation(book, code)


@rule(
    cites=CONVENTION,
    severity=Severity.INFORMATION,
    general=True,
    when=is_manifestation,
    passes=("332.0, 294.10", "571.2, 456.21", "710.0, 583.81", "401.9, 294.10"),
    flags={"431, 294.10": "294.10", "578.9, 456.20": "456.20"},
)
@of_each(is_manifestation)
def manifestation_of_what(encounter: Encounter, book: Book, diagnosis: Diagnosis) -> Iterator[Flag]:
    """A manifestation without any of the conditions that its note gives as examples.

    Which underlying condition is it due to? It is coded, and in front.
    """
    if diagnosis is not encounter.principal and not has_named(encounter, book, diagnosis, _NAMED_FIRST):
        named = _first_notes(book, diagnosis.code)
        if any(_EXAMPLES.search(item.words) for item in named) and _may_underlie(book, encounter, diagnosis):
            yield Flag((diagnosis,), "of which underlying condition is it a manifestation?", note=named[0].cited)


@rule(
    cites=CONVENTION,
    severity=Severity.ERROR,
    general=True,
    when=_asks_to_code_first,
    first=True,
    between=BEHIND,
    passes=("403.91, 585.6", "414.01, 414.2", "070.54, 571.5", "401.9, 707.23, 707.03", "660.01, 652.21"),
    flags={"585.6, 403.91": "585.6", "571.5, 401.9, 070.54": "571.5", "707.23, 707.03": "707.23"},
)
@of_each_one(BEHIND)
def coded_first_is_not_principal(encounter: Encounter, book: Book, at: int, named: Places) -> Iterator[Flag]:
    """The principal or first-listed diagnosis has a note to code another condition first, which stands behind it.

    A *code first* note holds for the whole record: what it names is sequenced in front, and so is principal.
    """
    told = _other_behind(book, encounter, at, named, causal=False)
    if told and not at and not encounter.diagnoses[at].within(*OBSTETRIC):
        yield _before(encounter, told, f"{encounter.diagnoses[told.other].code} is to be coded first")


@rule(
    cites=CONVENTION,
    severity=Severity.WARNING,
    general=True,
    when=_asks_to_code_first,
    between=BEHIND,
    passes=("486, 403.91, 585.6", "585.6, 403.91", "660.01, 652.21"),
    flags={"486, 585.6, 403.91": "585.6", "486, 707.23, 707.03": "707.23", "652.21, 660.01": "652.21"},
)
@of_each_one(BEHIND)
def coded_first_stands_behind(encounter: Encounter, book: Book, at: int, named: Places) -> Iterator[Flag]:
    """A secondary diagnosis in front of the condition that its note has coded first.

    The order of the two is the note's, though neither is principal.
    """
    told = _other_behind(book, encounter, at, named, causal=False)
    if told and (at or encounter.diagnoses[at].within(*OBSTETRIC)):
        yield _before(encounter, told, f"{encounter.diagnoses[told.other].code} is to be coded before it")


@rule(
    cites=CONVENTION,
    severity=Severity.WARNING,
    general=True,
    when=_asks_to_code_first,
    between=BEHIND,
    passes=("250.80, 707.14", "600.01, 599.69", "402.91, 428.0", "600.00, 788.30"),
    flags={"707.14, 250.80": "707.14", "599.69, 600.01": "599.69", "428.0, 402.91": "428.0"},
)
@of_each_one(BEHIND)
def causal_condition_behind(encounter: Encounter, book: Book, at: int, named: Places) -> Iterator[Flag]:
    """A condition in front of one that its note takes for its cause, if it is.

    Where the record lays the one to the other, the cause is sequenced first.
    """
    told = _other_behind(book, encounter, at, named, causal=True)
    if told:
        yield _before(encounter, told, "if it is the cause, it is coded first")


@cache
def _below(note: TabularNote) -> Call:
    """Whether the note is one of those by which another condition is coded before a code."""
    return lambda book, code: any(each.cited == note for each in _first_notes(book, code))


@rule(
    cites=CONVENTION,
    severity=Severity.WARNING,
    general=True,
    when=_asks_without_an_if,
    passes=("414.01, 414.2", "707.03, 707.23", "174.9, V86.0", "585.6", "195.2, 789.51"),
    flags={"486, 414.2": "414.2", "401.9, 707.23": "707.23", "401.9, 707.23, 707.24": "707.23"},
)
@of_each(_asks_without_an_if)
def coded_first_is_missing(encounter: Encounter, book: Book, diagnosis: Diagnosis) -> Iterator[Flag]:
    """A diagnosis with a note to code another condition first, of which nothing is on the record.

    The note names all that may stand there: the site of the ulcer, the atherosclerosis that an occlusion is of. It is
    asked once for codes below one note.
    """
    if not has_named(encounter, book, diagnosis, _NAMED_FIRST):
        note = _first_notes(book, diagnosis.code)[0].cited
        if encounter.which(_below(note), book)[0] is diagnosis:
            yield Flag((diagnosis,), "which condition is to be coded before it?", note=note)
