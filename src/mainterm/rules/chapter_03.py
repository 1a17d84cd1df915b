"""Guidelines I.C.3: endocrine, nutritional and metabolic diseases (diabetes mellitus)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.model.tabular import Level, NoteKind
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    look_at,
    move_first,
    of_one_category,
    remove,
    replace_by,
    rule,
)
from mainterm.rules.notes import Item, told
from mainterm.rules.shapes import goes_with, not_beside, shaped, stands_before

DIABETIC: Final = {"357.2": "6", "362.0": "5", "366.41": "5"}
"""Manifestations that nothing else has, and the fourth digit of the diabetes in front of each."""
_WITH_MANIFESTATIONS: Final = "45678"
"""The fourth digits of diabetes with manifestations of one kind."""


@rule(
    cites=Guideline("I.C.3.a.1", page=26),
    severity=Severity.ERROR,
    on=("250",),
    between=of_one_category(lambda _, code, other: _is_type_1(code) != _is_type_1(other)),
    passes=("250.41, 583.81, 250.51, 362.01", "250.00", "250.42, 583.81, 250.62, 357.2", "250.40, 583.81, 250.02"),
    flags={"250.40, 583.81, 250.51, 362.01": "250.51", "250.03, 250.62, 357.2": "250.62"},
)
def diabetes_of_two_types(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes coded as of both types.

    The fifth digit names the type, which is the same for each of the codes of one patient.
    """
    first, *others = encounter.within("250") or (None,)
    for diagnosis in others:
        if first is not None and diagnosis is not None and _is_type_1(diagnosis.code) != _is_type_1(first.code):
            yield look_at(diagnosis, "is the diabetes of type I or of type II?", first)


def _is_type_1(code: str) -> bool:
    return code.endswith(("1", "3"))


@rule(
    cites=Guideline("I.C.3.a.4", page=27),
    severity=Severity.ERROR,
    on=("249.0", "250.0"),
    needs=(Need.LINKS,),
    passes=("250.80, 682.7 due to 250.80", "250.00, 682.7 | links known", "250.00, 791.9 due to 250.00"),
    flags={"682.7 due to 250.00, 250.00": "250.00", "249.01, 607.84 due to 249.01": "249.01"},
)
def diabetes_without_what_is_due_to_it(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes without mention of a complication, with a disease that is due to it.

    Each associated condition has its code of the diabetes: that whose note names it, otherwise 250.8.
    """
    for diagnosis in encounter.within("249.0", "250.0"):
        effects = (other for other in encounter.diagnoses if diagnosis.code in other.due_to)
        disease = next((other for other in effects if other.within("001-248", "252-629", "680-779")), None)
        if disease:
            code = _manifested(book, diagnosis.code, disease.code) or _of_kind(diagnosis.code, "8")
            yield replace_by(diagnosis, code, "what is due to the diabetes is a complication of it", disease)


@rule(
    cites=Guideline("I.C.3.a.4", page=27),
    severity=Severity.WARNING,
    on=("249.0", "250.0"),
    needs=(Need.LINKS,),
    passes=("250.40, 585.4 with 250.40", "250.00, 585.4 | links known", "250.00 with 403.90, 403.90, 585.4"),
    flags={"250.00 with 585.4, 585.4, 401.9": "250.00", "249.01 with 585.6, 585.6": "249.01"},
)
def diabetes_without_what_it_is_with(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes without mention of a complication that the record joins to a disease which a note at 250 names.

    *Diabetes with* it is what the title says of the code that has the note; what comes behind another disease may be
    due to that one, as kidney disease to hypertension.
    """
    for diagnosis in encounter.within("249.0", "250.0"):
        for other in diagnosis.joined[:1]:
            code = _manifested(book, diagnosis.code, other)
            if code:
                disease = next(each for each in encounter.diagnoses if each.code == other)
                yield replace_by(diagnosis, code, "it is a manifestation of diabetes if it is due to it", disease)


def _manifested(book: Book, diabetes: str, disease: str) -> str | None:
    """The code of this diabetes with the manifestations whose own note names the disease."""
    codes = (_of_kind(diabetes, kind) for kind in _WITH_MANIFESTATIONS)
    return next((code for code in codes if any(map(_lists_manifestations, told(book, code, disease)))), None)


def _lists_manifestations(item: Item) -> bool:
    """Whether a line of a note is one of a fourth digit's own: those of the category are of any diabetes."""
    return item.kind is NoteKind.USE_ADDITIONAL and item.place.level is Level.SUBCATEGORY


def _of_kind(diabetes: str, kind: str) -> str:
    """The code of the same diabetes, with what its fourth digit says."""
    return f"{diabetes[:4]}{kind}{diabetes[5:]}"


@rule(
    cites=Guideline("I.C.3.a.3", page=27),
    severity=Severity.WARNING,
    on=("V58.67",),
    beside=("250",),
    passes=("250.00, V58.67", "249.00, V58.67", "250.01", "648.03, 250.01, V58.67"),
    flags={"250.01, V58.67": "V58.67", "250.63, 357.2, V58.67": "V58.67"},
)
def insulin_of_type_1(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Use of insulin coded beside diabetes of type I.

    Every patient of type I must use insulin; V58.67 is for those of type II who do, and in pregnancy (I.C.11.f).
    """
    types = encounter.within("249", "250")
    if types and all(diagnosis.within("250") and _is_type_1(diagnosis.code) for diagnosis in types):
        for diagnosis in () if encounter.has("648.0") else encounter.within("V58.67"):
            yield remove(diagnosis, "the type of diabetes says it", *types)


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
    flags={"250.03, 996.57": "996.57", "250.13, 276.51, 996.57": "996.57"},
)
def insulin_pump_not_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Failure of an insulin pump behind the diabetes.

    The mechanical complication stands first, the diabetes behind it.
    """
    for diagnosis in encounter.within("996.57"):
        if encounter.diagnoses[0].within("249", "250"):
            yield move_first(diagnosis, "the failure of the pump is coded first")


@rule(
    cites=Guideline("I.C.3.a.1", page=26),
    severity=Severity.QUERY,
    on=("250",),
    between=of_one_category(lambda _, code, other: _is_uncontrolled(code) != _is_uncontrolled(other)),
    passes=("250.42, 583.81, 250.62, 357.2", "250.01", "250.03, 250.13"),
    flags={"250.40, 583.81, 250.62, 357.2": "250.62", "250.13, 250.61, 357.2": "250.61"},
)
def diabetes_controlled_and_uncontrolled(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes coded as uncontrolled by one code and not by another.

    The fifth digit is that of the patient's diabetes, for each of its codes.
    """
    first, *others = encounter.within("250.0-250.9") or (None,)
    for diagnosis in others:
        if first and diagnosis and _is_uncontrolled(diagnosis.code) != _is_uncontrolled(first.code):
            yield look_at(diagnosis, "is the diabetes stated as uncontrolled?", first)
            return


def _is_uncontrolled(code: str) -> bool:
    return code.endswith(("2", "3"))


@rule(
    cites=Guideline("I.C.3.a.4", page=27),
    severity=Severity.ERROR,
    on=("250.0",),
    beside=tuple(DIABETIC),
    unless=("249", "250.4-250.9"),
    passes=("250.60, 357.2", "250.00, 357.4", "250.50, 362.01, 250.00"),
    flags={"250.00, 357.2": "250.00", "366.41, 250.02": "250.02"},
)
def diabetes_without_complication_with_a_manifestation(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes without mention of complication, with a manifestation that only diabetes has.

    The code of 250 is that of the manifestation's kind, and stands in front of it.
    """
    if not encounter.has("249", "250.4-250.9"):
        for manifestation, digit in DIABETIC.items():
            for shown in encounter.within(manifestation)[:1]:
                for diagnosis in encounter.within("250.0"):
                    code = f"250.{digit}{diagnosis.code[5:]}"
                    yield replace_by(diagnosis, code, "its manifestation is coded: it is not without one", shown)


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "diabetes_without_complication_beside_one",
        "Diabetes without mention of complication beside diabetes with one.",
        "As many codes of 250 are assigned as there are associated conditions; 250.0 is for none.",
        Guideline("I.C.3.a.4", page=27),
        Severity.WARNING,
        not_beside(("250.0",), ("250.1-250.9",), "250.0 is for diabetes without complication"),
        passes=("250.00", "250.40, 583.81, 250.60, 357.2"),
        flags={"250.00, 250.60, 357.2": "250.00", "250.80, 707.15, 250.00": "250.00"},
    ),
    shaped(
        "retinopathy_without_diabetes_of_the_eye",
        "Diabetic retinopathy without diabetes with ophthalmic manifestations.",
        "362.0 has manifestations of diabetes: it follows the code of the diabetes that has them.",
        Guideline("I.C.3.a.4.a", page=27),
        Severity.ERROR,
        goes_with(("362.01-362.07",), ("249.5", "250.5"), "250.5 or 249.5 stands before it"),
        passes=("250.50, 362.01", "249.50, 362.03, 362.07"),
        flags={"250.00, 362.01": "362.01", "362.02": "362.02"},
    ),
    shaped(
        "insulin_pump_without_diabetes",
        "Failure of an insulin pump without the diabetes.",
        "The diabetes follows the mechanical complication, by its type.",
        Guideline("I.C.3.a.6.a", page=28),
        Severity.WARNING,
        goes_with(("996.57",), ("249", "250", "648.0", "775.1"), "of which type is the diabetes?"),
        passes=("996.57, 250.03", "996.57, 249.01"),
        flags={"996.57": "996.57", "996.57, 276.1": "996.57"},
    ),
    shaped(
        "overdose_before_the_insulin_pump",
        "Poisoning by insulin in front of the failure of the pump that gave it.",
        "The mechanical complication stands first, then 962.3, then the diabetes.",
        Guideline("I.C.3.a.6.b", page=28),
        Severity.ERROR,
        stands_before(("996.57",), ("962.3",), "the failure of the pump stands before the poisoning"),
        passes=("996.57, 962.3, 250.01", "962.3, 250.80, E858.0"),
        flags={"962.3, 996.57, 250.01": "996.57", "962.3, 250.81, 996.57": "996.57"},
    ),
)
