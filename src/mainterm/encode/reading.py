"""A statement in the words of the Index: abbreviations spelt out, spellings mended, synonyms of ours beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from typing import Final, NamedTuple

from mainterm.encode.answers import NOTHING_ANSWERED, Answers, is_undocumented
from mainterm.encode.ask import ask_meaning
from mainterm.encode.gloss import Gloss
from mainterm.encode.lexicon import Found, Lexicon, Place
from mainterm.encode.marks import Mark, find_marks
from mainterm.encode.speller import Speller
from mainterm.model.answer import WordRole
from mainterm.model.words import fold, stem, stems, words

_WORD: Final = re.compile(r"([^\W\d_]{4,})(['’]s\b)?")
_HYPHENED: Final = re.compile(r"\b([^\W\d_]{2,5})-([^\W\d_]{4,})\b")
_DENYING: Final = re.compile(r"\b(?:not|no|never|without)\s*$", re.I)
_CAUSING: Final = re.compile(r"\b(?:due to|secondary to|2/2|caused by|from)\s*$", re.I)
_GOES_ON: Final = re.compile(r" (?:type\b|diabet)", re.I)
"""The diabetes of which a status stands in front: *insulin requiring diabetic with neuropathy*."""
_BY_DRUG: Final = "drug use"
"""How the Index names what a patient takes over a long time (V58.6)."""
MOST_READINGS: Final = 6
"""Readings of one statement that abbreviations with several meanings may make."""


class Reading(NamedTuple):
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


def readings(text: str, lexicon: Lexicon, speller: Speller, answers: Answers = NOTHING_ANSWERED) -> list[Reading]:
    """As it is written; then with its abbreviations spelt out, the commoner meanings first; MOST_READINGS of these.

    A word wrongly spelt is mended in each. Of an abbreviation or a word for which `answers` has the meaning, only that.
    Last comes one with the words joined that a hyphen parts, where the Index has them as one: *post-polio*.
    """
    roles = [_read_as(mark, text) for mark in find_marks(text) if mark.cue.reading and not _is_cause(mark, text)]
    found = [f for f in lexicon.abbreviations_in(text) if not _within(f.start, f.end, [piece[:2] for piece in roles])]
    taken = [*((f.start, f.end) for f in found), *((start, end) for start, end, *_ in roles)]
    mended = [*([role] for role in roles), *_mended(text, taken, speller, answers)]
    spelt_out = [_meanings(f, text, answers) for f in found]
    spelt = [_put_in(text, choice) for choice in islice(product(*spelt_out, *mended), MOST_READINGS)]
    chosen = any(gloss.answered for reading in spelt for gloss in reading.glosses)
    unspelt = [_put_in(text, [likely[0] for likely in mended])] if found and not chosen else []
    whole = list(_without_hyphens(text, speller))
    parts = [likely[0] for likely in (*spelt_out, *mended)]
    rest = [piece for piece in parts if not any(piece[0] < end and start < piece[1] for start, end, *_ in whole)]
    return [*unspelt, *spelt, *([_put_in(text, [*rest, *whole])] if whole else [])]


Piece = tuple[int, int, str, Gloss]


def _meanings(found: Found, text: str, answers: Answers) -> list[Piece]:
    """An abbreviation spelt out in each of its meanings; in the one that the coder has chosen, if there is one."""
    short, abbreviation = text[found.start : found.end], found.abbreviation
    said = frozenset(map(stem, words(short)))
    choice = _choice(said, abbreviation.short, abbreviation.meanings, abbreviation.place, answers)
    return [(found.start, found.end, gloss.put, gloss) for gloss in choice]


def _mended(text: str, taken: list[tuple[int, int]], speller: Speller, answers: Answers) -> Iterator[list[Piece]]:
    """Words that neither the Index nor the lexicon has, as the Index spells them: what each may be."""
    for match in _WORD.finditer(text):
        start, end = match.span()
        if not _within(start, end, taken):
            likely = tuple(mended + (match[2] or "") for mended in speller.mended(fold(match[1])))
            if likely:
                said = frozenset(map(stem, words(match[0])))
                choice = _choice(said, fold(match[0]), likely, None, answers)
                yield [(start, end, gloss.put, gloss) for gloss in choice]


def _without_hyphens(text: str, speller: Speller) -> Iterator[Piece]:
    """Two words with a hyphen between them as the one that the Index has: *post-polio*."""
    for match in _HYPHENED.finditer(text):
        joined = fold(match[1] + match[2])
        if speller.knows(joined):
            said = frozenset(map(stem, words(match[0])))
            yield *match.span(), joined, Gloss(said, frozenset(stems(joined)), joined)


def _choice(
    said: frozenset[str], short: str, meanings: Sequence[str], place: Place | None, answers: Answers
) -> list[Gloss]:
    """What words may mean, each as a gloss; what the coder has chosen, if that was asked."""
    asks = (ask_meaning(short, meanings),) if len(meanings) > 1 else ()
    answered = tuple(answer for question in asks if (answer := answers.to(question)))
    chosen = [answer.option.text for answer in answered if not is_undocumented(answer.option)]
    return [Gloss(said, frozenset(stems(put)), put, place, asks, answered) for put in chosen or meanings]


def _read_as(mark: Mark, text: str) -> Piece:
    """A cue in the words of the Index; a status is parted from what stands before it: *renal failure on dialysis*."""
    said = frozenset(map(stem, words(text[mark.start : mark.end])))
    reading = mark.cue.reading
    parted = mark.role is WordRole.STATUS and not _DENYING.search(text, 0, mark.start)
    behind = "," if parted and _GOES_ON.match(text, mark.end) else ""
    put = f", {reading}{behind}" if parted else reading
    return mark.start, mark.end, put, Gloss(said, frozenset(stems(reading)), reading, mark.cue.place)


def _is_cause(mark: Mark, text: str) -> bool:
    """Whether what is taken is what something is due to: *due to long-term prednisone* is no drug in passing."""
    return mark.role is WordRole.STATUS and _BY_DRUG in mark.cue.reading and bool(_CAUSING.search(text[: mark.start]))


def _within(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < e and s < end for s, e in spans)


def _put_in(text: str, pieces: Iterable[Piece]) -> Reading:
    out, seams, glosses, at, shift = [], [], [], 0, 0
    for start, end, put, gloss in sorted(pieces, key=lambda piece: piece[0]):
        out += [text[at:start], put]
        begin = start + shift
        shift += len(put) - (end - start)
        seams.append((begin, begin + len(put), shift))
        glosses.append(gloss)
        at = end
    return Reading("".join([*out, text[at:]]), tuple(glosses), tuple(seams))
