"""Puts rules to a batch of encounters: exactly what `judge` finds in each, as columns that can be counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.rules.batch import Batch, Bools, Ints, Seen, Words, mixed
from mainterm.rules.batch_memo import NONE_SAID, Memo, Said, Unforeseen
from mainterm.rules.batch_picks import Picks
from mainterm.rules.batch_screen import WORD, BatchScreen, Screened
from mainterm.rules.declare import Need, Severity
from mainterm.rules.known import unknown_of
from mainterm.rules.ruleset import NotJudged, Ruleset
from mainterm.rules.run import Finding, judge

_GRAVITY: Final = {severity: number for number, severity in enumerate(Severity)}


_ROWS: Final = 1 << 48
"""What rows are numbered from where they are mixed with codes."""


class Found(NamedTuple):
    """The findings of a batch. Of each: the row, the number of the rule, the gravity (0 is an error), the position of
    the diagnosis to blame (from 1; 0 for none), the number of the code to blame; and whether it wants to be first.
    """

    row: Ints
    rule: Ints
    gravity: Ints
    position: Ints
    blamed: Ints
    wants_first: Bools


class _Lacking(NamedTuple):
    """Sets of what is unknown, and which of them is that of each encounter."""

    of: Ints
    unknown: tuple[frozenset[Need], ...]


class BatchJudge:
    """Rules and an edition, and what is learnt of codes and kept of what the rules have said."""

    def __init__(self, rules: Ruleset, book: Book) -> None:
        self.rules, self.book = rules, book
        self._gravity = np.array([_GRAVITY[rule.severity] for rule in rules.rules], np.int64)
        self._general = np.array([rule.general for rule in rules.rules], np.bool_)
        self._begin(Seen())

    def _begin(self, seen: Seen) -> None:
        """Forgets all, for diagnoses that are numbered anew."""
        picks = Picks(self.book, seen)
        self._seen, self._screen = seen, BatchScreen(self.rules.rules, self.book, seen)
        self._memos = [Memo(rule, self.book, seen, picks) for rule in self.rules.rules]

    def judge(self, batch: Batch) -> tuple[Found, Counter[NotJudged]]:
        """The findings of the batch, and how often which rule was not judged for want of what."""
        if batch.seen is not self._seen:
            self._begin(batch.seen)
        lacking, not_judged = self._lacking(batch)
        while True:
            screened = self._screen.of(batch, lacking)
            try:
                said = list(self._said(batch, screened))
            except Unforeseen as unforeseen:
                self._screen.foresee(unforeseen.pairings)
                continue
            return self._unrepeated(said), self._counted(screened, lacking, not_judged)

    def example(self, batch: Batch, found: Found, at: int) -> Finding:
        """One of the findings, in full."""
        rule, row = self.rules.rules[found.rule[at]].id, int(found.row[at])
        findings = judge(batch.encounter(row), self.book, self.rules).findings
        return next(each for each in findings if each.rule == rule)

    def _said(self, batch: Batch, screened: Screened) -> Iterator[tuple[int, Said]]:
        """What each rule says of the encounters that may break it, by its number."""
        words = np.ascontiguousarray(screened.broken.T)
        for number, memo in enumerate(self._memos):
            rows = np.flatnonzero(words[number // WORD] & np.uint64(1 << number % WORD))
            units = memo.units(batch, rows)
            if len(units.row):
                yield number, memo.said(batch, units, screened.pairs, self._screen.pairings)

    def _unrepeated(self, said: list[tuple[int, Said]]) -> Found:
        """The findings without what a general rule says of codes of which another says something as grave."""
        every = [NONE_SAID, *[each for _, each in said]]
        rule = np.repeat(np.array([0, *[number for number, _ in said]]), [len(each.row) for each in every])
        row, at, blamed = (np.concatenate([each[field] for each in every]) for field in range(3))
        codes, wants_first = np.concatenate([s.codes for s in every]), np.concatenate([s.wants_first for s in every])
        gravity = self._gravity[rule]
        kept = ~self._is_told(gravity, self._general[rule], codes + mixed(row + _ROWS))
        return Found(row[kept], rule[kept], gravity[kept], at[kept] + 1, blamed[kept], wants_first[kept])

    def _is_told(self, gravity: Ints, general: Bools, about: Words) -> Bools:
        """Of which findings another, that is not general, says as much about the same codes."""
        order = np.lexsort((gravity[~general], about[~general]))
        others, gravest = about[~general][order], gravity[~general][order]
        if not len(others):
            return np.zeros(len(about), np.bool_)
        place = np.minimum(np.searchsorted(others, about), len(others) - 1)
        told: Bools = general & (others[place] == about) & (gravest[place] <= gravity)
        return told

    def _lacking(self, batch: Batch) -> tuple[Words, _Lacking]:
        """For each encounter the rules that lack what they need, as bits; and what lacks them by what is unknown."""
        indicated = np.array(batch.seen.indicated, np.bool_)[batch.ids].any(axis=1)
        kinds, kind = np.unique(batch.fact * 2 + indicated, return_inverse=True)
        unknown = [unknown_of(self._known(batch, *divmod(each, 2))) for each in kinds.tolist()]
        distinct = list(dict.fromkeys(unknown))
        rows = np.array([self._screen.row(self.rules.lacking(each)[0]) for each in distinct])
        which = np.array([distinct.index(each) for each in unknown], np.int64)[kind]
        return rows[which], _Lacking(which, tuple(distinct))

    def _known(self, batch: Batch, fact: int, indicated: int) -> Encounter:
        """The facts, with an indicator of presence on admission if there is one."""
        return replace(batch.facts[fact], diagnoses=(Diagnosis("", "Y"),)) if indicated else batch.facts[fact]

    def _counted(self, screened: Screened, lacking: Words, kinds: _Lacking) -> Counter[NotJudged]:
        """How often each rule was called for and not judged."""
        counts: Counter[NotJudged] = Counter()
        for number, unknown in enumerate(kinds.unknown):
            these = kinds.of == number
            bits = np.unpackbits((screened.called & lacking)[these].view(np.uint8), axis=1, bitorder="little")
            _, named = self.rules.lacking(unknown)
            for rule, count in enumerate(bits.sum(axis=0, dtype=np.int64).tolist()):
                if count:
                    counts[named.of(1 << rule)[0]] += count
        return counts
