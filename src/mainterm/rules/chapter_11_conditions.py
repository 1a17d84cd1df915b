"""Guidelines I.C.11.e-f, continued: the condition behind its code of pregnancy, and that code before its condition."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from mainterm.model.code import spans_of
from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_11 import BY_EPISODE, OBSTETRIC
from mainterm.rules.chapter_11_current import COMPLICATING
from mainterm.rules.declare import Call, Flag, Guideline, Severity, add_before, look_at, rule

_CONDITIONS: Final = ("001-999", "V01-V91")
CURRENT: Final = (
    ("648.1", ("240-246",)),
    ("648.2", ("280-289",)),
    ("648.3", ("304", "305")),
    ("648.4", ("290-303", "305-319")),
    ("648.5", ("745-747",)),
    ("648.6", ("390-429", "440-459")),
    ("648.7", ("710-739",)),
    ("648.9", _CONDITIONS),
)
"""Current conditions in the mother, and where the condition itself is classified."""

_OTHER: Final = "648.9"
_OF_THEIR_OWN: Final = tuple(row for row in COMPLICATING if row[1] != _OTHER)
"""The diseases that have a code of their own in pregnancy: they are none of the "other" conditions."""


_PREGNANT: Final = spans_of((*OBSTETRIC, "V22-V24", "V27", "V28"))


@cache
def _coded_apart(conditions: tuple[str, ...], but: tuple[str, ...] = ()) -> Call:
    """Whether a code is of these conditions, and not of the pregnancy, nor of those."""
    these, those = spans_of(conditions), spans_of(but)
    return lambda _, code: these.hold(code) and not those.hold(code) and not _PREGNANT.hold(code)


@rule(
    cites=Guideline("I.C.11.e", page=46),
    severity=Severity.WARNING,
    on=("648.1-648.7", "648.9"),
    passes=("648.23, 280.9", "648.93, 493.90", "648.13, 244.9"),
    flags={"648.23": "648.23", "648.13, V23.82": "648.13"},
)
def current_condition_that_is_not_told(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A current condition that complicates pregnancy without the code of the condition.

    Additional codes from other chapters identify it.
    """
    for heading, conditions in CURRENT:
        for diagnosis in encounter.within(heading)[:1]:
            if not encounter.which(_coded_apart(conditions), book):
                yield look_at(diagnosis, "which is the condition? It is coded too")


@rule(
    cites=Guideline("I.C.11.e", page=46, also=("I.C.11.a.1",)),
    severity=Severity.WARNING,
    on=(_OTHER,),
    passes=("648.93, 493.90", "646.63, 599.0", "648.93, 493.90, 599.0", "646.61, 648.91, 599.0, V27.0"),
    flags={"648.91, 599.0, V27.0": "648.91", "648.93, 280.9": "648.93", "648.93, 098.0": "648.93"},
)
def current_condition_with_a_code_of_its_own(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition that complicates pregnancy as one of the "other" ones, where its kind has a code of its own.

    Infections of the urinary tract are in 646.6, communicable diseases in 647, anemia, disorders of the heart and of
    the thyroid in 648; 648.9 is for what has no such place.
    """
    for conditions, heading in _OF_THEIR_OWN:
        if not encounter.which(_coded_apart(_CONDITIONS, conditions), book) and not encounter.has(heading):
            apart = encounter.which(_coded_apart(_CONDITIONS), book)
            for diagnosis in encounter.within(_OTHER)[:1] if apart else ():
                yield look_at(diagnosis, f"in pregnancy the condition is {heading}", *apart)


@rule(
    cites=Guideline("I.C.11.f", page=46),
    severity=Severity.WARNING,
    on=("249", "250"),
    beside=(*BY_EPISODE, "V22.0-V22.1", "V23"),
    unless=("648.0",),
    passes=("648.03, 250.01", "V22.2, 250.00, 813.41", "250.00"),
    flags={"646.83, 250.01": "250.01", "V23.82, 250.00": "250.00"},
)
def diabetes_without_its_pregnancy_code(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes of a pregnant woman without the complication of pregnancy.

    Who is pregnant and diabetic has 648.0, and behind it the type of the diabetes.
    """
    if encounter.has(*BY_EPISODE, "V22.0-V22.1", "V23") and not encounter.has("648.0"):
        for diagnosis in encounter.within("249", "250")[:1]:
            yield add_before(diagnosis, "648.0", "diabetes in pregnancy is 648.0, the type of diabetes behind it")
