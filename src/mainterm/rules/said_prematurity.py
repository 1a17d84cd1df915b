"""Guidelines I.C.15.i: what the words of the record decide of prematurity, birth weight and weeks of gestation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Severity,
    look_at,
    replace_by,
    rule,
)
from mainterm.rules.telling import (
    STATED,
    affirms,
)

_GRAMS: Final = re.compile(r"\b(\d{3,4}|\d,\d{3})[- ]?(?:g|gm|gms|grams?)\b", re.I)
_WEEKS: Final = re.compile(
    r"\b(2\d|3\d|4[0-4])(?: ?\d/7|\.\d| and \w+ days)?[- ]?(?:completed )?(?:weeks?|wks?)\b", re.I
)
_WEIGHTS: Final = (500, 750, 1000, 1250, 1500, 1750, 2000, 2500)
"""Grams from which on the next fifth digit of 764 and 765.0-765.1 holds, of which the first is 1."""
_GESTATION: Final = (24, 25, 27, 29, 31, 33, 35, 37)
"""Completed weeks from which on the next fifth digit of 765.2 holds, of which the first is 1."""
_TERM: Final = re.compile(
    r"(?<!pre)(?<!pre-)\b(?:full[- ])?term (?:newborn|infant|baby|birth|male|female)|\bat term\b", re.I
)


def _digit(words: str, measured: re.Pattern[str], bounds: tuple[int, ...]) -> str:
    """The fifth digit of the one measure that the words tell; "" where there is none, or more than one."""
    told = {int(found.replace(",", "")) for found in measured.findall(words)}
    return str(1 + sum(told.copy().pop() >= bound for bound in bounds)) if len(told) == 1 else ""


@rule(
    cites=Guideline("I.C.15.i", page=56),
    severity=Severity.ERROR,
    on=("764", "765.0-765.1"),
    needs=STATED,
    passes=(
        "V30.00, 765.17, 765.27 | says 1,850 grams at 33 weeks",
        "V30.00, 765.10, 765.20 | says premature",
        "V30.00, 765.18 | says birth weight 2100 g, sibling 1900 g",
    ),
    flags={
        "V30.00, 765.18, 765.27 | says premature, 1800 grams, 33 weeks": "765.18",
        "V30.01, 764.05 | says small for dates, birth weight 2,200 g": "764.05",
    },
)
def birth_weight_that_is_another(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A fifth digit of another birth weight than the record tells.

    The fifth digits of 764, 765.0 and 765.1 tell the weight in grams.
    """
    digit = _digit(encounter.documentation, _GRAMS, _WEIGHTS)
    for diagnosis in encounter.within("764", "765.0-765.1"):
        if digit and len(diagnosis.code) == len("765.10") and diagnosis.code[-1] not in {digit, "0"}:
            yield replace_by(diagnosis, diagnosis.code[:-1] + digit, "the fifth digit is of another weight")


@rule(
    cites=Guideline("I.C.15.i", page=56),
    severity=Severity.ERROR,
    on=("765.2",),
    needs=STATED,
    passes=(
        "V30.00, 765.18, 765.27 | says 34 weeks",
        "V30.00, 765.18, 765.28 | says 35 5/7 weeks",
        "V30.00, 765.18, 765.20 | says premature",
    ),
    flags={
        "V30.00, 765.18, 765.28 | says premature at 34 weeks": "765.28",
        "V30.00, 765.16, 765.25 | says 1600 grams, 32 weeks gestation": "765.25",
    },
)
def weeks_of_gestation_that_are_others(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A code of 765.2 for other weeks of gestation than the record tells.

    Its fifth digit tells the completed weeks.
    """
    digit = _digit(encounter.documentation, _WEEKS, _GESTATION)
    for diagnosis in encounter.within("765.2"):
        if digit and len(diagnosis.code) == len("765.10") and diagnosis.code[-1] not in {digit, "0"}:
            yield replace_by(diagnosis, f"765.2{digit}", "the fifth digit is of other weeks")


_UNDOCUMENTED: Final = re.compile(
    r"\bpre-?(?:term|matur)\w*\b[^.;,]{0,12}\bnot (?:documented|stated|diagnosed)|\b(?:no|not) (?:\w+ "
    r"){0,3}pre-?(?:term|matur)\w*",
    re.I,
)


@rule(
    cites=Guideline("I.C.15.i", page=56),
    severity=Severity.ERROR,
    on=("765.0-765.1",),
    needs=STATED,
    passes=("V30.00, 765.18, 765.28 | says preterm infant", "V30.00, 764.08 | says term infant, small for dates"),
    flags={
        "V30.00, 765.18 | says term newborn, 2400 grams": "765.18",
        "V30.00, 765.19, 765.29 | says born at 38 weeks, 2600 g": "765.19",
        "V30.00, 765.18, 765.29 | says 2,450 g at 38 weeks; prematurity not documented": "765.18",
    },
)
def prematurity_of_a_term_newborn(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Prematurity of a newborn that the record calls one at term.

    Prematurity is assigned where the provider documents it, not by the weight alone.
    """
    words = encounter.documentation
    late = _digit(words, _WEEKS, _GESTATION) == "9"
    words = _UNDOCUMENTED.sub("", words)
    if (affirms(words, _TERM) or late) and not re.search(r"\bpre-?(?:term|matur)", words, re.I):
        for diagnosis in encounter.within("765.0-765.1")[:1]:
            yield look_at(diagnosis, "the record tells a birth at term, not prematurity")
