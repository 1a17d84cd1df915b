"""A statement that is a line of the Index, word for word: its words are those of the line and of the lines above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from mainterm.encode.outline import Outline
from mainterm.encode.page import Entry
from mainterm.encode.walk import Move, Way
from mainterm.model.edition import Book
from mainterm.model.index import Index
from mainterm.model.proof import StepKind
from mainterm.model.terms import DENIAL, DENIED, RELATION, demands
from mainterm.model.words import STOP, stem, words

LONGEST: Final = 40
"""Words of a statement that may be one line; none of the Index has as many."""

_JOINTS: Final = DENIAL | frozenset("with in due from following and associated complicating".split())
_SMALL: Final = frozenset("an the of to by at on for as is was be any than".split())
"""Words that a line may have or not."""
_BETWEEN: Final = frozenset({"or", "and"})


Counted = Mapping[str, int]
"""Stems, each as often as it is said."""


class _Read(NamedTuple):
    """Lines from a main term down, each with the stems that it takes, read as these words, in their order.

    `full` is whether these are all words of theirs.
    """

    lines: tuple[tuple[Entry, frozenset[str]], ...] = ()
    said: tuple[str, ...] = ()
    full: bool = True

    @property
    def lands(self) -> bool:
        """Whether the last line gives codes of its own."""
        return self.lines[-1][0].lands


class _Spelt(NamedTuple):
    """A way that lands, and how its lines have been read."""

    way: Way
    said: tuple[str, ...]
    full: bool


def whole_lines(book: Book, outline: Outline, said: Sequence[str], indexes: Sequence[Index]) -> list[Way]:
    """The ways whose lines have all words of `said` and no others, in the first index that has some.

    Of the variants of a word that a line prints (`Diabetes, diabetic`; `insufficiency or incompetence`) one will do,
    where no line has all.
    The order of the words is free but that of the parts between joints: *aortic stenosis with mitral insufficiency*.
    Where there is no such line, the order of those parts is free too, but not what is denied, nor what stands together
    in them where there are as many: *mitral stenosis with aortic insufficiency* is no line of aortic stenosis.
    """
    said = [word for word in said if word not in _SMALL]
    known = (book.uses(stem(word)) for word in said if len(word) > 1 and word not in RELATION and word not in DENIAL)
    if len(said) > LONGEST or not all(known):
        return []
    words_said = _said(said)
    found = next(filter(None, (list(_lines(outline, words_said, index)) for index in indexes)), [])
    for joints in (_JOINTS, DENIAL):
        same = [one for one in found if _parts(one.said, joints) == _parts(said, joints) and _keeps(one.said, said)]
        if same:
            best = [one for one in same if one.full] or same
            return list({id(one.way.last): one.way for one in best}.values())
    return []


def _parts(said: Sequence[str], joints: frozenset[str]) -> list[Counter[str]]:
    """The words up to each joint, and those behind the last."""
    ends = [n for n, word in enumerate(said) if word in joints]
    return [Counter(map(stem, said[a:b])) for a, b in zip([0, *ends], [*ends, len(said)], strict=True)]


def _keeps(line: Sequence[str], said: Sequence[str]) -> bool:
    """Whether what stands together in the one does so in the other, if they have as many parts."""
    ones, others = (_parts(words, _JOINTS) for words in (line, said))
    return len(ones) != len(others) or all(part in others for part in ones)


class _Said(NamedTuple):
    """The stems of what is said, each as often as it is, and those by which lines may open, denied ones as such."""

    counted: Counted
    open_to: frozenset[str]


def _said(said: Sequence[str]) -> _Said:
    denied = next((n for n, word in enumerate(said) if word in DENIAL), len(said))
    stems = frozenset(stem(word) for word in said if word not in STOP)
    return _Said(Counter(map(stem, said)), stems.union(DENIED + stem(word) for word in said[denied:]))


def _lines(outline: Outline, said: _Said, index: Index) -> Iterator[_Spelt]:
    for entry in outline.opened(said.open_to, index):
        for read in _onward(_Read(), entry, said.counted, said.open_to):
            if read.lands:
                yield _Spelt(_way(read.lines, said.open_to), read.said, read.full)


def _onward(read: _Read, entry: Entry, left: Counted, stems: frozenset[str]) -> Iterator[_Read]:
    """`read` with this line, if its words are all left; then every way further down; those that leave no word."""
    used = next((demand for demand in entry.demands if demand <= stems), None if any(entry.demands) else frozenset())
    if used is None:
        return
    forms = _forms(entry.head)
    for form, counted in forms:
        if all(left.get(stem, 0) >= times for stem, times in counted.items()):
            here = _Read((*read.lines, (entry, used)), (*read.said, *form), read.full and form is forms[0][0])
            still = _without(left, counted) if form else left
            if not still:
                yield here
                continue
            for child in _open_below(entry, stems):
                yield from _onward(here, child, still, stems)


def _without(left: Counted, counted: Counted) -> Counted:
    """What of these words is left but for those counted."""
    return {stem: times - counted.get(stem, 0) for stem, times in left.items() if times > counted.get(stem, 0)}


def _open_below(entry: Entry, stems: frozenset[str]) -> Iterator[Entry]:
    """The lines right below of which the words may be there: those that they open, and those that need none."""
    opened = {child.id: child for _, child in entry.opened_by(stems)}
    yield from opened.values()
    yield from (child for child in entry.undemanding if child.id not in opened)


def _way(lines: Sequence[tuple[Entry, frozenset[str]]], stems: frozenset[str]) -> Way:
    said = frozenset(word for word in stems if not word.startswith(DENIED) and DENIED + word not in stems)
    moves: list[Move] = []
    placed = frozenset[str]()
    for entry, used in lines:
        free = (entry.free & said) - placed - used
        placed |= used
        moves.append(Move(StepKind.SUBTERM if moves else StepKind.MAIN_TERM, entry, used, free))
    return Way(tuple(moves), placed, frozenset[str]().union(*(move.free for move in moves)), placed)


@lru_cache(maxsize=50_000)
def _forms(head: str) -> tuple[tuple[tuple[str, ...], Counted], ...]:
    """The ways to say a line: all its words, or those of one of its alternatives; each with its stems counted."""
    whole = tuple(word for word in words(head) if word not in _SMALL)
    ways = [whole]
    if len(alternatives := demands(head)) > 1:
        kept = RELATION - _BETWEEN
        ways += [tuple(w for w in whole if w in kept or {stem(w), DENIED + stem(w)} & one) for one in alternatives]
    return tuple((way, Counter(map(stem, way))) for way in dict.fromkeys(ways) if way or way == whole)
