"""Guidelines I.A and I.B: what the words of the record decide of the conventions and of all chapters."""

from __future__ import annotations

from typing import Final

from mainterm.rules.declare import (
    Guideline,
    Rule,
    Severity,
)
from mainterm.rules.shapes import shaped
from mainterm.rules.telling import STATED, by_record, came_for, first_by_reason, told

RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "infarction_that_was_impending",
        "An infarction of which the record says that it was impending.",
        "What did not occur is coded by the Index under impending or threatened, or as what underlies it.",
        Guideline("I.B.13", page=12),
        Severity.QUERY,
        told(("410",), r"\b(?:impending|threatened)\b.*\b(?:infarct|MI\b)", "did the infarction occur?"),
        needs=STATED,
        passes=("411.1 | says impending myocardial infarction", "410.91 | says myocardial infarction"),
        flags={"410.91 | says impending myocardial infarction": "410.91", "410.71 | says threatened MI": "410.71"},
    ),
    by_record(
        "another_before_the_rehabilitation",
        "Another diagnosis in front of the rehabilitation for which the encounter is.",
        "Where the purpose is rehabilitation the code from V57 is principal or first-listed.",
        Guideline("I.B.15", page=12),
        first_by_reason(
            ("V57",),
            ("001-999", "V10-V56", "V58-V91"),
            came_for(r"rehab\w*", r"(?:physical|occupational|speech)[\w/-]*(?: and \w+)? therapy"),
            says="the encounter is for rehabilitation: V57 is first",
        ),
        ("V57.89, 438.21 | says admitted for rehabilitation", "434.91, V57.89 | says acute stroke, later to rehab"),
        {
            "438.21, V57.89 | says admitted for rehabilitation after stroke": "V57.89",
            "438.11, V57.3 | outpatient | says seen for speech therapy": "V57.3",
        },
    ),
)
