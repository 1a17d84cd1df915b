"""Which words of a statement are not rightly spelt, and what each may be: British, mistyped, two in one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Final

from mainterm.encode.lexicon import Lexicon
from mainterm.encode.lexicon.lines import entries
from mainterm.encode.near import SHORTEST, Vocabulary
from mainterm.encode.weight import meaningless
from mainterm.model.edition import Book
from mainterm.model.terms import DENIAL, RELATION
from mainterm.model.words import STOP, stem

_COMMON = 1000
"""Uses that a word counts as having which joins others: *following*, *without*."""


WORDS_KEPT: Final = 8192
"""Words that are known to be rightly spelt, or for what: statements use the same ones over and over."""


class Speller:
    """What is rightly spelt: the words of the Index and the lexicon, ordinary English, and the stems of `names`."""

    def __init__(self, book: Book, lexicon: Lexicon, names: Callable[[], frozenset[str]]) -> None:
        self._book = book
        self._lexicon = lexicon
        self._names = names
        self.mended = lru_cache(WORDS_KEPT)(self._mended)
        """What a folded word may be, the likeliest first; none where it is rightly spelt or like no other."""

    def _mended(self, word: str) -> tuple[str, ...]:
        if word in STOP or word in RELATION or meaningless(word) or self._book.uses(stem(word)):
            return ()
        if word in self._ordinary or stem(word) in self._ours or stem(word) in self._names():
            return ()
        british = self._lexicon.british(word, lambda new: self._book.uses(stem(new)) > 0)
        return (british.word,) if british else self._vocabulary.nearest(word) or self._parted(word)

    def knows(self, word: str) -> bool:
        """Whether the Index has a folded word."""
        return self._book.uses(stem(word)) > 0

    def _parted(self, word: str) -> tuple[str, ...]:
        """The two words of the Index that one is, each with letters enough."""
        cuts = range(SHORTEST - 1, len(word) - SHORTEST + 2)
        parts = ((word[:at], word[at:]) for at in cuts if all(map(self._book.uses, (word[:at], stem(word[at:])))))
        return tuple(" ".join(pair) for pair in parts)[:1]

    @cached_property
    def _ordinary(self) -> frozenset[str]:
        return frozenset(word for words, *_ in entries("common.txt") for word in words.split())

    @cached_property
    def _ours(self) -> frozenset[str]:
        return self._lexicon.stems()

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary({**self._book.vocabulary, **dict.fromkeys(RELATION | DENIAL, _COMMON)})
