"""Guidelines II and III: the selection of the principal diagnosis, and additional diagnoses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter, Setting
from mainterm.rules.declare import Flag, Guideline, Need, Severity, look_at, move_after, move_first, rule

OF_CARE: Final = (
    (("996.6", "998.5", "999.31-999.33"), ("038", "320", "567", "682", "790.7")),
    (("997.02",), ("430-434",)),
    (("997.1",), ("410-414", "426-429")),
    (("997.3",), ("480-486", "507", "512", "518")),
    (("997.4",), ("530-537", "555-579")),
    (("997.5",), ("584", "590-599")),
)
"""Complications of care, and what they are in nature."""


NOT_CARRIED_OUT: Final = ("V64.1-V64.3",)
"""A procedure, surgical or another, that was not carried out."""


@rule(
    cites=Guideline("II.G", page=89),
    severity=Severity.WARNING,
    on=tuple(span for complications, _ in OF_CARE for span in complications),
    needs=(Need.POA,),
    passes=("996.62:Y, 038.9:Y", "038.9:Y, 996.62:N", "427.31:Y, 250.00:Y, 998.59:Y"),
    flags={"038.9:Y, 995.91:Y, 996.62:Y": "996.62", "427.31:Y, 997.1:Y": "997.1"},
)
def complication_behind_its_nature(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """What a complication of care is in nature as the principal diagnosis, in front of the complication.

    Who is admitted for a complication of care has its code first; what it is more exactly is an additional code.
    """
    first = encounter.diagnoses[0]
    for complications, nature in OF_CARE:
        if first.within(*nature):
            came = (d for d in encounter.within(*complications) if d.poa == "Y")
            for diagnosis in came:
                yield move_first(diagnosis, "the complication of care is the principal diagnosis")
                return


@rule(
    cites=Guideline("III.A", page=91),
    severity=Severity.WARNING,
    on=("V10", "V12-V19"),
    needs=(Need.SETTING,),
    first=True,
    passes=("486, V10.3 | inpatient", "V12.72 | outpatient", "V10.3 | inpatient"),
    flags={"V10.3, 486 | inpatient": "V10.3", "V12.54, 401.9 | inpatient": "V12.54"},
)
def history_as_principal(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """History as the principal diagnosis of an inpatient.

    History codes may be secondary, where they matter to the care.
    """
    first = encounter.diagnoses[0]
    if encounter.setting is Setting.INPATIENT and first.within("V10", "V12-V19") and len(encounter.diagnoses) > 1:
        yield look_at(first, "history codes are secondary codes")


@rule(
    cites=Guideline("II.F", page=89),
    severity=Severity.ERROR,
    on=NOT_CARRIED_OUT,
    first=True,
    passes=("574.10, V64.1", "550.90, 427.31, V64.1", "V64.2, 300.29 | outpatient", "V64.05, V20.2"),
    flags={"V64.1, 574.10": "V64.1", "V64.3, 366.16": "V64.3"},
)
def plan_not_carried_out_as_principal(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A procedure that was not carried out as the principal diagnosis.

    The condition that occasioned the admission is principal, though its treatment was not carried out.
    """
    first = encounter.diagnoses[0]
    if first.within(*NOT_CARRIED_OUT) and encounter.setting is not Setting.OUTPATIENT:
        for other in encounter.within("001-999")[:1]:
            yield move_after(first, other, "the condition that occasioned the admission is principal")
