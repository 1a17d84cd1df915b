"""The late effect of an injury or illness: what is left is coded first, then the old one by the page *Late* (I.B.12).

Of an illness only where what is left is said to be due to it, or to be its late effect: one may be over for good.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from mainterm.encode.landing import Finding
from mainterm.encode.lexicon.late import OldInjuries, load_old_injuries
from mainterm.encode.lexicon.told import Worded
from mainterm.encode.likes import Likes
from mainterm.encode.outline import Outline
from mainterm.encode.segments import Link, Segment, parted_at
from mainterm.encode.settle import settle
from mainterm.encode.statement import Statement
from mainterm.encode.walk import Way, rank, ways
from mainterm.model.answer import WordRole
from mainterm.model.code import Volume, within_any
from mainterm.model.edition import Book
from mainterm.model.index import Index
from mainterm.model.words import STOP, stem

LATE: Final = frozenset({"late"})
_INJURIES: Final = ("905-909",)
_ILLNESSES: Final = ("137-139", "268.1", "326")
_SAYING_SO: Final = frozenset({"late", "residual", "sequela"})
_UNITED: Final = frozenset({"malunion", "nonunion"})
"""What a fracture may come to: the residual names the old injury itself."""
_FRACTURE: Final = frozenset({"fracture"})


class OldInjury(NamedTuple):
    """The code for the injury of old, and the segments that tell what is left of it."""

    finding: Finding
    rest: tuple[Segment, ...]

    def is_among(self, found: Sequence[Finding]) -> bool:
        """Whether one of these gives its code, too, by a line that has both: *scoliosis due to poliomyelitis*."""
        own = self.finding.nodes
        return any(node in own and len(finding.nodes) > 1 for finding in found for node in finding.nodes)


def old_injury(book: Book, outline: Outline, statement: Statement) -> OldInjury | None:
    """The old injury that a statement names as the cause of something; None where it names none."""
    known = load_old_injuries()
    said = statement.stems
    cues = [cue for cue in known.cues if cue.said <= said]
    if not cues or not any(nature.said <= said for nature in known.natures):
        return None
    segments = tuple(part for segment in statement.segments for part in _parted(segment))
    old = [n for n in range(len(segments)) if _is_old(segments, n, cues, known)]
    if not old:
        return None
    at = next((n for n in old if segments[n].link is Link.DUE), old[0])
    rest = tuple(_rest(segments, at, cues))
    like = _like(said, known, cues)
    way = _way(book, outline, said, like) if rest or WordRole.LATE_EFFECT in segments[at].roles else None
    if way is None:
        return None
    code = way.last.line.codes[0]
    if not (within_any(code, _INJURIES) or segments[at].link is Link.DUE or said & _SAYING_SO):
        return None
    settled = settle(book, code, Volume.DISEASES, said, frozenset())
    return OldInjury(Finding((0, len(statement.text)), way, None, (settled,), said, like=like), rest)


def _parted(segment: Segment) -> Iterator[Segment]:
    """The segment, parted at *after* and *as*: *paralysis as late effect of polio*."""
    for part in parted_at(segment, "after", Link.DUE):
        yield from parted_at(part, "as", Link.DUE)


def _is_old(segments: Sequence[Segment], number: int, cues: Sequence[Worded], known: OldInjuries) -> bool:
    """Whether the segment names an injury and it, or one behind it in the same sentence, says that it is old."""
    segment = segments[number]
    if segment.denied or not any(nature.said <= segment.stems for nature in known.natures):
        return False
    near = segment.stems
    for behind in segments[number + 1 :]:
        if behind.link is Link.STOP:
            break
        near |= behind.stems
    before = segments[number - 1].stems if number and segment.link is not Link.STOP else frozenset[str]()
    return any(cue.said <= near or cue.said <= before for cue in cues)


def _rest(segments: Sequence[Segment], at: int, cues: Sequence[Worded]) -> Iterator[Segment]:
    """What is left of it: the other segments, or its own words where a fracture has not healed as it should."""
    gone = frozenset[str]().union(*(cue.said for cue in cues)) - _UNITED
    for number, segment in enumerate(segments):
        if number == at:
            kept = tuple(word for word in segment.words if stem(word) in _UNITED | _FRACTURE)
            kept = kept if _UNITED & frozenset(map(stem, kept)) else ()
        else:
            kept = tuple(word for word in segment.words if stem(word) not in gone)
        if any(word.isalpha() and word not in STOP for word in kept):
            yield replace(segment, words=kept)


def _like(said: frozenset[str], known: OldInjuries, cues: Sequence[Worded]) -> Likes:
    """What the page calls what the statement says of the injury and of where it was."""
    wordings = (*cues, *(one for one in (*known.natures, *known.regions) if one.said <= said))
    return Likes(tuple(gloss for wording in wordings for gloss in wording.glosses))


def _way(book: Book, outline: Outline, said: frozenset[str], like: Likes) -> Way | None:
    """The best line below *Late, effect(s) (of)* for what the statement says."""
    pool = said | like.more_for(said)
    owner = like.owner(said)
    found = []
    for way in ways(book, outline, pool, Index.DISEASES, LATE):
        owned = owner.owned(way) if way.lands else None
        if owned and len(way.moves) > 2 and way.last.line.within(*_INJURIES, *_ILLNESSES):
            found.append(owned.way)
    return max(found, key=rank, default=None)
