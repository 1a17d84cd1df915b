"""A statement as words in segments: what each is joined by, and what holds over it: denied, uncertain, history."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, islice, pairwise
from typing import Final

from mainterm.encode.gloss import Gloss
from mainterm.encode.marks import FREE, SPENT, Mark, find_marks
from mainterm.encode.reading import Reading
from mainterm.encode.weight import meaningful
from mainterm.model.answer import Marked, WordRole
from mainterm.model.terms import DENIED
from mainterm.model.words import STOP, stem, stems, words

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
    (Link.COMMA, r",|\b(?:but|however|although|though)\b"),
    (Link.AND, r"&|\b(?:and|plus|also|as well as|in a (?:patient|pt) with)\b"),
    (Link.WITH, r"\b(?:with|associated with|complicated by|complicating)\b|w/"),
    (Link.WITH, r"\bin(?! situ| remission| relapse| utero| vitro| stent)\b"),
)
_LINK: Final = re.compile("|".join(f"(?P<{link.name}{n}>{pattern})" for n, (link, pattern) in enumerate(_LINKS)), re.I)
_PARTING: Final = frozenset({WordRole.DENIED, WordRole.UNCERTAIN, WordRole.HISTORY, WordRole.FAMILY_HISTORY})
"""Roles that hold over a segment; where their cue stands in the midst of words, it begins one."""
_ON: Final = {
    WordRole.DENIED: frozenset({Link.DUE}),
    WordRole.UNCERTAIN: frozenset({Link.DUE, Link.AND}),
}
"""Joints over which a role holds on."""


class BadStatement(ValueError):
    """A statement that cannot be read; its message is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Words between two joints: what joins them to the words before, where they stand, the roles that hold over them.

    `spent` are the stems of words that play a role and name nothing.
    """

    link: Link
    words: tuple[str, ...]
    start: int
    end: int
    roles: frozenset[WordRole] = frozenset()
    spent: frozenset[str] = frozenset()

    @property
    def denied(self) -> bool:
        return WordRole.DENIED in self.roles

    @property
    def uncertain(self) -> bool:
        return WordRole.UNCERTAIN in self.roles

    @property
    def stems(self) -> frozenset[str]:
        mark = DENIED if self.denied else ""
        return frozenset(mark + stem(word) for word in self.words if word not in STOP and stem(word) not in self.spent)


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said: the text, its words as they stand in it, folded, in order, and the segments of one reading.

    `glosses` are the words of ours that the reading put in the place of the statement's; `marks` the words that play a
    role, and `free` the stems of those among them that need no place in the Index.
    """

    text: str
    words: tuple[str, ...]
    segments: tuple[Segment, ...]
    glosses: tuple[Gloss, ...] = ()
    marks: tuple[Marked, ...] = ()
    free: frozenset[str] = frozenset()

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
    marks = find_marks(reading.text)
    segments = tuple(
        replace(segment, start=start, end=end)
        for segment in islice(_segments(reading.text, marks), MOST_SEGMENTS)
        for start, end in [reading.place(segment.start, segment.end)]
    )
    marked = {reading.place(mark.start, mark.end): mark.role for mark in marks}
    free = (stems(reading.text[mark.start : mark.end]) for mark in marks if mark.role in FREE)
    return Statement(
        text,
        words(text),
        segments,
        reading.glosses,
        tuple(Marked(text[start:end], role) for (start, end), role in marked.items()),
        frozenset(chain.from_iterable(free)),
    )


def _segments(text: str, marks: Sequence[Mark]) -> Iterator[Segment]:
    """The segments in their order. A joint within a cue (`admitted with`) is none; a role may hold on over a joint."""
    link, start = Link.STOP, 0
    held = frozenset[WordRole]()
    joints = (j for j in _LINK.finditer(text) if not any(m.start <= j.start() < m.end for m in marks))
    for joint in (*joints, None):
        end = joint.start() if joint else len(text)
        here = tuple(mark for mark in marks if start <= mark.start < end)
        found = tuple(_parted(link, text, start, end, here, frozenset(r for r in held if link in _ON.get(r, ()))))
        yield from found
        if found:
            held = found[-1].roles
        if joint:
            joined = _LINKS[(joint.lastindex or 1) - 1][0]
            link = joined if found or joined is Link.STOP else max(link, joined, key=_strength)
            start = joint.end()


def _strength(link: Link) -> int:
    """Of two links in a row (`, due to`), the one that says more."""
    return (Link.COMMA, Link.AND, Link.STOP, Link.WITH, Link.DUE).index(link)


def _parted(
    link: Link, text: str, start: int, end: int, marks: Sequence[Mark], held: frozenset[WordRole]
) -> Iterator[Segment]:
    """What stands between two joints: a segment, or more where a denial or the like begins in the middle of it."""
    begins = [
        m for m in marks if m.role in _PARTING and m.cue.behind and (words(text[m.end : end]) or not m.cue.before)
    ]
    cuts = [mark.start for mark in begins if meaningful(words(text[start : mark.start]))]
    for begin, stop in pairwise((start, *cuts, end)):
        here = [mark for mark in marks if begin <= mark.start < stop]
        denial = next((mark for mark in here if mark.role is WordRole.DENIED and mark.start == begin), None)
        said = words(text[denial.end if denial else begin : stop])
        spent = frozenset(stem(w) for m in here if m.role in SPENT for w in words(text[m.start : m.end]))
        segment = Segment(link, said, begin, stop, held.union(filter(None, map(_held_by, here))), spent)
        if segment.stems:
            yield segment
            link = Link.COMMA


def _held_by(mark: Mark) -> WordRole | None:
    """The role that a cue gives to the words about it."""
    return mark.role if mark.role in _PARTING and (mark.cue.before or mark.cue.behind) else None
