"""Guidelines I.C.8 and I.C.10: what the words of the record decide of the lungs and of the kidneys."""

from __future__ import annotations

import re
from typing import Final

from mainterm.rules.declare import (
    Guideline,
    Rule,
    Severity,
)
from mainterm.rules.shapes import shaped
from mainterm.rules.telling import (
    STATED,
    UNCERTAIN,
    affirmed,
    by_record,
    codes_said,
    first_by_reason,
    told,
)

_COPD: Final = (
    r"(?:COPD|chronic obstructive (?:pulmonary|lung|airway) disease|chronic obstructive bronchitis|emphysema)"
)
_STAGES: Final = {
    "585.1": r"(?:1|I|one)",
    "585.2": r"(?:2|II|two)",
    "585.3": r"(?:3|III|three)",
    "585.4": r"(?:4|IV|four)",
    "585.5": r"(?:5|V|five)",
}
_KIDNEY: Final = r"(?:CKD|chronic (?:kidney|renal) (?:disease|failure|insufficiency))"
_CHIEFLY: Final = re.compile(
    r"\brespiratory failure\b[^.;]*\b(?:reason|occasion\w*|chiefly|principal\w*|prompted|responsible|necessitat\w+|"
    r"primar\w+|led to (?:the )?admission)|\b(?:reason|chiefly|primarily|mainly|because of)\b[^.;]*\brespiratory "
    r"failure",
    re.I,
)

RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "obstructive_disease_of_a_kind_as_of_none",
        "Chronic obstructive bronchitis or emphysema coded as airway obstruction of no kind.",
        "496 is for records that do not specify the type: 491.2 is obstructive chronic bronchitis, 492 emphysema.",
        Guideline("I.C.8.a.1", page=40),
        affirmed(
            ("496",),
            r"\b(?:chronic obstructive|obstructive chronic) bronchitis|\bemphysema\w*",
            "the record tells the type: 491.2 or 492",
            unless=("491.2", "492", "493.2", "506.4", "518.1-518.2"),
        ),
        ("496 | says COPD", "491.20 | says chronic obstructive bronchitis"),
        {
            "496, 518.81 | says obstructive chronic bronchitis in acute exacerbation": "496",
            "496 | says emphysema": "496",
        },
    ),
    by_record(
        "bronchitis_that_the_record_denies",
        "COPD as with acute bronchitis, which the record denies.",
        "COPD with acute exacerbation, without mention of acute bronchitis, is 491.21.",
        Guideline("I.C.8.b.1", page=41),
        told(
            ("491.22",),
            r"\b(?:no|without|denies|not)\b[^.;]{0,25}\bbronchitis|\bbronchitis\b[^.;]{0,10}\b(?:ruled out|excluded)",
            "without acute bronchitis it is 491.21 in exacerbation, 491.20 otherwise",
        ),
        ("491.22 | says COPD with acute bronchitis", "491.21 | says COPD exacerbation, no acute bronchitis"),
        {
            "491.22 | says COPD exacerbation, no bronchitis": "491.22",
            "491.22, 518.81 | says exacerbation of COPD without mention of acute bronchitis": "491.22",
        },
    ),
    by_record(
        "acute_bronchitis_that_is_not_coded",
        "Chronic obstructive disease without the acute bronchitis that the record tells with it.",
        "Acute bronchitis with COPD is 491.22, in an exacerbation too.",
        Guideline("I.C.8.b.1", page=41),
        affirmed(
            ("491.20-491.21", "496"),
            r"\bacute bronchitis\b",
            "with acute bronchitis it is 491.22",
            to="491.22",
            unless=("491.22", "466"),
        ),
        ("491.22 | says COPD with acute bronchitis", "491.21 | says COPD exacerbation, no acute bronchitis"),
        {
            "491.21 | says acute bronchitis with COPD exacerbation": "491.21",
            "496 | says chronic obstructive pulmonary disease and acute bronchitis": "496",
        },
    ),
    by_record(
        "exacerbation_of_obstructive_disease_that_is_not_coded",
        "Chronic obstructive disease without the acute exacerbation that the record tells.",
        "An acute exacerbation of chronic obstructive bronchitis or COPD is 491.21.",
        Guideline("I.C.8.a.2", page=40),
        affirmed(
            ("491.20", "496"),
            rf"\b{_COPD}\b[^.;,]{{0,40}}\bexacerbat|\bexacerbat\w* (?:of )?(?:\w+ ){{0,3}}{_COPD}|\bAECOPD\b",
            "in acute exacerbation it is 491.21",
            to="491.21",
            unless=("491.21-491.22", "493.2"),
        ),
        ("491.21 | says acute exacerbation of COPD", "496 | says COPD, no exacerbation"),
        {"496 | says acute exacerbation of COPD": "496", "428.0, 491.20 | says CHF; COPD with exacerbation": "491.20"},
    ),
    by_record(
        "course_of_asthma_that_is_not_coded",
        "Asthma of no stated course, where the record tells an exacerbation.",
        "The fifth digit 2 is for an acute exacerbation.",
        Guideline("I.C.8.a.4", page=41),
        affirmed(
            ("493.00", "493.10", "493.20", "493.90"),
            r"\basthma\w*[^.;,]{0,40}\b(?:exacerbat|flare)|\bexacerbat\w* (?:of )?(?:\w+ ){0,3}asthma",
            "in acute exacerbation the fifth digit is 2",
            but=r"\bstatus asthmaticus",
        ),
        ("493.92 | says asthma exacerbation", "493.90 | says asthma, no exacerbation"),
        {
            "493.90 | says acute exacerbation of asthma": "493.90",
            "493.00 | says allergic asthma with exacerbation": "493.00",
        },
    ),
    by_record(
        "status_asthmaticus_that_is_not_coded",
        "Asthma without the status asthmaticus that the record tells.",
        "The fifth digit 1 is for status asthmaticus, in an exacerbation too.",
        Guideline("I.C.8.a.4", page=41),
        affirmed(
            ("493.00", "493.02", "493.10", "493.12", "493.20", "493.22", "493.90", "493.92"),
            r"\bstatus asthmaticus",
            "with status asthmaticus the fifth digit is 1",
        ),
        ("493.91 | says status asthmaticus", "493.92 | says asthma exacerbation, no status asthmaticus"),
        {
            "493.92 | says acute exacerbation of asthma with status asthmaticus": "493.92",
            "493.90, 518.81 | says status asthmaticus": "493.90",
        },
    ),
    by_record(
        "respiratory_failure_behind_what_it_occasioned",
        "Acute respiratory failure behind another condition, though the record has it chiefly responsible.",
        "It may be principal where it is what, after study, chiefly occasioned the admission.",
        Guideline("I.C.8.c.1", page=41),
        first_by_reason(
            ("518.81", "518.84"),
            ("402", "404", "415-416", "428", "464-517", "519"),
            _CHIEFLY,
            says="the record has the respiratory failure chiefly responsible: it is principal",
            but=r"\b(?:both|equally|not)\b",
        ),
        (
            "491.21, 518.81 | says COPD exacerbation and acute respiratory failure equally responsible",
            "518.81, 491.21 | says admitted chiefly for acute respiratory failure",
        ),
        {
            "491.21, 518.81 | says acute respiratory failure was the reason for admission, COPD": "518.81",
            "428.0, 518.81 | says admitted primarily for acute respiratory failure; CHF": "518.81",
        },
    ),
    by_record(
        "confirmed_influenza_virus_as_influenza",
        "Influenza due to an identified virus that is confirmed, coded as influenza.",
        "Confirmed avian, 2009 H1N1 or novel influenza A is category 488.",
        Guideline("I.C.8.d", page=42),
        affirmed(
            ("487",),
            r"\b(?:confirmed|positive for|documented) (?:[\w-]+ ){0,3}(?:H1N1|avian|novel|swine)|"
            r"\b(?:H1N1|avian|novel|swine)\b[^.;]*\b(?:confirmed|positive)",
            "confirmed it is category 488",
            unless=("488",),
        ),
        ("488.12 | says confirmed H1N1 influenza", "487.1 | says suspected H1N1, not confirmed"),
        {
            "487.1 | says confirmed 2009 H1N1 influenza with bronchitis": "487.1",
            "487.0, 486 | says avian influenza confirmed by the provider": "487.0",
        },
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
    by_record(
        "stage_of_kidney_disease_that_is_another",
        "A stage of chronic kidney disease other than the one that the record tells.",
        "585.1-585.5 are the stages I to V.",
        Guideline("I.C.10.a.1", page=43),
        codes_said(
            {
                code: rf"\b{_KIDNEY}\b[^.;,]{{0,12}}?,? ?stage[- ]{stage}\b|\bstage[- ]{stage} {_KIDNEY}"
                for code, stage in _STAGES.items()
            }
            | {"585.9": r"(?!)"},
            "the stage that the record tells",
            but=r"\bESRD\b|\bend[- ]stage",
        ),
        ("585.4 | says stage IV CKD", "585.3 | says chronic kidney disease, stage 3", "585.9 | says CKD"),
        {
            "403.90, 585.3 | says hypertension, stage IV chronic kidney disease": "585.3",
            "585.9 | says CKD stage 3": "585.9",
        },
    ),
    by_record(
        "end_stage_renal_disease_as_another_stage",
        "End stage renal disease coded as another stage.",
        "ESRD, where the provider has documented it, is 585.6, whatever stage is documented beside it.",
        Guideline("I.C.10.a.1", page=43),
        affirmed(
            ("585.1-585.5", "585.9"),
            r"\bESRD\b|\bend[- ]stage (?:renal|kidney)",
            "end stage renal disease is 585.6",
            to="585.6",
            unless=("585.6",),
        ),
        ("585.6 | says ESRD on dialysis", "585.5 | says stage 5 CKD, not ESRD"),
        {"585.5, V45.11 | says ESRD on dialysis": "585.5", "403.91, 585.9 | says end-stage renal disease": "585.9"},
    ),
)
