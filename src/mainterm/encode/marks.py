"""The words of a statement that play a role: found by the cues of the lexicon, longest first, where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from mainterm.encode.lexicon.cues import Cue, cue_stem, cues_between, number_of
from mainterm.model.answer import WordRole
from mainterm.model.words import fold

_SIDES: Final = frozenset("lr")
"""Letters that are a side only within a phrase, and begin none."""

TOKEN: Final = re.compile(r"\?|\d{1,3}(?=(?:yo[mf]?|[mf])\b)|[^\W_]+(?:[.'’][^\W_]+)*%?", re.I)
"""A word, a number or a question mark; of *66F* and *45yo* the number is a word by itself."""

SPENT: Final = frozenset({WordRole.DENIED, WordRole.UNCERTAIN, WordRole.SETTING, WordRole.TELLING, WordRole.PLANNED})
"""Roles whose words name nothing that the Index has: they are not walked on."""

FREE: Final = SPENT | {WordRole.REASON, WordRole.LATERALITY, WordRole.TIME, WordRole.GESTATION, WordRole.AGE}
"""Roles whose words need no place in the Index; of the others a word not placed is a word left over."""


class Mark(NamedTuple):
    """A cue where it stands: `text[start:end]`."""

    start: int
    end: int
    cue: Cue

    @property
    def role(self) -> WordRole:
        return self.cue.role


@lru_cache(maxsize=64)
def find_marks(text: str) -> tuple[Mark, ...]:
    """The cues of a text in their order, none within another."""
    return tuple(_marks([(fold(t[0]), *t.span()) for t in TOKEN.finditer(text) if not _in_compound(text, *t.span())]))


def _in_compound(text: str, start: int, end: int) -> bool:
    """Whether a word stands between two others in a compound, and plays no role of its own: *graft-versus-host*."""
    return text[start - 1 : start] == "-" and text[end : end + 1] == "-" and text[start:end].isalpha()


def _marks(tokens: Sequence[tuple[str, int, int]]) -> Iterator[Mark]:
    said = [cue_stem(word) for word, _, _ in tokens]
    numbers = [number_of(word) for word, _, _ in tokens]
    at = 0
    while at < len(tokens):
        following = said[at + 1] if at + 1 < len(said) else " "
        beginning = cues_between(said[at], following) if tokens[at][0] not in _SIDES else ()
        near = (cue for cue in beginning if tuple(said[at : at + len(cue.stems)]) == cue.stems)
        there = (cue for cue in near if all(map(cue.has, numbers[at : at + len(cue.stems)])))
        cue = next(there, None)
        if cue is None:
            at += 1
            continue
        last = at + len(cue.stems) - 1
        yield Mark(tokens[at][1], tokens[last][2], cue)
        at = last + 1
