"""A coronary bypass by mammary and by other grafts: each kind is coded by its own number (36.10-36.14, 36.15-36.16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mainterm.encode.segments import Segment

_MAMMARY: Final = frozenset({"mammary", "mammaria", "lima", "rima"})
_VEIN: Final = frozenset({"vein", "saphenou", "svg"})
_BYPASS: Final = frozenset({"bypass", "cabg"})
_OTHER: Final = frozenset({"cardiopulmonary", "lung", "on", "vein", "saphenou"})
"""What is another bypass, or what goes with it: the heart-lung machine."""
_ONE: Final = frozenset({"one", "single", "1", "x1"})
_NUMBERS: Final = _ONE | frozenset("two three four five double triple quadruple x2 x3 x4 x5 2 3 4 5".split())
_COUNTED: Final = _NUMBERS | {"x", "vessel", "vessels", "-vessel"}


def with_grafts_counted_apart(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments, where a mammary artery is one of the grafts: a single one is said by no number (*artery (single)*),
    and where vein grafts have a number of their own, that is the number of the bypass, and not the one for all.

    Where none is told but the mammary graft, it is the bypass."""
    if not any(_is_mammary(segment) for segment in segments):
        return tuple(segments)
    found = [_without(s, _ONE) if _is_mammary(s) and not s.stems & _VEIN else s for s in segments]
    veins = next((n for n, s in enumerate(found) if s.stems & _VEIN and s.stems & _NUMBERS), None)
    whole = next((n for n, s in enumerate(found) if s.stems & _BYPASS and not s.stems & (_MAMMARY | _OTHER)), None)
    if whole is None or (veins is None and found[whole].stems & _NUMBERS - _ONE):
        return tuple(found)
    at = next(n for n, s in enumerate(found) if _is_mammary(s)) if veins is None else veins
    if at <= whole or (veins is not None and _is_mammary(found[veins])):
        return tuple(found)
    bypass = _without(found[whole], _COUNTED)
    words = (*bypass.words, *found[at].words)
    gone = frozenset() if veins is not None else bypass.stems - found[at].stems
    found[at] = replace(found[at], words=words, start=bypass.start, spent=found[at].spent | bypass.spent | gone)
    return (*found[:whole], *found[whole + 1 :])


def _is_mammary(segment: Segment) -> bool:
    return bool(segment.stems & _MAMMARY)


def _without(segment: Segment, gone: frozenset[str]) -> Segment:
    kept = tuple(word for word in segment.words if word not in gone)
    return replace(segment, words=kept) if kept else segment
