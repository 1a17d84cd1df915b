"""Guidelines I.C.2: neoplasms, their complications and their treatment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Need, Severity, look_at, move_after, move_first, replace_by, rule

MALIGNANT: Final = ("140-209.3", "209.7")
"""Malignant neoplasms, neuroendocrine ones among them."""


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
    primary = encounter.within("140-195", "200-209.3")
    if primary and not encounter.has("196-198"):
        for diagnosis in encounter.within("199.1"):
            yield look_at(diagnosis, "to which sites has it spread?", *primary)


@rule(
    cites=Guideline("I.C.2.e.2", page=25),
    severity=Severity.ERROR,
    on=("V58.0", "V58.1"),
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
    severity=Severity.QUERY,
    on=("V58.0", "V58.1"),
    passes=("V58.11, 183.0", "V58.0, 198.5, V10.3"),
    flags={"V58.11": "V58.11", "V58.0, 401.9": "V58.0"},
)
def treatment_of_no_malignancy(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Chemotherapy, immunotherapy or radiotherapy without what it is given for.

    The malignancy is assigned as a secondary diagnosis.
    """
    if not encounter.has("140-239"):
        for diagnosis in encounter.within("V58.0", "V58.1"):
            yield look_at(diagnosis, "which malignancy is it given for?")


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
