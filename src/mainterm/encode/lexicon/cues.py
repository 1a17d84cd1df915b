"""The cues of the lexicon: phrases that play a role in a statement, by the stem of their first word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from typing import Final, NamedTuple

from mainterm.encode.lexicon.lines import Place, entries
from mainterm.model.answer import WordRole
from mainterm.model.words import stem

NUMBER: Final = "#"
_NUMBERS: Final = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)
}
_QUANTITIES: Final = frozenset({"several", "few", "many", "couple"})
_DOTS: Final = "..."
_SEPARATOR: Final = " | "
_DONE: Final = "~ "
_PAST: Final = ("status post", "s p", "history of", "past history of", "h o", "hx of", "prior", "previous")
"""How it is said of an operation that it has been done, which `~` stands for."""
_RANGE: Final = re.compile(r"#(\d+)-(\d+)")
READ_AS: Final = " = "


class Cue(NamedTuple):
    """A phrase that plays a role: the stems of its words, and whether it holds over what goes before or follows.

    `reading` are the words that the Index has for it, "" where it has these or none; its numbers are from `least` on,
    and less than `below`.
    """

    role: WordRole
    stems: tuple[str, ...]
    before: bool
    behind: bool
    place: Place
    reading: str = ""
    least: float = 0
    below: float = float("inf")

    def has(self, number: float) -> bool:
        """Whether its number may be this one; one that is only said to be some may be any."""
        return number < 0 or self.least <= number < self.below


@cache
def load_cues() -> Mapping[str, tuple[Cue, ...]]:
    """The cues by the stem of their first word, the longer ones first."""
    found: dict[str, list[Cue]] = {}
    for left, phrases, file, line in entries("cues.txt"):
        name, _, reading = left.partition(READ_AS)
        role, place = WordRole(name), Place(file, line)
        for phrase in phrases.split(_SEPARATOR):
            before, behind = phrase.startswith(_DOTS), phrase.endswith(_DOTS)
            spread = _RANGE.search(phrase)
            least, below = (float(spread[1]), float(spread[2]) + 1) if spread else (0, float("inf"))
            bare = _RANGE.sub(NUMBER, phrase).replace(_DOTS, "")
            for chosen in _spelt_out(bare):
                stems = tuple(filter(None, chosen))
                cue = Cue(role, stems, before, behind, place, reading, least, below)
                found.setdefault(stems[0], []).append(cue)
    return {first: tuple(sorted(cues, key=lambda cue: -len(cue.stems))) for first, cues in found.items()}


def cue_stem(word: str) -> str:
    """What a word of a statement is compared as: its stem, `#` where it is a number."""
    return NUMBER if number_of(word) >= 0 or word in _QUANTITIES else stem(word)


def number_of(word: str) -> float:
    """The number that a word is, -1 where it is none."""
    if word.replace(".", "", 1).isdigit():
        return float(word)
    return _NUMBERS.get(word, -1)


def _spelt_out(phrase: str) -> Iterator[tuple[str, ...]]:
    """The stems of each wording that a phrase stands for."""
    told = [f"{past} {phrase.removeprefix(_DONE)}" for past in _PAST] if phrase.startswith(_DONE) else [phrase]
    for wording in told:
        yield from product(*map(_choices, wording.split()))


def _choices(word: str) -> tuple[str, ...]:
    """The stems of a place in a phrase: `#/several`, a number or that word; `total/`, that word or none."""
    return tuple(one if one == NUMBER else cue_stem(one) for one in word.split("/"))
