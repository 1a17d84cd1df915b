"""What the record says an encounter was for, or what was treated, against the diagnosis that is coded first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_02 import EXCISION, MALIGNANT, TREATMENT
from mainterm.rules.declare import (
    Fix,
    Flag,
    Guideline,
    Mend,
    Need,
    Rule,
    Severity,
    look_at,
    move_after,
    move_first,
    rule,
)
from mainterm.rules.shapes import Shape, Spans, shaped

CAME_FOR: Final = (
    r"\b(?:(?:re-?)?admi(?:tted|ssion|t)|present(?:s|ed|ing)?|seen|visit|encounter|comes|came|here|referred|returns)"
    r"(?: (?:solely|only|today|now|to (?:the )?hospital|electively|is|was))* (?:for|to receive|to undergo|with)\b"
)
"""What stands in front of the reason of an encounter."""
_ONLY: Final = r"\b(?:only|solely|just|exclusively|nothing (?:else|but)|no (?:other )?treatment|not treated)\b"

PRIMARY: Final = ("140-195", "199-209.3")
SECONDARY: Final = ("196-198", "209.7")
COMPLICATIONS: Final = ("996-999",)
STATED: Final = (Need.DOCUMENTATION,)


def came_for(*of: str, within: int = 80) -> re.Pattern[str]:
    """Words that name as the reason of the encounter, in one clause, one of these."""
    return re.compile(rf"{CAME_FOR}[^.;]{{0,{within}}}?(?:{'|'.join(of)})", re.I)


def only_treated(*of: str) -> re.Pattern[str]:
    """Words by which nothing but one of these is treated: in one sentence, *only* or the like beside it."""
    named = "|".join(of)
    return re.compile(rf"(?:{named})[^.]*{_ONLY}|{_ONLY}[^.]*(?:{named})", re.I)


def _first_by_reason(codes: Spans, over: Spans, *said: re.Pattern[str], says: str, but: str = r"(?!)") -> Shape:
    """One of the codes behind one of `over`, which is first, where the record says all of `said` and not `but`."""
    excusing = re.compile(but, re.I)

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        words, first = encounter.documentation, encounter.diagnoses[0]
        told = all(each.search(words) for each in said) and not excusing.search(words)
        if told and first.within(*over) and not first.within(*codes):
            for diagnosis in encounter.within(*codes)[:1]:
                yield Flag((diagnosis, first), says, Fix(Mend.MOVE_FIRST, diagnosis.code))

    return Shape(codes, check)


_ANEMIA: Final = r"an[a]?emi\w+"
_DEHYDRATION: Final = r"dehydrat\w+|re-?hydrat\w+|volume depletion|hypovol[a]?emia"
_SPREAD: Final = r"metasta\w+|secondar\w+|mets\b"
_TREATMENTS: Final = r"chemo\w*|radiation|radio-?therapy|immuno-?therapy|brachytherapy"
_PAIN: Final = r"pain (?:control|management|relief)|(?:control|management|relief) of (?:\w+ ){0,4}pain"
_STAGING: Final = r"staging|extent of (?:the |her |his )?(?:malignan|cancer|disease|tumou?r|neoplasm|spread|metasta)\w*"
_TRANSFUSED: Final = r"transfus\w+"


def _rule(
    name: str,
    title: str,
    explanation: str,
    cites: Guideline,
    shape: Shape,
    passes: tuple[str, ...],
    flags: Mapping[str, str],
) -> Rule:
    return shaped(name, title, explanation, cites, Severity.ERROR, shape, needs=STATED, passes=passes, flags=flags)


RULES: Final[tuple[Rule, ...]] = (
    _rule(
        "malignancy_before_the_anemia_treated",
        "A malignancy in front of its anemia, which is all that was treated.",
        "Where the admission is to manage the anemia, and only that is treated, the anemia is principal.",
        Guideline("I.C.2.c.1", page=24),
        _first_by_reason(
            ("280-284", "285.1-285.2", "285.8-285.9"),
            MALIGNANT,
            came_for(_ANEMIA, _TRANSFUSED),
            re.compile(rf"{_ANEMIA}|{_TRANSFUSED}", re.I),
            says="only the anemia is managed: it is principal, the malignancy behind it",
            but=rf"{CAME_FOR}[^.;]*(?:{_TREATMENTS}|resect|surgery|\w+ectomy)",
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
    _rule(
        "malignancy_before_the_anemia_of_its_treatment",
        "A malignancy in front of the anemia due to its treatment, which is all that was treated.",
        "Where the encounter is to manage the anemia alone the anemia is first, the neoplasm an additional code.",
        Guideline("I.C.2.c.2", page=24),
        _first_by_reason(
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
    _rule(
        "malignancy_before_the_dehydration_treated",
        "A malignancy in front of the dehydration, which is all that was treated.",
        "Where only the dehydration due to the malignancy, or its therapy, is treated, the dehydration is first.",
        Guideline("I.C.2.c.3", page=24),
        _first_by_reason(
            ("276.5",),
            MALIGNANT,
            re.compile(rf"{came_for(_DEHYDRATION).pattern}|{only_treated(_DEHYDRATION).pattern}", re.I),
            says="only the dehydration is treated: it is first, the malignancy behind it",
            but=rf"{CAME_FOR}[^.;]*(?:{_TREATMENTS}|resect|surgery|\w+ectomy)",
        ),
        (
            "276.51, 183.0 | says admitted for rehydration, ovarian cancer",
            "183.0, 276.51 | says admitted for debulking of ovarian cancer; dehydration",
        ),
        {
            "183.0, 276.51 | says dehydration due to ovarian cancer; admitted for rehydration only": "276.51",
            "157.9, 276.51 | says pancreatic cancer. Only the dehydration was treated": "276.51",
        },
    ),
    _rule(
        "primary_before_the_secondary_site_treated",
        "The primary growth in front of the secondary one, at which alone treatment was directed.",
        "Treatment directed toward the secondary site only makes it principal, though the primary is still present.",
        Guideline("I.C.2.b", page=23),
        _first_by_reason(
            SECONDARY,
            PRIMARY,
            re.compile(
                rf"(?:treatment|therapy|surgery|radiation|care|management)[^.;]*(?:directed|aimed|limited)[^.;]*(?:{_SPREAD})"
                rf"|{CAME_FOR}[^.;]*(?:resection|excision|removal|treatment|radiation|surgery|management|craniotomy|"
                rf"metastasectomy|embolization|ablation)[^.;,]{{0,40}}(?:{_SPREAD})|{only_treated(_SPREAD).pattern}",
                re.I,
            ),
            says="the treatment is directed at the secondary site: it is principal",
            but=r"\bboth\b|no treatment[^.;]*metasta|metasta\w+[^.;]*(?:not treated|no treatment)",
        ),
        (
            "198.3, 162.9 | says admitted for resection of brain metastasis, lung cancer",
            "162.9, 198.3 | says admitted for lobectomy for lung cancer; brain metastasis",
        ),
        {
            "174.9, 198.3 | says breast cancer; admitted for resection of brain metastasis": "198.3",
            "153.9, 197.7 | says treatment directed only at the liver metastases of colon cancer": "197.7",
        },
    ),
    _rule(
        "malignancy_before_the_treatment_alone_given",
        "A malignancy in front of the chemotherapy, immunotherapy or radiation for which alone the encounter is.",
        "An encounter solely for their administration has V58.0, V58.11 or V58.12 first, the malignancy behind it.",
        Guideline("I.C.2.e.2", page=25),
        _first_by_reason(
            TREATMENT,
            MALIGNANT,
            came_for(_TREATMENTS),
            says="the encounter is for this treatment: it is first, the malignancy behind it",
            but=r"\bresect|surgery|\w+ectomy|excision|staging|extent",
        ),
        (
            "V58.11, 153.9 | says admitted for chemotherapy",
            "153.9, V58.11 | says admitted for colectomy for cancer, then chemotherapy",
        ),
        {
            "153.9, V58.11 | says admitted solely for chemotherapy of colon cancer": "V58.11",
            "185, V58.0 | outpatient | says seen for radiation treatment of prostate cancer": "V58.0",
        },
    ),
    _rule(
        "complication_before_the_treatment_one_came_for",
        "A complication of chemotherapy, immunotherapy or radiation in front of the treatment for which one came.",
        "V58.0, V58.11 or V58.12 is first, followed by any codes for the complications.",
        Guideline("I.C.2.e.3", page=25),
        _first_by_reason(
            TREATMENT,
            ("276", "284.1", "285.3", "288", "528.0", "558", "780", "787"),
            came_for(_TREATMENTS),
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
    _rule(
        "risk_before_the_screening",
        "The family's history in front of the screening that the visit is for.",
        "The screening is first-listed; a family history code beside it explains the need for the test.",
        Guideline("I.C.18.d.5", page=71),
        _first_by_reason(
            ("V28", "V73-V82"),
            ("V16-V19", "V10", "V84"),
            re.compile(r"\bscreening\b", re.I),
            says="the visit is for the screening: it is first-listed",
        ),
        ("V76.12, V16.3 | says screening mammogram, mother had breast cancer", "V16.3, V76.12 | says counseled"),
        {
            "V16.3, V76.12 | says screening mammogram; mother had breast cancer": "V76.12",
            "V16.0, V76.51 | outpatient | says screening colonoscopy, father had colon cancer": "V76.51",
        },
    ),
    _rule(
        "counseling_before_the_test_for_hiv",
        "Counseling in front of the test by which a patient's HIV status is determined.",
        "V73.89 is used for the test; V65.44 and V69.8 are additional.",
        Guideline("I.C.1.a.2.h", page=15),
        _first_by_reason(
            ("V73.89",),
            ("V65.44", "V69.8"),
            re.compile(r"\bHIV\b[^.;]*\b(?:status|test\w*|screen\w*)|\btest\w*[^.;]*\bHIV\b", re.I),
            says="the test is first, counseling and risk behind it",
        ),
        ("V73.89, V65.44 | says seen to determine HIV status", "V65.44 | says HIV test results negative"),
        {
            "V65.44, V73.89 | says seen to determine HIV status, counseled": "V73.89",
            "V69.8, V73.89 | says HIV test, high risk group": "V73.89",
        },
    ),
    _rule(
        "treatment_before_the_extent_determined",
        "Treatment by drugs or radiation in front of the malignancy whose extent the encounter was to determine.",
        "The primary or metastatic site is first, even though chemotherapy or radiotherapy is administered.",
        Guideline("I.C.2.f", page=26),
        _first_by_reason(
            MALIGNANT,
            TREATMENT,
            came_for(_STAGING, r"para-?centesis", r"thora[ck]o?centesis"),
            says="the encounter is to determine the extent: the malignancy is first",
        ),
        ("162.9, V58.11 | says admitted for staging, chemotherapy given", "V58.11, 162.9 | says admitted for chemo"),
        {
            "V58.11, 162.9 | says admitted for staging of lung cancer, chemotherapy started": "162.9",
            "V58.0, 183.0, 197.6 | says admitted for paracentesis; radiation given": "183.0",
        },
    ),
    _rule(
        "cause_before_the_pain_controlled",
        "The cause of pain in front of it, where the encounter is for the control of the pain.",
        "Category 338 is first where pain control or management is the reason; the cause is an additional diagnosis.",
        Guideline("I.C.6.a.1.a", page=31),
        _first_by_reason(
            ("338.0-338.2", "338.4"),
            ("001-337", "339-999"),
            came_for(_PAIN, r"(?:neuro|spinal cord )?stimulator", within=60),
            says="the encounter is to control the pain: category 338 is first",
        ),
        (
            "338.29, 722.10 | says admitted for pain control, herniated disc",
            "722.10, 338.29 | says admitted for discectomy",
        ),
        {
            "722.10, 338.29 | says admitted for pain management, herniated disc": "338.29",
            "733.13, 338.19 | says seen for control of acute back pain": "338.19",
        },
    ),
    _rule(
        "growth_before_the_pain_controlled",
        "A neoplasm in front of the pain due to it, where the encounter is for the control of the pain.",
        "338.3 may then be first, and the neoplasm is an additional diagnosis.",
        Guideline("I.C.6.a.5", page=34),
        _first_by_reason(
            ("338.3",),
            ("140-239",),
            came_for(_PAIN, within=60),
            says="the encounter is to control the pain: 338.3 is first, the neoplasm behind it",
            but=rf"{CAME_FOR}[^.;]*(?:{_TREATMENTS}|resect|surgery|\w+ectomy)",
        ),
        ("338.3, 162.9 | says admitted for pain control", "162.9, 338.3 | says admitted for lobectomy; pain"),
        {
            "162.9, 338.3 | says admitted for pain control, lung cancer": "338.3",
            "198.5, V10.3, 338.3 | says bone metastases; admitted for management of cancer pain": "338.3",
        },
    ),
    _rule(
        "another_before_the_rehabilitation",
        "Another diagnosis in front of the rehabilitation for which the encounter is.",
        "Where the purpose is rehabilitation the code from V57 is principal or first-listed.",
        Guideline("I.B.15", page=12),
        _first_by_reason(
            ("V57",),
            ("001-999", "V10-V56", "V58-V91"),
            came_for(r"rehab\w*", r"(?:physical|occupational|speech)[\w/-]*(?: and \w+)? therapy"),
            says="the encounter is for rehabilitation: V57 is first",
        ),
        ("V57.89, 438.21 | says admitted for rehabilitation", "434.91, V57.89 | says acute stroke, later to rehab"),
        {
            "438.21, V57.89 | says admitted for rehabilitation after stroke": "V57.89",
            "438.11, V57.3 | outpatient | says seen for speech therapy": "V57.3",
        },
    ),
    _rule(
        "organ_at_risk_before_its_removal",
        "The risk in front of the prophylactic removal of an organ.",
        "V50.4 is first, then the genetic susceptibility and the family history.",
        Guideline("I.C.18.d.14", page=77),
        _first_by_reason(
            ("V50.4",),
            ("V10", "V16", "V84"),
            re.compile(r"\bprophylactic\b", re.I),
            says="the encounter is for the removal: V50.4 is first",
        ),
        (
            "V50.41, V84.01, V16.3 | says prophylactic mastectomy",
            "V84.01, V16.3 | says counseled on prophylactic surgery",
        ),
        {
            "V84.01, V50.41, V16.3 | says prophylactic mastectomy": "V50.41",
            "V16.41, V50.42 | says prophylactic oophorectomy": "V50.42",
        },
    ),
)


_MALIGNANT_SIGN: Final = re.compile(
    r"\bmalignant (?:ascites|pleural effusion|effusion)\b|\b(?:due|secondary|related|attributed) to (?:\w+ ){0,4}"
    r"(?:cancer|carcinoma|malignan\w+|tumou?r|neoplasm|lymphoma|leuk[a]?emia|metasta\w+|melanoma|sarcoma)\b",
    re.I,
)


@rule(
    cites=Guideline("I.C.2.g", page=26),
    severity=Severity.ERROR,
    on=MALIGNANT,
    needs=STATED,
    passes=(
        "183.0, 789.51 | says malignant ascites of ovarian cancer",
        "786.50, 162.9 | says chest pain of the ribs after a fall; lung cancer",
    ),
    flags={
        "789.51, 183.0 | says malignant ascites due to ovarian cancer": "789.51",
        "786.30, 162.9 | says hemoptysis due to lung cancer": "786.30",
    },
)
def symptom_of_the_malignancy_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A symptom as the principal diagnosis, which the record lays to the malignancy behind it.

    Symptoms of chapter 16 that go with a malignancy cannot replace it as the principal diagnosis.
    """
    first = encounter.diagnoses[0]
    if first.within("780-799") and _MALIGNANT_SIGN.search(encounter.documentation):
        for malignancy in encounter.within(*MALIGNANT)[:1]:
            yield move_after(first, malignancy, "the malignancy is principal, its symptom behind it")


_OF_CARE: Final = re.compile(
    r"\bpost-?op\w*|\bpost-?procedural|\bcomplicat\w+|\b(?:surgical|incisional|operative|wound) (?:site |wound )?"
    r"(?:infection|dehiscence|disruption|h[a]?ematoma|seroma|abscess)|\b(?:infect\w+|malfunction\w*|fail\w+|reject\w+|"
    r"leak\w*|thrombos\w+|clotted|occlu\w+)\b[^.;]*\b(?:line|catheter|graft|shunt|prosthe\w+|pacemaker|device|"
    r"transplant\w*|implant|stent|port)\b|\b(?:line|catheter|graft|shunt|prosthe\w+|pacemaker|device|transplant\w*|"
    r"implant|stent|port)\b[^.;]{0,30}\b(?:infect\w+|malfunction\w*|fail\w+|reject\w+|leak\w*|thrombos\w+|occlu\w+)",
    re.I,
)
_FOR_IT: Final = re.compile(rf"{CAME_FOR}([^.;,]*)", re.I)


@rule(
    cites=Guideline("II.G", page=89),
    severity=Severity.ERROR,
    on=COMPLICATIONS,
    needs=STATED,
    passes=(
        "998.59, 041.11, 401.9 | says admitted for treatment of a postoperative wound infection",
        "486, 998.59 | says admitted for pneumonia; postoperative wound infection last month",
        "562.11, 998.59 | says admitted for diverticulitis, wound infection developed",
    ),
    flags={
        "401.9, 998.59, 041.11 | says admitted for treatment of a postoperative wound infection": "998.59",
        "585.6, 996.73 | says readmitted with a clotted dialysis graft": "996.73",
    },
)
def complication_behind_another(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A complication of care behind another diagnosis, though the record says that the admission is for it.

    The complication is principal where the admission is for its treatment.
    """
    first = encounter.diagnoses[0]
    came = [found[1] for found in _FOR_IT.finditer(encounter.documentation)]
    if came and _OF_CARE.search(came[0]) and not first.within("V50-V59", *COMPLICATIONS, "E800-E999"):
        late = (diagnosis for diagnosis in encounter.within(*COMPLICATIONS) if diagnosis.poa != "N")
        for diagnosis in (*late,)[:1]:
            if not first.within("038", "995.9", "630-679", "800-995"):
                yield move_first(diagnosis, "the admission is for the complication: it is principal")


_PAINFUL: Final = ("338.1-338.2",)
_SPINE: Final = ("720-724", "733.1", "737-738", "805-806", "715", "353-355")
_MENDING: Final = ("80.5", "81.0", "81.3", "81.5-81.8", "03.0", "84.6", "84.8", "81.6", "04.4")
_STIMULATOR: Final = ("03.93", "86.94-86.98", "04.92")


@rule(
    cites=Guideline("I.C.6.a.1.a", page=31),
    severity=Severity.ERROR,
    on=_PAINFUL,
    needs=(Need.DOCUMENTATION, Need.PROCEDURES),
    passes=(
        "722.10 | px 80.51 | says admitted for discectomy, herniated disc",
        "722.10, 338.29 | px 80.51, 03.93 | says discectomy, neurostimulator for chronic back pain",
        "338.29, 722.10 | px 03.91 | says admitted for pain control, chronic back pain",
        "722.10, 338.18 | px 80.51 | says discectomy, chronic back pain, acute postoperative pain",
    ),
    flags={
        "722.10, 338.29 | px 80.51 | says admitted for discectomy of herniated disc with chronic back pain": "338.29",
        "733.13, 338.19 | px 81.66 | says kyphoplasty for vertebral fracture, acute back pain": "338.19",
    },
)
def pain_beside_the_cause_operated_on(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pain of category 338 beside its cause, which the procedure of the encounter treats.

    No code of 338 is assigned then, unless a neurostimulator is put in for the pain, or the pain is another.
    """
    first, words = encounter.diagnoses[0], encounter.documentation
    operated = encounter.done(*_MENDING) and not encounter.done(*_STIMULATOR)
    if operated and first.within(*_SPINE) and re.search(r"\bpain", words, re.I):
        for diagnosis in encounter.within(*_PAINFUL):
            if not diagnosis.within("338.12", "338.18", "338.22", "338.28"):
                yield look_at(diagnosis, "the procedure treats the cause: no code of 338 is assigned", first)


@rule(
    cites=Guideline("I.C.2.e.1", page=25),
    severity=Severity.ERROR,
    on=TREATMENT,
    needs=STATED,
    passes=(
        "174.9, V58.11 | says mastectomy for breast cancer, then chemotherapy",
        "V58.11, 174.9 | says chemotherapy of breast cancer, mastectomy last year",
    ),
    flags={
        "V58.11, 174.9 | says admitted for mastectomy for breast cancer followed by chemotherapy": "V58.11",
        "V58.0, 162.9 | says lobectomy followed by radiation during the same admission": "V58.0",
    },
)
def treatment_before_the_surgery_of_the_stay(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Chemotherapy or radiation first, where the record tells that the neoplasm was removed in the same episode.

    The neoplasm is principal where its removal is followed by adjunct treatment in one episode of care.
    """
    first, told = encounter.diagnoses[0], _REMOVED_THEN_TREATED.search(encounter.documentation)
    if first.within(*TREATMENT) and told and not encounter.done(*EXCISION):
        for _ in encounter.within("140-198", "200-203")[:1]:
            yield look_at(first, "the neoplasm was removed in this episode: it is principal")


_REMOVED_THEN_TREATED: Final = re.compile(
    rf"(?:\w+ectomy|resect\w+|excision|removal|debulking)\b[^.;]*\b(?:followed by|then|and)\b[^.;]*(?:{_TREATMENTS})"
    r"[^.]*(?:same|this)? ?(?:admission|episode|stay)?",
    re.I,
)
