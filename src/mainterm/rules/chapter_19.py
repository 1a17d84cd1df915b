"""Guidelines I.C.19.a-b: external causes in general, their order, and the place of occurrence."""

from __future__ import annotations

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
    paired,
    remove,
    rule,
)
from mainterm.rules.shapes import goes_with, shaped

EXTERNAL: Final = ("E000-E999",)
PLACE: Final = ("E849",)
ACTIVITY: Final = ("E001-E030",)
STATUS: Final = ("E000",)
CAUSES: Final = ("E800-E848", "E850-E999")
"""What happened, and by whose intent."""
ABUSED: Final = ("995.5", "995.80-995.85")
"""Maltreatment of a child, and of an adult."""
EVENTS: Final = ("E800-E848", "E850-E869", "E880-E928", "E950-E958", "E960-E966", "E968", "E970-E976", "E980-E988")
"""What happened just now: neither a late effect nor what care brought about."""
OF_CARE: Final = ("E870-E876", "E878-E879")
"""What care brought about, by misadventure or later."""
FROM_WITHOUT: Final = ("507", "800-994", "995.0-995.8", "996-999")
"""What comes from without: injuries, poisonings, adverse effects, complications of care."""
OF_A_PROCEDURE: Final = ("349.0", "415.11", "512", "518.5", "519.0", "530.86-530.87", "536.4", "539", "569.6", "596.8")
"""Complications of procedures that stand in other chapters."""
TERRORISM: Final = ("E979",)
_PRIORITY: Final = (TERRORISM, ("E908-E909",), ("E800-E848",), ("E850-E869", "E880-E928", "E950-E976", "E980-E999"))
"""The order of the causes of separate injuries, where none is abuse."""
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
    general=True,
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
    beside=(*EVENTS, *OF_CARE),
    unless=(*FROM_WITHOUT, *OF_A_PROCEDURE),
    passes=(
        "536.41, 038.9, 995.91, E878.3",
        "820.8, 995.93, E885.9",
        "995.91, 038.9",
        "038.9, 995.91, 998.59, E878.8",
        "577.0, 995.93, 693.0, E930.0",
    ),
    flags={
        "038.9, 995.91, E885.9": "E885.9",
        "577.0, 995.93, E928.9": "E928.9",
        "038.9, 995.91, 486, E879.8": "E879.8",
    },
)
def external_cause_of_an_inflammatory_response(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An external cause beside a systemic inflammatory response, and no injury that it could be of.

    It goes with 995.9 only where the patient has another condition for which an E code would be appropriate.
    """
    if encounter.has("995.90-995.94") and not encounter.has(*FROM_WITHOUT, *OF_A_PROCEDURE):
        for diagnosis in encounter.within(*EVENTS, *OF_CARE)[:1]:
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
    passes=("845.00, E927.0, E001.1, E000.8", "845.00, E885.9, E849.0, E001.1", "E000.8, 845.00, E885.9"),
    flags={"845.00, E001.1, E885.9": "E001.1", "823.80, E000.0, E884.9, E016.2": "E000.0"},
)
def activity_before_the_cause(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An activity or a status in front of the cause.

    They follow all codes of cause and intent. What stands first of all breaks another rule.
    """
    causes = encounter.within(*EVENTS)
    for diagnosis in encounter.within(*ACTIVITY, *STATUS):
        ahead = causes and encounter.position(diagnosis) < encounter.position(causes[-1])
        if ahead and diagnosis is not encounter.principal:
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
)
