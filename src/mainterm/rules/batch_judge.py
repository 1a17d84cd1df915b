"""Puts rules to a batch of encounters: exactly what `judge` finds in each, as columns that can be counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.rules.batch import Batch, Bools, Ints, Seen, Words, divided, has_some, mixed, places
from mainterm.rules.batch_memo import NONE_SAID, Memo, Said, Unforeseen
from mainterm.rules.batch_picks import Picks
from mainterm.rules.batch_screen import WORD, BatchScreen, Screened
from mainterm.rules.checks import EachRow
from mainterm.rules.declare import Check, Need, Severity
from mainterm.rules.known import unknown_of
from mainterm.rules.ruleset import NotJudged, Ruleset
from mainterm.rules.run import Finding, judge

_GRAVITY: Final = {severity: number for number, severity in enumerate(Severity)}


_FEW: Final = 2_048
"""Encounters that are judged first by themselves, so that what rules ask for is known when the many are screened."""
_SLOTS: Final = 1 << 20
"""For numbers of codes, by their last bits: those that share one are told apart later."""
_MOST_ROWS: Final = 255
"""Of which the sum is a byte."""
_ROWS: Final = 1 << 48
"""What rows are numbered from where they are mixed with codes."""


class Found(NamedTuple):
    """The findings of a batch, by rules, and of each by rows. Of each: the row, the number of the rule, the gravity (0
    is an error), the position of the diagnosis to blame (from 1; 0 for none), the number of the code to blame; and
    whether it wants to be first.
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
        self._gravity = np.array([_GRAVITY[rule.severity] for rule in rules.rules], np.int8)
        self._general = np.array([rule.general for rule in rules.rules], np.bool_)
        self._seen: Seen | None = None

    def _begin(self, seen: Seen) -> None:
        """Forgets all, for diagnoses that are numbered anew."""
        picks = Picks(self.book, seen)
        self._seen, self._screen = seen, BatchScreen(self.rules.rules, self.book, seen)
        self._memos = [
            [Memo(rule.id, check, self.book, seen, picks) for check in _parts(rule.check)] for rule in self.rules.rules
        ]

    def judge(self, batch: Batch) -> tuple[Found, Counter[NotJudged]]:
        """The findings of the batch, and how often which rule was not judged for want of what."""
        if batch.seen is not self._seen:
            self._begin(batch.seen)
            if len(batch) > _FEW:
                few = batch.part(slice(_FEW))
                self._asked(few, self._lacking(few)[0])
        lacking, not_judged = self._lacking(batch)
        called, said = self._asked(batch, lacking)
        return self._unrepeated(said), self._counted(called, lacking, not_judged)

    def _asked(self, batch: Batch, lacking: Words) -> tuple[Words, list[tuple[int, Said]]]:
        """The rules that are called for, and what they say, once all pairings that they ask for are looked for."""
        while True:
            screened = self._screen.of(batch, lacking)
            try:
                return screened.called, list(self._said(batch, screened))
            except Unforeseen as unforeseen:
                self._screen.foresee(unforeseen.pairings)

    def example(self, batch: Batch, found: Found, at: int) -> Finding:
        """One of the findings, in full."""
        rule, row = self.rules.rules[found.rule[at]].id, int(found.row[at])
        findings = judge(batch.encounter(row), self.book, self.rules).findings
        return next(each for each in findings if each.rule == rule)

    def _said(self, batch: Batch, screened: Screened) -> Iterator[tuple[int, Said]]:
        """What each rule says of the encounters that may break it, by its number."""
        for number, rows in _by_rule(screened.broken):
            parts = []
            for memo in self._memos[number]:
                units = memo.units(batch, rows, screened.pairs, self._screen.pairings)
                if len(units.row):
                    parts.append(memo.said(batch, units, screened.pairs, self._screen.pairings))
            yield number, _by_rows(parts)

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
        slot = (about & np.uint64(_SLOTS - 1)).astype(np.int64)
        gravest = np.full(_SLOTS, len(_GRAVITY), np.int8)
        np.minimum.at(gravest, slot[~general], gravity[~general])
        told: Bools = general & (gravest[slot] <= gravity)
        if told.any():
            wanted = np.zeros(_SLOTS, np.bool_)
            wanted[slot[told]] = True
            others = np.flatnonzero(~general & wanted[slot])
            others = others[np.lexsort((gravity[others], about[others]))]
            place = np.minimum(np.searchsorted(about[others], about[told]), len(others) - 1)
            there = others[place]
            told[told] = (about[there] == about[told]) & (gravity[there] <= gravity[told])
        return told

    def _lacking(self, batch: Batch) -> tuple[Words, _Lacking]:
        """For each encounter the rules that lack what they need, as bits; and what lacks them by what is unknown."""
        indicated = has_some(np.array(batch.seen.indicated, np.bool_)[batch.ids])
        kinds, kind = np.unique(batch.fact * 2 + indicated, return_inverse=True)
        unknown = [unknown_of(self._known(batch, *divmod(each, 2))) for each in kinds.tolist()]
        distinct = list(dict.fromkeys(unknown))
        rows = np.array([self._screen.row(self.rules.lacking(each)[0]) for each in distinct])
        which = np.array([distinct.index(each) for each in unknown], np.int64)[kind]
        return rows[which], _Lacking(which, tuple(distinct))

    def _known(self, batch: Batch, fact: int, indicated: int) -> Encounter:
        """The facts, with an indicator of presence on admission if there is one."""
        return replace(batch.facts[fact], diagnoses=(Diagnosis("", "Y"),)) if indicated else batch.facts[fact]

    def _counted(self, called: Words, lacking: Words, kinds: _Lacking) -> Counter[NotJudged]:
        """How often each rule was called for and not judged."""
        counts: Counter[NotJudged] = Counter()
        for number, unknown in enumerate(kinds.unknown):
            counted = _times((called & lacking)[kinds.of == number])
            _, named = self.rules.lacking(unknown)
            for rule in np.flatnonzero(counted).tolist():
                counts[named.of(1 << rule)[0]] += int(counted[rule])
        return counts


def _parts(check: Check) -> Sequence[Check]:
    """The checks that a rule's is made of, each of which finds what it finds whatever the others do."""
    return check.rows if isinstance(check, EachRow) else (check,)


def _by_rows(said: Sequence[Said]) -> Said:
    """What the parts of a rule say, by the rows of the batch."""
    if len(said) < 2:
        return said[0] if said else NONE_SAID
    every = [np.concatenate(columns) for columns in zip(*said, strict=True)]
    order = np.argsort(every[0], kind="stable")
    return Said(*[column[order] for column in every])


def _by_rule(broken: Words) -> list[tuple[int, Ints]]:
    """The rules that are set in any row, in their order, each with these rows."""
    words = broken.reshape(-1)
    some = np.flatnonzero(words)
    held = words[some].view(np.uint8)
    byte = np.flatnonzero(held != 0)
    entry, bit = places(np.unpackbits(held[byte, None], axis=1, bitorder="little").view(np.bool_))
    row, word = divided(some[byte[entry] >> 3], broken.shape[1])
    rule = (word * WORD + ((byte[entry] & 7) << 3) + bit).astype(np.uint16)
    order = np.argsort(rule, kind="stable")
    counts = np.bincount(rule)
    rules = np.flatnonzero(counts)
    return list(zip(rules.tolist(), np.split(row[order], np.cumsum(counts[rules]))[:-1], strict=True))


def _times(words: Words) -> Ints:
    """In how many rows each bit is set."""
    found = np.zeros(WORD * words.shape[1], np.int64)
    for start in range(0, len(words), _MOST_ROWS):
        bits = np.unpackbits(words[start : start + _MOST_ROWS].view(np.uint8), axis=1, bitorder="little")
        found += bits.sum(axis=0, dtype=np.uint8)
    return found
