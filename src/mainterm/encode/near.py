"""Typing errors: the word of the Index that one slip of the finger makes of a word that it does not have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

SHORTEST: Final = 5
"""Letters that a word must have to be mended at all; a shorter one is too near to too many."""
TWO_SLIPS: Final = 9
"""Letters from which on two slips are looked for, if one makes no word."""

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def nearest(word: str, uses: Callable[[str], int]) -> str:
    """The word that a slip makes of `word` and that most lines use; "" where none does, or two do alike.

    >>> nearest("tonsilitis", {"tonsillitis": 20, "tonsil": 9}.get), nearest("flue", lambda word: 0)
    ('tonsillitis', '')
    """
    if len(word) < SHORTEST:
        return ""
    once = set(_slips(word))
    found = _most_used(once, uses)
    if not found and len(word) >= TWO_SLIPS:
        found = _most_used({twice for near in once for twice in _swaps_and_drops(near)}, uses)
    return found


def _most_used(words: set[str], uses: Callable[[str], int]) -> str:
    known = sorted(((uses(word) or 0, word) for word in words), reverse=True)
    known = [(count, word) for count, word in known[:2] if count]
    if len(known) == 2 and known[0][0] < 2 * known[1][0]:
        return ""
    return known[0][1] if known else ""


def _slips(word: str) -> Iterator[str]:
    """Every word one slip away: a letter dropped, doubled or put in, changed, or two changed about. The first stays."""
    yield from _swaps_and_drops(word)
    for at in range(1, len(word) + 1):
        head, tail = word[:at], word[at:]
        for letter in _LETTERS:
            yield head + letter + tail
            if tail and tail[0] != letter:
                yield head + letter + tail[1:]


def _swaps_and_drops(word: str) -> Iterator[str]:
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
        if at + 1 < len(word):
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
