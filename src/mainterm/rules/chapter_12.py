"""Guidelines I.C.12: diseases of the skin and subcutaneous tissue (pressure ulcers)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Severity, add_after, add_before, look_at, move_after, rule

SITE: Final = ("707.0",)
STAGE: Final = ("707.2",)


@rule(
    cites=Guideline("I.C.12.a.1", page=50),
    severity=Severity.ERROR,
    on=STAGE,
    passes=("707.03, 707.23", "682.6, 707.07, 707.22"),
    flags={"707.23, 707.03": "707.23", "707.22": "707.22"},
)
def pressure_ulcer_stage_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The stage of a pressure ulcer as the first diagnosis.

    The stage is an additional code: it follows the code of the site and is never first.
    """
    principal = encounter.principal
    if principal and principal.within(*STAGE):
        sites = encounter.within(*SITE)
        says = "the stage is never first: it follows the code of the site"
        yield move_after(principal, sites[0], says) if sites else look_at(principal, says)


@rule(
    cites=Guideline("I.C.12.a.1", page=50),
    severity=Severity.ERROR,
    on=STAGE,
    passes=("707.03, 707.23", "707.13"),
    flags={"682.6, 707.22": "707.22", "707.24": "707.24"},
)
def pressure_ulcer_stage_without_site(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The stage of a pressure ulcer without its site.

    Two codes describe a pressure ulcer; the stage is used with 707.0 only, and with no other kind of ulcer.
    """
    if not encounter.has(*SITE):
        for diagnosis in encounter.within(*STAGE)[:1]:
            yield add_before(diagnosis, "707.0", "the site of the pressure ulcer is coded too, from 707.0")


@rule(
    cites=Guideline("I.C.12.a.2", page=50),
    severity=Severity.WARNING,
    on=SITE,
    passes=("707.03, 707.23", "707.05, 707.20"),
    flags={"707.03": "707.03", "707.05, 707.07": "707.07"},
)
def pressure_ulcer_without_stage(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The site of a pressure ulcer without a stage.

    Where the record does not tell the stage, that is coded too, by 707.20.
    """
    if not encounter.has(*STAGE):
        for diagnosis in encounter.within(*SITE)[-1:]:
            yield add_after(diagnosis, "707.20", "the stage is coded too; 707.20 where it is not documented")


@rule(
    cites=Guideline("I.C.12.a.2", page=50),
    severity=Severity.QUERY,
    on=("707.20",),
    passes=("707.03, 707.25", "707.03, 707.07, 707.20, 707.23"),
    flags={"707.03, 707.20, 707.23": "707.20", "707.05, 707.25, 707.20": "707.20"},
)
def stage_unspecified_beside_a_stage(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A stage not documented beside a documented one, for one site.

    707.20 is for ulcers of whose stage nothing is documented; 707.25 is not the same.
    """
    stages, sites = encounter.within(*STAGE), encounter.within(*SITE)
    if len(stages) > len(sites):
        for diagnosis in encounter.within("707.20"):
            yield look_at(diagnosis, "is there an ulcer of whose stage nothing is documented?", *sites)
