"""Guidelines I.C.3.a.4-7 and I.C.4: what the words of the record decide of the causes and effects of diabetes."""

from __future__ import annotations

from typing import Final

from mainterm.rules.declare import (
    Guideline,
    Rule,
)
from mainterm.rules.telling import affirmed, by_record, told

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
    r"\b(?:insulin |infusion |\bher |\bhis |\bthe )pump\b[^.;]*\b(?:fail\w*|malfunction\w*|broke\w*|stopped|kink\w*|"
    r"occlu\w*|defect\w*|leak\w*)|\b(?:fail\w*|malfunction\w*|breakdown|kinking) of (?:the |her |his |an "
    r")?(?:insulin )?pump"
)

RULES: Final[tuple[Rule, ...]] = (
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
        affirmed(("250",), _SECONDARY, "secondary diabetes is category 249"),
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
    by_record(
        "diabetic_manifestation_as_none",
        "Diabetes without mention of complication, of which the record names a manifestation.",
        "As many codes of 250 are assigned as are needed for the conditions that the record calls diabetic.",
        Guideline("I.C.3.a.4", page=27),
        affirmed(
            ("250.0", "249.0"),
            r"\bdiabetic (?:\w+ ){0,2}?(?:nephropath\w*|\w*neuropath\w*|retinopath\w*|gastropar\w*|gangrene|"
            r"angiopath\w*|"
            r"foot ulcer|macular edema|ketoacid\w*|glomerul\w*|(?:chronic )?kidney disease|autonomic)",
            "the record names a manifestation of the diabetes",
            unless=("250.1-250.9", "249.1-249.9"),
        ),
        ("250.60, 357.2 | says diabetic polyneuropathy", "250.00 | says diabetes, no diabetic retinopathy"),
        {
            "250.00, 585.3, 583.81 | says diabetic nephropathy, stage 3": "250.00",
            "250.01, 337.1 | says type 1, diabetic autonomic neuropathy": "250.01",
        },
    ),
)
