"""An operation begun through a scope and converted to an open one: it is coded as open, and the conversion beside it
(V64.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from mainterm.encode.lexicon.told import Worded, told_by
from mainterm.encode.segments import Link, Segment
from mainterm.encode.statement import Statement
from mainterm.model.words import stem

FILE: Final = "converted.txt"

_TO: Final = "to"


def with_conversions_told(statement: Statement) -> Statement:
    """The statement with the conversion apart from the operation, which is told without it and without the scope."""
    done = frozenset[str]().union(*(segment.stems for segment in statement.segments if not segment.denied))
    told = told_by(done, FILE)
    if told is None:
        return statement
    (gloss,) = told.glosses
    tellers = [segment for segment in statement.segments if not segment.denied and segment.stems & _telling(told)]
    conversion = replace(
        tellers[-1],
        link=Link.COMMA,
        words=tuple(gloss.put.split()),
        start=tellers[0].start,
        end=tellers[-1].end,
    )
    segments = tuple(chain.from_iterable(_apart(segment, tellers, told, conversion) for segment in statement.segments))
    return replace(statement, segments=segments, glosses=(*statement.glosses, gloss))


def _telling(told: Worded) -> frozenset[str]:
    """The stems that tell a conversion wherever they stand: not *open*, which may be said of a wound too."""
    return told.said - {"open"}


def _apart(segment: Segment, tellers: list[Segment], told: Worded, conversion: Segment) -> Iterator[Segment]:
    """What a segment says besides, if it tells the conversion; behind the last that does, the conversion."""
    words = tuple(word for word in segment.words if stem(word) not in told.said and word != _TO)
    if segment not in tellers:
        yield segment
    elif words:
        yield replace(segment, words=words, start=conversion.start, end=conversion.end)
    if segment is tellers[-1]:
        yield conversion
