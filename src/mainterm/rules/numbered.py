"""Sets of numbered things as integers, a bit for each thing, which are united and cut by one operation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")

_EACH = 8
"""Things to a byte of the integer."""


def numbers(these: Iterable[int]) -> int:
    """The set of these numbers, each named once.

    >>> numbers((0, 3))
    9
    """
    return sum(1 << number for number in these)


class Numbered(Generic[T]):
    """Things by their numbers. Those of a set are taken by the byte of its integer, and what a byte gives is kept."""

    def __init__(self, things: Mapping[int, T]) -> None:
        self._things = things
        self._bytes = max(things, default=0) // _EACH + 1
        self._known: list[dict[int, tuple[T, ...]]] = [{} for _ in range(self._bytes)]

    def of(self, these: int) -> tuple[T, ...]:
        """Those that are in the set, in the order of their numbers. Raises OverflowError for a number that none has.

        >>> Numbered(dict(enumerate("abcdefghij"))).of(numbers((1, 9)))
        ('b', 'j')
        """
        found: list[T] = []
        for known, (at, byte) in zip(self._known, enumerate(these.to_bytes(self._bytes, "little")), strict=True):
            if byte:
                found += known.get(byte) or self._learn(at, byte)
        return tuple(found)

    def _learn(self, at: int, byte: int) -> tuple[T, ...]:
        start = at * _EACH
        those = tuple(self._things[start + bit] for bit in range(_EACH) if byte >> bit & 1)
        self._known[at][byte] = those
        return those
