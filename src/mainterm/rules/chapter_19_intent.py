"""Guidelines I.C.19.c-f: drugs, abuse, and what is not known of a cause or an intent."""

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
    move_after,
    of_one_category,
    remove,
    rule,
)
from mainterm.rules.shapes import each_with, not_beside, shaped

ADVERSE: Final = ("E930-E949",)
"""Drugs that were rightly given."""
ASSAULT: Final = ("E960-E966", "E968")
_UNKNOWN_CAUSE: Final = {
    "E928.9": ("E800-E848", "E880-E910", "E916-E928.8"),
    "E958.9": ("E950-E958.8",),
    "E968.9": ("E960-E966", "E968.0-E968.8"),
}
"""Causes that are not told, and those of the same intent that are."""
_UNKNOWN_INTENT: Final = re.compile(
    r"\b(?:intent\w*|accident\w* or \w+|circumstances)\b[^.;]*"
    r"\b(?:unknown|undetermined|unspecified|unclear|not (?:known|stated|documented|specified|determined))\b|"
    r"\b(?:unknown|unclear|uncertain|undetermined|not (?:known|clear|stated)) (?:whether|if)\b[^.;]*"
    r"\b(?:accident\w*|assault\w*|intent\w*|on purpose|suicid\w+|self)",
    re.I,
)
_DOUBTED_INTENT: Final = re.compile(
    r"\b(?:probable|suspected|possible|questionable)(?: \w+)? "
    r"(?:suicid\w+|self[- ](?:harm|inflicted)|assault|overdose attempt)|"
    r"\b(?:may|might|could) have (?:been |tried |attempted )?(?:\w+ ){0,3}(?:assault\w*|attack\w*|beaten|pushed|"
    r"suicid\w+|"
    r"(?:harm\w*|kill\w*|hurt) (?:him|her)self)",
    re.I,
)
_INTENDED: Final = ("E850-E869", "E880-E928", "E950-E958", "E960-E968")


@rule(
    cites=Guideline("I.C.19.c.3", page=84, also=("I.B.14",)),
    severity=Severity.ERROR,
    on=(*ADVERSE, "E850-E858"),
    between=of_one_category(lambda _, code, other: code == other),
    passes=("693.0, 787.01, E930.0", "693.0, E930.0, E935.2"),
    flags={"693.0, E930.0, 787.01, E930.0": "E930.0", "287.5, E934.2, 578.9, E934.2": "E934.2"},
)
def drug_named_twice(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """One drug coded once for each of its effects.

    An E code that is the agent of several reactions is assigned once.
    """
    drugs = encounter.within(*ADVERSE, "E850-E858")
    for number, diagnosis in enumerate(drugs):
        if diagnosis.code in [other.code for other in drugs[:number]]:
            yield look_at(diagnosis, "the drug is coded once, whatever it brought about")


@rule(
    cites=Guideline("I.C.17.e.2", page=61, also=("I.C.19.c.6",)),
    severity=Severity.ERROR,
    on=("960-979",),
    passes=("972.1, 427.89, E858.3", "427.89, E942.1", "965.09, 693.0, E850.2, E930.0"),
    flags={"972.1, 427.89, E942.1": "E942.1", "965.4, E850.4, E935.4": "E935.4"},
)
def adverse_effect_beside_a_poisoning(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A drug coded as rightly given, and as a poison.

    E930-E949 are for drugs correctly prescribed and properly given; a poisoning takes another E code, by its intent.
    """
    poisons = encounter.within("960-979")
    for diagnosis in encounter.within(*ADVERSE):
        poison = next((p for p in poisons if int(p.code[:3]) == int(diagnosis.code[1:4]) + 30), None)
        if poison:
            yield look_at(diagnosis, "E930-E949 are not for poisonings", poison)


@rule(
    cites=Guideline("I.C.19.d.1", page=85),
    severity=Severity.ERROR,
    on=("E967",),
    passes=("995.54, 852.01, E968.2, E967.0", "995.81, E967.3"),
    flags={"995.54, 852.01, E967.0, E968.2": "E967.0", "995.81, 920, E967.3, E960.0": "E967.3"},
)
def perpetrator_before_the_assault(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The perpetrator in front of what was done.

    The first E code of abuse is one of E960-E966 or E968; E967 is added behind it.
    """
    for act in encounter.within(*ASSAULT)[:1]:
        for diagnosis in encounter.within("E967"):
            if encounter.position(diagnosis) < encounter.position(act):
                yield move_after(diagnosis, act, "the perpetrator is an additional code, behind the assault")


@rule(
    cites=Guideline("I.C.19.d.1", page=85),
    severity=Severity.WARNING,
    on=("995.50-995.51", "995.53-995.55", "995.80-995.83"),
    general=True,
    passes=("995.54, 852.01, E968.2, E967.0", "995.54, 852.01", "995.52, E904.0"),
    flags={"995.54, 852.01, E888.9": "E888.9", "995.81, 920, E917.9, E967.3": "E917.9"},
)
def abuse_coded_as_an_accident(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Abuse whose cause is coded as an accident, or as one of no stated intent.

    Where abuse is the cause of an injury, the first E code is one of E960-E968, E967 apart.
    """
    if encounter.has("995.50-995.51", "995.53-995.55", "995.80-995.83") and not encounter.has(*ASSAULT):
        for diagnosis in encounter.within("E800-E848", "E850-E869", "E880-E928", "E980-E988")[:1]:
            yield look_at(diagnosis, "the first E code of abuse is one of E960-E966 or E968")


@rule(
    cites=Guideline("I.C.19.e.1", page=85),
    severity=Severity.ERROR,
    on=_INTENDED,
    needs=(Need.WORDS,),
    passes=(
        "965.09, E980.0 | says heroin overdose, intent unknown",
        "965.09, E850.0 | says accidental heroin overdose",
    ),
    flags={
        "965.09, E850.0 | says heroin overdose, intent not documented": "E850.0",
        "873.0, E966 | says stab wound, intent undetermined": "E966",
        "854.00, E888.9 | says head injury, unknown whether accident or assault": "E888.9",
    },
)
def unknown_intent_coded_as_known(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An intent that the record calls unknown, coded as accident, self-harm or assault.

    An unknown or unspecified intent is coded as undetermined, E980-E989.
    """
    if _UNKNOWN_INTENT.search(encounter.documentation):
        for diagnosis in encounter.within(*_INTENDED)[:1]:
            yield look_at(diagnosis, "the intent is not known: E980-E989")


@rule(
    cites=Guideline("I.C.19.e.2", page=85),
    severity=Severity.ERROR,
    on=("E950-E958", "E960-E968"),
    needs=(Need.WORDS,),
    passes=(
        "965.4, E980.0 | says acetaminophen overdose, possible suicide attempt",
        "965.4, E950.0 | says acetaminophen overdose, suicide attempt",
    ),
    flags={
        "965.4, E950.0 | says acetaminophen overdose, possible suicide attempt": "E950.0",
        "879.2, E966 | says stab wound, suspected assault": "E966",
        "854.00, E968.9 | says head injury; may have been assaulted": "E968.9",
    },
)
def doubted_intent_coded_as_known(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An intent that the record only suspects, coded as self-harm or assault.

    A questionable, probable or suspected intent is coded as undetermined, E980-E989.
    """
    if _DOUBTED_INTENT.search(encounter.documentation):
        for diagnosis in encounter.within("E950-E958", "E960-E968")[:1]:
            yield look_at(diagnosis, "the intent is only suspected: E980-E989")


@rule(
    cites=Guideline("I.C.19.f", page=86),
    severity=Severity.WARNING,
    on=tuple(_UNKNOWN_CAUSE),
    passes=("959.8, E928.9", "820.8, E885.9", "883.0, 965.4, E928.9, E950.0"),
    flags={"820.8, E885.9, E928.9": "E928.9", "881.02, E956, E958.9": "E958.9"},
)
def unknown_cause_beside_a_known_one(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A cause that is not told, beside one of the same intent that is.

    E928.9, E958.9 and E968.9 are for causes that are unknown, and rare.
    """
    for diagnosis, other in each_with(encounter, _UNKNOWN_CAUSE):
        yield remove(diagnosis, f"the cause is told by {other.code}", other)


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "adverse_drug_beside_alcohol",
        "A drug rightly given, beside the toxic effect of alcohol.",
        "What a drug brings about together with alcohol is a poisoning, and the drug's E code one of poisoning.",
        Guideline("I.C.19.c.5", page=85),
        Severity.WARNING,
        not_beside(ADVERSE, ("980.0",), "if drug and alcohol acted together, both are poisonings", blame=look_at),
        passes=("967.0, 980.0, 780.09, E851, E860.0", "780.09, E939.4"),
        flags={"980.0, 780.09, E939.4": "E939.4", "780.01, 980.0, E860.0, E937.0": "E937.0"},
    ),
    shaped(
        "accident_beside_its_neglect",
        "Neglect that was an accident, beside an assault.",
        "Neglect by accident is E904.0; neglect or injury that was meant is E960-E968.",
        Guideline("I.C.19.d.2", page=85),
        Severity.QUERY,
        not_beside(("E904.0",), ("E960-E968",), "was the neglect an accident, or meant?", blame=look_at),
        passes=("995.52, E904.0", "995.52, E968.4, E967.0"),
        flags={"995.52, E904.0, E967.0": "E904.0", "995.84, E968.4, E904.0": "E904.0"},
    ),
)
