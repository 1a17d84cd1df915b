"""Finds the lines of an index that a reference's words name: the main term first, then down the outline."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import heappop, heappush
from typing import Final, NamedTuple

from mainterm.model.index import Index, Line
from mainterm.model.terms import RELATION, demands
from mainterm.model.words import stem, words

_SILENT: Final = (RELATION | frozenset("classified classifiable any presence".split())) - {"unspecified"}
"""Words that references and lines use and leave out as they please."""

_EXTRA, _ASIDE, _INVERTED = 1, 2, 6
"""What it costs that a line has another word, that a word only modifies it, that a phrase of it is not named."""

_MISSING, _SKIPPED, _LIMIT = 30, 40, 55
"""What it costs that a needed word is wanting, that a level is left out; and how much a way may cost."""

_PHRASE: Final = re.compile(r",|\b(?:except|whether|without|during|to|of|not|classifi\w+)\b")
_ALIKE: Final = 3  # letters that two spellings of one word share: virus, viral


@lru_cache(maxsize=100_000)
def spoken(text: str) -> tuple[str, ...]:
    """The stems of the words of `text` that tell one line from another, in their order."""
    return tuple(stem(word) for word in words(text) if word not in _SILENT)


class _Words(NamedTuple):
    """What a line says: the essential words, all its words, and the sets of words that name it, with their costs."""

    essential: frozenset[str]
    all: frozenset[str]
    needed: tuple[tuple[frozenset[str], int], ...]
    first: str


class Outline:
    """The lines of the indexes, what stands below each, and which words open which."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._below: defaultdict[int, list[int]] = defaultdict(list)
        self._openings: dict[int, dict[str, list[int]]] = {}
        self._words: dict[int, _Words] = {}
        self._main_openings: defaultdict[tuple[Index, str], list[int]] = defaultdict(list)
        for line in lines:
            if line.parent >= 0:
                self._below[line.parent].append(line.id)
            else:
                for word in self._words_of(line.id).all:
                    self._main_openings[line.index, word].append(line.id)

    def find(self, index: Index, named: tuple[str, ...], loosely: bool = False, but: int = -1) -> tuple[int, ...]:
        """The lines that the words `named` lead to from a main term of `index`, best way only, `but` one.

        `loosely` a way may leave out one level or one needed word below the main term; then all that it
        may mean must have the same codes.
        """
        starts = self._main_openings.get((index, named[0]), ()) if named else ()
        heap: list[tuple[int, int, int]] = []
        for start in starts:
            inverted = 0 if self._words_of(start).first == named[0] else _INVERTED
            loose = loosely and not inverted
            heap += [(cost + inverted, -end, start) for cost, end in self._taken(start, named, 0, loose)]
        heap.sort()
        return self._search(heap, named, loosely, but)

    def descend(self, start: int, named: tuple[str, ...], but: int = -1) -> tuple[int, ...]:
        """The lines below `start` that `named` leads to, best way only, `but` one."""
        heap: list[tuple[int, int, int]] = [(0, 0, start)]
        return self._search(heap, named, False, but) if named else ()

    def anywhere_below(self, start: int, named: tuple[str, ...]) -> bool:
        """Whether some line below `start` has these words."""
        waiting = list(self._below.get(start, ()))
        while waiting:
            line = waiting.pop()
            if self._words_of(line).all.issuperset(named):
                return True
            waiting += self._below.get(line, ())
        return False

    def _search(
        self, heap: list[tuple[int, int, int]], named: tuple[str, ...], loosely: bool, but: int
    ) -> tuple[int, ...]:
        """The ends of the cheapest ways from the states (cost, minus the words taken, line) in `heap`."""
        found: list[int] = []
        best = _LIMIT
        seen: set[tuple[int, int]] = set()
        while heap and heap[0][0] <= best:
            cost, taken, line = heappop(heap)
            if (taken, line) in seen:
                continue
            seen.add((taken, line))
            if taken == -len(named):
                if line != but:
                    found.append(line)
                    best = cost
                continue
            for child in self._next(line, named[-taken], loosely):
                for more, end in self._taken(child, named, -taken, loosely):
                    heappush(heap, (cost + more, -end, child))
                if not self._words_of(child).essential:
                    heappush(heap, (cost, taken, child))
                elif loosely:
                    heappush(heap, (cost + _SKIPPED, taken, child))
        told = {(self._lines[line].codes, self._lines[line].cells) for line in found}
        return tuple(sorted(found)) if not loosely or len(told) == 1 else ()

    def _next(self, line: int, word: str, loosely: bool) -> Iterable[int]:
        """The lines right below that the word may open, and those that only join: *with*, *due to*."""
        if loosely:
            return self._under(line)
        if line not in self._openings:
            openings: defaultdict[str, list[int]] = defaultdict(list)
            for child in self._under(line):
                said = self._words_of(child)
                for opening in said.all if said.essential else {"", *said.all}:
                    openings[opening].append(child)
            self._openings[line] = dict(openings)
        return (*self._openings[line].get(word, ()), *self._openings[line].get("", ()))

    def _under(self, line: int) -> Sequence[int]:
        """The lines right below; those that follow a line with nothing to it, which heads them (Dindex12 4687)."""
        said = self._lines[line]
        if line in self._below or said.codes or said.cells or said.references or said.parent < 0:
            return self._below.get(line, ())
        return [sibling for sibling in self._below[said.parent] if sibling > line]

    def _taken(self, line: int, named: tuple[str, ...], at: int, loosely: bool) -> Iterator[tuple[int, int]]:
        """What it costs that the line takes the words from `at` on, and up to where, for each way that it can."""
        said = self._words_of(line)
        taken: set[str] = set()
        for end in range(at + 1, len(named) + 1):
            if named[end - 1] not in said.all:
                return
            taken.add(named[end - 1])
            cost = _EXTRA * len(said.essential - taken) + _ASIDE * len(taken - said.essential)
            enough = [more for needed, more in said.needed if needed <= taken]
            if enough:
                yield cost + min(enough), end
            elif loosely and said.needed and len(taken & said.essential) > 0:
                yield cost + _MISSING * min(len(needed - taken) for needed, _ in said.needed), end

    def _words_of(self, line: int) -> _Words:
        if line not in self._words:
            head = self._lines[line].head
            order = spoken(head)
            essential = frozenset(order)
            every = essential.union(*(spoken(modifier) for modifier in self._lines[line].nonessential))
            needed = [(needed & essential, 0) for needed in demands(head)]
            needed += [(frozenset(spoken(phrase)), _INVERTED) for phrase in _sufficient(head)]
            told = tuple((words, more) for words, more in needed if words)
            self._words[line] = _Words(essential, every, told, order[0] if order else "")
        return self._words[line]


def _sufficient(head: str) -> Iterator[str]:
    """Phrases of a line that can name it alone: its first, and another spelling of that: `virus, viral`."""
    first, *others = _PHRASE.split(head)
    yield first
    for other in others:
        if first.strip()[:_ALIKE] == other.strip()[:_ALIKE]:
            yield other
