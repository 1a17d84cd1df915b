"""Guidelines I.C.2: neoplasms, their complications and their treatment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    look_at,
    move_after,
    move_first,
    paired,
    replace_by,
    rule,
)
from mainterm.rules.shapes import goes_with, not_beside, shaped

MALIGNANT: Final = ("140-209.3", "209.7")
"""Malignant neoplasms, neuroendocrine ones among them."""
TREATMENT: Final = ("V58.0", "V58.1")
"""Encounters for radiotherapy, chemotherapy, immunotherapy."""
OF_TREATMENT: Final = ("276.5", "284.11", "285.3", "288.03", "528.01", "787.0", "787.91", "990", "995.29")
"""What the treatment of a malignancy often brings with it."""
HISTORY_AND_PRESENCE: Final = (
    *(
        ("V10.04", "151"),
        ("V10.05", "153"),
        ("V10.06", "154"),
        ("V10.07", "155"),
        ("V10.11", "162"),
        ("V10.3", "174-175"),
    ),
    *(
        ("V10.41", "180"),
        ("V10.42", "182"),
        ("V10.43", "183.0"),
        ("V10.46", "185"),
        ("V10.47", "186"),
        ("V10.51", "188"),
    ),
    *(("V10.52", "189.0"), ("V10.82", "172"), ("V10.85", "191"), ("V10.87", "193")),
)
"""History of a malignancy, and the malignancy itself."""
EXCISION: Final = (
    *(
        "01.53",
        "01.59",
        "06.2-06.5",
        "32.2-32.6",
        "43.4-43.9",
        "45.4",
        "45.7-45.8",
        "48.4-48.6",
        "50.2-50.3",
        "52.5-52.7",
    ),
    *("55.4-55.5", "57.6-57.7", "60.3-60.6", "62.3-62.4", "65.3-65.6", "68.3-68.8", "85.2", "85.4", "86.3-86.4"),
)
"""Operations that remove a neoplasm."""


@rule(
    cites=Guideline("I.C.2.c.1", page=24),
    severity=Severity.ERROR,
    on=("285.9",),
    needs=(Need.LINKS,),
    passes=("285.22 due to 183.0, 183.0", "285.9, 183.0 | links known", "183.0 with 285.9, 285.9"),
    flags={
        "285.9 due to 183.0, 183.0": "285.9",
        "174.9, 285.9 due to 174.9": "285.9",
        "285.9 with 153.9, 153.9": "285.9",
    },
)
def anemia_due_to_malignancy(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Anemia that is due to a malignancy, coded as anemia of no stated kind.

    What the record calls anemia in, or due to, a neoplasm is anemia in neoplastic disease.
    """
    for diagnosis in encounter.within("285.9"):
        linked = (*diagnosis.due_to, *diagnosis.joined)
        growths = tuple(d for d in encounter.within(*MALIGNANT) if d.code in linked)
        if growths:
            yield replace_by(diagnosis, "285.22", "anemia due to a malignancy is 285.22", *growths)


@rule(
    cites=Guideline("I.C.2.e.2", page=25),
    severity=Severity.ERROR,
    on=TREATMENT,
    needs=(Need.REASON,),
    passes=("V58.11, 183.0 | for V58.11", "V58.11, V58.0, 183.0 | for V58.11", "183.0, V58.11 | for 183.0"),
    flags={"183.0, V58.11 | for V58.11": "V58.11", "185, V58.0 | for V58.0": "V58.0"},
)
def treatment_not_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An encounter for chemotherapy, immunotherapy or radiotherapy with another code first.

    Who comes solely to be given it has V58.0, V58.11 or V58.12 first, and the malignancy behind it.
    """
    first = encounter.principal
    if first is not None and not first.within("V58.0", "V58.1"):
        for diagnosis in encounter.within("V58.0", "V58.1"):
            if diagnosis.reason:
                yield move_first(diagnosis, "the encounter is for it: it stands first")


@rule(
    cites=Guideline("I.C.2.e.2", page=25),
    severity=Severity.WARNING,
    on=TREATMENT,
    passes=("V58.11, 183.0", "V58.0, 198.5, V10.3", "V58.0, 728.13", "V58.11, V10.3"),
    flags={"V58.11": "V58.11", "V58.0": "V58.0", "V58.11, 787.01, 401.9": "V58.11"},
)
def treatment_of_no_malignancy(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Chemotherapy, immunotherapy or radiotherapy without what it is given for.

    The malignancy is assigned as a secondary diagnosis; radiation is given for other diseases too.
    """
    if not encounter.has("140-239", "V10"):
        for diagnosis in encounter.within("V58.1", *(() if encounter.has("001-779") else ("V58.0",))):
            yield look_at(diagnosis, "which malignancy is it given for?")


@rule(
    cites=Guideline("I.C.2.d", page=24),
    severity=Severity.QUERY,
    on=tuple(history for history, _ in HISTORY_AND_PRESENCE),
    between=paired([((history,), (present,)) for history, present in HISTORY_AND_PRESENCE]),
    passes=("197.7, V10.05", "174.9, V10.05", "V10.3, 250.00"),
    flags={"185, V10.46": "V10.46", "V58.11, 174.9, V10.3": "V10.3"},
)
def history_beside_the_same_malignancy(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """History of a malignancy beside the malignancy of the same site.

    V10 is for a primary malignancy that is gone, with no treatment directed to its site and no sign of it left.
    """
    for history, malignancy in HISTORY_AND_PRESENCE:
        for diagnosis in encounter.within(history):
            for present in encounter.within(malignancy)[:1]:
                yield look_at(diagnosis, "is the malignancy present, or is it history?", present)


@rule(
    cites=Guideline("I.C.2.d", page=24),
    severity=Severity.ERROR,
    on=("V10",),
    beside=("196-198",),
    first=True,
    passes=("197.7, V10.05", "V10.3, 401.9", "V58.11, 198.5, V10.3"),
    flags={"V10.05, 197.7": "V10.05", "V10.3, 198.5, 338.3": "V10.3"},
)
def history_before_the_secondary_site(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """History of the primary malignancy in front of the secondary one.

    The secondary site may be principal, with V10 as a secondary code.
    """
    first = encounter.diagnoses[0]
    for spread in encounter.within("196-198")[:1]:
        if first.within("V10"):
            yield move_after(first, spread, "V10 is a secondary code to the secondary site")


@rule(
    cites=Guideline("I.C.2.e.1", page=25),
    severity=Severity.ERROR,
    on=TREATMENT,
    needs=(Need.PROCEDURES,),
    passes=("174.9, V58.11 | px 85.43, 99.25", "V58.11, 174.9 | px 99.25"),
    flags={"V58.11, 174.9 | px 85.43, 99.25": "V58.11", "V58.0, 162.3 | px 32.49, 92.29": "V58.0"},
)
def treatment_before_the_neoplasm_removed(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Chemotherapy or radiotherapy coded first where the neoplasm was removed in the same episode.

    Where removal is followed by adjunct treatment in one episode of care, the neoplasm is principal.
    """
    first = encounter.diagnoses[0]
    removed = encounter.done(*EXCISION)
    for neoplasm in encounter.within("140-198", "200-203")[:1]:
        if removed and first.within(*TREATMENT):
            yield move_after(first, neoplasm, "the neoplasm that was removed is the principal diagnosis")


@rule(
    cites=Guideline("I.C.2.e.3", page=25),
    severity=Severity.WARNING,
    on=OF_TREATMENT,
    beside=TREATMENT,
    first=True,
    general=True,
    passes=("V58.11, 787.01, 183.0", "787.01, 183.0"),
    flags={"787.01, V58.11, 183.0": "787.01", "276.51, 162.9, V58.0": "276.51"},
)
def complication_before_the_treatment(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A complication of the treatment in front of the encounter for it.

    Who is admitted for the treatment and develops complications has V58.0, V58.11 or V58.12 first, then those.
    """
    first = encounter.diagnoses[0]
    for treatment in encounter.within(*TREATMENT)[:1]:
        if first.within(*OF_TREATMENT):
            yield move_after(first, treatment, "the encounter for the treatment stands first, what it led to behind it")


@rule(
    cites=Guideline("I.C.2.e.2", page=25),
    severity=Severity.QUERY,
    on=TREATMENT,
    general=True,
    passes=("V58.11, 183.0", "183.0, 401.9", "V58.0, V58.11, 162.9"),
    flags={"183.0, V58.11": "V58.11", "162.9, 198.3, V58.0": "V58.0"},
)
def malignancy_before_its_treatment(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A malignancy first, with an encounter for its treatment by radiation or drugs behind it.

    An encounter solely for chemotherapy, immunotherapy or radiotherapy has the code from V58 first; only the record
    tells whether the treatment was all that it was for.
    """
    first = encounter.diagnoses[0]
    for treatment in encounter.within(*TREATMENT)[:1]:
        if first.within(*MALIGNANT):
            yield look_at(treatment, "was the encounter solely for this treatment? Then it stands first", first)


@rule(
    cites=Guideline("I.C.2.g", page=26),
    severity=Severity.QUERY,
    on=MALIGNANT,
    beside=("780-799",),
    general=True,
    passes=("162.9, 786.30", "786.50, 401.9", "789.51, V10.43"),
    flags={"786.30, 162.9": "786.30", "780.79, 174.9": "780.79"},
)
def symptom_before_a_malignancy(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A symptom of chapter 16 as the principal diagnosis, with a malignancy behind it.

    Symptoms that go with a malignancy cannot replace it as the principal diagnosis.
    """
    first = encounter.diagnoses[0]
    for malignancy in encounter.within(*MALIGNANT)[:1]:
        if first.within("780-799"):
            yield look_at(
                first, "does the symptom go with the malignancy? Then the malignancy stands first", malignancy
            )


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "anemia_of_treatment_without_neoplasm",
        "Anemia due to chemotherapy without the neoplasm.",
        "The neoplasm for which the treatment is given is an additional code.",
        Guideline("I.C.2.c.2", page=24),
        Severity.WARNING,
        goes_with(("285.3",), ("140-239", "V10"), "which neoplasm is treated?"),
        passes=("285.3, 174.9", "285.3, V10.3, E933.1"),
        flags={"285.3": "285.3", "285.3, E933.1, 401.9": "285.3"},
    ),
    shaped(
        "treatment_beside_history_only",
        "Treatment of a malignancy that is coded as history.",
        "While treatment is directed to it, the malignancy is coded as present.",
        Guideline("I.C.2.e.2", page=25),
        Severity.QUERY,
        not_beside(TREATMENT, ("V10",), "is the malignancy still treated?", unless=("140-239",), blame=look_at),
        passes=("V58.11, 183.0, V10.3", "V58.0, 198.5, V10.3"),
        flags={"V58.11, V10.3": "V58.11", "V58.0, 401.9, V10.46": "V58.0"},
    ),
)
