"""Which side of a hemiplegia is the dominant one: its side, and the hand that the patient uses, told anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from mainterm.encode.gloss import Gloss
from mainterm.encode.lexicon.told import worded
from mainterm.encode.segments import Link, Segment
from mainterm.encode.statement import Statement
from mainterm.model.words import stem

FILE: Final = "handed.txt"

_ONE_SIDED: Final = frozenset("hemiplegia hemiplegic hemiparesis monoplegia monoparesis hemiparalysis".split())
"""What has one digit for the dominant side and another for the other one."""
_SIDES: Final = ("left", "right")
_HANDED: Final = (("handed",), ("hand", "dominant"), ("handed", "dominant"))
"""What stands behind the side that the patient uses."""


def with_handedness(statement: Statement) -> Statement:
    """The statement with what is one-sided called dominant or not, where its side and the patient's hand are told."""
    one_sided = [segment for segment in statement.segments if segment.stems & _ONE_SIDED and not segment.denied]
    told = next(((s, wording) for s in statement.segments for wording in _wordings(s)), None) if one_sided else None
    if told is None:
        return statement
    where, hand = told
    bare = [_without(segment, hand) if segment is where else segment for segment in statement.segments]
    found: list[Segment] = []
    glosses: list[Gloss] = []
    for number, segment in enumerate(bare):
        side = _side(bare, number) if segment.stems & _ONE_SIDED and not segment.denied else ""
        gloss = _gloss(side, hand) if side else None
        if gloss is not None:
            glosses.append(gloss)
            start, end = min(segment.start, where.start), max(segment.end, where.end)
            segment = replace(segment, words=(*segment.words, *gloss.put.split()), start=start, end=end)
        found.append(segment)
    if not glosses:
        return statement
    kept = tuple(segment for segment in found if segment.stems)
    return replace(statement, segments=kept, glosses=(*statement.glosses, *dict.fromkeys(glosses)))


def _wordings(segment: Segment) -> Iterator[tuple[str, ...]]:
    """Each wording of the segment that tells the patient's hand: *right handed*, *left hand dominant*."""
    for at, word in enumerate(segment.words):
        for behind in sorted(_HANDED, key=len, reverse=True):
            if word in _SIDES and segment.words[at + 1 : at + 1 + len(behind)] == behind:
                yield (word, *behind)
                break


def _without(segment: Segment, wording: tuple[str, ...]) -> Segment:
    at = next(n for n in range(len(segment.words)) if segment.words[n : n + len(wording)] == wording)
    return replace(segment, words=(*segment.words[:at], *segment.words[at + len(wording) :]))


def _side(segments: Sequence[Segment], number: int) -> str:
    """The one side that the segment names, or that words behind a comma name and nothing else."""
    behind = [s for s in segments[number + 1 : number + 2] if s.link is Link.COMMA and s.stems <= {*_SIDES, "side"}]
    said = {word for segment in (segments[number], *behind) for word in segment.words if word in _SIDES}
    return said.pop() if len(said) == 1 else ""


def _gloss(side: str, hand: tuple[str, ...]) -> Gloss | None:
    """What the lexicon makes of this side and of the wording for the hand."""
    said = frozenset(map(stem, (side, *hand)))
    line = next((one for one in worded(FILE) if one.said == said), None)
    return line.glosses[0] if line else None
