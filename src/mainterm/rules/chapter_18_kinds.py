"""Guidelines I.C.18.d, continued: vaccinations, history, pregnancy and newborns, by codes and age."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Need, Rule, Severity, look_at, paired, rule
from mainterm.rules.shapes import not_beside, shaped, stands_before

HISTORY_OF: Final = (
    ("V12.01", ("010-018",)),
    ("V12.71", ("531-534",)),
    ("V13.01", ("592", "594")),
    ("V13.51", ("733.1",)),
)
"""History, and the condition as present."""
FIRST_WEEK: Final = 8
"""Days from which the visit of a newborn is the later of the two."""


@rule(
    cites=Guideline("I.C.18.d.4", page=70),
    severity=Severity.QUERY,
    on=tuple(history for history, _ in HISTORY_OF),
    between=paired([((history,), conditions) for history, conditions in HISTORY_OF]),
    passes=("V15.82, 496", "592.0, 401.9", "305.1"),
    flags={"531.90, V12.71": "V12.71", "592.1, V13.01": "V13.01"},
)
def history_of_what_is_present(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """History of a condition beside the condition.

    A history code is for a condition that no longer exists and is not treated.
    """
    for history, conditions in HISTORY_OF:
        for condition in encounter.within(*conditions)[:1]:
            for diagnosis in encounter.within(history):
                yield look_at(diagnosis, "is the condition present, or is it history?", condition)


@rule(
    cites=Guideline("I.C.18.d.12", page=76),
    severity=Severity.ERROR,
    on=("V20.31", "V20.32"),
    needs=(Need.AGE,),
    passes=("V20.31 | 5dF", "V20.32 | 14dM", "V20.32 | 0F"),
    flags={"V20.31 | 14dM": "V20.31", "V20.32 | 3dF": "V20.32"},
)
def newborn_check_of_another_age(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The health supervision of a newborn of another age.

    V20.31 is for the first days of life, under 8, V20.32 for 8 to 28 days.
    """
    days = encounter.days if encounter.days >= 0 or encounter.age < 1 else encounter.age * 365
    for diagnosis in encounter.within("V20.31", "V20.32") if days >= 0 else ():
        low, high = (0, FIRST_WEEK - 1) if diagnosis.code == "V20.31" else (FIRST_WEEK, 28)
        if not low <= days <= high:
            yield look_at(diagnosis, f"it is for {low} to {high} days of age")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "vaccination_before_the_checkup",
        "A vaccination in front of the routine visit of a child.",
        "Given as a part of preventive care, the inoculation is a secondary code.",
        Guideline("I.C.18.d.2", page=66),
        Severity.WARNING,
        stands_before(("V20",), ("V03-V06",), "the visit is first, the inoculation behind it"),
        passes=("V20.2, V06.1", "V04.81"),
        flags={"V06.1, V20.2": "V20.2", "V03.81, V05.3, V20.2": "V20.2"},
    ),
    shaped(
        "history_of_tobacco_beside_its_use",
        "History of the use of tobacco beside its present use.",
        "V15.82 is for use that is over.",
        Guideline("I.C.18.d.4", page=70, also=("I.A.4",)),
        Severity.WARNING,
        not_beside(("V15.82",), ("305.1", "649.0"), "tobacco is used still", blame=look_at),
        passes=("V15.82, 496", "305.1"),
        flags={"496, 305.1, V15.82": "V15.82", "V15.82, 305.1": "V15.82"},
    ),
)
