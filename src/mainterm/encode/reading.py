"""A statement in the words of the Index: abbreviations spelt out, spellings mended, synonyms of ours beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Final

from mainterm.encode.answers import NOTHING_ANSWERED, Answers, is_undocumented
from mainterm.encode.ask import ask_meaning
from mainterm.encode.gloss import Gloss
from mainterm.encode.lexicon import Found, Lexicon
from mainterm.encode.near import nearest
from mainterm.encode.settle import Settled
from mainterm.encode.walk import Way
from mainterm.encode.weight import meaningless
from mainterm.model.edition import Book
from mainterm.model.terms import RELATION
from mainterm.model.words import STOP, fold, stem, stems, words

_WORD: Final = re.compile(r"[^\W\d_]{4,}")
MOST_READINGS: Final = 6
"""Readings of one statement that abbreviations with several meanings may make."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The statement with abbreviations spelt out and spellings mended, and the glosses that did it.

    `seams` are (start, end, shift): where a piece was put in, and how far what follows has moved.
    """

    text: str
    glosses: tuple[Gloss, ...] = ()
    seams: tuple[tuple[int, int, int], ...] = ()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where in the statement as it was written a span of this text stands; a piece put in counts as a whole."""
        return self._back(start, first=True), self._back(end, first=False)

    def _back(self, at: int, first: bool) -> int:
        shift = 0
        for start, end, moved in self.seams:
            if at <= start:
                break
            if at < end:
                return start - shift if first else end - moved
            shift = moved
        return at - shift


def readings(
    text: str,
    lexicon: Lexicon,
    book: Book,
    known: Callable[[], frozenset[str]],
    answers: Answers = NOTHING_ANSWERED,
) -> list[Reading]:
    """As it is written; then with its abbreviations spelt out, the commoner meanings first; MOST_READINGS of these.

    `known` gives stems that are rightly spelt though the Index has them not; asked only where there is such a word.
    Of an abbreviation for which `answers` has the meaning, only that one.
    """
    found = list(lexicon.abbreviations_in(text))
    mended = list(_mended(text, [(f.start, f.end) for f in found], lexicon, book, known))
    choices = islice(product(*(_meanings(f, text, answers) for f in found)), MOST_READINGS)
    spelt = [_put_in(text, [*choice, *mended]) for choice in choices]
    chosen = any(gloss.answered for reading in spelt for gloss in reading.glosses)
    return [_put_in(text, mended), *spelt] if found and not chosen else spelt


Piece = tuple[int, int, str, Gloss]


def _meanings(found: Found, text: str, answers: Answers) -> list[Piece]:
    """An abbreviation spelt out in each of its meanings; in the one that the coder has chosen, if there is one."""
    short, meanings = text[found.start : found.end], found.abbreviation.meanings
    asks = (ask_meaning(found.abbreviation.short, meanings),) if len(meanings) > 1 else ()
    answered = tuple(answer for question in asks if (answer := answers.to(question)))
    chosen = [answer.option.text for answer in answered if not is_undocumented(answer.option)]
    said, place = frozenset(map(stem, words(short))), found.abbreviation.place
    return [
        (found.start, found.end, meaning, Gloss(said, frozenset(stems(meaning)), meaning, place, asks, answered))
        for meaning in chosen or meanings
    ]


def _mended(
    text: str, taken: list[tuple[int, int]], lexicon: Lexicon, book: Book, known: Callable[[], frozenset[str]]
) -> Iterator[Piece]:
    """Words that neither the Index nor the lexicon has, as the Index spells them."""
    for match in _WORD.finditer(text):
        start, end = match.span()
        if not any(start < e and s < end for s, e in taken):
            word = fold(match[0])
            mended = _spelling(word, lexicon, book, known)
            if mended:
                yield start, end, mended, Gloss(frozenset({stem(word)}), frozenset({stem(mended)}), mended)


def _spelling(word: str, lexicon: Lexicon, book: Book, known: Callable[[], frozenset[str]]) -> str:
    if word in STOP or word in RELATION or meaningless(word) or book.uses(stem(word)):
        return ""
    if stem(word) in lexicon.same or stem(word) in lexicon.phrases or stem(word) in known():
        return ""
    british = lexicon.british(word, lambda new: book.uses(stem(new)) > 0)
    return british.word if british else nearest(word, lambda new: book.vocabulary.get(stem(new), 0))


def _put_in(text: str, pieces: list[Piece]) -> Reading:
    out, seams, glosses, at, shift = [], [], [], 0, 0
    for start, end, put, gloss in sorted(pieces, key=lambda piece: piece[0]):
        out += [text[at:start], put]
        begin = start + shift
        shift += len(put) - (end - start)
        seams.append((begin, begin + len(put), shift))
        glosses.append(gloss)
        at = end
    return Reading("".join([*out, text[at:]]), tuple(glosses), tuple(seams))


@dataclass(frozen=True, slots=True)
class Likes:
    """What else the statement's words may be called in the Index: single words that mean the same, and phrases."""

    glosses: tuple[Gloss, ...] = ()

    def more_for(self, own: frozenset[str]) -> frozenset[str]:
        """The stems that may be walked on besides these, which are some of the statement's own."""
        return frozenset[str]().union(*(gloss.means for gloss in self.glosses if gloss.said <= own))

    def said_for(self, walked: frozenset[str]) -> frozenset[str]:
        """These stems, and the statement's own that ours among them stand for."""
        return walked.union(*(gloss.said for gloss in self.glosses if gloss.means & walked))

    def owned(self, way: Way, own: frozenset[str]) -> Way | None:
        """The way with the statement's own stems in place of ours; None where it uses a phrase of ours only in part.

        A nonessential word of ours that stands for what the way has placed already is no use of the lexicon.
        """
        if way.placed <= own:
            return way
        borrowed = way.used - own
        kept = way.placed & own
        extra = (way.free - own).difference(*(g.means for g in self.glosses if g.said <= kept))
        whole = (g for g in self.glosses if g.means - own - RELATION <= way.placed | way.granted)
        used = tuple(g for g in whole if g.means & (borrowed | extra))
        if not borrowed | extra <= frozenset[str]().union(*(g.means for g in used)):
            return None
        own_for = {
            word: frozenset[str]().union(*(g.said for g in used if word in g.means)) for word in way.placed - own
        }
        moves = tuple(replace(m, used=_exchanged(m.used, own_for), free=_exchanged(m.free, own_for)) for m in way.moves)
        used_up, free = _exchanged(way.used, own_for), _exchanged(way.free, own_for)
        return replace(way, moves=moves, used=used_up, free=free, glosses=used)

    def settled(self, settled: Settled, own: frozenset[str]) -> Settled:
        """The same with the statement's own stems for those of ours that chose a digit."""
        borrowed = settled.used - own
        if not borrowed:
            return settled
        used = tuple(gloss for gloss in self.glosses if gloss.means & borrowed and gloss.said <= own)
        said = frozenset[str]().union(*(gloss.said for gloss in used))
        return replace(settled, used=(settled.used & own) | said, glosses=used)


def likes(segments: Iterable[frozenset[str]], lexicon: Lexicon) -> Likes:
    """All that the lexicon has for the stems of these segments: a phrase only where one segment has all its words."""
    found: dict[tuple[frozenset[str], frozenset[str]], Gloss] = {}
    for said in segments:
        phrases = [(p.stems, p.target, p.place) for p in lexicon.phrases_within(said)]
        same = [((word,), other, place) for word in sorted(said) for other, place in lexicon.same_as(word).items()]
        for own, target, place in (*phrases, *same):
            gloss = Gloss(frozenset(own), frozenset(stems(target)), target, place)
            found.setdefault((gloss.said, gloss.means), gloss)
    return Likes(tuple(found.values()))


def _exchanged(placed: frozenset[str], own_for: dict[str, frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*(own_for.get(word, frozenset({word})) for word in placed))
