"""Guidelines I.C.11 and I.C.15: what the words of the record decide of mothers and newborns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Rule,
    Severity,
    look_at,
    replace_by,
    rule,
)
from mainterm.rules.shapes import shaped
from mainterm.rules.telling import STATED, told

_BEFORE_ADMISSION: Final = re.compile(
    r"\b(?:delivered|delivery|birth|gave birth|born)\b[^.;]*\b(?:at home|outside (?:the )?hospital|en route|"
    r"in (?:the |an )?(?:ambulance|car|taxi)|(?:prior to|before) (?:the )?(?:admission|arrival)|another hospital)\b",
    re.I,
)


@rule(
    cites=Guideline("I.C.11.i.5", page=48),
    severity=Severity.ERROR,
    on=("650",),
    needs=STATED,
    passes=(
        "V24.0 | says delivered at home, admitted for routine care",
        "650, V27.0 | says delivered in this hospital",
    ),
    flags={
        "650, V27.0 | says delivered at home before admission, routine postpartum care": "650",
        "650, V27.0 | says delivery in the ambulance": "650",
    },
)
def normal_delivery_before_admission(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Normal delivery of a mother who delivered before admission.

    Who is admitted for routine postpartum care after a delivery outside the hospital has V24.0 as principal diagnosis.
    """
    if _BEFORE_ADMISSION.search(encounter.documentation):
        for diagnosis in encounter.within("650"):
            yield replace_by(diagnosis, "V24.0", "she delivered before the admission")


@rule(
    cites=Guideline("I.C.11.i.6", page=48),
    severity=Severity.ERROR,
    on=("640-676",),
    needs=STATED,
    passes=(
        "666.14 | says delivered at home, admitted for hemorrhage",
        "666.12, V27.0 | says delivered here, hemorrhage",
    ),
    flags={
        "666.12 | says delivered at home before admission, hemorrhage": "666.12",
        "664.11, V27.0 | says delivery en route to the hospital, tear repaired": "664.11",
    },
)
def delivery_before_admission(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A code of delivery for a mother who delivered before admission.

    Postpartum conditions and procedures are coded, no delivery: the fifth digit is 4.
    """
    if _BEFORE_ADMISSION.search(encounter.documentation):
        for diagnosis in encounter.within("640-676"):
            if diagnosis.code[-1] in "12" and len(diagnosis.code) == len("640.01"):
                yield look_at(diagnosis, "she delivered before the admission: the digit is that of postpartum")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "complication_though_incidental",
        "A complication of pregnancy where the record calls the pregnancy incidental.",
        "V22.2 stands in the place of codes of chapter 11 where the provider documents that.",
        Guideline("I.C.11.a.1", page=44),
        Severity.ERROR,
        told(("640-649",), r"\bincidental\b", "V22.2 stands in its place", but=r"\bnot\b[^.;]*\bincidental\b"),
        needs=STATED,
        passes=("813.41, V22.2 | says fracture, pregnancy incidental", "648.93 | says asthma in pregnancy"),
        flags={
            "648.93, 813.41 | says fracture, pregnancy is incidental": "648.93",
            "646.83, 924.11 | says contusion; pregnancy incidental": "646.83",
        },
    ),
    shaped(
        "birth_at_the_receiving_hospital",
        "A birth on the record of the hospital to which the newborn was transferred.",
        "V30-V39 is not used at the receiving hospital.",
        Guideline("I.C.15.c", page=54),
        Severity.ERROR,
        told(
            ("V30-V39",),
            r"\b(?:transferred|transfer|received|born)\b[^.;]*\b(?:from|at|in|by)\b[^.;]*"
            r"\b(?:another|outside|other|community|referring|birth)\b[^.;]*\b(?:hospital|facility|institution)",
            "the receiving hospital does not code the birth",
        ),
        needs=STATED,
        passes=("765.18, 765.28 | says transferred from another hospital", "V30.00 | says born in this hospital"),
        flags={
            "V30.00, 765.18 | says newborn transferred from another hospital": "V30.00",
            "V30.00, 770.6 | says born at an outside facility": "V30.00",
        },
    ),
    shaped(
        "maternal_cause_of_a_healthy_newborn",
        "A maternal cause of morbidity of a newborn whom it has not affected.",
        "760-763 are assigned only when the maternal condition has actually affected the fetus or newborn.",
        Guideline("I.C.15.f", page=55),
        Severity.ERROR,
        told(
            ("760-763",),
            r"\b(?:healthy|unaffected|not affected|normal (?:newborn|infant))\b",
            "has it affected the newborn?",
        ),
        needs=STATED,
        passes=("V30.00 | says healthy newborn of a diabetic mother", "V30.00, 760.71 | says small, mother drinks"),
        flags={
            "V30.00, 760.0 | says healthy newborn, mother hypertensive": "760.0",
            "V30.00, 762.6 | says nuchal cord, infant not affected": "762.6",
        },
    ),
)
