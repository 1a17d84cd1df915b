"""Which of the diagnoses seen lie in spans, or are so by what an edition has of them: asked of each code once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

import numpy as np

from mainterm.model.code import category_of, spans_of
from mainterm.model.edition import Book
from mainterm.rules.batch import Bools, Seen, grown
from mainterm.rules.watched import ALL, Pick

_NONE: Final[tuple[Bools, int]] = np.zeros(1, np.bool_), 1
"""What is known of no diagnosis but that there is none, and up to which number."""


class Picks:
    """What is known of picks, for the numbers of the diagnoses seen."""

    def __init__(self, book: Book, seen: Seen) -> None:
        self._book, self._seen = book, seen
        self._known: dict[Pick, tuple[Bools, int]] = {}
        self._united: dict[frozenset[Pick], tuple[Bools, int]] = {}
        self._new: dict[int, dict[str, list[int]]] = {}
        self._new_at = 0

    def of(self, pick: Pick) -> Bools:
        """For the number of each diagnosis seen, whether it is one."""
        found, asked = self._known.get(pick, _NONE)
        count = len(self._seen.diagnoses)
        if asked < count:
            found = grown(found, count)
            found[asked:count] = self._ask(pick, asked)
            self._known[pick] = found, count
        return found

    def united(self, picks: frozenset[Pick]) -> Bools:
        """The same of several picks: whether it is one of any."""
        found, asked = self._united.get(picks, _NONE)
        count = len(self._seen.diagnoses)
        if asked < count:
            found = grown(found, count)
            for pick in picks:
                found[asked:count] |= self.of(pick)[asked:count]
            self._united[picks] = found, count
        return found

    def _ask(self, pick: Pick, start: int) -> Bools:
        """The same of those that have this number or a higher one."""
        new = self._seen.diagnoses[start:]
        if pick is ALL:
            return np.ones(len(new), np.bool_)
        if callable(pick):
            return np.array([pick(self._book, each.code) for each in new], np.bool_)
        found, spans = np.zeros(len(new), np.bool_), spans_of(cast("tuple[str, ...]", pick))
        by_category = self._by_category(start)
        for category in spans.categories & by_category.keys():
            all_of_it = spans.hold_all(category)
            for number in by_category[category]:
                found[number - start] = all_of_it or spans.covers(self._seen.diagnoses[number].code)
        return found

    def _by_category(self, start: int) -> Mapping[str, list[int]]:
        """The diagnoses from this number on, by their categories."""
        if self._new_at != len(self._seen.diagnoses):
            self._new_at, self._new = len(self._seen.diagnoses), {}
        found = self._new.get(start)
        if found is None:
            found = self._new[start] = {}
            for number in range(start, self._new_at):
                found.setdefault(category_of(self._seen.diagnoses[number].code), []).append(number)
        return found
