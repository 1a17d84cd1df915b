"""Guidelines I.C.19.g-k: late effects, misadventures, terrorism, activity and status as external causes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_19 import ACTIVITY, CAUSES, EVENTS, STATUS
from mainterm.rules.chapter_19_intent import ADVERSE
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    look_at,
    remove,
    rule,
)
from mainterm.rules.shapes import goes_with, not_beside, shaped

MISADVENTURE: Final = ("E870-E876",)
LATER_REACTION: Final = ("E878-E879",)
LATE_CAUSES: Final = ("E929", "E959", "E969", "E977", "E989", "E999")
INJURIES: Final = ("800-904", "910-959", "990-994")
_NO_ACTIVITY: Final = (
    *("E850-E858", "E860-E869", "E950-E952", "E962", "E980-E982"),
    *(*MISADVENTURE, *LATER_REACTION, *ADVERSE, *LATE_CAUSES),
)
"""Poisonings, adverse effects, misadventures and late effects, of which no activity or status is told."""
_BY_ACTIVITY: Final = (*INJURIES, "995.5", "995.8", "710-739", "780-799", "354-355")
"""What an activity may have brought about or contributed to."""
_STATED_MISADVENTURE: Final = {"998.2": "E870", "998.4": "E871", "998.7": "E871"}
"""Complications that are misadventures by their titles, and what tells of them."""


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
    cites=Guideline("I.C.19.g.1", page=86, also=("I.C.19.g.2",)),
    severity=Severity.WARNING,
    on=("E800-E848", "E880-E928"),
    beside=("905", "906.0-906.4", "907-908"),
    unless=(*INJURIES, "995", "996-999"),
    passes=("733.82, 905.4, E929.0", "733.82, 905.4, 813.41, E888.9", "709.2, 906.6, E924.0"),
    flags={"733.82, 905.4, E819.0": "E819.0", "344.1, 907.2, E929.0, E812.0": "E812.0"},
)
def current_cause_of_a_late_effect(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The cause of an injury as of now, where all that is left of an injury is its late effect.

    The cause of what has a late effect is a late effect E code.
    """
    late = encounter.within("905", "906.0-906.4", "907-908")
    if late and not encounter.has(*INJURIES, "995", "996-999"):
        for diagnosis in encounter.within("E800-E848", "E880-E928")[:1]:
            yield look_at(diagnosis, "the cause of a late effect is E929, E959, E969, E977, E989 or E999", late[0])


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
            if not encounter.has(*MISADVENTURE):
                for reaction in encounter.within(*LATER_REACTION)[:1]:
                    yield look_at(diagnosis, f"a misadventure is told by E870-E876: {cause}", reaction)


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


RULES: Final[tuple[Rule, ...]] = (
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
