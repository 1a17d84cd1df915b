"""Guidelines I.C.11.a.1 and I.C.11.d-g: what a pregnant patient has besides, and pregnancy as incidental to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_11 import OBSTETRIC, SUPERVISION
from mainterm.rules.checks import of_each_row
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Severity,
    add_after,
    add_before,
    look_at,
    remove,
    replace_by,
    rule,
)

COMPLICATING: Final = (
    (("249-250",), "648.0"),
    (("240-246",), "648.1"),
    (("280-285",), "648.2"),
    (("304",), "648.3"),
    (("290-303", "305.0", "305.2-305.9", "306-319"), "648.4"),
    (("745-747",), "648.5"),
    (("390-398", "410-429"), "648.6"),
    (("720-724",), "648.7"),
    (("260-269", "440-448", "458-459", "493"), "648.9"),
    (("305.1",), "649.0"),
    (("278.0",), "649.1"),
    (("286-287", "289"), "649.3"),
    (("345",), "649.4"),
    (("010-018",), "647.3"),
    (("098",), "647.1"),
    (("050-055", "057-078"), "647.6"),
    (("590", "595", "597", "599.0", "616"), "646.6"),
)
"""Diseases that complicate a pregnancy, and what they are then: *conditions classifiable to* them (Tabular List)."""
OTHERS: Final = (
    "135", "140-217", "220-239", "251-259", "270-277", "320-344", "346-389", "460-492", "494-519", "530-569",
    "577-579", "680-713", "725-739",
)  # fmt: skip
"""Diseases of other systems, for which chapter 11 has no code but 648.9."""
_INCIDENTAL: Final = "incidental"


def _is_incidental(encounter: Encounter) -> bool:
    """Whether the record says so of the pregnancy."""
    return _INCIDENTAL in encounter.said or re.search(rf"\b{_INCIDENTAL}", encounter.documentation, re.I) is not None


@rule(
    cites=Guideline("I.C.11.a.1", page=44),
    severity=Severity.QUERY,
    on=("V22.2",),
    passes=("V22.2", "648.93", "813.41, V22.2 | says fracture; pregnancy is incidental"),
    flags={"V22.2, 813.41": "V22.2", "282.62, 465.9, V22.2": "V22.2"},
)
def incidental_pregnancy(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pregnancy as incidental to what is treated.

    Chapter 11 has precedence; V22.2 stands only where the provider documents that the pregnancy is incidental.
    """
    if len(encounter.diagnoses) > 1 and not _is_incidental(encounter) and not encounter.has(*OBSTETRIC, *SUPERVISION):
        for diagnosis in encounter.within("V22.2"):
            yield look_at(diagnosis, "does the provider document that the pregnancy is incidental to this encounter?")


@rule(
    cites=Guideline("I.C.11.a.1", page=44, also=("I.C.18.d.3",)),
    severity=Severity.ERROR,
    on=("V22.2",),
    beside=tuple(span for spans, _ in COMPLICATING for span in spans),
    unless=OBSTETRIC,
    passes=("V22.2, 813.41", "648.03, 250.01", "V22.2"),
    flags={"250.11, V22.2": "V22.2", "V22.2, 493.92": "V22.2", "V22.2, 424.0": "V22.2"},
)
def disease_beside_incidental_pregnancy(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A disease that has a code of its own as a complication of pregnancy, beside the pregnancy as incidental.

    Diabetes, disorders of the thyroid, anemia and asthma complicate it, unless the provider says that they do not.
    """
    for spans, code in COMPLICATING:
        for disease in () if encounter.has(*OBSTETRIC) else encounter.within(*spans)[:1]:
            for diagnosis in encounter.within("V22.2"):
                yield replace_by(diagnosis, code, "the disease complicates the pregnancy", disease)


@rule(
    cites=Guideline("I.C.11.e", page=46, also=("I.C.11.a.1",)),
    severity=Severity.WARNING,
    on=tuple(span for spans, _ in COMPLICATING for span in spans),
    beside=("648",),
    passes=("648.13, 244.9, 648.93, 493.90", "648.93, 493.90", "642.33, 401.9"),
    flags={"648.13, 244.9, 493.90": "493.90", "648.23, 280.9, 345.90": "345.90"},
)
@of_each_row(COMPLICATING)
def disease_beside_another_complication(
    encounter: Encounter, book: Book, row: tuple[tuple[str, ...], str]
) -> Iterator[Flag]:
    """A disease that has a code of its own as a complication of pregnancy, beside other complications and without it.

    Each condition that complicates the pregnancy has its code of chapter 11, and its own behind it.
    """
    spans, code = row
    for disease in encounter.within(*spans)[:1] if not encounter.has(code) else ():
        if encounter.has("648") and not _is_incidental(encounter):
            yield add_before(disease, code, "it complicates the pregnancy, as the other conditions do")


@rule(
    cites=Guideline("I.C.11.a.1", page=44, also=("I.C.11.e",)),
    severity=Severity.WARNING,
    on=("V22.2",),
    beside=OTHERS,
    unless=OBSTETRIC,
    passes=("V22.2, 813.41", "648.93, 346.90", "V22.2, 346.90 | says migraine; pregnancy is incidental"),
    flags={"346.90, V22.2": "V22.2", "V22.2, 555.9": "V22.2"},
)
def other_disease_beside_incidental_pregnancy(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A disease of another system beside the pregnancy as incidental.

    Unless the provider says that the pregnancy is incidental, what the patient has is coded as complicating it: 648.9.
    """
    if not encounter.has(*OBSTETRIC) and not _is_incidental(encounter):
        for disease in encounter.within(*OTHERS)[:1]:
            for diagnosis in encounter.within("V22.2"):
                yield replace_by(diagnosis, "648.9", "the disease complicates the pregnancy", disease)


@rule(
    cites=Guideline("I.C.11.a.1", page=44, also=("I.C.18.d.3",)),
    severity=Severity.ERROR,
    on=("V22.2",),
    passes=("648.93, 813.41", "V22.2"),
    flags={"V22.2, 648.23, 280.9": "V22.2", "646.63, V22.2": "V22.2", "V22.0, V22.2": "V22.2"},
)
def incidental_pregnancy_with_complication(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pregnancy called incidental beside a complication of it, or its supervision.

    V22.2 is for use in place of any code of chapter 11, not beside one, nor beside a visit for the pregnancy.
    """
    for other in encounter.within(*OBSTETRIC, *SUPERVISION)[:1]:
        for diagnosis in encounter.within("V22.2"):
            yield remove(diagnosis, "V22.2 stands in place of such codes, not beside them", other)


@rule(
    cites=Guideline("I.C.11.d", page=46, also=("I.C.1.a.2.g",)),
    severity=Severity.ERROR,
    on=("042", "V08"),
    passes=("647.63, 042, 176.0", "647.63, V08", "042"),
    flags={"042, 176.0, V22.2": "042", "648.23, 280.9, V08": "V08"},
)
def hiv_in_pregnancy(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV in pregnancy, childbirth or the puerperium without 647.6.

    647.6 stands first, then 042 and what is due to it, or V08 where there are no symptoms.
    """
    if encounter.has(*OBSTETRIC, "V22", "V23") and not encounter.has("647.6"):
        for diagnosis in encounter.within("042", "V08")[:1]:
            yield add_before(diagnosis, "647.6", "in pregnancy 647.6 stands before the code of HIV")


@rule(
    cites=Guideline("I.C.11.f", page=46, also=("I.C.3.a.5.a",)),
    severity=Severity.ERROR,
    on=("648.0",),
    passes=("648.03, 250.01", "648.03, 249.00", "648.83"),
    flags={"648.03": "648.03", "648.01, V27.0": "648.01"},
)
def diabetes_in_pregnancy_without_its_type(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes in pregnancy without the kind of diabetes.

    Behind 648.0 stands a code of 250, or of 249 for a secondary diabetes.
    """
    if not encounter.has("249", "250"):
        for diagnosis in encounter.within("648.0"):
            yield add_after(diagnosis, "250", "the kind of diabetes is coded too, from 250 or 249")


@rule(
    cites=Guideline("I.C.11.g", page=47, also=("I.C.3.a.5.b",)),
    severity=Severity.ERROR,
    on=("648.8",),
    passes=("648.03, 250.01", "648.83"),
    flags={"648.03, 250.00, 648.83": "648.83", "648.83, 648.01": "648.83"},
)
def diabetes_and_gestational_diabetes(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes in pregnancy and gestational diabetes together.

    The one was there before the pregnancy, the other was not: never both.
    """
    for before in encounter.within("648.0")[:1]:
        for diagnosis in encounter.within("648.8"):
            yield look_at(diagnosis, "648.0 and 648.8 are never used together", before)
