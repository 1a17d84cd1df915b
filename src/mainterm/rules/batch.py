"""Many encounters as columns of numbers: each diagnosis that was seen has one, and what else is known has one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mainterm.model.encounter import Diagnosis, Encounter

Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Words: TypeAlias = NDArray[np.uint64]
"""Sets of bits, a word of 64 after the other; or what is left of something in 64 bits of chance."""

_MOST_SEEN: Final = 32_768
"""Diagnoses that are numbered: an edition has half as many, but an input may have any number that are none."""


class Seen:
    """The diagnoses that were seen, numbered from 1, and the codes of them, numbered from 0."""

    def __init__(self) -> None:
        self.diagnoses: list[Diagnosis] = [Diagnosis("")]
        self.codes: list[str] = [""]
        self.code_of: list[int] = [0]
        self.indicated: list[bool] = [False]
        self._numbers: dict[Diagnosis, int] = {}
        self._codes: dict[str, int] = {"": 0}
        self._code_of = np.zeros(1, np.int64)
        self._mixed = np.zeros(0, np.uint64)

    def number(self, diagnosis: Diagnosis) -> int:
        """The number of a diagnosis, which is the same for one that is equal."""
        found = self._numbers.get(diagnosis)
        if found is None:
            found = self._numbers[diagnosis] = len(self.diagnoses)
            self.diagnoses.append(diagnosis)
            self.code_of.append(self.code(diagnosis.code))
            self.indicated.append(diagnosis.poa != "")
        return found

    def code(self, code: str) -> int:
        """The number of a code, of a diagnosis or a procedure."""
        found = self._codes.get(code)
        if found is None:
            found = self._codes[code] = len(self.codes)
            self.codes.append(code)
        return found

    def codes_of(self, ids: Ints) -> Ints:
        """The numbers of the codes of these diagnoses."""
        if len(self._code_of) < len(self.code_of):
            self._code_of = np.array(self.code_of, np.int64)
        return self._code_of.take(ids)

    def mixed(self, ids: Ints) -> Words:
        """The numbers of these diagnoses, mixed."""
        if len(self._mixed) < len(self.diagnoses):
            self._mixed = mixed(np.arange(len(self.diagnoses)))
        return self._mixed.take(ids)

    @property
    def is_full(self) -> bool:
        """Whether more have been seen than need be kept: one begins anew."""
        return len(self.codes) > _MOST_SEEN or len(self.diagnoses) > 4 * _MOST_SEEN


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Encounters in their order, none without a diagnosis.

    `ids` has a row for each with the numbers of its diagnoses in sequence, and 0 behind the last. `facts` are what is
    known beside them, as encounters without diagnoses, and `fact` is which of these is the encounter's.
    """

    seen: Seen
    ids: Ints
    facts: tuple[Encounter, ...]
    fact: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, rows: Any) -> Batch:
        """Some of the encounters."""
        return Batch(self.seen, self.ids[rows], self.facts, self.fact[rows])

    def at(self, rows: Ints, places: Ints) -> Ints:
        """The numbers of the diagnoses at these places of these encounters."""
        return taken(self.ids, rows, places)

    def encounter(self, at: int) -> Encounter:
        """One of them; a diagnosis that stands there twice is an object of its own each time."""
        numbers = [number for number in self.ids[at].tolist() if number]
        found = [self.seen.diagnoses[number] for number in numbers]
        if len(set(numbers)) < len(numbers):
            found = [replace(each) if numbers[place] in numbers[:place] else each for place, each in enumerate(found)]
        return self.facts[int(self.fact[at])].with_diagnoses(tuple(found))


def batch_of(seen: Seen, encounters: Iterable[Encounter]) -> Batch:
    """These encounters as columns."""
    facts: dict[Encounter, int] = {}
    rows, fact = [], []
    for each in encounters:
        rows.append([seen.number(diagnosis) for diagnosis in each.diagnoses])
        fact.append(facts.setdefault(replace(each, diagnoses=(), id=""), len(facts)))
    ids = np.zeros((len(rows), max(map(len, rows), default=0)), np.int64)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = row
    return Batch(seen, ids, tuple(facts), np.array(fact, np.int64))


def grown(array: NDArray[Any], length: int) -> NDArray[Any]:
    """The array with room for so many rows, those behind its own all zeros."""
    if len(array) >= length:
        return array
    wider = np.zeros((max(length, 2 * len(array)), *array.shape[1:]), array.dtype)
    wider[: len(array)] = array
    return wider


def places(there: Bools) -> tuple[Ints, Ints]:
    """The rows and columns of what is there, row by row: what numpy's `nonzero` gives, in half the time."""
    return divided(np.flatnonzero(there.reshape(-1)), max(there.shape[1], 1))


def taken(table: Ints, rows: Ints, columns: Ints) -> Ints:
    """What stands there: what indexing by both gives, in a fifth of the time."""
    found: Ints = table.reshape(-1).take(rows * table.shape[1] + columns)
    return found


def first_places(there: Bools) -> tuple[Ints, Ints]:
    """The same of the first that is there in each row that has one."""
    row, column = places(there)
    first = np.flatnonzero(np.diff(row, prepend=-1))
    return row[first], column[first]


def has_some(there: Bools) -> Bools:
    """Of which rows something is there: what `any` gives, in less time where it is little."""
    found = np.zeros(len(there), np.bool_)
    found[np.flatnonzero(there.reshape(-1)) // max(there.shape[1], 1)] = True
    return found


def divided(numbers: Ints, by: int) -> tuple[Ints, Ints]:
    """What `divmod` gives, in half the time."""
    whole = numbers // by
    return whole, numbers - whole * by


def mixed(numbers: NDArray[Any]) -> Words:
    """Each number as 64 bits that look like chance (splitmix64), of which sums and products tell numbers apart."""
    bits: Words = numbers.astype(np.uint64)
    bits += np.uint64(1)
    bits *= np.uint64(0x9E3779B97F4A7C15)
    bits ^= bits >> np.uint64(30)
    bits *= np.uint64(0xBF58476D1CE4E5B9)
    bits ^= bits >> np.uint64(27)
    bits *= np.uint64(0x94D049BB133111EB)
    bits ^= bits >> np.uint64(31)
    return bits
