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
    Rule,
    Severity,
    add_after,
    look_at,
    move_after,
    move_first,
    remove,
    replace_by,
    rule,
)
from mainterm.rules.shapes import goes_with, not_beside, shaped, stands_before

NEOPLASM: Final = ("140-239",)
PAIN_NOS: Final = ("338.11", "338.19", "338.21", "338.29", "780.96")
"""Pain of no stated cause or site that is acute, chronic or neither."""
STAGED: Final = (
    *("365.10", "365.11", "365.12", "365.13", "365.20", "365.23"),
    *("365.31", "365.52", "365.62", "365.63", "365.65"),
)
"""The kinds of glaucoma at which the Tabular asks for the stage."""
SITE_PAIN: Final = ("719.4", "723.1", "724.1-724.2", "724.5", "729.5", "784.0", "786.5", "789.0", "625.9", "611.71")
"""Pain of a named site."""
TREATS_THE_CAUSE: Final = ("03.09", "80.5", "81.0", "81.3", "81.5", "81.62-81.66", "84.6")
"""Operations on what causes a pain: fusion, excision of a disc, replacement of a joint, kyphoplasty."""


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
    flags={"724.02, 338.29 | for 338.29": "338.29", "722.10, 401.9, 338.29 | for 338.29": "338.29"},
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
    flags={"365.71, 365.11": "365.71", "365.73, 401.9, 365.23": "365.73"},
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
    passes=("365.11, 365.73", "365.11, 365.23, 365.71, 365.72"),
    flags={"365.11, 365.71, 365.73": "365.71", "365.23, 365.73, 365.72": "365.72"},
)
def lower_stage_of_glaucoma(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Two stages of one type of glaucoma.

    Of eyes that differ in stage the highest stage alone is coded.
    """
    if len(encounter.within("365.1-365.6")) < 2:
        yield from _lower_stages(encounter)


@rule(
    cites=Guideline("I.C.6.b.4", page=35),
    severity=Severity.ERROR,
    on=("365.71-365.73",),
    passes=("365.11, 365.23, 365.73", "365.11, 365.71, 365.73"),
    flags={"365.11, 365.71, 365.23, 365.72": "365.71", "365.23, 365.11, 365.73, 365.72": "365.72"},
)
def lower_stage_of_two_types_of_glaucoma(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Two stages of two types of glaucoma.

    Of eyes that differ in type and in stage each type is coded, and the highest stage alone.
    """
    if len(encounter.within("365.1-365.6")) > 1:
        yield from _lower_stages(encounter)


def _lower_stages(encounter: Encounter) -> Iterator[Flag]:
    stages = encounter.within("365.71-365.73")
    highest = max(stages, key=lambda stage: stage.code, default=None)
    for stage in stages:
        if highest and stage.code < highest.code:
            yield remove(stage, "of two stages the highest is coded", highest)


@rule(
    cites=Guideline("I.C.6.b.6", page=35, also=("I.C.6.b.1",)),
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


@rule(
    cites=Guideline("I.C.6.a.1.a", page=31),
    severity=Severity.ERROR,
    on=("338.1-338.2",),
    needs=(Need.PROCEDURES,),
    passes=("724.02 | px 81.08", "338.29, 724.02 | px 03.91", "338.29, 724.02 | px 86.94, 03.93"),
    flags={"338.29, 724.02 | px 81.08": "338.29", "338.19, 805.4 | px 81.66": "338.19"},
)
def pain_before_the_condition_operated_on(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pain as the principal diagnosis of an admission for a procedure aimed at its cause.

    The underlying condition is principal there, and no code of 338 is assigned.
    """
    first = encounter.diagnoses[0]
    cause = next(iter(encounter.within("715", "720-724", "733.1", "800-829", "996.4")), None)
    if first.within("338.1-338.2") and cause and encounter.done(*TREATS_THE_CAUSE):
        yield move_after(first, cause, "the condition that the procedure treats is the principal diagnosis")


@rule(
    cites=Guideline("I.C.6.a.1.b.ii", page=32),
    severity=Severity.ERROR,
    on=("338.1-338.2",),
    needs=(Need.REASON,),
    passes=("338.11, 723.1 | for 338.11", "719.46, 338.29 | for 719.46"),
    flags={"338.11, 723.1 | for 723.1": "338.11", "338.29, 719.46, 401.9 | for 401.9": "338.29"},
)
def kind_of_pain_before_its_site(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Acute or chronic pain in front of its site where the encounter is not for pain control.

    For any other reason the site of the pain is coded first, then the code of 338.
    """
    first = encounter.diagnoses[0]
    for site in encounter.within(*SITE_PAIN)[:1]:
        if first.within("338.1-338.2") and not first.reason:
            yield move_after(first, site, "the encounter is not for pain control: the site stands first")


@rule(
    cites=Guideline("I.C.6.b.2", page=35, also=("I.B.14",)),
    severity=Severity.ERROR,
    on=("365.1-365.7",),
    passes=("365.11, 365.71", "365.11, 365.23, 365.72"),
    flags={"365.11, 365.71, 365.71": "365.71", "365.11, 365.11, 365.72": "365.11"},
)
def bilateral_glaucoma_coded_twice(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A type or stage of glaucoma coded once for each eye.

    Where both eyes have the same type and stage, one code is for the type and one for the stage.
    """
    found = encounter.within("365.1-365.7")
    for number, diagnosis in enumerate(found):
        if diagnosis.code in [one.code for one in found[:number]]:
            yield look_at(diagnosis, "both eyes are one code for the type and one for the stage")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "pain_before_the_device_that_causes_it",
        "Pain in front of the complication of a device, implant or graft.",
        "Pain due to a device is classified to chapter 17; a code of 338 is additional, unless for pain control.",
        Guideline("I.C.6.a.2", page=33),
        Severity.WARNING,
        stands_before(("996.4", "996.7"), ("338.18-338.19", "338.28-338.29"), "is the encounter for pain control?"),
        passes=("996.77, 338.18", "338.29, 724.02"),
        flags={"338.18, 996.77": "996.77", "338.28, 401.9, 996.78": "996.78"},
    ),
    shaped(
        "pain_before_the_complication_of_surgery",
        "Postoperative pain in front of the complication that it goes with.",
        "It is classified to chapter 17, and 338.18 or 338.28 is additional, unless the encounter is for pain control.",
        Guideline("I.C.6.a.3.b", page=33),
        Severity.QUERY,
        stands_before(("998.3-998.8",), ("338.18", "338.28"), "is the encounter for pain control?"),
        passes=("998.89, 338.18", "338.18, V45.89"),
        flags={"338.18, 998.4": "998.4", "338.28, 998.89": "998.89"},
    ),
    shaped(
        "neoplasm_pain_without_neoplasm",
        "Pain related to a neoplasm without the neoplasm.",
        "The underlying neoplasm is an additional diagnosis.",
        Guideline("I.C.6.a.5", page=34),
        Severity.WARNING,
        goes_with(("338.3",), ("140-239",), "which neoplasm causes the pain?"),
        passes=("338.3, 198.5", "162.9, 338.3", "338.3, 198.5, V10.3"),
        flags={"338.3": "338.3", "338.3, 724.5": "338.3", "338.3, V10.3": "338.3"},
    ),
    shaped(
        "chronic_pain_syndrome_beside_chronic_pain",
        "Chronic pain syndrome beside chronic pain.",
        "They are not the same: 338.4 is only for what the provider has documented as the syndrome.",
        Guideline("I.C.6.a.6", page=35),
        Severity.WARNING,
        not_beside(("338.4",), ("338.2",), "is the chronic pain syndrome documented as such?", blame=look_at),
        passes=("338.4, 724.5", "338.29, 724.02"),
        flags={"338.4, 338.29": "338.4", "724.02, 338.29, 338.4": "338.4"},
    ),
    shaped(
        "glaucoma_stage_without_its_type",
        "The stage of a glaucoma without its type.",
        "365.7 is additional to the types of 365.1-365.6.",
        Guideline("I.C.6.b.1", page=35),
        Severity.ERROR,
        goes_with(("365.7",), ("365.1-365.6",), "the type of glaucoma stands before its stage, from 365.1-365.6"),
        passes=("365.11, 365.71", "250.50, 365.44, 365.72"),
        flags={"365.72": "365.72", "365.01, 365.71": "365.71"},
    ),
    shaped(
        "stage_not_documented_beside_a_stage",
        "A stage of glaucoma that is not documented beside one that is.",
        "365.70 is for glaucoma of whose stage nothing is documented; 365.74 is not the same.",
        Guideline("I.C.6.b.6", page=35),
        Severity.ERROR,
        not_beside(("365.70",), ("365.71-365.74",), "the stage is documented"),
        passes=("365.11, 365.70", "365.11, 365.74"),
        flags={"365.11, 365.72, 365.70": "365.70", "365.23, 365.70, 365.74": "365.70"},
    ),
)
