"""Guidelines I.C.2 and I.C.6.a.5, continued: what procedures tell of the reason of a stay with a malignancy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_02 import EXCISION, HISTORY_AND_PRESENCE, MALIGNANT
from mainterm.rules.declare import Flag, Guideline, Need, Severity, look_at, move_after, paired, rule

EFFUSION: Final = ("511.8-511.9", "789.5")
"""Fluid of the pleura and the belly."""
FLUID_OF_OTHERS: Final = ("038", "428", "456", "480-486", "510", "567", "571-573", "577", "581", "585")
"""What else brings it about."""
DRAINAGE: Final = ("34.04", "34.91", "54.91")
AGAINST_A_GROWTH: Final = (*EXCISION, "99.25")
"""Operations that remove a growth, and drugs; radiation may be for the pain."""
FOLLOWED_UP: Final = ("V67.0",)


@rule(
    cites=Guideline("I.C.2.f", page=26, also=("I.C.2.g",)),
    severity=Severity.WARNING,
    on=EFFUSION,
    needs=(Need.PROCEDURES,),
    beside=MALIGNANT,
    unless=FLUID_OF_OTHERS,
    first=True,
    passes=("183.0, 789.51 | px 54.91", "789.59, 571.5, 155.0 | px 54.91", "511.9 | px 34.91"),
    flags={"789.51, 183.0 | px 54.91": "789.51", "511.9, 401.9, 162.9 | px 34.91": "511.9"},
)
def effusion_drained_before_the_malignancy(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Fluid of the pleura or the belly, which was drained, in front of the malignancy.

    Where the encounter is for paracentesis or thoracentesis the primary malignancy, or the metastatic site, is first.
    """
    first = encounter.diagnoses[0]
    if first.within(*EFFUSION) and encounter.done(*DRAINAGE) and not encounter.has(*FLUID_OF_OTHERS):
        for malignancy in encounter.within(*MALIGNANT)[:1]:
            yield move_after(first, malignancy, "the malignancy is first, though its fluid is what was drained")


@rule(
    cites=Guideline("I.C.6.a.5", page=34),
    severity=Severity.WARNING,
    on=("338.3",),
    needs=(Need.PROCEDURES,),
    beside=MALIGNANT,
    first=True,
    passes=("338.3, 198.5 | px 92.29", "197.7, 153.9, 338.3 | px 50.22", "338.3, 198.5 | px none"),
    flags={"338.3, 197.7, 157.9 | px 99.25": "338.3", "338.3, 401.9, 162.9 | px 32.49": "338.3"},
)
def pain_before_the_growth_treated(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pain of a neoplasm first, where the procedures of the encounter treat the neoplasm.

    338.3 is first where the encounter is to control the pain; where it is to manage the neoplasm that is first.
    """
    first = encounter.diagnoses[0]
    if first.within("338.3") and encounter.done(*AGAINST_A_GROWTH):
        for malignancy in encounter.within(*MALIGNANT)[:1]:
            yield move_after(first, malignancy, "the neoplasm is what was treated: its pain is behind it")


@rule(
    cites=Guideline("I.C.18.d.8", page=74, also=("I.C.2.d",)),
    severity=Severity.WARNING,
    on=FOLLOWED_UP,
    between=paired([((*FOLLOWED_UP,), (present,)) for _, present in HISTORY_AND_PRESENCE]),
    passes=("V67.09, V10.05", "153.9, V10.3", "V67.09, V10.3, 153.9"),
    flags={"V67.09, 153.9, V10.05": "153.9", "V67.00, V10.3, 174.9": "174.9"},
)
def growth_beside_the_follow_up_of_it(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A malignancy beside the follow-up of it, and its history.

    A follow-up says that what it is of is fully treated and gone; what has recurred is coded in its place.
    """
    for history, present in HISTORY_AND_PRESENCE:
        for followed in encounter.within(*FOLLOWED_UP)[:1] if encounter.has(history) else ():
            for diagnosis in encounter.within(present)[:1]:
                yield look_at(
                    diagnosis, "is it gone, or has it recurred? Then it stands in place of the follow-up", followed
                )
