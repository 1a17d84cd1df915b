"""Sets of numbered things as integers, a bit for each thing, which are united and cut by one operation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from struct import Struct
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_EACH: Final = 16
"""Things to a word of the integer."""
_MOST_KEPT: Final = 1_024
"""Of the sets that a word has shown."""


def numbers(these: Iterable[int]) -> int:
    """The set of these numbers, each named once.

    >>> numbers((0, 3))
    9
    """
    return sum(1 << number for number in these)


class Numbered(Generic[T]):
    """Things by their numbers. Those of a set are taken by the word of its integer, and what a word gives is kept."""

    def __init__(self, things: Mapping[int, T]) -> None:
        self._things = things
        self._known: list[dict[int, tuple[T, ...]]] = [{} for _ in range(max(things, default=0) // _EACH + 1)]
        self._words = Struct(f"<{len(self._known)}H")

    def of(self, these: int) -> tuple[T, ...]:
        """Those that are in the set, in the order of their numbers. Raises OverflowError for a number that none has.

        >>> Numbered(dict(enumerate("abcdefghijklmnopqrstuvwxyz"))).of(numbers((1, 25)))
        ('b', 'z')
        """
        found: list[T] = []
        for at, word in enumerate(self._words.unpack(these.to_bytes(self._words.size, "little"))):
            if word:
                found += self._known[at].get(word) or self._learn(at, word)
        return tuple(found)

    def _learn(self, at: int, word: int) -> tuple[T, ...]:
        known, start = self._known[at], at * _EACH
        if len(known) >= _MOST_KEPT:
            known.clear()
        known[word] = tuple(self._things[start + bit] for bit in range(_EACH) if word >> bit & 1)
        return known[word]
