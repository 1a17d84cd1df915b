"""Wordings of what a statement tells, and the words of the Index for them, from one of the lexicon's files."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from mainterm.encode.gloss import Gloss
from mainterm.encode.lexicon.lines import Place, entries
from mainterm.encode.lexicon.tables import MEANINGS
from mainterm.model.words import STOP, stem, stems


class Worded(NamedTuple):
    """Stems of a statement, and how the Index may word them."""

    said: frozenset[str]
    meanings: tuple[str, ...]
    place: Place

    @property
    def glosses(self) -> tuple[Gloss, ...]:
        """What is said, as the Index may word it, in the order of the file."""
        return tuple(Gloss(self.said, frozenset(stems(put)), put, self.place) for put in self.meanings)


def told_by(said: frozenset[str], file: str) -> Worded | None:
    """The fullest wording of a file that these stems have."""
    return next((one for one in worded(file) if one.said <= said), None)


@cache
def worded(file: str) -> tuple[Worded, ...]:
    """The wordings of a file, those with more words first."""
    found = (
        Worded(
            frozenset(stem(word) for word in said.split() if word not in STOP),
            tuple(meant.split(MEANINGS)),
            Place(file, line),
        )
        for said, meant, _, line in entries(file)
    )
    return tuple(sorted(found, key=lambda one: -len(one.said)))
