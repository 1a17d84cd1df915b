"""The order of diagnoses that breaks no rule, by the fewest moves; and who else may be first where that is open."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from mainterm.audit.tally import chapter_of
from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter, Setting
from mainterm.rules.declare import Fix, Mend, Severity
from mainterm.rules.of_year import section_of
from mainterm.rules.ruleset import Ruleset
from mainterm.rules.run import Finding, judge

_MOVES: Final = (Mend.MOVE_FIRST, Mend.MOVE_BEFORE, Mend.MOVE_AFTER)
_HEEDED: Final = (Severity.ERROR, Severity.WARNING)
_MOST_ORDERS: Final = 2_000
"""Orders that are looked at before the search is given up."""

INTERRELATED: Final = "II.B"
EQUAL: Final = "II.C"
_SYMPTOMS: Final = "16"

Order = tuple[int, ...]
"""Positions of the given sequence, from 0, in another sequence."""


@dataclass(frozen=True, slots=True)
class Move:
    """A code that is moved, from one position to another, both from 1, and the finding that moves it."""

    code: str
    start: int
    end: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Alternative:
    """A code that may be first as well, if the record shows what the guideline wants; the sequence with it first."""

    code: str
    guideline: str
    page: int
    sequence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sequencing:
    """What is proposed for an encounter's diagnoses. `broken` are the findings on the sequence that no order mends."""

    given: tuple[str, ...]
    proposed: tuple[str, ...]
    moves: tuple[Move, ...]
    broken: tuple[Finding, ...]
    alternatives: tuple[Alternative, ...]


def sequence(encounter: Encounter, book: Book, rules: Ruleset) -> Sequencing:
    """The sequence that breaks no rule by the fewest moves; the one that breaks the fewest, where each breaks one."""
    search = _Search(encounter, book, rules)
    order, moves, broken = search.best()
    others = () if broken else tuple(search.alternatives(order))
    given = tuple(diagnosis.code for diagnosis in encounter.diagnoses)
    return Sequencing(given, search.codes(order), moves, broken, others)


class _Search:
    """Looks at orders, nearest first: each is reached by the moves that findings on the one before ask for."""

    def __init__(self, encounter: Encounter, book: Book, rules: Ruleset) -> None:
        self._encounter, self._book, self._rules = encounter, book, rules
        self._given = tuple(range(len(encounter.diagnoses)))
        self._tolerated = {_name(finding) for finding in self._findings(self._given) if not _is_of_order(finding)}

    def codes(self, order: Order) -> tuple[str, ...]:
        """The codes in this order."""
        return tuple(self._encounter.diagnoses[at].code for at in order)

    def best(self) -> tuple[Order, tuple[Move, ...], tuple[Finding, ...]]:
        """The best order, how it is reached, and what it still breaks."""
        reached: dict[Order, tuple[Move, ...]] = {self._given: ()}
        waiting = deque([self._given])
        best: tuple[Order, tuple[Finding, ...]] | None = None
        while waiting and len(reached) < _MOST_ORDERS:
            order = waiting.popleft()
            broken = self._broken(order)
            if best is None or len(broken) < len(best[1]):
                best = order, broken
            if not broken:
                break
            for finding in filter(_is_of_order, broken):
                move, after = self._moved(order, finding)
                if after not in reached:
                    reached[after] = (*reached[order], move)
                    waiting.append(after)
        assert best is not None, "the given order is always looked at"
        return best[0], reached[best[0]], best[1]

    def alternatives(self, order: Order) -> Iterator[Alternative]:
        """Of an inpatient, the other diagnoses that break nothing when they are first (II.B, II.C)."""
        if self._encounter.setting is not Setting.INPATIENT or not order:
            return
        first = self._encounter.diagnoses[order[0]]
        for at in order[1:]:
            diagnosis = self._encounter.diagnoses[at]
            chapter = chapter_of(diagnosis.code)
            if diagnosis.poa == "N" or not chapter.isdecimal() or chapter == _SYMPTOMS:
                continue
            other = (at, *(each for each in order if each != at))
            if not self._broken(other):
                guideline = INTERRELATED if chapter == chapter_of(first.code) else EQUAL
                section = section_of(self._book, guideline)
                id, page = (section.id, section.page) if section else (guideline, 0)
                yield Alternative(diagnosis.code, id, page, self.codes(other))

    def _findings(self, order: Order) -> Iterator[Finding]:
        reordered = replace(self._encounter, diagnoses=tuple(self._encounter.diagnoses[at] for at in order))
        found = judge(reordered, self._book, self._rules).findings
        return (finding for finding in found if finding.severity in _HEEDED)

    def _broken(self, order: Order) -> tuple[Finding, ...]:
        """What is wrong with the order, or is wrong only since the order is another."""
        return tuple(f for f in self._findings(order) if _is_of_order(f) or _name(f) not in self._tolerated)

    def _moved(self, order: Order, finding: Finding) -> tuple[Move, Order]:
        fix = finding.fix
        assert fix is not None
        start = _position(finding, fix.code) - 1
        moving = order[start]
        rest = (*order[:start], *order[start + 1 :])
        end = self._place(fix, rest)
        return Move(fix.code, start + 1, end + 1, finding), (*rest[:end], moving, *rest[end:])

    def _place(self, fix: Fix, rest: Order) -> int:
        """Where among the rest the code goes."""
        if fix.mend is Mend.MOVE_FIRST:
            return 0
        other = next((n for n, at in enumerate(rest) if self._encounter.diagnoses[at].code == fix.other), 0)
        return other if fix.mend is Mend.MOVE_BEFORE else other + 1


def _is_of_order(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.mend in _MOVES


def _position(finding: Finding, code: str) -> int:
    """Where the code stands, from 1, in the order on which the finding is."""
    return finding.positions[finding.codes.index(code)]


def _name(finding: Finding) -> tuple[str, frozenset[str]]:
    return finding.rule, frozenset(finding.codes)
