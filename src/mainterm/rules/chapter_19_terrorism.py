"""Guidelines I.C.19.i: terrorism as an external cause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_19 import TERRORISM
from mainterm.rules.declare import Flag, Guideline, Need, Rule, Severity, look_at, rule
from mainterm.rules.shapes import not_beside, shaped
from mainterm.rules.telling import UNCERTAIN

_SUSPECTED_TERRORISM: Final = re.compile(
    rf"(?:{UNCERTAIN}|\bsuspects?\b|\balleged\b)[^.;]*\bterror|\bterror\w*[^.;]{{0,20}}{UNCERTAIN}", re.I
)


@rule(
    cites=Guideline("I.C.19.i.2", page=87),
    severity=Severity.ERROR,
    on=TERRORISM,
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
        for diagnosis in encounter.within(*TERRORISM):
            yield look_at(diagnosis, "suspected terrorism is coded by intent and mechanism, not by E979")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "assault_beside_terrorism",
        "An assault coded beside terrorism.",
        "The code of terrorism is the only E code; none of the assaults is added.",
        Guideline("I.C.19.i.1", page=87),
        Severity.ERROR,
        not_beside(("E960-E968",), TERRORISM, "the code of terrorism is the only one"),
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
            TERRORISM,
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
)
