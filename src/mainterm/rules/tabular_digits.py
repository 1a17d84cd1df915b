"""Compiled from the digit boxes of the Tabular List (I.B.3): digits of one patient that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mainterm.model.code import category_of, within_any
from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Severity, look_at, of_one_category, paired, rule

DETAIL: Final = Guideline("I.B.3", page=9)


@dataclass(frozen=True, slots=True)
class Facet:
    """What the last digit of some codes says, of which a patient has one: `groups` are the digits that say the same.

    `shared` is how much of the code two codes must have in common for their digits to speak of one condition.
    """

    name: str
    spans: tuple[str, ...]
    groups: tuple[str, ...]
    shared: int

    def of(self, code: str) -> int:
        """Which group the code's digit is in, -1 where the facet is not the code's."""
        if not within_any(code, self.spans) or code == category_of(code):
            return -1
        return next((number for number, group in enumerate(self.groups) if code[-1] in group), -1)


_CATEGORY, _SUBCATEGORY = len("250"), len("250.0")
FACETS: Final = (
    Facet("type of diabetes", ("250",), ("02", "13"), _CATEGORY),
    Facet("control of the diabetes", ("249",), ("0", "1"), _SUBCATEGORY),
    Facet("control of the diabetes", ("250",), ("01", "23"), _SUBCATEGORY),
    Facet("course of the asthma", ("493.0-493.2", "493.9"), ("0", "1", "2"), _SUBCATEGORY),
    Facet("intractability", ("345.0-345.1", "345.4-345.9"), ("0", "1"), _SUBCATEGORY),
    Facet("course of the migraine", ("346",), ("0", "1", "2", "3"), _SUBCATEGORY),
    Facet("course", ("295", "303", "304", "305.0", "305.2-305.9"), ("0", "1", "2", "3", "4", "5"), _SUBCATEGORY),
    Facet("severity of the episode", ("296.0-296.6",), ("0", "1", "2", "3", "4", "5", "6"), _SUBCATEGORY),
    Facet("heart failure", ("402",), ("0", "1"), _SUBCATEGORY),
    Facet("stage of the kidney disease", ("403",), ("0", "1"), _SUBCATEGORY),
    Facet("heart failure and kidney disease", ("404",), ("0", "1", "2", "3"), _SUBCATEGORY),
    Facet("stage of the kidney disease", ("585",), ("1", "2", "3", "4", "5", "6", "9"), _CATEGORY),
    Facet("episode of care", ("410",), ("0", "1", "2"), _SUBCATEGORY),
    Facet("obstruction", ("531-534", "574"), ("0", "1"), _SUBCATEGORY),
    Facet("sides of the hernia", ("550",), ("01", "23"), _SUBCATEGORY),
    Facet("remission", ("203-208",), ("0", "1", "2"), _SUBCATEGORY),
    Facet("completeness of the abortion", ("634-637",), ("0", "1", "2"), _SUBCATEGORY),
    Facet("consciousness", ("800-801", "803-804", "851-854"), ("0", "1", "2", "3", "4", "5", "6", "9"), _SUBCATEGORY),
    Facet("birth weight", ("764", "765.0-765.1"), ("1", "2", "3", "4", "5", "6", "7", "8", "9"), _SUBCATEGORY),
    Facet("weeks of gestation", ("765.2",), ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), _SUBCATEGORY),
)
"""Not here: digits for a site or a side, of which a patient may have several; the episodes of 640-676 (I.C.11)."""

SPANS: Final = tuple(dict.fromkeys(span for facet in FACETS for span in facet.spans))


@lru_cache(maxsize=4_096)
def contradicted(code: str, other: str) -> Facet | None:
    """The facet of which the two codes say different things."""
    for facet in FACETS:
        if code[: facet.shared] == other[: facet.shared] and len(code) == len(other):
            one, two = facet.of(code), facet.of(other)
            if -1 < one != two > -1:
                return facet
    return None


_CONTRADICTED: Final = of_one_category(lambda _, code, other: contradicted(code, other) is not None)


@rule(
    cites=DETAIL,
    severity=Severity.ERROR,
    general=True,
    on=SPANS,
    between=_CONTRADICTED,
    passes=("250.60, 250.40", "250.02, 250.62", "719.41, 719.46", "550.90, 550.91", "493.90, 492.8"),
    flags={
        "250.00, 250.41": "250.41",
        "250.00, 250.02": "250.02",
        "493.90, 493.92": "493.92",
        "585.3, 401.9, 585.4": "585.4",
    },
)
def digits_contradict(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Two codes whose last digits say different things of one condition of one patient.

    The digit is chosen once for a condition: diabetes is of one type, an asthma is in one course, a birth has one
    weight.
    """
    for at, beside in encounter.pairs(_CONTRADICTED, book):
        one, other = encounter.diagnoses[at], encounter.diagnoses[beside]
        facet = contradicted(one.code, other.code)
        if facet is not None and at < beside:
            yield look_at(other, f"its last digit contradicts that of {one.code}: {facet.name}", one)


ABUSE_AND_DEPENDENCE: Final = (
    ("305.0", "303"),
    ("305.2", "304.3"),
    ("305.3", "304.5"),
    ("305.4", "304.1"),
    ("305.5", "304.0"),
    ("305.5", "304.7"),
    ("305.6", "304.2"),
    ("305.7", "304.4"),
)
"""The abuse of a substance, and the dependence on it."""


@rule(
    cites=Guideline("I.A.4", page=7),
    severity=Severity.WARNING,
    on=tuple(abuse for abuse, _ in ABUSE_AND_DEPENDENCE),
    between=paired([((abuse,), (dependence,)) for abuse, dependence in ABUSE_AND_DEPENDENCE]),
    passes=("303.91, 305.1", "304.01, 305.60", "305.00"),
    flags={"303.90, 305.00": "305.00", "304.21, 401.9, 305.60": "305.60"},
)
def abuse_beside_dependence(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The abuse of a substance beside the dependence on it.

    Each of categories 303, 304 and 305 excludes the others: of one substance the patient has the one or the other.
    """
    for abuse, dependence in ABUSE_AND_DEPENDENCE:
        for other in encounter.within(dependence)[:1]:
            for diagnosis in encounter.within(abuse):
                yield look_at(diagnosis, "of one substance dependence is coded, not abuse beside it", other)
