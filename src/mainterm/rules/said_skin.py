"""Guidelines I.C.12 and I.C.13: what the words of the record decide of pressure ulcers and fractures of disease."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Rule,
    Severity,
    look_at,
    remove,
    replace_by,
    rule,
)
from mainterm.rules.said_injuries import LATER_VISIT
from mainterm.rules.shapes import shaped
from mainterm.rules.telling import STATED, affirmed, affirms, by_record, told


@rule(
    cites=Guideline("I.C.13.a.1", page=52),
    severity=Severity.ERROR,
    on=("733.1",),
    needs=STATED,
    passes=(
        "733.13 | says pathologic vertebral fracture, newly diagnosed",
        "V54.27 | says follow-up visit, healing pathologic fracture",
        "733.13 | px 81.66 | says follow-up visit for vertebral fracture, kyphoplasty done",
    ),
    flags={
        "733.13 | says follow-up of pathologic vertebral fracture; active treatment completed, healing": "733.13",
        "733.14 | says cast change, healing pathologic fracture of the femur": "733.14",
    },
)
def aftercare_coded_as_an_acute_pathologic_fracture(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A pathologic fracture coded as under active treatment, whose routine care is what the record tells of.

    Routine care while the fracture heals is aftercare: V54.2.
    """
    if LATER_VISIT.search(encounter.documentation) and not encounter.done("78.5", "79", "81.0", "81.6", "81.5"):
        for diagnosis in encounter.diagnoses[:1]:
            if diagnosis.within("733.1"):
                yield look_at(diagnosis, "routine care of a healing pathologic fracture is coded from V54.2")


_DEPTHS: Final = ((1, r"(?:1|I|one)"), (2, r"(?:2|II|two)"), (3, r"(?:3|III|three)"), (4, r"(?:4|IV|four)"))
_STAGED: Final = tuple(
    (n, re.compile(rf"\bstages? (?:[IV1-4]+ (?:and|to|or|,) (?:stage )?)?{word}\b", re.I)) for n, word in _DEPTHS
)
_OF_ANOTHER: Final = ("140-209", "365", "585")
"""What else is told in stages."""
_UNSTAGEABLE: Final = re.compile(
    r"\bunstageable|\b(?:cannot|can't|could not|unable to) be (?:clinically )?(?:staged|determined)|\bunable to stage|"
    r"\bcovered (?:by|with) (?:\w+ )?(?:eschar|slough)|\bdeep tissue injury",
    re.I,
)
_EVOLVED: Final = re.compile(
    r"\b(?:evolv|progress|worsen|advanc|deteriorat|increas|deepen)\w*|\bbec(?:a|o)me\b|\b(?:then|later|now)\b", re.I
)


def _staged(encounter: Encounter) -> tuple[int, ...]:
    """The stages of pressure ulcers that the record affirms, from the lowest on."""
    if encounter.has(*_OF_ANOTHER):
        return ()
    return tuple(n for n, said in _STAGED if affirms(encounter.documentation, said))


@rule(
    cites=Guideline("I.C.12.a.3", page=50, also=("I.C.12.a.8",)),
    severity=Severity.ERROR,
    on=("707.20-707.24",),
    needs=STATED,
    passes=("707.03, 707.23 | says stage III sacral ulcer", "707.03, 707.20 | says sacral ulcer"),
    flags={
        "707.03, 707.22 | says stage III sacral pressure ulcer": "707.22",
        "707.07, 707.20 | says healing stage 2 heel ulcer": "707.20",
    },
)
def stage_of_ulcer_that_is_another(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A stage of a pressure ulcer other than the one that the record tells.

    The stage is coded as documented, of a healing ulcer too.
    """
    said, coded = _staged(encounter), encounter.within("707.2")
    differs = len(said) == 1 and len(coded) == 1 and coded[0].code not in {f"707.2{said[0]}", "707.25"}
    if differs and not affirms(encounter.documentation, _UNSTAGEABLE):
        yield replace_by(coded[0], f"707.2{said[0]}", "the record tells another stage")


@rule(
    cites=Guideline("I.C.12.a.9", page=51),
    severity=Severity.ERROR,
    on=("707.21-707.23",),
    needs=STATED,
    passes=(
        "707.03, 707.23 | says stage II on admission, progressed to stage III",
        "707.03, 707.04, 707.22, 707.23 | says stage II and stage III ulcers",
    ),
    flags={
        "707.03, 707.22 | says stage II ulcer on admission that progressed to stage III": "707.22",
        "707.07, 707.21 | says heel ulcer, stage 1, then stage 2 by discharge": "707.21",
        "707.03, 707.22, 707.23 | says stage II sacral ulcer on admission, progressed to stage III": "707.22",
    },
)
def stage_from_which_the_ulcer_evolved(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The lower stage of a pressure ulcer that evolved into a higher one during the stay.

    The code of the highest stage is assigned.
    """
    said, coded = _staged(encounter), encounter.within("707.2")
    if len(said) < 2 or len(encounter.within("707.0")) > 1 or not _EVOLVED.search(encounter.documentation):
        return
    highest = f"707.2{said[-1]}"
    for lower in coded:
        if lower.code < highest and len(coded) == 1:
            yield replace_by(lower, highest, "of an ulcer that evolved the highest stage is coded")
        elif lower.code < highest and encounter.has(highest):
            yield remove(lower, "of an ulcer that evolved only the highest stage is coded", *encounter.within(highest))


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "pressure_ulcer_that_has_healed",
        "A pressure ulcer that has healed.",
        "No code is assigned for one that is completely healed.",
        Guideline("I.C.12.a.7", page=51),
        Severity.ERROR,
        told(
            ("707.0", "707.2"),
            r"\b(?<!not )(?<!un)(?:healed|resolved)\b",
            "no code is assigned for a healed ulcer",
            but=r"\b(?:un|not |non)-?healed\b",
        ),
        needs=STATED,
        passes=("707.03, 707.22 | says sacral ulcer, healing", "401.9 | says ulcer completely healed"),
        flags={
            "707.03, 707.22 | says sacral pressure ulcer, completely healed": "707.03",
            "486, 707.07, 707.20 | says healed heel ulcer": "707.07",
        },
    ),
    by_record(
        "unstageable_ulcer_as_of_no_documented_stage",
        "A pressure ulcer that cannot be staged, coded as of no documented stage.",
        "707.25 is for ulcers whose stage cannot be determined; 707.20 is for those of which none is documented.",
        Guideline("I.C.12.a.2", page=50),
        affirmed(
            ("707.20-707.24",), _UNSTAGEABLE.pattern, "an unstageable ulcer is 707.25", to="707.25", unless=("707.25",)
        ),
        ("707.03, 707.25 | says unstageable sacral ulcer", "707.03, 707.20 | says sacral ulcer, stage not documented"),
        {
            "707.03, 707.20 | says sacral ulcer covered by eschar, unstageable": "707.20",
            "707.07, 707.24 | says heel ulcer that cannot be staged": "707.24",
        },
    ),
    by_record(
        "ulcer_of_no_documented_stage_as_unstageable",
        "A pressure ulcer of which no stage is documented, coded as unstageable.",
        "707.20 is for ulcers of which no stage is documented.",
        Guideline("I.C.12.a.2", page=50),
        told(
            ("707.25",),
            r"\bstage\b[^.;]*\b(?:not|never)\b[^.;]*\b(?:documented|recorded|stated|given|specified|noted)|"
            r"\bno (?:stage|staging)\b|\b(?:un(?:documented|recorded|specified)) stage",
            "without a documented stage it is 707.20",
            but=_UNSTAGEABLE.pattern,
        ),
        ("707.03, 707.25 | says unstageable", "707.03, 707.20 | says stage not documented"),
        {
            "707.03, 707.25 | says sacral pressure ulcer, stage not documented": "707.25",
            "707.05, 707.25 | says buttock ulcer with no stage given": "707.25",
        },
    ),
    by_record(
        "pathologic_fracture_as_an_injury",
        "A fracture that the record lays to disease of the bone, coded as an injury.",
        "A pathologic fracture is coded from 733.1, with the disease.",
        Guideline("I.C.13.a", page=52, also=("I.C.17.b.1",)),
        affirmed(
            ("805-829",),
            r"\bpatholog\w+ (?:\w+ ){0,3}fractur|\bfractur\w*\b[^.;]*\b(?:due to|from|secondary to|because of) "
            r"(?:[\w-]+ ){0,3}(?:osteopor|metasta|bone (?:cyst|tumor|disease)|neoplas|myeloma|cancer)|"
            r"\b(?:osteoporotic|insufficiency|fragility) (?:\w+ ){0,3}fractur",
            "a pathologic fracture is coded from 733.1",
            unless=("733.1",),
        ),
        (
            "733.14, 733.00 | says pathologic fracture of the hip",
            "820.8 | says hip fracture after a fall, not pathologic",
        ),
        {
            "820.8, 733.00 | says hip fracture due to osteoporosis": "820.8",
            "805.4, 198.5 | says pathological vertebral fracture from metastases": "805.4",
        },
    ),
    by_record(
        "injury_as_a_pathologic_fracture",
        "A traumatic fracture coded as pathologic.",
        "733.1 is for fractures that disease of the bone has brought about.",
        Guideline("I.C.13.a", page=52),
        affirmed(
            ("733.1",),
            r"(?<!a)\btraumatic (?:\w+ ){0,3}fractur|\bfractur\w*\b[^.;]*\b(?:motor vehicle|car|collision|crash|"
            r"assault|"
            r"fell from|struck)",
            "a fracture by injury is coded from 800-829",
            but=r"\b(?:patholog\w+|osteopor\w+|metasta\w+|insufficiency|fragility|minor|disease)\b",
        ),
        ("813.41 | says traumatic wrist fracture", "733.12 | says fracture after a minor fall, osteoporosis"),
        {
            "733.14 | says traumatic hip fracture, healthy bone": "733.14",
            "733.12, E813.0 | says wrist fracture in a motor vehicle accident": "733.12",
        },
    ),
)
