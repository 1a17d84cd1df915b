"""Guidelines I.C.2: what the words of the record decide of neoplasms, their treatment and their complications."""

from __future__ import annotations

import re
from typing import Final

from mainterm.rules.chapter_02 import MALIGNANT, TREATMENT
from mainterm.rules.declare import (
    Guideline,
    Rule,
)
from mainterm.rules.telling import CAME_FOR, by_record, came_for, first_by_reason, only_treated

PRIMARY: Final = ("140-195", "199-209.3")
SECONDARY: Final = ("196-198", "209.7")
_ANEMIA: Final = r"an[a]?emi\w+"
_DEHYDRATION: Final = r"dehydrat\w+|re-?hydrat\w+|volume depletion|hypovol[a]?emia"
_FLUIDS: Final = r"\b(?:IV|intravenous) (?:fluids?|hydration)"
SPREAD: Final = r"metasta\w+|secondar\w+|mets\b"
TREATMENTS: Final = r"chemo\w*|radiation|radio-?therapy|immuno-?therapy|brachytherapy"
_EXTENT: Final = r"extent of (?:the |her |his )?(?:\w+ )?(?:malignan|cancer|disease|tumou?r|neoplasm|spread|metasta)\w*"
STAGED: Final = re.compile(
    came_for("staging", _EXTENT, r"para-?centesis", r"thora[ck]o?centesis").pattern
    + rf"|\bto (?:determine|assess|evaluate|establish) (?:the )?{_EXTENT}",
    re.I,
)
"""Words by which an encounter is to determine how far a malignancy has gone, or to drain its fluid."""
_TRANSFUSED: Final = r"transfus\w+"


_PRIMARY_TREATED: Final = re.compile(
    r"\b(?:treatment|therapy|surgery|radiation|care|management)\b[^.;]*\b(?:directed|aimed|limited)\b[^.;]*\bprimary|"
    rf"{CAME_FOR}[^.;]*?\b(?:lobectomy|colectomy|mastectomy|lumpectomy|prostatectomy|nephrectomy|gastrectomy|"
    r"hysterectomy|thyroidectomy|cystectomy|(?:resection|excision|removal|treatment) of (?:the |her |his )?primary)|"
    r"\b(?:hemi)?(?:colectomy|mastectomy|lumpectomy|prostatectomy|nephrectomy|gastrectomy|hysterectomy|thyroidectomy|"
    r"cystectomy|pancreatectomy|lobectomy|resection)\b (?:\w+ )?for (?:\w+ ){0,3}(?:cancer|carcinoma|adenocarcinoma)\b"
    r"(?![^.]*\b(?:ago|last|prior|previous\w*|earlier|in (?:19|20)\d\d)\b)|"
    rf"\b\w+ectomy\b[^.;]*\b(?:performed|done|carried out|for)\b[^.]*\b(?:{SPREAD})[^.;]*\b(?:untreated|not "
    rf"treated|left)\b",
    re.I,
)
_COMPLICATIONS: Final = ("996-999",)

RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "malignancy_before_the_anemia_treated",
        "A malignancy in front of its anemia, which is all that was treated.",
        "Where the admission is to manage the anemia, and only that is treated, the anemia is principal.",
        Guideline("I.C.2.c.1", page=24),
        first_by_reason(
            ("280-284", "285.1-285.2", "285.8-285.9"),
            MALIGNANT,
            came_for(_ANEMIA, _TRANSFUSED),
            re.compile(rf"{_ANEMIA}|{_TRANSFUSED}", re.I),
            says="only the anemia is managed: it is principal, the malignancy behind it",
            but=rf"{CAME_FOR}[^.;]*(?:{TREATMENTS}|resect|surgery|\w+ectomy)",
        ),
        (
            "285.22, 162.9 | says admitted for transfusion for anemia due to lung cancer",
            "162.9, 285.22 | says admitted for resection of lung cancer, anemia",
        ),
        {
            "162.9, 285.22 | says admitted for treatment of anemia due to lung cancer": "285.22",
            "153.9, 285.22 | says colon cancer; admitted only for transfusion, anemia of malignancy": "285.22",
        },
    ),
    by_record(
        "malignancy_before_the_anemia_of_its_treatment",
        "A malignancy in front of the anemia due to its treatment, which is all that was treated.",
        "Where the encounter is to manage the anemia alone the anemia is first, the neoplasm an additional code.",
        Guideline("I.C.2.c.2", page=24),
        first_by_reason(
            ("285.3",),
            MALIGNANT,
            came_for(_ANEMIA, _TRANSFUSED),
            says="only the anemia is managed: it is first, the neoplasm behind it",
        ),
        (
            "285.3, 174.9, E933.1 | says admitted for transfusion for anemia due to chemotherapy",
            "174.9, 285.3, E933.1 | says admitted for mastectomy; anemia due to chemotherapy",
        ),
        {
            "174.9, 285.3, E933.1 | says admitted for management of anemia due to chemotherapy": "285.3",
            "202.80, 285.3, E933.1 | says seen for transfusion only, anemia of chemotherapy": "285.3",
        },
    ),
    by_record(
        "malignancy_before_the_dehydration_treated",
        "A malignancy in front of the dehydration, which is all that was treated.",
        "Where only the dehydration due to the malignancy, or its therapy, is treated, the dehydration is first.",
        Guideline("I.C.2.c.3", page=24),
        first_by_reason(
            ("276.5",),
            MALIGNANT,
            re.compile(rf"{came_for(_DEHYDRATION).pattern}|{only_treated(_DEHYDRATION, _FLUIDS).pattern}", re.I),
            says="only the dehydration is treated: it is first, the malignancy behind it",
            but=rf"{CAME_FOR}[^.;]*(?:resect|surgery|\w+ectomy)|"
            rf"{CAME_FOR}(?![^.;]*(?:{_DEHYDRATION}))[^.;]*(?:{TREATMENTS})",
        ),
        (
            "276.51, 183.0 | says admitted for rehydration, ovarian cancer",
            "183.0, 276.51 | says admitted for debulking of ovarian cancer; dehydration",
        ),
        {
            "183.0, 276.51 | says dehydration due to ovarian cancer; admitted for rehydration only": "276.51",
            "162.9, 276.51 | says admitted for dehydration due to chemotherapy, treated only with IV fluids": "276.51",
            "157.9, 276.51 | says pancreatic cancer. Only the dehydration was treated": "276.51",
        },
    ),
    by_record(
        "primary_before_the_secondary_site_treated",
        "The primary growth in front of the secondary one, at which alone treatment was directed.",
        "Treatment directed toward the secondary site only makes it principal, though the primary is still present.",
        Guideline("I.C.2.b", page=23),
        first_by_reason(
            SECONDARY,
            PRIMARY,
            re.compile(
                rf"(?:treatment|therapy|surgery|radiation|care|management)[^.;]*(?:directed|aimed|"
                rf"limited)[^.;]*(?:{SPREAD})"
                rf"|{CAME_FOR}[^.;]*(?:resection|excision|removal|treatment|radiation|surgery|management|craniotomy|"
                rf"metastasectomy|embolization|ablation)[^.;,]{{0,40}}(?:{SPREAD})|{only_treated(SPREAD).pattern}|"
                rf"(?:craniotomy|lobectomy|wedge|surgery|operation|laparotomy)[^.;,]{{0,20}}\b(?:remov\w+|"
                rf"resect\w+|excis\w+|"
                rf"treat\w*)\b[^.;,]{{0,25}}(?:{SPREAD})|\b(?:primary|cancer|"
                rf"carcinoma)\b[^.;]{{0,25}}\b(?:untreated|not "
                rf"treated|left alone)",
                re.I,
            ),
            says="the treatment is directed at the secondary site: it is principal",
            but=(
                r"\bboth\b|no treatment[^.;]*metasta|metasta\w+[^.;]*(?:not treated|no treatment)|"
                r"\bpain (?:control|management)\b"
            ),
        ),
        (
            "198.3, 162.9 | says admitted for resection of brain metastasis, lung cancer",
            "162.9, 198.3 | says admitted for lobectomy for lung cancer; brain metastasis",
        ),
        {
            "174.9, 198.3 | says breast cancer; admitted for resection of brain metastasis": "198.3",
            "153.9, 197.7 | says treatment directed only at the liver metastases of colon cancer": "197.7",
            "162.9, 198.3 | says craniotomy to remove the brain metastasis; lung cancer untreated": "198.3",
        },
    ),
    by_record(
        "malignancy_before_the_treatment_alone_given",
        "A malignancy in front of the chemotherapy, immunotherapy or radiation for which alone the encounter is.",
        "An encounter solely for their administration has V58.0, V58.11 or V58.12 first, the malignancy behind it.",
        Guideline("I.C.2.e.2", page=25),
        first_by_reason(
            TREATMENT,
            MALIGNANT,
            re.compile(
                rf"{came_for(TREATMENTS).pattern}|\b(?:{TREATMENTS})[^.;]{{0,20}}\b(?:only|solely|alone)\b", re.I
            ),
            says="the encounter is for this treatment: it is first, the malignancy behind it",
            but=r"\bresect|surgery|\w+ectomy|excision|staging|extent",
        ),
        (
            "V58.11, 153.9 | says admitted for chemotherapy",
            "153.9, V58.11 | says admitted for colectomy for cancer, then chemotherapy",
        ),
        {
            "153.9, V58.11 | says admitted solely for chemotherapy of colon cancer": "V58.11",
            "162.9, V58.0 | says radiation therapy only, lung cancer": "V58.0",
            "185, V58.0 | outpatient | says seen for radiation treatment of prostate cancer": "V58.0",
        },
    ),
    by_record(
        "complication_before_the_treatment_one_came_for",
        "A complication of chemotherapy, immunotherapy or radiation in front of the treatment for which one came.",
        "V58.0, V58.11 or V58.12 is first, followed by any codes for the complications.",
        Guideline("I.C.2.e.3", page=25),
        first_by_reason(
            TREATMENT,
            ("276", "284.1", "285.3", "288", "528.0", "558", "780", "787"),
            came_for(TREATMENTS),
            says="the treatment that one came for is first, its complications behind it",
        ),
        (
            "V58.11, 787.01, 174.9 | says admitted for chemotherapy, developed nausea and vomiting",
            "787.01, 174.9 | says admitted with vomiting after chemotherapy",
        ),
        {
            "787.01, V58.11, 174.9 | says admitted for chemotherapy, developed nausea and vomiting": "V58.11",
            "276.51, V58.0, 162.9 | says admitted for radiation therapy; dehydration": "V58.0",
        },
    ),
    by_record(
        "treatment_before_the_extent_determined",
        "Treatment, or pain, in front of the malignancy whose extent the encounter was to determine.",
        "The primary or metastatic site is first, even though chemotherapy or radiotherapy is administered.",
        Guideline("I.C.2.f", page=26),
        first_by_reason(
            MALIGNANT,
            (*TREATMENT, "338.3"),
            STAGED,
            says="the encounter is to determine the extent: the malignancy is first",
        ),
        ("162.9, V58.11 | says admitted for staging, chemotherapy given", "V58.11, 162.9 | says admitted for chemo"),
        {
            "V58.11, 162.9 | says admitted for staging of lung cancer, chemotherapy started": "162.9",
            "V58.0, 183.0, 197.6 | says admitted for paracentesis; radiation given": "183.0",
            "338.3, 162.9 | says admitted for staging of lung cancer; cancer pain": "162.9",
        },
    ),
    by_record(
        "secondary_site_before_the_primary_treated",
        "A secondary growth in front of the primary one, at which the treatment is directed.",
        "Where the treatment is directed at the malignancy, that is principal.",
        Guideline("I.C.2.a", page=23),
        first_by_reason(
            PRIMARY,
            SECONDARY,
            _PRIMARY_TREATED,
            says="the treatment is directed at the primary: it is principal",
            but=(
                rf"\b(?:resection|excision|removal|treatment|\w+ectomy) (?:of|for) (?:the |her |his )?(?:\w+ "
                rf"){{0,2}}(?:{SPREAD})"
            ),
        ),
        (
            "162.9, 198.3 | says admitted for lobectomy for lung cancer; brain metastasis",
            "198.3, 162.9 | says admitted for resection of brain metastasis",
        ),
        {
            "198.3, 162.9 | says admitted for lobectomy for lung cancer; brain metastasis": "162.9",
            "197.7, 153.9 | says treatment directed at the primary colon cancer": "153.9",
            "196.2, 153.9 | says right hemicolectomy for cancer of the colon with positive mesenteric nodes": "153.9",
        },
    ),
    by_record(
        "neoplasm_before_the_complication_treated",
        "A neoplasm in front of the complication of surgery that the encounter is to treat.",
        "Where the encounter is for the treatment of a complication of surgery for it, the complication is first.",
        Guideline("I.C.2.c.4", page=24, also=("II.G",)),
        first_by_reason(
            _COMPLICATIONS,
            MALIGNANT,
            re.compile(
                rf"{CAME_FOR}[^.;]*?\b(?:complicat|post-?op|leak|dehisc|wound infection|anastomo|obstruct|stricture|"
                r"h[a]?ematoma|seroma|abscess|infection|bleed|disruption)",
                re.I,
            ),
            says="the encounter is for the complication: it is first, the neoplasm behind it",
        ),
        (
            "997.49, 153.9 | says admitted for anastomotic leak after colectomy for colon cancer",
            "153.9, 998.59 | says admitted for colectomy; wound infection developed",
        ),
        {
            "153.9, 997.49 | says admitted for treatment of anastomotic leak after colectomy for cancer": "997.49",
            "174.9, 998.59 | says readmitted with infection of the mastectomy wound": "998.59",
        },
    ),
)
