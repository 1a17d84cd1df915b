"""The walks from main terms that statements have asked for: one serves all that no line come by can tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final, NamedTuple

from mainterm.model.terms import same

if TYPE_CHECKING:
    from mainterm.encode.walk import Way

MOST_KEPT: Final = 10_240
"""Walks that are kept, each with some six ways: about as many as four thousand statements ask for."""
MOST_BY_STEM: Final = 24
"""Walks from one main term that are found by the same stem: under *Pregnancy* hardly two statements say the same."""


class _Walk(NamedTuple):
    """The stems `said` that a line come by has, whether others were said too, and the stems that each line has."""

    said: frozenset[str]
    more: bool
    asked: tuple[frozenset[str], ...]
    ways: Sequence[Way]


class Walked:
    """The walks from each main term by one of the stems said, the latest first.

    Those from the main term that was longest not walked from anew are dropped.
    """

    def __init__(self) -> None:
        self._from: dict[int, dict[str, tuple[_Walk, ...]]] = {}
        self._kept = 0

    def find(self, main: int, stems: frozenset[str]) -> Sequence[Way] | None:
        """The ways from a main term on these stems, if they have been walked, or others in which no line differs."""
        known = self._from.get(main)
        for said, more, asked, ways in chain.from_iterable(map(known.get, stems, repeat(()))) if known else ():
            if said <= stems:
                others = stems - said
                if bool(others) is more and all(map(others.isdisjoint, asked)):
                    return ways
        return None

    def keep(self, main: int, stems: frozenset[str], asked: Iterable[frozenset[str]], ways: Sequence[Way]) -> None:
        """Keeps the ways that these stems have opened; `asked` are the stems that each line come by has."""
        asked = tuple(dict.fromkeys(asked))
        said = same(stems.intersection(frozenset[str]().union(*asked)))
        known = self._from.pop(main, {})
        rarest = min(said, key=lambda stem: len(known.get(stem, ())))
        before = known.get(rarest, ())
        known[rarest] = (_Walk(said, said != stems, asked, tuple(ways)), *before[: MOST_BY_STEM - 1])
        self._from[main] = known
        self._kept += len(known[rarest]) - len(before)
        while self._kept > MOST_KEPT:
            self._kept -= sum(map(len, self._from.pop(next(iter(self._from))).values()))
