"""Guidelines I.C.11, continued: the episode of care by what was done, the puerperium, abortions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter, Setting
from mainterm.rules.chapter_11 import BY_EPISODE, OBSTETRIC, ROUTINE, with_digit
from mainterm.rules.chapter_11_outcome import ABORTION
from mainterm.rules.declare import Flag, Guideline, Need, Rule, Severity, look_at, replace_by, rule
from mainterm.rules.shapes import goes_with, not_beside, once, shaped

DELIVERY: Final = ("72", "73.5", "74.0-74.2", "74.4", "74.99")
"""Procedures that deliver: forceps and breech, manually assisted, cesarean."""
ASSISTED: Final = ("72", "73.2-73.3", "73.8-73.9", "74")
"""Deliveries by instruments, by turning or operating on the fetus, by cesarean: none of them a normal delivery."""
OF_THE_FETUS: Final = ("655", "678")
"""Conditions of the fetus for which it may be operated on."""


@rule(
    cites=Guideline("I.C.11.a.3", page=44),
    severity=Severity.QUERY,
    on=BY_EPISODE,
    needs=(Need.SETTING,),
    passes=("648.23, 280.9 | inpatient", "642.51, V27.0 | inpatient", "643.00 | outpatient"),
    flags={"648.20, 280.9 | inpatient": "648.20", "642.40, 648.81, V27.0 | inpatient": "642.40"},
)
def episode_not_specified(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An inpatient whose fifth digit leaves the episode of care open.

    The fifth digit says whether the encounter is antepartum or postpartum and whether a delivery has occurred.
    """
    if encounter.setting is Setting.INPATIENT:
        for diagnosis in with_digit(encounter, book, "0"):
            yield look_at(diagnosis, "was the patient delivered in this episode, before it, or not yet?")


@rule(
    cites=Guideline("I.C.11.a.4", page=44),
    severity=Severity.ERROR,
    on=BY_EPISODE,
    needs=(Need.PROCEDURES,),
    passes=("642.51, V27.0 | px 74.1", "648.23 | px 75.34", "650, V27.0 | px 73.59", "634.91 | px 69.02"),
    flags={"642.53, V27.0 | px 74.1": "642.53", "652.23, V27.0 | px 73.59": "652.23"},
)
def delivered_by_procedure_and_not_by_digit(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A delivery by the procedures, and none by the fifth digits.

    Should a delivery occur, all of the fifth digits indicate the delivery.
    """
    if encounter.done(*DELIVERY) and not with_digit(encounter, book, "12") and not encounter.has("650"):
        for diagnosis in with_digit(encounter, book, "34"):
            yield look_at(diagnosis, "a procedure says that a delivery occurred in this episode")


@rule(
    cites=Guideline("I.C.11.b.2", page=45),
    severity=Severity.WARNING,
    on=("V23",),
    needs=(Need.SETTING,),
    passes=("V23.82, 648.83 | outpatient", "648.83, V23.82 | inpatient"),
    flags={"648.83, V23.82 | outpatient": "V23.82", "642.33, 648.93, V23.41 | outpatient": "V23.41"},
)
def high_risk_supervision_not_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Supervision of a high-risk pregnancy behind a complication, on an outpatient visit.

    For routine prenatal visits of patients at high risk V23 is first-listed, codes of chapter 11 are secondary.
    """
    first = encounter.diagnoses[0]
    if encounter.setting is Setting.OUTPATIENT and first.within("640-679"):
        for diagnosis in encounter.within("V23")[:1]:
            yield look_at(diagnosis, "on a routine prenatal visit it is first-listed", first)


@rule(
    cites=Guideline("I.C.11.c.2", page=46),
    severity=Severity.ERROR,
    on=OBSTETRIC,
    needs=(Need.PROCEDURES,),
    passes=("655.03 | px 75.36", "678.03, 648.23 | px 75.36", "655.83, 646.83 | px 75.36"),
    flags={"646.83 | px 75.36": "646.83", "648.93, 280.9 | px 75.36": "648.93"},
)
def surgery_on_the_fetus_of_no_condition(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Surgery on a fetus without the fetal condition.

    A code from category 655, or 678, identifies the condition for which the fetus was operated on.
    """
    if encounter.done("75.36") and encounter.has(*OBSTETRIC) and not encounter.has(*OF_THE_FETUS):
        yield look_at(encounter.diagnoses[0], "the fetal condition is coded too, from 655 or 678")


@rule(
    cites=Guideline("I.C.11.h.1", page=47),
    severity=Severity.ERROR,
    on=("650",),
    needs=(Need.PROCEDURES,),
    passes=("650, V27.0 | px 73.59, 73.6", "650, V27.0 | px 73.09", "669.71, V27.0 | px 74.1"),
    flags={"650, V27.0 | px 74.1": "650", "650, V27.0 | px 72.79": "650"},
)
def normal_delivery_by_operation(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Normal delivery with a cesarean, instruments or an operation on the fetus.

    650 is for a full-term delivery without complication; such a procedure has a reason, which is coded.
    """
    for procedure in encounter.done(*ASSISTED)[:1]:
        for diagnosis in encounter.within("650"):
            yield look_at(diagnosis, f"procedure {procedure.code} is none of a normal delivery")


@rule(
    cites=Guideline("I.C.11.i.4", page=48),
    severity=Severity.ERROR,
    on=("V27",),
    beside=BY_EPISODE,
    passes=("666.12, V27.0", "670.14", "674.54, V24.2"),
    flags={"666.14, V27.0": "666.14", "664.11, 670.14, V27.0": "670.14"},
)
def postpartum_digit_on_the_delivery(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A postpartum complication of the admission of the delivery with the fifth digit of a later one.

    In the admission of the delivery the fifth digit is 2, in later ones 4.
    """
    for outcome in encounter.within("V27")[:1]:
        for diagnosis in with_digit(encounter, book, "4"):
            code = f"{diagnosis.code[:-1]}2"
            if book.node(code):
                yield replace_by(diagnosis, code, "in the admission of the delivery the fifth digit is 2", outcome)


@rule(
    cites=Guideline("I.C.11.i.5", page=48),
    severity=Severity.WARNING,
    on=("V24.0",),
    passes=("V24.0", "670.24, 041.02", "V24.0, V25.2"),
    flags={"V24.0, 666.14": "V24.0", "V24.0, 648.24, 285.1": "V24.0"},
)
def routine_postpartum_care_with_complication(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Routine postpartum care together with a complication.

    V24.0 is for admissions after a delivery elsewhere in which no complication is noted.
    """
    for complication in with_digit(encounter, book, "4")[:1]:
        for diagnosis in encounter.within("V24.0"):
            yield look_at(diagnosis, "V24.0 is for routine care without complication", complication)


@rule(
    cites=Guideline("I.C.11.k.1", page=49),
    severity=Severity.ERROR,
    on=ABORTION,
    passes=("634.91", "635.12, 635.62"),
    flags={"634.11, 634.62": "634.62", "635.92, 635.11": "635.11"},
)
def abortion_complete_and_incomplete(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An abortion coded as complete and as incomplete.

    The fifth digit is the status at the start of the encounter, one for all codes of the abortion.
    """
    first, *others = encounter.within(*ABORTION) or (None,)
    for diagnosis in others:
        if first and diagnosis and {first.code[-1], diagnosis.code[-1]} == {"1", "2"}:
            yield look_at(diagnosis, "was the abortion complete when the encounter began?", first)


@rule(
    cites=Guideline("I.C.11.k.5", page=50),
    severity=Severity.QUERY,
    on=("634",),
    needs=(Need.PROCEDURES,),
    passes=("634.91 | px 69.02", "634.92 | px none"),
    flags={"634.92 | px 69.02": "634.92", "634.12, 285.1 | px 69.52": "634.12"},
)
def retained_products_of_a_complete_abortion(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A complete abortion with the removal of what was retained.

    An admission for retained products has the fifth digit 1, whatever the discharge before said.
    """
    if encounter.done("69.02", "69.52"):
        for diagnosis in encounter.within("634"):
            if diagnosis.code.endswith("2"):
                yield look_at(diagnosis, "were products of conception retained? Then the fifth digit is 1")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "first_and_later_pregnancy",
        "Supervision of a first and of another normal pregnancy.",
        "V22.0 is for the first pregnancy, V22.1 for any other.",
        Guideline("I.C.11.b.1", page=44),
        Severity.WARNING,
        once(("V22.0-V22.1",), "is it the first pregnancy, or another?"),
        passes=("V22.0", "V22.1, V25.09"),
        flags={"V22.0, V22.1": "V22.1", "V22.1, 401.9, V22.0": "V22.0"},
    ),
    shaped(
        "normal_beside_high_risk_supervision",
        "Supervision of a normal pregnancy beside that of a high-risk one.",
        "For patients at high risk it is a code of V23, not V22.0 or V22.1.",
        Guideline("I.C.11.b.2", page=45, also=("I.C.18.d.11",)),
        Severity.ERROR,
        not_beside(ROUTINE, ("V23",), "the pregnancy is at high risk"),
        passes=("V23.82", "V22.1"),
        flags={"V22.1, V23.82": "V22.1", "V23.41, V22.0": "V22.0"},
    ),
    shaped(
        "outcome_coded_twice",
        "Two outcomes of one delivery.",
        "One code of V27 is on the record of the delivery; twins and more have one for all.",
        Guideline("I.C.11.b.5", page=45),
        Severity.ERROR,
        once(("V27",), "one code of V27 is for the whole outcome"),
        passes=("651.01, V27.2", "650, V27.0"),
        flags={"651.01, V27.0, V27.1": "V27.1", "664.01, V27.0, V27.9": "V27.9"},
    ),
    shaped(
        "diabetes_beside_gestational_diabetes",
        "Diabetes beside gestational diabetes.",
        "648.8 is for women who were not diabetic before the pregnancy.",
        Guideline("I.C.11.g", page=47),
        Severity.ERROR,
        not_beside(
            ("648.8",), ("249", "250"), "was she diabetic before the pregnancy?", unless=("648.0",), blame=look_at
        ),
        passes=("648.83, V58.67", "648.03, 250.00"),
        flags={"648.83, 250.00": "648.83", "648.81, 250.02, V27.0": "648.81"},
    ),
    shaped(
        "delivery_beside_care_after_delivery_elsewhere",
        "A delivery beside the care of a woman who was delivered before admission.",
        "Who has delivered before admission has no delivery code; V24.0 or what came after is coded.",
        Guideline("I.C.11.i.6", page=48),
        Severity.ERROR,
        not_beside(("650", "V27"), ("V24.0",), "was she delivered before this admission?", blame=look_at),
        passes=("V24.0", "650, V27.0"),
        flags={"V24.0, V27.0": "V27.0", "650, V24.0": "650"},
    ),
    shaped(
        "puerperal_sepsis_of_no_organism",
        "Puerperal sepsis without its organism.",
        "A secondary code, from 041 for bacteria, identifies the organism.",
        Guideline("I.C.11.i.7", page=48),
        Severity.QUERY,
        goes_with(("670.2",), ("041", "079", "112", "117"), "is the organism known?"),
        passes=("670.24, 041.02", "670.22, 041.49, 995.92, 584.9"),
        flags={"670.24": "670.24", "670.24, 285.1": "670.24"},
    ),
    shaped(
        "late_effect_of_pregnancy_of_nothing",
        "The late effect of a complication of pregnancy without its sequela.",
        "677 says where a sequela that is treated came from; the sequela has a code of its own.",
        Guideline("I.C.11.j.1", page=49, also=("I.C.11.j.3",)),
        Severity.WARNING,
        goes_with(("677",), ("001-629", "680-799", "900-999"), "which sequela is treated?"),
        passes=("619.0, 677", "625.6, 677"),
        flags={"677": "677", "677, V25.2": "677"},
    ),
    shaped(
        "late_effect_in_its_own_delivery",
        "The late effect of a complication of pregnancy in the episode of the delivery.",
        "677 may be used at any time after the first postpartum period, not in it.",
        Guideline("I.C.11.j.2", page=49),
        Severity.QUERY,
        not_beside(("677",), ("650", "V27", "V24.0"), "is it left from an earlier pregnancy?", blame=look_at),
        passes=("619.0, 677", "V27.0, 650"),
        flags={"664.11, 677, V27.0": "677", "V24.0, 619.0, 677": "677"},
    ),
)
