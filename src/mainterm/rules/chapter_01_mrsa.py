"""Guidelines I.C.1.c: staphylococcus aureus that resists methicillin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Rule,
    Severity,
    remove,
    rule,
)
from mainterm.rules.shapes import goes_with, not_beside, shaped

INFECTED: Final = (
    *(
        "001-040",
        "042-139",
        "320-326",
        "360",
        "376.0",
        "380-383",
        "420-422",
        "451",
        "460-466",
        "473",
        "480-491",
        "510",
        "513",
    ),
    *("519.01", "528", "536.41", "540-542", "566-567", "569.5", "569.61", "572.0", "575-576", "590", "595", "597-601"),
    *("599.0", "604", "607-608", "611.0", "614-616", "670", "674.3", "675", "680-686", "691-692", "705.83", "707"),
    *("711", "728.0", "728.86", "730", "771", "785.4", "790.7", "870-897", "958.3", "996.6", "997", "998.5", "999.3"),
)
"""Where an infection, or what may be infected, is classified."""
INFECTED_ELSEWHERE: Final = tuple(span for span in INFECTED if span not in {"001-040", "480-491"})
"""Of these, what is neither septicemia nor pneumonia, and may have the organism for itself."""


@rule(
    cites=Guideline("I.C.1.c.1.a", page=21),
    severity=Severity.ERROR,
    on=("041.12",),
    beside=("038.12", "482.42"),
    unless=INFECTED_ELSEWHERE,
    passes=("038.12, 995.91", "482.42", "682.6, 041.12", "482.42, 510.9, 041.12"),
    flags={"038.12, 995.91, 041.12": "041.12", "482.42, 041.12, 496": "041.12"},
)
def mrsa_coded_twice(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """MRSA as an additional code beside a code that includes it.

    Where the code of the infection names the organism, 041.12 is not assigned.
    """
    named = encounter.within("038.12", "482.42")
    if named and not encounter.has(*INFECTED_ELSEWHERE):
        for diagnosis in encounter.within("041.12"):
            yield remove(diagnosis, "the code of the infection includes the organism", *named)


@rule(
    cites=Guideline("I.C.1.c.1.b", page=22),
    severity=Severity.ERROR,
    on=("V09.0",),
    passes=("682.6, 041.12", "682.6, 041.7, V09.1"),
    flags={"682.6, 041.12, V09.0": "V09.0", "998.59, 041.12, V09.0": "V09.0"},
)
def mrsa_with_resistance(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Resistance to penicillins beside MRSA.

    The codes of methicillin resistant Staphylococcus aureus say it; V09.0 is not assigned.
    """
    named = encounter.within("041.12")
    for diagnosis in encounter.within("V09.0") if named else ():
        yield remove(diagnosis, "the code of the organism includes its resistance", *named)


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "mrsa_by_a_combination_code_with_resistance",
        "Resistance to penicillins beside a code that has MRSA in it.",
        "038.12 and 482.42 have the organism and its resistance; V09.0 is not added.",
        Guideline("I.C.1.c.1.a", page=21),
        Severity.ERROR,
        not_beside(("V09.0",), ("038.12", "482.42"), "the combination code includes the resistance"),
        passes=("482.42", "038.12, 995.91"),
        flags={"482.42, V09.0": "V09.0", "038.12, 995.91, V09.0": "V09.0"},
    ),
    shaped(
        "mrsa_of_no_infection",
        "MRSA without the infection that it causes.",
        "041.12 stands along with the code of the condition; a mere carrier is V02.54.",
        Guideline("I.C.1.c.1.b", page=22),
        Severity.QUERY,
        goes_with(("041.12",), INFECTED, "which infection is due to MRSA? Colonization is V02.54"),
        passes=("682.6, 041.12", "998.59, 041.12", "996.66, 041.12"),
        flags={"041.12, 401.9": "041.12", "820.8, 041.12": "041.12"},
    ),
)
