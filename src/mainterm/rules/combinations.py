"""Guidelines I.B.10 and I.B.11: acute and chronic conditions, and the codes that are for two conditions at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Severity,
    Standing,
    look_at,
    move_before,
    paired,
    remove,
    replace_by,
    rule,
)
from mainterm.rules.shapes import each_with

ACUTE_AND_CHRONIC: Final = (
    ("285.1", "280.0"),
    ("364.0", "364.1"),
    ("372.0", "372.1"),
    ("376.0", "376.1"),
    ("381.0", "381.1-381.3"),
    ("382.0", "382.1-382.3"),
    ("383.0", "383.1"),
    ("460", "472.0"),
    ("461", "473"),
    ("462", "472.1"),
    ("463", "474.0"),
    ("464.0", "476.0"),
    ("466.0", "491.0-491.1"),
    ("466.0", "491.8-491.9"),
    ("535.0", "535.1"),
    ("574.0", "574.1"),
    ("574.3", "574.4"),
    ("577.0", "577.1"),
    ("590.1", "590.0"),
    ("595.0", "595.1-595.2"),
    ("601.0", "601.1"),
    ("614.0", "614.1"),
    ("614.3", "614.4"),
    ("730.0", "730.1"),
)
"""A condition as acute and as chronic, each with a code of its own."""

OF_BOTH: Final = (
    ("428.21", "428.22", "428.23"),
    ("428.31", "428.32", "428.33"),
    ("428.41", "428.42", "428.43"),
    ("518.81", "518.83", "518.84"),
    ("575.0", "575.11", "575.12"),
    ("787.02", "787.03", "787.01"),
    ("813.21", "813.22", "813.23"),
    ("813.31", "813.32", "813.33"),
    ("813.81", "813.82", "813.83"),
    ("813.91", "813.92", "813.93"),
    ("823.00", "823.01", "823.02"),
    ("823.10", "823.11", "823.12"),
    ("823.20", "823.21", "823.22"),
    ("823.30", "823.31", "823.32"),
    ("823.80", "823.81", "823.82"),
    ("823.90", "823.91", "823.92"),
    ("860.0", "860.2", "860.4"),
    ("860.1", "860.3", "860.5"),
    ("562.01", "562.02", "562.03"),
    ("562.11", "562.12", "562.13"),
    ("540.9", "567.21", "540.0"),
    ("540.9", "567.22", "540.1"),
    ("540.9", "567.9", "540.0"),
    ("574.20", "574.50", "574.90"),
    ("574.21", "574.51", "574.91"),
    ("574.00", "574.30", "574.60"),
    ("574.10", "574.40", "574.70"),
    ("574.20", "575.0", "574.00"),
    ("574.21", "575.0", "574.01"),
    ("574.20", "575.10-575.11", "574.10"),
    ("574.21", "575.10-575.11", "574.11"),
    ("574.50", "575.0", "574.30"),
    ("574.51", "575.0", "574.31"),
    ("574.50", "575.10-575.11", "574.40"),
    ("574.51", "575.10-575.11", "574.41"),
    *((f"642.0{digit}", f"642.{kind}{digit}", f"642.7{digit}") for kind in "456" for digit in range(5)),
)
"""Two conditions, and the one code that is for both."""

BLEEDS: Final = (
    *(f"{ulcer}.{bleeding}" for ulcer in range(531, 535) for bleeding in "0246"),
    *(f"535.{kind}1" for kind in range(8)),
    *("537.83", "562.02-562.03", "562.12-562.13", "569.85"),
)
"""Codes of the stomach and bowel that say that there is hemorrhage: what 578 is not for."""
IS_PART_OF: Final = {
    "441.2": ("441.1",),
    "441.4": ("441.3",),
    "562.00": ("562.01-562.03",),
    "540.0": ("540.1",),
    "562.10": ("562.11-562.13",),
    "574.20": ("574.00-574.10",),
    "574.21": ("574.01", "574.11"),
    "574.50": ("574.30", "574.40"),
    "574.51": ("574.31", "574.41"),
    "578": BLEEDS,
    "600.00": ("600.01",),
    "600.20": ("600.21",),
    "785.4": ("440.24",),
}
"""What a combination code says along with another condition."""

PNEUMONIA_BY_ORGANISM: Final = (
    ("041.2", "481"),
    ("041.3", "482.0"),
    ("041.7", "482.1"),
    ("041.5", "482.2"),
    ("041.0", "482.3"),
    ("041.11", "482.41"),
    ("041.12", "482.42"),
    ("041.4", "482.82"),
)
"""Organisms, and the pneumonia of each."""

SEPTICEMIA_BY_ORGANISM: Final = (
    ("041.0", "038.0"),
    ("041.11", "038.11"),
    ("041.2", "038.2"),
    ("041.4", "038.42"),
    ("041.5", "038.41"),
    ("041.7", "038.43"),
)
"""Organisms, and the septicemia of each."""

ORGANISM_NAMED: Final = (*PNEUMONIA_BY_ORGANISM, *SEPTICEMIA_BY_ORGANISM)
INFECTED_ELSEWHERE: Final = (
    "320",
    "382",
    "461",
    "473",
    "590",
    "595",
    "599.0",
    "681-682",
    "707",
    "730",
    "958.3",
    "996",
    "998",
)
"""Infections of other places, to which an organism may belong."""
INFECTED_BESIDE: Final = (*INFECTED_ELSEWHERE, "510-511", "513", "567", "569.61", "790.7")
"""Infections of other places, and those that go with a pneumonia or a septicemia."""


@rule(
    cites=Guideline("I.B.10", page=11),
    severity=Severity.ERROR,
    on=tuple(acute for acute, _ in ACUTE_AND_CHRONIC),
    between=paired([((acute,), (chronic,)) for acute, chronic in ACUTE_AND_CHRONIC], Standing.BEFORE),
    passes=("577.0, 577.1", "461.0, 473.0", "577.1, 466.0"),
    flags={"577.1, 577.0": "577.0", "473.9, 401.9, 461.9": "461.9"},
)
def chronic_before_acute(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A chronic condition in front of the same one as acute.

    Where a condition is acute and chronic, and has a code for each, both are coded and the acute one stands first.
    """
    for acute, chronic in ACUTE_AND_CHRONIC:
        for diagnosis in encounter.within(acute)[:1]:
            for other in encounter.within(chronic)[:1]:
                if encounter.position(other) < encounter.position(diagnosis):
                    yield move_before(diagnosis, other, "the acute condition is sequenced before the chronic one")


@rule(
    cites=Guideline("I.B.11", page=11),
    severity=Severity.ERROR,
    on=tuple(one for one, _, _ in OF_BOTH),
    between=paired([((one,), (other,)) for one, other, _ in OF_BOTH]),
    passes=("518.84", "574.00", "428.21, 428.31", "787.01"),
    flags={"518.81, 518.83": "518.83", "574.20, 575.0": "575.0", "823.21, 823.20": "823.21"},
)
def two_codes_for_a_combination(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Two codes where one is for both conditions.

    Only the combination code is assigned when it identifies all that is documented.
    """
    for one, other, both in OF_BOTH:
        for first in encounter.within(one)[:1]:
            for second in encounter.within(other)[:1]:
                yield replace_by(second, both, f"{both} is for both conditions", first)


@rule(
    cites=Guideline("I.B.11", page=11),
    severity=Severity.ERROR,
    on=("428.2", "428.3"),
    beside=("428.3",),
    passes=("428.21", "428.43", "428.31, 428.0"),
    flags={"428.20, 428.30": "428.30", "428.21, 401.9, 428.33": "428.33"},
)
def systolic_and_diastolic_heart_failure(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Systolic and diastolic heart failure coded apart.

    Subcategory 428.4 is for both; its fifth digit says how acute.
    """
    for systolic in encounter.within("428.2")[:1]:
        for diagnosis in encounter.within("428.3")[:1]:
            yield look_at(diagnosis, "combined systolic and diastolic failure is one code, from 428.4", systolic)


@rule(
    cites=Guideline("I.B.11", page=11),
    severity=Severity.QUERY,
    on=("486",),
    beside=tuple(organism for organism, _ in PNEUMONIA_BY_ORGANISM),
    unless=INFECTED_ELSEWHERE,
    passes=("481", "482.1", "486, 599.0, 041.49"),
    flags={"486, 041.2": "486", "486, 428.0, 041.12": "486"},
)
def pneumonia_apart_from_its_organism(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pneumonia of no organism beside an organism that has a pneumonia of its own.

    If the organism is that of the pneumonia, one code is for both.
    """
    if not encounter.has(*INFECTED_ELSEWHERE):
        for organism, pneumonia in PNEUMONIA_BY_ORGANISM:
            for diagnosis in encounter.within("486") if encounter.has(organism) else ():
                yield look_at(diagnosis, f"is the organism that of the pneumonia? Then it is {pneumonia}")


@rule(
    cites=Guideline("I.B.11", page=11, also=("I.A.4",)),
    severity=Severity.ERROR,
    on=tuple(IS_PART_OF),
    between=paired([((part,), whole) for part, whole in IS_PART_OF.items()]),
    passes=("562.11", "578.9, 455.2", "531.90, 578.1", "562.10, 211.3"),
    flags={"562.10, 562.11": "562.10", "578.1, 531.40": "578.1", "562.12, 285.1, 578.9": "578.9"},
)
def part_of_a_combination(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition beside the code that says it along with another.

    Diverticulosis is in the code of diverticulitis, the stones in that of their cholecystitis, the aneurysm in that of
    its rupture, the gangrene in that of its atherosclerosis, the hemorrhage in that of the ulcer or diverticula that
    bleed.
    """
    for part, whole in each_with(encounter, IS_PART_OF):
        yield remove(part, f"{whole.code} says it already", whole)


@rule(
    cites=Guideline("I.B.11", page=11),
    severity=Severity.WARNING,
    general=True,
    on=tuple(dict.fromkeys(organism for organism, _ in ORGANISM_NAMED)),
    beside=tuple(infection for _, infection in ORGANISM_NAMED),
    unless=INFECTED_BESIDE,
    passes=("482.0", "038.42, 995.91, 599.0, 041.49", "486, 041.3", "482.1, 041.3"),
    flags={"482.0, 041.3": "041.3", "038.11, 995.91, 041.11": "041.11"},
)
def organism_that_the_infection_names(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An organism beside an infection whose code names it, and nothing else that it infects.

    041 adds the organism to infections whose own code does not tell it.
    """
    if not encounter.has(*INFECTED_BESIDE):
        for organism, infection in ORGANISM_NAMED:
            for named in encounter.within(infection)[:1]:
                for diagnosis in encounter.within(organism):
                    yield remove(diagnosis, f"{named.code} names the organism", named)


@rule(
    cites=Guideline("I.B.11", page=11),
    severity=Severity.WARNING,
    on=("599.0",),
    beside=("590.0-590.3", "590.8", "595.0"),
    passes=("590.10, 041.49", "599.0", "595.0"),
    flags={"590.10, 599.0": "599.0", "599.0, 595.0": "599.0"},
)
def urinary_infection_of_no_site_beside_one(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Urinary infection of no stated site beside one of a site.

    599.0 is for infections whose site is not specified.
    """
    for sited in encounter.within("590.0-590.3", "590.8", "595.0")[:1]:
        for diagnosis in encounter.within("599.0"):
            yield remove(diagnosis, "the site of the infection is specified", sited)


@rule(
    cites=Guideline("I.B.11", page=11),
    severity=Severity.ERROR,
    on=("642.0-642.2", "642.4-642.6"),
    beside=("642.7",),
    passes=("642.73", "642.03", "642.71, V27.0"),
    flags={"642.73, 642.43": "642.43", "642.71, 642.01, V27.0": "642.01"},
)
def preeclampsia_apart_from_the_hypertension_it_is_on(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pre-eclampsia or hypertension coded apart, beside the code for the one superimposed on the other.

    642.7 is for both: the conditions of 642.4-642.6 with those of 642.0-642.2.
    """
    for both in encounter.within("642.7")[:1]:
        for diagnosis in encounter.within("642.0-642.2", "642.4-642.6"):
            yield remove(diagnosis, f"{both.code} is for both conditions", both)
