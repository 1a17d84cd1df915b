"""Guidelines I.C.11.a-b: the codes of pregnancy and their digits, prenatal visits, deliveries and their outcome."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from mainterm.model.code import spans_of, within_any
from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter, Setting
from mainterm.rules.declare import (
    Between,
    Call,
    Fix,
    Flag,
    Guideline,
    Mend,
    Severity,
    look_at,
    move_first,
    remove,
    rule,
)

OBSTETRIC: Final = ("630-679",)
"""Chapter 11."""
BY_EPISODE: Final = ("640-649", "651-676")
"""Categories whose fifth digit denotes the episode of care."""
ROUTINE: Final = ("V22.0", "V22.1")
SUPERVISION: Final = (*ROUTINE, "V23")
"""Visits for the pregnancy itself."""
OUTCOME: Final = ("V27",)
AFTERWARDS: Final = ("V24.1-V24.2",)
"""Visits after the delivery."""


def with_digit(encounter: Encounter, book: Book, digits: str) -> tuple[Diagnosis, ...]:
    """The diagnoses whose fifth digit, for the episode of care, is one of these."""
    return encounter.which(_by_episode(digits), book)


@cache
def _by_episode(digits: str) -> Call:
    return lambda _, code: _has_digit(code, digits) and within_any(code, BY_EPISODE)


def _has_digit(code: str, digits: str) -> bool:
    return len(code) == len("640.00") and code[-1] in digits


def _episodes_differ(_: Book, code: str, other: str) -> bool:
    """Whether the one is of a delivery or before it, and the other of an episode after that."""
    return _has_digit(code, "123") and _has_digit(other, "34") and code[-1] != other[-1]


@rule(
    cites=Guideline("I.C.11.a.1", page=44),
    severity=Severity.ERROR,
    on=OBSTETRIC,
    passes=("648.23, 280.9", "V23.82, 648.83", "280.9", "V58.11, 654.43", "618.04, 677"),
    flags={"280.9, 648.23": "648.23", "250.01, 648.03": "648.03"},
)
def obstetric_code_not_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A code of another chapter in front of those of chapter 11.

    Chapter 11 has sequencing priority: what its codes leave open is told by further codes behind them. 677 alone
    stands behind what is left of a complication (I.C.11.j.3); HIV in front is told apart (I.C.11.d).
    """
    principal = encounter.principal
    if principal and principal.within("001-999") and not principal.within(*OBSTETRIC, "042"):
        for diagnosis in encounter.within("630-676", "678-679")[:1]:
            yield move_first(diagnosis, "codes of chapter 11 stand before those of other chapters")


@rule(
    cites=Guideline("I.C.11.a.2", page=44, also=("I.C.15.a.1",)),
    severity=Severity.ERROR,
    on=("V30-V39",),
    beside=OBSTETRIC,
    passes=("V30.00, 770.6", "650, V27.0"),
    flags={"V30.00, 656.51": "656.51", "V31.01, 651.01": "651.01"},
)
def obstetric_code_on_newborn_record(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A code of chapter 11 on the record of a birth.

    Chapter 11 is for the mother's record only.
    """
    if encounter.has("V30-V39"):
        for diagnosis in encounter.within(*OBSTETRIC):
            yield look_at(diagnosis, "codes of chapter 11 are never used on the newborn's record")


@rule(
    cites=Guideline("I.C.11.a.4", page=44),
    severity=Severity.ERROR,
    on=BY_EPISODE,
    between=Between(lambda *_: spans_of(BY_EPISODE).categories, _episodes_differ),
    passes=("642.51, 648.21, 280.9", "642.53, 648.23", "666.12, 664.11"),
    flags={"642.51, 648.23": "648.23", "663.31, 646.64": "646.64", "648.23, 674.54": "674.54"},
)
def fifth_digits_contradict(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Fifth digits of delivery and of an episode without one on the same record.

    All of them must be consistent: where a delivery occurs, all say so.
    """
    for delivered in with_digit(encounter, book, "12")[:1]:
        for diagnosis in with_digit(encounter, book, "34"):
            yield look_at(diagnosis, f"{delivered.told} says that a delivery occurred in this episode", delivered)
    if not with_digit(encounter, book, "12"):
        for antepartum in with_digit(encounter, book, "3")[:1]:
            for diagnosis in with_digit(encounter, book, "4"):
                yield look_at(diagnosis, f"{antepartum.told} says that the patient is not delivered", antepartum)


@rule(
    cites=Guideline("I.C.11.b.1", page=44, also=("I.C.18.d.11", "IV.P")),
    severity=Severity.ERROR,
    on=ROUTINE,
    passes=("V22.0", "V22.1, V28.3", "V23.82, 648.83"),
    flags={"V22.1, 648.83": "V22.1", "V22.0, 643.03": "V22.0", "643.03, V22.0 | outpatient": "V22.0"},
)
def routine_prenatal_visit_with_complication(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A routine prenatal visit together with a complication.

    V22.0 and V22.1 are for visits without complication, and not used with codes of chapter 11.
    """
    for complication in encounter.within(*OBSTETRIC)[:1]:
        for diagnosis in encounter.within(*ROUTINE):
            yield remove(diagnosis, f"{diagnosis.code} is not used with codes of chapter 11", complication)


@rule(
    cites=Guideline("I.C.11.b.4", page=45),
    severity=Severity.WARNING,
    on=("669.7",),
    passes=("669.71, V27.0", "652.21, V27.0", "669.71, 664.01, V27.0"),
    flags={"642.51, 669.71, V27.0": "669.71", "669.71, 652.21, V27.0": "669.71"},
)
def cesarean_without_indication_beside_one(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Cesarean delivery without an indication, beside a complication that may be one.

    The condition that led to the cesarean is coded; 669.7 is for one of which no indication is mentioned.
    """
    for indication in encounter.within("641-642", "652-656", "658-663")[:1]:
        for diagnosis in encounter.within("669.7"):
            yield remove(
                diagnosis, f"669.7 is for a cesarean without indication; {indication.code} may be one", indication
            )


@rule(
    cites=Guideline("I.C.11.b.4", page=45),
    severity=Severity.WARNING,
    on=("669.5",),
    passes=("669.51, V27.0", "656.81, V27.0", "669.51, 664.01, V27.0"),
    flags={"656.81, 669.51, V27.0": "669.51", "669.51, 662.21, V27.0": "669.51"},
)
def instruments_without_indication_beside_one(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Delivery by forceps or vacuum without an indication, beside a complication for which they are used.

    The complication of the delivery is coded; 669.5 is for instruments of which no indication is mentioned.
    """
    for indication in encounter.within("656.3", "656.8", "659.7", "661", "662")[:1]:
        for diagnosis in encounter.within("669.5"):
            yield remove(
                diagnosis, f"669.5 is for instruments without indication; {indication.code} may be one", indication
            )


@rule(
    cites=Guideline("I.C.11.b.5", page=45),
    severity=Severity.WARNING,
    on=("650", *BY_EPISODE),
    unless=OUTCOME,
    passes=("650, V27.0", "666.12, V27.0", "648.23", "635.92", "650 | outpatient", "633.80, 649.01"),
    flags={"650": "650", "664.11, 648.21": "648.21"},
)
def delivery_without_outcome(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A delivery without its outcome.

    A code of V27 belongs on every record of a mother who delivered in this episode.
    """
    delivered = (*encounter.within("650"), *with_digit(encounter, book, "12"))
    at_birth = encounter.setting is not Setting.OUTPATIENT and not encounter.has("630-639")
    if delivered and at_birth and not encounter.has(*OUTCOME):
        last = max(delivered, key=encounter.position)
        missing = Fix(Mend.ADD_AFTER, last.told, "V27")
        others = (each for each in delivered if each is not last)
        yield Flag((last, *others), "the outcome of delivery is coded too, from V27", missing)


@rule(
    cites=Guideline("I.C.11.b.5", page=45),
    severity=Severity.ERROR,
    on=OUTCOME,
    beside=("V30-V39",),
    passes=("650, V27.0", "V30.00"),
    flags={"V30.00, V27.0": "V27.0", "V31.00, 765.18, V27.2": "V27.2"},
)
def outcome_on_newborn_record(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The outcome of delivery on the record of the newborn.

    V27 is for the record of the mother's delivery only.
    """
    if encounter.has("V30-V39"):
        for diagnosis in encounter.within(*OUTCOME):
            yield remove(diagnosis, "the outcome of delivery is not coded on the newborn's record")


@rule(
    cites=Guideline("I.C.11.b.5", page=45),
    severity=Severity.ERROR,
    on=OUTCOME,
    beside=(*BY_EPISODE, *AFTERWARDS),
    unless=("650",),
    passes=("650, V27.0", "666.12, V27.0", "V27.0"),
    flags={"670.14, V27.0": "V27.0", "648.23, V27.0": "V27.0", "V24.2, V27.0": "V27.0"},
)
def outcome_without_delivery(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The outcome of delivery where the fifth digits say that none occurred in this episode.

    V27 is not for records before or after that of the delivery.
    """
    elsewhere = with_digit(encounter, book, "34") or encounter.has(*AFTERWARDS)
    if elsewhere and not with_digit(encounter, book, "12") and not encounter.has("650"):
        for diagnosis in encounter.within(*OUTCOME):
            yield look_at(diagnosis, "the outcome of delivery is coded in the episode of the delivery only")
