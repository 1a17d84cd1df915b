"""What a rule has said of encounters, kept by what it asked of them: those that answer alike are not asked again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from mainterm.model.edition import Book
from mainterm.model.encounter import Pairing
from mainterm.rules.batch import Batch, Bools, Ints, Seen, Words, mixed, places
from mainterm.rules.batch_keys import Keys, Looks, Paired, Units
from mainterm.rules.batch_known import Known
from mainterm.rules.batch_picks import Picks
from mainterm.rules.batch_screen import Pairs
from mainterm.rules.checks import Each, EachPaired
from mainterm.rules.declare import Check, Flag, Mend
from mainterm.rules.watched import Watched

_CODE_BITS: Final = 32
"""Of the number of a code, where it stands beside another."""
_MOST_KEPT: Final = 65_536
"""Of the answers for which what a rule says is kept; one that has more begins anew."""


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
    """Such findings as columns. `spans` are those of what was said, by its number: the first, and how many."""

    ranks: Ints
    rank: Ints
    performed: Words
    blamed: Ints
    wants_first: Bools
    spans: Ints


_NONE_KEPT: Final = _Kept(
    _NONE, _NONE, _NONE.astype(np.uint64), _NONE, _NONE.astype(np.bool_), np.zeros((1, 2), np.int64)
)
"""No finding, and one that says nothing, which is number 0."""


class Unforeseen(Exception):
    """A rule asks for a pairing that was not looked for."""

    def __init__(self, pairings: set[Pairing]) -> None:
        super().__init__()
        self.pairings = pairings


class Memo:
    """What one rule, or a row of its table, has said."""

    def __init__(self, rule: str, check: Check, book: Book, seen: Seen, picks: Picks) -> None:
        self.rule, self._check, self._book, self._seen, self._picks = rule, check, book, seen, picks
        self.asked = 0
        """How often the rule was asked."""
        self._keys = Keys(seen, picks)
        self._begin()

    def _begin(self) -> None:
        self._keys.begin()
        self._known = Known()
        self._kept = _NONE_KEPT
        self._spans: list[tuple[int, int]] = []
        self._findings: list[_Finding] = []

    def units(self, batch: Batch, rows: Ints, pairs: Pairs, numbers: Mapping[Pairing, int]) -> Units:
        """The rows, once for each diagnosis that the rule is put to by itself, where it is such a rule."""
        check = self._check
        if isinstance(check, Each):
            at, place = places(self._picks.of(check.is_so).take(batch.ids.take(rows, axis=0)))
            return Units(rows[at], place)
        if isinstance(check, EachPaired):
            called = np.zeros(batch.ids.shape, np.bool_)
            row, *sides = pairs.of(numbers[check.pairing])
            called[row, sides[check.side]] = True
            at, place = places(called[rows])
            return Units(rows[at], place)
        return Units(rows, None)

    def said(self, batch: Batch, units: Units, pairs: Pairs, numbers: Mapping[Pairing, int]) -> Said:
        """What the rule says of these. Raises Unforeseen."""
        if max(len(self._known), len(self._keys.facts)) > _MOST_KEPT:
            self._begin()
        while True:
            asks = self._keys.asks
            paired = {each: self._paired(batch, units, each, pairs.of(numbers[each])) for each in asks.pairs}
            beside = [_beside(batch, units, *pairs.of(numbers[each])[:2]) for each in sorted(asks.beside, key=id)]
            keys, looks = self._keys.of(batch, units, paired, beside)
            known = self._known.of(keys)
            new = np.flatnonzero(known < 0)
            if len(new) and not self._learn(batch, units, looks, keys, new, numbers):
                continue
            known[new] = self._known.of(keys[new])
            some = np.flatnonzero(known)
            return self._found(batch, units.row, looks, some, known[some])

    def _paired(self, batch: Batch, units: Units, pairing: Pairing, pairs: tuple[Ints, Ints, Ints]) -> Paired:
        """The units of these pairs, and the places of the one and of the other."""
        check, (row, *sides) = self._check, pairs
        if units.at is None:
            where = np.full(len(batch), -1)
            where[units.row] = np.arange(len(units.row))
            unit = where[row]
        else:
            assert isinstance(check, EachPaired), f"{self.rule} asks for pairs, and is put to single diagnoses"
            assert pairing is check.pairing, f"{self.rule} asks for other pairs than those that it is put to"
            where = np.full(batch.ids.shape, -1)
            where[units.row, units.at] = np.arange(len(units.row))
            unit = where[row, sides[check.side]]
        there = unit >= 0
        return unit[there], sides[0][there], sides[1][there]

    def _learn(
        self,
        batch: Batch,
        units: Units,
        looks: Looks,
        keys: Words,
        new: Ints,
        numbers: Mapping[Pairing, int],
    ) -> bool:
        """Asks the rule of those units that have new keys; false where it asked for more than the keys are made of."""
        distinct, examples = np.unique(keys[new], return_index=True)
        learnt: list[int] = []
        for unit in new[examples].tolist():
            watched, flags = self._ask(batch, units, unit)
            if self._keys.asks.add(watched.asked):
                self._begin()
                unforeseen = (watched.asked.pairs | watched.asked.beside) - numbers.keys()
                if unforeseen:
                    raise Unforeseen(unforeseen)
                return False
            learnt.append(self._keep(watched, flags, looks.places(unit)) if flags else 0)
        self._known.add(distinct, np.array(learnt, np.int64))
        return True

    def _ask(self, batch: Batch, units: Units, unit: int) -> tuple[Watched, list[Flag]]:
        """Puts the rule to an encounter."""
        self.asked += 1
        watched, check = Watched(batch.encounter(int(units.row[unit]))), self._check
        if isinstance(check, Each) and units.at is not None:
            one = watched.one(int(units.at[unit]), check.is_so)
            flags = check.one(watched, self._book, one)
        elif isinstance(check, EachPaired) and units.at is not None:
            flags = check.one(watched, self._book, *watched.paired(int(units.at[unit]), check, self._book))
        else:
            flags = check(watched, self._book)
        return watched, [flag._replace(diagnoses=tuple(flag.diagnoses)) for flag in flags]

    def _keep(self, watched: Watched, flags: Sequence[Flag], looked_at: Sequence[int]) -> int:
        """Keeps what the rule said of diagnoses at some of the places that it looked at, and gives it a number."""
        self._spans.append((len(self._kept.ranks) + len(self._findings), len(flags)))
        self._findings += [self._kept_of(watched, flag, looked_at) for flag in flags]
        return len(self._kept.spans) + len(self._spans) - 1

    def _kept_of(self, watched: Watched, flag: Flag, looked_at: Sequence[int]) -> _Finding:
        stand = [watched.place(each) for each in flag.diagnoses]
        assert set(stand) <= set(looked_at), f"{self.rule} flags what it has not looked at"
        ranks = [looked_at.index(place) for place in stand]
        performed = [self._seen.code(each.code) for each in flag.procedures]
        return _Finding(
            sum(1 << rank for rank in set(ranks)),
            ranks[0] if ranks else -1,
            int(mixed(np.array(list(dict.fromkeys(performed)))).sum()) if performed else 0,
            performed[0] if performed else 0,
            flag.fix is not None and flag.fix.mend is Mend.MOVE_FIRST,
        )

    def _found(self, batch: Batch, rows: Ints, looks: Looks, some: Ints, known: Ints) -> Said:
        """What was kept of some of the units, with the places and codes that it has in them."""
        kept = self._as_columns()
        start, count = kept.spans[known].T
        unit = np.repeat(some, count)
        which = np.repeat(start - np.cumsum(count) + count, count) + np.arange(len(unit))
        ranks, rank, blamed = kept.ranks[which], kept.rank[which], kept.blamed[which]
        row, first = rows[unit], looks.start[unit]
        at = np.where(rank < 0, -1, np.append(looks.place, -1)[first + np.maximum(rank, 0)])
        codes = self._seen.codes_of(batch.at(row, at))
        mix = np.where(at < 0, np.uint64(0), mixed(codes))
        several = np.flatnonzero(ranks & (ranks - 1))
        if len(several):
            mix[several] = self._mixed(batch, row[several], looks.place, first[several], ranks[several])
        return Said(row, at, np.where(at < 0, blamed, codes), mix + kept.performed[which], kept.wants_first[which])

    def _mixed(self, batch: Batch, row: Ints, place: Ints, first: Ints, ranks: Ints) -> Words:
        """The codes of the diagnoses of these ranks among those looked at, mixed to a number, each once."""
        finding, rank = places((ranks[:, None] >> np.arange(int(ranks.max()).bit_length()) & 1).astype(np.bool_))
        codes = self._seen.codes_of(batch.at(row.take(finding), place.take(first.take(finding) + rank)))
        each = np.sort(finding << _CODE_BITS | codes)
        each = each[np.flatnonzero(np.diff(each, prepend=-1))]
        sums = np.cumsum(mixed(each & (1 << _CODE_BITS) - 1))
        found: Words = np.diff(sums[np.cumsum(np.bincount(each >> _CODE_BITS)) - 1], prepend=np.uint64(0))
        return found

    def _as_columns(self) -> _Kept:
        """The findings that are kept, those of late put behind the others."""
        if self._spans:
            late = (*zip(*self._findings, strict=True), self._spans)
            columns = zip(self._kept, late, strict=True)
            self._kept = _Kept(*[np.concatenate([kept, np.array(new, kept.dtype)]) for kept, new in columns])
            self._spans, self._findings = [], []
        return self._kept


def _beside(batch: Batch, units: Units, row: Ints, at: Ints) -> Bools:
    """Whether the one diagnosis of each unit has another beside it, of pairs in these rows with the one there."""
    assert units.at is not None, "only a rule on single diagnoses asks what is beside one"
    paired = np.zeros(batch.ids.shape, np.bool_)
    paired[row, at] = True
    found: Bools = paired[units.row, units.at]
    return found
