"""Guidelines I.C.3: what the words of the record decide of the type of diabetes, its control and its insulin."""

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
    rule,
)
from mainterm.rules.shapes import Shape, shaped
from mainterm.rules.telling import STATED, affirms, told

_PASSING: Final = re.compile(
    r"\binsulin\b[^.;]*\b(?:temporar\w+|sliding[- ]scale|only\b|for (?:\w+ ){1,2}(?:days?|hours)|during (?:the|this) "
    r"(?:stay|admission|encounter|hospitali[sz]ation)|discontinued|short[- ]term)\b|"
    r"\b(?:temporar\w+|sliding[- ]scale|short[- ]term)\b[^.;]*\binsulin\b",
    re.I,
)
_LASTING_USE: Final = re.compile(
    r"\b(?:home|daily|routine\w*|long[- ]term|chronic\w*|basal|maintenance|on|takes|uses)\b(?: \w+){0,2} insulin\b"
    r"(?! (?:drip|sliding|temporar|during))|\binsulin[- ](?:dependent|requiring|treated)|insulin at home",
    re.I,
)


@rule(
    cites=Guideline("I.C.3.a.3", page=27),
    severity=Severity.ERROR,
    on=("V58.67",),
    needs=STATED,
    passes=(
        "250.00, V58.67 | says type 2 diabetes on home insulin, sliding scale during the stay",
        "250.02 | says insulin given temporarily",
        "249.00, V58.67 | says insulin given temporarily",
    ),
    flags={
        "682.6, 250.02, V58.67 | says type 2 diabetes on metformin; insulin given temporarily": "V58.67",
        "250.00, 486, V58.67 | says diabetic, sliding scale insulin during the stay": "V58.67",
    },
)
def insulin_given_temporarily(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Long-term use of insulin that was given temporarily.

    V58.67 is not assigned if insulin is given to bring the blood sugar under control during the encounter.
    """
    if not encounter.has("249"):
        yield from _given_temporarily(encounter)


@rule(
    cites=Guideline("I.C.3.a.7.b", page=28),
    severity=Severity.ERROR,
    on=("V58.67",),
    needs=STATED,
    passes=(
        "249.00, V58.67 | says secondary diabetes, takes insulin daily",
        "250.00, V58.67 | says insulin given temporarily",
    ),
    flags={
        "249.00, V58.67 | says steroid-induced diabetes, insulin given temporarily": "V58.67",
        "577.1, 249.01, V58.67 | says insulin during the stay only": "V58.67",
    },
)
def insulin_given_temporarily_in_secondary_diabetes(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Long-term use of insulin that was given temporarily, in secondary diabetes.

    V58.67 is not assigned if insulin is given to bring the blood sugar under control during the encounter.
    """
    if encounter.has("249"):
        yield from _given_temporarily(encounter)


def _given_temporarily(encounter: Encounter) -> Iterator[Flag]:
    words = encounter.documentation
    if _PASSING.search(words) and not _LASTING_USE.search(words):
        for diagnosis in encounter.within("V58.67"):
            yield look_at(diagnosis, "insulin that is given temporarily is no long-term use")


_TYPE_1: Final = re.compile(
    r"\btype[- ](?:1|I|one)\b(?![I.]\d)|\bjuvenile\b|\bIDDM\b|\bketosis[- ]prone|\bT1DM?\b|\bDM ?(?:1|I)\b", re.I
)
_TYPE_2: Final = re.compile(
    r"\btype[- ](?:2|II|two)\b|\bNIDDM\b|\bT2DM?\b|\bDM ?(?:2|II)\b|\badult[- ]onset\b|\bnon-?insulin[- ]dependent",
    re.I,
)
_DIABETES: Final = re.compile(r"\bdiabet\w+|\bDM\b", re.I)
_CODED_1: Final = tuple(f"250.{kind}{digit}" for kind in range(10) for digit in (1, 3))
_CODED_2: Final = tuple(f"250.{kind}{digit}" for kind in range(10) for digit in (0, 2))


@rule(
    cites=Guideline("I.C.3.a.2", page=27),
    severity=Severity.ERROR,
    on=_CODED_1,
    needs=STATED,
    passes=(
        "250.01 | says type 1 diabetes",
        "250.00 | says diabetes, type not stated",
        "250.01 | says diabetic, takes insulin",
        "250.01, 486 | says pneumonia",
    ),
    flags={
        "250.01 | says diabetes mellitus, type not documented": "250.01",
        "486, 250.61, 357.2 | says pneumonia; diabetic neuropathy": "250.61",
    },
)
def type_1_that_is_not_documented(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes as of type I, of no type in the record.

    Where the type is not documented the default is type II.
    """
    words = encounter.documentation
    named = affirms(words, _TYPE_1) or affirms(words, _TYPE_2) or re.search(r"\binsulin\b", words, re.I)
    if _DIABETES.search(words) and not named:
        for diagnosis in encounter.within(*_CODED_1)[:1]:
            yield look_at(diagnosis, "the type is not documented: type II is the default")


@rule(
    cites=Guideline("I.C.3.a.1", page=26),
    severity=Severity.ERROR,
    on=("250",),
    needs=STATED,
    passes=(
        "250.01 | says type 1 diabetes",
        "250.60, 357.2 | says type 2 diabetic",
        "250.01 | says type I, not type II",
    ),
    flags={
        "250.01 | says type 2 diabetes on insulin": "250.01",
        "250.60, 357.2 | says type 1 diabetic with polyneuropathy": "250.60",
    },
)
def diabetes_of_the_other_type(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes whose fifth digit is of another type than the record's.

    0 and 2 are for type II or unspecified, 1 and 3 for type I.
    """
    words = encounter.documentation
    one, two = affirms(words, _TYPE_1), affirms(words, _TYPE_2)
    if one is not two:
        for diagnosis in encounter.within(*(_CODED_2 if one else _CODED_1)):
            yield look_at(diagnosis, f"the record says type {'I' if one else 'II'}")


@rule(
    cites=Guideline("I.C.3.a.1", page=26),
    severity=Severity.ERROR,
    on=tuple(f"250.{kind}{digit}" for kind in range(10) for digit in (0, 1)),
    needs=STATED,
    passes=(
        "250.02 | says uncontrolled type 2 diabetes",
        "250.00, 401.9 | says diabetes; uncontrolled hypertension",
        "250.00 | says diabetes, not uncontrolled",
    ),
    flags={
        "250.00 | says uncontrolled diabetes mellitus": "250.00",
        "250.60, 357.2 | says type 2 diabetes, uncontrolled, with polyneuropathy": "250.60",
        "250.41, 583.81 | says type 1 diabetic nephropathy, diabetes out of control": "250.41",
    },
)
def uncontrolled_diabetes_as_controlled(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes that the record calls uncontrolled, whose fifth digit does not.

    The fifth digits 2 and 3 are for uncontrolled diabetes.
    """
    if affirms(encounter.documentation, _UNCONTROLLED) and not encounter.has(
        *(f"250.{kind}{digit}" for kind in range(10) for digit in (2, 3))
    ):
        for diagnosis in encounter.within("250")[:1]:
            yield look_at(diagnosis, "the record calls the diabetes uncontrolled")


_UNCONTROLLED: Final = re.compile(
    r"\b(?:uncontrolled|out[- ]of[- ]control)\b(?!,? (?:hypertens|HTN|asthma|pain))[^.;,]{0,40}\b(?:diabet|DM\b)|"
    r"\b(?:diabet\w*|DM)\b(?:[^.;,]{0,40}|, )(?<!hypertension )\b(?:uncontrolled|out of control)\b(?! "
    r"(?:hypertens|HTN))",
    re.I,
)

_ROUTINE_USE: Final = (
    r"\b(?:on|takes|taking|uses|using|injects|long[- ]term|home|daily|routine\w*|chronic\w*|maintained on|managed with|"
    r"treated with|controlled (?:by|with))\b[^.;]*\binsulin\b|\binsulin[- ](?:treated|requiring|dependent)\b"
)
_NOT_ROUTINE: Final = (
    r"\btemporar|\bsliding|\bpump failure|\binsulin\b[^.;]*\b(?:only|for (?:\w+ ){1,2}(?:days?|hours)|this (?:stay|"
    r"admission)|drip|infusion)\b|\b(?:no|not|never|without|denies)\b[^.;]*\binsulin"
)


def _insulin_told(codes: tuple[str, ...], says: str) -> Shape:
    """Routine use of insulin beside one of these codes, which V58.67 does not say."""
    return told(codes, _ROUTINE_USE, says, but=_NOT_ROUTINE, unless=("V58.67",))


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "type_1_for_the_insulin",
        "Diabetes of type I by no more than the use of insulin.",
        "The use of insulin does not make a diabetes type I; where no type is documented it is type II.",
        Guideline("I.C.3.a.3", page=27, also=("I.C.3.a.2",)),
        Severity.ERROR,
        Shape(_CODED_1, lambda encounter, book: _by_insulin(encounter)),
        needs=STATED,
        passes=("250.01 | says type 1 diabetes on insulin", "250.00, V58.67 | says diabetes, takes insulin"),
        flags={
            "250.01 | says diabetes, takes insulin": "250.01",
            "250.03, V58.67 | says diabetic on insulin": "250.03",
        },
    ),
    shaped(
        "insulin_that_is_not_coded",
        "Routine use of insulin that is not coded.",
        "For patients of type II who routinely use insulin V58.67 is assigned too.",
        Guideline("I.C.3.a.3", page=27),
        Severity.WARNING,
        _insulin_told(_CODED_2, "the long-term use of insulin is V58.67"),
        needs=STATED,
        passes=("250.00, V58.67 | says diabetes, takes insulin", "250.02 | says diabetes, temporarily on insulin"),
        flags={
            "250.00 | says diabetes, takes insulin": "250.00",
            "250.60, 357.2 | says uses insulin daily": "250.60",
            "250.00 | says type 2 diabetic who injects insulin every day": "250.00",
        },
    ),
    shaped(
        "insulin_in_pregnancy_that_is_not_coded",
        "Gestational diabetes treated with insulin, without the code of that.",
        "V58.67 is assigned too if the gestational diabetes is being treated with insulin.",
        Guideline("I.C.11.g", page=47, also=("I.C.11.f",)),
        Severity.WARNING,
        _insulin_told(("648.8",), "treated with insulin it has V58.67 too"),
        needs=STATED,
        passes=("648.83, V58.67 | says gestational diabetes on insulin", "648.83 | says gestational, diet controlled"),
        flags={
            "648.83 | says gestational diabetes, on insulin": "648.83",
            "648.81, V27.0 | says gestational diabetes treated with insulin": "648.81",
        },
    ),
    shaped(
        "insulin_in_secondary_diabetes_that_is_not_coded",
        "Routine use of insulin in secondary diabetes, which is not coded.",
        "For patients who routinely use insulin V58.67 is assigned too.",
        Guideline("I.C.3.a.7.b", page=28),
        Severity.WARNING,
        _insulin_told(("249",), "the long-term use of insulin is V58.67"),
        needs=STATED,
        passes=("249.00, V58.67 | says secondary diabetes on insulin", "249.00 | says temporarily on insulin"),
        flags={
            "249.00, 577.1 | says diabetes due to pancreatitis, takes insulin daily": "249.00",
            "249.00, E932.0 | says steroid diabetes, uses insulin at home": "249.00",
        },
    ),
)


def _by_insulin(encounter: Encounter) -> Iterator[Flag]:
    words = encounter.documentation
    typed = affirms(words, _TYPE_1) or affirms(words, _TYPE_2)
    if _DIABETES.search(words) and re.search(r"\binsulin\b", words, re.I) and not typed:
        for diagnosis in encounter.within(*_CODED_1)[:1]:
            yield look_at(diagnosis, "is type I documented? The use of insulin does not make it so")
