"""What else a statement's words may be called in the Index, and ways on such words put in the statement's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from mainterm.encode.gloss import Gloss
from mainterm.encode.lexicon import Lexicon, Place
from mainterm.encode.settle import NO_QUANTITIES, Quantities, Settled
from mainterm.encode.walk import Move, Way
from mainterm.model.terms import DENIED, RELATION
from mainterm.model.words import stems


class Likes(NamedTuple):
    """What else the statement's words may be called in the Index: single words that mean the same, and phrases.

    `segments` are the stems of each of its segments, where they are known.
    """

    glosses: tuple[Gloss, ...] = ()
    segments: tuple[frozenset[str], ...] = ()

    def more_for(self, own: frozenset[str]) -> frozenset[str]:
        """The stems that may be walked on besides these, which are some of the statement's own."""
        return frozenset[str]().union(*(gloss.means for gloss in self.glosses if gloss.said <= own))

    def said_for(self, walked: frozenset[str]) -> frozenset[str]:
        """These stems, and the statement's own that ours among them stand for."""
        return walked.union(*(gloss.said for gloss in self.glosses if gloss.means & walked)) if walked else walked

    def owner(self, own: frozenset[str]) -> Owner:
        """Puts these stems, the statement's own, in the place of those of ours that stand for some of them."""
        here = tuple([gloss for gloss in self.glosses if gloss.said <= own])
        adding_nothing = [gloss for gloss in here if gloss.means < gloss.said]
        of_one = tuple([g for g in adding_nothing if any(g.said <= segment for segment in self.segments)])
        return _owner(here, own, of_one)

    def settled(self, settled: Settled, own: frozenset[str]) -> Settled:
        """The same with the statement's own stems for those of ours that chose a digit."""
        borrowed = settled.used - own
        if not borrowed:
            return settled
        whole = (gloss for gloss in self.glosses if not gloss.of_quantity or gloss.means <= settled.used | own)
        used = _fullest([gloss for gloss in whole if gloss.means & borrowed and gloss.said <= own])
        said = frozenset[str]().union(*(gloss.said for gloss in used))
        return settled._replace(used=(settled.used & own) | said, glosses=used)

    def quantities(self, own: frozenset[str]) -> Quantities:
        """What the books say for the quantities among these stems, the statement's own."""
        here = [gloss for gloss in self.glosses if gloss.said <= own]
        wholes = tuple(gloss.means for gloss in here if gloss.of_quantity)
        if not wholes:
            return NO_QUANTITIES
        return Quantities(wholes, frozenset[str]().union(*wholes).difference(own, *(_other(here))))


class Owned(NamedTuple):
    """A way as it was walked, and what it places in the statement's own stems, which are some of `own`."""

    walked: Way
    used: frozenset[str]
    free: frozenset[str]
    glosses: tuple[Gloss, ...]
    own: frozenset[str]

    @property
    def placed(self) -> frozenset[str]:
        return self.used | self.free

    @property
    def way(self) -> Way:
        """The way in the statement's own stems, line by line."""
        walked, own, glosses = self.walked, self.own, self.glosses
        if walked.used <= own and walked.free <= own:
            return walked
        moves = tuple(
            Move(m.kind, m.entry, _exchanged(m.used, own, glosses), _exchanged(m.free, own, glosses), m.answered)
            for m in walked.moves
        )
        return walked._replace(moves=moves, used=self.used, free=self.free, glosses=glosses)


class Owner:
    """Puts a statement's own stems in the place of ours, in each of the ways that both have opened.

    `glosses` say what stands for the own ones; `of_one_segment` are those of them that stand in one segment of the
    statement and say that some of its words add nothing. `meant` are the stems of both.
    """

    def __init__(self, glosses: tuple[Gloss, ...], own: frozenset[str], of_one_segment: tuple[Gloss, ...]) -> None:
        self._glosses, self._own, self._of_one_segment = glosses, own, of_one_segment
        self.meant = own.union(*[gloss.means for gloss in glosses])
        self._whole = [(gloss, gloss.means - (own - gloss.said) - RELATION) for gloss in glosses]
        self._measured = any(gloss.of_quantity for gloss in glosses)
        self._adding_nothing = [gloss for gloss in glosses if gloss.means < gloss.said]

    def said_for(self, walked: frozenset[str]) -> frozenset[str]:
        """These stems, and the statement's own that ours among them stand for."""
        return _with_own(walked, walked, self._glosses) if walked else walked

    def owned(self, way: Way) -> Owned | None:
        """The way in the statement's own stems; None where it uses a phrase of ours only in part.

        A nonessential word of ours that stands for what the way has placed already is no use of the lexicon.
        """
        own = self._own
        if not way.free <= own:
            way = self._without_parts(way)
        if way.used <= own and way.free <= own:
            way = self._with_said_besides(way, self._adding_nothing) if self._adding_nothing else way
            return Owned(way, way.used, way.free, way.glosses, own)
        way = self._with_said_besides(way, self._of_one_segment) if self._of_one_segment else way
        placed = way.placed
        ours = (way.used - own) | self._needed(way.free - own, placed & own)
        there = placed | way.granted
        near = [self._whole[n] for n in sorted({n for stem in ours for n in self._meaning.get(stem, ())})]
        used = tuple(gloss for gloss, whole in near if whole <= there)
        if self._measured:
            used = _fullest(used)
        if not ours <= frozenset[str]().union(*(gloss.means for gloss in used)):
            return None
        glosses = (*way.glosses, *used)
        return Owned(way, _exchanged(way.used, own, used), _exchanged(way.free, own, used), glosses, own)

    @cached_property
    def _meaning(self) -> dict[str, list[int]]:
        """The glosses by the stems that they stand for: a way has few of these."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, (gloss, _) in enumerate(self._whole):
            for stem in gloss.means:
                found[stem].append(number)
        return dict(found)

    def _with_said_besides(self, way: Way, adding_nothing: Sequence[Gloss]) -> Way:
        """The way with words that a phrase of ours says to add nothing to those placed: *dry cough* is cough."""
        more = [g for g in adding_nothing if g.means <= way.used and not g.said <= way.placed]
        if not more:
            return way
        moves = tuple(move._replace(used=_with_own(move.used, move.used, more)) for move in way.moves)
        return way._replace(moves=moves, used=_with_own(way.used, way.used, more), glosses=(*way.glosses, *more))

    def _without_parts(self, way: Way) -> Way:
        """The way without nonessential words of ours that are but a part of what a phrase or a quantity is called."""
        there = way.placed | way.granted
        loose = frozenset(
            stem
            for stem in way.free - self._own
            if not any(self._whole[n][1] <= there for n in self._meaning.get(stem, ()))
        )
        if not loose:
            return way
        moves = tuple(move._replace(free=move.free - loose) for move in way.moves)
        return way._replace(free=way.free - loose, moves=moves)

    def _needed(self, free: frozenset[str], kept: frozenset[str]) -> frozenset[str]:
        """Of nonessential stems of ours those that say more than the statement's own that the way has placed."""
        idle = (s for s in free if any(self._whole[n][0].said <= kept for n in self._meaning.get(s, ())))
        return free.difference(idle) if free else free


def _other(glosses: Iterable[Gloss]) -> list[frozenset[str]]:
    """What glosses of other words than those of a quantity stand for."""
    return [gloss.means for gloss in glosses if not gloss.of_quantity]


def _fullest(glosses: Sequence[Gloss]) -> tuple[Gloss, ...]:
    """The glosses but those of a quantity of which another says as much and more."""
    return tuple(
        one
        for one in glosses
        if not (one.of_quantity and any(one.said == more.said and one.means < more.means for more in glosses))
    )


def likes(segments: Iterable[frozenset[str]], lexicon: Lexicon, passed_over: str = "") -> Likes:
    """All that the lexicon has for the stems of these segments: a phrase only where one segment has all its words.

    One of the phrases' files may be `passed_over`.
    """
    found: dict[tuple[frozenset[str], frozenset[str]], Gloss] = {}
    for said in segments:
        for gloss in _glosses(said, lexicon, passed_over):
            found.setdefault((gloss.said, gloss.means), gloss)
    return Likes(tuple(found.values()))


@lru_cache(maxsize=2_048)
def _glosses(said: frozenset[str], lexicon: Lexicon, passed_over: str) -> tuple[Gloss, ...]:
    """What the lexicon has for the stems of one segment: the same ones come again in readings and in statements."""
    found_in = (p for p in lexicon.phrases_within(said) if p.place.file != passed_over)
    phrases = [(p.stems, p.target, p.place) for p in found_in]
    same = [((word,), other, place) for word in sorted(said) for other, place in lexicon.same_as(word).items()]
    return tuple([_gloss(*each) for each in (*phrases, *same)])


def denied_likes(segments: Iterable[frozenset[str]], lexicon: Lexicon) -> Iterator[Gloss]:
    """What else the single words of these segments are called that are denied: *without bleeding* is *without
    hemorrhage*."""
    for word in sorted(stem for said in segments for stem in said if stem.startswith(DENIED)):
        for other, place in lexicon.same_as(word.removeprefix(DENIED)).items():
            yield Gloss(frozenset({word}), frozenset(DENIED + each for each in stems(other)), other, place)


_owner: Final = lru_cache(maxsize=1_024)(Owner)
"""The same ones serve statements that name the same condition."""


@lru_cache(maxsize=8192)
def _gloss(own: tuple[str, ...], target: str, place: Place) -> Gloss:
    """The gloss of a line of the lexicon: the same ones serve most statements."""
    return Gloss(frozenset(own), frozenset(stems(target)), target, place)


def _exchanged(placed: frozenset[str], own: frozenset[str], glosses: Iterable[Gloss]) -> frozenset[str]:
    """These stems with the statement's own in place of those that it has not."""
    foreign = placed - own
    return _with_own(placed - foreign, foreign, glosses) if foreign else placed


def _with_own(placed: frozenset[str], ours: frozenset[str], glosses: Iterable[Gloss]) -> frozenset[str]:
    """These stems, and the statement's own that ours stand for."""
    return placed.union(*[gloss.said for gloss in glosses if not gloss.means.isdisjoint(ours)])
