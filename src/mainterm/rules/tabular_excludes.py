"""Compiled from the Tabular List (I.A.4): codes of which one excludes the other, as the words of the note have it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from mainterm.model.code import spans_of, within_any
from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.model.tabular import NoteKind
from mainterm.rules.combinations import ACUTE_AND_CHRONIC
from mainterm.rules.declare import Between, Flag, Guideline, Severity, rule
from mainterm.rules.notes import WIDE, Item, Relation, between_told, items, relations

EXCLUDES: Final = Guideline("I.A.4", page=7)
CONGENITAL: Final = ("740-759",)
INJURIES: Final = ("800-959",)
"""Injuries exclude each other, and the like that no injury caused, at one place only; a patient has several."""

BOTH: Final = (
    *(((acute,), (chronic,)) for acute, chronic in ACUTE_AND_CHRONIC),
    (("285.22",), ("285.3",)),
    (("300",), ("309",)),
    (("304",), ("305",)),
    (("414.0",), ("996.7",)),
    (("433",), ("435",)),
    (("V07",), ("V58.6",)),
    (("V12.54",), ("V15.52",)),
    *(((f"V44.{site}",), tuple(f"V55.{other}" for other in range(10) if other != site)) for site in range(10)),
)
"""What excludes each other and yet may be of one patient: acute and chronic, another substance, another site."""

_NARROW: Final = 2
"""How many categories a line may name that speaks of a condition, not of a part of the classification."""


@lru_cache(maxsize=32_768)
def _is_close(spans: tuple[str, ...]) -> bool:
    return len(spans_of(spans).categories) <= _NARROW


def _excluding(book: Book, encounter: Encounter, between: Between) -> tuple[tuple[Relation, bool], ...]:
    """Each pair of which the one excludes the other by a note at its category or below, and whether both do."""
    told = relations(book, encounter, between)
    near = {(each.at, each.other): each for each in reversed(told) if _is_near(each.item)}
    return tuple(
        [
            (each, (other, at) in near)
            for (at, other), each in reversed(near.items())
            if at < other or (other, at) not in near
        ]
    )


@lru_cache(maxsize=32_768)
def _excludes(book: Book, code: str) -> bool:
    return any(_is_near(item) for item in items(book, code))


def _is_near(item: Item) -> bool:
    """Whether it is an Excludes note at the category or below, about a condition."""
    return item.kind is NoteKind.EXCLUDES and item.place.level not in WIDE and _is_close(item.spans)


_EXCLUDED: Final = between_told(_is_near)


def _mutual(book: Book, code: str, other: str) -> bool:
    """Whether each of the two excludes the other, which may well not be both."""
    apart = not _may_be_both(code, other)
    return apart and _EXCLUDED.holds(book, code, other) and _EXCLUDED.holds(book, other, code)


def _excluded_by_birth(book: Book, code: str, other: str) -> bool:
    return _of_birth(code, other) and _EXCLUDED.holds(book, code, other)


_EXCLUDED_BOTH: Final = Between(_EXCLUDED.near, _mutual)
_EXCLUDED_BY_BIRTH: Final = Between(_EXCLUDED.near, _excluded_by_birth)


@lru_cache(maxsize=4_096)
def _may_be_both(code: str, other: str) -> bool:
    if within_any(code, INJURIES) or within_any(other, INJURIES):
        return True
    pairs = ((code, other), (other, code))
    return any(within_any(a, one) and within_any(b, two) for one, two in BOTH for a, b in pairs)


def _of_birth(code: str, other: str) -> bool:
    """Whether one is congenital and the other is not."""
    return within_any(code, CONGENITAL) != within_any(other, CONGENITAL)


def _flag(encounter: Encounter, told: Relation, says: str) -> Flag:
    at, other = encounter.diagnoses[told.at], encounter.diagnoses[told.other]
    first, second = (at, other) if told.other < told.at else (other, at)
    return Flag((first, second), says, note=told.item.cited)


@rule(
    cites=EXCLUDES,
    severity=Severity.WARNING,
    general=True,
    when=_excludes,
    between=_EXCLUDED_BOTH,
    passes=("491.21, 401.9", "285.1, 280.0", "304.01, 305.1", "873.42, 910.0", "461.9, 473.9", "V44.3, V55.6"),
    flags={"491.22, 493.22": "493.22", "401.9, 296.20, 311": "311"},
)
def codes_exclude_each_other(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Two codes each of which excludes the other.

    Either note sends what the other code is for elsewhere: as a rule the condition is the one or the other.
    """
    for told, _ in _excluding(book, encounter, _EXCLUDED_BOTH):
        yield _flag(encounter, told, "each of the two codes excludes the other: which is it?")


@rule(
    cites=EXCLUDES,
    severity=Severity.QUERY,
    general=True,
    when=_excludes,
    between=_EXCLUDED_BY_BIRTH,
    passes=("745.5, 424.0", "562.10", "754.2, 401.9"),
    flags={"562.10, 751.5": "751.5", "530.3, 750.3": "750.3"},
)
def congenital_beside_acquired(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition as congenital and as acquired.

    The code for the acquired form excludes the congenital one, or the reverse: the two are not used together, if the
    congenital code, which is often for several conditions, is here for that one.
    """
    for told, mutual in _excluding(book, encounter, _EXCLUDED_BY_BIRTH):
        words = told.item.words.lower()
        if not mutual and ("congenital" in words or "acquired" in words):
            yield _flag(encounter, told, "congenital and acquired are not coded together: is it one condition?")


@rule(
    cites=EXCLUDES,
    severity=Severity.INFORMATION,
    general=True,
    when=_excludes,
    between=_EXCLUDED,
    passes=("401.9, 434.91", "486, 401.9", "491.22, 493.22"),
    flags={"788.20, 599.70": "599.70", "787.91, 564.1": "564.1"},
)
def code_is_excluded(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A code that the note at another one excludes.

    The note says where the condition is coded; both may be present, which only the record can tell.
    """
    for told, mutual in _excluding(book, encounter, _EXCLUDED):
        at, other = encounter.diagnoses[told.at].code, encounter.diagnoses[told.other].code
        words = told.item.words.lower()
        apart = _of_birth(at, other) and ("congenital" in words or "acquired" in words)
        if not (mutual or apart or "involving" in words or _may_be_both(at, other)):
            yield _flag(encounter, told, f"{other} is excluded from {at}: are both present?")
