"""Guidelines I.C.3 and I.C.4: what the words of the record decide of diabetes and anemia."""

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
from mainterm.rules.shapes import shaped
from mainterm.rules.telling import STATED, told

_PASSING: Final = re.compile(
    r"\binsulin\b[^.;]*\b(?:temporar\w+|sliding[- ]scale|only (?:while|during)|during (?:the|this) "
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


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "type_1_for_the_insulin",
        "Diabetes of type I by no more than the use of insulin.",
        "The use of insulin does not make a diabetes type I; where no type is documented it is type II.",
        Guideline("I.C.3.a.3", page=27),
        Severity.ERROR,
        told(
            tuple(f"250.{kind}{type_1}" for kind in range(10) for type_1 in (1, 3)),
            r"\binsulin\b",
            "is type I documented? The use of insulin does not make it so",
            but=r"\b(?:type|juvenile|IDDM|ketosis[- ]prone)\b",
        ),
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
        told(
            tuple(f"250.{kind}{type_2}" for kind in range(10) for type_2 in (0, 2)),
            r"\b(?:on|takes|uses|using|long[- ]term|home|daily|routinely)\b[^.;]*\binsulin\b",
            "the long-term use of insulin is V58.67",
            but=r"\btemporar|\bsliding|\bpump failure",
            unless=("V58.67",),
        ),
        needs=STATED,
        passes=("250.00, V58.67 | says diabetes, takes insulin", "250.02 | says diabetes, temporarily on insulin"),
        flags={"250.00 | says diabetes, takes insulin": "250.00", "250.60, 357.2 | says uses insulin daily": "250.60"},
    ),
)
