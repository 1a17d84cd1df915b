"""Words that two segments share: *mitral and tricuspid stenosis* are two conditions, as is *acute and chronic*."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mainterm.encode.segments import Link, Segment
from mainterm.encode.weight import meaningful_stems
from mainterm.model.answer import WordRole
from mainterm.model.code import within_any
from mainterm.model.words import STOP, stem

if TYPE_CHECKING:
    from mainterm.encode.landing import Finding

    Look = Callable[[frozenset[str]], Finding | None]

ACUITY: Final = frozenset({"acute", "subacute", "chronic"})
"""Of these the acute one is sequenced first where each has a line of its own (guideline I.B.10)."""

_SITED: Final = ("680-709", "780-799", "800-959")
_ON_CHRONIC: Final = ("acute", "on", "chronic")
_JOINED: Final = frozenset({Link.AND, Link.COMMA})


def with_shared_words(segments: Sequence[Segment], look: Look) -> tuple[Segment, ...]:
    """The segments, each pair that shares words as two that have them both, if they are two conditions to the books.

    They stay as they are where one line has the words of both: a combination code (guideline I.B.11). `look` gives what
    the books have for some stems.
    """
    found = [part for segment in segments for part in _acute_on_chronic(segment, look)]
    segments = tuple(found)
    pairs = []
    for number, (one, other) in enumerate(pairwise(segments)):
        if other.link in _JOINED and one.roles == other.roles and not one.denied:
            if pair := _pair(found[number], other, look):
                found[number : number + 2] = pair
                pairs.append(number)
        elif other.link is Link.DUE and one.roles == other.roles - {WordRole.UNCERTAIN} and not one.denied:
            found[number + 1] = _at_its_site(one, other, look)
    for number in reversed(pairs):
        found[number : number + 3] = _said_of_both(found[number : number + 3], look)
    return tuple(found)


def with_what_is_told_of_both(segments: Sequence[Segment]) -> Sequence[Segment]:
    """The segments, with what is said of *both* put to each of the two before it: *sinusitis and bronchitis, both
    acute*."""
    last = segments[-1] if segments else None
    if last is None or len(segments) < 3 or last.link is not Link.COMMA or last.words[:1] != ("both",):
        return segments
    *before, one, other, _ = segments
    if other.link is not Link.AND or one.denied or other.denied:
        return segments
    return (*before, *(replace(s, words=(*s.words, *last.words[1:]), end=last.end) for s in (one, other)))


def _said_of_both(segments: Sequence[Segment], look: Look) -> Sequence[Segment]:
    """A pair, and behind a comma what says more of each of the two: *burn of the hand and forearm, second degree*."""
    if len(segments) < 3 or segments[2].link is not Link.COMMA or _codes(look(segments[2].stems)):
        return segments
    behind = segments[2]
    both = [replace(one, words=(*one.words, *behind.words), end=behind.end) for one in segments[:2]]
    return both if all(_says_all(one, look(one.stems)) for one in both) else segments


def _at_its_site(one: Segment, other: Segment, look: Look) -> Segment:
    """The cause of a symptom, with the site that only the symptom has: *knee pain due to osteoarthritis*."""
    finding, said = look(other.stems), _telling(one)
    if finding is None or len(said) < 2 or not any("site unspecified" in node.display for node in finding.nodes):
        return other
    sited = _said(one, other, (*said[:-1], *_telling(other)), other)
    found = look(sited.stems)
    return sited if _says_all(sited, found) and _codes(found) != _codes(finding) else other


def _acute_on_chronic(segment: Segment, look: Look) -> tuple[Segment, ...]:
    """The segment, or an acute and a chronic condition where it tells of the one on the other and no line has both."""
    at = next((n for n in range(len(segment.words)) if segment.words[n : n + 3] == _ON_CHRONIC), None)
    if at is None or segment.denied:
        return (segment,)
    whole = look(segment.stems)
    if whole is not None and segment.stems & ACUITY <= whole.way.used:
        return (segment,)
    before, behind = segment.words[:at], segment.words[at + 3 :]
    acute = replace(segment, words=(*before, "acute", *behind))
    chronic = replace(segment, words=(*before, "chronic", *behind), link=Link.STOP)
    codes = [_codes(look(part.stems)) for part in (acute, chronic)]
    return (acute, chronic) if all(codes) and codes[0] != codes[1] else (segment,)


def _pair(one: Segment, other: Segment, look: Look) -> tuple[Segment, Segment] | None:
    both = one.stems | other.stems
    joint = look(both)
    if joint is not None and meaningful_stems(both) <= joint.placed and _has_acuity(joint, both & ACUITY):
        return None
    for first, second in _shared(one, other, look):
        finding_one, finding_other = look(first.stems), look(second.stems)
        if _says_all(first, finding_one) and _says_all(second, finding_other):
            return _in_order(first, second) if _codes(finding_one) != _codes(finding_other) else None
    return None


def _has_acuity(joint: Finding, said: frozenset[str]) -> bool:
    """Whether a line has the acuity that is said; where two are, in words of its own."""
    return said <= (joint.placed - joint.way.free if len(said) > 1 else joint.placed)


def _shared(one: Segment, other: Segment, look: Look) -> Iterator[tuple[Segment, Segment]]:
    """Ways to share words: the head that stands behind, and what stands before the first; or the head in front."""
    said_one, said_other = _telling(one), _telling(other)
    if said_one and len(said_other) > 1 and not _codes(look(one.stems)):
        before, behind = said_one[:-1], said_other[1:]
        yield _said(one, other, (*said_one, *behind), one), _said(one, other, (*before, *said_other), other)
    if said_other and not _codes(look(other.stems)):
        fewer = range(len(said_one) - 1, 0, -1) if other.link is Link.AND else ()
        for kept in dict.fromkeys((len(said_one) - len(said_other), *fewer)):
            if kept > 0:
                yield one, _said(one, other, (*said_one[:kept], *said_other), other)
    elif len(said_one) > len(said_other) == 1 and other.link is Link.AND and _is_sited(_codes(look(other.stems))):
        yield one, _said(one, other, (*said_one[:-1], *said_other), other)


def _is_sited(codes: tuple[str, ...]) -> bool:
    """Whether a code is of a symptom, of the skin or of an injury: what has a site, if one is said of it or before."""
    return bool(codes) and within_any(codes[0], _SITED)


def _said(one: Segment, other: Segment, words: tuple[str, ...], segment: Segment) -> Segment:
    return replace(segment, words=words, start=one.start, end=other.end)


def _telling(segment: Segment) -> tuple[str, ...]:
    return tuple(word for word in segment.words if word not in STOP and stem(word) not in segment.spent)


def _codes(finding: Finding | None) -> tuple[str, ...]:
    return tuple(node.code for node in finding.nodes) if finding else ()


def _demanded(stems: frozenset[str]) -> frozenset[str]:
    return meaningful_stems(stems) | (stems & ACUITY)


def _says_all(segment: Segment, finding: Finding | None) -> bool:
    """Whether the books have a code that places every word of the segment."""
    return finding is not None and finding.decided and _demanded(segment.stems) <= finding.placed


def _in_order(first: Segment, second: Segment) -> tuple[Segment, Segment]:
    """Two conditions, never read as one again, the acute one first."""
    if "chronic" in first.stems and not ACUITY.isdisjoint(second.stems - {"chronic"}):
        first, second = replace(second, link=first.link), first
    return first, replace(second, link=Link.STOP)
