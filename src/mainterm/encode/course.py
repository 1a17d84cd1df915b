"""The course of a pregnancy: delivered, not yet, or before this episode, as the words of a statement tell.

It decides the fifth digits of 640-676 (*to denote the current episode of care*), and that the conditions of such a
patient are looked for among those that complicate pregnancy (I.C.11.a.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from mainterm.encode.gloss import Gloss
from mainterm.encode.lexicon.cues import NUMBER, cue_stem
from mainterm.encode.lexicon.lines import Place, entries
from mainterm.encode.lexicon.tables import MEANINGS
from mainterm.encode.marks import TOKEN, Mark
from mainterm.model.answer import WordRole
from mainterm.model.code import within
from mainterm.model.words import fold, stem

ANTEPARTUM, DELIVERED, POSTPARTUM = "antepartum", "delivered", "postpartum"
PAST, NEWBORN = "past", "newborn"
EPISODES: Final = frozenset({ANTEPARTUM, DELIVERED, POSTPARTUM})
"""The words of the fifth digits."""

_BY_EPISODE: Final = "640-676"
"""What the box of fifth digits is for."""

_WEEKS: Final = ("week",)
_FIRST, _SURELY, _LAST = 4, 13, 44
"""Bare *weeks* from the first to the last of these are of gestation where a code of pregnancy asks; from the second on,
they say by themselves that the patient is pregnant: other times so long are told in months."""


class Told(NamedTuple):
    """Words that tell where a pregnancy stands: their place in the text, their stems, and what they are read as."""

    start: int
    end: int
    said: frozenset[str]
    episode: str
    glosses: tuple[Gloss, ...]


class Course(NamedTuple):
    """What a statement tells of the course of a pregnancy; nothing of it where the patient is the child."""

    told: tuple[Told, ...] = ()

    @property
    def said(self) -> frozenset[str]:
        return frozenset[str]().union(*(one.said for one in self.told))

    @property
    def glosses(self) -> tuple[Gloss, ...]:
        return tuple(gloss for one in self.told for gloss in one.glosses)

    @property
    def open(self) -> frozenset[str]:
        """The stems that may be walked on for any condition of the statement."""
        return self.said.union(*(gloss.means for gloss in self.glosses))

    def episodes(self, own: frozenset[str]) -> tuple[frozenset[str], ...]:
        """The words of the fifth digit for a condition of these stems, what is most to the point first."""
        told = {one.episode for one in self.told}
        of_own = {one.episode for one in self.told if one.said <= own}
        delivered, after = frozenset({DELIVERED}), frozenset({POSTPARTUM})
        if DELIVERED in told:
            both = delivered | after
            return (both, delivered) if POSTPARTUM in of_own else (delivered, both)
        if POSTPARTUM in told:
            return (after,)
        return (frozenset({ANTEPARTUM}),) if ANTEPARTUM in told else ()

    def placed(self, place: Callable[[int, int], tuple[int, int]]) -> Course:
        """The same, each place as `place` has it in another text."""
        places = (place(one.start, one.end) for one in self.told)
        return Course(tuple(one._replace(start=at[0], end=at[1]) for one, at in zip(self.told, places, strict=True)))

    def spans(self, used: frozenset[str]) -> tuple[tuple[int, int], ...]:
        """Where the words stand of which these stems are."""
        return tuple((one.start, one.end) for one in self.told if one.said & used)


NONE: Final = Course()


def is_coded_by_episode(code: str) -> bool:
    """Whether a fifth digit for the episode of care belongs to the code."""
    return within(code, _BY_EPISODE)


def read_course(text: str, marks: Sequence[Mark]) -> Course:
    """The course that the words of a text tell; `marks` are those of its words that play a role."""
    found = tuple(_told(text, {mark.end for mark in marks if mark.role is WordRole.GESTATION}))
    if any(one.episode == NEWBORN for one in found):
        return NONE
    return Course(tuple(one for one in found if one.episode != PAST))


def _told(text: str, weeks: set[int]) -> Iterator[Told]:
    """The longest wording at each place; `weeks` are the ends of words marked as telling the weeks of gestation."""
    tokens = list(TOKEN.finditer(text))
    stems = tuple(cue_stem(fold(token[0])) for token in tokens)
    wordings = _wordings()
    at = 0
    while at < len(tokens):
        there = (one for one in wordings.get(stems[at], ()) if stems[at : at + len(one.stems)] == one.stems)
        found = next(there, None)
        if found is None:
            at += 1
            continue
        first, last = tokens[at], tokens[at + len(found.stems) - 1]
        meanings = found.meanings
        if found.stems == _WEEKS:
            meanings = _of_weeks(meanings, tokens[at - 1][0] if at and first.end() in weeks else "")
        if meanings:
            yield _read(found, meanings, first.start(), last.end())
        at += len(found.stems)


def _of_weeks(meanings: tuple[str, ...], number: str) -> tuple[str, ...]:
    """What so many weeks mean, nothing else being said of them."""
    if not number.isdigit() or not _FIRST <= int(number) <= _LAST:
        return ()
    return meanings if int(number) >= _SURELY else meanings[:1]


class _Wording(NamedTuple):
    """A line of the lexicon: the stems of a wording, a number as NUMBER, and what it means, the episode first."""

    stems: tuple[str, ...]
    meanings: tuple[str, ...]
    place: Place


def _read(wording: _Wording, meanings: Sequence[str], start: int, end: int) -> Told:
    said = frozenset(wording.stems) - {NUMBER}
    glosses = (Gloss(said, frozenset({stem(put)}), put, wording.place) for put in meanings)
    return Told(start, end, said, meanings[0], tuple(gloss for gloss in glosses if not gloss.means <= said))


@cache
def words_of_courses() -> frozenset[str]:
    """Stems that are no misspelt words of the Index: they tell the course of a pregnancy."""
    return frozenset(stem for those in _wordings().values() for wording in those for stem in wording.stems)


@cache
def _wordings() -> Mapping[str, tuple[_Wording, ...]]:
    """The wordings by the stem of their first word, the longer ones first."""
    found: dict[str, list[_Wording]] = {}
    for wording, meanings, file, line in entries("course.txt"):
        stems = tuple(word if word == NUMBER else cue_stem(word) for word in wording.split())
        found.setdefault(stems[0], []).append(_Wording(stems, tuple(meanings.split(MEANINGS)), Place(file, line)))
    return {first: tuple(sorted(ones, key=lambda one: -len(one.stems))) for first, ones in found.items()}
