"""The best of several ways; where a guideline gives one code precedence over another that the words open too, that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from mainterm.encode.walk import Way, rank
from mainterm.model.code import within


@dataclass(frozen=True, slots=True)
class Precedence:
    """Where the words open lines of both, the code of `first` is taken and not that of `over`: so `section` has it."""

    first: str
    over: str
    section: str


PRECEDENCES: Final = (
    Precedence("410.7", "410", "I.C.7.e.3"),  # nontransmural, though the site is given
    Precedence("491.22", "491.21", "I.C.8.b.1"),  # acute bronchitis supersedes the exacerbation
)


def preferred(ways: Iterable[Way]) -> Way | None:
    """The way to take, if any. The words of a way passed over decide nothing, and count as placed."""
    found = list(ways)
    best = max(found, key=rank, default=None)
    for one in PRECEDENCES:
        if best is not None and _leads(best, one.over) and not _leads(best, one.first):
            first = max((way for way in found if _leads(way, one.first)), key=rank, default=None)
            best = replace(first, free=first.free | (best.placed - first.used)) if first else best
    return best


def _leads(way: Way, code: str) -> bool:
    return any(within(given, code) for given in way.last.line.codes[:1])
