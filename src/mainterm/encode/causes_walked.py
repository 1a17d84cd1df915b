"""The Index to External Causes, walked on what one statement tells: how it came about, where, doing what (I.C.19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from mainterm.encode.causes_told import Telling
from mainterm.encode.gloss import Gloss
from mainterm.encode.landing import Finding
from mainterm.encode.likes import Likes
from mainterm.encode.outline import Outline
from mainterm.encode.settle import settle
from mainterm.encode.statement import Statement
from mainterm.encode.walk import Way, rank, ways
from mainterm.encode.weight import weigh
from mainterm.model.code import Volume, within_any
from mainterm.model.edition import Book
from mainterm.model.index import Index
from mainterm.model.words import stems, words


class Kind(StrEnum):
    """What an external cause code tells, in the order in which the codes are given."""

    CAUSE = "cause"
    PLACE = "place"
    ACTIVITY = "activity"
    STATUS = "status"


_CODES: Final = {
    Kind.PLACE: ("E849",),
    Kind.ACTIVITY: ("E001-E030",),
    Kind.STATUS: ("E000",),
}
_BEGINS: Final = {Kind.PLACE: "accident occurring", Kind.ACTIVITY: "activity", Kind.STATUS: "external cause status"}
_LATE: Final = frozenset({"late", "effect"})
_LATE_CODES: Final = ("E929", "E959", "E969", "E977", "E989", "E999")
TRAUMATIC: Final = "traumatic"
_FALL: Final = frozenset({"fall", "falling"})
_BY_INTENT: Final = ("E950-E989",)
"""Suicide, assault, legal intervention, undetermined: an intent that is told comes before what it was done with."""
_PREPOSITIONS: Final = {
    "from": frozenset({"from", "off", "out"}),
    "off": frozenset({"from", "off", "out"}),
    "in": frozenset({"in", "on", "onto"}),
    "on": frozenset({"in", "on", "onto"}),
    "into": frozenset({"in", "into"}),
}
"""What a line that says only where a fall went must have of the statement: no *Fall, from, sidewalk* for one on it."""


class CauseWalker:
    """Walks the Index to External Causes on what one statement tells."""

    def __init__(self, book: Book, outline: Outline, statement: Statement, told: Sequence[Telling]) -> None:
        self._book = book
        self._outline = outline
        self._statement = statement
        self._told = told
        self._said = statement.stems.difference(*(t.said for t in told if t.names_an_injury))
        self._places = frozenset[str]().union(*(t.said for t in told if _tells_place_only(t)))
        self._persons = tuple(t.gloss(person) for t in told for person in t.wording.persons)

    def best(self, kind: Kind, late: bool = False) -> Finding | None:
        """The best line of the Index for what is told of this kind; of a late effect only those for one."""
        glosses = tuple(self._glosses(kind))
        telling = frozenset[str]().union(*(g.means for g, tells, _ in glosses if tells))
        if not telling:
            return None
        harms = telling - frozenset[str]().union(*(g.means for g, tells, harm in glosses if tells and not harm))
        like = Likes(tuple(gloss for gloss, _, _ in glosses))
        pool = (self._said - self._places) | like.more_for(self._said)
        if kind in (Kind.PLACE, Kind.STATUS):
            pool = frozenset[str]().union(*(gloss.means for gloss in like.glosses))
        heads = telling | (_LATE if late else frozenset())
        owner = like.owner(self._said)
        found = []
        for way in ways(self._book, self._outline, pool, Index.EXTERNAL, heads):
            owned = owner.owned(way) if self._fits(way, heads, harms) else None
            if owned and self._lands(owned.way, kind, late):
                found.append(owned.way)
        intended = [way for way in found if way.last.line.within(*_BY_INTENT)]
        best = max(intended or found, key=_worth, default=None)
        return self._settled(best, like) if best else None

    def _glosses(self, kind: Kind) -> Iterator[tuple[Gloss, bool, bool]]:
        """What is told of this kind as words of the Index, whether it tells, and whether it names the injury too."""
        for telling in self._told:
            for meaning in telling.wording.meanings:
                if kind is _kind(meaning.put) and meaning.put != TRAUMATIC:
                    yield telling.gloss(meaning), telling.wording.tells, telling.wording.harm

    def _fits(self, way: Way, heads: frozenset[str], harms: frozenset[str]) -> bool:
        """Whether the way begins with what is told to have happened, and goes where the statement's prepositions do.

        A word that names the injury too tells of a cause only with another: what one was bitten by.
        """
        head = way.moves[0]
        if not way.lands or not head.used & heads:
            return False
        if head.used <= harms | _LATE and way.used <= harms | _LATE and not way.free & heads - harms:
            return False
        joints = (words(move.entry.line.head) for move in way.moves if move.entry.connective)
        return not head.used & _FALL or all(self._goes(joint, way) for joint in joints)

    def _goes(self, joint: tuple[str, ...], way: Way) -> bool:
        """Whether the statement has the preposition, or what it tells in words that the way has whole."""
        if not joint or not _PREPOSITIONS.keys() >= set(joint):
            return True
        put = (meaning.put for telling in self._told for meaning in telling.wording.meanings)
        said = frozenset(words(self._statement.text)).union(*(words(p) for p in put if way.placed >= set(stems(p))))
        return any(_PREPOSITIONS[word] & said for word in joint)

    def _lands(self, way: Way, kind: Kind, late: bool) -> bool:
        code = way.last.line.codes[0]
        if kind is Kind.CAUSE:
            others = any(within_any(code, spans) for spans in _CODES.values())
            return not others and late == within_any(code, _LATE_CODES)
        return within_any(code, _CODES[kind]) and len(way.moves) > 1

    def _settled(self, way: Way, like: Likes) -> Finding:
        """The code with its digits; the one for the person who was hurt by what the record calls that person."""
        like = Likes((*like.glosses, *self._persons))
        person = frozenset[str]().union(*(gloss.means for gloss in self._persons))
        meant = person or self._said | like.more_for(self._said)
        settled = settle(self._book, way.last.line.codes[0], Volume.DISEASES, meant, way.given)
        settled = like.settled(settled, self._said)
        return Finding((0, len(self._statement.text)), way, None, (settled,), self._said, like=like)


def _tells_place_only(telling: Telling) -> bool:
    """Whether its words say where it was, and nothing of how: no *street car* is in *a car on the street*."""
    meanings = telling.wording.meanings
    return bool(meanings) and all(_kind(meaning.put) is Kind.PLACE for meaning in meanings)


def _worth(way: Way) -> tuple[object, ...]:
    """Sorts ways: the words placed, the lines that say something, a line for the rest (NEC) last, then as any ways are.

    The preposition of a fall says something: off a building is no fall of a building.
    """
    fell = not _FALL.isdisjoint(stems(way.moves[0].entry.head))
    telling = sum(bool(move.used or (fell and move.entry.connective)) for move in way.moves)
    return weigh(way.placed), telling, not way.last.line.nec, rank(way)


def _kind(put: str) -> Kind:
    return next((kind for kind, begins in _BEGINS.items() if put.startswith(begins)), Kind.CAUSE)
