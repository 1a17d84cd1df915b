"""Guidelines I.C.17.a-b: what the words of the record decide of wounds and fractures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Fix,
    Flag,
    Guideline,
    Mend,
    Need,
    Rule,
    Severity,
    look_at,
    move_before,
    remove,
    rule,
)
from mainterm.rules.said_onset import told_in
from mainterm.rules.telling import STATED, affirmed, by_record

_FRACTURES: Final = ("800-829",)
_REDUCTION: Final = ("79.0-79.3", "79.5", "79.6", "78.1", "78.5", "81.51-81.52")
"""What treats a fracture that is new."""
_SURGICAL: Final = re.compile(r"\b(?:surgical|operative|post-?operative) (?:wound|incision|site)\b", re.I)
_WOUNDS: Final = ("870-897",)
LATER_VISIT: Final = re.compile(
    r"\bcast (?:was |is )?(?:change\w*|remov\w+|check)\b|\b(?:remov\w+|chang\w+) (?:of )?(?:the )?(?:cast|external "
    r"fixat\w+|internal fixat\w+|pins?)\b|\b(?:follow[- ]?up|routine) (?:visit|care|of)\b[^.;]*\bfracture|"
    r"\bfracture\b[^.;]*\b(?:follow[- ]?up|healing|recovery phase)|\bhealing (?:\w+ ){0,3}fracture|\baftercare\b|"
    r"\bactive treatment (?:has been |was |is )?complete|\b(?:healing|recovery) phase\b|\broutine "
    r"(?:re-?)?check\b[^.;]*fractur|"
    r"\bfractures?\b[^.;]*\b(?:heals|healed|check-?up|recheck)\b|\b(?:check-?up|recheck) of (?:\w+ ){0,3}fractur",
    re.I,
)
"""The routine care of a fracture after its active treatment."""


@rule(
    cites=Guideline("I.C.17.a", page=56),
    severity=Severity.WARNING,
    on=_WOUNDS,
    needs=(Need.DOCUMENTATION,),
    passes=("998.32 | says dehiscence of surgical wound", "891.0, E920.8 | says laceration of the knee"),
    flags={
        "879.2 | says surgical wound of the abdomen, healing": "879.2",
        "V58.31, 891.0 | says dressing change of surgical wound of the leg": "891.0",
    },
)
def surgical_wound_coded_as_an_injury(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A surgical wound coded as an open wound.

    Traumatic injury codes are not for surgical wounds, nor for their complications.
    """
    if _SURGICAL.search(encounter.documentation) and not encounter.has("E800-E869", "E880-E928", "E950-E999"):
        for diagnosis in encounter.within(*_WOUNDS)[:1]:
            yield look_at(diagnosis, "a surgical wound is no traumatic injury")


@rule(
    cites=Guideline("I.C.17.b.1", page=57),
    severity=Severity.ERROR,
    on=_FRACTURES,
    needs=(Need.DOCUMENTATION,),
    passes=(
        "813.41 | says fracture of the distal radius, cast applied",
        "V54.12 | says cast change, healing fracture of the radius",
    ),
    flags={
        "813.41 | outpatient | says cast removal, fracture of the radius": "813.41",
        "824.8 | says follow-up visit for ankle fracture": "824.8",
    },
)
def aftercare_coded_as_an_acute_fracture(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A fracture coded as acute, whose routine care is what the record tells of.

    Cast changes and removals, removal of fixation, and follow-up visits are aftercare: V54.
    """
    said = encounter.documentation
    if LATER_VISIT.search(said) and not re.search(r"\b(?:new|another) (?:fracture|injury|physician|provider)\b", said):
        for diagnosis in encounter.diagnoses[:1]:
            if diagnosis.within(*_FRACTURES) and not encounter.done(*_REDUCTION):
                yield look_at(diagnosis, "routine care of a healing fracture is coded from V54")


_MINOR: Final = re.compile(r"\bminor\b[^.;]*\b(?:nerve|vessel|arter\w+|vein)", re.I)


@rule(
    cites=Guideline("I.C.17.a.2", page=57),
    severity=Severity.ERROR,
    on=("900-904", "950-957"),
    needs=STATED,
    passes=(
        "881.00, 955.3 | says laceration with minor nerve injury",
        "955.3, 881.00 | says severed radial nerve, the primary injury, laceration",
    ),
    flags={
        "955.3, 881.00 | says laceration of forearm with minor radial nerve injury": "881.00",
        "903.2, 812.20 | says fracture of humerus with minor damage to the brachial vessels": "812.20",
    },
)
def minor_damage_before_the_primary_injury(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Minor damage to nerves or vessels in front of the injury that resulted in it.

    The primary injury is sequenced first, with additional codes from 950-957 or 900-904.
    """
    first = encounter.diagnoses[0]
    if first.within("900-904", "950-957") and _MINOR.search(encounter.documentation):
        for injury in encounter.within("800-897")[:1]:
            yield move_before(injury, first, "the primary injury is first, minor damage to nerve or vessel behind it")


_SITES: Final = (
    r"face|forehead|scalp|cheek|chin|nose|eyebrow|ear|neck|chest|back|abdomen|shoulder|upper arm|elbow|forearm|wrist|"
    r"hand|finger|thumb|hip|thigh|knee|lower leg|shin|ankle|foot|toe"
)
_SLIGHT: Final = r"(?:contusion|abrasion|bruis\w+|scrapes?|scratch\w*|superficial injury)"
_GRAVE: Final = r"(?:laceration|open wound|fracture\w*|broken|dislocat\w+|sprain\w*|crush\w*|amputat\w+)"


def _sited(kind: str) -> re.Pattern[str]:
    """An injury of a kind and the site that stands before or behind it."""
    return re.compile(rf"\b(?P<before>{_SITES}) {kind}|\b{kind}s?\b[^.;,]*? (?P<behind>{_SITES})s?\b", re.I)


_SLIGHT_SITED, _GRAVE_SITED = _sited(_SLIGHT), _sited(_GRAVE)


def _sites(words: str, sited: re.Pattern[str]) -> set[str]:
    return {(found["before"] or found["behind"]).lower() for found in sited.finditer(words)}


@rule(
    cites=Guideline("I.C.17.a.1", page=57),
    severity=Severity.WARNING,
    on=("910-924",),
    needs=STATED,
    general=True,
    passes=(
        "873.42, 920 | says forehead laceration, contusion of the cheek",
        "873.42, 910.0 | says forehead laceration, abrasions",
        "813.42, 923.20 | says wrist fracture and contusion of the hand",
    ),
    flags={
        "873.42, 920 | says forehead laceration with contusion of the forehead": "920",
        "891.0, 916.0 | says laceration of the knee; knee abrasion": "916.0",
    },
)
def slight_injury_of_the_site_told(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An abrasion or contusion of the very site of which the record tells a graver injury.

    Superficial injuries are not coded when associated with more severe ones of the same site.
    """
    words = encounter.documentation
    slight, grave = _sites(words, _SLIGHT_SITED), _sites(words, _GRAVE_SITED)
    graver = encounter.within("800-897")
    if slight and slight <= grave and graver:
        for diagnosis in encounter.within("910-924")[:1]:
            yield remove(diagnosis, "a superficial injury of the same site is not coded", graver[0])


_MOST_SEVERE: Final = re.compile(
    r"\b(?:most|more) (?:serious|severe)|\bfocus of (?:the )?(?:treatment|care)|\b(?:greatest|highest) severity|"
    r"\bprimary (?:focus|concern)|\bmost life[- ]threatening",
    re.I,
)
_INJURIES: Final = ("800-904", "910-959")


@rule(
    cites=Guideline("I.C.17.a", page=56, also=("I.C.17.b.5",)),
    severity=Severity.ERROR,
    on=_INJURIES,
    needs=STATED,
    passes=(
        "821.01, 813.41 | says fracture of the femur is the most serious injury",
        "861.21, 807.02 | says lung contusion, rib fractures, both serious",
    ),
    flags={
        "813.41, 821.01 | says wrist fracture; femur fracture of the shaft is the most serious injury": "821.01",
        "873.0, 865.04 | says scalp wound. Laceration of the spleen was the focus of treatment": "865.04",
    },
)
def most_serious_injury_behind_another(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The injury that the provider calls the most serious, behind another one.

    The most serious injury, as determined by the provider and the focus of treatment, is sequenced first.
    """
    first = encounter.diagnoses[0]
    if first.within(*_INJURIES):
        worst = told_in(encounter, book, _MOST_SEVERE, re.compile(r"\bnot\b", re.I))
        if len(worst) == 1 and worst[0] is not first and worst[0].within(*_INJURIES):
            moved = Fix(Mend.MOVE_FIRST, worst[0].code)
            yield Flag((worst[0], first), "the most serious injury is sequenced first", moved)


RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "malunion_as_routine_aftercare",
        "A malunion or nonunion coded as the routine aftercare of a fracture.",
        "Complications of fractures, such as malunion and nonunion, are reported with their own codes.",
        Guideline("I.C.17.b.1", page=57),
        affirmed(
            ("V54.0-V54.2", "V54.8-V54.9"),
            r"\b(?:malunion|nonunion|non-union|failure to unite)\b",
            "a malunion is 733.81, a nonunion 733.82",
            unless=("733.81-733.82",),
        ),
        ("733.82, 905.4 | says nonunion of the tibia", "V54.16 | says healing tibial fracture, no nonunion"),
        {
            "V54.16 | says nonunion of the tibial fracture": "V54.16",
            "V54.12, V58.78 | says malunion of the radius": "V54.12",
        },
    ),
    by_record(
        "superficial_injury_of_the_same_site",
        "An abrasion or contusion beside a graver injury, where the record has both of one site.",
        "Superficial injuries are not coded where more severe injuries of the same site are.",
        Guideline("I.C.17.a.1", page=57),
        affirmed(
            ("910-919", "920-924"),
            r"\b(?:same|overlying) (?:site|area|arm|forearm|wrist|hand|finger|leg|thigh|knee|ankle|foot|shoulder|"
            r"elbow|hip|limb|"
            r"location)|\b(?:abrasion|contusion|bruis\w+|superficial)\b[^.;]*\b(?:at|over|overlying|of) the "
            r"(?:fracture|injury|"
            r"dislocation|laceration|wound) site|\boverlying (?:abrasion|contusion|bruis)",
            "a superficial injury of the same site is not coded",
            beside=("800-848", "850-897"),
            but=r"\b(?:other|opposite|different)\b",
        ),
        ("813.42 | says fracture and abrasion of the same wrist", "813.42, 916.0 | says wrist fracture, knee abrasion"),
        {
            "813.42, 913.0 | says wrist fracture with abrasion of the same wrist": "913.0",
            "823.20, 924.10 | says tibial fracture, contusion at the fracture site": "924.10",
        },
    ),
)
