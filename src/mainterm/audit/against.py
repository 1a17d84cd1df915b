"""Two codings of the same encounters: codes added, dropped and moved, findings gone and come."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mainterm.audit.as_json import finding_json
from mainterm.audit.auditing import NOTHING, Audit
from mainterm.audit.json_form import as_json, row_of
from mainterm.audit.row import Place, Row
from mainterm.model.encounter import Encounter
from mainterm.rules.run import Finding, Judgement


@dataclass(frozen=True, slots=True)
class Change:
    """A code and where it stood before and stands now, from 1; 0 where it did not, or does not, stand."""

    code: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """An encounter as it was coded and as it is. Where one of the two is not there, its id is all that it has."""

    id: str
    before: Encounter | None
    now: Audit | None
    added: tuple[Change, ...] = ()
    dropped: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()
    gone: tuple[Finding, ...] = ()
    came: tuple[Finding, ...] = ()

    @property
    def state(self) -> str:
        """unread, missing, new, changed or same."""
        if self.now is None:
            return "missing"
        if self.now.encounter is None:
            return "unread"
        return "new" if self.before is None else "changed" if self.is_changed else "same"

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        parts = (self.added, self.dropped, self.moved, self.gone, self.came)
        return any(parts) or self.before is None or self.now is None


class Before:
    """The earlier coding, by the encounters' ids, on disk: it may be as long as it will."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._database = sqlite3.connect("")  # a file of its own, which SQLite takes away
        self._database.execute("CREATE TABLE before (id PRIMARY KEY, told, seen DEFAULT 0) WITHOUT ROWID")
        told = ((_id(row), json.dumps(as_json(row.encounter))) for row in rows if row.encounter is not None)
        self._database.executemany("INSERT OR REPLACE INTO before (id, told) VALUES (?, ?)", told)

    def take(self, id: str) -> Encounter | None:
        """The encounter of this id, which counts as seen from now on."""
        self._database.execute("UPDATE before SET seen = 1 WHERE id = ?", (id,))
        found = self._database.execute("SELECT told FROM before WHERE id = ?", (id,)).fetchone()
        return row_of(Place("", 0), json.loads(found[0])).encounter if found else None

    def unseen(self) -> Iterator[tuple[str, Encounter | None]]:
        """The encounters that were not asked for."""
        for id, told in self._database.execute("SELECT id, told FROM before WHERE NOT seen ORDER BY id"):
            yield id, row_of(Place("", 0), json.loads(told)).encounter


def _id(row: Row) -> str:
    assert row.encounter is not None
    return row.encounter.id or str(row.place.line)


def compare(audits: Iterable[Audit], before: Before, judged: Callable[[Encounter], Judgement]) -> Iterator[Comparison]:
    """Each encounter of the later coding beside the earlier one; then those that only the earlier one has."""
    for audit in audits:
        id = _id(Row(audit.place, audit.encounter)) if audit.encounter else ""
        earlier = before.take(id) if id else None
        yield _compared(audit, earlier, judged(earlier) if earlier else NOTHING)
    for id, earlier in before.unseen():
        yield Comparison(id, earlier, None)


def _compared(audit: Audit, earlier: Encounter | None, judgement: Judgement) -> Comparison:
    if audit.encounter is None or earlier is None:
        return Comparison(audit.id, earlier, audit)
    then, now = _codes(earlier), _codes(audit.encounter)
    known, found = {_name(finding) for finding in judgement.findings}, {_name(finding) for finding in audit.findings}
    return Comparison(
        audit.id,
        earlier,
        audit,
        added=tuple(Change(code, 0, now.index(code) + 1) for code in now if code not in then),
        dropped=tuple(Change(code, then.index(code) + 1, 0) for code in then if code not in now),
        moved=tuple(_moved(then, now)),
        gone=tuple(finding for finding in judgement.findings if _name(finding) not in found),
        came=tuple(finding for finding in audit.findings if _name(finding) not in known),
    )


def _codes(encounter: Encounter) -> tuple[str, ...]:
    """The codes in their sequence; one that stands again with a mark, so that each is itself."""
    codes = [diagnosis.code for diagnosis in encounter.diagnoses]
    return tuple(
        code if code not in codes[:at] else f"{code} ({codes[:at].count(code) + 1})" for at, code in enumerate(codes)
    )


def _moved(then: Sequence[str], now: Sequence[str]) -> Iterator[Change]:
    """The fewest codes of both whose moving makes the one sequence of the other."""
    common = [code for code in now if code in then]
    kept = _longest_rise([then.index(code) for code in common])
    for code in common:
        if then.index(code) not in kept:
            yield Change(code, then.index(code) + 1, now.index(code) + 1)


def _longest_rise(numbers: Sequence[int]) -> frozenset[int]:
    """A longest part of the numbers that rises."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    kept: set[int] = set()
    last: int | None = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return frozenset(kept)


def _name(finding: Finding) -> tuple[str, tuple[str, ...]]:
    return finding.rule, finding.codes


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """id, is (changed, same, new, missing, unread), added, dropped, moved, findings {gone, came}."""
    return {
        "id": comparison.id,
        "is": comparison.state,
        "added": [{"code": change.code, "position": change.now} for change in comparison.added],
        "dropped": [{"code": change.code, "position": change.before} for change in comparison.dropped],
        "moved": [{"code": each.code, "from": each.before, "to": each.now} for each in comparison.moved],
        "findings": {
            "gone": [finding_json(finding) for finding in comparison.gone],
            "came": [finding_json(finding) for finding in comparison.came],
        },
    }
