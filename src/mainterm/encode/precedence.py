"""The best of several ways; where a guideline gives one code precedence over another that the words open too, that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mainterm.encode.walk import Way, rank
from mainterm.model.code import within
from mainterm.model.proof import StepKind


@dataclass(frozen=True, slots=True)
class Precedence:
    """Where the words open lines of both, the code of `first` is taken and not that of `over`: so `section` has it."""

    first: str
    over: str
    section: str


_JUMPS: Final = frozenset({StepKind.SEE, StepKind.SEE_ALSO})
PRECEDENCES: Final = (
    Precedence("410.7", "410", "I.C.7.e.3"),  # nontransmural, though the site is given
    Precedence("491.22", "491.21", "I.C.8.b.1"),  # acute bronchitis supersedes the exacerbation
)


def preferred(ways: Iterable[Way], parts: Sequence[frozenset[str]]) -> Way | None:
    """The way to take, if any. The words of a way passed over decide nothing, and count as placed.

    Of ways that place as many words, one that keeps what the statement says together comes first.
    """
    found = list(ways)
    best = max(found, key=lambda way: (*rank(way)[:2], _keeps_together(way, parts), *rank(way)[2:]), default=None)
    for one in PRECEDENCES:
        if best is not None and _leads(best, one.over) and not _leads(best, one.first):
            first = max((way for way in found if _leads(way, one.first)), key=rank, default=None)
            best = replace(first, free=first.free | (best.placed - first.used)) if first else best
    return best


def _keeps_together(way: Way, parts: Sequence[frozenset[str]]) -> bool:
    """Whether what the statement says together stands on one side of a *with*, on the page where the way ends.

    *Mitral stenosis with aortic regurgitation* is Stenosis, mitral, with aortic insufficiency, and no other pair.
    """
    sides: list[frozenset[str]] = [frozenset()]
    for move in way.moves:
        if move.kind in _JUMPS:
            sides = [frozenset()]
        if move.entry.connective:
            sides.append(frozenset())
        sides[-1] |= move.used
    used = frozenset[str]().union(*sides)
    return all(any(part & used <= side for side in sides) for part in parts)


def _leads(way: Way, code: str) -> bool:
    return any(within(given, code) for given in way.last.line.codes[:1])
