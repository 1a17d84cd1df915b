"""Guidelines I.C.7 and I.C.8: what the words of the record decide of the heart, the vessels and the lungs."""

from __future__ import annotations

from typing import Final

from mainterm.rules.declare import (
    Guideline,
    Rule,
    Severity,
)
from mainterm.rules.shapes import shaped
from mainterm.rules.telling import STATED, UNCERTAIN, told

RULES: Final[tuple[Rule, ...]] = (
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
            but=r"\b(?:hypertensive|due to|caused by|because of|secondary to|from)\b",
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
            r"\b(?:elevated|high)\b[^.;]*\b(?:blood pressure|BP)\b",
            "it is 796.2",
            but=r"\b(?:hypertens|HTN\b)",
        ),
        needs=STATED,
        passes=("796.2 | says elevated blood pressure", "401.9 | says hypertension with elevated blood pressure"),
        flags={"401.9 | says elevated blood pressure": "401.9", "401.1, 465.9 | says cold, elevated BP today": "401.1"},
    ),
    shaped(
        "late_effects_of_a_stroke_that_left_none",
        "Late effects of a stroke that left no deficits.",
        "Without neurologic deficits an old stroke is V12.54, not category 438.",
        Guideline("I.C.7.d.3", page=39),
        Severity.ERROR,
        told(("438",), r"\b(?:no|without)\b[^.;]*\b(?:residual|deficit)", "without deficits it is V12.54"),
        needs=STATED,
        passes=("V12.54 | says old stroke without residual deficits", "438.20 | says hemiparesis from old stroke"),
        flags={"438.9 | says old CVA, no residuals": "438.9", "401.9, 438.89 | says stroke without deficits": "438.89"},
    ),
    shaped(
        "influenza_virus_that_is_not_confirmed",
        "Influenza due to an identified virus that is not confirmed.",
        "Suspected avian, 2009 H1N1 or novel influenza A is category 487, of inpatients too.",
        Guideline("I.C.8.d", page=42),
        Severity.ERROR,
        told(("488",), UNCERTAIN + r"[^.;]*\b(?:H1N1|avian|novel|influenza|flu)\b", "unconfirmed it is category 487"),
        needs=STATED,
        passes=("487.1 | says suspected avian influenza", "488.12 | says H1N1 influenza"),
        flags={"488.12 | inpatient | says probable H1N1": "488.12", "488.02 | says possible avian flu": "488.02"},
    ),
)
