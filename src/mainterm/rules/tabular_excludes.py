"""Compiled from the Tabular List (I.A.4): codes of which one excludes the other, as the words of the note have it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from mainterm.model.code import spans_of, within_any
from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.model.tabular import NoteKind
from mainterm.rules.combined import ACUTE_AND_CHRONIC
from mainterm.rules.declare import Between, Flag, Guideline, Severity, rule
from mainterm.rules.notes import WIDE, Item, between_told, items, told

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


@lru_cache(maxsize=32_768)
def _excludes(book: Book, code: str) -> bool:
    return any(_is_near(item) for item in items(book, code))


def _is_near(item: Item) -> bool:
    """Whether it is an Excludes note at the category or below, about a condition."""
    return item.kind is NoteKind.EXCLUDES and item.place.level not in WIDE and _is_close(item.spans)


_EXCLUDED: Final = between_told(_is_near)


def _mutual(book: Book, code: str, other: str) -> bool:
    """Whether each of the two excludes the other, which may well not be both."""
    return _are_mutual(book, code, other) and not _may_be_both(code, other)


def _are_mutual(book: Book, code: str, other: str) -> bool:
    return _EXCLUDED.holds(book, code, other) and _EXCLUDED.holds(book, other, code)


def _by_birth(book: Book, code: str, other: str) -> bool:
    """Whether the one excludes the other as congenital, or as acquired, and not the reverse."""
    if not _of_birth(code, other) or not _EXCLUDED.holds(book, code, other):
        return False
    words = _excluding(book, code, other).words.lower()
    return ("congenital" in words or "acquired" in words) and not _are_mutual(book, code, other)


def _alone(book: Book, code: str, other: str) -> bool:
    """Whether the one excludes the other, and neither the reverse nor what they are makes more or less of it."""
    if not _EXCLUDED.holds(book, code, other) or _are_mutual(book, code, other):
        return False
    involving = "involving" in _excluding(book, code, other).words.lower()
    return not (involving or _by_birth(book, code, other) or _may_be_both(code, other))


def _excluding(book: Book, code: str, other: str) -> Item:
    """The first line in force at a code that excludes the other."""
    return next(filter(_is_near, told(book, code, other)))


_EXCLUDED_BOTH: Final = Between(_EXCLUDED.near, _mutual)
_EXCLUDED_BY_BIRTH: Final = Between(_EXCLUDED.near, _by_birth)
_EXCLUDED_ALONE: Final = Between(_EXCLUDED.near, _alone)


def _may_be_both(code: str, other: str) -> bool:
    if _is_of(code, INJURIES) or _is_of(other, INJURIES):
        return True
    (one, two), (ones, twos) = _sides(code), _sides(other)
    return not (one.isdisjoint(twos) and two.isdisjoint(ones))


@lru_cache(maxsize=32_768)
def _sides(code: str) -> tuple[frozenset[int], frozenset[int]]:
    """The pairs of BOTH, by their numbers, of which the code is on the first side, and on the second."""
    one, other = ([n for n, pair in enumerate(BOTH) if within_any(code, pair[side])] for side in (0, 1))
    return frozenset(one), frozenset(other)


def _of_birth(code: str, other: str) -> bool:
    """Whether one is congenital and the other is not."""
    return _is_of(code, CONGENITAL) != _is_of(other, CONGENITAL)


_is_of: Final = lru_cache(maxsize=32_768)(within_any)


def _flag(book: Book, at: Diagnosis, other: Diagnosis, later: Diagnosis, says: str) -> Flag:
    """The later of two codes is to blame, of which the one excludes the other."""
    earlier = other if later is at else at
    return Flag((later, earlier), says, note=_excluding(book, at.told, other.told).cited)


def _pairs(encounter: Encounter, book: Book, between: Between) -> Iterator[tuple[Diagnosis, Diagnosis, Diagnosis]]:
    """The one and the other of each such pair, and which of them stands behind."""
    for one, other in encounter.pairs(between, book):
        yield encounter.diagnoses[one], encounter.diagnoses[other], encounter.diagnoses[max(one, other)]


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
    for at, other, later in _pairs(encounter, book, _EXCLUDED_BOTH):
        if later is other:
            yield _flag(book, at, other, later, "each of the two codes excludes the other: which is it?")


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
    says = "congenital and acquired are not coded together: is it one condition?"
    for at, other, later in _pairs(encounter, book, _EXCLUDED_BY_BIRTH):
        yield _flag(book, at, other, later, says)


@rule(
    cites=EXCLUDES,
    severity=Severity.INFORMATION,
    general=True,
    when=_excludes,
    between=_EXCLUDED_ALONE,
    passes=("401.9, 434.91", "486, 401.9", "491.22, 493.22"),
    flags={"788.20, 599.70": "599.70", "787.91, 564.1": "564.1"},
)
def code_is_excluded(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A code that the note at another one excludes.

    The note says where the condition is coded; both may be present, which only the record can tell.
    """
    for at, other, later in _pairs(encounter, book, _EXCLUDED_ALONE):
        yield _flag(book, at, other, later, f"{other.told} is excluded from {at.told}: are both present?")
