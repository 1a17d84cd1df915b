"""Guidelines I.C.17.e: what the words of the record decide of adverse effects and poisonings."""

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
from mainterm.rules.telling import UNCERTAIN, affirmed, by_record

POISONS: Final = ("960-979",)
ADVERSE: Final = ("E930-E949",)
_RIGHTLY: Final = re.compile(
    r"\b(?:as (?:(?:the |her |his )?(?:doctor|physician|provider) )?(?:prescribed|directed|ordered|instructed|advised)|"
    r"(?:correctly|properly|rightly) (?:prescribed|taken|administered|given|used)|(?:prescribed|therapeutic|right|"
    r"usual|proper|"
    r"correct|recommended) dos\w+|correctly dos\w+|(?:taken|given|used|administered) (?:correctly|properly))\b",
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
_PURPOSE: Final = (
    r"intentional\w*|suicid\w+|deliberate\w*|self[- ](?:harm|inflicted|poison\w*)|on purpose|to "
    r"(?:kill|harm) (?:her|him)self|to end (?:her|his) life|wanted to die"
)
_SWALLOWED: Final = r"overdos\w+|ingest\w+|took|taken|swallow\w*|drank|inject\w*"
_OVERDOSE: Final = re.compile(
    rf"\b(?:{_PURPOSE})\b[^.;]*\b(?:{_SWALLOWED})\b|\b(?:{_SWALLOWED})\b[^.;]*\b(?:{_PURPOSE})\b", re.I
)
_DRINK: Final = r"(?:alcohol|beer|wine|whisk(?:e)?y|vodka|liquor|gin|rum|ethanol)"
_ALCOHOL: Final = re.compile(
    rf"\binteract\w+[^.;]*\b{_DRINK}\b|\b{_DRINK}\b[^.;]*\binteract\w+|\b(?:with|plus) (?:\w+ ){{0,2}}{_DRINK}\b|"
    rf"\b(?:combin\w+|mix\w+|together)\b[^.;]*\b{_DRINK}\b",
    re.I,
)


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
    by_record(
        "self_harm_as_an_accident",
        "An overdose that the record calls intentional, with the E code of an accident or of no known intent.",
        "A poisoning on purpose has an E code of E950-E952.",
        Guideline("I.C.17.e.2.b", page=61, also=("I.C.19.a.5",)),
        affirmed(
            ("E850-E869", "E930-E949", "E980-E982"),
            rf"\b(?:{_PURPOSE})\b",
            "it was on purpose: E950-E952",
            but=rf"\bunintentional\w*|\baccident\w*|{UNCERTAIN}",
            beside=POISONS,
            unless=("E950-E959",),
        ),
        (
            "969.4, E950.3 | says suicide attempt",
            "969.4, E853.2 | says took too many tablets, not intentional",
            "969.4, E980.3 | says overdose of diazepam, possible suicide attempt",
        ),
        {
            "965.4, 570, E850.4 | says acetaminophen overdose in a suicide attempt": "E850.4",
            "969.4, 780.09, E980.3 | says intentional overdose of diazepam": "E980.3",
        },
    ),
    by_record(
        "accident_as_self_harm",
        "A poisoning that the record calls accidental, with the E code of self-harm.",
        "An accidental poisoning has an E code of E850-E869.",
        Guideline("I.C.17.e.2.a", page=61, also=("I.C.19.a.5",)),
        affirmed(
            ("E950-E952",),
            r"\baccidental\w*|\bunintentional\w*|\bby mistake\b|\bin error\b",
            "it was an accident: E850-E869",
            but=r"\bsuicid\w+|(?<!un)\bintentional\w*|\bself[- ]harm",
        ),
        ("969.4, E853.2 | says accidental overdose", "969.4, E950.3 | says intentional, not accidental"),
        {
            "965.01, E950.0 | says accidental heroin overdose": "E950.0",
            "972.1, E950.4 | says took a double dose of digoxin by mistake": "E950.4",
        },
    ),
)
