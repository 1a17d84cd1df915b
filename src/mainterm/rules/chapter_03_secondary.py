"""Guidelines I.C.3.a.7: secondary diabetes, its causes, and the diabetes of a patient without a pancreas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.model.words import stems
from mainterm.rules.chapter_03_manifestations import behind_manifestations
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Mend,
    Need,
    Rule,
    Severity,
    add_after,
    add_before,
    look_at,
    replace_by,
    rule,
)
from mainterm.rules.shapes import goes_with, not_beside, shaped, stands_before

CAUSES: Final = (
    ("cystic fibrosis", "277.0"),
    ("cancer pancreas", "157"),
    ("carcinoma pancreas", "157"),
    ("chronic pancreatitis", "577.1"),
    ("hemochromatosis", "275.0"),
    ("cushing", "255.0"),
    ("acromegaly", "253.0"),
)
"""What secondary diabetes may be due to: the words of the record, and the codes."""
CAUSING: Final = (
    *("140-239", "251.3", "253.0", "255.0", "275.0", "277.0", "577", "909", "960-979", "995.2", "V42.8", "V58.65"),
    *("V88.1", "E850-E858", "E930-E949", "E950", "E962", "E980"),
)
"""What may bring about a secondary diabetes, or shows that something did."""


@rule(
    cites=Guideline("I.C.3.a.7.d.i", page=29),
    severity=Severity.ERROR,
    on=("250",),
    beside=("V88.1",),
    needs=(Need.LINKS,),
    passes=("250.00, V88.11 | links known", "251.3, 249.00, V88.11 | links known", "250.00 due to 577.1, 577.1"),
    flags={"250.00 due to V88.11, V88.11": "250.00", "250.01 due to V88.12, V88.12": "250.01"},
)
def diabetes_due_to_pancreatectomy(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes that is due to the removal of the pancreas, coded as of type I or II.

    It is secondary, of the same complication; 251.3 stands before it.
    """
    for diagnosis in encounter.within("250"):
        gone = next((cause for cause in encounter.causes(diagnosis) if cause.within("V88.1")), None)
        if gone:
            code = f"249{diagnosis.code[3:-1]}{int(diagnosis.code[-1]) // 2}"
            yield replace_by(diagnosis, code, "diabetes due to a pancreatectomy is secondary", gone)


@rule(
    cites=Guideline("I.C.3.a.7.d.i", page=29),
    severity=Severity.ERROR,
    on=("249",),
    beside=("V88.1",),
    unless=("251.3",),
    needs=(Need.LINKS,),
    passes=("251.3, 249.00 due to V88.11, V88.11", "249.00, V88.11 | links known"),
    flags={"249.00 due to V88.11, V88.11": "249.00", "249.41 due to V88.12, 583.81, V88.12": "249.41"},
)
def secondary_diabetes_without_the_pancreatectomy(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes that is due to the removal of the pancreas, without the want of insulin that followed it.

    251.3 is assigned first; 249 and V88.1 are additional codes.
    """
    for diagnosis in encounter.within("249")[:1]:
        if any(cause.within("V88.1") for cause in encounter.causes(diagnosis)) and not encounter.has("251.3"):
            yield add_before(diagnosis, "251.3", "the want of insulin after a pancreatectomy is coded first")


@rule(
    cites=Guideline("I.C.3.a.7.d", page=29),
    severity=Severity.ERROR,
    on=("249",),
    needs=(Need.WORDS,),
    passes=("249.00, 277.00 | says diabetes cystic fibrosis", "249.00 | says secondary diabetes"),
    flags={
        "249.00 | says diabetes cystic fibrosis": "249.00",
        "249.40, 583.81 | says diabetic nephropathy cancer pancreas": "249.40",
    },
)
def secondary_diabetes_without_its_cause(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Secondary diabetes without the cause that the record names.

    The condition that caused it is coded too: behind the diabetes, where the diabetes is what is treated.
    """
    for words, code in CAUSES:
        if encounter.said.issuperset(stems(words)) and not encounter.has(code):
            for diagnosis in encounter.within("249")[:1]:
                yield add_after(diagnosis, code, "the cause of the diabetes is coded too")


@rule(
    cites=Guideline("I.C.3.a.7.c", page=29, also=("I.A.6",)),
    severity=Severity.ERROR,
    on=("249.4-249.7",),
    passes=("249.40, 581.81, 277.00", "249.60, 357.2, 577.1"),
    flags={"581.81, 249.40, 277.00": "249.40", "357.2, 249.60, 577.1": "249.60"},
)
def secondary_diabetes_behind_its_manifestation(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Secondary diabetes behind the condition that it brought about.

    The code of 249 is sequenced before the codes of the associated conditions.
    """
    yield from behind_manifestations(encounter, "249")


@rule(
    cites=Guideline("I.C.3.a.7.d.i", page=29),
    severity=Severity.ERROR,
    on=("251.3",),
    unless=("V88.1",),
    passes=("251.3, 249.00, V88.11", "251.3, 249.01, V88.12", "157.0, 251.3, 249.00 | px 52.7"),
    flags={"251.3, 249.00": "251.3", "251.3, 249.01, 157.0": "251.3"},
)
def postsurgical_hypoinsulinemia_with_a_pancreas(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Want of insulin after pancreatectomy without the absence of the pancreas.

    A code of V88.1 says whether all or part of the pancreas is gone; the stay that removes it has the procedure.
    """
    if not encounter.has("V88.1") and not encounter.done("52.5-52.7"):
        for diagnosis in encounter.within("251.3")[:1]:
            yield add_after(diagnosis, "V88.1", "V88.1 is an additional code")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "secondary_diabetes_of_no_cause",
        "Secondary diabetes without anything that may have caused it.",
        "It is always caused by another condition or event, which is coded too.",
        Guideline("I.C.3.a.7", page=28),
        Severity.QUERY,
        goes_with(("249",), CAUSING, "what caused the diabetes?"),
        general=True,
        passes=("249.00, 277.00", "249.00, E932.0", "251.3, 249.01, V88.11"),
        flags={"249.00": "249.00", "249.40, 583.81, 401.9": "249.40"},
    ),
    shaped(
        "postsurgical_hypoinsulinemia_without_diabetes",
        "Want of insulin after pancreatectomy without the secondary diabetes.",
        "251.3 is assigned for it, and a code of 249 as an additional one.",
        Guideline("I.C.3.a.7.d.i", page=29),
        Severity.ERROR,
        goes_with(("251.3",), ("249",), "249 is an additional code", add=Mend.ADD_AFTER, code="249"),
        passes=("251.3, 249.00, V88.11", "251.3, 249.41, 581.81, V88.12"),
        flags={"251.3, V88.11": "251.3", "251.3, 250.00, V88.11": "251.3"},
    ),
    shaped(
        "secondary_diabetes_before_the_pancreatectomy",
        "Secondary diabetes in front of the want of insulin after pancreatectomy.",
        "251.3 is assigned first; 249 and V88.1 are additional codes.",
        Guideline("I.C.3.a.7.d.i", page=29),
        Severity.WARNING,
        stands_before(("251.3",), ("249", "V88.1"), "251.3 stands before its additional codes"),
        passes=("251.3, 249.00, V88.11", "249.00, V88.11"),
        flags={"249.00, 251.3, V88.11": "251.3", "V88.11, 251.3, 249.00": "251.3"},
    ),
    shaped(
        "diabetes_after_pancreatectomy",
        "Diabetes of type I or II in a patient without a pancreas.",
        "Diabetes due to pancreatectomy is 251.3 with a code of 249; diabetes that was there before stays 250.",
        Guideline("I.C.3.a.7.d.i", page=29),
        Severity.QUERY,
        not_beside(
            ("250",), ("V88.1",), "is the diabetes due to the pancreatectomy?", unless=("249", "251.3"), blame=look_at
        ),
        general=True,
        passes=("251.3, 249.00, V88.11", "250.00, 577.1"),
        flags={"250.00, V88.11": "250.00", "V88.12, 250.03": "250.03"},
    ),
)
