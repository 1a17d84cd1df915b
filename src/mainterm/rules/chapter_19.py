"""Guidelines I.C.19: external causes of injury and poisoning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    look_at,
    move_after,
    move_before,
    of_one_category,
    paired,
    remove,
    rule,
)
from mainterm.rules.shapes import goes_with, not_beside, shaped

EXTERNAL: Final = ("E000-E999",)
PLACE: Final = ("E849",)
ACTIVITY: Final = ("E001-E030",)
STATUS: Final = ("E000",)
CAUSES: Final = ("E800-E848", "E850-E999")
"""What happened, and by whose intent."""
ADVERSE: Final = ("E930-E949",)
"""Drugs that were rightly given."""
MISADVENTURE: Final = ("E870-E876",)
LATER_REACTION: Final = ("E878-E879",)
LATE_CAUSES: Final = ("E929", "E959", "E969", "E977", "E989", "E999")
ASSAULT: Final = ("E960-E966", "E968")
ABUSED: Final = ("995.5", "995.80-995.85")
"""Maltreatment of a child, and of an adult."""
INJURIES: Final = ("800-904", "910-959", "990-994")
EVENTS: Final = ("E800-E848", "E850-E869", "E880-E928", "E950-E958", "E960-E966", "E968", "E970-E976", "E980-E988")
"""What happened just now: neither a late effect nor what care brought about."""

_NO_ACTIVITY: Final = ("E850-E858", "E860-E869", *MISADVENTURE, *LATER_REACTION, *ADVERSE, *LATE_CAUSES)
"""Poisonings, adverse effects, misadventures and late effects, of which no activity or status is told."""
_BY_ACTIVITY: Final = (*INJURIES, "995.5", "995.8", "710-739", "780-799", "354-355")
"""What an activity may have brought about or contributed to."""

_TERRORISM: Final = ("E979",)
_PRIORITY: Final = (_TERRORISM, ("E908-E909",), ("E800-E848",), ("E850-E869", "E880-E928", "E950-E976", "E980-E999"))
"""The order of the causes of separate injuries, where none is abuse."""
_UNKNOWN_CAUSE: Final = {
    "E928.9": ("E800-E848", "E880-E910", "E916-E928.8"),
    "E958.9": ("E950-E958.8",),
    "E968.9": ("E960-E968.8",),
}
"""Causes that are not told, and those of the same intent that are."""

_AFTERCARE: Final = ("V54", "V57", "V58.3-V58.4", "V58.7", "V66", "V67")
"""Encounters after the first treatment."""


@rule(
    cites=Guideline("I.C.19.a.2", page=82),
    severity=Severity.ERROR,
    on=("E800-E848", "E850-E869", "E880-E928"),
    beside=_AFTERCARE,
    unless=("800-999",),
    passes=("V54.13, E929.3", "820.21, E885.9", "V57.1, V54.13, 920, E885.9", "V58.43, 998.59, E878.8"),
    flags={"V54.13, E885.9": "E885.9", "V57.1, V54.81, E816.0": "E816.0", "V67.4, E888.9": "E888.9"},
)
def external_cause_of_later_care(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The cause of an injury at an encounter that follows its treatment.

    An E code is assigned for the initial encounter, and while the codes of the acute injury still apply.
    """
    if encounter.diagnoses[0].within(*_AFTERCARE) and not encounter.has("800-999"):
        for diagnosis in encounter.within("E800-E848", "E850-E869", "E880-E928"):
            yield remove(diagnosis, "the cause is coded at the initial encounter, not for subsequent treatment")


@rule(
    cites=Guideline("I.C.19.a.3", page=82),
    severity=Severity.INFORMATION,
    on=("800-904", "910-957", "960-989"),
    needs=(Need.SETTING,),
    unless=CAUSES,
    passes=("825.0, E881.0 | outpatient", "V54.13 | outpatient"),
    flags={"825.0, 401.9 | inpatient": "825.0", "965.4, 570 | inpatient": "965.4"},
)
def injury_of_no_cause(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An injury or a poisoning without its cause.

    Where E codes are collected, they tell the cause and the intent of every injury, poisoning and adverse effect.
    """
    if not encounter.has(*CAUSES):
        for diagnosis in encounter.within("800-904", "910-957", "960-989")[:1]:
            yield look_at(diagnosis, "where external causes are collected, one tells how it happened")


@rule(
    cites=Guideline("I.C.19.a.6", page=82),
    severity=Severity.ERROR,
    on=EXTERNAL,
    first=True,
    passes=("825.0, E881.0", "965.4, E850.4"),
    flags={"E881.0, 825.0": "E881.0", "E849.0, E888.9, 820.8": "E849.0", "E812.0": "E812.0"},
)
def external_cause_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An external cause before the injury.

    An E code is never the principal or first-listed diagnosis.
    """
    first = encounter.diagnoses[0]
    if first.within(*EXTERNAL):
        says = "an external cause is never sequenced first"
        injury = next((d for d in encounter.diagnoses if not d.within(*EXTERNAL)), None)
        yield move_after(first, injury, says) if injury else look_at(first, says)


@rule(
    cites=Guideline("I.C.19.a.7", page=83, also=("I.C.1.b.11",)),
    severity=Severity.WARNING,
    on=("995.90-995.94",),
    beside=EVENTS,
    unless=("507", "800-994", "995.0-995.8", "996-999"),
    passes=("820.8, 995.93, E885.9", "995.91, 038.9", "038.9, 995.91, 998.59, E878.8", "577.0, 995.93, 693.0, E930.0"),
    flags={"038.9, 995.91, E885.9": "E885.9", "577.0, 995.93, E928.9": "E928.9"},
)
def external_cause_of_an_inflammatory_response(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An external cause beside a systemic inflammatory response, and no injury that it could be of.

    It goes with 995.9 only where the patient has another condition for which an E code would be appropriate.
    """
    if encounter.has("995.90-995.94") and not encounter.has("507", "800-994", "995.0-995.8", "996-999"):
        for diagnosis in encounter.within(*EVENTS)[:1]:
            yield look_at(diagnosis, "nothing here has an external cause: it does not go with 995.9 alone")


@rule(
    cites=Guideline("I.C.19.a.8", page=83),
    severity=Severity.ERROR,
    on=CAUSES,
    between=paired([(CAUSES, CAUSES)]),
    passes=(
        "810.00, 861.21, E812.0, E888.9",
        "852.01, 995.54, E968.2, E967.0, E885.9",
        "800.11, 943.21, E979.2",
        "693.0, 820.8, E930.0, E812.0",
    ),
    flags={
        "861.21, 810.00, E888.9, E812.0": "E812.0",
        "820.8, 868.13, E885.9, E908.1": "E908.1",
        "852.01, 995.54, E885.9, E968.2": "E968.2",
    },
)
def causes_out_of_their_order(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The causes of separate injuries not in their order.

    Abuse stands before all others, then terrorism, then cataclysms, then transport accidents.
    """
    abuse = (("E904.0", "E960-E968"),) if encounter.has("E967", *ABUSED) else ()
    order = (*abuse, *_PRIORITY)
    ranked = [
        (_rank(diagnosis, order), diagnosis) for diagnosis in encounter.within(*(s for group in order for s in group))
    ]
    if ranked:
        rank, foremost = min(ranked, key=lambda each: each[0])
        if rank < ranked[0][0]:
            yield move_before(foremost, ranked[0][1], f"{foremost.code} takes priority over {ranked[0][1].code}")


def _rank(diagnosis: Diagnosis, order: tuple[tuple[str, ...], ...]) -> int:
    return next(rank for rank, spans in enumerate(order) if diagnosis.within(*spans))


@rule(
    cites=Guideline("I.C.19.a.8", page=83),
    severity=Severity.ERROR,
    on=(*ACTIVITY, *STATUS),
    passes=("845.00, E927.0, E001.1, E000.8", "845.00, E885.9, E849.0, E001.1", "727.05, E002.0"),
    flags={"845.00, E001.1, E885.9": "E001.1", "823.80, E000.0, E884.9, E016.2": "E000.0"},
)
def activity_before_the_cause(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An activity or a status in front of the cause.

    They follow all codes of cause and intent.
    """
    causes = encounter.within(*EVENTS)
    for diagnosis in encounter.within(*ACTIVITY, *STATUS):
        if causes and encounter.position(diagnosis) < encounter.position(causes[-1]):
            yield move_after(diagnosis, causes[-1], "activity and status follow all codes of the cause")


@rule(
    cites=Guideline("I.C.19.b", page=84),
    severity=Severity.ERROR,
    on=("E849.9",),
    passes=("825.0, E881.0, E849.0", "825.0, E881.0"),
    flags={"825.0, E881.0, E849.9": "E849.9", "820.8, E849.9, E888.9": "E849.9"},
)
def place_that_is_not_stated(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A place of occurrence coded though none is stated.

    E849.9 is not used for a place that the record does not tell.
    """
    for diagnosis in encounter.within("E849.9"):
        yield remove(diagnosis, "a place that is not stated is not coded")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "place_without_a_cause",
        "The place of occurrence without what occurred there.",
        "A code of E849 is an additional one: another E code tells the event.",
        Guideline("I.C.19.b", page=84),
        Severity.WARNING,
        goes_with(PLACE, (*CAUSES, *ACTIVITY), "what happened there?"),
        passes=("825.0, E881.0, E849.0", "845.00, E849.4, E001.1"),
        flags={"825.0, E849.0": "E849.0", "820.8, 401.9, E849.7": "E849.7"},
    ),
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
    shaped(
        "late_effect_without_its_cause",
        "The late effect of an injury or poisoning without the cause of long ago.",
        "A late effect E code goes with 905-909; drugs rightly given, misadventures and surgery have none.",
        Guideline("I.C.19.g.2", page=86),
        Severity.WARNING,
        goes_with(
            ("905", "906.0-906.4", "907-908", "909.0-909.1"), LATE_CAUSES, "E929, E959, E969, E977, E989 or E999?"
        ),
        passes=("733.82, 905.4, E929.3", "709.2, 906.6", "909.3, 909.5"),
        flags={"733.82, 905.4": "905.4", "344.1, 907.2": "907.2"},
    ),
    shaped(
        "assault_beside_terrorism",
        "An assault coded beside terrorism.",
        "The code of terrorism is the only E code; none of the assaults is added.",
        Guideline("I.C.19.i.1", page=87),
        Severity.ERROR,
        not_beside(("E960-E968",), _TERRORISM, "the code of terrorism is the only one"),
        passes=("861.21, E979.2", "861.21, E965.4"),
        flags={"861.21, E979.2, E965.4": "E965.4", "943.30, E968.0, E979.3": "E968.0"},
    ),
    shaped(
        "other_cause_beside_terrorism",
        "Another E code beside terrorism.",
        "The code of terrorism is the only E code that should be assigned.",
        Guideline("I.C.19.i.1", page=87),
        Severity.WARNING,
        not_beside(
            ("E000-E030", "E800-E928", "E950-E958", "E970-E976", "E980-E988"),
            _TERRORISM,
            "the code of terrorism is the only one",
        ),
        passes=("861.21, E979.2", "861.21, E922.9, E849.4"),
        flags={"861.21, E979.2, E849.4": "E849.4", "943.30, E979.3, E898.1": "E898.1"},
    ),
    shaped(
        "secondary_effect_beside_the_act",
        "Secondary effects of terrorism beside the act itself.",
        "E979.9 is for conditions that come after the event, not for those of the act itself.",
        Guideline("I.C.19.i.3", page=87),
        Severity.QUERY,
        not_beside(("E979.9",), ("E979.0-E979.8",), "which condition came after the event?", blame=look_at),
        passes=("861.21, E979.2", "309.81, E979.9"),
        flags={"861.21, E979.2, E979.9": "E979.9", "943.30, 309.81, E979.3, E979.9": "E979.9"},
    ),
    shaped(
        "reaction_beside_a_misadventure",
        "A procedure as the cause of a later complication beside a misadventure.",
        "E878-E879 are for complications without mention of misadventure.",
        Guideline("I.C.19.h.2", page=87),
        Severity.QUERY,
        not_beside(("E878-E879",), ("E870-E876",), "is the complication apart from the misadventure?", blame=look_at),
        passes=("998.59, E878.8", "998.2, E870.0"),
        flags={"998.2, E870.0, E878.8": "E878.8", "997.49, 998.4, E878.2, E871.0": "E878.2"},
    ),
)


@rule(
    cites=Guideline("I.C.19.c.3", page=84),
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
    cites=Guideline("I.C.19.c.6", page=85),
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


_UNKNOWN_INTENT: Final = re.compile(
    r"\b(?:intent\w*|accident\w* or \w+|circumstances)\b[^.;]*"
    r"\b(?:unknown|undetermined|unspecified|unclear|not (?:known|stated|documented|specified|determined))\b",
    re.I,
)
_DOUBTED_INTENT: Final = re.compile(
    r"\b(?:probable|suspected|possible|questionable)(?: \w+)? "
    r"(?:suicid\w+|self[- ](?:harm|inflicted)|assault|overdose attempt)",
    re.I,
)
_INTENDED: Final = ("E850-E869", "E880-E928", "E950-E958", "E960-E968")


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
    for code, told in _UNKNOWN_CAUSE.items():
        for diagnosis in encounter.within(code):
            for other in encounter.within(*told)[:1]:
                yield remove(diagnosis, f"the cause is told by {other.code}", other)


@rule(
    cites=Guideline("I.C.19.g.1", page=86),
    severity=Severity.ERROR,
    on=("909.3", "909.5"),
    passes=("733.82, 905.4, E929.3", "909.5", "389.10, 909.5, 905.4, E929.3"),
    flags={"389.10, 909.5, E929.8": "E929.8", "568.0, 909.3, E929.9": "E929.9"},
)
def late_cause_of_a_drug_or_of_surgery(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A late effect E code where a drug rightly given, or surgery, is what has late effects.

    There are such codes for injuries and poisonings only.
    """
    late = encounter.within("905-909")
    if late and all(diagnosis.within("909.3", "909.5") for diagnosis in late):
        for diagnosis in encounter.within(*LATE_CAUSES):
            yield remove(diagnosis, "late effects of drugs rightly given and of surgery have no E code", late[0])


@rule(
    cites=Guideline("I.C.19.g.3", page=86),
    severity=Severity.ERROR,
    on=LATE_CAUSES,
    passes=("733.82, 905.4, E929.3", "733.82, 905.4, 820.8, E929.3, E885.9", "820.8, E885.9"),
    flags={
        "820.8, E929.3": "E929.3",
        "965.4, 571.5, E959": "E959",
        "813.41, E888.9, E929.3": "E929.3",
    },
)
def late_cause_beside_a_current_injury(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A late effect E code with an injury that is current.

    It is never used with a related current injury; 905-909 say what has a late effect.
    """
    if not encounter.has("905-909", "V54", "V57"):
        for injury in encounter.within("800-904", "925-959", "960-989")[:1]:
            for diagnosis in encounter.within(*LATE_CAUSES):
                yield look_at(diagnosis, "a late effect E code is not used with a current injury", injury)


@rule(
    cites=Guideline("I.C.19.g.4", page=86),
    severity=Severity.WARNING,
    on=LATE_CAUSES,
    passes=("V57.1, 344.1, 907.2, E929.0", "V57.1, 342.90, E929.0", "V54.13"),
    flags={"V54.13, E929.3": "E929.3", "V67.4, 401.9, E929.0": "E929.0"},
)
def late_cause_of_follow_up_care(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A late effect E code for the care that follows an injury, where no late effect is coded.

    It is not used for visits that assess healing or rehabilitate, when no late effect is documented.
    """
    if encounter.diagnoses[0].within("V54", "V67") and not encounter.has("905-909"):
        for diagnosis in encounter.within(*LATE_CAUSES):
            yield remove(diagnosis, "follow-up care of an injury without a late effect takes no late effect E code")


_STATED_MISADVENTURE: Final = {"998.2": "E870", "998.4": "E871", "998.7": "E871"}
"""Complications that are misadventures by their titles, and what tells of them."""


@rule(
    cites=Guideline("I.C.19.h.1", page=86),
    severity=Severity.WARNING,
    on=tuple(_STATED_MISADVENTURE),
    passes=("998.2, E870.0", "998.4, E871.0", "998.59, E878.8", "998.2"),
    flags={"998.2, E878.8": "998.2", "998.4, 401.9, E879.8": "998.4"},
)
def misadventure_coded_as_a_later_reaction(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A misadventure told as a later complication of a procedure that went well.

    E870-E876 are for misadventures; E878-E879 for procedures without mention of one.
    """
    for misadventure, cause in _STATED_MISADVENTURE.items():
        for diagnosis in encounter.within(misadventure):
            if encounter.has(*LATER_REACTION) and not encounter.has(*MISADVENTURE):
                yield look_at(diagnosis, f"a misadventure is told by E870-E876: {cause}")


_SUSPECTED_TERRORISM: Final = re.compile(r"\b(?:suspected|possible|probable|alleged)(?: \w+){0,3} terroris", re.I)


@rule(
    cites=Guideline("I.C.19.i.2", page=87),
    severity=Severity.ERROR,
    on=_TERRORISM,
    needs=(Need.WORDS,),
    passes=(
        "861.21, E979.2 | says injured in an explosion that the FBI calls terrorism",
        "861.21, E965.8 | says explosion, suspected terrorism",
    ),
    flags={
        "861.21, E979.2 | says explosion, suspected terrorism": "E979.2",
        "943.30, E979.3 | says fire, possible act of terrorism": "E979.3",
    },
)
def suspected_terrorism(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Terrorism coded where it is only suspected.

    E979 is for what the federal government has identified as terrorism.
    """
    if _SUSPECTED_TERRORISM.search(encounter.documentation):
        for diagnosis in encounter.within(*_TERRORISM):
            yield look_at(diagnosis, "suspected terrorism is coded by intent and mechanism, not by E979")


@rule(
    cites=Guideline("I.C.19.j", page=87),
    severity=Severity.ERROR,
    on=ACTIVITY,
    passes=("845.00, E885.9, E001.1", "727.05, E002.0", "965.4, 845.00, E850.4, E001.1"),
    flags={"965.4, E850.4, E013.9": "E013.9", "693.0, E930.0, E015.2": "E015.2", "998.2, E870.0, E029.9": "E029.9"},
)
def activity_of_a_poisoning(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The patient's activity told of a poisoning, an adverse effect, a misadventure or a late effect.

    Activity codes are not applicable to these.
    """
    if _takes_no_activity(encounter):
        for diagnosis in encounter.within(*ACTIVITY):
            yield remove(diagnosis, "activities are not told of poisonings, adverse or late effects, or misadventures")


@rule(
    cites=Guideline("I.C.19.j", page=87),
    severity=Severity.ERROR,
    on=("E030",),
    passes=("924.10, E917.0, E007.5", "845.00, E885.9"),
    flags={"924.10, E917.0, E030": "E030", "845.00, E885.9, E030, E000.8": "E030"},
)
def activity_that_is_not_stated(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An activity coded though none is stated.

    E030 is not used for an activity that the record does not tell.
    """
    for diagnosis in encounter.within("E030"):
        yield remove(diagnosis, "an activity that is not stated is not coded")


@rule(
    cites=Guideline("I.C.19.k", page=88),
    severity=Severity.ERROR,
    on=STATUS,
    passes=("825.0, E881.0, E000.0", "727.05, E002.0, E000.8"),
    flags={"825.0, E881.0, E000.9": "E000.9", "825.0, E000.0": "E000.0"},
)
def status_that_is_not_stated_or_alone(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An external cause status that is not stated, or that stands without a cause or activity.

    E000.9 is not used for a status that the record does not tell, and none where no other E code applies.
    """
    for diagnosis in encounter.within(*STATUS):
        if diagnosis.code == "E000.9" or not encounter.has(*CAUSES, *ACTIVITY):
            yield remove(diagnosis, "a status is coded where it is stated, beside another E code")


@rule(
    cites=Guideline("I.C.19.k", page=88),
    severity=Severity.ERROR,
    on=STATUS,
    passes=("825.0, E881.0, E000.0", "965.4, 845.00, E850.4, E885.9, E000.8"),
    flags={"965.4, E850.4, E000.8": "E000.8", "344.1, 907.2, E929.0, E000.0": "E000.0"},
)
def status_of_a_poisoning(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An external cause status told of a poisoning, an adverse effect, a misadventure or a late effect.

    Status codes are not applicable to these.
    """
    if _takes_no_activity(encounter):
        for diagnosis in encounter.within(*STATUS):
            yield remove(diagnosis, "a status is not told of poisonings, adverse or late effects, or misadventures")


def _takes_no_activity(encounter: Encounter) -> bool:
    """Whether all that happened are such events, and nothing is there that an activity may have brought about."""
    causes = encounter.within(*CAUSES)
    return bool(causes) and all(d.within(*_NO_ACTIVITY) for d in causes) and not encounter.has(*_BY_ACTIVITY)


@rule(
    cites=Guideline("I.C.19.k", page=88),
    severity=Severity.INFORMATION,
    on=EVENTS,
    needs=(Need.DATES,),
    passes=("825.0, E881.0, E000.0 | 2011-11-02", "965.4, E850.4 | 2011-11-02"),
    flags={"825.0, E881.0 | 2011-11-02": "E881.0", "845.00, E885.9, E001.1 | 2012-02-03": "E885.9"},
)
def cause_without_a_status(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An external cause without the person's status at the time.

    E000 goes with the other E codes, where the record states it; not with poisonings, nor with what care brought about.
    """
    if not encounter.has(*STATUS):
        causes = (diagnosis for diagnosis in encounter.within(*EVENTS) if not diagnosis.within(*_NO_ACTIVITY))
        for diagnosis in (*causes,)[:1]:
            yield look_at(diagnosis, "E000 tells whether the person was at work, where the record says")
