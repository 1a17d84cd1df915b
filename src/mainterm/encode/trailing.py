"""Words behind a comma that only say more of what stands before it: *chronic kidney disease, stage 5*."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from mainterm.encode.segments import Link, Segment
from mainterm.encode.walk import Way

Best = Callable[[frozenset[str]], Way | None]
"""The best way for some stems."""


def with_modifiers_joined(segments: Sequence[Segment], best: Best) -> tuple[Segment, ...]:
    """The segments, each that is no condition by itself and that the line of the one before it has a place for with
    that one."""
    found: list[Segment] = []
    for segment in segments:
        if found and _says_more(found[-1], segment, best):
            before = found.pop()
            segment = replace(
                before, words=(*before.words, *segment.words), end=segment.end, spent=before.spent | segment.spent
            )
        found.append(segment)
    return tuple(found)


def _says_more(one: Segment, other: Segment, best: Best) -> bool:
    if other.link is not Link.COMMA or other.roles != one.roles or one.denied or not other.stems:
        return False
    alone = best(other.stems)
    if alone is not None and alone.lands:
        return False
    before, both = best(one.stems), best(one.stems | other.stems)
    return bool(before and both and before.lands and both.lands and other.stems | before.placed <= both.placed)
