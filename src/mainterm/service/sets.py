"""Sets of codes by an edition: what a notation expands to, and the shortest notation of a set."""

from __future__ import annotations

from collections.abc import Iterable

from mainterm.history.codeset import Term, expand, parse_set, shortest
from mainterm.model.code import Volume, dotted
from mainterm.service.open import installed_file
from mainterm.store.codes import codes_of


def valid_codes(edition: str | None = None, volume: Volume = Volume.DISEASES) -> tuple[str, ...]:
    """The valid codes of an edition, in the order of the book. Raises EditionError where it cannot be had."""
    listed = codes_of(installed_file(edition))
    return tuple(code for _, of, code, valid in listed if valid and of is volume)


def expanded(notation: str, edition: str | None = None, volume: Volume = Volume.DISEASES) -> tuple[str, ...]:
    """The valid codes of the edition that a notation names. Raises ValueError for what is no notation."""
    return expand(parse_set(notation, volume), valid_codes(edition, volume))


def written(codes: Iterable[str], edition: str | None = None, volume: Volume = Volume.DISEASES) -> tuple[Term, ...]:
    """The shortest notation of codes, with or without their points. Raises ValueError for what is no valid code."""
    wanted = [dotted(code, volume) or code for code in codes]
    return shortest(wanted, valid_codes(edition, volume))
