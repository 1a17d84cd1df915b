"""Medicare's code edits, for inpatients: what may be principal, what is done wrongly or not covered.

What a convention or guideline says already is its rule's: invalid codes (I.B.3), an E code as principal (I.C.19.a.6),
a code reported twice (I.B.14), a manifestation by the Tabular's note (I.A.6). The edits for nonspecific principal
diagnoses and for open biopsies had ended before FY2012; those that join several codes are in no list that is public.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.edits import EditKind
from mainterm.model.encounter import Encounter, Setting
from mainterm.rules.declare import CodeEdit, Flag, Need, Severity, rule
from mainterm.rules.edit_lists import in_list, listed_in, performed_in, principal_in
from mainterm.rules.notes import node_of

SECONDARY_REQUIRED: Final = ("V57.1", "V57.2", "V57.3", "V57.89", "V57.9")
"""Principal only with a secondary diagnosis: marked so in the manual, and in none of its lists."""


@rule(
    cites=CodeEdit("6", "Manifestation code as principal diagnosis"),
    severity=Severity.ERROR,
    when=in_list(EditKind.MANIFESTATION),
    needs=(Need.SETTING,),
    first=True,
    passes=("282.62, 289.52 | inpatient", "785.52 | outpatient", "357.2, 250.60 | inpatient"),
    flags={"785.52, 038.9 | inpatient": "785.52", "289.52, 282.62 | inpatient": "289.52"},
)
def manifestation_by_the_edit(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A manifestation, by the edit, as the principal diagnosis.

    Here are those that the Tabular List does not mark as such.
    """
    principal = principal_in(encounter, book, EditKind.MANIFESTATION)
    node = node_of(book, principal.code) if principal else None
    if principal and node and not node.manifestation:
        yield Flag((principal,), "the edit has it for a manifestation: the underlying condition is principal")


@rule(
    cites=CodeEdit("8", "Questionable admission"),
    severity=Severity.WARNING,
    when=in_list(EditKind.QUESTIONABLE),
    needs=(Need.SETTING,),
    first=True,
    passes=("401.1 | outpatient", "410.71, 401.1 | inpatient"),
    flags={"401.1, 786.50 | inpatient": "401.1", "250.00 | inpatient": "250.00"},
)
def questionable_admission(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A principal diagnosis that is not usually enough for an admission.

    Look whether the record has a graver reason for the stay.
    """
    principal = principal_in(encounter, book, EditKind.QUESTIONABLE)
    if principal:
        yield Flag((principal,), "is it what occasioned the admission?")


@rule(
    cites=CodeEdit("9", "Unacceptable principal diagnosis"),
    severity=Severity.ERROR,
    when=in_list(EditKind.UNACCEPTABLE),
    needs=(Need.SETTING,),
    first=True,
    passes=("486, V15.82 | inpatient", "V58.11, 162.9 | inpatient", "V15.82 | outpatient"),
    flags={"V15.82, 486 | inpatient": "V15.82", "305.1, 491.21 | inpatient": "305.1"},
)
def unacceptable_principal(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A principal diagnosis that tells a circumstance, or no disease of its own.

    The claim is returned: what occasioned the admission is principal.
    """
    principal = principal_in(encounter, book, EditKind.UNACCEPTABLE)
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
    when=in_list(EditKind.WRONG),
    needs=(Need.SETTING,),
    passes=("998.7, E876.0 | inpatient", "998.2, E876.5 | outpatient"),
    flags={"998.2, E876.5 | inpatient": "E876.5", "820.8, E876.7 | inpatient": "E876.7"},
)
def wrong_procedure_performed(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A wrong procedure, or one on the wrong patient or side.

    Medicare does not pay for the stay.
    """
    yield from listed_in(encounter, book, EditKind.WRONG, True, "the claim tells of a wrong procedure: is it meant?")


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
    yield from performed_in(encounter, book, EditKind.NONCOVERED, True, "Medicare does not cover the procedure")


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
    yield from performed_in(
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
    yield from performed_in(
        encounter, book, EditKind.LIMITED, True, "Medicare covers the procedure only under conditions"
    )
