"""The wordings of an old injury: what says that it is old, its nature, and where it was, in the words of the Index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from mainterm.encode.lexicon.lines import Place, entries
from mainterm.encode.lexicon.tables import MEANINGS
from mainterm.model.words import STOP, stem

LATE_EFFECT: Final = "late effect"


@dataclass(frozen=True, slots=True)
class Worded:
    """Stems of a statement, and how the page *Late, effect(s) (of)* may word them."""

    said: frozenset[str]
    meanings: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class OldInjuries:
    """What the lexicon has of old injuries: what says that one is old, natures of injuries, and regions of the body."""

    cues: tuple[Worded, ...]
    natures: tuple[Worded, ...]
    regions: tuple[Worded, ...]


@cache
def load_old_injuries() -> OldInjuries:
    """The wordings of late.txt and regions.txt, those with more words first."""
    late, regions = (tuple(sorted(_read(file), key=lambda one: -len(one.said))) for file in ("late.txt", "regions.txt"))
    cues = tuple(one for one in late if one.meanings == (LATE_EFFECT,))
    return OldInjuries(cues, tuple(one for one in late if one not in cues), regions)


def _read(file: str) -> Iterator[Worded]:
    for said, meant, _, line in entries(file):
        stems = frozenset(stem(word) for word in said.split() if word not in STOP)
        yield Worded(stems, tuple(meant.split(MEANINGS)), Place(file, line))
