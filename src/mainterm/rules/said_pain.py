"""Guidelines I.C.6: what the words of the record decide of pain and glaucoma."""

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
from mainterm.rules.said_growths import TREATMENTS
from mainterm.rules.telling import CAME_FOR, by_record, came_for, first_by_reason

_PAIN: Final = r"pain (?:control|management|relief)|(?:control|management|relief) of (?:\w+ ){0,4}pain"
_PAINFUL: Final = ("338.1-338.2",)
_SPINE: Final = ("720-724", "733.1", "737-738", "805-806", "715", "353-355")
_MENDING: Final = ("80.5", "81.0", "81.3", "81.5-81.8", "03.0", "84.6", "84.8", "81.6", "04.4")
_STIMULATOR: Final = ("03.93", "86.94-86.98", "04.92")


@rule(
    cites=Guideline("I.C.6.a.1.a", page=31),
    severity=Severity.ERROR,
    on=_PAINFUL,
    needs=(Need.DOCUMENTATION, Need.PROCEDURES),
    passes=(
        "722.10 | px 80.51 | says admitted for discectomy, herniated disc",
        "722.10, 338.29 | px 80.51, 03.93 | says discectomy, neurostimulator for chronic back pain",
        "338.29, 722.10 | px 03.91 | says admitted for pain control, chronic back pain",
        "722.10, 338.18 | px 80.51 | says discectomy, chronic back pain, acute postoperative pain",
    ),
    flags={
        "722.10, 338.29 | px 80.51 | says admitted for discectomy of herniated disc with chronic back pain": "338.29",
        "733.13, 338.19 | px 81.66 | says kyphoplasty for vertebral fracture, acute back pain": "338.19",
    },
)
def pain_beside_the_cause_operated_on(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pain of category 338 beside its cause, which the procedure of the encounter treats.

    No code of 338 is assigned then, unless a neurostimulator is put in for the pain, or the pain is another.
    """
    first, words = encounter.diagnoses[0], encounter.documentation
    operated = encounter.done(*_MENDING) and not encounter.done(*_STIMULATOR)
    if operated and first.within(*_SPINE) and re.search(r"\bpain", words, re.I):
        for diagnosis in encounter.within(*_PAINFUL):
            if not diagnosis.within("338.12", "338.18", "338.22", "338.28"):
                yield look_at(diagnosis, "the procedure treats the cause: no code of 338 is assigned", first)


RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "cause_before_the_pain_controlled",
        "The cause of pain in front of it, where the encounter is for the control of the pain.",
        "Category 338 is first where pain control or management is the reason; the cause is an additional diagnosis.",
        Guideline("I.C.6.a.1.a", page=31),
        first_by_reason(
            ("338.0-338.2", "338.4"),
            ("001-337", "339-999"),
            came_for(_PAIN, r"(?:neuro|spinal cord )?stimulator", within=60),
            says="the encounter is to control the pain: category 338 is first",
        ),
        (
            "338.29, 722.10 | says admitted for pain control, herniated disc",
            "722.10, 338.29 | says admitted for discectomy",
        ),
        {
            "722.10, 338.29 | says admitted for pain management, herniated disc": "338.29",
            "733.13, 338.19 | says seen for control of acute back pain": "338.19",
        },
    ),
    by_record(
        "growth_before_the_pain_controlled",
        "A neoplasm in front of the pain due to it, where the encounter is for the control of the pain.",
        "338.3 may then be first, and the neoplasm is an additional diagnosis.",
        Guideline("I.C.6.a.5", page=34),
        first_by_reason(
            ("338.3",),
            ("140-239",),
            came_for(_PAIN, within=60),
            says="the encounter is to control the pain: 338.3 is first, the neoplasm behind it",
            but=rf"{CAME_FOR}[^.;]*(?:{TREATMENTS}|resect|surgery|\w+ectomy)",
        ),
        ("338.3, 162.9 | says admitted for pain control", "162.9, 338.3 | says admitted for lobectomy; pain"),
        {
            "162.9, 338.3 | says admitted for pain control, lung cancer": "338.3",
            "198.5, V10.3, 338.3 | says bone metastases; admitted for management of cancer pain": "338.3",
        },
    ),
)
