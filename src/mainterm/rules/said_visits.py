"""Guidelines I.C.18 and I.C.19: what the words of the record decide of visits and of external causes."""

from __future__ import annotations

import re
from typing import Final

from mainterm.rules.declare import (
    Guideline,
    Rule,
)
from mainterm.rules.telling import affirmed, by_record, first_by_reason, told

_SCREENING: Final = r"\bscreening\b(?! (?:was |is )?(?:declined|refused|tool|questionnaire))"
_DIAGNOSTIC: Final = (
    r"\bdiagnostic (?:mammo\w+|colono\w+|test\w*|stud\w+|exam\w*)|\bpalpable\b|"
    r"\b(?:mammo\w+|colono\w+|test\w*|exam\w*|visit|seen|evaluat\w+)\b[^.;]*\b(?:for|because of|due to|"
    r"evaluate)\b[^.;]*"
    r"\b(?:lump|mass|bleeding|pain|symptom\w*|discharge|complaint\w*|signs?)\b"
)
_FIND_THE_CAUSE: Final = (
    r"\b(?:to (?:find|determine|look for|investigate|identify|work up)|work-?up (?:of|for)|investigat\w+ of)\b[^.;]*"
    r"\b(?:lump|mass|bleeding|pain|symptom\w*|discharge|complaint\w*|cause|source|an[a]?emia)\b"
)
_RELATIVES: Final = r"(?:mother|father|sister|brother|parents?|aunt|uncle|grand\w+|sibling|cousin|relative)"
_GROWTH: Final = r"(?:cancer|carcinoma|malignan\w+|leuk[a]?emia|melanoma|lymphoma|tumou?r)"
_OWN: Final = (
    rf"\bpersonal history|\b(?:own|patient's) history\b|\b(?:patient|her|his|she|he)(?:'s)? (?:own|had|was treated|"
    rf"has a history)\b[^.;]*{_GROWTH}|"
    r"\b\w+ectomy\b|\bstatus post|\bs/p\b|\bsurviv"
)
_LONG_TERM: Final = r"\b(?:long[- ]term|chronic\w*|prophyla\w+|daily|indefinite\w*|maintenance|lifelong|home)\b"

RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "history_that_the_record_denies",
        "A personal history of malignancy that the record denies.",
        "A personal history explains a past condition of the patient.",
        Guideline("I.C.18.d.4", page=70),
        told(
            ("V10",),
            rf"\bnever had (?:\w+ ){{0,2}}{_GROWTH}|\bno (?:personal |own )history of (?:\w+ ){{0,2}}{_GROWTH}",
            "the record denies it",
        ),
        ("V16.3 | says mother had breast cancer", "V10.3, V16.3 | says breast cancer in 2001; mother had it too"),
        {
            "V16.3, V10.3 | says mother had breast cancer; patient herself never had cancer": "V10.3",
            "V76.12, V10.3 | says screening mammogram, no personal history of breast cancer": "V10.3",
        },
    ),
    by_record(
        "recurrence_told_at_the_follow_up",
        "A follow-up at which the record tells that the disease has recurred or spread.",
        "Should a condition have recurred, the diagnosis code is used in place of the follow-up code.",
        Guideline("I.C.18.d.8", page=74),
        affirmed(
            ("V67.0",),
            rf"\b(?:recurr\w+|metasta\w+|new {_GROWTH})\b[^.;]{{0,40}}\b(?:found|detected|seen|shown|discovered|"
            rf"identified|"
            rf"diagnosed)\b|\b(?:found|detected|shows?|showed|reveal\w*|discovered)\b[^.;]{{0,40}}\b(?:recurr\w+|"
            rf"metasta\w+)",
            "what has recurred or spread is coded in place of the follow-up",
            beside=("140-209",),
        ),
        (
            "V67.09, V10.05 | says follow-up after colectomy, no recurrence found",
            "197.7, V10.05 | says follow-up scan, liver metastasis found",
        ),
        {
            "V67.09, V10.05, 197.7 | says follow-up scan after colon cancer: liver metastasis found": "V67.09",
            "V67.00, 174.9 | says follow-up after mastectomy showed a recurrence": "V67.00",
        },
    ),
    by_record(
        "restraint_for_a_procedure",
        "Physical restraint status for a restraint during a procedure.",
        "V49.87 is not reported when a patient is temporarily restrained during a procedure.",
        Guideline("I.C.18.d.3", page=66),
        told(
            ("V49.87",),
            r"\brestrain\w*\b[^.;]*\b(?:during|for|only while) (?:\w+ ){0,3}(?:procedure|operation|surgery|scan|"
            r"test|imaging)|"
            r"\brestrain\w*\b[^.;]*\btemporar\w+[^.;]*\bprocedure",
            "a restraint during a procedure is not reported",
        ),
        ("820.8, V49.87 | says in restraints for two days, delirium", "820.8 | says restrained during surgery only"),
        {
            "820.8, V49.87 | says restrained only during the operation": "V49.87",
            "486, V49.87 | says temporarily restrained for the procedure": "V49.87",
        },
    ),
    by_record(
        "clot_drug_given_here",
        "tPA given elsewhere coded of a patient to whom the record has it given here.",
        "V45.88 is only for the facility that receives the patient, after tPA was given in a different one.",
        Guideline("I.C.18.d.3", page=66),
        affirmed(
            ("V45.88",),
            r"\b(?:tPA|rtPA|alteplase|thrombolytic\w*|plasminogen)\b[^.;]*\b(?:here|(?:in|at) (?:our|this)|our own|"
            r"transferred (?:out|to))\b|\btransferred out\b",
            "it is for the facility that receives the patient, not for the one that gave the drug",
            but=r"\b(?:outside|another|other|different|referring|transferring|sending|community) (?:hospital|facility|"
            r"ED|emergency)\b|\btransferred (?:in|from)\b|\breceived by transfer\b",
        ),
        (
            "434.91, V45.88 | says transferred in after tPA at the outside hospital",
            "434.91 | says tPA given in our emergency department",
        ),
        {
            "434.91, V45.88 | says tPA given here in our emergency department": "V45.88",
            "410.11, V45.88 | says thrombolytics begun, then transferred out": "V45.88",
        },
    ),
    by_record(
        "maintenance_of_a_dependence_as_long_term_use",
        "Long-term drug use for the maintenance of a drug dependence.",
        "V58.6 is not for maintenance programs to prevent withdrawal: the dependence is coded instead.",
        Guideline("I.C.18.d.3", page=66),
        affirmed(
            ("V58.69",),
            r"\b(?:methadone|buprenorphine|suboxone|naltrexone)\b|\bmaintenance (?:program|therapy|treatment)\b[^.;]*"
            r"\b(?:opi\w+|heroin|dependence)",
            "the maintenance of a dependence is no long-term use: the dependence is coded",
            but=(
                r"\bpain\b|\b(?:warfarin|aspirin|digoxin|insulin|amiodarone|statin|steroid|prednisone|"
                r"antihypertens\w+)\b"
            ),
            beside=("304.0", "304.7-304.9"),
        ),
        ("304.01 | says methadone maintenance", "304.01, V58.69, 338.29 | says methadone for chronic pain"),
        {
            "304.01, V58.69 | says methadone maintenance for opioid dependence": "V58.69",
            "304.00, V58.69 | says heroin dependence, buprenorphine program": "V58.69",
        },
    ),
    by_record(
        "donor_for_oneself",
        "A donor of what is for the patient's own use.",
        "V59 is for those who donate for others, not for self donations.",
        Guideline("I.C.18.d.9", page=75),
        affirmed(
            ("V59",),
            r"\bautologous\b|\bself[- ]donat\w+|\b(?:his|her|their) own (?:use|surgery|blood|marrow|stem cells)",
            "what is donated is for the patient's own use: the condition is coded",
        ),
        ("V59.4 | says living donor of a kidney for his sister", "205.01 | says autologous marrow harvest"),
        {
            "V59.3, 205.01 | says marrow harvested for autologous transplant": "V59.3",
            "V59.02, 174.9 | says autologous stem cell collection": "V59.02",
        },
    ),
    by_record(
        "another_before_the_screening",
        "What the screening found, or the risk that called for it, in front of the screening that the visit is for.",
        "The screening is first-listed; what it finds is an additional code, and so is the risk.",
        Guideline("I.C.18.d.5", page=71),
        first_by_reason(
            ("V28", "V73-V82"),
            ("001-999", "V10-V19", "V84"),
            re.compile(_SCREENING, re.I),
            says="the visit is for the screening: it is first-listed",
            but=r"\b(?:no|not)\b[^.;]*\bscreening|\bdiagnostic\b",
        ),
        ("V76.12, V16.3 | says screening mammogram, mother had breast cancer", "V16.3, V76.12 | says counseled"),
        {
            "V16.3, V76.12 | says screening mammogram; mother had breast cancer": "V76.12",
            "211.3, V76.51 | outpatient | says screening colonoscopy, polyp removed": "V76.51",
        },
    ),
    by_record(
        "screening_of_what_shows_itself",
        "Screening coded for a test that a sign or symptom called for.",
        "Testing to rule out or confirm what shows itself is diagnostic: the sign or symptom is coded.",
        Guideline("I.C.18.d.5", page=71),
        affirmed(
            ("V73-V82",),
            rf"{_DIAGNOSTIC}|{_FIND_THE_CAUSE}",
            "the test is diagnostic: its reason is coded, no screening",
            but=r"\bscreening\b[^.;]*\b(?:found|show\w*|reveal\w*|detect\w*)|\basymptomatic",
        ),
        ("611.72 | says diagnostic mammogram for a lump", "V76.12 | says screening mammogram, no lump or pain"),
        {
            "V76.12 | says mammogram for a palpable breast lump": "V76.12",
            "V76.51 | says colonoscopy because of rectal bleeding": "V76.51",
            "V76.51, 578.1 | says colonoscopy to find the cause of rectal bleeding": "V76.51",
        },
    ),
    by_record(
        "history_of_the_family_as_ones_own",
        "A malignancy of the family coded as the patient's own history.",
        "The history of the family is V16, a personal one V10.",
        Guideline("I.C.18.d.4", page=70),
        affirmed(
            ("V10",),
            rf"\bfamily history of (?:\w+ ){{0,4}}{_GROWTH}|\b{_RELATIVES}\b[^.;]*{_GROWTH}|{_GROWTH} in (?:her|"
            rf"his|the) {_RELATIVES}",
            "the history of the family is V16",
            but=_OWN,
            unless=("V16",),
        ),
        ("V76.12, V16.3 | says mother had breast cancer", "V10.3 | says personal history of breast cancer, sister too"),
        {
            "V76.12, V10.3 | says family history of breast cancer": "V10.3",
            "V76.51, V10.05 | says father had colon cancer": "V10.05",
        },
    ),
    by_record(
        "ones_own_history_as_of_the_family",
        "The patient's own malignancy of the past coded as a history of the family.",
        "A personal history is V10.",
        Guideline("I.C.18.d.4", page=70),
        affirmed(
            ("V16",),
            rf"\bpersonal history of (?:\w+ ){{0,4}}{_GROWTH}|\b(?:patient|patient's own|her own|his "
            rf"own)\b[^.;]*{_GROWTH}",
            "a personal history is V10",
            but=rf"\bfamily\b|\b{_RELATIVES}\b",
            unless=("V10",),
        ),
        (
            "V67.09, V10.3 | says personal history of breast cancer",
            "V76.12, V16.3 | says family history of breast cancer",
        ),
        {
            "V67.09, V16.3 | says personal history of breast cancer": "V16.3",
            "V58.69, V16.42 | says the patient had prostate cancer in 2004": "V16.42",
        },
    ),
    by_record(
        "drug_given_for_a_while_as_long_term",
        "The long-term use of a drug that was given for a while.",
        "V58.6 is not for a drug given for a brief time to treat an acute illness.",
        Guideline("I.C.18.d.3", page=66),
        affirmed(
            ("V58.61-V58.66", "V58.69"),
            r"\b(?:short|brief)[- ](?:term|course|period|time)|\b(?:\d+|two|three|five|seven|ten|fourteen)[- "
            r"]?days?\b[^.;]*"
            r"\b(?:antibiotic\w*|steroid\w*|course|prednisone|aspirin|heparin)|\bcourse of (?:\w+ )?(?:antibiotic|"
            r"steroid)|"
            r"\b(?:antibiotic\w*|steroid\w*|prednisone|heparin)\b[^.;]*\b(?:brief\w*|temporar\w+|\d+ days|during "
            r"the stay)",
            "given for a while, it is no long-term use",
            but=_LONG_TERM,
        ),
        (
            "V58.62, 730.16 | says long-term antibiotics",
            "V58.61, 427.31 | says on chronic warfarin, ten days in hospital",
        ),
        {
            "486, V58.62 | says pneumonia, ten-day course of antibiotics": "V58.62",
            "493.92, V58.65 | says asthma; prednisone given briefly, short course": "V58.65",
        },
    ),
    by_record(
        "follow_up_of_what_the_record_has_recurred",
        "Follow-up of a condition that the visit found to have recurred.",
        "The diagnosis is coded in the place of the follow-up.",
        Guideline("I.C.18.d.8", page=74),
        affirmed(
            ("V67",),
            r"\brecurr(?:ed|ence|ent)\b|\bhas (?:returned|come back)\b",
            "what has recurred is coded, not the follow-up",
        ),
        ("V67.09, V10.05 | says follow-up, no recurrence", "153.3 | says follow-up, recurrence found"),
        {
            "V67.09, V10.05 | says follow-up colonoscopy, recurrence of the cancer found": "V67.09",
            "V67.2, 174.9 | says follow-up after chemotherapy; cancer has recurred": "V67.2",
        },
    ),
    by_record(
        "abuse_that_the_record_confirms_as_an_accident",
        "Abuse or assault that the record confirms, with the E code of an accident.",
        "The first E code of abuse on purpose is one of E960-E968, and E967 tells the perpetrator.",
        Guideline("I.C.19.d.1", page=85),
        affirmed(
            ("E880-E928",),
            r"\b(?:intentional\w*|assault\w*|deliberate\w*|inflicted)\b|\bconfirmed (?:\w+ ){0,2}abuse|\babuse "
            r"(?:was |is )?confirmed|"
            r"\badmit\w* (?:to )?(?:beat|hit|shak|strik|kick|punch|hurt)\w*|"
            r"\b(?:shaken|beaten|struck|hit|kicked|punched) by (?:the |her |his )?(?:\w+ )?(?:father|mother|"
            r"parent|husband|wife|"
            r"partner|boyfriend|girlfriend|spouse|caregiver|babysitter|stepfather)",
            "intentional abuse has an E code of assault",
            beside=("995.5", "995.80-995.85"),
            unless=("E960-E966", "E968"),
        ),
        ("995.54, 852.20, E960.0 | says assault by the father", "995.54, E888.9 | says fall, abuse not confirmed"),
        {
            "995.54, 852.20, E888.9 | says confirmed abuse, shaken by the father": "E888.9",
            "995.81, 920, E917.9 | says struck by her husband": "E917.9",
        },
    ),
    by_record(
        "accident_as_abuse",
        "An accident, by the record, with the E code of an assault.",
        "Where the neglect or abuse was accidental an E code of accident is assigned.",
        Guideline("I.C.19.d.2", page=85),
        affirmed(
            ("E960-E968",),
            r"\baccidental(?:ly)?\b|\bunintentional\w*",
            "it was an accident: E800-E928",
            but=r"(?<!un)\bintentional\w*|\bassault\w*",
        ),
        ("995.52, E904.0 | says accidental neglect", "995.81, 920, E960.0 | says assault, not accidental"),
        {
            "995.52, E968.4 | says accidental neglect of the child": "E968.4",
            "959.01, E968.9 | says struck accidentally by a ball": "E968.9",
        },
    ),
)
