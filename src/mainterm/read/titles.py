"""Compares the titles that the Tabular prints with those of CMS's list, and explains where they disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from mainterm.model.code import Volume
from mainterm.model.tabular import Node
from mainterm.model.words import stem, words


class Explanation(StrEnum):
    """Why a printed title is not CMS's, from the least to the most that has to be supplied."""

    SPELLING = "the same words: capitals, punctuation, order or an abbreviation differ"
    COMPOSED = "a fragment: CMS's other words stand in the titles above"
    LINKED = "a fragment: between it and the titles above CMS puts words that link them"
    NOTED = "CMS's other words stand in the notes in force"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A valid code whose printed title is not CMS's; `words` are those of either that nothing in the other explains."""

    node: Node
    explanation: Explanation
    words: frozenset[str] = frozenset()


_ABBREVIATIONS: Final = (
    (re.compile(r"\bnec\b"), "not elsewhere classified"),
    (re.compile(r"\bnos\b"), "not otherwise specified"),
    (re.compile(r"%"), " percent"),
)
_FUNCTION: Final = frozenset(
    stem(word)
    for word in "a an and any as at by due for from in into is of on or other than that the to was with".split()
)
_LINKING: Final = frozenset(
    stem(word)
    for word in (
        "accident affecting caused causing classified complicating elsewhere injuring involving mention not otherwise "
        "part site specified type unspecified without"
    ).split()
)


def disagreements(nodes: Sequence[Node]) -> Iterator[Disagreement]:
    """The valid codes whose title CMS words otherwise, in the order of print. The nodes have CMS's titles."""
    by_key = {(node.volume, node.key): node for node in nodes}
    for node in nodes:
        if node.valid and node.long_title and node.title != node.long_title:
            yield _explain(node, by_key)


def _explain(node: Node, by_key: Mapping[tuple[Volume, str], Node]) -> Disagreement:
    official = node.long_title
    left_out = _wanting(node.title, _supply(official))
    if not left_out and not _wanting(official, _supply(node.title)):
        return Disagreement(node, Explanation.SPELLING)
    above = [node]
    while above[-1].parent:
        above.append(by_key[node.volume, above[-1].parent])
    titles = _FUNCTION.union(*(_supply(each.title) for each in above))
    notes = _LINKING.union(*(_supply(note.text) for each in above for note in each.notes))
    left_out -= _FUNCTION | _LINKING
    for explanation, supply in (
        (Explanation.COMPOSED, titles),
        (Explanation.LINKED, titles | _LINKING),
        (Explanation.NOTED, titles | notes),
    ):
        wanting = _wanting(official, supply)
        if not wanting and not left_out:
            return Disagreement(node, explanation)
    return Disagreement(node, Explanation.NONE, wanting | left_out)


def _plain(title: str) -> str:
    """A title in small letters, its abbreviations written out."""
    plain = title.lower()
    for short, long in _ABBREVIATIONS:
        plain = short.sub(long, plain)
    return plain


@lru_cache(maxsize=50_000)
def _supply(title: str) -> frozenset[str]:
    """The stems that a title supplies: a word with a hyphen parted and whole."""
    plain = _plain(title)
    return frozenset(stem(word) for text in (plain, plain.replace("-", "")) for word in words(text))


def _wanting(title: str, supply: frozenset[str]) -> frozenset[str]:
    """The stems of `title` that are not supplied; a word with a hyphen may be parted or whole."""
    wanting: set[str] = set()
    for word in _plain(title).split():
        whole = {stem(part) for part in words(word.replace("-", ""))}
        if not whole <= supply:
            wanting |= {stem(part) for part in words(word)} - supply
    return frozenset(wanting)
