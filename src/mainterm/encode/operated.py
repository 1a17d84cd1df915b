"""What befalls the wound of a named operation is postoperative: *wound infection after appendectomy* (998).

Of other conditions the record must say that the operation brought them about (I.C.17.f.1.a): *after* tells only when.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mainterm.encode.gloss import Gloss
from mainterm.encode.lexicon.told import told_by
from mainterm.encode.segments import Link, Segment
from mainterm.encode.statement import Statement
from mainterm.encode.walk import Best
from mainterm.model.words import STOP, stem

FILE: Final = "operated.txt"

_SINCE: Final = ("after", "post", "following")
_POSTOPERATIVE: Final = "postoperative"
_OF_THE_WOUND: Final = "998"
_OBSTETRIC: Final = frozenset({"cesarean", "episiotomy", "delivery"})
"""Operations whose wounds have codes among those of pregnancy."""


def with_operations_told(statement: Statement, best: Best) -> Statement:
    """The statement, where a segment is of what befell after an operation that it names, called postoperative."""
    segments = tuple(_joined(statement))
    told = [_told(segment, best) for segment in segments]
    if not any(told):
        return statement
    found = tuple(one[0] if one else segment for one, segment in zip(told, segments, strict=True))
    return replace(statement, segments=found, glosses=(*statement.glosses, *(one[1] for one in told if one)))


def _joined(statement: Statement) -> Iterator[Segment]:
    """The segments, those behind *following* with the one that they follow."""
    before: Segment | None = None
    for segment in statement.segments:
        if before and segment.link is Link.DUE and "following" in statement.text[before.end : segment.start].lower():
            segment = replace(before, words=(*before.words, "following", *segment.words), end=segment.end)
        elif before:
            yield before
        before = segment
    if before:
        yield before


def _told(segment: Segment, best: Best) -> tuple[Segment, Gloss] | None:
    """The segment with the operation told as such, and what was read so; None where it names none behind a joint."""
    at = next((n for n, word in enumerate(segment.words) if word in _SINCE), None)
    if at is None or segment.denied or not _OBSTETRIC.isdisjoint(segment.stems):
        return None
    behind = segment.words[at + 1 :]
    name = told_by(frozenset(map(stem, behind)), FILE)
    if name is None:
        return None
    if at:
        kept, gone = segment.words[:at], behind
    else:  # *post-tonsillectomy hemorrhage*
        kept = tuple(word for word in behind if stem(word) not in name.said)
        gone = tuple(word for word in behind if stem(word) in name.said)
    called = replace(segment, words=(*kept, _POSTOPERATIVE))
    way = best(called.stems)
    if way is None or _POSTOPERATIVE not in way.placed or not way.last.line.within(_OF_THE_WOUND):
        return None
    said = frozenset(stem(word) for word in gone if word not in STOP)
    return called, replace(name.glosses[0], said=said)
