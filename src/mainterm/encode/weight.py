"""What a word counts: most could change the code, some only say how severe or where, some are about the telling."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mainterm.model.terms import DENIED, RELATION
from mainterm.model.words import stem

DEGREE: Final = frozenset(
    "acute subacute chronic severe moderate mild slight marked minor major intermittent persistent recurrent recurring "
    "constant early late stable unstable progressive bilateral unilateral left right l r both side sided bilaterally "
    "new old current currently present active recent longstanding".split()
)
"""Severity, acuity and side: where the book does not use such a word at that place, it does not lower the grade."""

FILLER: Final = frozenset(
    "patient pt year yr day week month ago this that has have had he she his her it its who which are been being now "
    "diagnosis diagnosed dx condition noted seen presents presenting found admitted admission visit here documented "
    "male female man woman old aged age status i treated underwent undergoing performed".split()
)
"""Words about the telling, not about the condition."""


BESIDES: Final = frozenset({"mellitus"})
"""What a diabetes may be called besides: no line is the fuller for it, nor is it left over."""

_MEASURES: Final = frozenset("x day week month year yr hour minute old yo".split())
_ROMAN: Final = frozenset("ii iii".split())
"""Numbers of a stage or a type; *i* and *iv* are letters of other things, too."""
_LONG: Final = 3
"""Digits of a number that may be a year or a quantity, and no stage or type."""

_MEANINGLESS: Final = DEGREE | FILLER | RELATION | BESIDES


def weigh(stems: frozenset[str]) -> int:
    """What placed words count: a word of degree half, *mellitus* nothing."""
    return 2 * len(stems) - len(stems & DEGREE) - 2 * len(stems & BESIDES)


def meaningless(word: str) -> bool:
    """Whether a word, whatever the Index has, could not change the code."""
    return not meaningful_stems((stem(word),))


def meaningful(words_left: Iterable[str]) -> tuple[str, ...]:
    """Of the words that found no place, those that could change the code: a small number too, of which no word says of
    what it is (*CKD 3*, but not *2 years old*)."""
    left = tuple(words_left)
    measured = not _MEASURES.isdisjoint((*left, *map(stem, left)))
    return tuple(w for w in left if not meaningless(w) or (not measured and _may_be_stage(w)))


def _may_be_stage(word: str) -> bool:
    return word in _ROMAN or (word.isdigit() and len(word) < _LONG)


def meaningful_stems(stems: Iterable[str]) -> frozenset[str]:
    """Of these stems, those that could change the code: not of degree, not about the telling, no bare number."""
    return frozenset(s for s in frozenset(stems) - _MEANINGLESS if not s.isdigit() and not s.startswith(DENIED))
