"""The external cause of an injury: what the statement tells of it, walked in the Index to External Causes (I.C.19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import Final

from mainterm.encode.causes_told import tellings
from mainterm.encode.causes_walked import TRAUMATIC, CauseWalker, Kind
from mainterm.encode.gloss import Gloss
from mainterm.encode.landing import Finding
from mainterm.encode.lexicon.causes import stems_of_causes
from mainterm.encode.outline import Outline
from mainterm.encode.segments import Segment
from mainterm.encode.statement import Statement
from mainterm.model.code import within, within_any
from mainterm.model.edition import Book
from mainterm.model.index import Index
from mainterm.model.words import stem, stems

_INJURIES: Final = ("800-999", "710-739", "506-508")
_TRAFFIC: Final = "E810-E819"
_ROAD: Final = "E849.5"
_AFTER: Final = "after"
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
    walker = CauseWalker(book, outline, statement, told)
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
