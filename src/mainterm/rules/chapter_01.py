"""Guidelines I.C.1: infectious and parasitic diseases (HIV, septicemia and sepsis, MRSA)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Severity, add_before, rule

SYSTEMIC_INFECTION: Final = ("038", "020.2", "003.1", "022.3", "036.2", "054.5", "112.5", "117.9", "449")
"""Codes of a systemic infection, any of which stands before 995.91 and 995.92."""

SEPSIS_ELSEWHERE: Final = ("639.0", "670.2", "771.81", "998.59", "999.31", "999.32", "999.33", "999.34")
"""Sepsis that another chapter classifies: puerperal, after abortion, of the newborn, after care."""


@rule(
    cites=Guideline("I.C.1.b.2.a", page=17),
    severity=Severity.ERROR,
    passes=("038.9, 995.91", "112.5, 995.91", "670.24, 995.92, 584.9", "038.11, 995.92, 785.52"),
    flags={"995.91, 486": "995.91", "486, 995.92": "995.92"},
)
def sepsis_without_systemic_infection(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis without the code of the systemic infection.

    995.91 and 995.92 say how the body answers; the infection itself, 038 or another systemic one, stands before them.
    """
    if not encounter.has(*SYSTEMIC_INFECTION, *SEPSIS_ELSEWHERE):
        for diagnosis in encounter.within("995.91", "995.92"):
            yield add_before(diagnosis, "038", "the systemic infection is coded first, 038.9 if no organism is known")
