"""Medicare's code edits, for inpatients: diagnoses and procedures against the patient's age and sex."""

from __future__ import annotations

from collections.abc import Iterator

from mainterm.model.edition import Book
from mainterm.model.edits import EditKind
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import CodeEdit, Flag, Need, Severity, rule
from mainterm.rules.edit_lists import in_list, listed_in, performed_in


def _outside(encounter: Encounter, first: int, last: int) -> bool:
    """Whether the patient's age in years is not from `first` to `last`; one that is told in days is 0."""
    return not encounter.aged(first, last)


@rule(
    cites=CodeEdit("4", "Age conflict, list 4.A"),
    severity=Severity.WARNING,
    when=in_list(EditKind.NEWBORN_ONLY),
    needs=(
        Need.SETTING,
        Need.AGE,
    ),
    passes=("769, V30.00 | inpatient 0dM", "774.6 | inpatient 5dF", "769 | outpatient 3M"),
    flags={"769 | inpatient 3M": "769", "486, 774.6 | inpatient 40F": "774.6"},
)
def newborn_diagnosis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A diagnosis of newborns at another age.

    The edit has it for age 0 only; the guidelines let what began before birth be coded throughout life (I.C.15.a).
    """
    yield from listed_in(
        encounter, book, EditKind.NEWBORN_ONLY, _outside(encounter, 0, 0), "it is a diagnosis of newborns"
    )


@rule(
    cites=CodeEdit("4", "Age conflict, list 4.B"),
    severity=Severity.ERROR,
    when=in_list(EditKind.PEDIATRIC_ONLY),
    needs=(
        Need.SETTING,
        Need.AGE,
    ),
    passes=("995.54 | inpatient 4F", "V85.54, 278.01 | outpatient 40F"),
    flags={"995.54 | inpatient 40F": "995.54", "278.01, V85.54 | inpatient 18M": "V85.54"},
)
def pediatric_diagnosis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A diagnosis of children at another age.

    The edit has it for ages 0 to 17: see to the code, or to the age.
    """
    yield from listed_in(
        encounter, book, EditKind.PEDIATRIC_ONLY, _outside(encounter, 0, 17), "it is a diagnosis of children"
    )


@rule(
    cites=CodeEdit("4", "Age conflict, list 4.C"),
    severity=Severity.ERROR,
    when=in_list(EditKind.MATERNITY_ONLY),
    needs=(
        Need.SETTING,
        Need.AGE,
    ),
    passes=("650, V27.0 | inpatient 30F", "642.41 | inpatient 12F"),
    flags={"650 | inpatient 60F": "650", "486, 648.93 | inpatient 9F": "648.93"},
)
def maternity_diagnosis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A diagnosis of maternity at another age.

    The edit has it for ages 12 to 55: see to the code, or to the age.
    """
    yield from listed_in(
        encounter,
        book,
        EditKind.MATERNITY_ONLY,
        _outside(encounter, 12, 55),
        "it is a diagnosis of maternity",
    )


@rule(
    cites=CodeEdit("4", "Age conflict, list 4.D"),
    severity=Severity.ERROR,
    when=in_list(EditKind.ADULT_ONLY),
    needs=(
        Need.SETTING,
        Need.AGE,
    ),
    passes=("600.00 | inpatient 70M", "486 | inpatient 9M"),
    flags={"366.16 | inpatient 9M": "366.16", "486, 571.2 | inpatient 10M": "571.2"},
)
def adult_diagnosis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A diagnosis of adults at another age.

    The edit has it for ages 15 to 124: see to the code, or to the age.
    """
    yield from listed_in(
        encounter, book, EditKind.ADULT_ONLY, _outside(encounter, 15, 124), "it is a diagnosis of adults"
    )


@rule(
    cites=CodeEdit("5", "Sex conflict, list 5.A"),
    severity=Severity.ERROR,
    when=in_list(EditKind.FEMALE_ONLY),
    needs=(
        Need.SETTING,
        Need.SEX,
    ),
    passes=("650, V27.0 | inpatient 30F", "486 | inpatient 30M"),
    flags={"218.9 | inpatient 50M": "218.9", "486, 614.9 | inpatient 30M": "614.9"},
)
def female_diagnosis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A diagnosis of women in a patient of the other sex.

    See to the code, or to the sex.
    """
    yield from listed_in(encounter, book, EditKind.FEMALE_ONLY, encounter.sex == "M", "it is a diagnosis of women")


@rule(
    cites=CodeEdit("5", "Sex conflict, list 5.C"),
    severity=Severity.ERROR,
    when=in_list(EditKind.MALE_ONLY),
    needs=(
        Need.SETTING,
        Need.SEX,
    ),
    passes=("185 | inpatient 70M", "486 | inpatient 70F"),
    flags={"185 | inpatient 70F": "185", "486, 600.00 | inpatient 70F": "600.00"},
)
def male_diagnosis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A diagnosis of men in a patient of the other sex.

    See to the code, or to the sex.
    """
    yield from listed_in(encounter, book, EditKind.MALE_ONLY, encounter.sex == "F", "it is a diagnosis of men")


@rule(
    cites=CodeEdit("5", "Sex conflict, list 5.B"),
    severity=Severity.ERROR,
    on=("65-75", "87-89", "91-92", "96-99"),
    needs=(
        Need.SETTING,
        Need.SEX,
    ),
    passes=("218.9 | px 68.49 | inpatient 50F", "540.9 | px 47.01 | inpatient 50M"),
    flags={"486 | px 68.49 | inpatient 50M": "68.49", "486 | px 96.71, 69.09 | inpatient 50M": "69.09"},
)
def female_procedure(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A procedure of women in a patient of the other sex.

    See to the code, or to the sex.
    """
    yield from performed_in(encounter, book, EditKind.FEMALE_ONLY, encounter.sex == "M", "it is a procedure of women")


@rule(
    cites=CodeEdit("5", "Sex conflict, list 5.D"),
    severity=Severity.ERROR,
    on=("60-64", "87", "98-99"),
    needs=(
        Need.SETTING,
        Need.SEX,
    ),
    passes=("600.01 | px 60.29 | inpatient 70M", "540.9 | px 47.01 | inpatient 50F"),
    flags={"486 | px 60.29 | inpatient 70F": "60.29", "486 | px 96.71, 62.5 | inpatient 70F": "62.5"},
)
def male_procedure(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A procedure of men in a patient of the other sex.

    See to the code, or to the sex.
    """
    yield from performed_in(encounter, book, EditKind.MALE_ONLY, encounter.sex == "F", "it is a procedure of men")
