"""British spelling: from a word that the Index does not have to the American one that it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from mainterm.encode.lexicon.lines import Entry, Place
from mainterm.encode.lexicon.records import Spelling

MOST_CHANGES: Final = 3
"""Rules that one word may need: `haemoglobinaemia` takes two."""


def respell(word: str, rules: tuple[Entry, ...], known: Callable[[str], bool]) -> Spelling | None:
    """The word that is known and needs the fewest changes, or None."""
    reached = [word]
    for _ in range(MOST_CHANGES):
        changed = {new: place for old in reached for new, place in _changes(old, rules)}
        for new, place in changed.items():
            if known(new):
                return Spelling(new, place)
        reached = list(changed)
    return None


def _changes(word: str, rules: tuple[Entry, ...]) -> Iterator[tuple[str, Place]]:
    """`word` with one occurrence of a rule's letters changed, for each: `-ae-: e` anywhere, `-re: er` at its end."""
    for left, right, file, line in rules:
        letters = left.strip("-")
        at = word.find(letters) if left.endswith("-") else _end(word, letters)
        while at >= 0:
            yield word[:at] + right + word[at + len(letters) :], Place(file, line)
            at = word.find(letters, at + 1)


def _end(word: str, letters: str) -> int:
    return len(word) - len(letters) if word.endswith(letters) else -1
