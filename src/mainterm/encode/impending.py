"""What only impends is not coded, unless the Index has a line for just that: *impending infarction* (I.B.13)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mainterm.encode.segments import Segment
from mainterm.encode.statement import Statement
from mainterm.encode.walk import Best
from mainterm.model.answer import WordRole
from mainterm.model.words import stems

_IMPENDING: Final = frozenset(stems("impending threatened"))


def without_the_impending(statement: Statement, best: Best) -> Statement:
    """The statement with each condition that is said to impend denied, where no line of the Index says so of it."""
    told = tuple(_as_it_is(segment, best) for segment in statement.segments)
    return statement if told == statement.segments else replace(statement, segments=told)


def _as_it_is(segment: Segment, best: Best) -> Segment:
    """The segment; denied, if it begins by saying that what follows has not come about."""
    if segment.denied or not _IMPENDING.intersection(stems(" ".join(segment.words[:1]))):
        return segment
    way = best(segment.stems)
    if way is not None and _IMPENDING & way.used:
        return segment
    return replace(segment, roles=segment.roles | {WordRole.DENIED})
