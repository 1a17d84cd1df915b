"""Guidelines I.C.8: diseases of the respiratory system (chronic obstructive pulmonary disease, asthma, bronchitis)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Rule, Severity, move_after, move_first, remove, replace_by, rule
from mainterm.rules.shapes import not_beside, shaped

STATUS_ASTHMATICUS: Final = ("493.01", "493.11", "493.21", "493.91")
EXACERBATION: Final = ("493.02", "493.12", "493.22", "493.92")
OBSTRUCTIVE: Final = ("491.2", "492", "493.2")
"""The kinds of chronic obstructive pulmonary disease."""
ASTHMA: Final = ("493.0", "493.1", "493.9")
"""Asthma without obstructive disease."""
BEFORE_FAILURE: Final = ("042", "630-679", "960-979", "995.92")
"""What another chapter puts before acute respiratory failure: HIV, obstetrics, poisoning, severe sepsis."""
LUNGS_IN_HIV: Final = ("031.2", "112.4", "114.0", "115.05", "115.15", "115.95", "117.5", "136.3")
"""Infections of the lungs that go with HIV."""
NOT_DEVELOPING: Final = ("042", "630-679", "960-979")
"""Of these, what does not develop only after the admission, as sepsis may."""


@rule(
    cites=Guideline("I.C.8.a.1", page=40),
    severity=Severity.ERROR,
    on=("496",),
    beside=OBSTRUCTIVE,
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
    flags={"493.91, 493.92": "493.92", "493.02, 486, 493.91": "493.02"},
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
    flags={"491.22, 466.0": "466.0", "466.0, 518.81, 491.22": "466.0"},
)
def acute_bronchitis_coded_twice(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Acute bronchitis beside the code that has it.

    491.22 says that there is acute bronchitis.
    """
    whole = next(iter(encounter.within("491.22")), None)
    for diagnosis in encounter.within("466.0"):
        if whole:
            yield remove(diagnosis, "491.22 has the acute bronchitis", whole)


@rule(
    cites=Guideline("I.C.8.a.3", page=41),
    severity=Severity.ERROR,
    on=("496",),
    beside=ASTHMA,
    passes=("493.20", "496, 486", "493.90, 491.21"),
    flags={"493.90, 496": "493.90", "496, 401.9, 493.92": "493.92"},
)
def asthma_apart_from_obstructive_disease(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Asthma coded apart from chronic obstructive pulmonary disease.

    The Index has asthma with it at 493.2, whose fifth digit is that of the asthma.
    """
    for obstructive in encounter.within("496")[:1]:
        for diagnosis in encounter.within(*ASTHMA):
            yield replace_by(diagnosis, f"493.2{diagnosis.code[5:]}", "asthma with COPD is 493.2", obstructive)


@rule(
    cites=Guideline("I.C.8.c.1", page=41),
    severity=Severity.ERROR,
    on=("518.81", "518.82", "518.84"),
    beside=BEFORE_FAILURE,
    first=True,
    passes=(
        "042, 136.3, 518.81",
        "518.81, 042, 428.0",
        "965.09, 518.81",
        "518.81, 428.0",
        "518.81:Y, 965.4:N",
        "518.84, 038.9, 995.92",
    ),
    flags={
        "518.81, 965.09": "518.81",
        "518.84:Y, 038.9:Y, 995.92:Y": "518.84",
        "518.81, 042, 136.3": "518.81",
    },
)
def respiratory_failure_before_what_precedes_it(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Acute respiratory failure as the principal diagnosis where another chapter's sequence takes precedence.

    HIV with an illness of the lungs, poisoning, obstetrics and severe sepsis have guidelines of their own, which put
    something else first.
    """
    first, of_hiv = encounter.diagnoses[0], encounter.has(*LUNGS_IN_HIV)
    if first.within("518.81", "518.82", "518.84"):
        first_of_all = (d for d in encounter.within(*BEFORE_FAILURE) if d.poa == "Y" or d.within(*NOT_DEVELOPING))
        other = next((d for d in first_of_all if d.poa != "N" and (of_hiv or not d.within("042"))), None)
        if other:
            yield move_after(first, other, "the guideline of its chapter puts it first, the failure behind it")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "uncomplicated_beside_an_exacerbation",
        "Obstructive bronchitis or asthma as uncomplicated beside its exacerbation.",
        "The codes distinguish uncomplicated cases from those in acute exacerbation.",
        Guideline("I.C.8.a.2", page=40),
        Severity.ERROR,
        not_beside(("491.20",), ("491.21-491.22",), "the exacerbation is coded"),
        passes=("491.21", "491.20"),
        flags={"491.20, 491.21": "491.20", "491.22, 491.20": "491.20"},
    ),
    shaped(
        "asthma_beside_its_exacerbation",
        "Asthma of no stated course beside an exacerbation.",
        "An exacerbation is a worsening of the asthma, and is coded alone.",
        Guideline("I.C.8.a.2", page=40, also=("I.B.3",)),
        Severity.ERROR,
        not_beside(("493.00", "493.10", "493.20", "493.90"), (*EXACERBATION, *STATUS_ASTHMATICUS), "it has a course"),
        passes=("493.92", "493.90"),
        flags={"493.90, 493.92": "493.90", "493.01, 493.90": "493.90"},
    ),
    shaped(
        "exacerbation_beside_acute_bronchitis",
        "Obstructive bronchitis with exacerbation beside that with acute bronchitis.",
        "Only 491.22 is assigned: the acute bronchitis supersedes the exacerbation.",
        Guideline("I.C.8.b.1", page=41),
        Severity.ERROR,
        not_beside(("491.21",), ("491.22",), "491.22 supersedes the exacerbation"),
        passes=("491.22", "491.21"),
        flags={"491.21, 491.22": "491.21", "491.22, 486, 491.21": "491.21"},
    ),
)
