"""Which segments of a statement are one condition and which are two: the joint reading, or one that places more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, Protocol

from mainterm.encode.fair import is_fair, joins, names_organism
from mainterm.encode.page import Entry
from mainterm.encode.segments import Link, Segment
from mainterm.encode.shared import ACUITY
from mainterm.encode.walk import Move, Way
from mainterm.encode.weight import meaningful_stems, weigh
from mainterm.model.answer import WordRole
from mainterm.model.code import category_of, within
from mainterm.model.index import Table
from mainterm.model.proof import StepKind
from mainterm.model.words import words

TOGETHER: Final = 7
"""Segments that may be read as one condition."""

_APART: Final = 1.0  # what a condition costs
_BESIDE: Final = 0.5  # what it costs to take a segment of a joint condition once more by itself
_UNJOINED: Final = {
    Link.AND: 1.5,
    Link.OR: 1.5,
    Link.COMMA: 0.5,
}  # what it costs to read as one what they join and no line does
_NAMED: Final = frozenset({StepKind.SEE, StepKind.SEE_ALSO})
"""Steps to a line that a reference names: it is reached without its words."""

_KINDS: Final = frozenset("bacterial viral fungal".split())
_LISTING: Final = (Link.COMMA, Link.AND)
"""How a list is joined, which says of none that it is due to another (*diabetes, cataract*): a comma is an *and*."""
_DISEASES: Final = "001-759"
_INJURIES: Final = "800-959"
_SAID_OF_ANY: Final = frozenset({WordRole.REASON})
"""Roles that what was said before may play when it is said again: *admitted for the sarcoma*."""


class Find(Protocol):
    """The best way for some stems that has a word of each of these parts, and begins at a main term if one is named."""

    def __call__(
        self, stems: frozenset[str], parts: tuple[frozenset[str], ...], under: Entry | None = None
    ) -> Way | None: ...


class Condition(NamedTuple):
    """Segments read as one condition, the best way for their words together, and by itself for each of them.

    `way` is None where the Index has none. `standing` are the segments that are conditions by themselves, with their
    ways, empty where there is one segment only; `alone` those whose way places all their words, or of a cause all that
    `way` does not (*sepsis due to Pseudomonas pyelonephritis*), and `beside` those of these that say more than it.
    """

    segments: tuple[Segment, ...]
    way: Way | None
    standing: tuple[tuple[Segment, Way], ...] = ()

    @property
    def stems(self) -> frozenset[str]:
        return frozenset[str]().union(*(s.stems for s in self.segments))

    @property
    def said(self) -> frozenset[str]:
        """Its stems, and those that hold over it."""
        return self.stems.union(*(s.held for s in self.segments))

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the statement."""
        return min(s.start for s in self.segments), max(s.end for s in self.segments)

    @property
    def alone(self) -> tuple[tuple[Segment, Way], ...]:
        placed = ((s, way, way.placed | (self._placed if s.link is Link.DUE else set())) for s, way in self.standing)
        return tuple((s, way) for s, way, whole in placed if not meaningful_stems(s.stems - whole))

    @property
    def _placed(self) -> frozenset[str]:
        return self.way.placed if self.way else frozenset()

    @property
    def beside(self) -> tuple[tuple[Segment, Way], ...]:
        placed = self._placed
        return tuple((s, way) for s, way in self.alone if meaningful_stems(s.stems - placed))


def cover(segments: Sequence[Segment], find: Find) -> tuple[Condition, ...]:
    """The conditions that place most words, with the fewest of them; segments keep their order.

    Segments on either side of a full stop or semicolon are never read as one. What has been said before by other words
    too is no condition more: *Kaposi sarcoma of skin, admitted for the sarcoma*.
    """
    said = [s for n, s in enumerate(segments) if s.stems and not s.denied and not _said_again(s, segments[:n])]
    denied = frozenset[str]().union(*(segment.stems for segment in segments if segment.denied))
    best: list[tuple[float, tuple[Condition, ...]]] = [(0.0, ())]
    for end in range(1, len(said) + 1):
        options = []
        for start in range(end - 1, max(-1, end - 1 - TOGETHER), -1):
            condition = _read(tuple(said[start:end]), denied, find)
            score, before = best[start]
            options.append((score + _worth(condition), (*before, condition)))
            if said[start].link is Link.STOP:
                break
        best.append(max(options, key=lambda option: (option[0], -len(option[1]))))
    return best[-1][1]


def _said_again(segment: Segment, before: Sequence[Segment]) -> bool:
    roles, said = segment.roles - _SAID_OF_ANY, segment.stems
    if segment.roles != roles:
        said = meaningful_stems(said) or said
    return any(said < other.stems and roles == other.roles - _SAID_OF_ANY for other in before)


def manifested(conditions: Sequence[Condition], find: Find) -> tuple[Condition, ...]:
    """A condition that is a manifestation of the one before it, where the Index has it so under that one's main term.

    *Diabetes with retinopathy and macular edema*: the edema is Diabetes, macular edema, with its bracketed code.
    """
    found: list[Condition] = []
    for condition in conditions:
        before = found[-1] if found else None
        if before and before.way and condition.way and _goes_on(before, before.way, condition.segments[0].link):
            wanted = meaningful_stems(condition.stems & condition.way.placed)
            for head in _heads(before, find):
                way = find(before.stems | condition.stems, (wanted, head.used))
                if way and way.last.line.manifestations and wanted <= way.placed and _is_of(way, head, before.way):
                    condition = Condition((*before.segments, *condition.segments), way)
                    break
        found.append(condition)
    return tuple(found)


def _is_of(way: Way, head: Move, before: Way) -> bool:
    """Whether a way for a manifestation is below that main term, or gives what stands before it first: *diabetic*
    cataract, of *diabetes with ketoacidosis and cataract*."""
    codes = (each.last.line.codes[:1] for each in (way, before))
    return way.moves[0].entry is head.entry or len({category_of(code) for each in codes for code in each}) == 1


def _heads(condition: Condition, find: Find) -> Iterator[Move]:
    """The main terms of a condition: that of its way, and of each of its segments by itself."""
    assert condition.way is not None
    yield condition.way.moves[0]
    yield from (way.moves[0] for segment in condition.segments if (way := find(segment.stems, ())) and way.lands)


def _goes_on(before: Condition, way: Way, link: Link) -> bool:
    """Whether what follows may be another manifestation: it is due to it, with it, or listed with one that is."""
    if link in _LISTING:
        return len(before.segments) > 1 or bool(way.last.line.manifestations)
    return link is not Link.STOP


def _read(segments: tuple[Segment, ...], denied: frozenset[str], find: Find) -> Condition:
    """The joint way must have a word of each segment that is a condition by itself; other segments may only modify.

    Where an acuity leads it astray, it is sought without: *hypertensive heart disease with diastolic failure, acute*;
    where the cause does, under the main term of what is due to it: *anemia due to gastrointestinal hemorrhage*.
    """
    if len(segments) == 1:
        return Condition(segments, find(segments[0].stems | denied, ()))
    ways = [(segment, find(segment.stems | denied, ())) for segment in segments]
    standing = tuple((segment, way) for segment, way in ways if way is not None and way.lands)
    parts = tuple(meaningful_stems(segment.stems) or segment.stems for segment, _ in standing)
    said = frozenset[str]().union(*(s.stems for s in segments))
    joint = find(denied | said, parts)
    if joint is not None and names_organism(joint, standing):
        joint = joint._replace(free=joint.free | (_KINDS & said))
    fair = joint is None or is_fair(joint, segments, standing)
    if joint is not None and not fair and (idle := ACUITY & joint.free - joint.used):
        joint = find(denied | said - idle, parts)
        fair = joint is not None and is_fair(joint, segments, standing)
    if not fair and any(segment.link is Link.DUE for segment, _ in standing[1:]):
        joint = find(denied | said, parts, standing[0][1].moves[0].entry)
        fair = joint is not None and is_fair(joint, segments, standing)
    if joint is None or not fair:
        return Condition(segments, None, standing)
    return Condition(segments, joint, tuple((s, _of_the_rest(s, way, joint, find)) for s, way in standing))


def _of_the_rest(segment: Segment, way: Way, joint: Way, find: Find) -> Way:
    """A cause's own way, or that of what the joint line leaves of it: *sepsis due to E. coli pyelonephritis*."""
    left = segment.stems - joint.placed
    if segment.link is not Link.DUE or left == segment.stems or not meaningful_stems(left - way.placed):
        return way
    rest = find(left, ())
    return rest if rest and rest.lands and not meaningful_stems(left - rest.placed) else way


def _worth(condition: Condition) -> float:
    way = condition.way
    if way is None or not way.lands:
        return -_BESIDE
    beside = condition.beside
    listed = _listed(condition.standing)
    joined = any(joins(move.entry, listed) for move in way.moves)
    if not joined and any(not _lends(segment, way) for segment, _ in beside):
        return -_BESIDE
    loose = 0.0 if joined else sum(_UNJOINED.get(s.link, 0.0) for s, _ in condition.standing[1:])
    if (
        loose
        and listed
        and (_are_several(condition.standing, way) or any(_tells_cause(move.entry) for move in way.moves))
    ):
        loose = max(loose, _UNJOINED[Link.AND])
    if loose and any(_is_nonessential(segment, way) for segment, _ in condition.standing):
        loose = 0.0
    placed = way.placed.union(*(w.placed for _, w in beside))
    return sum(weigh(s.stems & placed) for s in condition.segments) - _APART - _BESIDE * len(beside) - loose


def _is_nonessential(segment: Segment, way: Way) -> bool:
    """Whether an injury's main term has in parentheses all that a segment names: *fracture and dislocation* (I.A.3)."""
    codes, said = way.last.line.codes[:1], meaningful_stems(segment.stems) - way.used
    return bool(said) and said <= way.moves[0].free and any(within(code, _INJURIES) for code in codes)


def _lends(segment: Segment, way: Way) -> bool:
    """Whether a segment coded beside gives the joint way a word that chooses its line: no acuity alone (*pneumonia with
    COPD* is no chronic pneumonia), nor a word of the line that a reference names, nor a second site of a growth
    (*rectal bleeding due to a colon polyp*)."""
    own = (move for move in way.moves if move.kind not in _NAMED)
    chose = frozenset[str]().union(*(m.used for m in own if not _adds_site(m.entry)))
    return bool(meaningful_stems(segment.stems & chose))


def _adds_site(entry: Entry) -> bool:
    """Whether a row of the Neoplasm Table adds a site to the one above it: *colon, with rectum*."""
    return entry.line.table is Table.NEOPLASM and words(entry.head)[:1] == ("with",)


def _are_several(standing: Sequence[tuple[Segment, Way]], joint: Way) -> bool:
    """Whether they are diseases of which each by itself says all that the joint way says of it.

    Not those of one category: *primary syphilis, genital chancre* says one thing twice.
    """
    codes = [code for _, way in standing for code in way.last.line.codes[:1]]
    if not all(within(code, _DISEASES) for code in codes) or len(set(map(category_of, codes))) < 2:
        return False
    return all(segment.stems & joint.placed <= way.placed for segment, way in standing)


def _listed(standing: Sequence[tuple[Segment, Way]]) -> bool:
    """Whether nothing but a comma or an *and* stands between conditions: it says of none that it is due to another."""
    return len(standing) > 1 and all(segment.link in _LISTING for segment, _ in standing[1:])


def _tells_cause(entry: Entry) -> bool:
    """Whether a line joins what stands above it to its cause: *due to*."""
    return entry.connective and "due" in words(entry.head)
