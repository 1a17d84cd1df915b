"""Guidelines I.C.2, continued: primary and secondary growths beside each other, and growths of transplanted organs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_02 import MALIGNANT
from mainterm.rules.declare import Flag, Guideline, Mend, Rule, Severity, look_at, move_after, remove, rule
from mainterm.rules.shapes import goes_with, not_beside, shaped, stands_before

PRIMARY: Final = ("140-195", "200-209.3")
"""Malignant growths by the site where they began."""
SOLID: Final = ("140-195", "209.0-209.3")
"""Those of them that spread to other sites as secondary growths."""
SECONDARY: Final = ("196-198", "209.7")
"""Growths by the site to which they have spread."""


@rule(
    cites=Guideline("I.C.2", page=23),
    severity=Severity.QUERY,
    on=("196-198",),
    passes=("198.5, 174.9", "198.5, V10.3", "197.7, 199.1", "196.3, 172.9"),
    flags={"198.5": "198.5", "197.7, 401.9": "197.7"},
)
def secondary_without_primary(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A secondary growth without the primary one.

    Where the growth began is coded too: as malignant, as history once it is gone, as 199.1 where it is not known.
    """
    if not encounter.has("140-195", "199-209.3", "V10"):
        for diagnosis in encounter.within("196-198")[:1]:
            yield look_at(diagnosis, "where is, or was, the primary growth?")


@rule(
    cites=Guideline("I.C.2", page=23),
    severity=Severity.QUERY,
    on=("199.1",),
    passes=("162.9, 198.5", "197.7, 199.1", "199.1"),
    flags={"162.9, 199.1": "199.1", "199.1, 174.9": "199.1"},
)
def spread_to_no_named_site(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A growth said to have spread, without the site to which it has.

    199.1 beside the primary growth says that there is another, of no known site.
    """
    primary = encounter.within(*PRIMARY)
    if primary and not encounter.has(*SECONDARY):
        for diagnosis in encounter.within("199.1"):
            yield look_at(diagnosis, "to which sites has it spread?", *primary)


@rule(
    cites=Guideline("I.A.5.b", page=7, also=("I.C.2",)),
    severity=Severity.WARNING,
    on=("199.1",),
    beside=SOLID,
    passes=("162.9, 198.5", "162.9, 199.1", "198.5, 199.1, 204.11"),
    flags={"162.9, 198.5, 199.1": "199.1", "199.1, 174.9, 197.0": "199.1"},
)
def growth_of_no_site_beside_primary_and_secondary(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A growth of no known site beside the primary and the secondary growth.

    199.1 is for a growth whose site is not known; here it is told where it began, and where it has spread.
    """
    primary, secondary = encounter.within(*SOLID), encounter.within(*SECONDARY)
    if primary and secondary:
        for diagnosis in encounter.within("199.1"):
            yield remove(diagnosis, "the sites of the growth are told", primary[0], secondary[0])


@rule(
    cites=Guideline("I.C.2.i", page=26),
    severity=Severity.ERROR,
    on=("199.2",),
    passes=("996.81, 199.2, 189.0", "189.0"),
    flags={"199.2, 996.81, 189.0": "199.2", "189.0, 199.2, 996.81": "199.2"},
)
def growth_before_its_transplant(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A malignant growth of a transplanted organ in front of the complication.

    First 996.8, then 199.2, then the malignancy itself.
    """
    complication = next(iter(encounter.within("996.8")), None)
    for diagnosis in encounter.within("199.2") if complication else ():
        if complication is not None and encounter.position(diagnosis) < encounter.position(complication):
            yield move_after(diagnosis, complication, "the complication of the transplant is coded first")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "dissemination_beside_a_named_site",
        "A disseminated growth beside a secondary growth of a named site.",
        "Metastatic sites are coded each; 199.0 is for those of which none is named.",
        Guideline("I.C.2", page=23),
        Severity.WARNING,
        not_beside(("199.0",), ("196-198",), "a site is named to which it has spread"),
        passes=("199.0", "162.3, 198.3", "162.3, 199.0"),
        flags={"199.0, 162.3, 198.3": "199.0", "174.9, 198.5, 199.0": "199.0"},
    ),
    shaped(
        "malignant_effusion_before_the_growth",
        "A malignant pleural effusion in front of the malignancy.",
        "The malignant neoplasm is coded first, where it is known.",
        Guideline("I.A.6", page=8),
        Severity.ERROR,
        stands_before(MALIGNANT, ("511.81",), "the malignancy is coded before its effusion"),
        passes=("162.9, 511.81", "511.81, V10.3"),
        flags={"511.81, 197.0, 162.9": "197.0", "511.81, 183.0": "183.0"},
    ),
    shaped(
        "growth_of_a_transplant_without_complication",
        "A malignant growth of a transplanted organ without the complication of the transplant.",
        "The complication, from 996.8, is coded first, then 199.2, then the malignancy.",
        Guideline("I.C.2.i", page=26),
        Severity.ERROR,
        goes_with(("199.2",), ("996.8",), "the complication is coded first", add=Mend.ADD_BEFORE, code="996.8"),
        passes=("996.81, 199.2, 189.0", "996.82, 199.2, 155.0"),
        flags={"199.2, 189.0": "199.2", "189.0, 199.2": "199.2"},
    ),
    shaped(
        "growth_before_the_transplant_that_has_it",
        "The kind of a malignant growth in front of its being of a transplanted organ.",
        "The complication is coded first, then 199.2; the specific malignancy is an additional code.",
        Guideline("I.C.2.i", page=26),
        Severity.ERROR,
        stands_before(("199.2",), PRIMARY, "199.2 stands before the specific malignancy"),
        passes=("996.81, 199.2, 189.0", "996.84, 199.2, 202.80"),
        flags={"996.81, 189.0, 199.2": "199.2", "155.0, 996.82, 199.2": "199.2"},
    ),
    shaped(
        "growth_of_a_transplant_of_no_kind",
        "A malignant growth of a transplanted organ without the malignancy itself.",
        "An additional code is for the specific malignancy.",
        Guideline("I.C.2.i", page=26),
        Severity.WARNING,
        goes_with(("199.2",), ("140-198", "199.0-199.1", "200-209.3"), "which malignancy is it?"),
        passes=("996.81, 199.2, 189.0", "996.84, 199.2, 202.80"),
        flags={"996.81, 199.2": "199.2", "996.83, 199.2, 401.9": "199.2"},
    ),
)
