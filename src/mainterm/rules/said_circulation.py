"""Guidelines I.C.7: what the words of the record decide of hypertension and heart disease."""

from __future__ import annotations

from typing import Final

from mainterm.rules.declare import (
    Guideline,
    Rule,
    Severity,
)
from mainterm.rules.shapes import shaped
from mainterm.rules.telling import NOT_LAID, STATED, affirmed, by_record, told

_HEART: Final = (
    r"(?:heart failure|CHF|heart disease|cardiomegaly|cardiomyopathy|cardiac disease|ventricular hypertrophy)"
)

RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "hypertension_of_pregnancy_as_a_reading",
        "Transient hypertension of pregnancy coded as an elevated reading, or as essential hypertension.",
        "Code 642.3 is assigned for transient hypertension of pregnancy.",
        Guideline("I.C.7.a.8", page=38),
        affirmed(
            ("796.2", "401"),
            r"\b(?:transient|gestational|pregnancy[- ]induced) (?:hypertens\w+|HTN)|\bPIH\b|"
            r"\bhypertens\w+ of pregnancy",
            "transient hypertension of pregnancy is 642.3",
            to="642.3",
            unless=("642",),
        ),
        ("642.33 | says transient hypertension of pregnancy", "648.93, 796.2 | says one elevated reading"),
        {
            "648.93, 796.2 | says transient hypertension of pregnancy": "796.2",
            "V22.1, 401.9 | says gestational hypertension at 34 weeks": "401.9",
        },
    ),
    shaped(
        "heart_disease_that_is_not_laid_to_hypertension",
        "Hypertensive heart disease where the record states no cause.",
        "A causal relation is stated (due to) or implied (hypertensive); otherwise the two are coded apart.",
        Guideline("I.C.7.a.2", page=36),
        Severity.QUERY,
        told(
            ("402",),
            r"\b(?:hypertension|HTN)\b",
            "is the heart disease due to the hypertension? Otherwise the two are coded apart",
            but=rf"\b(?:hypertensive|due to|caused by|because of|secondary to|from)\b|{NOT_LAID}",
        ),
        needs=STATED,
        passes=(
            "402.91, 428.0 | says heart failure due to hypertension",
            "401.9, 428.0 | says hypertension, heart failure",
        ),
        flags={
            "402.91, 428.0 | says hypertension and congestive heart failure": "402.91",
            "402.90 | says HTN, cardiomegaly": "402.90",
        },
    ),
    shaped(
        "elevated_reading_as_hypertension",
        "An elevated blood pressure coded as hypertension.",
        "A statement of elevated blood pressure without more is 796.2, not category 401.",
        Guideline("I.C.7.a.11", page=38),
        Severity.ERROR,
        told(
            ("401",),
            r"\b(?:elevated|raised)\b[^.;]*\b(?:blood pressure|BP)\b|\b(?:blood pressure|BP)\b[^.;]*\belevated\b|"
            r"\bhigh (?:blood pressure|BP) (?:reading|measurement)|\b(?:blood pressure|BP)\b[^.]*\bno "
            r"(?:diagnosis|history) of "
            r"(?:hypertens|HTN)|\bincidental\b[^.;]*\b(?:blood pressure|BP)\b",
            "it is 796.2",
            but=r"(?<!no )(?<!not )(?<!no diagnosis of )(?<!without )\b(?:hypertens|HTN\b)(?![^.;]*\bnot\b)",
        ),
        needs=STATED,
        passes=(
            "796.2 | says elevated blood pressure",
            "401.9 | says hypertension with elevated blood pressure",
            "366.16, V64.1, 401.9 | says cataract surgery cancelled because of high blood pressure",
        ),
        flags={
            "401.9 | says blood pressure 160/95 today, no diagnosis of hypertension made": "401.9",
            "401.9 | says elevated blood pressure": "401.9",
            "401.1, 465.9 | says cold, elevated BP today": "401.1",
        },
    ),
    by_record(
        "heart_disease_that_the_record_does_not_lay_to_hypertension",
        "Hypertensive heart disease, whose cause the record says is not hypertension, or not stated.",
        "Without a stated or implied causal relation hypertension and heart disease are coded apart.",
        Guideline("I.C.7.a.2", page=36),
        told(
            ("402",),
            rf"{NOT_LAID}|\bnon-?hypertensive|\bnot (?:a )?hypertensive",
            "no causal relation is documented: the two are coded apart",
        ),
        ("402.91, 428.0 | says heart failure due to hypertension", "402.91, 428.0 | says hypertensive heart failure"),
        {
            "402.91, 428.0 | says hypertension and heart failure, no causal relationship documented": "402.91",
            "402.90, 414.01 | says heart disease not due to hypertension": "402.90",
        },
    ),
    by_record(
        "hypertension_beside_the_heart_disease_laid_to_it",
        "Essential hypertension beside heart disease that the record lays to it.",
        "Heart conditions due to hypertension are category 402, with 428 behind it for the kind of failure.",
        Guideline("I.C.7.a.2", page=36),
        affirmed(
            ("401",),
            rf"\b{_HEART}\b[^.;]*\b(?:due to|caused by|secondary to|because of|result of) (?:\w+ "
            rf"){{0,3}}(?:hypertens|HTN)|"
            r"\bhypertensive (?:\w+ )?(?:heart|cardi)",
            "heart disease due to hypertension is category 402",
            beside=("425.8-425.9", "428", "429"),
            unless=("402", "404"),
        ),
        (
            "402.91, 428.0 | says hypertensive heart failure",
            "401.9, 428.0 | says heart failure, not due to hypertension",
        ),
        {
            "428.0, 401.9 | says congestive heart failure due to hypertension": "401.9",
            "401.9, 429.3 | says hypertensive heart disease with cardiomegaly": "401.9",
        },
    ),
    by_record(
        "secondary_hypertension_as_essential",
        "Hypertension that the record lays to another condition, coded as essential.",
        "Secondary hypertension is category 405, with the code of its cause.",
        Guideline("I.C.7.a.7", page=37),
        affirmed(
            ("401",),
            r"\b(?:secondary|renovascular) (?:hypertension|HTN)|\b(?:hypertension|HTN) (?:\w+ ){0,2}(?:due|"
            r"secondary) to "
            r"(?:[\w-]+ ){0,4}(?:renal artery|pheochromocytoma|aldosteron\w*|cushing\w*|adrenal|coarctation|"
            r"kidney|stenosis)",
            "secondary hypertension is category 405",
            unless=("403-404",),
        ),
        ("405.91, 440.1 | says hypertension due to renal artery stenosis", "401.9 | says hypertension, not secondary"),
        {
            "401.9, 440.1 | says hypertension secondary to renal artery stenosis": "401.9",
            "227.0, 401.9 | says secondary hypertension due to pheochromocytoma": "401.9",
        },
    ),
    by_record(
        "transient_hypertension_as_lasting",
        "Transient hypertension coded as essential.",
        "It is 796.2 unless hypertension has been diagnosed; in pregnancy 642.3.",
        Guideline("I.C.7.a.8", page=38),
        affirmed(
            ("401",),
            r"\btransient(?:ly)? (?:\w+ ){0,2}(?:hypertension|elevat\w+)",
            "transient hypertension is 796.2",
            but=r"\b(?:essential|chronic|known|established|history of) (?:hypertension|HTN)",
            to="796.2",
        ),
        ("796.2 | says transient hypertension", "401.9 | says chronic hypertension, transient elevation today"),
        {
            "401.9 | says transient hypertension during the visit": "401.9",
            "465.9, 401.1 | says cold; transient elevated pressure": "401.1",
        },
    ),
    by_record(
        "malignant_or_benign_without_saying_so",
        "Hypertension as malignant or benign, which the record does not call so.",
        "The fourth digits 0 and 1 are not used unless the record supports them.",
        Guideline("I.C.7.a.1", page=36),
        told(
            tuple(f"{category}.{digit}" for category in range(401, 406) for digit in (0, 1)),
            r"\b(?:hypertens\w+|HTN)\b",
            "the record calls it neither malignant nor benign",
            but=r"(?<!not )(?<!nor )(?<!or )(?<!as )\b(?:malignant|benign|accelerated|necroti[sz]ing)\b",
        ),
        ("401.1 | says benign hypertension", "401.9 | says hypertension", "401.0 | says accelerated hypertension"),
        {
            "401.1 | says hypertension": "401.1",
            "401.0, 486 | says pneumonia, hypertension not stated as malignant": "401.0",
        },
    ),
)
