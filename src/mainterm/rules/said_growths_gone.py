"""Guidelines I.C.2: what the words of the record tell of a neoplasm that was removed, or that shows by its signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_02 import EXCISION, MALIGNANT, TREATMENT
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Severity,
    look_at,
    move_after,
    rule,
)
from mainterm.rules.said_growths import PRIMARY, SPREAD, TREATMENTS
from mainterm.rules.telling import STATED

_REMOVED: Final = re.compile(
    r"\b(?:removed|excised|resected|eradicated|\w+ectomy|treated|cured|treatment (?:was )?completed)\b", re.I
)
_GONE: Final = re.compile(
    r"\bno (?:further|current|more|additional|ongoing) (?:treatment|therapy)|\bno (?:evidence|sign|recurrence)\b|"
    r"\bNED\b|\bcured\b|\bdisease[- ]free\b|\bin the past\b|\bno longer\b",
    re.I,
)
_LEFT: Final = re.compile(r"\b(?:still|remains|residual|recurren(?:t|ce of)|under treatment|being treated)\b", re.I)
_CLAUSES: Final = re.compile(r"[.;,]\s+|\s+(?:but|now)\s+")
_SPREAD: Final = re.compile(rf"\b(?:{SPREAD})", re.I)
_SURGERY_NOW: Final = re.compile(r"\badmi\w+ (?:\w+ )?for (?:\w+ )*(?:\w+ectomy|resection|excision)", re.I)


@rule(
    cites=Guideline("I.C.2.d", page=24),
    severity=Severity.ERROR,
    on=PRIMARY,
    needs=STATED,
    passes=(
        "198.3, V10.3 | says brain metastasis, breast cancer removed five years ago, no evidence of disease",
        "174.9 | says breast cancer, lumpectomy, still under treatment, no evidence of spread",
        "198.3, 174.9 | says breast cancer with brain metastasis",
    ),
    flags={
        "198.3, 174.9 | says brain metastasis; mastectomy five years ago, no further treatment": "174.9",
        "401.9, 153.9 | says hypertension; colon cancer resected in 2005, no evidence of recurrence": "153.9",
        "197.0, 174.9 | says breast removed, no evidence of cancer there; lung metastases under treatment": "174.9",
    },
)
def growth_that_is_gone(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A primary malignancy as present, which the record tells as removed, untreated and without evidence.

    A primary that was excised, with no further treatment and no evidence of it, is history: V10.
    """
    words = encounter.documentation
    growths = encounter.within(*PRIMARY)
    of_the_primary = ". ".join(clause for clause in _CLAUSES.split(words) if not _SPREAD.search(clause))
    over = _REMOVED.search(words) and _GONE.search(words) and not _LEFT.search(of_the_primary)
    if len(growths) == 1 and over and not _SURGERY_NOW.search(words) and not encounter.has("V58.0-V58.1"):
        yield look_at(growths[0], "the primary is gone: V10 tells its former site")


_HISTORY: Final = re.compile(
    r"\bpersonal history of (?:\w+ ){0,3}(?:cancer|carcinoma|malignan\w+|melanoma|sarcoma)|"
    r"\b(?:history of|prior|previous) (?:\w+ ){0,2}(?:cancer|carcinoma)\b[^.;]*\b"
    r"(?:years? ago|in (?:19|20)\d\d|cured)\b",
    re.I,
)


@rule(
    cites=Guideline("I.C.2.d", page=24, also=("I.C.18.d.4",)),
    severity=Severity.ERROR,
    on=PRIMARY,
    needs=STATED,
    unless=("196-198", *TREATMENT),
    passes=(
        "V76.12, V10.3 | says screening mammogram, personal history of breast cancer",
        "174.9, V10.3 | says breast cancer, personal history of breast cancer of the other side",
        "198.5, 174.9 | says bone metastases, history of breast cancer",
        "162.9 | says lung cancer; personal history of breast cancer",
    ),
    flags={
        "V76.12, 174.9 | says screening mammogram; personal history of breast cancer": "174.9",
        "486, 153.9 | says pneumonia; history of colon cancer resected three years ago": "153.9",
    },
)
def growth_that_is_history(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A primary malignancy as present, where all that the record tells of one is its history.

    V10 tells the former site of a malignancy that is treated and gone.
    """
    words, growths = encounter.documentation, encounter.within(*PRIMARY)
    told_once = len(_GROWTHS.findall(words)) == 1 and _HISTORY.search(words) and not _LEFT.search(words)
    if len(growths) == 1 and told_once and not encounter.has("V10", "196-198", *TREATMENT):
        yield look_at(growths[0], "the record tells its history: V10")


_GROWTHS: Final = re.compile(
    r"\b(?:\w*cancer|carcinoma|malignan\w+|melanoma|sarcoma|tumou?r|leuk[a]?emia|lymphoma|metasta\w+)\b", re.I
)

_MALIGNANT_SIGN: Final = re.compile(
    r"\bmalignant (?:ascites|pleural effusion|effusion)\b|\b(?:due|secondary|related|attributed) to "
    rf"(?:(?!for\b|{TREATMENTS})\w+ ){{0,4}}"
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
        "787.01, 162.9, E933.1 | says nausea and vomiting due to chemotherapy for lung cancer",
    ),
    flags={
        "789.51, 183.0 | says malignant ascites due to ovarian cancer": "789.51",
        "786.30, 162.9 | says hemoptysis due to lung cancer": "786.30",
    },
)
def symptom_of_the_malignancy_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A symptom as the principal diagnosis, which the record lays to the malignancy behind it, not to its treatment.

    Symptoms of chapter 16 that go with a malignancy cannot replace it as the principal diagnosis.
    """
    first = encounter.diagnoses[0]
    if first.within("780-799") and _MALIGNANT_SIGN.search(encounter.documentation):
        for malignancy in encounter.within(*MALIGNANT)[:1]:
            yield move_after(first, malignancy, "the malignancy is principal, its symptom behind it")


_REMOVED_THEN_TREATED: Final = re.compile(
    rf"(?:\w+ectomy|resect\w+|excision|removal|debulking)\b[^.;]*\b(?:followed by|then|and)\b[^.;]*(?:{TREATMENTS})"
    r"[^.]*(?:same|this)? ?(?:admission|episode|stay)?",
    re.I,
)


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
