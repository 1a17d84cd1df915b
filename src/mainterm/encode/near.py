"""Typing errors: the words of the Index that a slip of the finger makes of a word that it does not have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from mainterm.model.words import stem

SHORTEST: Final = 5
"""Letters that a word must have to be mended at all; a shorter one is too near to too many."""
FIRST_LETTER: Final = 6
"""Letters from which on the first may be the wrong one."""
TWO_SLIPS: Final = 9
"""Letters from which on two slips are looked for, if one makes no word."""
MOST: Final = 3
"""Words that one may be mended to: the rest of the statement chooses."""

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class Vocabulary:
    """Words that are rightly spelt, as stems with the number of their uses."""

    def __init__(self, uses: Mapping[str, int]) -> None:
        self._uses = uses
        self._alike: defaultdict[tuple[str, int], list[str]] = defaultdict(list)

    def nearest(self, word: str) -> tuple[str, ...]:
        """The words that a slip makes of `word`, MOST at most: those with its first letter first, the commoner first.

        >>> vocabulary = Vocabulary({"tonsillitis": 20, "tonsil": 9, "fracture": 90, "influenza": 7})
        >>> [vocabulary.nearest(word) for word in ("tonsilitis", "flue", "racture", "inlfuensa")]
        [('tonsillitis',), (), ('fracture',), ('influenza',)]
        """
        if len(word) < SHORTEST:
            return ()
        found = {near for form in {word, stem(word)} for near in _slips(form) if near in self._uses}
        if len(word) < FIRST_LETTER:
            found = {near for near in found if near[0] == word[0]}
        if not found and len(word) >= TWO_SLIPS:
            found = set(self._twice(stem(word)))
        likely = sorted(found, key=lambda near: (near[0] != word[0], -self._uses[near], near))
        return tuple(near for near in likely if len(near) >= SHORTEST - 1)[:MOST]

    def _twice(self, word: str) -> Iterator[str]:
        """The words with the same first letter that are two slips away."""
        if not self._alike:
            for known in self._uses:
                self._alike[known[0], len(known)].append(known)
        letters = frozenset(word)
        for length in range(len(word) - 2, len(word) + 3):
            for known in self._alike[word[0], length]:
                if len(letters.symmetric_difference(known)) <= 4 and _distance(word, known) <= 2:
                    yield known


def _slips(word: str) -> Iterator[str]:
    """Every word one slip away: a letter dropped, put in or changed, or two changed about."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
            yield head + tail[1:2] + tail[:1] + tail[2:]
        for letter in _LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def _distance(one: str, other: str) -> int:
    """Letters dropped, put in or changed, and neighbours changed about, that make one of the other."""
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        before, above, row = row, before, [at] + [0] * len(other)
        for n, second in enumerate(other, start=1):
            row[n] = min(before[n] + 1, row[n - 1] + 1, before[n - 1] + (letter != second))
            if at > 1 and n > 1 and letter == other[n - 2] and one[at - 2] == second:
                row[n] = min(row[n], above[n - 2] + 1)
    return row[-1]
