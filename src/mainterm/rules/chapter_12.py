"""Guidelines I.C.12: diseases of the skin and subcutaneous tissue (pressure ulcers)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Severity,
    add_after,
    add_before,
    look_at,
    move_after,
    of_one_category,
    remove,
    rule,
)

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
    cites=Guideline("I.C.12.a.1", page=50, also=("I.C.12.a.2",)),
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
    flags={"707.03, 707.20, 707.23": "707.20", "707.05, 707.24, 707.20": "707.20"},
)
def stage_unspecified_beside_a_stage(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A stage not documented beside a documented one, for one site.

    707.20 is for ulcers of whose stage nothing is documented; 707.25 is not the same.
    """
    stages, sites = encounter.within(*STAGE), encounter.within(*SITE)
    if len(stages) > len(sites) and not encounter.has("707.25"):
        for diagnosis in encounter.within("707.20"):
            yield look_at(diagnosis, "is there an ulcer of whose stage nothing is documented?", *sites)


@rule(
    cites=Guideline("I.C.12.a.4", page=51, also=("I.B.14",)),
    severity=Severity.ERROR,
    on=SITE,
    between=of_one_category(lambda _, code, other: code == other),
    passes=("707.05, 707.22", "707.03, 707.05, 707.22"),
    flags={"707.05, 707.05, 707.22": "707.05", "707.07, 707.07, 707.23": "707.07"},
)
def bilateral_ulcer_of_one_stage_coded_twice(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The site of a pressure ulcer once for each side, of one stage.

    Bilateral ulcers of the same stage have one code for the site and one for the stage.
    """
    if len({stage.code for stage in encounter.within(*STAGE)}) < 2:
        for diagnosis in _repeated(encounter.within(*SITE)):
            yield look_at(diagnosis, "both sides are one code for the site")


@rule(
    cites=Guideline("I.C.12.a.5", page=51, also=("I.B.14",)),
    severity=Severity.ERROR,
    on=SITE,
    between=of_one_category(lambda _, code, other: code == other),
    passes=("707.05, 707.22, 707.23", "707.05, 707.07, 707.22, 707.23"),
    flags={"707.05, 707.22, 707.05, 707.23": "707.05", "707.07, 707.07, 707.21, 707.24": "707.07"},
)
def bilateral_ulcer_of_two_stages_coded_twice(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The site of a pressure ulcer once for each side, of two stages.

    Bilateral ulcers of different stages have one code for the site and one for each stage.
    """
    if len({stage.code for stage in encounter.within(*STAGE)}) > 1:
        for diagnosis in _repeated(encounter.within(*SITE)):
            yield look_at(diagnosis, "both sides are one code for the site, and each stage one")


@rule(
    cites=Guideline("I.C.12.a.6", page=51, also=("I.B.14",)),
    severity=Severity.ERROR,
    on=STAGE,
    passes=("707.05, 707.07, 707.23, 707.24", "707.05, 707.07, 707.23"),
    flags={"707.05, 707.23, 707.07, 707.23": "707.23", "707.03, 707.22, 707.06, 707.22": "707.22"},
)
def stage_coded_for_each_site(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """One stage of pressure ulcers coded once for each site.

    Several ulcers have a code for each different site and one for each different stage.
    """
    for diagnosis in _repeated(encounter.within(*STAGE)):
        yield look_at(diagnosis, "each different stage is coded once")


@rule(
    cites=Guideline("I.C.12.a.9", page=51),
    severity=Severity.QUERY,
    on=("707.03",),
    passes=("707.03, 707.23", "707.05, 707.22, 707.23", "707.03, 707.07, 707.22, 707.24"),
    flags={"707.03, 707.22, 707.23": "707.22", "707.03, 401.9, 707.23, 707.24": "707.23"},
)
def two_stages_of_one_ulcer(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Two stages with the lower back as the only site.

    An ulcer that progresses during the admission has its highest stage alone; two ulcers of one site have both.
    """
    stages = sorted(encounter.within("707.21-707.24"), key=lambda stage: stage.code)
    one_site = [site.code for site in encounter.within(*SITE)] == ["707.03"]
    if one_site and len({stage.code for stage in stages}) > 1:
        yield look_at(stages[0], "is it one ulcer, which progressed? Then the highest stage alone is coded", stages[-1])


@rule(
    cites=Guideline("I.C.12.a.2", page=50),
    severity=Severity.ERROR,
    on=("707.20",),
    passes=("707.03, 707.25", "707.03, 707.20", "707.03, 707.05, 707.20, 707.25"),
    flags={"707.03, 707.20, 707.25": "707.20", "707.05, 707.25, 707.20": "707.20"},
)
def unstageable_and_stage_unspecified(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An ulcer of one site as unstageable and as of no documented stage.

    707.25 is for a stage that cannot be determined, 707.20 for one that is not documented: one ulcer is not both.
    """
    for unstageable in encounter.within("707.25")[:1]:
        for diagnosis in encounter.within("707.20") if len(encounter.within(*SITE)) == 1 else ():
            yield remove(diagnosis, "the ulcer is unstageable, which is not the same", unstageable)


def _repeated(diagnoses: tuple[Diagnosis, ...]) -> Iterator[Diagnosis]:
    """Those whose code has come before."""
    return (one for number, one in enumerate(diagnoses) if any(one.code == d.code for d in diagnoses[:number]))
