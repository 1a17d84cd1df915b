"""A statement as words in segments: what each is joined by, what is denied, what only says how severe or where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mainterm.model.terms import DENIED, RELATION
from mainterm.model.words import STOP, stem, words

LONGEST: Final = 2000
"""Characters that one statement may have."""
MOST_SEGMENTS: Final = 24
"""Segments that one statement may have; what is behind them is not read."""

DEGREE: Final = frozenset(
    "acute subacute chronic severe moderate mild slight marked minor major intermittent persistent recurrent recurring "
    "constant early late stable unstable progressive bilateral unilateral left right both side sided bilaterally "
    "new old current currently present active recent longstanding".split()
)
"""Severity, acuity and side: where the book does not use such a word at that place, it does not lower the grade."""

FILLER: Final = frozenset(
    "patient pt year yr day week month ago this that has have had he she his her it its who which are been being now "
    "diagnosis diagnosed dx condition noted seen presents presenting found admitted admission visit here documented "
    "male female man woman old aged age status i".split()
)
"""Words about the telling, not about the condition."""


class Link(StrEnum):
    """What joins a segment to the one before it."""

    STOP = "stop"
    COMMA = ","
    AND = "and"
    WITH = "with"
    DUE = "due to"


_LINKS: Final = (  # tried in this order at each place
    (Link.STOP, r"[;:\n]|\.(?=\s|$)"),
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
    """What was said: the text, its words as they stand in it, folded, in order, and its segments."""

    text: str
    words: tuple[str, ...]
    segments: tuple[Segment, ...]

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
        return tuple(w for w in self.words if w not in STOP and not wanted.isdisjoint((stem(w), DENIED + stem(w))))


def read_statement(text: str) -> Statement:
    """Raises BadStatement if there is no word in it, or more than LONGEST characters."""
    if len(text) > LONGEST:
        raise BadStatement(
            f"the statement has {len(text):,} characters, more than {LONGEST:,}; give one diagnosis at a time"
        )
    text = " ".join(text.split())
    found = words(text)
    if not any(character.isalpha() for word in found for character in word):
        raise BadStatement(f'no word in the statement "{text[:40]}"; give a diagnosis in English')
    return Statement(text, found, tuple(_segments(text))[:MOST_SEGMENTS])


def meaningful(words_left: Iterable[str]) -> tuple[str, ...]:
    """Of the words that found no place, those that could change the code."""
    return tuple(word for word in words_left if meaningful_stems({stem(word)}))


def meaningful_stems(stems: Iterable[str]) -> frozenset[str]:
    """Of these stems, those that could change the code: not of degree, not about the telling, no bare number."""
    return frozenset(
        s for s in stems if s not in DEGREE | FILLER | RELATION and not s.isdigit() and not s.startswith(DENIED)
    )


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
