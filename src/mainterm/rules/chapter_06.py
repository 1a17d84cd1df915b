"""Guidelines I.C.6: diseases of the nervous system and sense organs (pain, glaucoma)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Severity,
    add_after,
    move_after,
    move_first,
    remove,
    replace_by,
    rule,
)

NEOPLASM: Final = ("140-239",)
PAIN_NOS: Final = ("338.11", "338.19", "338.21", "338.29", "780.96")
"""Pain of no stated cause or site that is acute, chronic or neither."""
STAGED: Final = (
    *("365.10", "365.11", "365.12", "365.13", "365.20", "365.23"),
    *("365.31", "365.52", "365.62", "365.63", "365.65"),
)
"""The kinds of glaucoma at which the Tabular asks for the stage."""


@rule(
    cites=Guideline("I.C.6.a.1", page=31),
    severity=Severity.ERROR,
    on=("338.19", "338.29"),
    needs=(Need.LINKS,),
    passes=(
        "338.29, 724.02 | links known",
        "338.29 due to 724.02, 724.02 | for 338.29",
        "338.28 due to V45.89, V45.89",
    ),
    flags={"338.29 due to 724.02, 724.02": "338.29", "724.02, 338.19 due to 724.02": "338.19"},
)
def pain_of_a_known_cause(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Acute or chronic pain beside the disease that causes it.

    Where the cause is known it is coded alone, unless the encounter is for the control of the pain.
    """
    for diagnosis in encounter.within("338.19", "338.29"):
        cause = next((c for c in encounter.causes(diagnosis) if c.within("320-779") and not c.within("338")), None)
        if cause and not diagnosis.reason:
            yield remove(diagnosis, "the cause is known and the encounter is not for control of the pain", cause)


@rule(
    cites=Guideline("I.C.6.a.1.a", page=31),
    severity=Severity.ERROR,
    on=("338",),
    needs=(Need.REASON,),
    passes=("338.29, 724.02 | for 338.29", "724.02, 338.29 | for 724.02"),
    flags={"724.02, 338.29 | for 338.29": "338.29"},
)
def pain_control_not_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pain for whose control the patient came, not coded first.

    Where control of the pain is the reason for the encounter, the code of category 338 stands first.
    """
    for diagnosis in encounter.within("338"):
        if diagnosis.reason and encounter.position(diagnosis) > 1:
            yield move_first(diagnosis, "control of the pain is the reason for the encounter")


@rule(
    cites=Guideline("I.C.6.a.5", page=34),
    severity=Severity.ERROR,
    on=PAIN_NOS,
    needs=(Need.LINKS,),
    passes=("338.3, 198.5 | links known", "338.29, 198.5 | links known", "338.18 due to 162.9, 162.9"),
    flags={"338.29 due to 198.5, 198.5": "338.29", "780.96, 185 | links known | for 780.96": "780.96"},
)
def pain_due_to_a_neoplasm(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pain that a neoplasm causes, coded as acute or chronic or unspecified pain.

    Pain due to a tumor is 338.3 whether it is acute or chronic; so is pain of no stated cause for whose control
    a patient with a malignancy comes.
    """
    neoplasms = encounter.within(*NEOPLASM)
    for diagnosis in encounter.within(*PAIN_NOS):
        if neoplasms and (diagnosis.due_to_any(*NEOPLASM) or diagnosis.reason):
            yield replace_by(diagnosis, "338.3", "pain due to a neoplasm is 338.3", neoplasms[0])


@rule(
    cites=Guideline("I.C.6.b.1", page=35),
    severity=Severity.ERROR,
    on=("365.7",),
    passes=("365.11, 365.71", "401.9, 365.23, 365.73"),
    flags={"365.71, 365.11": "365.71"},
)
def glaucoma_stage_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The stage of a glaucoma coded first.

    The stage says more of the kind of glaucoma, and stands behind it.
    """
    first = encounter.principal
    kind = next(iter(encounter.within("365.1-365.6")), None)
    if first and kind and first.within("365.7"):
        yield move_after(first, kind, "the stage stands behind the kind of glaucoma")


@rule(
    cites=Guideline("I.C.6.b.3", page=35),
    severity=Severity.ERROR,
    on=("365.71-365.73",),
    passes=("365.11, 365.72", "365.11, 365.71, 365.74"),
    flags={"365.11, 365.71, 365.73": "365.71"},
)
def lower_stage_of_glaucoma(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Two stages of glaucoma.

    Of eyes that differ in stage the highest stage alone is coded.
    """
    stages = encounter.within("365.71-365.73")
    highest = max(stages, key=lambda stage: stage.code, default=None)
    for stage in stages:
        if highest and stage.code < highest.code:
            yield remove(stage, "of two stages the highest is coded", highest)


@rule(
    cites=Guideline("I.C.6.b.6", page=35),
    severity=Severity.ERROR,
    on=STAGED,
    passes=("365.11, 365.70", "365.11, 365.74", "365.01"),
    flags={"365.11": "365.11", "401.9, 365.23": "365.23"},
)
def glaucoma_without_its_stage(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Glaucoma without its stage.

    The stage is coded too where the Tabular asks for it; 365.70 if the record does not tell it.
    """
    if not encounter.has("365.7"):
        for diagnosis in encounter.within(*STAGED):
            yield add_after(diagnosis, "365.70", "the stage is coded too, 365.70 if it is not documented")
