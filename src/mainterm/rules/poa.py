"""Appendix I: present-on-admission indicators, which codes have one, which values there are, and what they can mean."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.edits import EditKind
from mainterm.model.encounter import Diagnosis, Encounter, Setting
from mainterm.rules.declare import Flag, Guideline, Need, Severity, look_at, rule

VALUES: Final = ("Y", "N", "U", "W")
UNREPORTED: Final = ("", "1")
"""No indicator: an empty field or, on claims of the time, a 1."""


def assigning(*headings: str) -> Guideline:
    """The guideline for assigning the indicator, and the headings under it that say what a rule rests on."""
    return Guideline(
        "Appendix I.Assigning the POA Indicator", page=98, also=tuple(f"Appendix I.{each}" for each in headings)
    )


EXEMPT: Final = assigning("Condition is on the “Exempt from Reporting” list")
EVENTS: Final = ("E800-E848", "E880-E928", "E953-E958", "E960-E968", "E983-E988")
"""What injures, but for what care brings about."""
INJURED: Final = ("800-904", "910-959", "990-994")
"""Injuries, but for late effects."""
INPATIENT_CLAIM: Final = (Need.SETTING, Need.POA)

LASTING: Final = (
    *("042", "250", "327.2", "332", "340", "401-405", "414.0", "416.0", "428.22", "428.32", "428.42", "491.20"),
    *("303-304", "305.1", "492", "496", "555", "571.2", "571.5", "585", "714.0", "V08"),
)
"""Conditions of long standing, which a patient does not come to have within a stay."""
MALIGNANT: Final = ("140-209.3",)
COMBINED: Final = (
    *("428.23", "428.33", "428.43", "491.21-491.22", "518.84"),
    *(f"493.{kind}{course}" for kind in "0129" for course in "12"),
    *(f"{ulcer}.{bleeding}" for ulcer in range(531, 535) for bleeding in "012456"),
)
"""A lasting disease with its exacerbation, its bleeding, its perforation: N where that part came later."""


@lru_cache(maxsize=32_768)
def is_exempt(book: Book, code: str) -> bool:
    """Whether the edition's list exempts the code from reporting."""
    return any(edit.kind is EditKind.POA_EXEMPT for edit in book.edits(code))


def _reportable(encounter: Encounter) -> tuple[Diagnosis, ...]:
    """The diagnoses that bear indicators: those of an inpatient."""
    return encounter.diagnoses if encounter.setting is Setting.INPATIENT else ()


AT_BIRTH: Final = ("760-768", "770.0-770.1", "771.0-771.2", "773.0-773.3", "775.0", "777.1", "778.0")
"""What a newborn has from before or during its birth."""
INBORN: Final = (
    *("270-271", "277.0", "277.6", "282.0-282.2", "282.40-282.41", "282.43-282.61", "282.63", "282.7", "286.0-286.4"),
    *("330", "333.4", "334", "335.0-335.1", "343", "359.0-359.2"),
)
"""Hereditary and congenital conditions outside of 740-759, which need no birth to be there: not crises, nor 771-779."""
AT_DELIVERY: Final = (*(f"664.{degree}1" for degree in range(10)), *(f"666.{kind}2" for kind in range(4)))
"""Lacerations and hemorrhages of a delivery in this episode of care."""


@rule(
    cites=EXEMPT,
    severity=Severity.ERROR,
    needs=INPATIENT_CLAIM,
    passes=("491.21:Y, 486:Y, V15.82 | inpatient", "486:Y, 401.9:W | inpatient", "486:Y, 401.9 | outpatient"),
    flags={"491.21:Y, 486, 401.9:Y | inpatient": "486", "486:Y, 428.0:1 | inpatient": "428.0"},
)
def poa_missing(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A diagnosis without an indicator that is not exempt from reporting.

    The field is left blank only for what is on the exempt list. A code that lacks digits is another matter.
    """
    for diagnosis in _reportable(encounter):
        node = book.node(diagnosis.code) if diagnosis.poa in UNREPORTED else None
        if node is not None and node.valid and not is_exempt(book, diagnosis.code):
            yield look_at(diagnosis, "the code is not exempt: was the condition present on admission?")


@rule(
    cites=EXEMPT,
    severity=Severity.ERROR,
    needs=INPATIENT_CLAIM,
    passes=("486:Y, V15.82 | inpatient", "486:Y, V15.82:1 | inpatient", "821.00:Y, E888.9:1 | inpatient"),
    flags={"486:Y, V15.82:Y | inpatient": "V15.82", "486:Y, 401.9:Y, V27.0:N | inpatient": "V27.0"},
)
def poa_of_an_exempt_code(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An indicator with a code that is exempt from reporting.

    The field is left blank for what is on the exempt list.
    """
    for diagnosis in _reportable(encounter):
        if diagnosis.poa in VALUES and is_exempt(book, diagnosis.code):
            yield look_at(diagnosis, "the code is exempt: the indicator is left blank")


@rule(
    cites=Guideline("Appendix I.Reporting Options", page=98),
    severity=Severity.ERROR,
    needs=INPATIENT_CLAIM,
    passes=("486:Y, 401.9:U | inpatient", "486:W, V15.82:1 | inpatient"),
    flags={"486:Y, 401.9:X | inpatient": "401.9", "486:E, 428.0:Y | inpatient": "486"},
)
def poa_of_no_such_value(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An indicator that there is not.

    Y, N, U and W are the indicators; what is not reported is left blank.
    """
    for diagnosis in _reportable(encounter):
        if diagnosis.poa not in VALUES and diagnosis.poa not in UNREPORTED:
            yield look_at(diagnosis, f"{diagnosis.poa} is no indicator: it is Y, N, U or W")


@rule(
    cites=assigning("Documentation does not indicate whether condition was present on admission"),
    severity=Severity.QUERY,
    needs=INPATIENT_CLAIM,
    passes=("486:Y, 428.0:W | inpatient", "486:Y | inpatient"),
    flags={"486:Y, 428.0:U | inpatient": "428.0", "486:U | inpatient": "486"},
)
def poa_unknown(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An indicator that says that the record is unclear.

    The provider is asked for clarification; U should not be the rule.
    """
    for diagnosis in _reportable(encounter):
        if diagnosis.poa == "U":
            yield look_at(diagnosis, "does the provider document whether it was present on admission?")


@rule(
    cites=assigning(
        "Acute and Chronic Conditions",
        "Conditions diagnosed prior to inpatient admission",
        "Conditions diagnosed during the admission but clearly present before admission",
    ),
    severity=Severity.ERROR,
    on=(*LASTING, *MALIGNANT),
    needs=INPATIENT_CLAIM,
    passes=("486:Y, 250.00:Y | inpatient", "486:Y, 250.12:N | inpatient", "162.9:Y, 486:N | inpatient"),
    flags={"486:Y, 585.3:N | inpatient": "585.3", "486:Y, 162.9:N | inpatient": "162.9"},
)
def lasting_condition_not_present(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition of long standing as not present on admission.

    A chronic condition is Y, though it was diagnosed only during the stay.
    """
    for diagnosis in _reportable(encounter):
        lasting = diagnosis.within(*LASTING) and not diagnosis.within("250.1-250.3")
        if diagnosis.poa == "N" and (lasting or diagnosis.within(*MALIGNANT)):
            yield look_at(diagnosis, "a chronic condition is Y, though it be diagnosed after the admission")


@rule(
    cites=Guideline("II", page=88),
    severity=Severity.WARNING,
    needs=INPATIENT_CLAIM,
    passes=("486:Y, 997.39:N | inpatient", "486:N | outpatient", "V30.00, 770.6:Y | inpatient", "664.01:N | inpatient"),
    flags={"486:N, 401.9:Y | inpatient": "486", "410.71:N | inpatient": "410.71"},
)
def principal_not_present(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A principal diagnosis that was not present on admission.

    The principal diagnosis occasioned the admission; N is for a combination code part of which came later.
    """
    for first in _reportable(encounter)[:1]:
        node = book.node(first.code)
        whole = node is not None and node.valid
        if first.poa == "N" and whole and not first.within("630-679", "760-779", *COMBINED):
            yield look_at(first, "how did what came later occasion the admission?")


@rule(
    cites=assigning("Perinatal conditions"),
    severity=Severity.ERROR,
    on=AT_BIRTH,
    needs=INPATIENT_CLAIM,
    passes=("V30.00, 767.2:Y | inpatient", "V30.00, 765.18:Y, 771.81:N | inpatient"),
    flags={"V30.00, 767.2:N | inpatient": "767.2", "V30.01, 765.17:N, 765.27:Y | inpatient": "765.17"},
)
def condition_of_the_birth_not_present(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition that a newborn has from before or during its birth, as not present on admission.

    Newborns are not admitted until after birth: what is there at birth, an injury of the delivery too, is Y.
    """
    for diagnosis in _reportable(encounter):
        if diagnosis.poa == "N" and diagnosis.within(*AT_BIRTH):
            yield look_at(diagnosis, "what is there at birth is Y")


@rule(
    cites=assigning("External cause of injury codes"),
    severity=Severity.ERROR,
    on=EVENTS,
    beside=INJURED,
    needs=INPATIENT_CLAIM,
    general=True,
    passes=(
        "820.8:Y, E888.9:Y | inpatient",
        "820.8:Y, 920:N, E888.9:Y, E884.4:N | inpatient",
        "486:Y, 920:N, E884.4:N | inpatient",
    ),
    flags={"820.8:Y, E888.9:N | inpatient": "E888.9", "486:Y, 920:N, E888.8:Y | inpatient": "E888.8"},
)
def cause_at_another_time_than_its_injuries(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An external cause present on admission, and no injury that is; or the other way round.

    What happened before the admission has Y, as the injury has that it brought about; what happened during it, N.
    """
    causes = [each for each in encounter.within(*EVENTS) if each.poa]
    told = {each.poa for each in (*causes, *encounter.within(*INJURED)) if each.poa}
    if len({each.poa for each in causes}) == 1 and told == {"Y", "N"}:
        of_injuries = {each.poa for each in encounter.within(*INJURED)}
        if len(of_injuries) == 1:
            yield look_at(causes[0], f"the injuries that it brought about have {of_injuries.pop()}")


@rule(
    cites=assigning("Acute and Chronic Conditions"),
    severity=Severity.ERROR,
    on=("707.0",),
    beside=("707.2",),
    needs=INPATIENT_CLAIM,
    passes=(
        "486:Y, 707.03:Y, 707.23:Y | inpatient",
        "486:Y, 707.03:Y, 707.23:N | inpatient",
        "486:Y, 707.03:Y, 707.07:N, 707.22:Y, 707.21:N | inpatient",
    ),
    flags={"486:Y, 707.03:N, 707.23:Y | inpatient": "707.03", "707.22:Y, 707.05:N, 428.0:Y | inpatient": "707.05"},
)
def pressure_ulcer_later_than_its_stage(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A pressure ulcer as come later, the stage of which was present on admission.

    There is no stage without the ulcer: where the stage was present on admission, the ulcer was.
    """
    sites, stages = encounter.within("707.0"), encounter.within("707.2")
    if sites and all(site.poa == "N" for site in sites):
        for stage in stages:
            if stage.poa == "Y":
                yield look_at(sites[0], "the stage was present on admission, and so was the ulcer", stage)
                return


@rule(
    cites=assigning("Congenital conditions and anomalies"),
    severity=Severity.ERROR,
    on=INBORN,
    needs=INPATIENT_CLAIM,
    passes=("486:Y, 282.60:Y | inpatient", "486:Y, 282.62:N | inpatient", "486:Y, 343.9:U | inpatient"),
    flags={"V30.00, 282.60:N | inpatient": "282.60", "486:Y, 343.9:N | inpatient": "343.9"},
)
def inborn_condition_not_present(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A hereditary or congenital condition as not present on admission.

    Congenital conditions are always considered present on admission, whenever they are found.
    """
    for diagnosis in _reportable(encounter):
        if diagnosis.poa == "N" and diagnosis.within(*INBORN):
            yield look_at(diagnosis, "a congenital condition is always present on admission: Y")


@rule(
    cites=assigning("Obstetrical conditions"),
    severity=Severity.WARNING,
    on=AT_DELIVERY,
    needs=INPATIENT_CLAIM,
    passes=("664.11:N, V27.0 | inpatient", "664.14:Y | inpatient"),
    flags={"664.11:Y, V27.0 | inpatient": "664.11", "650, 666.12:Y, V27.0 | inpatient": "666.12"},
)
def injury_of_the_delivery_present(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A laceration or hemorrhage of the delivery of this stay as present on admission.

    It came with the delivery, after the admission: N, unless she was delivered before she was admitted.
    """
    for diagnosis in _reportable(encounter):
        if diagnosis.poa == "Y" and diagnosis.within(*AT_DELIVERY):
            yield look_at(diagnosis, "it came with the delivery of this stay: N")
