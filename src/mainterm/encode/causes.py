"""The external cause of an injury: what the statement tells of it, walked in the Index to External Causes (I.C.19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import Final

from mainterm.encode.causes_told import Telling, tellings
from mainterm.encode.gloss import Gloss
from mainterm.encode.landing import Finding
from mainterm.encode.lexicon.causes import stems_of_causes
from mainterm.encode.likes import Likes
from mainterm.encode.outline import Outline
from mainterm.encode.segments import Segment
from mainterm.encode.settle import settle
from mainterm.encode.statement import Statement
from mainterm.encode.walk import Way, rank, ways
from mainterm.encode.weight import weigh
from mainterm.model.code import Volume, within, within_any
from mainterm.model.edition import Book
from mainterm.model.index import Index
from mainterm.model.words import stem, stems, words


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
_INJURIES: Final = ("800-999", "710-739", "506-508")
_TRAFFIC: Final = "E810-E819"
_ROAD: Final = "E849.5"
_AFTER: Final = "after"
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

_QUIET: Final = frozenset(
    map(
        stem,
        "accidentally after against another around away basement bathtub before being box boxes by climbing closing "
        "concrete down feet floor foot ft getting going got grass ground hard he her him himself his ice "
        "incident involved involving it kitchen mph off on onto opening out over patient pavement reaching "
        "received receiving resulted rug running same several she shower sidewalk sitting someone speed spilled "
        "standing story striking suffered sustained that then through trying tub under uneven up use using versus "
        "walking wet when where which while whilst who working".split(),
    )
) - {"foot"}
"""Words about how it came about that no code depends on."""


@dataclass(frozen=True, slots=True)
class Causes:
    """What a statement tells of an external cause: its codes, and the segments without the words that tell of it.

    `quiet` are the stems that no code depends on; `late` are the codes where the injury is an old one; `trauma` are the
    words by which what was found is traumatic: of one hit by a bus, a ruptured spleen.
    """

    findings: tuple[Finding, ...]
    late: tuple[Finding, ...]
    rest: tuple[Segment, ...]
    quiet: frozenset[str]
    trauma: tuple[Gloss, ...]
    _told: tuple[Segment, ...]

    def as_trauma(self, statement: Statement) -> Statement:
        """The statement with its segments called traumatic, each of them read with what told of the cause."""
        rest = (
            replace(s, words=(*s.words, TRAUMATIC), start=0, end=len(statement.text)) if not s.denied else s
            for s in self.rest
        )
        return replace(statement, segments=tuple(rest), glosses=(*statement.glosses, *self._glosses(statement)))

    def _glosses(self, statement: Statement) -> Iterator[Gloss]:
        """What says that it is traumatic; its words may be those that an abbreviation was read as."""
        for gloss in self.trauma[:1]:
            short = (other.said for other in statement.glosses if other.means & gloss.said)
            yield replace(gloss, said=frozenset[str]().union(*short) or gloss.said)

    def called_trauma(
        self, statement: Statement, segments: Sequence[Segment], bare: frozenset[str], hurt: frozenset[str]
    ) -> Statement | None:
        """The statement with these segments, those that have a `bare` stem and none of an injury called traumatic."""
        chosen = [s for s in segments if s.stems & bare and not s.stems & hurt and not s.denied]
        if not chosen:
            return None
        end = len(statement.text)
        rest = (replace(s, words=(*s.words, TRAUMATIC), start=0, end=end) if s in chosen else s for s in segments)
        return replace(statement, segments=tuple(rest), glosses=(*statement.glosses, *self._glosses(statement)))

    def free(self, findings: Sequence[Finding]) -> frozenset[str]:
        """The stems that need no place: those besides, and what only the telling of the cause had: a shin kicked."""
        placed = frozenset[str]().union(*(finding.placed for finding in findings))
        return self.quiet.union(*(segment.stems for segment in self._told if not segment.stems & placed))


def external_causes(book: Book, outline: Outline, statement: Statement) -> Causes | None:
    """The external cause that the statement tells; None where it tells none that the Index has."""
    told = tellings(statement)
    if not any(telling.wording.tells for telling in told):
        return None
    walker = _Walker(book, outline, statement, told)
    cause, late = walker.best(Kind.CAUSE), walker.best(Kind.CAUSE, late=True)
    others = {kind: walker.best(kind) for kind in Kind if kind is not Kind.CAUSE}
    if cause is None and late is None and others[Kind.ACTIVITY] is None:
        return None
    found = tuple(filter(None, (cause, *others.values())))
    gone = frozenset[str]().union(*(finding.placed - _lent(finding) for finding in found))
    telling = (t for t in told if t.wording.tells or (t.wording.meanings and len(t.wording.stems) > 1))
    gone |= frozenset(chain.from_iterable(t.said for t in telling if not t.wording.harm))
    harms = frozenset(chain.from_iterable(t.said for t in told if t.wording.harm or t.names_an_injury))
    besides = frozenset(chain.from_iterable(t.said for t in told if not (t.wording.harm or t.names_an_injury)))
    rest = tuple(_without(statement.segments, gone - harms, _QUIET - harms, harms - besides, besides))
    whole = {segment.start: segment.words for segment in statement.segments}
    telling_of = [_telling(segment, whole[segment.start]) for segment in rest if segment.words != whole[segment.start]]
    other = frozenset[str]().union(*(_leading_elsewhere(book, found, segment.stems) for segment in telling_of))
    told_of = tuple(replace(s, words=tuple(w for w in s.words if stem(w) not in other)) for s in telling_of)
    glosses = (t.gloss(meaning) for t in told for meaning in t.wording.meanings if meaning.put == TRAUMATIC)
    findings = tuple(_without_the_road(found))
    return Causes(findings, (late,) if late else (), rest, _QUIET & statement.stems, tuple(glosses), told_of)


def _without_the_road(found: Sequence[Finding]) -> Iterator[Finding]:
    """The findings but a street, where the accident is one of traffic: that is on a street by what its code says."""
    roads = frozenset[str]().union(*(finding.placed for finding in found if _is_within(finding, _ROAD)))
    traffic = any(_is_within(finding, _TRAFFIC) for finding in found)
    for finding in found:
        if not traffic or not _is_within(finding, _ROAD):
            yield finding._replace(aside=finding.aside | roads) if _is_within(finding, _TRAFFIC) else finding


def _is_within(finding: Finding, span: str) -> bool:
    return any(within(node.code, span) for node in finding.nodes)


def _lent(finding: Finding) -> frozenset[str]:
    """What the line of a cause has by words of ours alone, and may be the injury too: a *foreign body* in the cornea,
    *while grinding*."""
    return frozenset[str]().union(*(g.means for g in finding.way.glosses if g.said.isdisjoint(g.means)))


class _Walker:
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


@cache
def words_of_causes() -> frozenset[str]:
    """Stems that are no misspelt words of the Index: they tell of a cause."""
    return _QUIET | stems_of_causes()


def is_injury(code: str) -> bool:
    """Whether a cause is told with such a code: of injuries, of muscle and bone, of what was inhaled (I.C.19.a.1)."""
    return within_any(code, _INJURIES)


def without_stray_causes(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings but those of the Index to External Causes, where there are others: no words told of a cause."""
    others = tuple(finding for finding in findings if finding.way.last.line.index is not Index.EXTERNAL)
    return others or findings


def _worth(way: Way) -> tuple[object, ...]:
    """Sorts ways: the words placed, the lines that say something, a line for the rest (NEC) last, then as any ways are.

    The preposition of a fall says something: off a building is no fall of a building.
    """
    fell = not _FALL.isdisjoint(stems(way.moves[0].entry.head))
    telling = sum(bool(move.used or (fell and move.entry.connective)) for move in way.moves)
    return weigh(way.placed), telling, not way.last.line.nec, rank(way)


def _kind(put: str) -> Kind:
    return next((kind for kind, begins in _BEGINS.items() if put.startswith(begins)), Kind.CAUSE)


def _telling(left: Segment, whole: Sequence[str]) -> Segment:
    """What is left of a segment that told of the cause; of one with *after*, behind it: *LOC after an accident*."""
    behind = whole[whole.index(_AFTER) :] if _AFTER in whole else whole
    return replace(left, words=tuple(word for word in left.words if word in behind))


def _leading_elsewhere(book: Book, found: Sequence[Finding], left: frozenset[str]) -> Iterator[str]:
    """Of stems that are left, those that a line of the pages walked has at another code: *in a conveyor belt*."""
    if not left:
        return
    codes = {finding.way.last.line.codes[0] for finding in found}
    for main in {finding.way.last.line.main for finding in found}:
        for line in book.page(main):
            if not codes.issuperset(line.codes):
                yield from left.intersection(stems(line.term))


def _without(
    segments: Sequence[Segment],
    gone: frozenset[str],
    quiet: frozenset[str],
    harms: frozenset[str],
    telling: frozenset[str],
) -> Iterator[Segment]:
    """The segments without these stems, and without what is left of those that only told of the cause.

    One that names the injury, and tells nothing besides, stays whole.
    """
    for segment in segments:
        harmed = segment.stems & harms and not segment.stems & telling
        if segment.denied or harmed or not segment.stems & gone:
            yield segment
            continue
        kept = tuple(word for word in segment.words if stem(word) not in gone and stem(word) not in quiet)
        left = replace(segment, words=kept)
        if left.stems:
            yield left
