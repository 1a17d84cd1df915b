"""Guidelines I.A and I.B: what the words of the record decide of the conventions and of all chapters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Rule, Severity, look_at, rule
from mainterm.rules.telling import STATED, affirms, by_record, came_for, first_by_reason, told

_THREATS: Final = (
    (("410",), r"(?:myocardial )?infarct\w*|MI\b|heart attack"),
    (("433-434", "436"), r"stroke|CVA\b|cerebr\w+ infarct\w*"),
    (("518.81",), r"respiratory failure"),
    (("632", "634-637"), r"abortion|miscarriage"),
    (("644.2",), r"labou?r|delivery"),
    (("785.4",), r"gangrene"),
    (("785.5",), r"shock"),
    (("291.0",), r"delirium|DTs?\b"),
)
"""Codes of what occurred, and the words for it."""
_DELIVERED: Final = ("72", "73.5-73.6", "74.0-74.2", "74.4", "74.9")
"""Deliveries, assisted or not."""
_OCCURRED: Final = re.compile(
    r"\b(?:occurred|developed|delivered|went on to|progressed to|evolved|completed|confirmed|resulted in|led to|"
    r"followed by)\b",
    re.I,
)


@rule(
    cites=Guideline("I.B.13", page=12),
    severity=Severity.ERROR,
    on=tuple(span for spans, _ in _THREATS for span in spans),
    needs=STATED,
    passes=(
        "411.1 | says impending myocardial infarction",
        "410.91 | says impending infarction, which then occurred",
        "410.91 | says myocardial infarction",
    ),
    flags={
        "410.91 | says impending myocardial infarction": "410.91",
        "410.71 | says threatened MI, did not occur": "410.71",
        "634.90 | says threatened abortion at nine weeks": "634.90",
        "644.21 | says threatened premature labor, contractions stopped": "644.21",
    },
)
def threat_coded_as_what_occurred(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition as occurred, of which the record says that it was impending or threatened.

    What did not occur is coded by the Index under impending or threatened, or as the condition that underlies it.
    """
    if not affirms(encounter.documentation, _OCCURRED) and not encounter.done(*_DELIVERED):
        for spans, words in _THREATS:
            threatened = re.compile(rf"\b(?:impending|threatened|imminent)(?: \w+){{0,2}}? (?:{words})", re.I)
            if threatened.search(encounter.documentation):
                for diagnosis in encounter.within(*spans)[:1]:
                    yield look_at(diagnosis, "did it occur? What threatened is coded otherwise")


_BY_THE_PROVIDER: Final = (
    r"\b(?:provider|physician|doctor|surgeon|attending)s?\b[^.;]*\b(?:not|no|never|without|silent|nothing)\b|"
    r"\b(?:not|never|no|without)\b[^.;]*\b(?:provider|physician|doctor|attending)|"
    r"\b(?:only|solely|alone)\b[^.;]*\b(?:nurs\w+|dietit?ian|dietician|clinician|therapist)|"
    r"\b(?:nurs\w+|dietit?ian|dietician|therapist)\b[^.;]*\b(?:only|alone)\b"
)
"""Words by which another than the provider documented it."""
_REHABILITATED: Final = (
    came_for(r"rehab\w*", r"(?:physical|occupational|speech)[\w/-]*(?: and \w+)? therapy").pattern
    + r"|\badmi\w+ (?:\w+ ){0,2}to (?:the |our |an? )?(?:\w+ ){0,3}rehab"
)
_NO_COMPLICATION: Final = (
    r"\b(?:not|never|n't)\b(?! (?:any )?other)[^.;]*\bcomplication|"
    r"\b(?:expected|routine|inherent|integral|unavoidable|inevitable|normal part)\b|"
    r"\b(?:usual|normal|typical|common) (?:for|after|of|with|in) (?:the |this |such |an? )?(?:\w+ )?(?:operation|"
    r"surgery|"
    r"procedure|repair)|"
    r"\bnot\b[^.;]*\b(?:due|related|attribut\w+|linked|caused)\b[^.;]*\b(?:surgery|procedure|operation|care|device)|"
    r"\bunrelated to (?:the )?(?:surgery|procedure|operation)"
)

RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "another_before_the_rehabilitation",
        "Another diagnosis in front of the rehabilitation for which the encounter is.",
        "Where the purpose is rehabilitation the code from V57 is principal or first-listed.",
        Guideline("I.B.15", page=12),
        first_by_reason(
            ("V57",),
            ("001-999", "V10-V56", "V58-V91"),
            re.compile(_REHABILITATED, re.I),
            says="the encounter is for rehabilitation: V57 is first",
        ),
        ("V57.89, 438.21 | says admitted for rehabilitation", "434.91, V57.89 | says acute stroke, later to rehab"),
        {
            "438.21, V57.89 | says admitted for rehabilitation after stroke": "V57.89",
            "438.11, V57.3 | outpatient | says seen for speech therapy": "V57.3",
        },
    ),
    by_record(
        "complication_that_the_record_denies",
        "A complication of care, which the record does not call one, or calls a part of the procedure.",
        "The provider documents the relation to the care, and that it is a complication: not all that follows is one.",
        Guideline("I.B.18", page=13, also=("I.C.17.f.1.a",)),
        told(
            ("996.0-996.7", "997.0-997.2", "997.32-997.9", "998-999"),
            _NO_COMPLICATION,
            "the record does not call it a complication",
            but=r"\bunexpected|\bno other complication",
        ),
        (
            "998.12 | says wound hematoma, a complication of the surgery",
            "V45.89 | says bleeding was expected, not a complication",
        ),
        {
            "550.90, 998.12 | says small hematoma, expected, not a complication": "998.12",
            "574.10, 998.2 | says surgeon: the serosal tear was inherent to the lysis of adhesions": "998.2",
        },
    ),
    by_record(
        "obesity_or_ulcer_that_the_provider_has_not_documented",
        "Overweight, obesity or a pressure ulcer, which the provider has not documented.",
        "Others may document the index and the stage; the diagnosis itself must be the provider's.",
        Guideline("I.B.16", page=12),
        told(("278.0", "707.0", "V85"), _BY_THE_PROVIDER, "the provider must have documented the diagnosis"),
        (
            "278.01, V85.41 | says morbid obesity; index of 42 from the dietitian's note",
            "707.03, 707.22 | says sacral pressure ulcer, stage from the nurse",
        ),
        {
            "486, 707.03, 707.22 | says ulcer documented by nursing only": "707.03",
            "401.9, V85.41 | says index by the dietitian, no diagnosis by the provider": "V85.41",
        },
    ),
)
