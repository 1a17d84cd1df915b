"""Guideline I.C.1.b.3: sepsis with an infection of one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_01_sepsis import AFTER_CARE, SEPSIS, SYSTEMIC_INFECTION
from mainterm.rules.declare import Flag, Guideline, Need, Severity, move_after, replace_by, rule

LOCALIZED_INFECTION: Final = (
    "320-322", "421", "462-466", "480-487", "510", "513", "540", "567", "572.0", "575.0", "576.1", "590", "595.0",
    "599.0", "681-683", "711.0", "728.86", "730.0", "730.2",
)  # fmt: skip
"""Infections of one place, coded behind the sepsis that brought the patient."""
SEPTICEMIA_OF: Final = (
    ("041.0", "038.0"),
    ("041.10", "038.10"),
    ("041.11", "038.11"),
    ("041.12", "038.12"),
    ("041.19", "038.19"),
    ("041.2", "038.2"),
    ("041.3", "038.49"),
    ("041.4", "038.42"),
    ("041.5", "038.41"),
    ("041.7", "038.43"),
    ("481", "038.2"),
    ("482.0", "038.49"),
    ("482.1", "038.43"),
    ("482.2", "038.41"),
    ("482.3", "038.0"),
    ("482.40", "038.10"),
    ("482.41", "038.11"),
    ("482.42", "038.12"),
    ("482.49", "038.19"),
    ("482.82", "038.42"),
    ("482.83", "038.49"),
)
"""Organisms of an infection, pneumonias that name theirs, and the septicemia that each leads to."""
PNEUMOCOCCAL: Final = "481"
"""It is also the code of a lobar pneumonia of no organism."""


@rule(
    cites=Guideline("I.C.1.b.3", page=18),
    severity=Severity.WARNING,
    on=("038.9",),
    beside=tuple(organism for organism, _ in SEPTICEMIA_OF),
    needs=(Need.LINKS,),
    passes=("038.42 due to 599.0, 995.91, 599.0, 041.49", "038.9, 995.91, 599.0, 041.49 | links known"),
    flags={
        "038.9 due to 599.0 and 041.49, 995.91, 599.0, 041.49": "038.9",
        "038.9 due to 682.6 and 041.12, 995.91, 682.6, 041.12": "038.9",
    },
)
def sepsis_due_to_an_infection_of_known_organism(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Septicemia of no organism, due to an infection of one place whose organism is known.

    What has spread from there is the organism of that infection: the systemic infection is coded by it.
    """
    for diagnosis in encounter.within("038.9"):
        for organism, septicemia in SEPTICEMIA_OF:
            said = organism != PNEUMOCOCCAL or "pneumococcal" in encounter.said
            if said and diagnosis.due_to_any(organism):
                yield replace_by(diagnosis, septicemia, "the infection that it is due to is of this organism")


@rule(
    cites=Guideline("I.C.1.b.3", page=18),
    severity=Severity.ERROR,
    on=SEPSIS,
    needs=(Need.ONSET,),
    passes=(
        "038.9, 995.91, 486 | links known",
        "486:Y, 038.9:N, 995.91:N | links known",
        "998.59, 038.9, 995.91 | links known",
        "486:Y, 038.9:N, 995.91:Y",
    ),
    flags={"486, 038.9, 995.91 | links known": "486", "599.0:Y, 038.42:Y, 995.91:Y": "599.0"},
)
def localized_infection_before_sepsis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A localized infection in front of the sepsis.

    Where both brought the patient, the systemic infection stands first, then 995.91 or 995.92, then the infection of
    one place. Sepsis that was not present on admission is another matter.
    """
    sepsis = encounter.within(*SEPSIS)
    later = any(diagnosis.poa == "N" for diagnosis in encounter.within(*SEPSIS, *SYSTEMIC_INFECTION))
    if not sepsis or later or encounter.has(*AFTER_CARE):
        return
    for diagnosis in encounter.within(*LOCALIZED_INFECTION):
        if encounter.position(diagnosis) < encounter.position(sepsis[0]):
            yield move_after(diagnosis, sepsis[0], "the systemic infection and the sepsis stand before it")
