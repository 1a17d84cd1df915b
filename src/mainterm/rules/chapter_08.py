"""Guidelines I.C.8: diseases of the respiratory system (chronic obstructive pulmonary disease, asthma, bronchitis)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Severity, move_first, remove, replace_by, rule

STATUS_ASTHMATICUS: Final = ("493.01", "493.11", "493.21", "493.91")
EXACERBATION: Final = ("493.02", "493.12", "493.22", "493.92")
OBSTRUCTIVE: Final = ("491.2", "492", "493.2")
"""The kinds of chronic obstructive pulmonary disease."""


@rule(
    cites=Guideline("I.C.8.a.1", page=40),
    severity=Severity.ERROR,
    on=("496",),
    passes=("496", "491.21", "496, 486"),
    flags={"496, 491.21": "496", "492.8, 496": "496"},
)
def unspecified_beside_a_kind_of_copd(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Chronic airway obstruction of no kind beside one of a kind.

    496 is only for records that do not specify the type.
    """
    kind = next(iter(encounter.within(*OBSTRUCTIVE)), None)
    for diagnosis in encounter.within("496"):
        if kind:
            yield remove(diagnosis, "the type is specified", kind)


@rule(
    cites=Guideline("I.C.8.a.4", page=41),
    severity=Severity.ERROR,
    on=EXACERBATION,
    passes=("493.91", "493.92", "493.01, 466.0"),
    flags={"493.91, 493.92": "493.92"},
)
def exacerbation_beside_status_asthmaticus(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Asthma with exacerbation beside asthma with status asthmaticus.

    Only the fifth digit 1 is assigned.
    """
    status = next(iter(encounter.within(*STATUS_ASTHMATICUS)), None)
    for diagnosis in encounter.within(*EXACERBATION):
        if status:
            yield remove(diagnosis, "only status asthmaticus is coded", status)


@rule(
    cites=Guideline("I.C.8.a.4", page=41),
    severity=Severity.WARNING,
    on=STATUS_ASTHMATICUS,
    passes=("493.91, 491.22", "486, 493.91"),
    flags={"491.21, 493.91": "493.91", "466.0, 493.01": "493.01"},
)
def status_asthmaticus_not_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Status asthmaticus behind obstructive disease or acute bronchitis.

    It supersedes any type of chronic obstructive disease, and acute bronchitis, and stands first.
    """
    first = encounter.principal
    for diagnosis in encounter.within(*STATUS_ASTHMATICUS):
        if first and first.within(*OBSTRUCTIVE, "496", "466.0") and first != diagnosis:
            yield move_first(diagnosis, "status asthmaticus stands first")


@rule(
    cites=Guideline("I.C.8.b.1", page=41),
    severity=Severity.ERROR,
    on=("466.0",),
    passes=("491.22", "466.0, 493.90", "491.21"),
    flags={"496, 466.0": "496", "466.0, 491.21": "491.21"},
)
def acute_bronchitis_with_copd(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Acute bronchitis coded apart from chronic obstructive disease.

    Both are one code, 491.22, exacerbation or not.
    """
    bronchitis = next(iter(encounter.within("466.0")), None)
    for diagnosis in encounter.within("491.20", "491.21", "496"):
        if bronchitis:
            yield replace_by(diagnosis, "491.22", "acute bronchitis with COPD is 491.22", bronchitis)


@rule(
    cites=Guideline("I.C.8.b.1", page=41),
    severity=Severity.ERROR,
    on=("466.0",),
    passes=("491.22", "466.0"),
    flags={"491.22, 466.0": "466.0"},
)
def acute_bronchitis_coded_twice(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Acute bronchitis beside the code that has it.

    491.22 says that there is acute bronchitis.
    """
    whole = next(iter(encounter.within("491.22")), None)
    for diagnosis in encounter.within("466.0"):
        if whole:
            yield remove(diagnosis, "491.22 has the acute bronchitis", whole)
