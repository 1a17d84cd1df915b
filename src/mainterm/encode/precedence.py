"""The best of several ways; where a guideline gives one code precedence over another that the words open too, that."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter
from typing import Final, NamedTuple

from mainterm.encode.likes import Owned
from mainterm.encode.walk import Way, ranked
from mainterm.encode.weight import weigh
from mainterm.model.code import spans_of, within
from mainterm.model.proof import StepKind


class Ranked:
    """A way in the statement's own words, with its rank; `choosing` are those that choose its column or digit.

    `weight` is what the words placed count. Of two that are alike otherwise, one whose digits are `decided` comes
    before one that leaves them open. `secondary` is whether its code is for what is secondary to something.
    """

    def __init__(self, owned: Owned, choosing: frozenset[str], decided: bool, secondary: bool) -> None:
        self.owned = owned
        self.choosing = choosing
        self.decided = decided
        self.secondary = secondary
        self.weight = weigh(owned.used | owned.free)

    @cached_property
    def rank(self) -> tuple[object, ...]:
        """Asked for only where two ways place as much: most are behind by their weight."""
        *alike, first = ranked(self.owned.walked, self.owned.used, self.owned.free, len(self.owned.glosses))
        return (*alike, self.decided, first)

    def has_of(self, parts: Sequence[frozenset[str]]) -> bool:
        """Whether it has a word of each part in a line; a part all of whose words choose need have none."""
        in_lines = self.owned.placed - self.choosing
        return all(part & in_lines or part <= self.choosing for part in parts)


RANK: Final = attrgetter("rank")


class Precedence(NamedTuple):
    """Where the words open lines of both, the code of `first` is taken and not that of `over`: so `section` has it."""

    first: str
    over: str
    section: str


_JUMPS: Final = frozenset({StepKind.SEE, StepKind.SEE_ALSO})
PRECEDENCES: Final = (
    Precedence("410.7", "410", "I.C.7.e.3"),  # nontransmural, though the site is given
    Precedence("V23", "659.4", "I.C.11.b.2"),  # a visit for the pregnancy, not what its outcome was managed for
    Precedence("V23", "659.5", "I.C.11.b.2"),
    Precedence("V23", "659.6", "I.C.11.b.2"),
    Precedence("644.0", "644.2", "I.C.11.a.4"),  # undelivered, premature labor is a threatened one
    Precedence("718.3", "830-839", "I.B.3"),  # a recurrent dislocation is none of this injury
    Precedence("491.22", "491.21", "I.C.8.b.1"),  # acute bronchitis supersedes the exacerbation
    *(Precedence(of_level, "806.8", "I.B.3") for of_level in ("806.0", "806.2", "806.4")),  # the level that is told
    Precedence("041.04", "V09.8", "I.C.1.c"),  # the organism, before that it resists a drug, as is noted at V09
)


_PASSED_OVER: Final = spans_of(tuple(one.over for one in PRECEDENCES))


def preferred(found: Sequence[Ranked], parts: Sequence[frozenset[str]]) -> Way | None:
    """The way to take, if any. The words of a way passed over decide nothing, and count as placed.

    Of ways that place as many words, one that keeps what the statement says together comes first.
    """
    if not found:
        return None
    best = _best(found, parts).owned.way
    if not any(map(_PASSED_OVER.hold, best.last.line.codes[:1])):
        return best
    for one in PRECEDENCES:
        if best.last.line.within(one.over) and not best.last.line.within(one.first):
            first = max((way for way in found if way.owned.walked.last.line.within(one.first)), key=RANK, default=None)
            best = first.owned.way._replace(free=first.owned.free | (best.placed - first.owned.used)) if first else best
    return best


def takes_precedence(first: str, over: str) -> bool:
    """Whether a guideline takes the one code and not the other."""
    return any(within(first, one.first) and within(over, one.over) for one in PRECEDENCES)


def _best(found: Sequence[Ranked], parts: Sequence[frozenset[str]]) -> Ranked:
    """Of ways that all land, or that none do."""
    most = max(one.weight for one in found)
    as_much = [one for one in found if one.weight == most]
    if len(as_much) == 1:
        return as_much[0]
    if not parts:
        return max(as_much, key=RANK)
    in_order = sorted(as_much, key=RANK, reverse=True)
    return next((one for one in in_order if _keeps_together(one.owned.way, parts)), in_order[0])


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
