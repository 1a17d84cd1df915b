"""What an old stroke has left behind: each deficit is read with the late effect of cerebrovascular disease.

A stroke is old where a word says so, and where the patient comes for the rehabilitation of what it has left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from mainterm.encode.gloss import Gloss
from mainterm.encode.lexicon.late import LATE_EFFECT, load_old_injuries
from mainterm.encode.lexicon.told import Worded, worded
from mainterm.encode.segments import Link, Segment
from mainterm.encode.statement import Statement
from mainterm.model.answer import WordRole
from mainterm.model.words import stem, stems

FILE: Final = "strokes.txt"
LATE_EFFECT_OF: Final = "late effect of"
"""What the file has for a word that joins a stroke to what came after it."""

_DEFICITS: Final = frozenset(
    "aphasia aphasic apraxia ataxia cognitive droop dysarthria dysphagia dysphasia fluency gait hemiparesis hemiplegia "
    "hemiplegic monoparesis monoplegia neglect numbness paralysis paresis sensation speech stuttering vertigo vision "
    "weakness".split()
)
"""What 438 has digits for: a condition of which none of these is said is not read as what a stroke has left."""

_SAYING_SO: Final = frozenset({"residual", "sequela"})
"""Words that say no more than that it is a late effect."""
_BEFORE: Final = frozenset({"after", "following", "post"})


def with_old_strokes(statement: Statement) -> Statement:
    """The statement with each deficit that it lays to an old stroke read as that stroke's late effect."""
    for number, segment in enumerate(statement.segments):
        nature = _nature(segment)
        cue = (_cue(segment) or _treated(statement) or _came_after(statement, number)) if nature else None
        if nature and cue:
            deficits = set(_deficits(statement.segments, number))
            if deficits:
                return _read(statement, number, deficits, (_gloss(statement, cue), _gloss(statement, nature)))
    return statement


def _nature(segment: Segment) -> Worded | None:
    """What kind of stroke the segment names."""
    if segment.denied or WordRole.FAMILY_HISTORY in segment.roles or segment.stems.isdisjoint(_stems_of_natures()):
        return None
    return next((one for one in _natures() if one.said <= segment.stems), None)


@cache
def _natures() -> tuple[Worded, ...]:
    """The names of strokes."""
    return tuple(one for one in worded(FILE) if one.meanings not in ((LATE_EFFECT,), (LATE_EFFECT_OF,)))


@cache
def _stems_of_natures() -> frozenset[str]:
    """The stems of which a segment that names a stroke has one."""
    return frozenset[str]().union(*(one.said for one in _natures()))


def _treated(statement: Statement) -> Worded | None:
    """What says that the patient comes for the treatment of what is left."""
    told = (one for one in worded(FILE) if one.meanings == (LATE_EFFECT,))
    return next((one for one in told if any(_says(one, segment) for segment in statement.segments)), None)


def _came_after(statement: Statement, number: int) -> Worded | None:
    """What says of a deficit that it came after the stroke, or joins them: *dysphagia following a stroke*."""
    segment = statement.segments[number]
    before = max((other.end for other in statement.segments[:number]), default=0)
    said = segment.stems.union(stems(statement.text[before : segment.start]))
    return next((one for one in worded(FILE) if one.meanings == (LATE_EFFECT_OF,) and one.said <= said), None)


def _says(one: Worded, segment: Segment) -> bool:
    return one.said <= segment.stems and not segment.denied


def _cue(segment: Segment) -> Worded | None:
    """What says that it is an old one."""
    return next((cue for cue in load_old_injuries().cues if cue.said <= segment.stems), None)


def _deficits(segments: Sequence[Segment], number: int) -> Iterator[int]:
    """The segments that tell what is left: those before it in the sentence, and those behind it.

    The stroke's own segment is one of them where it names a deficit too: *residual aphasia of stroke*.
    """
    first = max((n for n in range(number + 1) if segments[n].link is Link.STOP), default=0)
    behind = (n for n in range(number + 1, len(segments)) if segments[n].link is Link.STOP)
    for n in range(first, next(behind, len(segments))):
        if segments[n].stems & _DEFICITS and not segments[n].denied:
            yield n


def _read(statement: Statement, number: int, deficits: set[int], glosses: Sequence[Gloss]) -> Statement:
    stroke = statement.segments[number]
    told = [s for s in statement.segments if s is stroke or (glosses[0].said <= s.stems and not s.denied)]
    spent = _SAYING_SO.union(*(gloss.said | gloss.means for gloss in glosses))
    late = tuple(word for gloss in glosses for word in gloss.put.split())
    found: list[Segment] = []
    for n, segment in enumerate(statement.segments):
        if n in deficits:
            gone = spent | _BEFORE if n == number else _SAYING_SO
            own = tuple(word for word in segment.words if stem(word) not in gone)
            start, end = min(s.start for s in (segment, *told)), max(s.end for s in (segment, *told))
            roles = segment.roles - {WordRole.TIME, WordRole.LATE_EFFECT}
            found.append(replace(segment, link=Link.STOP, words=(*own, *late), start=start, end=end, roles=roles))
        elif n != number:
            found.append(segment)
        elif left := _without_stroke(segment, glosses[-1]):
            found.append(replace(segment, words=left))
    glosses = (*statement.glosses, *glosses)
    return replace(statement, segments=tuple(found), glosses=glosses, free=statement.free | _SAYING_SO | _BEFORE)


def _without_stroke(segment: Segment, nature: Gloss) -> tuple[str, ...]:
    """What the stroke's segment says besides, where that is the treatment: *rehabilitation after stroke*."""
    told = [one for one in worded(FILE) if one.meanings == (LATE_EFFECT,) and one.said <= segment.stems]
    return tuple(w for w in segment.words if stem(w) not in nature.said | nature.means | _BEFORE) if told else ()


def _gloss(statement: Statement, one: Worded) -> Gloss:
    """The wording as a gloss; its words may be those that an abbreviation was read as."""
    short = (gloss.said for gloss in statement.glosses if gloss.means & one.said)
    return one._replace(said=frozenset[str]().union(*short) or one.said).glosses[0]
