"""Words that only say more of what stands before them (*kidney disease, stage 5*), or stand between what belongs
together (*renal failure on dialysis due to diabetes*)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mainterm.encode.companions import OF_ORGANISMS
from mainterm.encode.gloss import Gloss
from mainterm.encode.segments import Link, Segment
from mainterm.encode.walk import Best, Way
from mainterm.encode.weight import DEGREE, meaningful_stems
from mainterm.model.answer import WordRole
from mainterm.model.code import within_any
from mainterm.model.words import stem

CUES: Final = "cues.txt"
_OF_A_LESION: Final = frozenset(
    map(
        stem,
        "ruptured infected perforated obstructed inflamed ulcerated displaced impacted thrombosed necrotic calcified "
        "prolapsed twisted torn incarcerated strangulated".split(),
    )
)
"""What is said of a lesion or a part that is named before: *ovarian cyst, ruptured*. Alone it is no condition."""
_OF_ONE_OR_NONE: Final = frozenset(map(stem, "allergic bleeding hemorrhaging gangrenous".split()))
"""What may be said of what is named before, and be a condition alone: *esophageal varices, bleeding*."""
_DOUBTED: Final = frozenset({WordRole.UNCERTAIN})
"""A kind may be likely where the condition is not in doubt: *pneumonia, probably pneumococcal*."""
_WEIGHED: Final = frozenset("g gm gms gram grams kg kgs kilogram kilograms".split())


def with_modifiers_joined(segments: Sequence[Segment], best: Best) -> tuple[Segment, ...]:
    """The segments, each that is no condition by itself with the one before it, where that one's line has a place for
    it; and one that only says how bad or in what state that one is, wherever it has its place."""
    found: list[Segment] = []
    for segment in segments:
        near = reversed(found) if _is_weight(segment) else found[-1:]
        before = next((one for one in near if _says_more(one, segment, best)), None)
        if before is None:
            found.append(segment)
        else:
            found[found.index(before)] = _with_more(before, segment)
    return tuple(found)


def _is_weight(segment: Segment) -> bool:
    """Whether it is a weight, of the child wherever it stands: *preterm, 35 weeks of gestation, 2300 g*."""
    return bool(segment.words) and segment.words[-1] in _WEIGHED


def _with_more(one: Segment, other: Segment) -> Segment:
    return replace(
        one,
        words=(*one.words, *other.words),
        end=max(one.end, other.end),
        spent=one.spent | other.spent,
    )


def _says_more(one: Segment, other: Segment, best: Best) -> bool:
    if other.link is not Link.COMMA or other.roles - _DOUBTED != one.roles - _DOUBTED or one.denied or not other.stems:
        return False
    if other.stems <= _OF_A_LESION | DEGREE:
        return True
    alone = best(other.stems)
    if alone is not None and alone.lands and not other.stems <= _OF_ONE_OR_NONE and not _is_organism(alone):
        return False
    before, both = best(one.stems), best(one.stems | other.stems)
    if not (before and both and before.lands and both.lands and other.stems <= both.placed):
        return False
    return before.placed <= both.placed or len(meaningful_stems(before.placed & both.placed)) > 1


def _is_organism(way: Way) -> bool:
    """Whether a line is of an organism, which may be that of the infection before it: *pneumonia, Klebsiella*."""
    codes = way.last.line.codes
    return bool(codes) and all(within_any(code, OF_ORGANISMS) for code in codes)


def with_status_behind(segments: Sequence[Segment], glosses: Sequence[Gloss]) -> tuple[Segment, ...]:
    """The segments, a status that parts a condition from what it is due to or with behind both."""
    told = [gloss.means for gloss in glosses if gloss.place and gloss.place.file == CUES]
    found = list(segments)
    for number in range(1, len(found) - 1) if told else ():
        status, other = found[number : number + 2]
        if status.link is Link.COMMA and other.link in (Link.DUE, Link.WITH) and any(status.stems <= m for m in told):
            found[number : number + 2] = other, status
    return tuple(found)
