"""Guidelines I.C.3: endocrine, nutritional and metabolic diseases (diabetes mellitus)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.model.words import stems
from mainterm.rules.declare import Flag, Guideline, Need, Severity, add_after, look_at, move_first, rule

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


@rule(
    cites=Guideline("I.C.3.a.1", page=26),
    severity=Severity.ERROR,
    on=("250",),
    passes=("250.41, 583.81, 250.51, 362.01", "250.00", "250.42, 583.81, 250.62, 357.2", "250.40, 583.81, 250.02"),
    flags={"250.40, 583.81, 250.51, 362.01": "250.51", "250.03, 250.62, 357.2": "250.62"},
)
def diabetes_of_two_types(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes coded as of both types.

    The fifth digit names the type, which is the same for each of the codes of one patient.
    """
    first, *others = encounter.within("250") or (None,)
    for diagnosis in others:
        if first is not None and diagnosis is not None and _is_type_1(diagnosis) != _is_type_1(first):
            yield look_at(diagnosis, "is the diabetes of type I or of type II?", first)


def _is_type_1(diagnosis: Diagnosis) -> bool:
    return diagnosis.code.endswith(("1", "3"))


@rule(
    cites=Guideline("I.C.3.a.3", page=27),
    severity=Severity.WARNING,
    on=("V58.67",),
    passes=("250.00, V58.67", "249.00, V58.67", "250.01"),
    flags={"250.01, V58.67": "V58.67", "250.63, 357.2, V58.67": "V58.67"},
)
def insulin_of_type_1(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Use of insulin coded beside diabetes of type I.

    Every patient of type I must use insulin; V58.67 is for those of type II who do.
    """
    types = encounter.within("249", "250")
    if types and all(diagnosis.within("250") and _is_type_1(diagnosis) for diagnosis in types):
        for diagnosis in encounter.within("V58.67"):
            yield look_at(diagnosis, "the type of diabetes says it", *types)


@rule(
    cites=Guideline("I.C.3.a.4.a", page=27),
    severity=Severity.ERROR,
    on=("362.07",),
    passes=("250.50, 362.01, 362.07", "250.51, 362.02, 362.07"),
    flags={"250.50, 362.07": "362.07", "249.50, 362.07": "362.07"},
)
def macular_edema_without_retinopathy(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetic macular edema without the diabetic retinopathy.

    The edema is only present with a retinopathy: another code of 362.0 must be used with 362.07.
    """
    if not encounter.has("362.01-362.06"):
        for diagnosis in encounter.within("362.07"):
            yield look_at(diagnosis, "of what kind is the diabetic retinopathy (362.01-362.06)?")


@rule(
    cites=Guideline("I.C.3.a.6.a", page=28),
    severity=Severity.ERROR,
    on=("996.57",),
    passes=("996.57, 250.03", "996.57, 962.3, 250.01"),
    flags={"250.03, 996.57": "996.57", "962.3, 996.57, 250.01": "996.57"},
)
def insulin_pump_not_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Failure of an insulin pump behind the diabetes.

    The mechanical complication stands first; then the poisoning, if too much was given, and the diabetes.
    """
    for diagnosis in encounter.within("996.57"):
        if encounter.position(diagnosis) > 1 and encounter.diagnoses[0].within("249", "250", "962.3"):
            yield move_first(diagnosis, "the failure of the pump is coded first")


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
