"""Which rules the encounters of a batch may break, and which of their pairs of codes are paired as rules have it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mainterm.model.edition import Book
from mainterm.model.encounter import Pairing
from mainterm.rules.batch import Batch, Bools, Ints, Seen, Words, grown, places
from mainterm.rules.batch_known import Known
from mainterm.rules.checks import EachPaired
from mainterm.rules.declare import Rule, Standing
from mainterm.rules.screen import Screen

_MOST_PAIRS: Final = 262_144
_BLOCK: Final = 2_048
"""Encounters that are screened at a time: so many stay in the processor's own memory."""
WORD: Final = 64


class Pairs(NamedTuple):
    """Two diagnoses each: the encounter, the places of the one and of the other, and which of the `sets` holds.

    A set is of pairings, a bit for each.
    """

    row: Ints
    at: Ints
    other: Ints
    held: Ints
    sets: Sequence[int]

    def of(self, number: int) -> tuple[Ints, Ints, Ints]:
        """The encounters, ones and others of the pairing of this number."""
        where = np.flatnonzero(np.array([each >> number & 1 for each in self.sets], np.bool_).take(self.held))
        return self.row.take(where), self.at.take(where), self.other.take(where)


class Screened(NamedTuple):
    """For each encounter, the rules that it calls for and those of them that it may break, as bits; and its pairs."""

    called: Words
    broken: Words
    pairs: Pairs


class BatchScreen:
    """What is learnt of diagnoses and of pairs of them, in rows of bits; `pairings` are those that are looked for."""

    def __init__(self, rules: Sequence[Rule], book: Book, seen: Seen) -> None:
        self._rules, self._book, self._seen = rules, book, seen
        self._screen = Screen(rules, book)
        self._words = len(rules) // WORD + 1
        self._sets = self._screen.sets
        self._marks = np.zeros((1, 3 * self._words), np.uint64)
        self.pairings: dict[Pairing, int] = {}
        self._paired_by: dict[Pairing, int] = {}
        for number, rule in enumerate(rules):
            if rule.between:
                self._paired_by[rule.between] = self._paired_by.get(rule.between, 0) | 1 << number
        self._categories: dict[str, int] = {}
        self._category = np.zeros(1, np.int64)
        self._near = np.zeros((1, 64), np.uint8)
        self._near_by: list[list[tuple[Collection[str], Pairing, int]]] = [[]]
        self._bits: dict[Collection[str], int] = {}
        self.foresee(self._paired_by)
        self.foresee(rule.check.pairing for rule in rules if isinstance(rule.check, EachPaired))

    def foresee(self, pairings: Iterable[Pairing]) -> None:
        """Looks for these pairings, too, from now on."""
        for pairing in pairings:
            self.pairings.setdefault(pairing, len(self.pairings))
            for number in range(1, len(self._near_by)):
                self._bring_near(number, pairing)
        self._pairs = Known()
        self._sets_held = {0: 0}

    def of(self, batch: Batch, unknown: NDArray[Any]) -> Screened:
        """`unknown` are the rules that lack what they need, as bits, for each encounter."""
        self._learn()
        procedures = self._procedures(batch)
        called, broken = (np.empty((len(batch), self._words), np.uint64) for _ in range(2))
        for start in range(0, len(batch), _BLOCK):
            these = slice(start, start + _BLOCK)
            called[these], broken[these] = self._screened(batch.ids[these], procedures[batch.fact[these]])
        pairs = self._paired(batch)
        broken &= ~unknown
        held = self._between(len(batch), pairs)
        held |= self.row(self._sets.of_one)
        broken &= held
        return Screened(called, broken, pairs)

    def _screened(self, ids: Ints, procedures: Words) -> tuple[Words, Words]:
        """The rules that these encounters call for, and those of them that they may break but for what is unknown."""
        words, sets = self._words, self._sets
        marks = self._marks[ids[:, 0]]
        first = marks[:, :words] | self.row(sets.anywhere)
        for place in range(1, ids.shape[1]):
            marks |= self._marks[ids[:, place]]
        marks |= procedures
        called = marks[:, :words] | self.row(sets.always)
        return called, called & (marks[:, words : 2 * words] | self.row(sets.alone)) & ~marks[:, 2 * words :] & first

    def row(self, rules: int) -> Words:
        """A set of rules as words."""
        return np.frombuffer(rules.to_bytes(8 * self._words, "little"), np.uint64)

    def _learn(self) -> None:
        """Makes rows for the diagnoses that were seen since."""
        seen, start = self._seen, len(self._near_by)
        if start == len(seen.diagnoses):
            return
        self._marks, self._near = grown(self._marks, len(seen.diagnoses)), grown(self._near, len(seen.diagnoses))
        self._category = grown(self._category, len(seen.diagnoses))
        by = [(pairing, self._paired_by.get(pairing, -1)) for pairing in self.pairings]
        for number in range(start, len(seen.diagnoses)):
            code = seen.diagnoses[number].code
            marks = self._screen.diagnosis(code)
            self._marks[number] = self._three(marks)
            self._category[number] = self._numbered(seen.diagnoses[number].category)
            self._near_by.append([])
            for pairing, rules in by:
                if (marks | self._sets.always) & rules:
                    self._bring_near(number, pairing)

    def _bring_near(self, number: int, pairing: Pairing) -> None:
        """Notes the categories in which the others of a diagnosis lie."""
        near = pairing.near(self._book, self._seen.diagnoses[number].code)
        if near:
            self._near_by[number].append((near, pairing, 1 << self.pairings[pairing]))
            bits = self._bits.get(near)
            if bits is None:
                bits = self._bits[near] = sum(1 << self._numbered(category) for category in near)
            self._near[number] |= np.frombuffer(bits.to_bytes(self._near.shape[1], "little"), np.uint8)

    def _three(self, marks: int) -> Words:
        """What a code does (`Screen`) as three sets, each of whole words."""
        width, every = len(self._rules), (1 << len(self._rules)) - 1
        return np.concatenate([self.row(marks >> at * width & every) for at in range(3)])

    def _numbered(self, category: str) -> int:
        """The number of a category, for which there is room in what is near."""
        found = self._categories.setdefault(category, len(self._categories))
        if found >= 8 * self._near.shape[1]:
            self._near = np.hstack([self._near, np.zeros_like(self._near)])
        return found

    def _procedures(self, batch: Batch) -> Words:
        """What the procedures do, for each of the facts."""
        found = np.zeros((len(batch.facts), 3 * self._words), np.uint64)
        for at, facts in enumerate(batch.facts):
            for procedure in facts.procedures:
                found[at] |= self._three(self._screen.procedure(procedure.code))
        return found

    def _paired(self, batch: Batch) -> Pairs:
        """The pairs of which a pairing holds."""
        ids = batch.ids
        category = self._category.take(ids)
        byte, bit = category >> 3, np.where(ids > 0, 1 << (category & 7), 0).astype(np.uint8)
        near, first = self._near.reshape(-1), ids * self._near.shape[1]
        found: list[tuple[Ints, ...]] = [(np.zeros(0, np.int64),) * 4]
        for at in range(ids.shape[1]):
            named = near.take(first[:, at, None] + byte) & bit
            named[:, at] = 0
            row, other = places(named != 0)
            held = self._held(ids[:, at].take(row), batch.at(row, other))
            some = np.flatnonzero(held)
            found.append((row.take(some), np.full(len(some), at), other.take(some), held.take(some)))
        row, one, other, held = (np.concatenate(column) for column in zip(*found, strict=True))
        return Pairs(row, one, other, held, tuple(self._sets_held))

    def _held(self, one: Ints, other: Ints) -> Ints:
        """The set of pairings that hold of these two diagnoses each, by its number."""
        if len(self._pairs) > _MOST_PAIRS:
            self._pairs = Known()
        return self._pairs.learnt(one << 32 | other, lambda keys, _: [self._learn_pair(key) for key in keys])

    def _learn_pair(self, key: int) -> int:
        one, other = self._seen.diagnoses[key >> 32], self._seen.diagnoses[key & 0xFFFFFFFF]
        held = 0
        for near, pairing, bit in self._near_by[key >> 32]:
            if other.category in near and pairing.holds(self._book, one.code, other.code):
                held |= bit
        return self._sets_held.setdefault(held, len(self._sets_held))

    def _between(self, count: int, pairs: Pairs) -> Words:
        """For each encounter, the rules whose pairing one of its pairs holds, standing as they say."""
        found = np.zeros((count, self._words), np.uint64)
        for number, rule in enumerate(self._rules):
            if rule.between:
                row, at, other = pairs.of(self.pairings[rule.between])
                found[row[_stand(rule.between.standing, at, other)], number // WORD] |= np.uint64(1 << number % WORD)
        return found


def _stand(standing: Standing, at: Ints, other: Ints) -> Bools:
    """Of which pairs the other stands where it is to."""
    if standing is Standing.ANYWHERE:
        return np.ones(len(at), np.bool_)
    return other < at if standing is Standing.BEFORE else other > at
