"""Guidelines I.C.17: what the words of the record decide of wounds, fractures and burns."""

from __future__ import annotations

import re
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
    look_at,
    move_before,
    move_first,
    replace_by,
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
    r"\bactive treatment (?:has been |was |is )?complete|\b(?:healing|recovery) phase\b",
    re.I,
)
"""The routine care of a fracture after its active treatment."""
LATE: Final = ("906.5-906.9",)
_NOT_HEALED: Final = re.compile(
    r"\b(?:non-?healing|not healed|unhealed)(?: \w+){0,3} burn|necrosis of (?:the )?burn", re.I
)
_INFECTED: Final = re.compile(
    r"\binfected(?: \w+){0,3} burn|\binfect\w+ of (?:the )?burn|\bburn(?: \w+){0,4} infect", re.I
)


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


@rule(
    cites=Guideline("I.C.17.c.3", page=59),
    severity=Severity.ERROR,
    on=LATE,
    needs=(Need.DOCUMENTATION,),
    passes=("942.32 | says non-healing burn of the chest", "709.2, 906.8 | says scar of an old burn"),
    flags={
        "906.8 | says non-healing third degree burn of the chest wall": "906.8",
        "709.2, 906.7 | says necrosis of burned skin of the leg": "906.7",
    },
)
def burn_not_healed_coded_as_a_late_effect(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A burn that has not healed coded as a late effect.

    Non-healing burns, and necrosis of burned skin, are coded as acute burns.
    """
    if _NOT_HEALED.search(encounter.documentation) and not encounter.has("940-949"):
        for diagnosis in encounter.within(*LATE):
            yield look_at(diagnosis, "a burn that has not healed is coded as acute")


@rule(
    cites=Guideline("I.C.17.c.4", page=59),
    severity=Severity.WARNING,
    on=("940-949",),
    needs=(Need.DOCUMENTATION,),
    passes=("942.22, 958.3 | says infected burn of the chest", "942.22 | says burn of the chest without blisters"),
    flags={
        "942.22 | says infected second degree burn of the chest": "942.22",
        "945.36, 682.6 | says burn of the thigh infected with Pseudomonas": "945.36",
    },
)
def infected_burn_without_its_infection(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An infected burn without 958.3.

    It is an additional code for any documented infected burn site.
    """
    if _INFECTED.search(encounter.documentation) and not encounter.has("958.3"):
        for diagnosis in encounter.within("940-949")[:1]:
            yield look_at(diagnosis, "958.3 is assigned for an infected burn site")


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
            yield move_first(worst[0], "the most serious injury is sequenced first")


_PERCENT: Final = re.compile(r"\b(\d{1,2})(?:\.\d)? ?(?:%|per ?cent)", re.I)
_THIRD: Final = re.compile(
    r"\b(\d{1,2})(?:\.\d)? ?(?:%|per ?cent)[^.;,]{0,30}?\b(?:third|3rd|full)\b|"
    r"\b(?:third|3rd|full[- ]thickness)[^.;,\d]{0,40}?\b(\d{1,2})(?:\.\d)? ?(?:%|per ?cent)",
    re.I,
)


@rule(
    cites=Guideline("I.C.17.c.6", page=59),
    severity=Severity.ERROR,
    on=("948",),
    needs=STATED,
    passes=(
        "942.32, 948.21 | says burns of 25 percent of the body, 10 percent third degree",
        "942.22, 948.10 | says second degree burns, 12% of body surface",
        "942.22, 948.00 | says small burn",
    ),
    flags={
        "942.22, 948.00 | says second degree burns of 15 percent of the body surface": "948.00",
        "942.32, 948.20 | says 25% of body burned, 12% third degree": "948.20",
    },
)
def extent_of_a_burn_that_is_another(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An extent of body surface burnt other than the record tells.

    The fourth digit of 948 tells all of it in tens of percent, the fifth what is burnt in the third degree.
    """
    words = encounter.documentation
    told = [int(each) for each in _PERCENT.findall(words)]
    third = [int(one or other) for one, other in _THIRD.findall(words)]
    for diagnosis in encounter.within("948"):
        if told and len(diagnosis.code) == len("948.00"):
            whole, deep = diagnosis.code[4], diagnosis.code[5]
            if whole != str(max(told) // 10) or (third and deep != str(max(third) // 10)):
                code = f"948.{max(told) // 10}{max(third) // 10 if third else deep}"
                yield replace_by(diagnosis, code, "the record tells another extent")


RULES: Final[tuple[Rule, ...]] = (
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
    by_record(
        "healed_burn_coded_as_acute",
        "A burn coded as acute, of which the record has the scar or contracture alone.",
        "Late effects of burns are the residual condition and 906.5-906.9.",
        Guideline("I.C.17.c.7", page=60),
        affirmed(
            ("940-949",),
            r"\b(?:scar\w*|contracture|keloid)\b[^.;]*\b(?:from|of|due to|after|following)\b[^.;]*\bburn|\bburn scar|"
            r"\b(?:old|healed|previous|prior) burn|\bburn\w*\b[^.;]*\b(?:years?|months?) ago",
            "what an old burn has left is coded, and 906.5-906.9",
            but=r"\b(?:new|current|acute|fresh|today|non-?healing)\b",
            unless=("906.5-906.9",),
        ),
        ("709.2, 906.7 | says scar of an old burn", "942.22 | says second degree burn of the chest"),
        {
            "944.30 | says contracture of the hand from a burn two years ago": "944.30",
            "709.2, 941.20 | says facial scar of an old burn": "941.20",
        },
    ),
)
