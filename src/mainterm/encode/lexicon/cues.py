"""The cues of the lexicon: phrases that play a role in a statement, by the stem of their first word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
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
_FOLLOW_UP: Final = "follow up"
_FOLLOWED: Final = "f u"
_RANGE: Final = re.compile(r"#(\d+)-(\d+)")
_SHORT: Final = {"w": "with", "l": "left", "r": "right"}
"""Single letters that charts write within a phrase: *sister w/ breast cancer*, *s/p L TKR*."""
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


def cues_from(first: str) -> tuple[Cue, ...]:
    """The cues whose first word has this stem, the longer ones first."""
    return _spelt_out_from(first) if first in beginnings() else ()


def cues_between(first: str, second: str) -> tuple[Cue, ...]:
    """Of the cues from a stem those that go on with this one, the longer ones first, and those of that stem alone."""
    if first not in beginnings():
        return ()
    by_second = _by_second(first)
    return (*by_second.get(second, ()), *by_second.get("", ()))


@cache
def _by_second(first: str) -> Mapping[str, list[Cue]]:
    """The cues from a stem by the one behind it, "" where there is none: hundreds begin with a number."""
    found = defaultdict(list)
    for cue in _spelt_out_from(first):
        found[cue.stems[1] if len(cue.stems) > 1 else ""].append(cue)
    return dict(found)


@cache
def beginnings() -> Mapping[str, tuple[_Phrase, ...]]:
    """The phrases by the stems with which a wording of theirs may begin: most are never met, and not spelt out."""
    found: dict[str, dict[_Phrase, None]] = {}
    for left, phrases, file, line in entries("cues.txt"):
        for text in phrases.split(_SEPARATOR):
            phrase = _Phrase(text, left, Place(file, line))
            for first in _first_stems(text):
                found.setdefault(first, {})[phrase] = None
    return {first: tuple(phrases) for first, phrases in found.items()}


class _Phrase(NamedTuple):
    """A phrase as it stands in a line of the lexicon, and what stands before it there: its role, and its reading."""

    text: str
    left: str
    place: Place


@cache
def _spelt_out_from(first: str) -> tuple[Cue, ...]:
    cues = (cue for phrase in beginnings()[first] for cue in _cues(phrase, first))
    return tuple(sorted(cues, key=lambda cue: -len(cue.stems)))


def _cues(phrase: _Phrase, first: str) -> Iterator[Cue]:
    """The wordings of a phrase that begin with this stem."""
    name, _, reading = phrase.left.partition(READ_AS)
    before, behind = phrase.text.startswith(_DOTS), phrase.text.endswith(_DOTS)
    spread = _RANGE.search(phrase.text)
    least, below = (float(spread[1]), float(spread[2]) + 1) if spread else (0, float("inf"))
    role = WordRole(name)
    for chosen in _spelt_out(_bare(phrase.text)):
        stems = tuple(filter(None, chosen))
        if stems[0] == first:
            yield Cue(role, stems, before, behind, phrase.place, reading, least, below)


def _bare(text: str) -> str:
    """The words of a phrase, without its dots; # for a number of a range."""
    return _RANGE.sub(NUMBER, text).replace(_DOTS, "")


def _first_stems(text: str) -> Iterator[str]:
    """The stems that a wording of a phrase may begin with: of a first word that may be wanting, the next one's too."""
    for told in _told(_bare(text)):
        for word in told.split():
            choices = _choices(word)
            yield from filter(None, choices)
            if "" not in choices:
                break


@lru_cache(maxsize=16_384)
def cue_stem(word: str) -> str:
    """What a word of a statement is compared as: its stem, `#` where it is a number."""
    return NUMBER if number_of(word) >= 0 or word in _QUANTITIES else stem(_SHORT.get(word, word))


@lru_cache(maxsize=16_384)
def number_of(word: str) -> float:
    """The number that a word is, -1 where it is none."""
    if word.replace(".", "", 1).isdigit():
        return float(word)
    return _NUMBERS.get(word, -1)


def _spelt_out(phrase: str) -> Iterator[tuple[str, ...]]:
    """The stems of each wording that a phrase stands for."""
    for wording in _told(phrase):
        yield from product(*map(_choices, wording.split()))


def _told(phrase: str) -> list[str]:
    """The phrase; of one for what has been done, each way to say so; a follow-up is *f/u*, too."""
    told = [f"{past} {phrase.removeprefix(_DONE)}" for past in _PAST] if phrase.startswith(_DONE) else [phrase]
    return [*told, *(each.replace(_FOLLOW_UP, _FOLLOWED) for each in told if _FOLLOW_UP in each)]


def _choices(word: str) -> tuple[str, ...]:
    """The stems of a place in a phrase: `#/several`, a number or that word; `total/`, that word or none."""
    return tuple(one if one == NUMBER else cue_stem(one) for one in word.split("/"))
