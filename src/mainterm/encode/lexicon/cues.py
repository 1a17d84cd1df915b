"""The cues of the lexicon: phrases that play a role in a statement, by the stem of their first word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
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


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that plays a role: the stems of its words, and whether it holds over what goes before or follows."""

    role: WordRole
    stems: tuple[str, ...]
    before: bool
    behind: bool
    place: Place


@cache
def load_cues() -> Mapping[str, tuple[Cue, ...]]:
    """The cues by the stem of their first word, the longer ones first."""
    found: dict[str, list[Cue]] = {}
    for role, phrases, file, line in entries("cues.txt"):
        for phrase in phrases.split(_SEPARATOR):
            cue = _cue(WordRole(role), phrase, Place(file, line))
            found.setdefault(cue.stems[0], []).append(cue)
    return {first: tuple(sorted(cues, key=lambda cue: -len(cue.stems))) for first, cues in found.items()}


def cue_stem(word: str) -> str:
    """What a word of a statement is compared as: its stem, `#` where it is a number."""
    return NUMBER if word.isdigit() or word in _NUMBERS else stem(word)


def _cue(role: WordRole, phrase: str, place: Place) -> Cue:
    said = [word for word in phrase.replace("/", " ").split() if word != _DOTS]
    stems = tuple(word if word == NUMBER else cue_stem(word) for word in said)
    return Cue(role, stems, phrase.startswith(_DOTS), phrase.endswith(_DOTS), place)
