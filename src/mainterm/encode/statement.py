"""A statement: its words, its segments, what of ours was read for them, and the words that play a role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Final

from mainterm.encode.course import NONE, Course, read_course
from mainterm.encode.gloss import Gloss
from mainterm.encode.marks import FREE, find_marks
from mainterm.encode.measured import measured, said_in_passing
from mainterm.encode.reading import Reading
from mainterm.encode.segments import Segment, segments_of
from mainterm.model.answer import Marked
from mainterm.model.terms import DENIED
from mainterm.model.words import stem, stems, telling, words

LONGEST: Final = 2000
"""Characters that one statement may have."""
STRAY: Final = " .,;:!"
"""What says nothing at the end of a statement."""
MOST_SEGMENTS: Final = 24
"""Segments that one statement may have; what is behind them is not read."""


class BadStatement(ValueError):
    """A statement that cannot be read; its message is one line that says what to do."""


@dataclass(frozen=True)
class Statement:
    """What was said: the text, its words as they stand in it, folded, in order, and the segments of one reading.

    `glosses` are the words of ours that the reading put in the place of the statement's; `marks` the words that play a
    role, and `free` the stems of those among them that need no place in the Index; `read` are all its words
    as the reading has them, `course` what is told of a pregnancy, `quantities` what the books say for each.
    """

    text: str
    words: tuple[str, ...]
    segments: tuple[Segment, ...]
    glosses: tuple[Gloss, ...] = ()
    marks: tuple[Marked, ...] = ()
    free: frozenset[str] = frozenset()
    read: tuple[str, ...] = ()
    course: Course = NONE
    quantities: tuple[Gloss, ...] = ()

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems that carry meaning, of what is not denied."""
        return frozenset[str]().union(*(s.stems | s.held for s in self.segments if not s.denied))

    @property
    def every_stem(self) -> frozenset[str]:
        """The stems of all its words, those denied as such: also of words that play a role, or join segments."""
        said = frozenset[str]().union(*(segment.stems for segment in self.segments))
        return said.union(each for each in stems(self.text) if DENIED + each not in said)

    def span(self, span: tuple[int, int], stems: frozenset[str]) -> tuple[int, int]:
        """`span`, stretched to the denied segments in which some of these stems stand."""
        denied = [segment for segment in self.segments if segment.denied and segment.stems & stems]
        return min([span[0], *(s.start for s in denied)]), max([span[1], *(s.end for s in denied)])

    def spelt(self, stems: Iterable[str]) -> tuple[str, ...]:
        """The statement's own words for these stems, in their order."""
        wanted = frozenset(stems)
        if not wanted:
            return ()
        meant = affirmed(wanted)
        wanted = wanted.union(*(gloss.said for gloss in self.glosses if gloss.means & meant))
        return tuple(word for word, stems in self._telling if not wanted.isdisjoint(stems))

    @cached_property
    def _telling(self) -> tuple[tuple[str, tuple[str, str]], ...]:
        """Its words that carry meaning, in their order, each with its stem, affirmed and denied."""
        return tuple((word, (stem(word), DENIED + stem(word))) for word in telling(self.words))


def affirmed(stems: frozenset[str]) -> frozenset[str]:
    """The stems, those that are denied without the mark: *no LOC* is read as no loss of consciousness."""
    return frozenset(stem.removeprefix(DENIED) for stem in stems)


def checked(text: str) -> str:
    """The text with single blanks, and nothing STRAY at its end.

    Raises BadStatement if there is no word in it, or more than LONGEST characters.
    """
    if len(text) > LONGEST:
        raise BadStatement(
            f"the statement has {len(text):,} characters, more than {LONGEST:,}; give one diagnosis at a time"
        )
    text = " ".join(text.split())
    if not any(character.isalpha() for word in words(text) for character in word):
        raise BadStatement(f'no word in the statement "{text[:40]}"; give a diagnosis in English')
    return text.rstrip(STRAY)


def read_statement(text: str, reading: Reading) -> Statement:
    """The statement `text` as `reading` has it; what its segments' places name is the text as it was written."""
    marks = find_marks(reading.text)
    segments = tuple(
        segment if (start, end) == (segment.start, segment.end) else replace(segment, start=start, end=end)
        for segment in islice(segments_of(reading.text, marks), MOST_SEGMENTS)
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
        said_in_passing(reading.text).union(*free),
        words(reading.text),
        read_course(reading.text, marks).placed(reading.place),
        measured(reading.text),
    )
