"""The walk: from a main term down the outline, on the words that the statement has, and along the references."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from mainterm.encode.gloss import Gloss
from mainterm.encode.outline import Outline
from mainterm.encode.page import Entry
from mainterm.encode.weight import weigh
from mainterm.model.answer import Answered
from mainterm.model.code import category_of
from mainterm.model.edition import Book
from mainterm.model.index import Index, Reference, ReferenceKind
from mainterm.model.proof import StepKind
from mainterm.model.terms import RELATION, same
from mainterm.model.words import stems as stems_of

MOST_JUMPS: Final = 4
"""References that one way may follow; a line that it has been at already is never followed again."""
_BY_REFERENCE: Final = 4
"""Moves of the shortest way that went down from a main term, along a reference, and down again."""
MOST_WAYS: Final = 400
"""Ways looked at for one main term: a bound for hostile statements only."""

_NOT_PRIMARY: Final = frozenset(stems_of("situ secondary metastatic metastasis metastases"))
_NONE: Final = frozenset[str]()
_BY_SITE: Final = re.compile(r", by site,? (?!of\b|and\b)(.+)")
_TABLES: Final = ("Neoplasm", "Hypertension")
_ORDER: Final = (Index.DISEASES, Index.EXTERNAL, Index.PROCEDURES, Index.DRUGS)


class Move(NamedTuple):
    """One line taken on the way: how it was reached and the stems of the statement that it used.

    One that the coder has chosen when asked is `answered` with its words as printed.
    """

    kind: StepKind
    entry: Entry
    used: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()
    answered: str = ""


class Way(NamedTuple):
    """A way through the Index. `used` are the stems placed as essential words, `free` as nonessential ones.

    `here` are the essential ones that its last page has, since the last of its `jumps` along a reference; `granted`
    are the stems of the references' own words: what *see Hernia, by site, with obstruction* says is said. `glosses` are
    the words of ours that it uses; `answered` the questions that the coder answered on the way; `owed` those words of
    its last reference that a line further down must still have.
    """

    moves: tuple[Move, ...]
    used: frozenset[str]
    free: frozenset[str]
    here: frozenset[str]
    jumps: int = 0
    granted: frozenset[str] = frozenset()
    glosses: tuple[Gloss, ...] = ()
    answered: tuple[Answered, ...] = ()
    owed: frozenset[str] = frozenset()

    @property
    def last(self) -> Entry:
        return self.moves[-1].entry

    @property
    def placed(self) -> frozenset[str]:
        return self.used | self.free

    @property
    def given(self) -> frozenset[str]:
        """The stems of its lines and of its references: the meaning of a digit need not repeat them."""
        return self.granted.union(*(stems_of(move.entry.line.head) for move in self.moves))

    @property
    def strays(self) -> int:
        """How often a *see also* of it leads away from a line with a code."""
        return sum(
            move.kind is StepKind.SEE_ALSO and bool(before.entry.line.codes) for before, move in pairwise(self.moves)
        )

    @property
    def lands(self) -> bool:
        """Whether its last line gives codes of its own."""
        return self.moves[-1].entry.lands


Best = Callable[[frozenset[str]], Way | None]
"""The best way for some stems."""


def ways(
    book: Book, outline: Outline, stems: frozenset[str], index: Index, heads: frozenset[str] = frozenset()
) -> list[Way]:
    """Every way of `index` that the words open, from main terms with one of `heads` if given; `rank` orders them."""
    wanted = {main for stem in stems & heads for main in book.main_terms(stem, index)}
    found: list[Way] = []
    for entry in outline.opened(stems, index):
        if not entry.leads_nowhere and (not heads or entry.id in wanted):
            found += _walk_from(outline, entry, stems)
    return found


def _walk_from(outline: Outline, main: Entry, stems: frozenset[str]) -> Sequence[Way]:
    found: Sequence[Way] | None = outline.walked.find(main.id, stems)
    if found is None:
        met: list[Entry] = []
        found = _explore(outline, _enter(main, stems), stems, met)
        outline.walked.keep(main.id, stems, (_NOT_PRIMARY, *(entry.asked_for for entry in met)), found)
    return found


def go_on(outline: Outline, way: Way, chain: Sequence[Entry], stems: frozenset[str]) -> Way:
    """The way along these lines, the last of which the coder has chosen, and on from there as far as the words lead."""
    for entry in chain:
        used = max((demand & stems for demand in entry.demands), key=len)
        way = _take(way, entry, used, stems)
    chosen = way.moves[-1]._replace(answered=way.last.head)
    start = way._replace(moves=(*way.moves[:-1], chosen))
    return max(_explore(outline, iter([start]), stems, []), key=rank)


def into(way: Way, entry: Entry) -> Way:
    """The way, into a line right below its last one that asks for no word."""
    return _take(way, entry, frozenset(), frozenset())


def rank(way: Way) -> tuple[object, ...]:
    """Sorts ways: one that lands, the words placed, few of them by words of ours, essential ones, fewer references."""
    return ranked(way, way.used, way.free, len({gloss.said for gloss in way.glosses}))


def ranked(way: Way, used: frozenset[str], free: frozenset[str], ours: int) -> tuple[object, ...]:
    """The rank that a way has in other words: with these stems placed, and so many glosses of ours needed for them."""
    line = way.last.line
    return (
        way.lands,
        weigh(used | free),
        -ours - (way.strays if way.jumps else 0),
        weigh(way.here),
        -way.jumps,
        weigh(used),
        -_ORDER.index(line.index),
        -len(way.moves),
        -line.id,
    )


def _enter(entry: Entry, stems: frozenset[str]) -> Iterator[Way]:
    """The main term itself, once for each variant that the statement has."""
    for demand in entry.demands:
        if demand and demand <= stems:
            free = same(entry.free & stems)
            yield Way((Move(StepKind.MAIN_TERM, entry, demand, free),), demand, free, demand)


def _explore(outline: Outline, starts: Iterator[Way], stems: frozenset[str], met: list[Entry]) -> list[Way]:
    """All ways on from `starts`: down the outline, then along the references of each line reached.

    Every line of which the stems are looked at is added to `met`.
    """
    found: list[Way] = []
    open_ways = list(starts)
    seen: set[tuple[int, frozenset[str]]] = set()
    while open_ways and len(found) < MOST_WAYS:
        start = open_ways.pop(0)
        for way in _descend(start, stems, start.moves[-1].used, met):
            if way.owed:
                continue
            if not (way.jumps and (_is_idle(way) or _passes_by(way))):
                found.append(way)
            if way.jumps < MOST_JUMPS and way.last.references:
                for onward in _jump(outline, way, stems):
                    mark = (onward.last.id, onward.placed)
                    if mark not in seen:
                        seen.add(mark)
                        open_ways.append(onward)
    return found


def _is_idle(way: Way) -> bool:
    """Whether a *see also* of it led away from a line with a code, and no word, nor an answer, has led on since."""
    placed = frozenset[str]()
    for at, move in enumerate(way.moves):
        led_away = move.kind is StepKind.SEE_ALSO and at and way.moves[at - 1].entry.line.codes
        if led_away and way.placed <= placed and not any(later.answered for later in way.moves[at:]):
            return True
        placed |= move.used | move.free
    return False


def _passes_by(way: Way) -> bool:
    """Whether the word that led to a *see also* has a line there, and the way took another beside that one.

    *Ulcer, heel (see also Ulcer, lower extremity)* with *foot* too: there the heel has its line, and the foot only says
    where it is.
    """
    if len(way.moves) < _BY_REFERENCE or way.moves[-2].kind is not StepKind.SEE_ALSO:
        return False
    before, jump, after = way.moves[-3:]
    own = [child for _, child in jump.entry.opened_by(before.used)]
    return after.entry not in own and any(_of_one_category(child, after.entry) for child in own)


def _of_one_category(one: Entry, other: Entry) -> bool:
    """Whether two lines give codes of one category."""
    here, there = ([category_of(code) for code in entry.line.codes[:1]] for entry in (one, other))
    return bool(here) and here == there


def _descend(way: Way, stems: frozenset[str], taken: frozenset[str], met: list[Entry]) -> list[Way]:
    """`way` and every way further down; `taken` are the stems that lines below its start have used already."""
    last = way.moves[-1]
    entry = last.entry
    met.append(entry)
    found = [way] if not entry.connective or last.used else []
    if entry.has_below:
        for demand, child in entry.opened_by(stems | way.granted if way.granted else stems):
            if not demand <= taken:
                found += _descend(_take(way, child, demand, stems), stems, taken | demand, met)
        for child in (*entry.connectives, *entry.unsaid):
            found += _descend(_take(way, child, _NONE, stems), stems, taken, met)
        for site, joint in entry.by_default:
            met.append(site)
            found += _descend(_take(_take(way, site, _NONE, stems), joint, _NONE, stems), stems, taken, met)
    return found


def _take(way: Way, entry: Entry, demand: frozenset[str], stems: frozenset[str]) -> Way:
    used = demand if demand <= stems else same(demand & stems)
    free = same((entry.free & stems) - way.used - used)
    moves = (*way.moves, Move(StepKind.SUBTERM, entry, used, free))
    owed = way.owed - demand - entry.free if way.owed else way.owed
    placed = (same(way.used | used), same(way.free | free), same(way.here | demand))
    return Way(moves, *placed, way.jumps, way.granted, way.glosses, way.answered, owed)


@lru_cache(maxsize=16_384)
def _stems(target: str) -> frozenset[str]:
    return frozenset(stems_of(target))


def _jump(outline: Outline, way: Way, stems: frozenset[str]) -> Iterator[Way]:
    """The lines that the last line's references name. *See* is obeyed; *see also* is tried while words are left.

    What stands above a histology says where its primary growths are, not those in situ or secondary.
    """
    if not way.last.line.references and _NOT_PRIMARY & stems:
        return
    for reference in way.last.references:
        if reference.kind is ReferenceKind.SEE:
            kind = StepKind.SEE
        elif reference.kind is ReferenceKind.SEE_ALSO and (not way.lands or stems - way.placed):
            kind = StepKind.SEE_ALSO
        else:
            continue
        for target in reference.lines:
            named = outline.entry(target)
            above = _main_term_of(outline, named) if kind is StepKind.SEE_ALSO and stems - way.placed else ()
            for entry in (named, *above):
                if any(move.entry is entry for move in way.moves):
                    continue
                own = frozenset[str]().union(*(d for d in entry.demands if d <= stems))
                free = (entry.free & stems) - way.used - own
                moves = (*way.moves, Move(kind, entry, own, free))
                lent = _stems(reference.target)
                owed = (_beyond_site(reference) if entry is named else lent) - entry.free
                granted, jumps = way.granted | lent, way.jumps + 1
                yield Way(moves, way.used | own, way.free | free, own, jumps, granted, way.glosses, way.answered, owed)


@lru_cache(maxsize=16_384)
def _beyond_site(reference: Reference) -> frozenset[str]:
    """What a line further down must have of *see Hernia, by site, with gangrene*; nothing where the reference leads to
    rows of a table, of which a column has it."""
    if reference.target.startswith(_TABLES):
        return frozenset()
    return frozenset(stems_of(" ".join(_BY_SITE.findall(reference.target)))) - RELATION


def _main_term_of(outline: Outline, entry: Entry) -> tuple[Entry, ...]:
    """The main term of a subterm that a *see also* names: words that are left may stand between the two.

    *Shingles (see also Herpes, zoster)* with keratitis is Herpes, keratitis, zoster (Dindex12.rtf ¶38909).
    """
    return (outline.entry(entry.line.main),) if entry.line.level else ()
