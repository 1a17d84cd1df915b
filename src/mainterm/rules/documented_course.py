"""What the record tells of the course of an illness: what was before, what is gone, what is passing, what heals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_01_sepsis import ORGAN_DYSFUNCTION, SEPSIS_ELSEWHERE
from mainterm.rules.chapter_17_said import LATER_VISIT
from mainterm.rules.declare import Flag, Guideline, Need, Severity, look_at, replace_by, rule
from mainterm.rules.documented_reason import PRIMARY

STATED: Final = (Need.DOCUMENTATION,)

_ILLNESS: Final = (
    r"(?:\bAIDS\b|pneumocyst\w+|\bPCP\b|\bPJP\b|kaposi\w*|cryptococc\w+|toxoplasm\w+|cytomegalovirus|\bCMV\b|"
    r"(?:o?esophageal|oral) candid\w+|thrush|mycobacterium avium|\bMAC\b|wasting syndrome|opportunistic infection|"
    r"HIV[- ]related (?:illness|condition|disease|infection)|cryptosporid\w+|histoplasmosis|PML\b)"
)
_BEFORE: Final = (
    r"(?:history of|h/o|prior|previous\w*|earlier|past|formerly|(?:years?|months?|weeks?) ago|last (?:year|month)|"
    r"(?:treated|hospitali[sz]ed|admitted)(?: \w+){0,2} (?:for|with)|had|in (?:19|20)\d\d|since resolved|resolved)"
)
_ILL_BEFORE: Final = re.compile(rf"\b{_BEFORE}\b[^.;]*{_ILLNESS}|{_ILLNESS}[^.;]*\b{_BEFORE}\b", re.I)
_NEVER_ILL: Final = re.compile(rf"\b(?:no|never|without|denies|not)\b[^.;]*{_ILLNESS}", re.I)


@rule(
    cites=Guideline("I.C.1.a.2.f", page=14),
    severity=Severity.ERROR,
    on=("V08", "795.71"),
    needs=STATED,
    passes=(
        "486, V08 | says pneumonia; HIV positive, never had an HIV-related illness",
        "486, 042 | says HIV, Pneumocystis pneumonia two years ago",
        "V08 | says asymptomatic HIV infection",
    ),
    flags={
        "486, V08 | says HIV; treated for Pneumocystis pneumonia two years ago": "V08",
        "V08 | says HIV positive, history of Kaposi's sarcoma": "V08",
        "795.71 | says inconclusive serology, AIDS diagnosed with thrush last year": "795.71",
    },
)
def hiv_without_symptoms_after_an_illness(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV as asymptomatic or inconclusive, of a patient whose record tells of an HIV-related illness before.

    Once an illness related to HIV has been diagnosed the code is 042 at every encounter, never V08 or 795.71.
    """
    words = encounter.documentation
    if _ILL_BEFORE.search(words) and not _NEVER_ILL.search(words) and not encounter.has("042"):
        for diagnosis in encounter.within("V08", "795.71"):
            yield replace_by(diagnosis, "042", "after an HIV-related illness it is always 042")


@rule(
    cites=Guideline("I.C.1.a.2.d", page=14),
    severity=Severity.ERROR,
    on=("V08",),
    needs=STATED,
    passes=("V08 | says HIV positive, no AIDS", "042 | says AIDS", "V08, 486 | says HIV; AIDS ten years ago"),
    flags={
        "486, V08 | says pneumonia of a patient with AIDS": "V08",
        "V08, 112.0 | says HIV with thrush": "V08",
    },
)
def hiv_without_symptoms_in_illness(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV as asymptomatic, of a patient whose record has AIDS or an illness that comes of HIV.

    V08 is not used if the term AIDS is, or if the patient has or is treated for an HIV-related illness: it is 042.
    """
    words = encounter.documentation
    ill = re.search(_ILLNESS, words, re.I) and not _NEVER_ILL.search(words) and not _ILL_BEFORE.search(words)
    if ill and not encounter.has("042"):
        for diagnosis in encounter.within("V08"):
            yield replace_by(diagnosis, "042", "with AIDS or an HIV-related illness it is 042")


_REMOVED: Final = re.compile(
    r"\b(?:removed|excised|resected|eradicated|\w+ectomy|treated|cured|treatment (?:was )?completed)\b", re.I
)
_GONE: Final = re.compile(
    r"\bno (?:further|current|more|additional|ongoing) (?:treatment|therapy)|\bno (?:evidence|sign|recurrence)\b|"
    r"\bNED\b|\bcured\b|\bdisease[- ]free\b|\bin the past\b|\bno longer\b",
    re.I,
)
_LEFT: Final = re.compile(r"\b(?:still|remains|residual|recurren(?:t|ce of)|under treatment|being treated)\b", re.I)
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
    },
)
def growth_that_is_gone(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A primary malignancy as present, which the record tells as removed, untreated and without evidence.

    A primary that was excised, with no further treatment and no evidence of it, is history: V10.
    """
    words = encounter.documentation
    growths = encounter.within(*PRIMARY)
    over = _REMOVED.search(words) and _GONE.search(words) and not _LEFT.search(words)
    if len(growths) == 1 and over and not _SURGERY_NOW.search(words) and not encounter.has("V58.0-V58.1"):
        yield look_at(growths[0], "the primary is gone: V10 tells its former site")


_PASSING: Final = re.compile(
    r"\binsulin\b[^.;]*\b(?:temporar\w+|sliding[- ]scale|only (?:while|during)|during (?:the|this) "
    r"(?:stay|admission|encounter|hospitali[sz]ation)|discontinued|short[- ]term)\b|"
    r"\b(?:temporar\w+|sliding[- ]scale|short[- ]term)\b[^.;]*\binsulin\b",
    re.I,
)
_LASTING_USE: Final = re.compile(
    r"\b(?:home|daily|routine\w*|long[- ]term|chronic\w*|basal|maintenance|on|takes|uses)\b(?: \w+){0,2} insulin\b"
    r"(?! (?:drip|sliding|temporar|during))|\binsulin[- ](?:dependent|requiring|treated)|insulin at home",
    re.I,
)


@rule(
    cites=Guideline("I.C.3.a.3", page=27),
    severity=Severity.ERROR,
    on=("V58.67",),
    needs=STATED,
    passes=(
        "250.00, V58.67 | says type 2 diabetes on home insulin, sliding scale during the stay",
        "250.02 | says insulin given temporarily",
        "249.00, V58.67 | says insulin given temporarily",
    ),
    flags={
        "682.6, 250.02, V58.67 | says type 2 diabetes on metformin; insulin given temporarily": "V58.67",
        "250.00, 486, V58.67 | says diabetic, sliding scale insulin during the stay": "V58.67",
    },
)
def insulin_given_temporarily(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Long-term use of insulin that was given temporarily.

    V58.67 is not assigned if insulin is given to bring the blood sugar under control during the encounter.
    """
    if not encounter.has("249"):
        yield from _given_temporarily(encounter)


@rule(
    cites=Guideline("I.C.3.a.7.b", page=28),
    severity=Severity.ERROR,
    on=("V58.67",),
    needs=STATED,
    passes=(
        "249.00, V58.67 | says secondary diabetes, takes insulin daily",
        "250.00, V58.67 | says insulin given temporarily",
    ),
    flags={
        "249.00, V58.67 | says steroid-induced diabetes, insulin given temporarily": "V58.67",
        "577.1, 249.01, V58.67 | says insulin during the stay only": "V58.67",
    },
)
def insulin_given_temporarily_in_secondary_diabetes(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Long-term use of insulin that was given temporarily, in secondary diabetes.

    V58.67 is not assigned if insulin is given to bring the blood sugar under control during the encounter.
    """
    if encounter.has("249"):
        yield from _given_temporarily(encounter)


def _given_temporarily(encounter: Encounter) -> Iterator[Flag]:
    words = encounter.documentation
    if _PASSING.search(words) and not _LASTING_USE.search(words):
        for diagnosis in encounter.within("V58.67"):
            yield look_at(diagnosis, "insulin that is given temporarily is no long-term use")


_OF_SEPSIS: Final = re.compile(
    r"\b(?:failure|dysfunction|injury|ARDS|encephalopathy|coagulopathy|DIC|shock|necrosis)\b[^.;]*\b(?:due|secondary|"
    r"related|attributed|associated)(?: to| with) (?:the |her |his )?(?:severe )?(?:sepsis|septic)|"
    r"\bsep(?:sis|tic)[- ](?:induced|related|associated)\b|\bseptic (?:shock|encephalopathy)|\bsevere sepsis\b|"
    r"\bsepsis with (?:an |associated |multiple )?(?:acute )?(?:organ|kidney|renal|respiratory|hepatic|liver|multi)\w*"
    r"[- ]?(?:\w+ )?(?:failure|dysfunction|injury)",
    re.I,
)
_NOT_OF_SEPSIS: Final = re.compile(
    r"\b(?:not|no|without|unrelated|rather than)\b[^.;]*(?:sepsis|septic shock|organ dysfunction)|"
    r"\b(?:failure|dysfunction|injury|encephalopathy|coagulopathy)\b[^.;]*\b(?:due|secondary|related|attributed) to "
    r"(?:the |her |his |an? |long[- ]standing |chronic |acute |severe )*(?!sepsis|septic|severe sepsis)(?:dehydrat|"
    r"COPD|heart|CHF|contrast|nephrotox|drug|medic|opi|overdose|obstruct|hypovol|pulmonary|myocard|cirrh|narcot|aminogly|"
    r"NSAID|rhabdo|bleed|hemorr|trauma)",
    re.I,
)


@rule(
    cites=Guideline("I.C.1.b.1.b.ii", page=16),
    severity=Severity.ERROR,
    on=("995.91",),
    needs=STATED,
    passes=(
        "038.9, 995.91, 584.9 | says sepsis; acute kidney failure due to dehydration",
        "038.9, 995.92, 584.9 | says acute kidney failure due to the sepsis",
        "038.9, 995.91 | says sepsis, no septic shock",
    ),
    flags={
        "038.9, 995.91, 584.9 | says sepsis with acute kidney failure due to the sepsis": "995.91",
        "038.42, 995.91, 785.52 | says septic shock": "995.91",
    },
)
def severe_sepsis_coded_as_sepsis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Sepsis without organ dysfunction, where the record lays an acute organ dysfunction to the sepsis.

    With an acute organ dysfunction that is due to it, it is severe sepsis, 995.92.
    """
    words = encounter.documentation
    if _OF_SEPSIS.search(words) and not _NOT_OF_SEPSIS.search(words) and not encounter.has("995.92"):
        failing = encounter.within(*ORGAN_DYSFUNCTION, "770.84")
        for diagnosis in encounter.within("995.91"):
            yield replace_by(diagnosis, "995.92", "an organ dysfunction due to the sepsis makes it severe", *failing)


@rule(
    cites=Guideline("I.C.1.b.5", page=18),
    severity=Severity.ERROR,
    on=("995.92",),
    needs=STATED,
    passes=(
        "038.9, 995.92, 584.9 | says severe sepsis with acute kidney failure",
        "038.9, 995.92, 584.9, 785.52 | says septic shock; acute kidney failure due to contrast",
        "038.9, 995.91, 584.9 | says sepsis; acute kidney failure due to dehydration",
    ),
    flags={
        "038.9, 995.92, 584.9 | says sepsis; acute kidney failure due to dehydration, not to sepsis": "995.92",
        "038.42, 995.92, 518.81 | says sepsis. Acute respiratory failure due to COPD": "995.92",
    },
)
def organ_dysfunction_of_another_cause(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Severe sepsis by an organ dysfunction that the record lays to another condition.

    An acute organ dysfunction must be associated with the sepsis; otherwise 995.92 is not assigned.
    """
    words = encounter.documentation
    elsewhere = _NOT_OF_SEPSIS.search(words) and not _OF_SEPSIS.search(_NOT_OF_SEPSIS.sub("", words))
    if elsewhere and len(encounter.within(*ORGAN_DYSFUNCTION)) == 1 and not encounter.has(*SEPSIS_ELSEWHERE):
        for diagnosis in encounter.within("995.92"):
            yield replace_by(diagnosis, "995.91", "the organ dysfunction is due to another condition")


@rule(
    cites=Guideline("I.C.13.a.1", page=52),
    severity=Severity.ERROR,
    on=("733.1",),
    needs=STATED,
    passes=(
        "733.13 | says pathologic vertebral fracture, newly diagnosed",
        "V54.27 | says follow-up visit, healing pathologic fracture",
        "733.13 | px 81.66 | says follow-up visit for vertebral fracture, kyphoplasty done",
    ),
    flags={
        "733.13 | says follow-up of pathologic vertebral fracture; active treatment completed, healing": "733.13",
        "733.14 | says cast change, healing pathologic fracture of the femur": "733.14",
    },
)
def aftercare_coded_as_an_acute_pathologic_fracture(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A pathologic fracture coded as under active treatment, whose routine care is what the record tells of.

    Routine care while the fracture heals is aftercare: V54.2.
    """
    if LATER_VISIT.search(encounter.documentation) and not encounter.done("78.5", "79", "81.0", "81.6", "81.5"):
        for diagnosis in encounter.diagnoses[:1]:
            if diagnosis.within("733.1"):
                yield look_at(diagnosis, "routine care of a healing pathologic fracture is coded from V54.2")
