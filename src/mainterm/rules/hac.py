"""Hospital-acquired conditions: what was not present on admission and is not paid for as a complication."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.editions.hac import AcquiredCondition, acquired_conditions
from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter, Setting
from mainterm.rules.declare import CodeEdit, Flag, Need, Severity, rule

ACQUIRED: Final = ("N", "U")
"""The indicators with which a condition counts as acquired; with W and Y it does not."""

CATEGORIES: Final = (
    *("249.1-249.2", "250.1-250.2", "251.0", "415.1", "453.4", "519.2", "539", "707.2", "800-839", "850-854"),
    *("925-929", "940-949", "991-994", "996.6", "998.4-998.7", "999.1", "999.3", "999.6"),
)
"""Where the codes of the categories lie."""


@rule(
    cites=CodeEdit("HAC", "Hospital-acquired conditions"),
    severity=Severity.WARNING,
    on=CATEGORIES,
    needs=(Need.SETTING, Need.POA),
    passes=(
        "486:Y, 707.24:Y | inpatient",
        "486:Y, 998.59:N | inpatient",
        "715.96:Y, 453.41:W | px 81.54 | inpatient",
        "414.01:Y, 519.2:N | px 36.06 | inpatient",
        "486:Y, 996.64:N | outpatient",
    ),
    flags={
        "486:Y, 707.24:N | inpatient": "707.24",
        "486:Y, 820.8:U | inpatient": "820.8",
        "715.96:Y, 453.41:N | px 81.54 | inpatient": "453.41",
        "414.01:Y, 519.2:N | px 36.11 | inpatient": "519.2",
        "278.01:Y, 998.59:N | px 44.38 | inpatient": "998.59",
        "486:Y, 996.64:N | inpatient": "996.64",
    },
)
def hospital_acquired_condition(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition of the hospital-acquired ones that was not present on admission.

    It does not count as a complication or comorbidity for payment; look whether the record bears the indicator out.
    """
    if encounter.setting is Setting.INPATIENT:
        for diagnosis in encounter.diagnoses[1:]:
            if diagnosis.poa in ACQUIRED:
                category = _category(encounter, book, diagnosis)
                if category is not None:
                    yield Flag((diagnosis,), f"hospital-acquired condition {category.number}: {category.name}")


def _category(encounter: Encounter, book: Book, diagnosis: Diagnosis) -> AcquiredCondition | None:
    """The category that the diagnosis is of in this encounter."""
    principal = encounter.diagnoses[0]
    for each in acquired_conditions(book.manifest.year):
        done = not each.procedures or encounter.done(*each.procedures)
        if diagnosis.within(*each.codes) and done and (not each.principal or principal.within(*each.principal)):
            return each
    return None
