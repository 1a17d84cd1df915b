"""Which segments of a statement are one condition and which are two: the joint reading, or one that places more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from mainterm.encode.outline import Entry
from mainterm.encode.segments import Link, Segment
from mainterm.encode.shared import ACUITY
from mainterm.encode.walk import Move, Way
from mainterm.encode.weight import meaningful_stems, weigh
from mainterm.model.answer import WordRole
from mainterm.model.code import category_of, within, within_any
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
_ORGANISMS: Final = ("041", "079")
_LISTING: Final = (Link.COMMA, Link.AND)
"""How a list is joined, which says of none that it is due to another (*diabetes, cataract*): a comma is an *and*."""
_DISEASES: Final = "001-759"
_INJURIES: Final = "800-959"
_OF_CARE: Final = "996-999"
_LACKING: Final = ("V42-V45",)
_SAID_OF_ANY: Final = frozenset({WordRole.REASON})
"""Roles that what was said before may play when it is said again: *admitted for the sarcoma*."""

Find = Callable[[frozenset[str], tuple[frozenset[str], ...]], Way | None]
"""The best way for some stems that has a word of each of these parts."""


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
        lent = {Link.DUE: self._placed}
        none = frozenset[str]()
        return tuple(
            (s, way) for s, way in self.standing if not meaningful_stems(s.stems - way.placed - lent.get(s.link, none))
        )

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

    Where an acuity leads it astray, it is sought without: *hypertensive heart disease with diastolic failure, acute*.
    """
    if len(segments) == 1:
        return Condition(segments, find(segments[0].stems | denied, ()))
    ways = [(segment, find(segment.stems | denied, ())) for segment in segments]
    standing = tuple((segment, way) for segment, way in ways if way is not None and way.lands)
    parts = tuple(meaningful_stems(segment.stems) or segment.stems for segment, _ in standing)
    said = frozenset[str]().union(*(s.stems for s in segments))
    joint = find(denied | said, parts)
    if joint is not None and _names_organism(joint, standing):
        joint = joint._replace(free=joint.free | (_KINDS & said))
    fair = joint is None or _is_fair(joint, segments, standing)
    if joint is not None and not fair and (idle := ACUITY & joint.free - joint.used):
        joint = find(denied | said - idle, parts)
        fair = joint is not None and _is_fair(joint, segments, standing)
    return Condition(segments, joint if fair else None, standing)


def _is_fair(joint: Way, segments: Sequence[Segment], standing: Sequence[tuple[Segment, Way]]) -> bool:
    """Whether the joint way reads none of the segments by less than it says by itself."""
    return (
        _keeps_its_head(joint, standing)
        and _leaves_sites_whole(joint, standing)
        and not _says_cause_only(joint, standing)
        and not _says_other_only(joint, standing)
        and not _passes_over_acuity(segments, joint, standing)
    )


def _names_organism(joint: Way, standing: Sequence[tuple[Segment, Way]]) -> bool:
    """Whether a line has the organism that it is due to: what kind of organism that is says no more, *bacterial
    meningitis due to pneumococcus*."""
    causes = ((segment, way) for segment, way in standing[1:] if segment.link is Link.DUE)
    return any(
        segment.stems & joint.used and any(within_any(code, _ORGANISMS) for code in way.last.line.codes[:1])
        for segment, way in causes
    )


def _keeps_its_head(joint: Way, standing: Sequence[tuple[Segment, Way]]) -> bool:
    """Whether the segment that has the joint way's main term is not read more fully by itself."""
    heads = [(segment.stems, way) for segment, way in standing if segment.stems & joint.moves[0].used]
    return not heads or any(not meaningful_stems((said & way.placed) - joint.placed) for said, way in heads)


def _says_cause_only(joint: Way, standing: Sequence[tuple[Segment, Way]]) -> bool:
    """Whether the joint line of what stands first says no more than its cause alone, and not in all its words: *sepsis
    due to UTI*, but *pulmonary edema due to congestive heart failure*."""
    line = joint.last.line
    if not standing or not line.codes or line.manifestations or not standing[0][0].stems & joint.moves[0].used:
        return False
    if any(category_of(line.codes[0]) == category_of(code) for code in standing[0][1].last.line.codes[:1]):
        return False
    causes = ((segment, way) for segment, way in standing[1:] if segment.link is Link.DUE)
    return any(
        line.codes[:1] == way.last.line.codes[:1]
        and meaningful_stems(standing[0][0].stems | segment.stems) - joint.used
        for segment, way in causes
    )


def _says_other_only(joint: Way, standing: Sequence[tuple[Segment, Way]]) -> bool:
    """Whether the line below one segment's main term has another segment's code alone, and its main term nowhere:
    *embolic stroke with hemiplegia* is no embolic hemiplegia. A complication of care may be each of them."""
    line, head = joint.last.line, joint.moves[0].used
    named = joint.used | joint.moves[0].free
    if not line.codes or line.manifestations or within(line.codes[0], _OF_CARE):
        return False
    own = {category_of(c) for segment, way in standing if segment.stems & head for c in way.last.line.codes[:1]}
    others = (way for segment, way in standing if not segment.stems & head)
    return (
        bool(own)
        and category_of(line.codes[0]) not in own
        and any(
            within(code, line.codes[0]) and not way.moves[0].used & named
            for way in others
            for code in way.last.line.codes[:1]
        )
    )


def _passes_over_acuity(segments: Sequence[Segment], joint: Way, standing: Sequence[tuple[Segment, Way]]) -> bool:
    """Whether the acuity that chooses a segment's own line may be missing in the joint one: *asthma with acute
    bronchitis* is no asthmatic (acute) bronchitis, *hypertension with acute renal failure* no chronic disease. One
    said of two segments is placed but once by an essential word."""
    said = frozenset[str]().union(*(segment.stems for segment in segments))
    left = frozenset[str]() if joint.last.line.manifestations else said - joint.placed
    idle = ACUITY & left.union(*(move.free for move in joint.moves))
    often = frozenset(word for word in idle if sum(word in segment.stems for segment in segments) > 1)
    if any(_joins(move.entry, listed=False) for move in joint.moves):
        idle = often
    idle -= joint.used - often
    category = {category_of(code) for code in joint.last.line.codes[:1]}
    others = (way for _, way in standing if not category & {category_of(code) for code in way.last.line.codes[:1]})
    return bool(idle) and any(idle & move.used for way in others for move in way.moves)


def _leaves_sites_whole(joint: Way, standing: Sequence[tuple[Segment, Way]]) -> bool:
    """Whether no site of a growth, or of what is gone, is taken for another's: *pain due to bone metastases* is no bone
    pain, *hypertension, s/p nephrectomy* none of the kidney."""
    if any(move.entry.line.table is Table.NEOPLASM for move in joint.moves):
        return True
    sites = (meaningful_stems(segment.stems) for segment, way in standing if _has_its_site(way))
    return not any(said & joint.placed and said - joint.placed for said in sites)


def _has_its_site(way: Way) -> bool:
    """Whether a way is of a growth, or of what a patient lacks or has instead."""
    line = way.last.line
    return line.table is Table.NEOPLASM or any(within_any(code, _LACKING) for code in line.codes[:1])


def _worth(condition: Condition) -> float:
    way = condition.way
    if way is None or not way.lands:
        return -_BESIDE
    beside = condition.beside
    listed = _listed(condition.standing)
    joined = any(_joins(move.entry, listed) for move in way.moves)
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
    COPD* is no chronic pneumonia), nor a word of the line that a reference names."""
    chose = frozenset[str]().union(*(move.used for move in way.moves if move.kind not in _NAMED))
    return bool(meaningful_stems(segment.stems & chose))


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


def _joins(entry: Entry, listed: bool) -> bool:
    """Whether a line joins what stands below it to what stands above; what is but `listed`, only *with* or *and*."""
    return (entry.connective and not listed) or not {"with", "and", "or"}.isdisjoint(words(entry.line.term))
