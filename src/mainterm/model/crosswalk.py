"""The General Equivalence Mappings: which codes of one classification stand for a code of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from mainterm.model.classification import Classification
from mainterm.model.edition import Manifest, Problem
from mainterm.model.source import Source


@dataclass(frozen=True, slots=True)
class Equivalent:
    """One line of a mapping: codes dotted; `target` is "" where the map has none.

    `approximate` is its first flag; one with a `scenario` is but a part of a translation: of each `choice_list` of the
    scenario, both counted from 1, one target is wanted. Elsewhere both are 0. (GEMs technical documentation, flags.)
    """

    source: str
    target: str
    approximate: bool
    scenario: int = 0
    choice_list: int = 0
    place: Source = field(default=Source("", -1), compare=False)


@dataclass(frozen=True, slots=True)
class CrosswalkLines:
    """All mappings, by what they lead from, and what was amiss in their files: what reading gives and storing takes."""

    lines: Mapping[Classification, tuple[Equivalent, ...]]
    problems: tuple[Problem, ...]
    census: Mapping[str, Any]


class Crosswalk(Protocol):
    """The mappings on disk, opened."""

    @property
    def manifest(self) -> Manifest:
        """What the file says of itself."""

    def equivalents(self, code: str, of: Classification) -> tuple[Equivalent, ...]:
        """The lines of a code, dotted, in the order of the file; none where the mapping does not have the code."""

    def backwards(self, code: str, of: Classification) -> tuple[Equivalent, ...]:
        """The lines of the other direction that lead to the code, in their order."""

    def codes(self, of: Classification) -> tuple[str, ...]:
        """Every code that a mapping leads from, in the order of the file."""

    def every(self, of: Classification) -> Iterator[Equivalent]:
        """All lines that lead from a classification, in the order of the file."""
