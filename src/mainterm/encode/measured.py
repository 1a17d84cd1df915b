"""The quantities of a statement as words of the books: *35 weeks* is *35-36 completed weeks* where a line says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from mainterm.encode.gloss import OF_AGE, QUANTITIES, Gloss
from mainterm.encode.lexicon.lines import Place, entries
from mainterm.encode.lexicon.tables import MEANINGS
from mainterm.model.quantities import Bounds, Quantity, quantities_in, read_bounds
from mainterm.model.words import stems

_IN_PASSING: Final = "pregnancies"


def measured(text: str) -> tuple[Gloss, ...]:
    """What the books say for each quantity of the text."""
    said = frozenset(stems(text))
    return tuple(gloss for quantity in quantities_in(text) for gloss in _glosses(text, said, quantity))


def said_in_passing(text: str) -> frozenset[str]:
    """The stems of quantities that need no place: how many pregnancies there were (*G2P1*) matters at few lines."""
    places = (piece for quantity in quantities_in(text) if quantity.kind == _IN_PASSING for piece in quantity.pieces)
    return frozenset(stem for start, end in places for stem in stems(text[start:end]))


def _glosses(text: str, told: frozenset[str], quantity: Quantity) -> Iterator[Gloss]:
    """Of the wordings of a line those of which most is told besides: at 38 years a *primigravida* is no other."""
    said = frozenset(stem for start, end in quantity.pieces for stem in stems(text[start:end])) - {OF_AGE}
    for bounds, wordings, place in _lines().get(quantity.kind, ()):
        if bounds.hold(quantity):
            glosses = [Gloss(said, frozenset(stems(put)), put, place) for put in wordings]
            most = max(len(gloss.means & told) for gloss in glosses)
            yield from (gloss for gloss in glosses if len(gloss.means & told) == most)


@cache
def _lines() -> Mapping[str, tuple[tuple[Bounds, tuple[str, ...], Place], ...]]:
    """The lines of the lexicon by their kinds."""
    found: dict[str, list[tuple[Bounds, tuple[str, ...], Place]]] = {}
    for left, wordings, file, line in entries(QUANTITIES):
        bounds = read_bounds(left)
        found.setdefault(bounds.kind, []).append((bounds, tuple(wordings.split(MEANINGS)), Place(file, line)))
    return {kind: tuple(lines) for kind, lines in found.items()}
