"""Guidelines I.C.3 and I.C.4: what the words of the record decide of diabetes and anemia."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Rule,
    Severity,
    look_at,
    rule,
)
from mainterm.rules.shapes import Shape, shaped
from mainterm.rules.telling import STATED, affirmed, affirms, by_record, told

_PASSING: Final = re.compile(
    r"\binsulin\b[^.;]*\b(?:temporar\w+|sliding[- ]scale|only (?:while|during)|during (?:the|this) "
    r"(?:stay|admission|encounter|hospitali[sz]ation)|discontinued|short[- ]term)\b|"
    r"\b(?:temporar\w+|sliding[- ]scale|short[- ]term)\b[^.;]*\binsulin\b",
    re.I,
)
_LASTING_USE: Final = re.compile(
    r"\b(?:home|daily|routine\w*|long[- ]term|chronic\w*|basal|maintenance|on|takes|uses)\b(?: \w+){0,2} insulin\b"
    r"(?! (?:drip|sliding|temporar|during))|\binsulin[- ](?:dependent|requiring|treated)|insulin at home",
    re.I,
)


@rule(
    cites=Guideline("I.C.3.a.3", page=27),
    severity=Severity.ERROR,
    on=("V58.67",),
    needs=STATED,
    passes=(
        "250.00, V58.67 | says type 2 diabetes on home insulin, sliding scale during the stay",
        "250.02 | says insulin given temporarily",
        "249.00, V58.67 | says insulin given temporarily",
    ),
    flags={
        "682.6, 250.02, V58.67 | says type 2 diabetes on metformin; insulin given temporarily": "V58.67",
        "250.00, 486, V58.67 | says diabetic, sliding scale insulin during the stay": "V58.67",
    },
)
def insulin_given_temporarily(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Long-term use of insulin that was given temporarily.

    V58.67 is not assigned if insulin is given to bring the blood sugar under control during the encounter.
    """
    if not encounter.has("249"):
        yield from _given_temporarily(encounter)


@rule(
    cites=Guideline("I.C.3.a.7.b", page=28),
    severity=Severity.ERROR,
    on=("V58.67",),
    needs=STATED,
    passes=(
        "249.00, V58.67 | says secondary diabetes, takes insulin daily",
        "250.00, V58.67 | says insulin given temporarily",
    ),
    flags={
        "249.00, V58.67 | says steroid-induced diabetes, insulin given temporarily": "V58.67",
        "577.1, 249.01, V58.67 | says insulin during the stay only": "V58.67",
    },
)
def insulin_given_temporarily_in_secondary_diabetes(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Long-term use of insulin that was given temporarily, in secondary diabetes.

    V58.67 is not assigned if insulin is given to bring the blood sugar under control during the encounter.
    """
    if encounter.has("249"):
        yield from _given_temporarily(encounter)


def _given_temporarily(encounter: Encounter) -> Iterator[Flag]:
    words = encounter.documentation
    if _PASSING.search(words) and not _LASTING_USE.search(words):
        for diagnosis in encounter.within("V58.67"):
            yield look_at(diagnosis, "insulin that is given temporarily is no long-term use")


_TYPE_1: Final = re.compile(
    r"\btype[- ](?:1|I|one)\b(?![I.]\d)|\bjuvenile\b|\bIDDM\b|\bketosis[- ]prone|\bT1DM?\b|\bDM ?(?:1|I)\b", re.I
)
_TYPE_2: Final = re.compile(
    r"\btype[- ](?:2|II|two)\b|\bNIDDM\b|\bT2DM?\b|\bDM ?(?:2|II)\b|\badult[- ]onset\b|\bnon-?insulin[- ]dependent",
    re.I,
)
_DIABETES: Final = re.compile(r"\bdiabet\w+|\bDM\b", re.I)
_CODED_1: Final = tuple(f"250.{kind}{digit}" for kind in range(10) for digit in (1, 3))
_CODED_2: Final = tuple(f"250.{kind}{digit}" for kind in range(10) for digit in (0, 2))


@rule(
    cites=Guideline("I.C.3.a.2", page=27),
    severity=Severity.ERROR,
    on=_CODED_1,
    needs=STATED,
    passes=(
        "250.01 | says type 1 diabetes",
        "250.00 | says diabetes, type not stated",
        "250.01 | says diabetic, takes insulin",
        "250.01, 486 | says pneumonia",
    ),
    flags={
        "250.01 | says diabetes mellitus, type not documented": "250.01",
        "486, 250.61, 357.2 | says pneumonia; diabetic neuropathy": "250.61",
    },
)
def type_1_that_is_not_documented(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes as of type I, of no type in the record.

    Where the type is not documented the default is type II.
    """
    words = encounter.documentation
    named = affirms(words, _TYPE_1) or affirms(words, _TYPE_2) or re.search(r"\binsulin\b", words, re.I)
    if _DIABETES.search(words) and not named:
        for diagnosis in encounter.within(*_CODED_1)[:1]:
            yield look_at(diagnosis, "the type is not documented: type II is the default")


@rule(
    cites=Guideline("I.C.3.a.1", page=26),
    severity=Severity.ERROR,
    on=("250",),
    needs=STATED,
    passes=(
        "250.01 | says type 1 diabetes",
        "250.60, 357.2 | says type 2 diabetic",
        "250.01 | says type I, not type II",
    ),
    flags={
        "250.01 | says type 2 diabetes on insulin": "250.01",
        "250.60, 357.2 | says type 1 diabetic with polyneuropathy": "250.60",
    },
)
def diabetes_of_the_other_type(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes whose fifth digit is of another type than the record's.

    0 and 2 are for type II or unspecified, 1 and 3 for type I.
    """
    words = encounter.documentation
    one, two = affirms(words, _TYPE_1), affirms(words, _TYPE_2)
    if one is not two:
        for diagnosis in encounter.within(*(_CODED_2 if one else _CODED_1)):
            yield look_at(diagnosis, f"the record says type {'I' if one else 'II'}")


@rule(
    cites=Guideline("I.C.3.a.1", page=26),
    severity=Severity.ERROR,
    on=tuple(f"250.{kind}{digit}" for kind in range(10) for digit in (0, 1)),
    needs=STATED,
    passes=(
        "250.02 | says uncontrolled type 2 diabetes",
        "250.00, 401.9 | says diabetes; uncontrolled hypertension",
        "250.00 | says diabetes, not uncontrolled",
    ),
    flags={
        "250.00 | says uncontrolled diabetes mellitus": "250.00",
        "250.41, 583.81 | says type 1 diabetic nephropathy, diabetes out of control": "250.41",
    },
)
def uncontrolled_diabetes_as_controlled(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Diabetes that the record calls uncontrolled, whose fifth digit does not.

    The fifth digits 2 and 3 are for uncontrolled diabetes.
    """
    if affirms(encounter.documentation, _UNCONTROLLED) and not encounter.has(
        *(f"250.{kind}{digit}" for kind in range(10) for digit in (2, 3))
    ):
        for diagnosis in encounter.within("250")[:1]:
            yield look_at(diagnosis, "the record calls the diabetes uncontrolled")


_UNCONTROLLED: Final = re.compile(
    r"\b(?:uncontrolled|out[- ]of[- ]control)\b(?!,? (?:hypertens|HTN|asthma|pain))[^.;,]{0,40}\b(?:diabet|DM\b)|"
    r"\b(?:diabet\w*|DM)\b[^.;,]{0,40}(?<!hypertension )\b(?:uncontrolled|out of control)\b(?! (?:hypertens|HTN))",
    re.I,
)
_SECONDARY: Final = (
    r"\b(?:secondary|(?:steroid|drug|prednisone|medication|chemical)[- ]induced) (?:diabetes|DM)|"
    r"\bdiabetes (?:mellitus )?(?:\w+ ){0,2}(?:due to|secondary to|caused by|induced by|resulting from|following) "
    r"(?:\w+ ){0,4}(?:steroid|prednisone|corticosteroid|pancreat|cystic fibrosis|cushing|drug|medication|malignan|"
    r"h[a]?emochromatosis|cancer)"
)
_BY_DRUG: Final = (
    r"\b(?:steroid|drug|prednisone|medication|corticosteroid)\w*[- ]induced|"
    r"\bdiabetes\b[^.;]*\b(?:due to|secondary to|caused by|from|adverse effect of) (?:[\w-]+ ){0,4}"
    r"(?:steroid|prednisone|corticosteroid|drug|medication)"
)
_PUMP_FAILS: Final = (
    r"\binsulin pump\b[^.;]*\b(?:fail\w*|malfunction\w*|broke\w*|kink\w*|occlu\w*|defect\w*)|"
    r"\b(?:fail\w*|malfunction\w*|breakdown) of (?:the |her |his |an )?insulin pump"
)

RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "type_1_for_the_insulin",
        "Diabetes of type I by no more than the use of insulin.",
        "The use of insulin does not make a diabetes type I; where no type is documented it is type II.",
        Guideline("I.C.3.a.3", page=27, also=("I.C.3.a.2",)),
        Severity.ERROR,
        Shape(_CODED_1, lambda encounter, book: _by_insulin(encounter)),
        needs=STATED,
        passes=("250.01 | says type 1 diabetes on insulin", "250.00, V58.67 | says diabetes, takes insulin"),
        flags={
            "250.01 | says diabetes, takes insulin": "250.01",
            "250.03, V58.67 | says diabetic on insulin": "250.03",
        },
    ),
    shaped(
        "insulin_that_is_not_coded",
        "Routine use of insulin that is not coded.",
        "For patients of type II who routinely use insulin V58.67 is assigned too.",
        Guideline("I.C.3.a.3", page=27),
        Severity.WARNING,
        told(
            _CODED_2,
            r"\b(?:on|takes|uses|using|long[- ]term|home|daily|routinely)\b[^.;]*\binsulin\b",
            "the long-term use of insulin is V58.67",
            but=r"\btemporar|\bsliding|\bpump failure",
            unless=("V58.67",),
        ),
        needs=STATED,
        passes=("250.00, V58.67 | says diabetes, takes insulin", "250.02 | says diabetes, temporarily on insulin"),
        flags={"250.00 | says diabetes, takes insulin": "250.00", "250.60, 357.2 | says uses insulin daily": "250.60"},
    ),
    by_record(
        "manifestation_that_is_not_of_the_diabetes",
        "Diabetes with a manifestation that the record does not lay to it.",
        "The codes of diabetes with a manifestation are for conditions that come of the diabetes.",
        Guideline("I.C.3.a.4", page=27),
        told(
            ("250.4-250.8", "249.4-249.8"),
            r"\b(?:not|no|never)\b[^.;]*\b(?:due|relat\w+|attribut\w+|secondary|caused|link\w*)\b[^.;]*\bdiabet|"
            r"\bunrelated to (?:the |her |his )?diabet|\bnon-?diabetic\b",
            "the record does not lay it to the diabetes",
        ),
        ("250.60, 357.2 | says diabetic neuropathy", "250.00, 585.3 | says kidney disease not due to diabetes"),
        {
            "250.40, 583.81 | says nephropathy not due to the diabetes": "250.40",
            "250.60, 357.2 | says alcoholic neuropathy, unrelated to diabetes": "250.60",
        },
    ),
    by_record(
        "secondary_diabetes_coded_as_diabetes",
        "Secondary diabetes in category 250.",
        "Diabetes due to another condition, a drug or a procedure is category 249.",
        Guideline("I.C.3.a.7", page=28),
        affirmed(("250",), _SECONDARY, "secondary diabetes is category 249", unless=("249",)),
        ("249.00, E932.0 | says steroid-induced diabetes", "250.00 | says type 2 diabetes, no secondary diabetes"),
        {
            "250.00, E932.0 | says steroid-induced diabetes mellitus": "250.00",
            "577.1, 250.01 | says diabetes due to chronic pancreatitis": "250.01",
        },
    ),
    by_record(
        "diabetes_of_a_drug_that_is_not_coded",
        "Secondary diabetes of a drug without the drug.",
        "The adverse effect of a drug correctly taken has the E code of the drug; of a poisoning, its late effect.",
        Guideline("I.C.3.a.7.d.ii", page=30),
        affirmed(
            ("249",),
            _BY_DRUG,
            "the drug is coded too, from E930-E949",
            unless=("E930-E949", "960-979", "909.0", "909.5"),
        ),
        ("249.00, E932.0 | says steroid-induced diabetes", "249.00, 577.1 | says diabetes due to pancreatitis"),
        {
            "249.00 | says steroid-induced diabetes": "249.00",
            "714.0, 249.00, V58.65 | says diabetes due to long-term prednisone": "249.00",
        },
    ),
    by_record(
        "insulin_pump_failure_that_is_not_coded",
        "Diabetes of a patient whose insulin pump failed, without the failure.",
        "The failure of the pump, 996.57, is first; the diabetes stands behind it.",
        Guideline("I.C.3.a.6.a", page=28, also=("I.C.3.a.6.b",)),
        affirmed(("249-250",), _PUMP_FAILS, "the failure of the pump is coded first, 996.57", unless=("996.57",)),
        ("996.57, 250.13 | says insulin pump failure", "250.13, V45.85 | says insulin pump, no malfunction"),
        {
            "250.13 | says ketoacidosis due to insulin pump failure": "250.13",
            "250.03, V45.85 | says malfunction of the insulin pump": "250.03",
        },
    ),
    by_record(
        "overdose_by_the_insulin_pump_that_is_not_coded",
        "An overdose of insulin by the failure of a pump, without the poisoning.",
        "The failure is first, 996.57, then the poisoning by insulin, 962.3.",
        Guideline("I.C.3.a.6.b", page=28),
        affirmed(
            ("996.57",),
            r"\b(?:over-?dos\w+|too much insulin|excess(?:ive)? insulin|over-?deliver\w*)",
            "the poisoning is coded too, 962.3",
            unless=("962.3",),
        ),
        (
            "996.57, 962.3, 250.81 | says insulin overdose by pump failure",
            "996.57, 250.13 | says underdose by the pump",
        ),
        {
            "996.57, 250.81 | says overdose of insulin due to pump malfunction": "996.57",
            "996.57, 250.83 | says pump delivered too much insulin": "996.57",
        },
    ),
    by_record(
        "anemia_of_kidney_disease_of_no_kind",
        "Anemia that the record lays to chronic kidney disease, coded as anemia of no kind.",
        "Anemia in chronic kidney disease is 285.21.",
        Guideline("I.C.4.a.1", page=30),
        affirmed(
            ("285.9", "285.29"),
            r"\ban[a]?emia (?:in|of|due to|secondary to|from|related to|associated with) (?:\w+ ){0,5}"
            r"(?:kidney|renal|CKD|ESRD)|\bCKD[- ]related an[a]?emia|\brenal an[a]?emia",
            "anemia in chronic kidney disease is 285.21",
            to="285.21",
        ),
        ("585.4, 285.21 | says anemia due to chronic kidney disease", "585.4, 285.9 | says CKD; anemia"),
        {
            "585.4, 285.9 | says anemia due to stage 4 chronic kidney disease": "285.9",
            "585.6, 285.29 | says ESRD with renal anemia": "285.29",
        },
    ),
    by_record(
        "anemia_of_a_neoplasm_of_no_kind",
        "Anemia that the record lays to a malignancy, coded as anemia of no kind.",
        "Anemia in neoplastic disease is 285.22.",
        Guideline("I.C.4.a.2", page=30),
        affirmed(
            ("285.9", "285.29"),
            r"\ban[a]?emia (?:in|of|due to|secondary to|from|related to|associated with) (?:the |her |his )?(?!chemo)"
            r"(?:\w+ ){0,4}(?:cancer|carcinoma|malignan\w+|neoplas\w+|tumou?r|lymphoma|leuk[a]?emia|myeloma)",
            "anemia in neoplastic disease is 285.22",
            but=r"\bchemo\w*|\bradiation|\bbleed|\bblood loss",
            to="285.22",
        ),
        ("153.9, 285.22 | says anemia due to colon cancer", "174.9, 285.3 | says anemia due to chemotherapy of cancer"),
        {
            "153.9, 285.9 | says anemia due to colon cancer": "285.9",
            "202.80, 285.29 | says anemia of lymphoma": "285.29",
        },
    ),
    by_record(
        "anemia_of_chemotherapy_as_another",
        "Anemia that the record lays to chemotherapy, coded as of the neoplasm or of no kind.",
        "Anemia due to antineoplastic chemotherapy is 285.3; that of the neoplasm itself is 285.22.",
        Guideline("I.C.4.a.2", page=30, also=("I.C.2.c.2",)),
        affirmed(
            ("285.22", "285.9"),
            r"\ban[a]?emia (?:due to|secondary to|from|caused by|induced by|related to) (?:the |her |his )?"
            r"(?:antineoplastic )?chemo\w*|\bchemo\w*[- ](?:induced|related) an[a]?emia",
            "anemia due to chemotherapy is 285.3",
            to="285.3",
            unless=("285.3",),
        ),
        (
            "285.3, 174.9, E933.1 | says anemia due to chemotherapy",
            "285.22, 174.9 | says anemia, not due to chemotherapy",
        ),
        {
            "285.22, 174.9 | says chemotherapy-induced anemia": "285.22",
            "174.9, 285.9 | says anemia due to her chemotherapy": "285.9",
        },
    ),
)


def _by_insulin(encounter: Encounter) -> Iterator[Flag]:
    words = encounter.documentation
    typed = affirms(words, _TYPE_1) or affirms(words, _TYPE_2)
    if _DIABETES.search(words) and re.search(r"\binsulin\b", words, re.I) and not typed:
        for diagnosis in encounter.within(*_CODED_1)[:1]:
            yield look_at(diagnosis, "is type I documented? The use of insulin does not make it so")
