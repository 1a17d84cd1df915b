"""Sums up what rules find in portions of encounters, without an object for each: exactly what a tally counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from mainterm.audit.auditing import audit_rows
from mainterm.audit.editions import Editions
from mainterm.audit.portions import Portion
from mainterm.audit.tally import RuleTally, Tally, code_chapter
from mainterm.model.edition import Book
from mainterm.rules.batch import Batch
from mainterm.rules.batch_judge import BatchJudge, Found
from mainterm.rules.declare import Severity
from mainterm.rules.ruleset import Ruleset

_SEVERITIES: Final = tuple(Severity)


class Sums:
    """A tally of portions, by the editions of their encounters."""

    def __init__(self, editions: Editions, tally: Tally) -> None:
        self._editions, self.tally = editions, tally
        self._judges: dict[tuple[Book, Ruleset], BatchJudge] = {}

    def watch(self, portions: Iterable[Portion]) -> Iterator[int]:
        """How many encounters there were with each portion, once it is counted."""
        for portion in portions:
            for audit in audit_rows(portion.others, self._editions):
                self.tally.add(audit)
            self.tally.damaged += portion.damaged
            self._add(portion.batch)
            del portion  # it is not kept while the next is read
            yield self.tally.encounters

    def _add(self, batch: Batch) -> None:
        judging = [self._editions.judging(each) for each in batch.facts]
        for book, rules, in_force in dict.fromkeys(judging):
            these = np.array([each == (book, rules, in_force) for each in judging], np.bool_)[batch.fact]
            part = batch if these.all() else batch.part(these)
            self.tally.add_judged(book.manifest.name, in_force, len(part))
            judge = self._judges.get((book, rules))
            if judge is None:
                judge = self._judges[book, rules] = BatchJudge(rules, book)
            self._count(judge, part)

    def _count(self, judge: BatchJudge, batch: Batch) -> None:
        found, not_judged = judge.judge(batch)
        tally = self.tally
        tally.principals += len(batch)
        tally.diagnoses += int((batch.ids > 0).sum())
        tally.not_judged.update(not_judged)
        for gravity, count in enumerate(np.bincount(found.gravity, minlength=len(_SEVERITIES)).tolist()):
            tally.by_severity[_SEVERITIES[gravity]] += count
        gravest = np.full(len(batch), len(_SEVERITIES), found.gravity.dtype)
        np.minimum.at(gravest, found.row, found.gravity)
        for gravity, count in enumerate(np.bincount(gravest, minlength=len(_SEVERITIES))[: len(_SEVERITIES)].tolist()):
            tally.by_gravest[_SEVERITIES[gravity]] += count
        self._count_rules(judge, batch, found)
        self._count_wrong(batch, found)
        self._count_chapters(batch, found)

    def _count_rules(self, judge: BatchJudge, batch: Batch, found: Found) -> None:
        """The findings of each rule, and the encounters with them; the first of all is the example."""
        rules, first, counts = np.unique(found.rule, return_index=True, return_counts=True)
        is_new = np.append(1, (np.diff(found.rule) != 0) | (np.diff(found.row) != 0))
        encounters = np.add.reduceat(is_new, first) if len(first) else first
        columns = (each.tolist() for each in (rules, first, counts, encounters))
        for number, at, count, within in zip(*columns, strict=True):
            id = judge.rules.rules[number].id
            if id not in self.tally.rules:
                self.tally.rules[id] = RuleTally(judge.example(batch, found, at))
            self.tally.rules[id].findings += count
            self.tally.rules[id].encounters += within

    def _count_wrong(self, batch: Batch, found: Found) -> None:
        """The diagnoses that are to blame for errors; the principal one is where another is to be it."""
        errors = (found.gravity == 0) & (found.position > 0)
        position = np.where(found.wants_first[errors], 1, found.position[errors])
        wrong = np.zeros((len(batch), batch.ids.shape[1] + 1), np.bool_)
        wrong[found.row[errors], position] = True
        self.tally.principal_wrong += int(wrong[:, 1].sum())
        self.tally.secondary_wrong += int(wrong[:, 2:].sum())

    def _count_chapters(self, batch: Batch, found: Found) -> None:
        width = len(_SEVERITIES)
        each, counts = np.unique(found.blamed * width + found.gravity, return_counts=True)
        for number, count in zip(each.tolist(), counts.tolist(), strict=True):
            chapter = code_chapter(batch.seen.codes[number // width])
            self.tally.by_chapter[chapter, _SEVERITIES[number % width]] += count
