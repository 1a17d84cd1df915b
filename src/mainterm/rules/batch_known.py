"""What is known of numbers of 64 bits, looked up many at a time, in a table of hashes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mainterm.rules.batch import Ints, Words

_ROOM: Final = 4
"""Places in the table to one that is taken, at least."""
_LEAST: Final = 64
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
"""Of its product with a key the upper bits look like chance."""


class Known:
    """Numbers from 0 by keys, which are any numbers of 64 bits."""

    def __init__(self) -> None:
        self._count = 0
        self._keys, self._numbers = _empty(_LEAST)

    def __len__(self) -> int:
        return self._count

    def of(self, keys: NDArray[Any]) -> Ints:
        """The number of each key, -1 where there is none. The keys may be of any shape."""
        asked = np.ascontiguousarray(keys, np.uint64)
        at = self._place(asked)
        found: Ints = self._numbers[at]
        wrong = np.flatnonzero((self._keys[at] != asked) & (found >= 0))
        if len(wrong):
            flat, left, at = found.reshape(-1), asked.reshape(-1)[wrong], at.reshape(-1)[wrong]
            while len(wrong):
                at = at + 1 & len(self._keys) - 1
                flat[wrong] = self._numbers[at]
                more = (self._keys[at] != left) & (flat[wrong] >= 0)
                wrong, left, at = wrong[more], left[more], at[more]
        return found

    def learnt(self, keys: NDArray[Any], learn: Callable[[Sequence[int], Sequence[int]], Sequence[int]]) -> Ints:
        """The same; of new keys, each with the place in `keys` where it stands first, `learn` gives the numbers."""
        found = self.of(keys)
        flat = found.reshape(-1)
        new = np.flatnonzero(flat < 0)
        if len(new):
            distinct, examples = np.unique(keys.reshape(-1)[new], return_index=True)
            self.add(distinct, np.array(learn(distinct.tolist(), new[examples].tolist()), np.int64))
            flat[new] = self.of(keys.reshape(-1)[new])
        return found

    def add(self, keys: NDArray[Any], numbers: Ints) -> None:
        """Makes these known, each key once and none of them known before."""
        self._count += len(keys)
        if _ROOM * self._count > len(self._keys):
            known = self._numbers >= 0
            keys = np.concatenate([self._keys[known], keys.astype(np.uint64, copy=False)])
            numbers = np.concatenate([self._numbers[known], numbers])
            self._keys, self._numbers = _empty(2 * _ROOM * self._count)
        self._put(keys.astype(np.uint64, copy=False), numbers)

    def _put(self, keys: Words, numbers: Ints) -> None:
        at = self._place(keys)
        while len(keys):
            free = self._numbers[at] < 0
            self._keys[at[free]] = keys[free]
            put = free & (self._keys[at] == keys)
            self._numbers[at[put]] = numbers[put]
            keys, numbers, at = keys[~put], numbers[~put], at[~put] + 1 & len(self._keys) - 1

    def _place(self, keys: Words) -> Ints:
        found = keys * _SPREAD
        found >>= np.uint64(65 - len(self._keys).bit_length())
        return found.view(np.int64)


def _empty(least: int) -> tuple[Words, Ints]:
    length = 1 << (least - 1).bit_length()
    return np.zeros(length, np.uint64), np.full(length, -1)
