"""The General Equivalence Mappings: which codes of one classification stand for a code of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from mainterm.model.edition import Manifest, Problem
from mainterm.model.source import Source


class Classification(StrEnum):
    """What a mapping leads from and to."""

    ICD9CM = "icd9cm"
    ICD10CM = "icd10cm"
    ICD9PCS = "icd9pcs"
    """Volume 3 of ICD-9-CM, by the name that the mappings' files give it."""
    ICD10PCS = "icd10pcs"

    @property
    def counterpart(self) -> Classification:
        """The classification on the other side of its mappings."""
        return _COUNTERPARTS[self]

    def dotted(self, text: str) -> str:
        """A code as its own book prints it, from one without its point or with it; its form is not looked at.

        >>> Classification.ICD10CM.dotted("s72001a"), Classification.ICD9CM.dotted("E8881")
        ('S72.001A', 'E888.1')
        """
        bare = text.strip().upper().replace(".", "")
        at = {self.ICD9PCS: 2, self.ICD10PCS: len(bare)}.get(self, 4 if self is self.ICD9CM and bare[:1] == "E" else 3)
        return f"{bare[:at]}.{bare[at:]}" if len(bare) > at else bare


_COUNTERPARTS = {
    Classification.ICD9CM: Classification.ICD10CM,
    Classification.ICD10CM: Classification.ICD9CM,
    Classification.ICD9PCS: Classification.ICD10PCS,
    Classification.ICD10PCS: Classification.ICD9PCS,
}


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
