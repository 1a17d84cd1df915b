"""Which codes there were in which fiscal years: every code of every edition, without its point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mainterm.model.code import Volume


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """By volume and bare code (`25000`): the fiscal years in which it was valid, and in which it was a heading."""

    valid: Mapping[Volume, Mapping[str, frozenset[int]]]
    headings: Mapping[Volume, Mapping[str, frozenset[int]]]
    years: tuple[int, ...]

    def valid_in(self, bare: str, volume: Volume) -> frozenset[int]:
        """The years in which the code was valid."""
        return self.valid[volume].get(bare, frozenset())

    def heading_in(self, bare: str, volume: Volume) -> frozenset[int]:
        """The years in which the code wanted a further digit."""
        return self.headings[volume].get(bare, frozenset())


def known_codes(listed: Iterable[tuple[int, Volume, str, bool]]) -> KnownCodes:
    """From the year, volume, code (dotted or not) and validity of every code of every edition."""
    found: dict[bool, dict[Volume, defaultdict[str, set[int]]]] = {
        valid: {volume: defaultdict(set) for volume in Volume} for valid in (True, False)
    }
    years: set[int] = set()
    for year, volume, code, valid in listed:
        found[valid][volume][code.replace(".", "")].add(year)
        years.add(year)
    frozen = {
        valid: {volume: {code: frozenset(when) for code, when in codes.items()} for volume, codes in volumes.items()}
        for valid, volumes in found.items()
    }
    return KnownCodes(frozen[True], frozen[False], tuple(sorted(years)))
