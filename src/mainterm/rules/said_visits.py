"""Guidelines I.C.18 and I.C.19: what the words of the record decide of visits and of external causes."""

from __future__ import annotations

import re
from typing import Final

from mainterm.rules.declare import (
    Guideline,
    Rule,
    Severity,
)
from mainterm.rules.shapes import shaped
from mainterm.rules.telling import STATED, UNCERTAIN, by_record, first_by_reason, told

RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "risk_before_the_screening",
        "The family's history in front of the screening that the visit is for.",
        "The screening is first-listed; a family history code beside it explains the need for the test.",
        Guideline("I.C.18.d.5", page=71),
        first_by_reason(
            ("V28", "V73-V82"),
            ("V16-V19", "V10", "V84"),
            re.compile(r"\bscreening\b", re.I),
            says="the visit is for the screening: it is first-listed",
        ),
        ("V76.12, V16.3 | says screening mammogram, mother had breast cancer", "V16.3, V76.12 | says counseled"),
        {
            "V16.3, V76.12 | says screening mammogram; mother had breast cancer": "V76.12",
            "V16.0, V76.51 | outpatient | says screening colonoscopy, father had colon cancer": "V76.51",
        },
    ),
    by_record(
        "organ_at_risk_before_its_removal",
        "The risk in front of the prophylactic removal of an organ.",
        "V50.4 is first, then the genetic susceptibility and the family history.",
        Guideline("I.C.18.d.14", page=77),
        first_by_reason(
            ("V50.4",),
            ("V10", "V16", "V84"),
            re.compile(r"\bprophylactic\b", re.I),
            says="the encounter is for the removal: V50.4 is first",
        ),
        (
            "V50.41, V84.01, V16.3 | says prophylactic mastectomy",
            "V84.01, V16.3 | says counseled on prophylactic surgery",
        ),
        {
            "V84.01, V50.41, V16.3 | says prophylactic mastectomy": "V50.41",
            "V16.41, V50.42 | says prophylactic oophorectomy": "V50.42",
        },
    ),
    shaped(
        "terrorism_that_is_suspected",
        "Terrorism that is only suspected.",
        "E979 is not assigned where terrorism is suspected, but what the intent and mechanism are.",
        Guideline("I.C.19.i.2", page=87),
        Severity.ERROR,
        told(("E979",), UNCERTAIN + r"[^.;]*\bterror", "suspected terrorism is not coded as such"),
        needs=STATED,
        passes=("948.00, E979.2 | says explosion, terrorism", "948.00, E968.8 | says suspected terrorism"),
        flags={
            "948.00, E979.2 | says explosion, suspected terrorism": "E979.2",
            "881.02, E979.8 | says stabbing, possible terrorist": "E979.8",
        },
    ),
)
