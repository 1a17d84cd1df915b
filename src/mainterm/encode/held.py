"""Words that hold over every condition of their kind, wherever they stand: the type and the control of a diabetes, the
episode of an infarction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from mainterm.encode.segments import Segment
from mainterm.encode.weight import meaningful_stems
from mainterm.model.words import STOP, stem


class _Kind(NamedTuple):
    """The conditions whose names have one of `heads`, and the wordings that hold over all of them."""

    heads: frozenset[str]
    wordings: tuple[tuple[str, ...], ...]


_DIABETES: Final = _Kind(
    frozenset({"diabetes", "diabetic"}),
    tuple(
        tuple(wording.split())
        for wording in (
            "type 1", "type 2", "type i", "type ii", "juvenile onset", "juvenile type", "juvenile", "adult onset",
            "uncontrolled", "out of control",
        )
    ),
)  # fmt: skip
"""The fifth digit says type and control (I.C.3.a.1), of each code that one patient's diabetes has (I.C.3.a.4)."""


_INFARCTION: Final = _Kind(
    frozenset({"infarction"}),
    tuple(tuple(f"{which} episode{of}".split()) for which in ("initial", "subsequent") for of in (" of care", "")),
)
"""The fifth digit of 410 says the episode of care: of the infarction, not of what complicates it."""


_TYPES: Final = frozenset({"1", "2"})


def with_held_words(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """The segments without the words that hold over a kind, and with them held over each of that kind.

    *Diabetic nephropathy and diabetic retinopathy, type 1*: both are of type 1, and neither is a nephritis of a type.
    """
    for kind in (_DIABETES, _INFARCTION):
        heads = [segment for segment in segments if segment.stems & kind.heads and not segment.denied]
        found = [segment for segment in segments if not segment.denied and any(_said(segment, kind))] if heads else []
        segments = tuple(_held(segments, heads, found, kind)) if found else segments
    return segments


def is_of_type(segments: Sequence[Segment]) -> bool:
    """Whether a diabetes is said to be of type 1 or 2, which no drug has induced (I.C.3.a.7)."""
    return any(segment.held & _TYPES for segment in segments)


def _held(
    segments: Sequence[Segment], heads: Sequence[Segment], found: Sequence[Segment], kind: _Kind
) -> Iterator[Segment]:
    held = frozenset(
        stem(word) for segment in found for wording in _said(segment, kind) for word in wording if word not in STOP
    )
    told = any(_tells_more(segment, kind) for segment in heads)
    for segment in segments:
        kept = _without(segment, kind) if segment in found else segment
        if segment not in heads:
            if kept.stems:
                yield kept
        elif not told or segment not in found or _tells_more(segment, kind):
            start, end = min(segment.start, *(f.start for f in found)), max(segment.end, *(f.end for f in found))
            yield replace(kept, held=kept.held | held, start=start, end=end)


def _tells_more(segment: Segment, kind: _Kind) -> bool:
    """Whether a segment says more than that there is such a condition."""
    return bool(meaningful_stems(_without(segment, kind).stems - kind.heads - {"mellitus"}))


def _said(segment: Segment, kind: _Kind) -> Iterator[tuple[str, ...]]:
    """The wordings that a segment has, the longest first; none within another."""
    taken: set[int] = set()
    for wording in sorted(kind.wordings, key=len, reverse=True):
        for at in range(len(segment.words) - len(wording) + 1):
            here = set(range(at, at + len(wording)))
            if segment.words[at : at + len(wording)] == wording and not here & taken:
                taken |= here
                yield wording


def _without(segment: Segment, kind: _Kind) -> Segment:
    gone = {word for wording in _said(segment, kind) for word in wording}
    return replace(segment, words=tuple(word for word in segment.words if word not in gone))
