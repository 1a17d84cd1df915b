"""Guidelines I.C.17.f and g: complications of care, transplants, ventilator associated pneumonia, responses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_01_sepsis import FAILING_ORGANS, ORGAN_DYSFUNCTION
from mainterm.rules.declare import Flag, Guideline, Need, Rule, Severity, look_at, move_first, remove, rule
from mainterm.rules.shapes import goes_with, never_first, not_beside, shaped

NATURE: Final = ("001-995",)
"""Where what a complication of care is in nature is classified."""


@rule(
    cites=Guideline("I.C.17.f.3.a", page=63),
    severity=Severity.ERROR,
    on=("997.31",),
    passes=("997.31, 041.7", "481, 997.31", "820.8:Y, 481:Y, 997.31:N"),
    flags={"997.31, 482.1": "482.1", "434.91, 997.31, 482.41": "482.41"},
)
def kind_of_pneumonia_with_ventilator_associated_pneumonia(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The kind of pneumonia coded beside ventilator associated pneumonia.

    The organism is coded, but nothing from 480-484, unless the patient was admitted with another pneumonia.
    """
    for acquired in encounter.within("997.31")[:1]:
        for diagnosis in encounter.within("480-484"):
            came = diagnosis.poa == "Y" and acquired.poa == "N"
            if diagnosis is not encounter.principal and not came:
                yield remove(diagnosis, "997.31 takes a code for the organism, none from 480-484")


@rule(
    cites=Guideline("I.C.17.f.3.a", page=63),
    severity=Severity.QUERY,
    on=("997.31",),
    needs=(Need.PROCEDURES,),
    passes=("434.91, 997.31, 041.7 | px 96.72, 96.04", "997.31, 041.7, V46.11 | px none"),
    flags={"434.91, 997.31, 041.7 | px 43.11": "997.31", "997.31, 041.12 | px none": "997.31"},
)
def ventilator_associated_pneumonia_of_no_ventilator(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Ventilator associated pneumonia without any ventilator.

    It is assigned only where the provider has documented it as such.
    """
    if not encounter.done("96.7", "96.04", "93.90") and not encounter.has("V46.1"):
        for diagnosis in encounter.within("997.31"):
            yield look_at(diagnosis, "is the pneumonia documented as ventilator associated?")


@rule(
    cites=Guideline("I.C.17.f.3.b", page=64),
    severity=Severity.ERROR,
    on=("997.31",),
    needs=(Need.POA,),
    passes=("481:Y, 997.31:N, 041.7:N", "997.31:Y, 041.7:Y"),
    flags={"997.31:N, 481:Y": "481", "997.31:N, 041.7:N, 482.1:Y": "482.1"},
)
def pneumonia_of_admission_behind_the_acquired_one(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The pneumonia with which the patient came behind the one of the ventilator.

    The pneumonia diagnosed at the time of admission is principal, 997.31 additional.
    """
    first = encounter.diagnoses[0]
    if first.within("997.31") and first.poa == "N":
        for diagnosis in encounter.within("480-484")[:1]:
            if diagnosis.poa == "Y":
                yield move_first(diagnosis, "the pneumonia present on admission is the principal diagnosis")


@rule(
    cites=Guideline("I.C.17.g", page=64),
    severity=Severity.QUERY,
    general=True,
    on=("995.93",),
    passes=("577.0, 995.93", "577.0, 995.94, 584.9"),
    flags={"577.0, 995.93, 584.9": "584.9", "948.00, 995.93, 518.81": "518.81"},
)
def organ_dysfunction_beside_a_response(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An acute organ dysfunction beside a systemic response that is coded as without one.

    Whether it is associated with the response, which then is 995.94, or due to another condition, the provider says.
    """
    for response in encounter.within("995.93")[:1]:
        for diagnosis in encounter.within(*ORGAN_DYSFUNCTION):
            yield look_at(diagnosis, "is it associated with the systemic response, which then is 995.94?", response)


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "complication_of_care_of_no_nature",
        "A complication of care without what it is in nature.",
        "An additional code identifies the complication, where it says more than that of 996-999.",
        Guideline("I.C.17.f.1.b", page=62),
        Severity.QUERY,
        goes_with(("997.0-997.5", "998.8"), (*NATURE, "998.0-998.7"), "what is the complication? It may have a code"),
        passes=("997.1, 427.31", "997.49, 560.1"),
        flags={"997.1, E878.8": "997.1", "997.49": "997.49"},
    ),
    shaped(
        "transplant_complication_of_no_nature",
        "A complication of a transplanted organ without what it is.",
        "Two codes are required: the one of 996.8, and a secondary one that identifies the complication.",
        Guideline("I.C.17.f.2.a", page=62),
        Severity.WARNING,
        goes_with(
            ("996.80", "996.82-996.89"),
            (*NATURE, "996.0-996.7", "997-999"),
            "what is the complication? It is coded too",
        ),
        passes=("996.83, 428.0", "996.82, 070.54"),
        flags={"996.83": "996.83", "996.82, E878.0": "996.82"},
    ),
    shaped(
        "kidney_transplant_complication_of_no_nature",
        "A complication of a kidney transplant without what it is.",
        "A secondary code identifies the condition that affects the function of the transplanted kidney.",
        Guideline("I.C.17.f.2.b", page=63),
        Severity.WARNING,
        goes_with(("996.81",), (*NATURE, "996.0-996.7", "997-999"), "what is the complication? It is coded too"),
        passes=("996.81, 584.9", "996.81, 078.5"),
        flags={"996.81": "996.81", "996.81, E878.0": "996.81"},
    ),
    shaped(
        "ventilator_associated_pneumonia_of_no_organism",
        "Ventilator associated pneumonia without its organism.",
        "An additional code identifies the organism.",
        Guideline("I.C.17.f.3.a", page=63),
        Severity.QUERY,
        goes_with(("997.31",), ("041", "079", "112", "117", "480-484"), "is the organism known?"),
        general=True,
        passes=("997.31, 041.7", "481, 997.31, 041.12"),
        flags={"997.31": "997.31", "434.91, 997.31": "997.31"},
    ),
    shaped(
        "response_to_no_infection_first",
        "A systemic response due to no infection in front of what it is due to.",
        "The underlying condition, such as an injury, is coded first, then 995.93 or 995.94.",
        Guideline("I.C.17.g", page=64, also=("I.C.1.b.12",)),
        Severity.ERROR,
        never_first(("995.93-995.94",), "the underlying condition is coded first"),
        passes=("577.0, 995.93", "948.00, 995.94, 584.9"),
        flags={"995.93, 577.0": "995.93", "995.94, 948.00, 584.9": "995.94"},
    ),
    shaped(
        "response_with_organ_dysfunction_without_one",
        "A systemic response with acute organ dysfunction, without the dysfunction.",
        "The acute organ dysfunctions are coded in addition to 995.94.",
        Guideline("I.C.17.g", page=64),
        Severity.ERROR,
        goes_with(("995.94",), FAILING_ORGANS, "which acute organ dysfunction is it?"),
        passes=("577.0, 995.94, 584.9", "948.00, 995.94, 518.81"),
        flags={"577.0, 995.94": "995.94", "863.0, 995.94, 401.9": "995.94"},
    ),
    shaped(
        "response_to_no_infection_beside_one",
        "A systemic response due to no infection beside septicemia.",
        "995.93 and 995.94 are for where no infection is documented; with one it is 995.91 or 995.92.",
        Guideline("I.C.17.g", page=64),
        Severity.QUERY,
        not_beside(("995.93-995.94",), ("038",), "did an infection lead to the response?", blame=look_at),
        passes=("577.0, 995.93", "038.9, 995.91"),
        flags={"577.0, 995.93, 038.9": "995.93", "038.42, 995.94, 584.9": "995.94"},
    ),
)
