"""Guidelines I.C.17: what the record's own words decide of wounds, fractures, burns, drugs and transplants."""

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
    rule,
)

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


_DEBRIDED: Final = ("707", "940-946")
"""What is debrided more than all else."""


_NOT_HEALED: Final = re.compile(
    r"\b(?:non-?healing|not healed|unhealed)(?: \w+){0,3} burn|necrosis of (?:the )?burn", re.I
)


_INFECTED: Final = re.compile(
    r"\binfected(?: \w+){0,3} burn|\binfect\w+ of (?:the )?burn|\bburn(?: \w+){0,4} infect", re.I
)


_NONEXCISIONAL: Final = re.compile(
    r"\bnon-?excisional|\b(?:scrub|brush|wash|irrigat|whirlpool)\w*(?: \w+){0,3} debrid|mechanical debrid", re.I
)


_EXCISIONAL: Final = re.compile(
    r"(?<!non)(?<!non-)(?<!non )\bexcisional(?: \w+)? debrid|(?<!non)excised devitali", re.I
)


POISONS: Final = ("960-979",)


ADVERSE: Final = ("E930-E949",)


_RIGHTLY: Final = re.compile(
    r"\b(?:as (?:prescribed|directed|ordered)|(?:correctly|properly) (?:prescribed|taken|administered|given)|"
    r"prescribed dos\w+|therapeutic dos\w+|correct(?:ly)? dos\w+)\b",
    re.I,
)


_WRONGLY: Final = re.compile(
    r"\b(?:overdos\w+|wrong|in error|mistake\w*|accidental\w*|too (?:much|many)|twice|double|extra|alcohol|illicit|"
    r"someone else|not (?:as )?(?:prescribed|taken)|instead of|suicid\w+|intentional\w*|non-?prescribed)\b",
    re.I,
)


_OTHER_DRUG: Final = re.compile(
    r"\b(?:non-?prescribed|over[- ]the[- ]counter|OTC|borrowed|friend's|neighbou?r's|wife's|husband's|spouse's|"
    r"someone else's|herbal)\b",
    re.I,
)


_ERROR: Final = re.compile(
    r"\b(?:wrong (?:dos\w+|drug|medic\w+|route|patient)|(?:dosing|medication|prescri\w+|dispensing) error|in error|"
    r"by mistake|mistaken\w*|instead of (?:the )?prescribed|twice the (?:prescribed )?dose|double (?:the )?dose|"
    r"too (?:much|many))\b",
    re.I,
)


_OVERDOSE: Final = re.compile(
    r"\b(?:intentional\w*|suicid\w+|deliberate\w*)\b[^.;]*\b(?:overdos\w+|ingest\w+|took)\b", re.I
)


_NO_VENTILATOR: Final = re.compile(
    r"\b(?:no|not|never|without)\b[^.;,]*(?:\bventilator[- ]associated|\bVAP\b)|"
    r"(?:\bventilator[- ]associated pneumonia|\bVAP\b)[^.;,]*\bnot (?:documented|stated|specified)\b",
    re.I,
)
_ALCOHOL: Final = re.compile(r"\binteract\w+[^.;]*\balcohol\b|\balcohol\b[^.;]*\binteract\w+|\bwith alcohol\b", re.I)


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


@rule(
    cites=Guideline("I.C.17.d", page=60),
    severity=Severity.ERROR,
    on=("86.22", *_DEBRIDED),
    needs=(Need.DOCUMENTATION,),
    passes=(
        "707.03 | px 86.22 | says excisional debridement of the ulcer",
        "707.03 | px 86.28 | says nonexcisional debridement of the ulcer",
    ),
    flags={
        "707.03 | px 86.22 | says nonexcisional debridement of the ulcer": "707.03",
        "942.22 | px 86.22 | says whirlpool debridement of the burn": "942.22",
    },
)
def nonexcisional_debridement_as_excisional(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Excisional debridement where the record tells of a nonexcisional one.

    Cutting away is 86.22; brushing, scrubbing and washing are 86.28.
    """
    said = encounter.documentation
    if encounter.done("86.22") and _NONEXCISIONAL.search(said) and not _EXCISIONAL.search(said):
        yield look_at(encounter.diagnoses[0], "procedure 86.22 is excisional; mechanical debridement is 86.28")


@rule(
    cites=Guideline("I.C.17.d", page=60),
    severity=Severity.ERROR,
    on=("86.28", *_DEBRIDED),
    needs=(Need.DOCUMENTATION,),
    passes=(
        "707.03 | px 86.28 | says nonexcisional debridement of the ulcer",
        "707.03 | px 86.22 | says excisional debridement of the ulcer",
    ),
    flags={
        "707.03 | px 86.28 | says excisional debridement of the ulcer": "707.03",
        "942.32 | px 86.28 | says sharp excisional wound debridement": "942.32",
    },
)
def excisional_debridement_as_nonexcisional(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Nonexcisional debridement where the record tells of an excisional one.

    Cutting away is 86.22; brushing, scrubbing and washing are 86.28.
    """
    said = encounter.documentation
    if encounter.done("86.28") and _EXCISIONAL.search(said) and not _NONEXCISIONAL.search(said):
        yield look_at(encounter.diagnoses[0], "procedure 86.28 is mechanical; excisional debridement is 86.22")


@rule(
    cites=Guideline("I.C.17.e.1", page=60),
    severity=Severity.ERROR,
    on=POISONS,
    needs=(Need.DOCUMENTATION,),
    passes=(
        "427.89, E942.1 | says digoxin toxicity, taken as prescribed",
        "972.1, 427.89, E858.3 | says digoxin toxicity, took twice the prescribed dose",
    ),
    flags={
        "972.1, 427.89, E858.3 | says digoxin toxicity, taken as prescribed": "972.1",
        "964.2, 599.71 | says hematuria due to warfarin, correctly prescribed and properly administered": "964.2",
    },
)
def adverse_effect_coded_as_poisoning(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A poisoning where the record says that the drug was rightly prescribed and given.

    The reaction is coded, and the drug from E930-E949.
    """
    if _RIGHTLY.search(encounter.documentation) and not _WRONGLY.search(encounter.documentation):
        for diagnosis in encounter.within(*POISONS)[:1]:
            yield look_at(diagnosis, "a drug rightly given is no poison: the reaction, with E930-E949")


@rule(
    cites=Guideline("I.C.17.f.3.a", page=63),
    severity=Severity.ERROR,
    on=("997.31",),
    needs=(Need.DOCUMENTATION,),
    passes=(
        "518.81, 997.31, 041.7 | says ventilator associated pneumonia, no shock",
        "518.81, 486 | says pneumonia while on the ventilator, VAP not documented",
    ),
    flags={
        "518.81, 997.31 | says pneumonia on the ventilator; provider did not document VAP": "997.31",
        "434.91, 997.31 | says pneumonia, not stated to be ventilator-associated": "997.31",
    },
)
def denied_ventilator_pneumonia(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Ventilator associated pneumonia of which the record says that nobody documented it.

    997.31 is assigned only where the provider has documented it; a pneumonia on a ventilator is not enough.
    """
    if _NO_VENTILATOR.search(encounter.documentation):
        for diagnosis in encounter.within("997.31"):
            yield look_at(diagnosis, "the provider has not said that it is ventilator associated")


@rule(
    cites=Guideline("I.C.17.f.2.b", page=63),
    severity=Severity.ERROR,
    on=("996.81",),
    needs=(Need.DOCUMENTATION,),
    passes=(
        "996.81, 585.4 | says kidney transplant rejection",
        "585.4, V42.0 | says CKD after kidney transplant, no rejection",
    ),
    flags={
        "996.81, 585.4 | says kidney transplant patient with CKD stage 4, no transplant complication": "996.81",
        "996.81, 585.3 | says CKD stage 3, transplanted kidney without rejection or failure": "996.81",
    },
)
def denied_transplant_complication(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A complication of a transplanted kidney that the record denies.

    996.81 is not assigned for chronic kidney disease unless a complication is documented: V42.0 is.
    """
    denied = re.search(r"\b(?:no|without|denies)\b[^.;]*\b(?:reject|fail|complicat)", encounter.documentation, re.I)
    if denied and encounter.has("585"):
        for diagnosis in encounter.within("996.81"):
            yield look_at(diagnosis, "no complication is documented: the status is V42.0")


def _poisoning(
    name: str, title: str, section: str, said: re.Pattern[str], passes: tuple[str, ...], flags: dict[str, str]
) -> Rule:
    """A rule that what is said so makes a poisoning of what is coded as a drug rightly given."""

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        if said.search(encounter.documentation) and not encounter.has(*POISONS):
            for diagnosis in encounter.within(*ADVERSE)[:1]:
                yield look_at(diagnosis, "this is a poisoning: a code of 960-979 first, with its own E code")

    cites = Guideline(section, page=61)
    explanation = "A code of 960-979 stands first; E930-E949 are for drugs correctly prescribed and properly given."
    return Rule(name, title, explanation, cites, Severity.ERROR, ADVERSE, passes, flags, (Need.DOCUMENTATION,), check)


RULES: Final[tuple[Rule, ...]] = (
    _poisoning(
        "error_coded_as_an_adverse_effect",
        "An error in a drug's prescription or giving, coded as an adverse effect.",
        "I.C.17.e.2.a",
        _ERROR,
        (
            "972.1, 427.89, E858.3 | says took the wrong dose of digoxin",
            "427.89, E942.1 | says digoxin taken as prescribed",
        ),
        {
            "427.89, E942.1 | says took twice the prescribed dose of digoxin by mistake": "E942.1",
            "780.09, E939.4 | says nurse gave the wrong medication": "E939.4",
        },
    ),
    _poisoning(
        "overdose_coded_as_an_adverse_effect",
        "An intentional overdose coded as an adverse effect.",
        "I.C.17.e.2.b",
        _OVERDOSE,
        (
            "969.4, 780.09, E950.3 | says intentional overdose of diazepam",
            "780.09, E939.4 | says drowsy on diazepam",
        ),
        {
            "780.09, E939.4 | says intentional overdose of diazepam": "E939.4",
            "570, E935.4 | says suicidal, took forty tablets of acetaminophen": "E935.4",
        },
    ),
    _poisoning(
        "drug_of_another_coded_as_an_adverse_effect",
        "A nonprescribed drug taken with a prescribed one, coded as an adverse effect.",
        "I.C.17.e.2.c",
        _OTHER_DRUG,
        (
            "964.2, 578.9, 965.1, E858.2, E850.3 | says warfarin with over-the-counter aspirin",
            "578.9, E934.2 | says bleeding on warfarin",
        ),
        {
            "578.9, E934.2, E935.3 | says bleeding from warfarin taken with over-the-counter aspirin": "E934.2",
            "780.09, E939.4 | says drowsy after a friend's diazepam with prescribed codeine": "E939.4",
        },
    ),
    _poisoning(
        "drug_and_alcohol_coded_as_an_adverse_effect",
        "The interaction of a drug and alcohol coded as an adverse effect.",
        "I.C.17.e.2.d",
        _ALCOHOL,
        (
            "967.0, 980.0, 780.09, E851, E860.0 | says stupor, barbiturate with alcohol",
            "780.09, E937.0 | says drowsy on phenobarbital",
        ),
        {
            "780.09, E937.0 | says stupor from interaction of phenobarbital and alcohol": "E937.0",
            "780.09, E939.4 | says diazepam taken with alcohol": "E939.4",
        },
    ),
)
