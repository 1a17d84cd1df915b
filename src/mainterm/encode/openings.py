"""The ways that the words of a statement open in the indexes, and which is the best; each is walked once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise, takewhile
from typing import Final, NamedTuple

from mainterm.encode.columns import with_column
from mainterm.encode.companions import OBSTETRIC
from mainterm.encode.complicating import complications
from mainterm.encode.course import EPISODES, is_coded_by_episode
from mainterm.encode.lexicon import Lexicon
from mainterm.encode.likes import Likes, Owned, Owner, denied_likes, likes
from mainterm.encode.outline import Outline
from mainterm.encode.page import Entry
from mainterm.encode.precedence import RANK, Ranked, preferred
from mainterm.encode.segments import Link, Segment
from mainterm.encode.settle import NO_QUANTITIES, Quantities, settle
from mainterm.encode.shared import ACUITY
from mainterm.encode.statement import Statement
from mainterm.encode.walk import Way, ways
from mainterm.encode.weight import weigh
from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.index import Index
from mainterm.model.words import stem

OF_DISEASES = (Index.DISEASES, Index.EXTERNAL)
OF_PROCEDURES = (Index.PROCEDURES,)
"""The indexes in which a main term is looked for; where two serve equally well, the earlier."""

_NO_CONDITIONS: Final = ("041", "V22.0-V22.1", "V23")
"""Organisms, and the supervision of a pregnancy."""

_ACUTE: Final = "acute"
_EXACERBATION: Final = "exacerbation"
_LEUKEMIAS: Final = "204-208"
_SECONDARY: Final = ("249", "327.02", "327.15")
"""A diabetes, an insomnia and a hypersomnia that are due to something: nothing else is read as one."""
_CAUSED: Final = frozenset("secondary induced caused".split())
_SQUAMOUS: Final = "squamous"
_PNEUMONIA: Final = "pneumonia"
_PNEUMONIAS: Final = "480-486"
_OF_PNEUMONIA: Final = "pneumoniae"
_OF_VENTILATOR: Final = "997.31"
_VENTILATOR: Final = stem("ventilator")
_ASSOCIATED: Final = "associated"

Parts = tuple[frozenset[str], ...]
"""Stems of parts of a statement, each of which a way must have a word of."""


class _Walked(NamedTuple):
    """A way, the stems that choose its column or digit, whether they decide its codes' digits, whether it lands, and
    whether its code is for what is secondary to something."""

    way: Way
    choosing: frozenset[str]
    decided: bool
    lands: bool
    secondary: bool


WALKS_KEPT: Final = 1_024
"""The ways of so many sets of words are kept with their choices, for a statement's readings ask for them again."""
RANKED_KEPT: Final = 2_048
"""In a statement's own words the ways of more are kept: statements that name the same condition ask for them."""


class Walks:
    """The walks that statements ask for, the latest kept, however many readings and statements ask for them."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.outline = Outline(book)
        self._on = lru_cache(WALKS_KEPT)(self._walked)
        self.ranked = lru_cache(RANKED_KEPT)(self._ranked)
        """The ways of an index that land, or do not, in a statement's own words."""

    def _ranked(self, meant: _Meant, index: Index, landing: bool) -> tuple[Ranked, ...]:
        walked = [one for one in self._on(meant.stems, index, meant.quantities) if one.lands is landing]
        owned = [(meant.owner.owned(one.way), one) for one in walked]
        found = [(o, meant.owner.said_for(w.choosing), w.decided, w.secondary) for o, w in owned if o is not None]
        return tuple([Ranked(*each) for each in found])

    def _walked(self, stems: frozenset[str], index: Index, quantities: Quantities) -> tuple[_Walked, ...]:
        walked = ways(self._book, self.outline, stems, index)
        return tuple(self._with_choices(way, stems, quantities) for way in walked)

    def _with_choices(self, way: Way, stems: frozenset[str], quantities: Quantities) -> _Walked:
        """The way, with the words that choose its column and the digits of its code as words placed."""
        if not way.last.leaves_open:
            return _Walked(way, frozenset(), True, way.lands, way.last.line.within(*_SECONDARY))
        in_column = with_column(way, stems)
        used, decided = frozenset[str](), True
        for code in way.last.headings:
            said = stems - EPISODES if is_coded_by_episode(code) else stems
            settled = settle(self._book, code, Volume.DISEASES, said, way.given, quantities=quantities)
            used |= settled.used
            decided &= settled.decided
        whole = in_column._replace(free=in_column.free | used) if used else in_column
        return _Walked(whole, whole.free - way.free, decided, way.lands, way.last.line.within(*_SECONDARY))


class _Meant(NamedTuple):
    """What stems of a statement are walked as, who puts them in the place of ours again, and the quantities."""

    stems: frozenset[str]
    owner: Owner
    quantities: Quantities


class Openings:
    """The ways that the words of one reading open, those of ours for them among them, in the reading's own words."""

    def __init__(self, walks: Walks, statement: Statement, lexicon: Lexicon, indexes: tuple[Index, ...]) -> None:
        self._walks = walks
        self._statement = statement
        self._lexicon = lexicon
        self._indexes = indexes
        self._ranked: dict[tuple[frozenset[str], Index, frozenset[str], bool], tuple[Ranked, ...]] = {}
        self._meant: dict[tuple[frozenset[str], frozenset[str]], _Meant] = {}
        self._best: dict[tuple[frozenset[str], Parts, int], Way | None] = {}

    @cached_property
    def like(self) -> Likes:
        """What else the words may be called: names of procedures only where procedures are looked up."""
        statement = self._statement
        said = tuple(_wholes(statement.segments))
        if self._indexes == OF_PROCEDURES:
            like = likes([frozenset[str]().union(*said)], self._lexicon)
            return Likes((*like.glosses, *statement.quantities))
        like = likes(said, self._lexicon, passed_over="procedures.txt")
        segments = tuple(segment.stems for segment in statement.segments)
        course = (*statement.course.glosses, *complications(statement))
        return Likes((*like.glosses, *denied_likes(segments, self._lexicon), *course, *statement.quantities), segments)

    def best(self, stems: frozenset[str], parts: Parts = (), under: Entry | None = None) -> Way | None:
        """The best way for these words, in whichever index, that has a word of each part; None where there is none.

        With `under`, of those that begin at that main term.
        """
        asked = stems, parts, under.line.id if under else 0
        if asked not in self._best:
            self._best[asked] = self._find_under(stems, parts, under) if under else self._find(stems, parts)
        return self._best[asked]

    def ranked(self, stems: frozenset[str], indexes: Sequence[Index], parts: Parts = ()) -> Iterator[Way]:
        """Every way for these words that lands and has a word of each part, the best first."""
        found = sorted(self._opened(stems, parts, indexes), key=RANK, reverse=True)
        return (one.owned.way for one in found)

    def leading(self, stems: frozenset[str]) -> Iterator[Way]:
        """Every way for these words in the Index to Diseases, the best first; those that land before those that only
        lead on."""
        yield from self.ranked(stems, OF_DISEASES[:1])
        found = sorted(self._opened(stems, (), OF_DISEASES[:1], landing=False), key=RANK, reverse=True)
        yield from (one.owned.way for one in found)

    def meant(self, said: frozenset[str]) -> frozenset[str]:
        """The words said, and those of ours that stand for them."""
        return said | self.like.more_for(said)

    def owned(self, way: Way) -> Way | None:
        """The way with the statement's own words in the place of ours; None where it uses a phrase only in part."""
        owned = self.like.owner(self._statement.stems).owned(way)
        return owned.way if owned else None

    def _find_under(self, stems: frozenset[str], parts: Parts, under: Entry) -> Way | None:
        opened = self._opened(stems, parts, (under.line.index,))
        return preferred([one for one in opened if one.owned.walked.moves[0].entry is under], parts)

    def _find(self, stems: frozenset[str], parts: Parts) -> Way | None:
        """Of a patient who is pregnant or was, that of the condition as one that complicates pregnancy (I.C.11.a.1).

        There are words that no main term has but *Pregnancy*: of an elderly primigravida.
        """
        landing = preferred(self._opened(stems, parts, self._indexes), parts)
        best = landing or preferred(self._opened(stems, parts, self._indexes, landing=False), parts)
        course = self._statement.course
        if not course.told or not stems - course.said or not (best is None or _may_complicate(best)):
            return best
        with_course = self._opened(stems, parts, OF_DISEASES[:1], course.open)
        least = weigh((best.used & stems) - ACUITY) if best else 1
        fitting = [one for one in with_course if _is_obstetric(one) and weigh(one.owned.placed & stems) >= least]
        return preferred(fitting, parts) or best

    def _opened(
        self,
        stems: frozenset[str],
        parts: Parts,
        indexes: Sequence[Index],
        more: frozenset[str] = frozenset(),
        landing: bool = True,
    ) -> list[Ranked]:
        """Every way for these words, words of ours among them, that lands or does not and has a word of each part.

        `more` are stems that may be walked on besides.
        """
        found = [one for index in indexes for one in self._rank(stems, index, more, landing)]
        return [one for one in found if one.has_of(parts)] if parts else found

    def _rank(self, stems: frozenset[str], index: Index, more: frozenset[str], landing: bool) -> tuple[Ranked, ...]:
        """The ways that the words open in one index and that land, or do not, in the statement's own words."""
        ranked = self._ranked.get((stems, index, more, landing))
        if ranked is None:
            meant = self._meant.get((stems, more)) or self._mean(stems, more)
            found = self._walks.ranked(meant, index, landing)
            caused, may_bar = self._caused, self._may_bar
            standing = [one for one in found if caused or not one.secondary]
            ranked = tuple([one for one in standing if not (may_bar and self._is_barred(one.owned))])
            self._ranked[stems, index, more, landing] = ranked
        return ranked

    @cached_property
    def _may_bar(self) -> bool:
        """Whether the statement says anything for which a way may be barred."""
        alone = self._named_after_pneumonia or self._exacerbated or self._beside_ventilator
        return alone or _SQUAMOUS in self._statement.stems

    def _is_barred(self, way: Owned) -> bool:
        """Whether a line takes for the condition's the *acute* that is said of its exacerbation only (but for an acute
        leukemia, whose Excludes note sends such a one on: 205.0), or a row is of a site that is one of the skin in a
        squamous cell carcinoma (the sign *, Neoplasm Table); or a pneumonia is told by an organism's name alone, or is
        laid to a ventilator that is only told beside it (I.C.17.f.3.a)."""
        line = way.walked.last.line
        if self._beside_ventilator and line.within(_OF_VENTILATOR):
            return True
        if self._named_after_pneumonia and line.within(_PNEUMONIAS):
            return True
        if self._exacerbated and _ACUTE in way.used and _EXACERBATION not in way.placed:
            return not line.within(_LEUKEMIAS)
        return _SQUAMOUS in way.used and line.starred

    @cached_property
    def _caused(self) -> bool:
        """Whether something is said to be due to something else: where nothing is, no diabetes is secondary, and no
        sleeplessness one of the mind."""
        due = any(segment.link is Link.DUE for segment in self._statement.segments)
        return due or bool(_CAUSED & self._statement.stems)

    @cached_property
    def _named_after_pneumonia(self) -> bool:
        """Whether an organism is named that is called after the pneumonia, and no pneumonia (*cystitis due to
        Klebsiella pneumoniae*)."""
        said = {word for segment in self._statement.segments for word in segment.words}
        return _OF_PNEUMONIA in said and not any(word != _OF_PNEUMONIA and stem(word) == _PNEUMONIA for word in said)

    @cached_property
    def _beside_ventilator(self) -> bool:
        """Whether a ventilator is named, and nothing said to be associated with it or due to it."""
        return _VENTILATOR in self._statement.stems and not self._caused and _ASSOCIATED not in self._statement.read

    @cached_property
    def _exacerbated(self) -> bool:
        """Whether *acute* is said, and of an exacerbation each time."""
        said = [pair for s in self._statement.segments for pair in pairwise((*map(stem, s.words), ""))]
        behind = {other for one, other in said if one == _ACUTE}
        return behind == {_EXACERBATION}

    def _mean(self, stems: frozenset[str], more: frozenset[str]) -> _Meant:
        owner = self.like.owner(stems | (more & self._statement.course.said))
        quantities = self.like.quantities(stems) if self._statement.quantities else NO_QUANTITIES
        walked = self.meant(stems) | more if more else owner.meant
        meant = self._meant[stems, more] = _Meant(walked, owner, quantities)
        return meant


def _wholes(segments: Sequence[Segment]) -> Iterator[frozenset[str]]:
    """The stems in which a phrase may stand whole: a segment's, and those of two or three that no full stop parts."""
    said = [segment for segment in segments if not segment.denied]
    yield from (segment.stems | segment.held for segment in said)
    for number in range(len(said) - 1):
        together = said[number].stems
        for other in takewhile(lambda segment: segment.link is not Link.STOP, said[number + 1 : number + 3]):
            together |= other.stems
            yield together


def _may_complicate(way: Way) -> bool:
    """Whether a line is of a condition that may complicate a pregnancy: not of a procedure, an organism, a visit."""
    line = way.last.line
    return line.index is Index.DISEASES and not line.within(*_NO_CONDITIONS)


def _is_obstetric(one: Ranked) -> bool:
    return one.owned.walked.last.line.within(OBSTETRIC)
