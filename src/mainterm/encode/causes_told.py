"""Where a statement tells how an injury came about: the wordings of the lexicon, longest first, where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from mainterm.encode.gloss import Gloss
from mainterm.encode.lexicon.causes import Meaning, Wording, wordings_from
from mainterm.encode.statement import Statement
from mainterm.model.answer import WordRole
from mainterm.model.words import STOP, stem, stems, words

_ARTICLES: Final = frozenset("a an the his her my their some own local busy crowded".split())
_UNTOLD: Final = frozenset({WordRole.DENIED, WordRole.HISTORY, WordRole.FAMILY_HISTORY})
_UNIT: Final = frozenset("year yr month week day".split())


class Telling(NamedTuple):
    """A wording that the statement has, and the stems of its words that carry meaning."""

    wording: Wording

    @property
    def said(self) -> frozenset[str]:
        return frozenset(self.wording.stems) - STOP

    @property
    def names_an_injury(self) -> bool:
        """Whether it is the name of an injury, which tells of no cause: `insect bite`, `chest wall`."""
        return not self.wording.meanings and not self.wording.persons

    def gloss(self, meaning: Meaning) -> Gloss:
        """What is said, in the words of the book."""
        return Gloss(self.said, frozenset(stems(meaning.put)), meaning.put, meaning.place)


def tellings(statement: Statement) -> tuple[Telling, ...]:
    """The wordings of a statement in their order, none within another."""
    return tuple(_tellings(list(_tokens(statement))))


def _tokens(statement: Statement) -> Iterator[str]:
    """The stems of what is said, articles aside, joints among them; a bar where something else comes between."""
    end = 0
    for segment in statement.segments:
        for word in words(statement.text[end : segment.start]):
            yield stem(word)
        end = segment.end
        if segment.roles & _UNTOLD:
            yield "|"
            continue
        for word in segment.words:
            if word not in _ARTICLES:
                yield stem(word)


def _tellings(tokens: list[str]) -> Iterator[Telling]:
    behind = [*tokens[1:], ""]
    at = 0
    while at < len(tokens):
        opened = wordings_from(tokens[at], behind[at])
        there = (one for one in opened if tuple(tokens[at : at + len(one.stems)]) == one.stems)
        found = next(there, None)
        if found is None or (tokens[at] == "old" and at and tokens[at - 1] in _UNIT):
            at += 1
            continue
        yield Telling(found)
        at += len(found.stems)
