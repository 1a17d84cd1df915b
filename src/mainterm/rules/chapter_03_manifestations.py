"""Guidelines I.C.3.a.4: diabetes and the conditions that it brought about, by their sequence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Need, Severity, move_before, rule
from mainterm.rules.shapes import each_with

MANIFESTATIONS: Final = (
    ("4", ("581.81", "583.81")),
    ("5", ("362.01-362.07", "366.41")),
    ("6", ("337.1", "357.2", "536.3", "713.5")),
    ("7", ("443.81",)),
)
"""The fourth digits of diabetes with manifestations, and those manifestations, which stand behind it."""
ASSOCIATED: Final = {"250.4": ("585",), "250.8": ("707.1", "731.8")}
"""Diabetes with manifestations, and what else may bring these about: chronic kidney disease, ulcers, bone changes."""
_STANDS_BEFORE: Final = "the diabetes stands before what it brought about"


@rule(
    cites=Guideline("I.C.3.a.4", page=27, also=("I.A.6",)),
    severity=Severity.ERROR,
    on=("250.4-250.7",),
    beside=tuple(span for _, spans in MANIFESTATIONS for span in spans),
    passes=("250.40, 583.81", "250.51, 362.01, 366.41", "250.40, 583.81, 250.60, 357.2"),
    flags={"583.81, 250.40": "250.40", "357.2, 401.9, 250.60": "250.60"},
)
def diabetes_behind_its_manifestation(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes behind the condition that it brought about.

    The code of 250 is sequenced before the codes of the associated conditions.
    """
    yield from behind_manifestations(encounter, "250")


@rule(
    cites=Guideline("I.C.3.a.4", page=27, also=("I.A.6", "I.B.9")),
    severity=Severity.WARNING,
    on=tuple(ASSOCIATED),
    beside=tuple(span for spans in ASSOCIATED.values() for span in spans),
    passes=("250.40, 403.90, 585.3", "250.82, 707.15", "585.3, 250.00"),
    flags={"585.4, 250.40": "250.40", "428.0, 707.14, 250.80": "250.80"},
)
def associated_condition_before_its_diabetes(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes behind a condition for which its note has an additional code.

    The code of 250 is sequenced before the codes of the associated conditions.
    """
    for diabetes, condition in each_with(encounter, ASSOCIATED):
        if encounter.position(condition) < encounter.position(diabetes):
            yield move_before(diabetes, condition, _STANDS_BEFORE)


@rule(
    cites=Guideline("I.C.3.a.4", page=27),
    severity=Severity.ERROR,
    on=("249.8", "250.8"),
    needs=(Need.LINKS,),
    passes=("250.80, 682.6 due to 250.80", "682.6, 250.80 | links known"),
    flags={"607.84 due to 250.80, 250.80": "250.80", "707.12 due to 249.81, 401.9, 249.81": "249.81"},
)
def diabetes_behind_what_is_due_to_it(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes with other specified manifestations behind the disease that is due to it.

    The code of the diabetes is sequenced before the codes of the associated conditions.
    """
    for diabetes in encounter.within("249.8", "250.8"):
        before = encounter.diagnoses[: encounter.position(diabetes)]
        manifestation = next((other for other in before if diabetes.code in other.due_to), None)
        if manifestation:
            yield move_before(diabetes, manifestation, _STANDS_BEFORE)


def behind_manifestations(encounter: Encounter, category: str) -> Iterator[Flag]:
    for digit, manifestations in MANIFESTATIONS:
        for diabetes in encounter.within(f"{category}.{digit}")[:1]:
            for manifestation in encounter.within(*manifestations)[:1]:
                if encounter.position(manifestation) < encounter.position(diabetes):
                    yield move_before(diabetes, manifestation, _STANDS_BEFORE)
