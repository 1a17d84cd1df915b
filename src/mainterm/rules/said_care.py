"""Guidelines I.C.17: what the words of the record decide of debridement and of complications of care."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_01_sepsis import ORGAN_DYSFUNCTION
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    look_at,
    replace_by,
    rule,
)
from mainterm.rules.shapes import Shape, shaped
from mainterm.rules.telling import STATED, affirmed, by_record, told

_DEBRIDED: Final = ("707", "940-946")
"""What is debrided more than all else."""
_NONEXCISIONAL: Final = re.compile(
    r"\bnon-?excisional|\bmechanical\w* debrid|\b(?:scrub|brush|wash|irrigat|whirlpool)\w*", re.I
)
_EXCISIONAL: Final = re.compile(
    r"(?<!non)(?<!non-)(?<!non )\bexcisional(?: \w+)? debrid|"
    r"(?<!non)\bexcis(?:ed|ion of) (?:\w+ )?(?:devitali|necrotic|tissue)|\bcut away",
    re.I,
)
_NO_VENTILATOR: Final = re.compile(
    r"\b(?:no|not|never|without)\b[^.;,]*(?:\bventilator[- ]associated|\bVAP\b)|"
    r"(?:\bventilator[- ]associated pneumonia|\bVAP\b)[^.;,]*\bnot (?:documented|stated|specified)\b|"
    r"\b(?:not|no|never|n't|without)\b[^.;]*\b(?:attribut\w+|link\w*|relat\w+|associat\w+|connect\w*|due|caused)\b"
    r"[^.;]*\bventilat|\bunrelated to (?:the )?ventilat",
    re.I,
)


@rule(
    cites=Guideline("I.C.17.d", page=60),
    severity=Severity.ERROR,
    on=("86.22", *_DEBRIDED),
    needs=(Need.DOCUMENTATION,),
    passes=(
        "707.03 | px 86.22 | says excisional debridement of the ulcer",
        "707.03 | px 86.28 | says nonexcisional debridement of the ulcer",
    ),
    flags={
        "707.03 | px 86.22 | says nonexcisional debridement of the ulcer": "707.03",
        "942.22 | px 86.22 | says whirlpool debridement of the burn": "942.22",
    },
)
def nonexcisional_debridement_as_excisional(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Excisional debridement where the record tells of a nonexcisional one.

    Cutting away is 86.22; brushing, scrubbing and washing are 86.28.
    """
    said = encounter.documentation
    if encounter.done("86.22") and _NONEXCISIONAL.search(said) and not _EXCISIONAL.search(said):
        yield look_at(encounter.diagnoses[0], "procedure 86.22 is excisional; mechanical debridement is 86.28")


@rule(
    cites=Guideline("I.C.17.d", page=60),
    severity=Severity.ERROR,
    on=("86.28", *_DEBRIDED),
    needs=(Need.DOCUMENTATION,),
    passes=(
        "707.03 | px 86.28 | says nonexcisional debridement of the ulcer",
        "707.03 | px 86.22 | says excisional debridement of the ulcer",
    ),
    flags={
        "707.03 | px 86.28 | says excisional debridement of the ulcer": "707.03",
        "942.32 | px 86.28 | says sharp excisional wound debridement": "942.32",
    },
)
def excisional_debridement_as_nonexcisional(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Nonexcisional debridement where the record tells of an excisional one.

    Cutting away is 86.22; brushing, scrubbing and washing are 86.28.
    """
    said = encounter.documentation
    if encounter.done("86.28") and _EXCISIONAL.search(said) and not _NONEXCISIONAL.search(said):
        yield look_at(encounter.diagnoses[0], "procedure 86.28 is mechanical; excisional debridement is 86.22")


@rule(
    cites=Guideline("I.C.17.f.3.a", page=63),
    severity=Severity.ERROR,
    on=("997.31",),
    needs=(Need.DOCUMENTATION,),
    passes=(
        "518.81, 997.31, 041.7 | says ventilator associated pneumonia, no shock",
        "518.81, 486 | says pneumonia while on the ventilator, VAP not documented",
    ),
    flags={
        "518.81, 997.31 | says pneumonia on the ventilator; provider did not document VAP": "997.31",
        "434.91, 997.31 | says pneumonia, not stated to be ventilator-associated": "997.31",
    },
)
def denied_ventilator_pneumonia(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Ventilator associated pneumonia of which the record says that nobody documented it.

    997.31 is assigned only where the provider has documented it; a pneumonia on a ventilator is not enough.
    """
    if _NO_VENTILATOR.search(encounter.documentation):
        for diagnosis in encounter.within("997.31"):
            yield look_at(diagnosis, "the provider has not said that it is ventilator associated")


@rule(
    cites=Guideline("I.C.17.f.2.b", page=63, also=("I.C.10.a.2",)),
    severity=Severity.ERROR,
    on=("996.81",),
    needs=(Need.DOCUMENTATION,),
    passes=(
        "996.81, 585.4 | says kidney transplant rejection",
        "585.4, V42.0 | says CKD after kidney transplant, no rejection",
    ),
    flags={
        "996.81, 585.4 | says kidney transplant patient with CKD stage 4, no transplant complication": "996.81",
        "996.81, 585.3 | says CKD stage 3, transplanted kidney without rejection or failure": "996.81",
    },
)
def denied_transplant_complication(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A complication of a transplanted kidney that the record denies.

    996.81 is not assigned for chronic kidney disease unless a complication is documented: V42.0 is.
    """
    denied = re.search(r"\b(?:no|without|denies)\b[^.;]*\b(?:reject|fail|complicat)", encounter.documentation, re.I)
    if denied and encounter.has("585"):
        for diagnosis in encounter.within("996.81"):
            yield look_at(diagnosis, "no complication is documented: the status is V42.0")


_OF_THE_RESPONSE: Final = re.compile(
    r"\b(?:failure|dysfunction|injury|ARDS|encephalopathy)\b[^.;]*\b(?:due|secondary|related) to (?:it\b|(?:the )?SIRS|"
    r"(?:the )?systemic inflammatory)|\bSIRS with (?:\w+ ){0,2}(?:organ|kidney|renal|respiratory)",
    re.I,
)


@rule(
    cites=Guideline("I.C.17.g", page=64),
    severity=Severity.ERROR,
    on=("995.93",),
    needs=STATED,
    passes=(
        "577.0, 995.94, 518.81 | says pancreatitis with SIRS, respiratory failure due to it",
        "577.0, 995.93 | says pancreatitis with SIRS",
    ),
    flags={
        "577.0, 995.93, 518.81 | says pancreatitis with SIRS and respiratory failure due to it": "995.93",
        "948.00, 995.93, 584.9 | says burns, acute kidney failure due to SIRS": "995.93",
    },
)
def response_with_an_organ_dysfunction(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A systemic response coded without organ dysfunction, to which the record lays one.

    With an acute organ dysfunction that is associated with it, the response is 995.94.
    """
    failing = encounter.within(*ORGAN_DYSFUNCTION)
    if failing and _OF_THE_RESPONSE.search(encounter.documentation):
        for diagnosis in encounter.within("995.93"):
            yield replace_by(diagnosis, "995.94", "with an acute organ dysfunction due to it, it is 995.94", *failing)


RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "transplant_that_fails_as_a_status",
        "The status of a transplanted organ, which the record has failing or rejected.",
        "A documented failure or rejection of a transplant is a complication, 996.8, not a status.",
        Guideline("I.C.17.f.2", page=62, also=("I.C.18.d.3",)),
        affirmed(
            ("V42.0-V42.1", "V42.6-V42.7", "V42.83-V42.84"),
            r"\btransplant\w*\b[^.;]{0,25}\b(?:fail\w*|reject\w*)|\b(?:fail\w*|reject\w*)\b[^.;]{0,25}\btransplant|"
            r"\b(?:graft|allograft) (?:fail\w*|reject\w*)",
            "a transplant that fails or is rejected is 996.8",
            but=(
                r"\b(?:previous|first|old|former) (?:transplant|graft)|\b(?:heart|kidney|renal|liver|respiratory) "
                r"failure\b"
            ),
            unless=("996.8",),
        ),
        (
            "996.81, 585.3 | says rejection of transplanted kidney",
            "585.3, V42.0 | says transplanted kidney, no rejection",
        ),
        {
            "585.3, V42.0 | says transplanted kidney failing; CKD stage 3": "V42.0",
            "V42.7, 570 | says acute rejection of the liver transplant": "V42.7",
        },
    ),
    shaped(
        "excisional_debridement_that_is_not_stated",
        "A debridement coded as excisional, which the record does not call so.",
        "Excisional debridement cuts tissue away, 86.22; brushing, scrubbing and washing is 86.28.",
        Guideline("I.C.17.d", page=60),
        Severity.QUERY,
        Shape(("86.22",), lambda encounter, book: _not_excised(encounter)),
        needs=STATED,
        general=True,
        passes=("707.14 | px 86.22 | says excisional debridement", "707.14 | px 86.28 | says debridement by scrubbing"),
        flags={
            "707.14 | px 86.22 | says debridement": "707.14",
            "891.0, E885.9 | px 86.22 | says wound debridement by irrigation": "891.0",
        },
    ),
    shaped(
        "ventilator_that_the_record_does_not_blame",
        "Pneumonia as ventilator associated, which the record does not call so.",
        "It is assigned only when the provider has documented ventilator associated pneumonia.",
        Guideline("I.C.17.f.3.a", page=63),
        Severity.QUERY,
        told(
            ("997.31",),
            r"\bpneumonia\b",
            "is the pneumonia documented as ventilator associated?",
            but=r"ventilator[- ]+(?:associated|acquired|related|induced)|\bVAP\b|due to (?:the )?ventilat",
        ),
        needs=STATED,
        passes=("997.31, 041.7 | says ventilator associated pneumonia", "486 | says pneumonia, on a ventilator"),
        flags={
            "518.81, 997.31 | says respiratory failure, on a ventilator, pneumonia": "997.31",
            "997.31, 041.7 | says pneumonia of a patient on the ventilator": "997.31",
        },
    ),
    by_record(
        "ventilator_associated_pneumonia_as_another",
        "Pneumonia coded as any other, which the provider has documented as ventilator associated.",
        "It is 997.31, with the organism; no code of 480-484 is added for its kind.",
        Guideline("I.C.17.f.3.a", page=63),
        affirmed(
            ("480-486",),
            r"\bventilator[- ](?:associated|acquired|related|induced) (?:\w+ )?pneumonia|\bVAP\b",
            "ventilator associated pneumonia is 997.31",
            unless=("997.31",),
        ),
        ("997.31, 041.7 | says ventilator associated pneumonia", "482.1 | says pneumonia, VAP not documented"),
        {
            "518.81, 482.1 | px 96.72 | says ventilator associated pneumonia due to Pseudomonas": "482.1",
            "434.91, 486 | says VAP documented by the intensivist": "486",
        },
    ),
)


def _not_excised(encounter: Encounter) -> Iterator[Flag]:
    words = encounter.documentation
    if (
        encounter.done("86.22")
        and re.search(r"\bdebrid", words, re.I)
        and not re.search(r"\b(?:excis|cut)", words, re.I)
    ):
        yield look_at(encounter.diagnoses[0], "was tissue cut away? Otherwise the debridement is 86.28")
