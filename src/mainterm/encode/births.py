"""The record of a birth: that the child was born in this stay, where, how, and of how many (V30-V39, I.C.15.b)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final, NamedTuple

from mainterm.encode.gloss import Gloss
from mainterm.encode.landing import Finding
from mainterm.encode.lexicon.lines import Place, entries
from mainterm.encode.lexicon.tables import MEANINGS
from mainterm.encode.likes import Likes
from mainterm.encode.outline import Outline
from mainterm.encode.segments import Segment
from mainterm.encode.settle import settle
from mainterm.encode.statement import Statement
from mainterm.encode.walk import rank, ways
from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.index import Index
from mainterm.model.words import STOP, stem, stems, words

_CHILD: Final = "newborn"
_SINGLE: Final = "single"
_NOTHING: Final = "-"
_OPEN: Final = frozenset({"unspecified"})
_SEVERAL: Final = frozenset("twin multiple mate mates".split())
_NEWBORN: Final = frozenset("newborn neonate infant".split())
_OF_CHILDREN: Final = frozenset({_CHILD, "twin", "multiple"})
_BIRTHS: Final = "V30-V39"
_NO_BIRTH: Final = frozenset("transferred transfer pregnant pregnancy mother undelivered readmitted gave".split())
"""Words by which the statement is of the mother, or of a child born before."""
_OF_DIABETIC: Final = "infant syndrome of diabetic mother"
"""A disease of the child that names its mother."""
_OF_MOTHER: Final = ("delivered",)
"""How what is told of the mother begins: *delivered viable male infant*."""
_ARTICLES: Final = frozenset("a an the his her their also".split())
_WEIGHT: Final = frozenset("birth birthweight bw weight weighed weighing".split())
"""How an amount is told to be the child's weight: *birth weight 2300 grams*; the grams alone choose a digit."""
_QUIET: Final = frozenset("born deliver delivered delivery also other healthy well normal single term".split())


class Birth(NamedTuple):
    """The code of the birth, the segments without the words that tell of it, and the stems that need no place.

    `glosses` are the words of ours by which these segments are of a newborn: *boy* is read so.
    """

    finding: Finding
    rest: tuple[Segment, ...]
    free: frozenset[str]
    glosses: tuple[Gloss, ...] = ()


class _Wording(NamedTuple):
    stems: tuple[str, ...]
    puts: tuple[str, ...]
    place: Place

    @property
    def said(self) -> frozenset[str]:
        return frozenset(self.stems) - STOP


def birth_told(book: Book, outline: Outline, statement: Statement) -> Birth | None:
    """The birth of the patient that the statement tells; None where it tells of none, or is the mother's."""
    of_another = " ".join(statement.read).replace(_OF_DIABETIC, "").split()
    if _NO_BIRTH.intersection(of_another) or statement.read[:1] == _OF_MOTHER:
        return None
    told = tuple(_told(statement))
    if not _is_of_child(told):
        return None
    found = _found(book, outline, statement, Likes(tuple(_glosses(statement, told))))
    if found is None:
        return None
    gone = frozenset[str]().union(*(one.said for one in told if one.puts[0] not in _OF_CHILDREN))
    quiet = gone | _QUIET | _WEIGHT | frozenset[str]().union(*(one.said for one in told))
    named = [one for one in told if _CHILD in one.puts]
    child = tuple(word for word in statement.read if word in _NEWBORN)[:1]
    if child or not named:
        return Birth(found, tuple(_rest(statement, child, gone, quiet)), quiet)
    gloss = Gloss(named[0].said, frozenset({_CHILD}), _CHILD, named[0].place)
    return Birth(found, tuple(_rest(statement, (_CHILD,), gone, quiet)), quiet, (gloss,))


def _is_of_child(told: Sequence[_Wording]) -> bool:
    """Whether a birth is told, and the child is the patient: it is *born*, or is named first and delivered then.

    *Vaginal delivery of a liveborn infant* is told of the mother.
    """
    births = [n for n, one in enumerate(told) if any(put.startswith("born ") for put in one.puts)]
    children = [n for n, one in enumerate(told) if one.puts[0] == _CHILD]
    if births and any("born" in told[n].stems for n in births):
        return any(one.puts[0] in _OF_CHILDREN for one in told)
    named = [n for n in children if told[n].stems != ("liveborn",)]
    return bool(births and named and named[0] < births[0])


def _told(statement: Statement) -> Iterator[_Wording]:
    """The wordings of the statement in their order, the longest at each place."""
    tokens = [stem(word) for word in statement.read if word not in _ARTICLES]
    at = 0
    while at < len(tokens):
        there = (one for one in _wordings().get(tokens[at], ()) if tuple(tokens[at : at + len(one.stems)]) == one.stems)
        found = next(there, None)
        if found is not None:
            yield found
        at += len(found.stems) if found else 1


def _glosses(statement: Statement, told: Sequence[_Wording]) -> Iterator[Gloss]:
    """What is told, in the words of the Index; a child of whom no other is told is a single one."""
    called = (put.split()[0] for one in told for put in one.puts)
    several = not _SEVERAL.isdisjoint((*called, *statement.read))
    for one in told:
        for put in one.puts:
            if put != _NOTHING and not (several and put == _SINGLE):
                yield Gloss(one.said, frozenset(stems(put)), put, one.place)


@cache
def _wordings() -> Mapping[str, tuple[_Wording, ...]]:
    """The wordings of the lexicon by the stem of their first word, the longer ones first."""
    found: dict[str, list[_Wording]] = {}
    for wording, puts, file, line in entries("births.txt"):
        one = _Wording(tuple(map(stem, wording.split())), tuple(puts.split(MEANINGS)), Place(file, line))
        found.setdefault(one.stems[0], []).append(one)
    return {first: tuple(sorted(ones, key=lambda one: -len(one.stems))) for first, ones in found.items()}


def _found(book: Book, outline: Outline, statement: Statement, like: Likes) -> Finding | None:
    """The line below *Newborn* that, with its digits, has most of what is told."""
    said = statement.stems
    owner, meant = like.owner(said), said | like.more_for(said)
    best: tuple[tuple[object, ...], Finding] | None = None
    for way in ways(book, outline, meant, Index.DISEASES, frozenset({_CHILD})):
        owned = owner.owned(way) if way.lands and way.last.line.within(_BIRTHS) else None
        if owned is None:
            continue
        settled = settle(book, way.last.line.codes[0], Volume.DISEASES, meant, way.given)
        read = sum(gloss.means <= way.placed | settled.used for gloss in like.glosses)
        unsaid = not _OPEN & said and any(_OPEN.intersection(words(move.entry.head)) for move in way.moves)
        worth = (read, not unsaid, rank(way))
        if best is None or worth > best[0]:
            found = (like.settled(settled, said),)
            best = worth, Finding((0, len(statement.text)), owned.way, None, found, said, like=like)
    return best[1] if best else None


@cache
def words_of_births() -> frozenset[str]:
    """Stems that are no misspelt words of the Index: they tell of a birth."""
    return frozenset(stem for those in _wordings().values() for wording in those for stem in wording.stems)


def _rest(
    statement: Statement, child: tuple[str, ...], gone: frozenset[str], quiet: frozenset[str]
) -> Iterator[Segment]:
    """What else is said of the child, each with the word for it: what it has, it has as a newborn."""
    for segment in statement.segments:
        if segment.denied:
            yield segment
        elif not segment.stems <= quiet:
            kept = tuple(word for word in _unweighed(segment.words) if stem(word) not in gone)
            if frozenset(child) <= frozenset(kept):
                yield replace(segment, words=kept)
            else:
                yield replace(segment, words=(*kept, *child), start=0, end=len(statement.text))


def _unweighed(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a segment, without those that only say of an amount that the child weighs so much."""
    told = words[0] in _WEIGHT and any(word.isdigit() for word in words)
    return tuple(word for word in words if word not in _WEIGHT) if told else words
