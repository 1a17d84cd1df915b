"""The wordings of an old injury: what says that it is old, its nature, and where it was, in the words of the Index."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from mainterm.encode.lexicon.told import Worded, worded

LATE_EFFECT: Final = "late effect"


class OldInjuries(NamedTuple):
    """What the lexicon has of old injuries: what says that one is old, natures of injuries, and regions of the body."""

    cues: tuple[Worded, ...]
    natures: tuple[Worded, ...]
    regions: tuple[Worded, ...]


@cache
def load_old_injuries() -> OldInjuries:
    """The wordings of late.txt and regions.txt, those with more words first."""
    late = worded("late.txt")
    cues = tuple(one for one in late if one.meanings == (LATE_EFFECT,))
    return OldInjuries(cues, tuple(one for one in late if one not in cues), worded("regions.txt"))
