"""Whether a joint way through the Index reads several segments as fairly as each would be read by itself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from mainterm.encode.companions import OF_ORGANISMS
from mainterm.encode.page import Entry
from mainterm.encode.segments import Link, Segment
from mainterm.encode.shared import ACUITY
from mainterm.encode.walk import Way
from mainterm.encode.weight import meaningful_stems
from mainterm.model.code import category_of, within, within_any
from mainterm.model.index import Line, Table
from mainterm.model.words import stem, words

_OF_CARE: Final = "996-999"
_SIGNS: Final = "780-799"
_LACKING: Final = ("V42-V45",)
_OF_HYPERTENSION: Final = ("402", "404")
_IMPLIED: Final = stem("hypertensive")


def is_fair(joint: Way, segments: Sequence[Segment], standing: Sequence[tuple[Segment, Way]]) -> bool:
    """Whether the joint way reads none of the segments by less than it says by itself."""
    return (
        _keeps_its_head(joint, standing)
        and _leaves_sites_whole(joint, standing)
        and not _says_cause_only(joint, standing)
        and not _says_other_only(joint, standing)
        and not _is_sign_of_less(joint, standing)
        and not _passes_over_acuity(segments, joint, standing)
        and not _presumes_cause(segments, joint, standing)
    )


def names_organism(joint: Way, standing: Sequence[tuple[Segment, Way]]) -> bool:
    """Whether a line has the organism that it is due to: what kind of organism that is says no more, *bacterial
    meningitis due to pneumococcus*."""
    causes = ((segment, way) for segment, way in standing[1:] if segment.link is Link.DUE)
    return any(segment.stems & joint.used and way.last.line.within(*OF_ORGANISMS) for segment, way in causes)


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


def _is_sign_of_less(joint: Way, standing: Sequence[tuple[Segment, Way]]) -> bool:
    """Whether a line below a symptom has a disease that another segment tells more of: *dyspnea, cardiac* leads to
    428.1 where the failure is congestive."""
    line, head = joint.last.line, joint.moves[0].used
    signs = [way for segment, way in standing if segment.stems & head and way.last.line.within(_SIGNS)]
    told = (way.placed - joint.placed for s, way in standing if not s.stems & head and _is_alike(line, way.last.line))
    return bool(signs) and any(map(meaningful_stems, told))


def _is_alike(one: Line, other: Line) -> bool:
    """Whether the codes of two lines are of one category."""
    return bool({*map(category_of, one.codes[:1])} & {*map(category_of, other.codes[:1])})


def _says_other_only(joint: Way, standing: Sequence[tuple[Segment, Way]]) -> bool:
    """Whether the line below one segment's main term has another segment's code alone, and its main term nowhere:
    *embolic stroke with hemiplegia* is no embolic hemiplegia. A complication of care may be each of them."""
    line, head = joint.last.line, joint.moves[0].used
    named = joint.used | joint.moves[0].free
    if not line.codes or line.manifestations or line.within(_OF_CARE):
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
    if any(joins(move.entry, listed=False) for move in joint.moves):
        idle = often | frozenset(word for word in idle if _turns_off(joint, standing, word))
    idle -= joint.used - often
    category = {category_of(code) for code in joint.last.line.codes[:1]}
    others = (way for _, way in standing if not category & {category_of(code) for code in way.last.line.codes[:1]})
    return bool(idle) and any(idle & move.used for way in others for move in way.moves)


def _turns_off(joint: Way, standing: Sequence[tuple[Segment, Way]], acuity: str) -> bool:
    """Whether a segment's own way goes on by an acuity from a line of the joint one: *renal failure, acute* is another
    way than *renal failure with hypertension*."""
    passed = {move.entry for move in joint.moves}
    ways = (way.moves for _, way in standing)
    return any(acuity in move.used and before.entry in passed for moves in ways for before, move in pairwise(moves))


def _presumes_cause(segments: Sequence[Segment], joint: Way, standing: Sequence[tuple[Segment, Way]]) -> bool:
    """Whether the line has a heart disease due to hypertension, and nothing lays the one to the other: that must be
    stated (*due to*) or implied (*hypertensive*), and *with* does neither (I.C.7.a.2)."""
    said = frozenset[str]().union(*(segment.stems for segment in segments))
    laid = _IMPLIED in said or any(segment.link is Link.DUE for segment in segments[1:])
    codes = (*joint.last.line.codes[:1], *joint.last.line.cells[:1])
    return len(standing) > 1 and any(within_any(code, _OF_HYPERTENSION) for code in codes) and not laid


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
    return line.table is Table.NEOPLASM or line.within(*_LACKING)


def joins(entry: Entry, listed: bool) -> bool:
    """Whether a line joins what stands below it to what stands above; what is but `listed`, only *with* or *and*.

    A row of the Neoplasm Table joins sites (*colon, with rectum*), and no conditions.
    """
    if entry.line.table is Table.NEOPLASM:
        return False
    return (entry.connective and not listed) or not {"with", "and", "or"}.isdisjoint(words(entry.line.term))
