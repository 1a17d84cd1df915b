"""The cues of the lexicon: phrases that play a role in a statement, by the stem of their first word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final

from mainterm.encode.lexicon.lines import Place, entries
from mainterm.model.answer import WordRole
from mainterm.model.words import stem

NUMBER: Final = "#"
_NUMBERS: Final = frozenset(
    "one two three four five six seven eight nine ten eleven twelve several few many couple".split()
)
_DOTS: Final = "..."
_SEPARATOR: Final = " | "
READ_AS: Final = " = "


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that plays a role: the stems of its words, and whether it holds over what goes before or follows.

    `reading` are the words that the Index has for it, "" where it has these or none.
    """

    role: WordRole
    stems: tuple[str, ...]
    before: bool
    behind: bool
    place: Place
    reading: str = ""


@cache
def load_cues() -> Mapping[str, tuple[Cue, ...]]:
    """The cues by the stem of their first word, the longer ones first."""
    found: dict[str, list[Cue]] = {}
    for left, phrases, file, line in entries("cues.txt"):
        role, _, reading = left.partition(READ_AS)
        for phrase in phrases.split(_SEPARATOR):
            before, behind = phrase.startswith(_DOTS), phrase.endswith(_DOTS)
            for stems in product(*map(_choices, phrase.replace(_DOTS, "").split())):
                cue = Cue(WordRole(role), stems, before, behind, Place(file, line), reading)
                found.setdefault(stems[0], []).append(cue)
    return {first: tuple(sorted(cues, key=lambda cue: -len(cue.stems))) for first, cues in found.items()}


def cue_stem(word: str) -> str:
    """What a word of a statement is compared as: its stem, `#` where it is a number."""
    return NUMBER if word.isdigit() or word in _NUMBERS else stem(word)


def _choices(word: str) -> tuple[str, ...]:
    """The stems of a place in a phrase: `#/several`, a number or that word."""
    return tuple(one if one == NUMBER else cue_stem(one) for one in word.split("/"))
