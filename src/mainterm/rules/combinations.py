"""Guidelines I.B.10 and I.B.11: acute and chronic conditions, and the codes that are for two conditions at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.combined import (
    ACUTE_AND_CHRONIC,
    INFECTED_BESIDE,
    INFECTED_ELSEWHERE,
    IS_PART_OF,
    IS_PART_OF_INJURIES,
    OF_BOTH,
    ORGANISM_NAMED,
    PNEUMONIA_BY_ORGANISM,
)
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
    flags={
        "562.10, 562.11": "562.10",
        "578.1, 531.40": "578.1",
        "562.12, 285.1, 578.9": "578.9",
        "428.21, 428.23": "428.21",
        "491.21, 518.84, 518.81": "518.81",
    },
)
def part_of_a_combination(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition beside the code that says it along with another.

    Diverticulosis is in the code of diverticulitis, the stones in that of their cholecystitis, the aneurysm in that of
    its rupture, the gangrene in that of its atherosclerosis, the hemorrhage in that of the ulcer or diverticula that
    bleed, the acute and the chronic failure in that of the acute on the chronic.
    """
    for part, whole in each_with(encounter, IS_PART_OF):
        yield remove(part, f"{whole.code} says it already", whole)


_BOTH_SIDES: Final = re.compile(
    r"\bbilateral|\bright\b.*\bleft\b|\bleft\b.*\bright\b|\bboth (?:sides|arms|legs|lungs)", re.I
)


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


@rule(
    cites=Guideline("I.C.17.b.2", page=58, also=("I.B.11", "I.C.17.b")),
    severity=Severity.WARNING,
    on=tuple(IS_PART_OF_INJURIES),
    between=paired([((part,), whole) for part, whole in IS_PART_OF_INJURIES.items()]),
    passes=(
        "823.22",
        "823.20, 813.21",
        "823.20, 823.22 | says fractures of the left tibia and both bones of the right leg",
    ),
    flags={"823.20, 823.22": "823.20", "813.23, 813.22": "813.22", "860.0, 860.4 | says hemopneumothorax": "860.0"},
)
def injury_beside_the_code_for_both(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The fracture of one bone, or one of two injuries, beside the code that is for both.

    Unless the record tells of both sides of the body, the code for both has the one already.
    """
    if not _BOTH_SIDES.search(encounter.documentation):
        for part, whole in each_with(encounter, IS_PART_OF_INJURIES):
            yield remove(part, f"{whole.code} has it already, unless the other side has it, too", whole)
