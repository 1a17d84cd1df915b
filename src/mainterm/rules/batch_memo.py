"""What a rule has said of encounters, kept by what it asked of them: those that answer alike are not asked again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter, Pairing
from mainterm.rules.batch import Batch, Bools, Ints, Seen, Words, mixed
from mainterm.rules.batch_known import Known
from mainterm.rules.batch_picks import Picks
from mainterm.rules.batch_screen import Pairs
from mainterm.rules.declare import Each, EachPaired, Flag, Mend, Rule
from mainterm.rules.watched import Asked, Watched

_MOST_KEPT: Final = 65_536
"""Of the answers for which what a rule says is kept; one that has more begins anew."""
_BASE, _AT, _COUNT, _FACTS, _PAIR, _ONE, _SOME, _BESIDE = range(1 << 40, 9 << 40, 1 << 40)
"""By what the parts of a key are told apart, of numbers that nothing seen has; the last four are first of many."""


class Units(NamedTuple):
    """What a rule is put to: rows of the batch; and of each, for a rule on single diagnoses, the place of the one."""

    row: Ints
    at: Ints | None


class Said(NamedTuple):
    """Findings: of each the row; the place of the diagnosis to blame, -1 for none; the number of the code to blame;
    all its codes, mixed to a number; and whether the one to blame is to be first.
    """

    row: Ints
    at: Ints
    blamed: Ints
    codes: Words
    wants_first: Bools


_NONE: Final = np.zeros(0, np.int64)
NONE_SAID: Final = Said(_NONE, _NONE, _NONE, _NONE.astype(np.uint64), _NONE.astype(np.bool_))


class _Finding(NamedTuple):
    """A finding as it is kept: its diagnoses as bits, and the one to blame (-1 for none), by rank.

    The rank is among the diagnoses that the rule looks at. `performed` are the codes of the procedures, mixed, and
    `blamed` is the first of them.
    """

    ranks: int
    rank: int
    performed: int
    blamed: int
    wants_first: bool


class _Kept(NamedTuple):
    """Such findings as columns."""

    ranks: Ints
    rank: Ints
    performed: Words
    blamed: Ints
    wants_first: Bools


_Paired: TypeAlias = Mapping[Pairing, tuple[Ints, Ints, Ints]]
"""Of pairings the units of their pairs, and the places of the one and of the other."""


class Unforeseen(Exception):
    """A rule asks for a pairing that was not looked for."""

    def __init__(self, pairings: set[Pairing]) -> None:
        super().__init__()
        self.pairings = pairings


class Memo:
    """What one rule has said."""

    def __init__(self, rule: Rule, book: Book, seen: Seen, picks: Picks) -> None:
        self.rule, self._book, self._seen, self._picks = rule, book, seen, picks
        self.asked = 0
        """How often the rule was asked."""
        self._asks = Asked()
        self._begin()

    def _begin(self) -> None:
        self._known = Known()
        self._spans: list[tuple[int, int]] = [(0, 0)]
        self._findings: list[_Finding] = []
        self._kept: _Kept | None = None
        self._facts: dict[tuple[object, ...], int] = {}
        self._symbols = np.zeros(0, np.uint64)

    def units(self, batch: Batch, rows: Ints, pairs: Pairs, numbers: Mapping[Pairing, int]) -> Units:
        """The rows, once for each diagnosis that the rule is put to by itself, where it is such a rule."""
        check = self.rule.check
        if isinstance(check, Each):
            at, place = np.nonzero(self._picks.of(check.is_so)[batch.ids[rows]])
            return Units(rows[at], place)
        if isinstance(check, EachPaired):
            called = np.zeros(batch.ids.shape, np.bool_)
            row, *sides = pairs.of(numbers[check.pairing])
            called[row, sides[check.side]] = True
            at, place = np.nonzero(called[rows])
            return Units(rows[at], place)
        return Units(rows, None)

    def said(self, batch: Batch, units: Units, pairs: Pairs, numbers: Mapping[Pairing, int]) -> Said:
        """What the rule says of these. Raises Unforeseen."""
        if max(len(self._known), len(self._facts)) > _MOST_KEPT:
            self._begin()
        while True:
            paired = {each: self._paired(batch, units, each, pairs.of(numbers[each])) for each in self._asks.pairs}
            looked_at = self._looked_at(batch, units, paired)
            keys = self._keys(batch, units, paired, looked_at)
            for number, pairing in enumerate(sorted(self._asks.beside, key=id)):
                keys += _salt(_BESIDE + number) * _beside(batch, units, *pairs.of(numbers[pairing])[:2])
            known = self._known.of(keys)
            new = np.flatnonzero(known < 0)
            if len(new) and not self._learn(batch, units, looked_at, keys, new, numbers):
                continue
            known[new] = self._known.of(keys[new])
            some = np.flatnonzero(known)
            return self._found(batch, units.row[some], looked_at[some], known[some])

    def _paired(
        self, batch: Batch, units: Units, pairing: Pairing, pairs: tuple[Ints, Ints, Ints]
    ) -> tuple[Ints, Ints, Ints]:
        """The units of these pairs, and the places of the one and of the other."""
        check, (row, *sides) = self.rule.check, pairs
        if units.at is None:
            where = np.full(len(batch), -1)
            where[units.row] = np.arange(len(units.row))
            unit = where[row]
        else:
            assert isinstance(check, EachPaired), f"{self.rule.id} asks for pairs, and is put to single diagnoses"
            assert pairing is check.pairing, f"{self.rule.id} asks for other pairs than those that it is put to"
            places = np.full(batch.ids.shape, -1)
            places[units.row, units.at] = np.arange(len(units.row))
            unit = places[row, sides[check.side]]
        there = unit >= 0
        return unit[there], sides[0][there], sides[1][there]

    def _looked_at(self, batch: Batch, units: Units, paired: _Paired) -> Bools:
        """Which of the diagnoses the rule looks at, for each unit."""
        asks, ids = self._asks, batch.ids[units.row]
        seen = self._picks.united(frozenset(asks.every))[ids]
        for pick in asks.foremost:
            seen |= _foremost(self._picks.of(pick)[ids])
        seen[:, 0] |= "placed" in asks.flags
        for unit, at, other in paired.values():
            seen[unit, at] = seen[unit, other] = True
        if units.at is not None:
            seen[np.arange(len(units.row)), units.at] = True
        return seen

    def _keys(self, batch: Batch, units: Units, paired: _Paired, looked_at: Bools) -> Words:
        """All that the rule asks of each unit, but for what is beside one, mixed to a number."""
        asks, ids = self._asks, batch.ids[units.row]
        parts = self._symbol()[ids]
        if "first" in asks.flags:
            parts[:, 0] = batch.mixed[units.row, 0]
        for pairing, (unit, at, other) in paired.items():
            if pairing in asks.read:
                for place in (at, other):
                    parts[unit, place] = batch.mixed[units.row[unit], place]
        if units.at is not None:
            parts[np.arange(len(ids)), units.at] += _salt(_AT)
        keys = np.zeros(len(ids), np.uint64)
        for column in np.flatnonzero(looked_at.any(axis=0)).tolist():
            keys = np.where(looked_at[:, column], keys * _salt(_BASE) + parts[:, column], keys)
        rank = np.cumsum(looked_at, axis=1) if paired else looked_at
        for number, pairing in enumerate(sorted(paired, key=id)):
            unit, at, other = paired[pairing]
            np.add.at(keys, unit, mixed(_PAIR + (number << 16) + (rank[unit, at] << 8) + rank[unit, other]))
        if "counted" in asks.flags:
            keys += mixed((ids > 0).sum(axis=1) + _COUNT)
        for number, pick in enumerate(sorted(asks.some, key=_named)):
            keys += _salt(_SOME + number) * self._picks.of(pick)[ids].any(axis=1)
        return keys + self._facts_of(batch, units) * _salt(_FACTS)

    def _symbol(self) -> Words:
        """For each diagnosis seen, what the rule asks of it, as a number: of which picks it is, or which it is."""
        if len(self._symbols) < len(self._seen.diagnoses):
            asks, numbers = self._asks, np.arange(len(self._seen.diagnoses))
            found = self._picks.united(frozenset(asks.read - asks.pairs)) * mixed(numbers) + _salt(_ONE)
            for number, pick in enumerate(sorted(asks.every | asks.foremost | asks.classes, key=_named), start=1):
                found += _salt(_ONE + number) * self._picks.of(pick)
            self._symbols = found
        return self._symbols

    def _facts_of(self, batch: Batch, units: Units) -> Words:
        """What the rule asks of the rest of each encounter, as a number."""
        names = sorted(self._asks.facts, key=str)
        if not names:
            return np.zeros(len(units.row), np.uint64)
        fact = batch.fact[units.row]
        numbers = np.zeros(len(batch.facts), np.uint64)
        numbers[fact] = 1
        for at in np.flatnonzero(numbers).tolist():
            told = tuple([_fact(batch.facts[at], name) for name in names])
            numbers[at] = self._facts.setdefault(told, len(self._facts))
        return numbers[fact]

    def _learn(
        self,
        batch: Batch,
        units: Units,
        looked_at: Bools,
        keys: Words,
        new: Ints,
        numbers: Mapping[Pairing, int],
    ) -> bool:
        """Asks the rule of those units that have new keys; false where it asked for more than the keys are made of."""
        distinct, examples = np.unique(keys[new], return_index=True)
        learnt: list[int] = []
        for unit in new[examples].tolist():
            watched, flags = self._ask(batch, units, unit)
            if self._asks.add(watched.asked):
                self._begin()
                unforeseen = (watched.asked.pairs | watched.asked.beside) - numbers.keys()
                if unforeseen:
                    raise Unforeseen(unforeseen)
                return False
            learnt.append(self._keep(watched, flags, looked_at[unit]))
        self._known.add(distinct, np.array(learnt, np.int64))
        return True

    def _ask(self, batch: Batch, units: Units, unit: int) -> tuple[Watched, list[Flag]]:
        """Puts the rule to an encounter."""
        self.asked += 1
        watched, check = Watched(batch.encounter(int(units.row[unit]))), self.rule.check
        if isinstance(check, Each) and units.at is not None:
            one = watched.one(int(units.at[unit]), check.is_so)
            flags = check.one(watched, self._book, one)
        elif isinstance(check, EachPaired) and units.at is not None:
            flags = check.one(watched, self._book, *watched.paired(int(units.at[unit]), check, self._book))
        else:
            flags = check(watched, self._book)
        return watched, [flag._replace(diagnoses=tuple(flag.diagnoses)) for flag in flags]

    def _keep(self, watched: Watched, flags: Sequence[Flag], looked_at: Bools) -> int:
        """Keeps what the rule said, and gives it a number: 0 for nothing."""
        if not flags:
            return 0
        self._spans.append((len(self._findings), len(flags)))
        self._findings += [self._kept_of(watched, flag, looked_at) for flag in flags]
        self._kept = None
        return len(self._spans) - 1

    def _kept_of(self, watched: Watched, flag: Flag, looked_at: Bools) -> _Finding:
        places = [watched.place(each) for each in flag.diagnoses]
        assert all(looked_at[place] for place in places), f"{self.rule.id} flags what it has not looked at"
        ranks = [int(looked_at[:place].sum()) for place in places]
        performed = [self._seen.code(each.code) for each in flag.procedures]
        return _Finding(
            sum(1 << rank for rank in set(ranks)),
            ranks[0] if ranks else -1,
            int(mixed(np.array(list(dict.fromkeys(performed)), np.int64)).sum()),
            performed[0] if performed else 0,
            flag.fix is not None and flag.fix.mend is Mend.MOVE_FIRST,
        )

    def _found(self, batch: Batch, row: Ints, looked_at: Bools, known: Ints) -> Said:
        """What was kept of these, with the places and codes that it has in them."""
        start, count = np.array(self._spans, np.int64)[known].T
        unit = np.repeat(np.arange(len(row)), count)
        kept = self._as_columns(np.repeat(start - np.cumsum(count) + count, count) + np.arange(len(unit)))
        placed, places = np.nonzero(looked_at)
        starts = np.searchsorted(placed, np.arange(len(row)))
        at = np.where(kept.rank < 0, -1, np.append(places, -1)[starts[unit] + np.maximum(kept.rank, 0)])
        codes = self._seen.codes_of(batch.ids[row[unit], at])
        mix = np.where(at < 0, np.uint64(0), mixed(codes))
        several = np.flatnonzero(kept.ranks & (kept.ranks - 1))
        if len(several):
            mix[several] = self._mixed(batch.ids[row[unit[several]]], looked_at[unit[several]], kept.ranks[several])
        return Said(row[unit], at, np.where(at < 0, kept.blamed, codes), mix + kept.performed, kept.wants_first)

    def _mixed(self, ids: Ints, looked_at: Bools, ranks: Ints) -> Words:
        """The codes of the diagnoses of these ranks among those looked at, mixed to a number, each once."""
        rank = np.maximum(np.cumsum(looked_at, axis=1) - 1, 0)
        return _mixed_once(self._seen.codes_of(ids), looked_at & (ranks[:, None] >> rank & 1).astype(np.bool_))

    def _as_columns(self, which: Ints) -> _Kept:
        """Some of the findings that are kept."""
        if self._kept is None:
            self._kept = _Kept(
                np.array([each.ranks for each in self._findings], np.int64),
                np.array([each.rank for each in self._findings], np.int64),
                np.array([each.performed for each in self._findings], np.uint64),
                np.array([each.blamed for each in self._findings], np.int64),
                np.array([each.wants_first for each in self._findings], np.bool_),
            )
        ranks, rank, performed, blamed, wants_first = self._kept
        return _Kept(ranks[which], rank[which], performed[which], blamed[which], wants_first[which])


@cache
def _salt(number: int) -> np.uint64:
    return np.uint64(mixed(np.array([number]))[0] | np.uint64(1))


def _named(pick: object) -> str:
    """What picks are sorted by, the same as long as the program runs."""
    return repr(pick)


def _fact(facts: Encounter, name: str | tuple[int, int]) -> object:
    return getattr(facts, name) if isinstance(name, str) else facts.aged(*name)


def _foremost(taken: Bools) -> Bools:
    """Of those that are taken, the foremost of each row."""
    found = np.zeros_like(taken)
    some = np.flatnonzero(taken.any(axis=1))
    found[some, taken[some].argmax(axis=1)] = True
    return found


def _mixed_once(codes: Ints, taken: Bools) -> Words:
    """The codes that are taken of each row, mixed to a number, each once."""
    for place in range(1, codes.shape[1]):
        taken[:, place] &= ~(taken[:, :place] & (codes[:, :place] == codes[:, place, None])).any(axis=1)
    found: Words = (mixed(codes) * taken).sum(axis=1, dtype=np.uint64)
    return found


def _beside(batch: Batch, units: Units, row: Ints, at: Ints) -> Bools:
    """Whether the one diagnosis of each unit has another beside it, of pairs in these rows with the one there."""
    assert units.at is not None, "only a rule on single diagnoses asks what is beside one"
    paired = np.zeros(batch.ids.shape, np.bool_)
    paired[row, at] = True
    found: Bools = paired[units.row, units.at]
    return found
