"""A statement as words in segments: what each is joined by, what is denied, what only says how severe or where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Final

from mainterm.encode.gloss import Gloss
from mainterm.encode.reading import Reading
from mainterm.model.terms import DENIED
from mainterm.model.words import STOP, stem, words

LONGEST: Final = 2000
"""Characters that one statement may have."""
MOST_SEGMENTS: Final = 24
"""Segments that one statement may have; what is behind them is not read."""


class Link(StrEnum):
    """What joins a segment to the one before it."""

    STOP = "stop"
    COMMA = ","
    AND = "and"
    WITH = "with"
    DUE = "due to"


_LINKS: Final = (  # tried in this order at each place
    (Link.STOP, r"[;:\n]|(?<!\b\w)\.(?=\s|$)"),
    (
        Link.DUE,
        r"\b(?:due to|d/t|secondary to|2/2|because of|caused by|resulting from|as a result of|following|from)\b",
    ),
    (Link.COMMA, r","),
    (Link.AND, r"&|\b(?:and|plus|also|as well as|in a (?:patient|pt) with)\b"),
    (Link.WITH, r"\b(?:with|associated with|complicated by|complicating)\b|w/"),
    (Link.WITH, r"\bin(?! situ| remission| relapse| utero| vitro| stent)\b"),
)
_LINK: Final = re.compile("|".join(f"(?P<{link.name}{n}>{pattern})" for n, (link, pattern) in enumerate(_LINKS)), re.I)
_DENIAL: Final = re.compile(r"\b(?:no|not|without|denies|negative for|ruled out|w/o|absence of|free of)\b", re.I)


class BadStatement(ValueError):
    """A statement that cannot be read; its message is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Words between two joints: what joins them to the words before, where they stand, whether they are denied."""

    link: Link
    words: tuple[str, ...]
    start: int
    end: int
    denied: bool = False

    @property
    def stems(self) -> frozenset[str]:
        mark = DENIED if self.denied else ""
        return frozenset(mark + stem(word) for word in self.words if word not in STOP)


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said: the text, its words as they stand in it, folded, in order, and the segments of one reading.

    `glosses` are the words of ours that the reading put in the place of the statement's.
    """

    text: str
    words: tuple[str, ...]
    segments: tuple[Segment, ...]
    glosses: tuple[Gloss, ...] = ()

    @property
    def stems(self) -> frozenset[str]:
        """The stems that carry meaning, of what is not denied."""
        return frozenset[str]().union(*(s.stems for s in self.segments if not s.denied))

    def span(self, span: tuple[int, int], stems: frozenset[str]) -> tuple[int, int]:
        """`span`, stretched to the denied segments in which some of these stems stand."""
        denied = [segment for segment in self.segments if segment.denied and segment.stems & stems]
        return min([span[0], *(s.start for s in denied)]), max([span[1], *(s.end for s in denied)])

    def spelt(self, stems: Iterable[str]) -> tuple[str, ...]:
        """The statement's own words for these stems, in their order."""
        wanted = frozenset(stems)
        wanted = wanted.union(*(gloss.said for gloss in self.glosses if gloss.means & wanted))
        return tuple(w for w in self.words if w not in STOP and not wanted.isdisjoint((stem(w), DENIED + stem(w))))


def checked(text: str) -> str:
    """The text with single blanks. Raises BadStatement if there is no word in it, or more than LONGEST characters."""
    if len(text) > LONGEST:
        raise BadStatement(
            f"the statement has {len(text):,} characters, more than {LONGEST:,}; give one diagnosis at a time"
        )
    text = " ".join(text.split())
    if not any(character.isalpha() for word in words(text) for character in word):
        raise BadStatement(f'no word in the statement "{text[:40]}"; give a diagnosis in English')
    return text


def read_statement(text: str, reading: Reading) -> Statement:
    """The statement `text` as `reading` has it; what its segments' places name is the text as it was written."""
    segments = tuple(
        replace(segment, start=start, end=end)
        for segment in islice(_segments(reading.text), MOST_SEGMENTS)
        for start, end in [reading.place(segment.start, segment.end)]
    )
    return Statement(text, words(text), segments, reading.glosses)


def _segments(text: str) -> Iterator[Segment]:
    link, start = Link.STOP, 0
    for joint in (*_LINK.finditer(text), None):
        end = joint.start() if joint else len(text)
        yield from _parted(link, text, start, end)
        if joint:
            joined = _LINKS[(joint.lastindex or 1) - 1][0]
            said = words(text[start:end])
            link = joined if said or joined is Link.STOP else max(link, joined, key=_strength)
            start = joint.end()


def _strength(link: Link) -> int:
    """Of two links in a row (`, due to`), the one that says more."""
    return (Link.COMMA, Link.AND, Link.STOP, Link.WITH, Link.DUE).index(link)


def _parted(link: Link, text: str, start: int, end: int) -> Iterator[Segment]:
    """A segment, or two where a denial begins in the middle of it."""
    denial = _DENIAL.search(text, start, end)
    middle = denial.start() if denial else end
    before = words(text[start:middle])
    if before:
        yield Segment(link, before, start, middle)
    behind = words(text[denial.end() : end]) if denial else ()
    if behind:
        yield Segment(link, behind, middle, end, denied=True)
