"""Guidelines I.C.1.b: what the words of the record decide of sepsis and of what fails with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_01_sepsis import ORGAN_DYSFUNCTION, SEPSIS_ELSEWHERE
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Rule,
    Severity,
    replace_by,
    rule,
)
from mainterm.rules.shapes import shaped
from mainterm.rules.telling import NOT_LAID, STATED, affirmed, by_record, told

_OF_SEPSIS: Final = re.compile(
    r"\b(?:failure|dysfunction|injury|ARDS|encephalopathy|coagulopathy|DIC|shock|necrosis)\b[^.;]*\b(?:due|secondary|"
    r"related|attributed|associated)(?: to| with) (?:the |her |his )?(?:severe )?(?:sepsis|septic)|"
    r"\bsep(?:sis|tic)[- ](?:induced|related|associated)\b|\bseptic (?:shock|encephalopathy|(?:acute )?(?:kidney|"
    r"renal|liver|hepatic|respiratory|multi\w*)[- ]?\w* ?"
    r"(?:failure|injury|dysfunction))|\bsevere sepsis\b|"
    r"\bsepsis with (?:an |associated |multiple )?(?:acute )?(?:organ|kidney|renal|respiratory|hepatic|liver|multi)\w*"
    r"[- ]?(?:\w+ )?(?:failure|dysfunction|injury)",
    re.I,
)
_NOT_OF_SEPSIS: Final = re.compile(
    r"\b(?:not|no|without|unrelated|rather than)\b[^.;]*(?:sepsis|septic shock|organ dysfunction)|"
    r"\b(?:failure|dysfunction|injury|encephalopathy|coagulopathy)\b[^.;]*\b(?:due|secondary|related|attributed) to "
    r"(?:the |her |his |an? |long[- ]standing |chronic |acute |severe )*(?!sepsis|septic|severe sepsis)(?:dehydrat|"
    r"COPD|heart|CHF|contrast|nephrotox|drug|medic|opi|overdose|obstruct|hypovol|pulmonary|myocard|cirrh|narcot|"
    r"aminogly|"
    r"NSAID|rhabdo|bleed|hemorr|trauma)",
    re.I,
)


@rule(
    cites=Guideline("I.C.1.b.1.b.ii", page=16, also=("I.C.1.b.1.b.iii",)),
    severity=Severity.ERROR,
    on=("995.91",),
    needs=STATED,
    passes=(
        "038.9, 995.91, 584.9 | says sepsis; acute kidney failure due to dehydration",
        "038.9, 995.92, 584.9 | says acute kidney failure due to the sepsis",
        "038.9, 995.91 | says sepsis, no septic shock",
    ),
    flags={
        "038.9, 995.91, 584.9 | says sepsis with acute kidney failure due to the sepsis": "995.91",
        "038.42, 995.91, 785.52 | says septic shock": "995.91",
    },
)
def severe_sepsis_coded_as_sepsis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis without organ dysfunction, where the record lays an acute organ dysfunction to the sepsis.

    With an acute organ dysfunction that is due to it, it is severe sepsis, 995.92.
    """
    words = encounter.documentation
    if _OF_SEPSIS.search(words) and not _NOT_OF_SEPSIS.search(words) and not encounter.has("995.92"):
        failing = encounter.within(*ORGAN_DYSFUNCTION, "770.84")
        for diagnosis in encounter.within("995.91"):
            yield replace_by(diagnosis, "995.92", "an organ dysfunction due to the sepsis makes it severe", *failing)


@rule(
    cites=Guideline("I.C.1.b.5", page=18),
    severity=Severity.ERROR,
    on=("995.92",),
    needs=STATED,
    passes=(
        "038.9, 995.92, 584.9 | says severe sepsis with acute kidney failure",
        "038.9, 995.92, 584.9, 785.52 | says septic shock; acute kidney failure due to contrast",
        "038.9, 995.91, 584.9 | says sepsis; acute kidney failure due to dehydration",
    ),
    flags={
        "038.9, 995.92, 584.9 | says sepsis; acute kidney failure due to dehydration, not to sepsis": "995.92",
        "038.42, 995.92, 518.81 | says sepsis. Acute respiratory failure due to COPD": "995.92",
    },
)
def organ_dysfunction_of_another_cause(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Severe sepsis by an organ dysfunction that the record lays to another condition.

    An acute organ dysfunction must be associated with the sepsis; otherwise 995.92 is not assigned.
    """
    words = encounter.documentation
    elsewhere = _NOT_OF_SEPSIS.search(words) and not _OF_SEPSIS.search(_NOT_OF_SEPSIS.sub("", words))
    if elsewhere and len(encounter.within(*ORGAN_DYSFUNCTION)) < 2 and not encounter.has(*SEPSIS_ELSEWHERE):
        for diagnosis in encounter.within("995.92"):
            yield replace_by(diagnosis, "995.91", "the organ dysfunction is due to another condition")


RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "sepsis_that_the_record_denies",
        "Sepsis or SIRS coded, which the record says is not documented, or not there.",
        "Either the term sepsis or SIRS must be documented to assign a code from subcategory 995.9.",
        Guideline("I.C.1.b.1.b.v", page=17),
        told(
            ("995.9",),
            r"\b(?:no|not|without|never|neither)\b[^.;]{0,40}\b(?:sepsis|SIRS|septic\w*)\b|"
            r"\b(?:sepsis|SIRS)\b[^.;]{0,30}\b(?:not|never|nowhere) (?:\w+ )?(?:documented|mentioned|stated|"
            r"present|diagnosed)",
            "the record has neither sepsis nor SIRS",
            but=(
                r"\b(?:severe|shock|due to|related|associated|relationship|link\w*|clear|secondary|until|present "
                r"on|later)\b"
            ),
        ),
        ("038.9, 995.91 | says sepsis, no septic shock", "038.9, 995.91 | says sepsis with pneumonia"),
        {
            "038.9, 995.91, 562.11 | says diverticulitis; no mention of sepsis or SIRS": "995.91",
            "038.9, 995.91, 486 | says pneumonia, sepsis not documented": "995.91",
        },
    ),
    shaped(
        "urosepsis_as_sepsis",
        "Urosepsis coded as sepsis.",
        "The term alone is coded as an infection of the urinary tract.",
        Guideline("I.C.1.b.3", page=18),
        Severity.ERROR,
        affirmed(("038", "995.91-995.92"), r"\burosepsis\b", "urosepsis alone is 599.0", but=r"\b(?:sepsis|septic)"),
        needs=STATED,
        passes=("599.0 | says urosepsis", "038.42, 995.91, 599.0 | says sepsis due to E. coli, urosepsis"),
        flags={
            "038.9, 995.91, 599.0 | says urosepsis, no sepsis documented": "038.9",
            "038.42 | says urosepsis due to E. coli": "038.42",
        },
    ),
    by_record(
        "septic_shock_that_is_not_coded",
        "Severe sepsis without the septic shock of which the record tells.",
        "785.52 is coded too, behind the systemic infection and 995.92.",
        Guideline("I.C.1.b.6.a", page=19),
        affirmed(
            ("995.92",),
            r"\bseptic shock\b",
            "septic shock is coded too, 785.52",
            unless=("785.52", "998.02", "634-639"),
        ),
        ("038.9, 995.92, 785.52 | says septic shock", "038.9, 995.92, 584.9 | says severe sepsis, no septic shock"),
        {
            "038.9, 995.92, 584.9 | says septic shock with acute kidney failure": "995.92",
            "038.42, 995.92, 518.81 | says severe sepsis. Septic shock": "995.92",
        },
    ),
    by_record(
        "sepsis_that_is_not_laid_to_the_procedure",
        "Sepsis coded as due to a procedure, to which the record does not lay it.",
        "A postprocedural infection rests on the provider's documentation of the relation to the procedure.",
        Guideline("I.C.1.b.10.a", page=20),
        told(
            ("998.59", "999.31-999.39", "674.3"),
            rf"(?:{NOT_LAID})[^.;]*\b(?:surg\w+|procedur\w+|operat\w+|catheter|line)|"
            r"\brelation\w*\b[^.;]*\b(?:not|un\w+)\b",
            "the record does not lay it to the procedure",
        ),
        (
            "998.59, 038.9, 995.91 | says sepsis due to surgical wound infection",
            "038.9, 995.91 | says unrelated to surgery",
        ),
        {
            "998.59, 038.9, 995.91 | says sepsis, not related to the surgery": "998.59",
            "998.59, 038.11, 995.91 | says sepsis; relationship to the procedure not documented": "998.59",
        },
    ),
)
