"""Medicare's code edits: the lists in which a code stands, each with the line of the document that lists it there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from mainterm.model.code import Volume
from mainterm.model.source import Source


class EditKind(StrEnum):
    """The lists of the Definitions of Medicare Code Edits, as they are named there, and that of the POA exemptions."""

    NEWBORN_ONLY = "newborn_only"
    PEDIATRIC_ONLY = "pediatric_only"
    MATERNITY_ONLY = "maternity_only"
    ADULT_ONLY = "adult_only"
    FEMALE_ONLY = "female_only"
    MALE_ONLY = "male_only"
    MANIFESTATION = "principal_manifestation"
    QUESTIONABLE = "principal_questionable_admit"
    UNACCEPTABLE = "principal_unacceptable"
    NONCOVERED = "noncovered_always"
    NONCOVERED_OVER_60 = "noncovered_over60"
    NONCOVERED_LOS = "noncovered_los_96hr"
    LIMITED = "limited_coverage"
    WRONG = "wrong_performed"
    POA_EXEMPT = "poa_exempt"


@dataclass(frozen=True, slots=True)
class Edit:
    """A code in one of the lists. `section` is the manual's (`4.A`, `18`), "" where the document has none.

    `version` is that of the edits, 0 where the document does not say it.
    """

    kind: EditKind
    code: str
    volume: Volume
    section: str = ""
    version: int = 0
    source: Source = field(default=Source("", -1), compare=False)
