"""Medicare's code edits, for inpatients: codes against age and sex, what may be principal, what is not covered.

What a convention or guideline says already is its rule's: invalid codes (I.B.3), an E code as principal (I.C.19.a.6),
a code reported twice (I.B.14), a manifestation by the Tabular's note (I.A.6). The edits for nonspecific principal
diagnoses and for open biopsies had ended before FY2012; those that join several codes are in no list that is public.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.edits import EditKind
from mainterm.model.encounter import Diagnosis, Encounter, Setting
from mainterm.rules.declare import Call, CodeEdit, Flag, Need, Severity, rule
from mainterm.rules.notes import node_of

SECONDARY_REQUIRED: Final = ("V57.1", "V57.2", "V57.3", "V57.89", "V57.9")
"""Principal only with a secondary diagnosis: marked so in the manual, and in none of its lists."""


@lru_cache(maxsize=32_768)
def kinds(book: Book, code: str, volume: Volume = Volume.DISEASES) -> frozenset[EditKind]:
    """The lists in which a code stands."""
    return frozenset(edit.kind for edit in book.edits(code, volume))


@cache
def _in_list(kind: EditKind) -> Call:
    return lambda book, code: kind in kinds(book, code)


def _listed(encounter: Encounter, book: Book, kind: EditKind, applies: bool, says: str) -> Iterator[Flag]:
    """An inpatient's diagnoses that stand in a list, where it applies to the patient: one finding for all."""
    if applies and encounter.setting is Setting.INPATIENT:
        listed = encounter.which(_in_list(kind), book)
        if listed:
            yield Flag(listed, says)


def _outside(encounter: Encounter, first: int, last: int) -> bool:
    """Whether the patient's age in years is not from `first` to `last`; one that is told in days is 0."""
    return not encounter.aged(first, last)


def _performed(encounter: Encounter, book: Book, kind: EditKind, applies: bool, says: str) -> Iterator[Flag]:
    """An inpatient's procedures that stand in a list, where it applies to the patient: one finding for all."""
    if applies and encounter.setting is Setting.INPATIENT:
        listed = tuple(each for each in encounter.procedures if kind in kinds(book, each.code, Volume.PROCEDURES))
        if listed:
            yield Flag((), says, procedures=listed)


def _principal(encounter: Encounter, book: Book, kind: EditKind) -> Diagnosis | None:
    """An inpatient's principal diagnosis, if it stands in a list."""
    principal = encounter.principal if encounter.setting is Setting.INPATIENT else None
    return principal if principal and kind in kinds(book, principal.code) else None


@rule(
    cites=CodeEdit("4", "Age conflict, list 4.A"),
    severity=Severity.WARNING,
    when=_in_list(EditKind.NEWBORN_ONLY),
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
    yield from _listed(
        encounter, book, EditKind.NEWBORN_ONLY, _outside(encounter, 0, 0), "it is a diagnosis of newborns"
    )


@rule(
    cites=CodeEdit("4", "Age conflict, list 4.B"),
    severity=Severity.ERROR,
    when=_in_list(EditKind.PEDIATRIC_ONLY),
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
    yield from _listed(
        encounter, book, EditKind.PEDIATRIC_ONLY, _outside(encounter, 0, 17), "it is a diagnosis of children"
    )


@rule(
    cites=CodeEdit("4", "Age conflict, list 4.C"),
    severity=Severity.ERROR,
    when=_in_list(EditKind.MATERNITY_ONLY),
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
    yield from _listed(
        encounter,
        book,
        EditKind.MATERNITY_ONLY,
        _outside(encounter, 12, 55),
        "it is a diagnosis of maternity",
    )


@rule(
    cites=CodeEdit("4", "Age conflict, list 4.D"),
    severity=Severity.ERROR,
    when=_in_list(EditKind.ADULT_ONLY),
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
    yield from _listed(
        encounter, book, EditKind.ADULT_ONLY, _outside(encounter, 15, 124), "it is a diagnosis of adults"
    )


@rule(
    cites=CodeEdit("5", "Sex conflict, list 5.A"),
    severity=Severity.ERROR,
    when=_in_list(EditKind.FEMALE_ONLY),
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
    yield from _listed(encounter, book, EditKind.FEMALE_ONLY, encounter.sex == "M", "it is a diagnosis of women")


@rule(
    cites=CodeEdit("5", "Sex conflict, list 5.C"),
    severity=Severity.ERROR,
    when=_in_list(EditKind.MALE_ONLY),
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
    yield from _listed(encounter, book, EditKind.MALE_ONLY, encounter.sex == "F", "it is a diagnosis of men")


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
    yield from _performed(encounter, book, EditKind.FEMALE_ONLY, encounter.sex == "M", "it is a procedure of women")


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
    yield from _performed(encounter, book, EditKind.MALE_ONLY, encounter.sex == "F", "it is a procedure of men")


@rule(
    cites=CodeEdit("6", "Manifestation code as principal diagnosis"),
    severity=Severity.ERROR,
    when=_in_list(EditKind.MANIFESTATION),
    needs=(Need.SETTING,),
    first=True,
    passes=("282.62, 289.52 | inpatient", "785.52 | outpatient", "357.2, 250.60 | inpatient"),
    flags={"785.52, 038.9 | inpatient": "785.52", "289.52, 282.62 | inpatient": "289.52"},
)
def manifestation_by_the_edit(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A manifestation, by the edit, as the principal diagnosis.

    Here are those that the Tabular List does not mark as such.
    """
    principal = _principal(encounter, book, EditKind.MANIFESTATION)
    node = node_of(book, principal.code) if principal else None
    if principal and node and not node.manifestation:
        yield Flag((principal,), "the edit has it for a manifestation: the underlying condition is principal")


@rule(
    cites=CodeEdit("8", "Questionable admission"),
    severity=Severity.WARNING,
    when=_in_list(EditKind.QUESTIONABLE),
    needs=(Need.SETTING,),
    first=True,
    passes=("401.1 | outpatient", "410.71, 401.1 | inpatient"),
    flags={"401.1, 786.50 | inpatient": "401.1", "250.00 | inpatient": "250.00"},
)
def questionable_admission(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A principal diagnosis that is not usually enough for an admission.

    Look whether the record has a graver reason for the stay.
    """
    principal = _principal(encounter, book, EditKind.QUESTIONABLE)
    if principal:
        yield Flag((principal,), "is it what occasioned the admission?")


@rule(
    cites=CodeEdit("9", "Unacceptable principal diagnosis"),
    severity=Severity.ERROR,
    when=_in_list(EditKind.UNACCEPTABLE),
    needs=(Need.SETTING,),
    first=True,
    passes=("486, V15.82 | inpatient", "V58.11, 162.9 | inpatient", "V15.82 | outpatient"),
    flags={"V15.82, 486 | inpatient": "V15.82", "305.1, 491.21 | inpatient": "305.1"},
)
def unacceptable_principal(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A principal diagnosis that tells a circumstance, or no disease of its own.

    The claim is returned: what occasioned the admission is principal.
    """
    principal = _principal(encounter, book, EditKind.UNACCEPTABLE)
    if principal:
        yield Flag((principal,), "Medicare accepts no such principal diagnosis")


@rule(
    cites=CodeEdit("9", "Unacceptable principal diagnosis: secondary diagnosis required"),
    severity=Severity.ERROR,
    on=SECONDARY_REQUIRED,
    needs=(Need.SETTING,),
    passes=("V57.89, 438.20 | inpatient", "V57.1 | outpatient"),
    flags={"V57.89 | inpatient": "V57.89", "V57.21 | inpatient": "V57.21"},
)
def secondary_diagnosis_required(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A principal diagnosis that needs a secondary one beside it.

    The condition for which the care is given is coded, too.
    """
    if encounter.setting is Setting.INPATIENT and len(encounter.diagnoses) == 1 and encounter.has(*SECONDARY_REQUIRED):
        yield Flag(encounter.diagnoses, "a secondary diagnosis is required beside it")


@rule(
    cites=CodeEdit("18", "Wrong procedure performed"),
    severity=Severity.WARNING,
    when=_in_list(EditKind.WRONG),
    needs=(Need.SETTING,),
    passes=("998.7, E876.0 | inpatient", "998.2, E876.5 | outpatient"),
    flags={"998.2, E876.5 | inpatient": "E876.5", "820.8, E876.7 | inpatient": "E876.7"},
)
def wrong_procedure_performed(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A wrong procedure, or one on the wrong patient or side.

    Medicare does not pay for the stay.
    """
    yield from _listed(encounter, book, EditKind.WRONG, True, "the claim tells of a wrong procedure: is it meant?")


@rule(
    cites=CodeEdit("11", "Non-covered procedure, list 11.A"),
    severity=Severity.INFORMATION,
    on=("11-98",),
    needs=(Need.SETTING,),
    passes=("278.01 | px 44.38 | inpatient", "V25.2 | px 63.73 | outpatient"),
    flags={"V25.2 | px 63.73 | inpatient": "63.73", "278.01 | px 44.93 | inpatient": "44.93"},
)
def procedure_not_covered(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A procedure that Medicare never covers.

    It is no matter of coding, but of payment.
    """
    yield from _performed(encounter, book, EditKind.NONCOVERED, True, "Medicare does not cover the procedure")


@rule(
    cites=CodeEdit("11", "Non-covered procedure: beneficiary over 60, list 11.F"),
    severity=Severity.INFORMATION,
    on=("84",),
    needs=(Need.SETTING,),
    passes=("722.52 | px 84.65 | inpatient 60F", "722.52 | px 84.65 | outpatient 70F"),
    flags={"722.52 | px 84.65 | inpatient 61F": "84.65", "722.52 | px 81.06, 84.65 | inpatient 80M": "84.65"},
)
def procedure_not_covered_over_60(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A procedure that Medicare does not cover after the age of 60.

    It is no matter of coding, but of payment.
    """
    yield from _performed(
        encounter, book, EditKind.NONCOVERED_OVER_60, not encounter.aged(0, 60), "Medicare does not cover it after 60"
    )


@rule(
    cites=CodeEdit("17", "Limited coverage, list 17.A"),
    severity=Severity.INFORMATION,
    on=("32-55",),
    needs=(Need.SETTING,),
    passes=("486 | px 96.71 | inpatient", "585.6 | px 55.69 | outpatient"),
    flags={"585.6 | px 55.69 | inpatient": "55.69", "571.5 | px 50.59 | inpatient": "50.59"},
)
def procedure_of_limited_coverage(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A procedure that Medicare covers only in some places and for some patients.

    It is no matter of coding, but of payment.
    """
    yield from _performed(
        encounter, book, EditKind.LIMITED, True, "Medicare covers the procedure only under conditions"
    )
