"""The classifications that a book, a code or a mapping may be of, and how their codes are written."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Classification(StrEnum):
    """What a book is of, and what a mapping leads from and to."""

    ICD9CM = "icd9cm"
    ICD10CM = "icd10cm"
    ICD9PCS = "icd9pcs"
    """Volume 3 of ICD-9-CM, by the name that the mappings' files give it."""
    ICD10PCS = "icd10pcs"

    @property
    def counterpart(self) -> Classification:
        """The classification on the other side of its mappings."""
        return _COUNTERPARTS[self]

    @property
    def full_name(self) -> str:
        """Its name in words: `ICD-10-CM`."""
        return _NAMES[self]

    def dotted(self, text: str) -> str:
        """A code as its own book prints it, from one without its point or with it; its form is not looked at.

        >>> Classification.ICD10CM.dotted("s72001a"), Classification.ICD9CM.dotted("E8881")
        ('S72.001A', 'E888.1')
        """
        bare = text.strip().upper().replace(".", "")
        at = {self.ICD9PCS: 2, self.ICD10PCS: len(bare)}.get(self, 4 if self is self.ICD9CM and bare[:1] == "E" else 3)
        return f"{bare[:at]}.{bare[at:]}" if len(bare) > at else bare

    def read(self, text: str) -> str:
        """`text` as a code of this classification with its point, or "" where it has not the form of one.

        >>> [Classification.ICD10CM.read(text) for text in ("e119", "S72001A", "25000")]
        ['E11.9', 'S72.001A', '']
        """
        given = text.strip().upper()
        return self.dotted(given) if _FORMS[self].fullmatch(given) else ""


_COUNTERPARTS: Final = {
    Classification.ICD9CM: Classification.ICD10CM,
    Classification.ICD10CM: Classification.ICD9CM,
    Classification.ICD9PCS: Classification.ICD10PCS,
    Classification.ICD10PCS: Classification.ICD9PCS,
}
_NAMES: Final = {
    Classification.ICD9CM: "ICD-9-CM",
    Classification.ICD10CM: "ICD-10-CM",
    Classification.ICD9PCS: "ICD-9-CM procedures",
    Classification.ICD10PCS: "ICD-10-PCS",
}
_FORMS: Final = {
    Classification.ICD9CM: re.compile(r"\d{3}(\.?\d{1,2})?|V\d{2}(\.?\d{1,2})?|E\d{3}(\.?\d)?"),
    Classification.ICD10CM: re.compile(r"[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?"),
    Classification.ICD9PCS: re.compile(r"\d{2}\.?\d{0,2}"),
    Classification.ICD10PCS: re.compile(r"[0-9A-HJ-NP-Z]{7}"),
}
