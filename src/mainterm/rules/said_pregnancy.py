"""Guidelines I.C.11.a-g: what the words of the record decide of a pregnancy, of the fetus, and of diabetes in it."""

from __future__ import annotations

from typing import Final

from mainterm.rules.declare import (
    Guideline,
    Rule,
    Severity,
)
from mainterm.rules.shapes import shaped
from mainterm.rules.telling import STATED, affirmed, by_record, told

RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "complication_that_is_not_of_the_pregnancy",
        "A code of chapter 11 for a condition that the record calls unrelated to the pregnancy, after the six weeks.",
        "After the six-week period codes of chapter 11 are for what the provider documents as pregnancy related.",
        Guideline("I.C.11.i.3", page=48),
        told(
            ("640-676",),
            r"\b(?:months?|years?) (?:after|since|following) (?:the |her )?(?:delivery|birth|"
            r"childbirth)\b[^.]*\b(?:not|un)\w*"
            r"(?: pregnancy)?[- ]?(?:related|due|connected)|\b(?:not|un)\w*(?: pregnancy)?[- ]?(?:related|due)\b[^.]*\b"
            r"(?:months?|years?) (?:after|since|following) (?:the |her )?(?:delivery|birth)",
            "the provider says that it is not related to the pregnancy",
        ),
        ("674.84 | says peripartum cardiomyopathy three months after delivery", "425.4 | says not pregnancy related"),
        {
            "674.84 | says cardiomyopathy 8 months after delivery, not related to the pregnancy": "674.84",
            "648.94, 311 | says depression two years after delivery, unrelated to the pregnancy": "648.94",
        },
    ),
    shaped(
        "complication_though_incidental",
        "A complication of pregnancy where the record calls the pregnancy incidental.",
        "V22.2 stands in the place of codes of chapter 11 where the provider documents that.",
        Guideline("I.C.11.a.1", page=44),
        Severity.ERROR,
        told(("640-649",), r"\bincidental\b", "V22.2 stands in its place", but=r"\bnot\b[^.;]*\bincidental\b"),
        needs=STATED,
        passes=("813.41, V22.2 | says fracture, pregnancy incidental", "648.93 | says asthma in pregnancy"),
        flags={
            "648.93, 813.41 | says fracture, pregnancy is incidental": "648.93",
            "646.83, 924.11 | says contusion; pregnancy incidental": "646.83",
        },
    ),
    by_record(
        "fetal_anomaly_as_the_mother_s",
        "An anomaly of the fetus coded on the record of the mother as if it were hers.",
        "What the fetus has is told there by category 655 alone.",
        Guideline("I.C.11.c.1", page=45, also=("I.C.14.a",)),
        affirmed(
            ("740-759",),
            r"\bfet(?:us|al)\b(?! heart)",
            "is it the fetus that has it? Then 655 alone tells it",
            but=r"\b(?:mother|maternal|patient)\b[^.;]*\b(?:has|had|with|congenital)\b",
            beside=("655",),
        ),
        ("655.03 | says fetal hydrocephalus", "655.83, 745.4 | says mother has a septal defect, fetal anomaly feared"),
        {
            "655.13, 758.0 | says fetus with Down syndrome": "758.0",
            "655.03, 741.03 | says fetal spina bifida with hydrocephalus": "741.03",
        },
    ),
    by_record(
        "fetal_condition_that_changed_nothing",
        "A fetal condition that did not affect the management of the mother.",
        "Codes of 655 and 656 are assigned only where the condition of the fetus modifies the care of the mother.",
        Guideline("I.C.11.c.1", page=45),
        told(
            ("655-656",),
            r"\b(?:not|no|never|without|n't)\b[^.;]*\b(?:affect\w*|chang\w*|alter\w*|modif\w*|impact\w*|influenc\w*|"
            r"effect)\b[^.;]*\b(?:management|care|mother|maternal|treatment|pregnancy)|"
            r"\b(?:no|without) (?:\w+ )?(?:bearing|effect|impact|influence|consequence)\b[^.;]*\b(?:manag\w+|"
            r"car\w+|mother|treat\w*)|"
            r"\b(?:management|care)\b[^.;]*\b(?:unaffected|unchanged|not (?:affected|changed|altered|modified))",
            "it has not affected the management of the mother",
        ),
        ("655.03 | says fetal hydrocephalus, extra studies ordered", "V22.1 | says no change in management"),
        {
            "655.03 | says fetal anomaly suspected, did not affect management of the mother": "655.03",
            "650, 656.71, V27.0 | says placental finding, no change in maternal care": "656.71",
        },
    ),
    by_record(
        "gestational_diabetes_as_diabetes",
        "Gestational diabetes coded as diabetes in pregnancy.",
        "Gestational diabetes is 648.8; 648.0 is for women who were diabetic before.",
        Guideline("I.C.11.g", page=47, also=("I.C.3.a.5.b",)),
        affirmed(
            ("648.0",),
            r"\bgestational (?:diabet|DM)|\bGDM\b",
            "gestational diabetes is 648.8",
            but=r"\b(?:pre-?existing|pre-?gestational|type|before (?:the )?pregnancy)\b",
            unless=("648.8",),
        ),
        ("648.83, V58.67 | says gestational diabetes on insulin", "648.03, 250.00 | says type 2 diabetes in pregnancy"),
        {
            "648.03, 250.00 | says gestational diabetes diagnosed at 26 weeks": "648.03",
            "648.01, 250.00, V27.0 | says GDM controlled by diet, delivered": "648.01",
        },
    ),
    by_record(
        "diabetes_in_pregnancy_as_gestational",
        "Diabetes from before the pregnancy coded as gestational.",
        "Pregnant women who are diabetic are 648.0, with the code of the diabetes behind it.",
        Guideline("I.C.11.f", page=46, also=("I.C.3.a.5.a",)),
        affirmed(
            ("648.8",),
            r"\b(?:pre-?existing|pre-?gestational|type (?:1|2|I|II)|known|long-?standing)\b[^.;]*\bdiabet|"
            r"\bdiabet\w*\b[^.;]*\b(?:before|prior to|preceding) (?:the |her |this )?pregnancy",
            "diabetes from before the pregnancy is 648.0",
            unless=("648.0",),
        ),
        (
            "648.03, 250.01 | says type 1 diabetes in pregnancy",
            "648.83 | says gestational diabetes, no preexisting diabetes",
        ),
        {
            "648.83 | says preexisting type 2 diabetes, 30 weeks pregnant": "648.83",
            "648.81, V27.0 | says delivered; diabetes was known before pregnancy": "648.81",
        },
    ),
    by_record(
        "normal_supervision_of_a_high_risk",
        "Supervision of a normal pregnancy, which the record calls one of high risk.",
        "A visit for a high-risk pregnancy has a code of V23 first.",
        Guideline("I.C.11.b.2", page=45),
        affirmed(
            ("V22.0-V22.1",),
            r"\bhigh[- ]risk\b|\belderly (?:primi|multi)gravida|\bhistory of (?:\w+ )?(?:pre-?term labor|stillbirth)",
            "a pregnancy of high risk is category V23",
            unless=("V23",),
        ),
        ("V23.82 | says high-risk pregnancy", "V22.1 | says routine prenatal visit, no high-risk factors"),
        {
            "V22.1 | says prenatal visit, high-risk pregnancy": "V22.1",
            "V22.0 | says prenatal visit of an elderly primigravida": "V22.0",
        },
    ),
    by_record(
        "pregnancy_that_is_not_incidental",
        "Pregnancy as incidental, which the record says the condition complicates.",
        "V22.2 is used only where the provider documents that the pregnancy is incidental.",
        Guideline("I.C.11.a.1", page=44),
        told(
            ("V22.2",),
            r"\bnot\b[^.;]*\bincidental|\bcomplicat\w+ (?:the |her |by )?(?:\w+ )?(?:pregnancy|condition)|"
            r"\b(?:affect\w*|aggravat\w*)\b[^.;]*\bpregnancy|\bpregnancy\b[^.;]*\b(?:complicated|affected|"
            r"aggravated)\b",
            "the condition complicates the pregnancy: a code of chapter 11",
            but=r"\b(?:not|without|no) (?:\w+ )?(?:complicat|affect)",
        ),
        (
            "813.41, V22.2 | says fracture; pregnancy is incidental",
            "648.93, 493.90 | says asthma complicating pregnancy",
        ),
        {
            "493.92, V22.2 | says asthma complicating pregnancy": "V22.2",
            "599.0, V22.2 | says urinary infection; provider does not state that pregnancy is incidental": "V22.2",
        },
    ),
)
