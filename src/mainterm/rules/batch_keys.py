"""What a rule asks of encounters, mixed to a number for each: of those that have the same it says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypeAlias

import numpy as np

from mainterm.model.encounter import Encounter, Pairing
from mainterm.rules.batch import Batch, Bools, Ints, Seen, Words, first_places, has_some, mixed, places, taken
from mainterm.rules.batch_picks import Picks
from mainterm.rules.watched import Asked, Pick

_BASE, _AT, _COUNT, _FACTS, _PAIR, _ONE, _SOME, _BESIDE = range(1 << 40, 9 << 40, 1 << 40)
"""By what the parts of a key are told apart, of numbers that nothing seen has; the last four are first of many."""

Paired: TypeAlias = tuple[Ints, Ints, Ints]
"""Pairs of diagnoses: of each the unit, and the places of the one and of the other."""


class Units(NamedTuple):
    """What a rule is put to: rows of the batch; and of each, for a rule on single diagnoses, the place of the one."""

    row: Ints
    at: Ints | None


class Looks(NamedTuple):
    """The diagnoses that a rule looks at: of each the unit, in order, and the place; where those of each unit begin."""

    unit: Ints
    place: Ints
    start: Ints

    def places(self, unit: int) -> list[int]:
        """The places of those of one unit."""
        first, end = np.searchsorted(self.unit, (unit, unit + 1)).tolist()
        found: list[int] = self.place[first:end].tolist()
        return found


class _Picked(NamedTuple):
    """The picks of what is asked, each kind in an order that stays: see `Asked`; `classes` tell single ones apart."""

    every: frozenset[Pick]
    foremost: Sequence[Pick]
    some: Sequence[Pick]
    classes: Sequence[Pick]
    read: frozenset[Pick]


class Keys:
    """What one rule asks, which grows as it is asked more."""

    def __init__(self, seen: Seen, picks: Picks) -> None:
        self._seen, self._picks = seen, picks
        self.asks = Asked()
        self.begin()

    def begin(self) -> None:
        """Forgets the keys that were given."""
        self.facts: dict[tuple[object, ...], int] = {}
        self._names = sorted(self.asks.facts, key=str)
        self._picked = _picked(self.asks)

    def of(
        self, batch: Batch, units: Units, paired: Mapping[Pairing, Paired], beside: Sequence[Bools]
    ) -> tuple[Words, Looks]:
        """The keys of these units, and what is looked at. `beside` says what is asked of pairs of the one."""
        ids = batch.ids.take(units.row, axis=0)
        looked_at = self._looked_at(ids, units, paired)
        unit, place = places(looked_at)
        ends = np.cumsum(np.bincount(unit, minlength=len(ids)))
        looks = Looks(unit, place, np.append(0, ends)[:-1])
        parts = self._symbols(taken(ids, unit, place))
        if "first" in self.asks.flags:
            parts[place == 0] = self._seen.mixed(ids[:, 0])
        rank = np.arange(len(unit)) - looks.start[unit]
        pairs = self._pairs(ids, paired, looks, parts, rank) if paired else np.uint64(0)
        if units.at is not None:
            parts[place == units.at[unit]] += _salt(_AT)
        sums = np.append(np.uint64(0), np.cumsum(mixed(parts + rank.astype(np.uint64) * _salt(_BASE))))
        keys = sums[ends] - sums[looks.start] + pairs
        if "counted" in self.asks.flags:
            keys += mixed((ids > 0).sum(axis=1) + _COUNT)
        for number, pick in enumerate(self._picked.some):
            keys += _salt(_SOME + number) * has_some(self._picks.of(pick).take(ids))
        for number, each in enumerate(beside):
            keys += _salt(_BESIDE + number) * each
        return (keys + self._facts_of(batch, units) * _salt(_FACTS) if self._names else keys), looks

    def _symbols(self, ids: Ints) -> Words:
        """What the rule asks of each of these diagnoses by itself, as a number."""
        found = np.full(len(ids), _salt(_ONE))
        for number, pick in enumerate(self._picked.classes, start=1):
            found += _salt(_ONE + number) * self._picks.of(pick).take(ids)
        if self._picked.read:
            found += self._seen.mixed(ids) * self._picks.united(self._picked.read).take(ids)
        return found

    def _looked_at(self, ids: Ints, units: Units, paired: Mapping[Pairing, Paired]) -> Bools:
        """Which of the diagnoses the rule looks at, for each unit."""
        every = self._picked.every
        found = self._picks.united(every).take(ids) if every else np.zeros(ids.shape, np.bool_)
        for pick in self._picked.foremost:
            found[first_places(self._picks.of(pick).take(ids))] = True
        found[:, 0] |= "placed" in self.asks.flags
        for unit, at, other in paired.values():
            found[unit, at] = found[unit, other] = True
        if units.at is not None:
            found[np.arange(len(ids)), units.at] = True
        return found

    def _pairs(self, ids: Ints, paired: Mapping[Pairing, Paired], looks: Looks, parts: Words, rank: Ints) -> Words:
        """The pairs of each unit; of those of which the codes are read these are put into the parts."""
        where = np.zeros(ids.shape, np.int64)
        where[looks.unit, looks.place] = np.arange(len(looks.unit))
        found = np.zeros(len(ids), np.uint64)
        for number, pairing in enumerate(sorted(paired, key=id)):
            unit, *pair = paired[pairing]
            one, other = (taken(where, unit, place) for place in pair)
            if pairing in self.asks.read:
                parts[one], parts[other] = (self._seen.mixed(taken(ids, unit, place)) for place in pair)
            np.add.at(found, unit, mixed(_PAIR + (number << 16) + (rank[one] << 8) + rank[other]))
        return found

    def _facts_of(self, batch: Batch, units: Units) -> Words:
        """What the rule asks of the rest of each encounter, as a number."""
        fact = batch.fact[units.row]
        numbers = np.zeros(len(batch.facts), np.uint64)
        numbers[fact] = 1
        for at in np.flatnonzero(numbers).tolist():
            told = tuple([_fact(batch.facts[at], name) for name in self._names])
            numbers[at] = self.facts.setdefault(told, len(self.facts))
        return numbers[fact]


def _picked(asks: Asked) -> _Picked:
    foremost, some, classes = (
        sorted(picks, key=repr) for picks in (asks.foremost, asks.some, asks.every | asks.foremost | asks.classes)
    )
    return _Picked(frozenset(asks.every), foremost, some, classes, frozenset(asks.read - asks.pairs))


@cache
def _salt(number: int) -> np.uint64:
    return np.uint64(mixed(np.array([number]))[0] | np.uint64(1))


def _fact(facts: Encounter, name: str | tuple[int, int]) -> object:
    return getattr(facts, name) if isinstance(name, str) else facts.aged(*name)
