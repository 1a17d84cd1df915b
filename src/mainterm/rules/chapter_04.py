"""Guidelines I.C.4: diseases of the blood (anemia of chronic disease)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Rule, Severity, add_after, look_at, rule
from mainterm.rules.shapes import not_beside, shaped

NO_CAUSE: Final = ("272", "278", "305.1", "401", "530.81", "780-799", "E000-E999", "V01-V07", "V09-V91")
"""What brings about no anemia of chronic disease."""


@rule(
    cites=Guideline("I.C.4.a.1", page=30),
    severity=Severity.ERROR,
    on=("285.21",),
    passes=("285.21, 585.6", "403.91, 585.6, 285.21"),
    flags={"285.21": "285.21", "285.21, 403.91": "285.21"},
)
def anemia_without_kidney_disease(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Anemia in chronic kidney disease without the stage of the kidney disease.

    A code of 585 is necessary beside 285.21.
    """
    if not encounter.has("585"):
        for diagnosis in encounter.within("285.21"):
            yield add_after(diagnosis, "585", "the stage of the kidney disease is coded too, from 585")


@rule(
    cites=Guideline("I.C.4.a.2", page=30),
    severity=Severity.ERROR,
    on=("285.22",),
    passes=("285.22, 183.0", "162.9, 285.22"),
    flags={"285.22": "285.22", "285.22, 585.6": "285.22"},
)
def anemia_without_neoplasm(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Anemia in neoplastic disease without the neoplasm.

    The neoplasm that is responsible for the anemia is assigned too.
    """
    if not encounter.has("140-239"):
        for diagnosis in encounter.within("285.22"):
            yield look_at(diagnosis, "which neoplasm is responsible for it?")


@rule(
    cites=Guideline("I.C.4.a", page=30),
    severity=Severity.WARNING,
    on=("285.29",),
    passes=("285.29, 714.0", "042, 285.29", "285.29, 401.9, 428.0"),
    flags={"285.29": "285.29", "285.29, 401.9, 272.4 | inpatient": "285.29"},
)
def anemia_of_no_named_disease(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Anemia of chronic disease without the disease.

    A code of 285.2 needs the code of the chronic condition that causes the anemia.
    """
    if all(each.within("285.29", *NO_CAUSE) for each in encounter.diagnoses):
        for diagnosis in encounter.within("285.29"):
            yield look_at(diagnosis, "which chronic disease causes it?")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "anemia_of_treatment_as_of_the_neoplasm",
        "Anemia of a neoplasm beside an adverse effect of treatment for it.",
        "285.22 is for anemia due to the malignancy, not to the drugs, whose anemia has a code of its own.",
        Guideline("I.C.4.a.2", page=30),
        Severity.QUERY,
        not_beside(
            ("285.22",),
            ("E933.1",),
            "is the anemia due to the malignancy, or the drugs?",
            unless=("285.3",),
            blame=look_at,
        ),
        passes=("285.22, 183.0", "285.3, 285.22, 183.0, E933.1"),
        flags={"285.22, 183.0, E933.1": "285.22", "174.9, 285.22, E933.1": "285.22"},
    ),
)
