"""Guidelines I.C.1.a: infection by the human immunodeficiency virus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    look_at,
    move_after,
    move_before,
    remove,
    replace_by,
    rule,
)
from mainterm.rules.shapes import not_beside, shaped, stands_before

HIV_RELATED: Final = (
    "007.2", "007.4", "031.0", "031.2", "046.3", "078.5", "112.0", "112.4", "112.5", "112.84", "117.5", "130", "136.3",
    "176",
)  # fmt: skip
"""Opportunistic infections and the like, which beside HIV are its illness."""
FRACTURE_SET: Final = ("76.7", "78.1", "78.5", "79.0-79.3", "79.5-79.6", "81.51-81.52")


@rule(
    cites=Guideline("I.C.1.a.2.a", page=14),
    severity=Severity.ERROR,
    on=("042",),
    beside=HIV_RELATED,
    passes=("042, 136.3", "820.8, 042, 112.0", "136.3"),
    flags={"136.3, 042": "042", "176.0, 250.00, 042": "042"},
)
def hiv_before_its_illness(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV disease behind the illness that it brought about.

    Who is admitted for a condition related to HIV has 042 as the principal diagnosis, and the condition behind it.
    """
    first = encounter.diagnoses[0]
    for hiv in encounter.within("042")[:1]:
        if hiv is not first and _is_of_hiv(first):
            yield move_before(hiv, first, "042 is the principal diagnosis, before the condition related to HIV")


@rule(
    cites=Guideline("I.C.1.a.2.b", page=14),
    severity=Severity.ERROR,
    on=("042",),
    beside=HIV_RELATED,
    passes=("820.8, 042, 112.0", "042, 136.3", "820.8, 042"),
    flags={"820.8, 112.0, 042": "042", "540.9, 176.0, 401.9, 042": "042"},
)
def hiv_behind_its_illness_as_secondary(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV disease as a secondary diagnosis behind the conditions related to it.

    Who is admitted for an unrelated condition has that first, then 042, then the conditions related to HIV.
    """
    for hiv in encounter.within("042")[:1]:
        for ill in encounter.within(*HIV_RELATED)[:1]:
            if 1 < encounter.position(ill) < encounter.position(hiv):
                yield move_before(hiv, ill, "042 stands before the conditions related to HIV")


@rule(
    cites=Guideline("I.C.1.a.2.b", page=14),
    severity=Severity.WARNING,
    on=("042",),
    needs=(Need.PROCEDURES,),
    beside=("800-829",),
    first=True,
    passes=("823.32, 042, 176.0 | px 79.36", "042, 136.3, 813.42 | px 33.24", "042:Y, 820.8:N | px 79.35"),
    flags={"042, 823.32, 176.0 | px 79.36": "042", "042, 820.8 | px 81.52": "042"},
)
def hiv_before_the_fracture_treated(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV disease first, where the procedure of the stay sets a fracture.

    Who is admitted for an unrelated condition, such as an injury, has that first, then 042.
    """
    first = encounter.diagnoses[0]
    if first.within("042") and encounter.done(*FRACTURE_SET):
        for fracture in encounter.within("800-829")[:1]:
            if fracture.poa != "N":
                yield move_after(first, fracture, "the injury that was treated is principal, 042 behind it")


def _is_of_hiv(diagnosis: Diagnosis) -> bool:
    return diagnosis.within(*HIV_RELATED) or diagnosis.due_to_any("042")


@rule(
    cites=Guideline("I.C.1.a.2.d", page=14),
    severity=Severity.ERROR,
    on=("V08",),
    passes=("V08", "042, 136.3", "V08, 401.9"),
    flags={"V08, 136.3": "V08", "176.0, V08": "V08"},
)
def asymptomatic_hiv_with_its_illness(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV coded as asymptomatic beside an illness related to it.

    V08 is for the patient without any such condition; with one, it is 042.
    """
    ill = encounter.within(*HIV_RELATED)
    for diagnosis in encounter.within("V08") if ill else ():
        yield replace_by(diagnosis, "042", "with an illness related to HIV it is 042", *ill)


@rule(
    cites=Guideline("I.C.1.a.2.f", page=14, also=("I.C.1.a.2.d",)),
    severity=Severity.ERROR,
    on=("042",),
    passes=("042", "V08", "795.71"),
    flags={"042, V08": "V08", "795.71, 042": "795.71"},
)
def hiv_illness_with_status(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV disease together with asymptomatic infection or inconclusive serology.

    Once the illness has developed it is always 042, never V08 or 795.71.
    """
    ill = encounter.within("042")
    for diagnosis in encounter.within("V08", "795.71") if ill else ():
        yield remove(diagnosis, "042 excludes it", *ill)


@rule(
    cites=Guideline("I.C.11.d", page=46, also=("I.C.1.a.2.g",)),
    severity=Severity.ERROR,
    on=("042", "V08"),
    passes=("647.63, 042, 136.3", "647.61, V08, V27.0", "042, 136.3"),
    flags={"042, 647.63, 136.3": "042", "V08, 648.93": "V08"},
)
def hiv_before_its_pregnancy_code(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV as the principal diagnosis in pregnancy, childbirth or the puerperium.

    647.6 is the principal diagnosis there, followed by 042 and its illnesses, or by V08.
    """
    first = encounter.diagnoses[0]
    for pregnancy in encounter.within("640-676", "V22.0-V22.1", "V23", "V27")[:1]:
        if first.within("042", "V08"):
            yield look_at(first, "647.6 is the principal diagnosis, HIV behind it", pregnancy)


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "inconclusive_serology_beside_hiv",
        "Inconclusive serology beside an illness related to HIV infection.",
        "795.71 is for those without a definitive diagnosis and without manifestations.",
        Guideline("I.C.1.a.2.e", page=14),
        Severity.QUERY,
        not_beside(
            ("795.71",),
            HIV_RELATED,
            "is HIV infection confirmed, or this illness another's?",
            unless=("042", "V08"),
            blame=look_at,
        ),
        passes=("795.71", "795.71, 401.9", "795.71, V08"),
        flags={"795.71, 176.0": "795.71", "136.3, 795.71": "795.71"},
    ),
    shaped(
        "inconclusive_serology_of_known_hiv",
        "Inconclusive serology beside HIV infection.",
        "795.71 is for those without a definitive diagnosis; V08 is one.",
        Guideline("I.C.1.a.2.e", page=14, also=("I.A.4",)),
        Severity.WARNING,
        not_beside(("795.71",), ("V08",), "HIV infection is diagnosed", unless=("042",)),
        passes=("795.71", "795.71, 136.3"),
        flags={"795.71, V08": "795.71", "V08, 401.9, 795.71": "795.71"},
    ),
    shaped(
        "hiv_test_of_known_hiv",
        "Screening for a virus beside HIV disease or infection.",
        "An encounter to determine the HIV status is V73.89; where the status is known, 042 or V08 is for it.",
        Guideline("I.C.1.a.2.h", page=15),
        Severity.WARNING,
        not_beside(("V73.89",), ("042", "V08"), "what is screened for, the HIV status being known?", blame=look_at),
        passes=("V73.89, V69.8", "V65.44, V08"),
        flags={"V73.89, V08": "V73.89", "042, V73.89": "V73.89"},
    ),
    shaped(
        "high_risk_before_the_hiv_test",
        "Risk from the way of life in front of the test for HIV.",
        "V69.8 is a secondary diagnosis to V73.89.",
        Guideline("I.C.1.a.2.h", page=15),
        Severity.WARNING,
        stands_before(("V73.89",), ("V69.8",), "V69.8 is secondary to the encounter for the test"),
        passes=("V73.89, V69.8", "V69.8"),
        flags={"V69.8, V73.89": "V73.89", "V69.8, V65.44, V73.89": "V73.89"},
    ),
)
