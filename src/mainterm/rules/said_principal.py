"""Guidelines II to IV: what the words of the record decide of the first diagnosis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter, Setting
from mainterm.rules import phrases
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Severity,
    look_at,
    move_after,
    move_first,
    rule,
)
from mainterm.rules.phrases import CONTRASTED, phrases_after, spoken_of
from mainterm.rules.telling import CAME_FOR, STATED, UNCERTAIN

CAME: Final = re.compile(CAME_FOR, re.I)


@rule(
    cites=Guideline("II.E", page=89),
    severity=Severity.ERROR,
    on=("780-799",),
    needs=STATED,
    passes=(
        "786.50, 530.81, 733.6 | says chest pain, reflux versus costochondritis",
        "530.81, 786.2 | says reflux with cough",
    ),
    flags={
        "530.81, 733.6, 786.50 | says chest pain, reflux versus costochondritis": "786.50",
        "541, 789.00, 620.2 | says abdominal pain, appendicitis vs ovarian cyst": "789.00",
        "574.00, 577.0, 789.06 | says epigastric pain due to either cholecystitis or pancreatitis": "789.06",
    },
)
def contrasted_before_their_symptom(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Contrasting diagnoses in front of the symptom that they follow in the record.

    The symptom is sequenced first, the contrasting diagnoses are additional.
    """
    contrasted = CONTRASTED.search(encounter.documentation)
    if contrasted and encounter.setting is not Setting.OUTPATIENT and not encounter.diagnoses[0].within("780-799"):
        for symptom in encounter.within("780-799")[:1]:
            yield move_first(symptom, "the symptom is first, what is contrasted behind it")


@rule(
    cites=Guideline("IV.I", page=94),
    severity=Severity.QUERY,
    on=("001-139", "140-779", "800-959"),
    needs=(Need.DOCUMENTATION, Need.SETTING),
    passes=(
        "486 | inpatient | says probable pneumonia",
        "786.2 | outpatient | says cough, rule out pneumonia",
        "486 | outpatient | says probable pneumonia",
    ),
    flags={
        "486 | outpatient | says probable chest infection": "486",
        "786.50, 413.9 | outpatient | says chest pain, rule out myocardial infarction": "413.9",
    },
)
def uncertain_diagnosis_of_an_outpatient(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A disease on an outpatient visit whose record speaks of an uncertain diagnosis.

    What is probable, suspected or to be ruled out is not coded for an outpatient, but the signs or other reason. Where
    the record's words are those of a code, that is an error of its own.
    """
    if encounter.setting is Setting.OUTPATIENT and re.search(UNCERTAIN, encounter.documentation, re.I):
        if any(spoken_of(encounter, book, phrase) for phrase in phrases_after(encounter, phrases.UNCERTAIN)):
            return
        for diagnosis in encounter.within("001-139", "140-779", "800-959")[:1]:
            yield look_at(diagnosis, "is this what is uncertain? Then it is not coded for an outpatient")


COMPLICATIONS: Final = ("996-999",)
_OF_CARE: Final = re.compile(
    r"\b(?:infected|disrupted|dehisced|opened) (?:\w+ ){0,3}(?:wound|incision)|"
    r"\bpost-?op\w*|\bpost-?procedural|\bcomplicat\w+|\b(?:surgical|incisional|operative|wound) (?:site |wound )?"
    r"(?:infection|dehiscence|disruption|h[a]?ematoma|seroma|abscess)|\b(?:infect\w+|malfunction\w*|fail\w+|reject\w+|"
    r"leak\w*|thrombos\w+|clotted|occlu\w+)\b[^.;]*\b(?:line|catheter|graft|shunt|prosthe\w+|pacemaker|device|"
    r"transplant\w*|implant|stent|port)\b|\b(?:line|catheter|graft|shunt|prosthe\w+|pacemaker|device|transplant\w*|"
    r"implant|stent|port)\b[^.;]{0,30}\b(?:infect\w+|malfunction\w*|fail\w+|reject\w+|leak\w*|thrombos\w+|occlu\w+)|"
    r"\b(?:bleed\w*|h[a]?emorrhage|h[a]?ematoma|infection|abscess|dehiscence|perforation|leak)\b[^.;]*\b(?:after|"
    r"following) "
    r"(?:\w+ ){0,3}(?:surgery|procedure|operation|\w+ectomy)",
    re.I,
)
_FOR_IT: Final = re.compile(rf"{CAME_FOR}([^.;,]*)", re.I)


@rule(
    cites=Guideline("II.G", page=89, also=("II.J",)),
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
        "401.9, 998.59, 682.2 | says admitted with an infected surgical wound": "998.59",
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


_CONTRASTED: Final = r"\b(?:either|versus|vs)\b"
_DETERMINED: Final = re.compile(
    r"\b(?:due to|from|caused by|secondary to|because of|determined to be|found to (?:be|have)|final diagnosis:?(?: is|"
    r" of)?|"
    r"diagnosed (?:with|as)|revealed|after study,?|attributed to|confirmed(?: as)?|proved to be)\b:?",
    re.I,
)


@rule(
    cites=Guideline("II.A", page=89),
    severity=Severity.ERROR,
    on=("780-799",),
    needs=(Need.DOCUMENTATION, Need.SETTING),
    first=True,
    passes=(
        "410.71, 786.50 | inpatient | says chest pain due to NSTEMI",
        "786.50, 530.81 | inpatient | says chest pain, cause not found; reflux",
        "786.50, 530.81 | outpatient | says chest pain due to reflux",
        "786.50, 413.9, 530.5 | inpatient | says chest pain due to either angina or spasm",
        "780.2, 427.89 | inpatient | says syncope, possibly due to bradycardia",
    ),
    flags={
        "786.09, 428.0 | inpatient | says dyspnea due to congestive heart failure": "786.09",
        "780.97, 599.0 | inpatient | says altered mental status, found to have a urinary tract infection": "780.97",
        "780.2, 427.81 | inpatient | says syncope due to sick sinus syndrome": "780.2",
        "780.39, 431 | inpatient | says seizure from intracerebral hemorrhage": "780.39",
    },
)
def symptom_before_the_diagnosis_established(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A symptom as the principal diagnosis, where the record tells the diagnosis that was established for it.

    Codes of signs and symptoms are not principal when a related definitive diagnosis has been established.
    """
    first, words = encounter.diagnoses[0], encounter.documentation
    certain = (
        not re.search(_CONTRASTED, words, re.I)
        and not re.search(UNCERTAIN, words, re.I)
        and not re.search(r"\b(?:not|un)(?: |related)", words, re.I)
    )
    symptom = first.within("780-799") and not first.within("785.52")
    if symptom and encounter.setting is Setting.INPATIENT and certain:
        for phrase in phrases_after(encounter, _DETERMINED):
            for diagnosis in spoken_of(encounter, book, phrase):
                if diagnosis is not first and diagnosis.within("001-779", "800-995"):
                    yield move_after(first, diagnosis, "the diagnosis established is principal")
                    return


_ELSEWHERE_ORDERED: Final = ("038", "042", "140-209", "249-250", "332-337", "401-405", "630-679", "760-779", "800-999")
"""First diagnoses whose place another guideline, or a note, decides."""


@rule(
    cites=Guideline("II", page=88, also=("II.I.1", "II.I.2")),
    severity=Severity.WARNING,
    needs=(Need.DOCUMENTATION, Need.SETTING),
    passes=(
        "486, 428.0 | inpatient | says admitted with pneumonia, heart failure",
        "428.0, 486 | inpatient | says admitted with heart failure and pneumonia",
        "250.60, 536.3 | inpatient | says admitted for gastroparesis",
        "401.9, 486 | outpatient | says seen for pneumonia",
    ),
    flags={
        "427.31, 486 | inpatient | says admitted for pneumonia, atrial fibrillation": "486",
        "530.81, 428.0, 486 | inpatient | says admitted from observation for congestive heart failure": "428.0",
    },
)
def reason_of_the_admission_behind_another(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Another principal diagnosis than the condition for which, by the record, the patient was admitted.

    What chiefly occasioned the admission, after study, is principal; after observation or surgery, too.
    """
    first = encounter.diagnoses[0]
    ordered = first.code[0] in "VE" or first.within(*_ELSEWHERE_ORDERED)
    if encounter.setting is Setting.INPATIENT and not ordered:
        for phrase in list(phrases_after(encounter, CAME))[:1]:
            told = spoken_of(encounter, book, phrase)
            if len(told) == 1 and told[0] is not first and told[0].within("001-779"):
                yield move_first(told[0], f"the record tells that the admission was for this: {phrase}")
