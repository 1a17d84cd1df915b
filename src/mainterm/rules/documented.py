"""What the words of the record decide of the codes, over all chapters: uncertain, healed, incidental, not related."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter, Setting
from mainterm.rules import phrases
from mainterm.rules.declare import Flag, Guideline, Need, Rule, Severity, look_at, move_first, rule
from mainterm.rules.phrases import phrases_after, spoken_of
from mainterm.rules.shapes import Shape, Spans, shaped

UNCERTAIN: Final = r"\b(?:probabl[ey]|suspected|possibl[ey]|likely|questionable|rule[ds]? out|r/o|presumed)\b"
"""Words that leave a diagnosis uncertain."""
STATED: Final = (Need.DOCUMENTATION,)


def _told(codes: Spans, said: str, says: str, *, but: str = "", unless: Spans = ()) -> Shape:
    """One of the codes, where the record says `said`, and does not say `but` (nor has a code of `unless`)."""
    telling, excusing = re.compile(said, re.I), re.compile(but or r"(?!)", re.I)

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        words = encounter.documentation
        if telling.search(words) and not excusing.search(words) and not encounter.has(*unless):
            for diagnosis in encounter.within(*codes)[:1]:
                yield look_at(diagnosis, says)

    return Shape(codes, check)


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
    },
)
def contrasted_before_their_symptom(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Contrasting diagnoses in front of the symptom that they follow in the record.

    The symptom is sequenced first, the contrasting diagnoses are additional.
    """
    contrasted = re.search(r"\b(?:vs|versus)\b", encounter.documentation, re.I)
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


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "infarction_that_was_impending",
        "An infarction of which the record says that it was impending.",
        "What did not occur is coded by the Index under impending or threatened, or as what underlies it.",
        Guideline("I.B.13", page=12),
        Severity.QUERY,
        _told(("410",), r"\b(?:impending|threatened)\b.*\b(?:infarct|MI\b)", "did the infarction occur?"),
        needs=STATED,
        passes=("411.1 | says impending myocardial infarction", "410.91 | says myocardial infarction"),
        flags={"410.91 | says impending myocardial infarction": "410.91", "410.71 | says threatened MI": "410.71"},
    ),
    shaped(
        "hiv_that_is_not_confirmed",
        "HIV disease that is not confirmed.",
        "Only confirmed cases of HIV infection are coded, of inpatients too.",
        Guideline("I.C.1.a.1", page=13),
        Severity.ERROR,
        _told(
            ("042", "V08"),
            UNCERTAIN + r"[^.;]*\b(?:HIV|AIDS|immunodeficiency)|\b(?:HIV|AIDS)\b[^.;,]{0,30}" + UNCERTAIN,
            "only confirmed HIV is coded",
        ),
        needs=STATED,
        passes=(
            "042, 136.3 | says AIDS with pneumocystosis",
            "042, 486 | says AIDS. Pneumonia, probable staphylococcal",
        ),
        flags={"042 | inpatient | says probable AIDS": "042", "042, 486 | says pneumonia, suspected HIV": "042"},
    ),
    shaped(
        "urosepsis_as_sepsis",
        "Urosepsis coded as sepsis.",
        "The term alone is coded as an infection of the urinary tract.",
        Guideline("I.C.1.b.3", page=18),
        Severity.ERROR,
        _told(("038", "995.91-995.92"), r"\burosepsis\b", "urosepsis alone is 599.0", but=r"\b(?:sepsis|septic)"),
        needs=STATED,
        passes=("599.0 | says urosepsis", "038.42, 995.91, 599.0 | says sepsis due to E. coli, urosepsis"),
        flags={"038.9, 995.91, 599.0 | says urosepsis": "038.9", "038.42 | says urosepsis due to E. coli": "038.42"},
    ),
    shaped(
        "streptococcal_sepsis_as_septicemia",
        "Streptococcal sepsis coded as septicemia alone.",
        "Streptococcal sepsis is 038.0 and 995.91, in that sequence.",
        Guideline("I.C.1.b.4.a", page=18),
        Severity.ERROR,
        _told(("038.0",), r"\bstrep\w*\s+sepsis\b", "sepsis is coded too, 995.91", unless=("995.91-995.92",)),
        needs=STATED,
        passes=("038.0, 995.91 | says streptococcal sepsis", "038.0 | says streptococcal septicemia"),
        flags={"038.0 | says streptococcal sepsis": "038.0", "038.0, 486 | says pneumonia with strep sepsis": "038.0"},
    ),
    shaped(
        "type_1_for_the_insulin",
        "Diabetes of type I by no more than the use of insulin.",
        "The use of insulin does not make a diabetes type I; where no type is documented it is type II.",
        Guideline("I.C.3.a.3", page=27),
        Severity.ERROR,
        _told(
            tuple(f"250.{kind}{type_1}" for kind in range(10) for type_1 in (1, 3)),
            r"\binsulin\b",
            "is type I documented? The use of insulin does not make it so",
            but=r"\b(?:type|juvenile|IDDM|ketosis[- ]prone)\b",
        ),
        needs=STATED,
        passes=("250.01 | says type 1 diabetes on insulin", "250.00, V58.67 | says diabetes, takes insulin"),
        flags={
            "250.01 | says diabetes, takes insulin": "250.01",
            "250.03, V58.67 | says diabetic on insulin": "250.03",
        },
    ),
    shaped(
        "insulin_that_is_not_coded",
        "Routine use of insulin that is not coded.",
        "For patients of type II who routinely use insulin V58.67 is assigned too.",
        Guideline("I.C.3.a.3", page=27),
        Severity.WARNING,
        _told(
            tuple(f"250.{kind}{type_2}" for kind in range(10) for type_2 in (0, 2)),
            r"\b(?:on|takes|uses|using|long[- ]term|home|daily|routinely)\b[^.;]*\binsulin\b",
            "the long-term use of insulin is V58.67",
            but=r"\btemporar|\bsliding|\bpump failure",
            unless=("V58.67",),
        ),
        needs=STATED,
        passes=("250.00, V58.67 | says diabetes, takes insulin", "250.02 | says diabetes, temporarily on insulin"),
        flags={"250.00 | says diabetes, takes insulin": "250.00", "250.60, 357.2 | says uses insulin daily": "250.60"},
    ),
    shaped(
        "heart_disease_that_is_not_laid_to_hypertension",
        "Hypertensive heart disease where the record states no cause.",
        "A causal relation is stated (due to) or implied (hypertensive); otherwise the two are coded apart.",
        Guideline("I.C.7.a.2", page=36),
        Severity.QUERY,
        _told(
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
        _told(
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
        _told(("438",), r"\b(?:no|without)\b[^.;]*\b(?:residual|deficit)", "without deficits it is V12.54"),
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
        _told(("488",), UNCERTAIN + r"[^.;]*\b(?:H1N1|avian|novel|influenza|flu)\b", "unconfirmed it is category 487"),
        needs=STATED,
        passes=("487.1 | says suspected avian influenza", "488.12 | says H1N1 influenza"),
        flags={"488.12 | inpatient | says probable H1N1": "488.12", "488.02 | says possible avian flu": "488.02"},
    ),
    shaped(
        "complication_though_incidental",
        "A complication of pregnancy where the record calls the pregnancy incidental.",
        "V22.2 stands in the place of codes of chapter 11 where the provider documents that.",
        Guideline("I.C.11.a.1", page=44),
        Severity.ERROR,
        _told(("640-649",), r"\bincidental\b", "V22.2 stands in its place", but=r"\bnot\b[^.;]*\bincidental\b"),
        needs=STATED,
        passes=("813.41, V22.2 | says fracture, pregnancy incidental", "648.93 | says asthma in pregnancy"),
        flags={
            "648.93, 813.41 | says fracture, pregnancy is incidental": "648.93",
            "646.83, 924.11 | says contusion; pregnancy incidental": "646.83",
        },
    ),
    shaped(
        "pressure_ulcer_that_has_healed",
        "A pressure ulcer that has healed.",
        "No code is assigned for one that is completely healed.",
        Guideline("I.C.12.a.7", page=51),
        Severity.ERROR,
        _told(
            ("707.0", "707.2"),
            r"\bhealed\b",
            "no code is assigned for a healed ulcer",
            but=r"\b(?:un|not |non)-?healed\b",
        ),
        needs=STATED,
        passes=("707.03, 707.22 | says sacral ulcer, healing", "401.9 | says ulcer completely healed"),
        flags={
            "707.03, 707.22 | says sacral pressure ulcer, completely healed": "707.03",
            "486, 707.07, 707.20 | says healed heel ulcer": "707.07",
        },
    ),
    shaped(
        "birth_at_the_receiving_hospital",
        "A birth on the record of the hospital to which the newborn was transferred.",
        "V30-V39 is not used at the receiving hospital.",
        Guideline("I.C.15.c", page=54),
        Severity.ERROR,
        _told(
            ("V30-V39",),
            r"\b(?:transferred|transfer|received|born)\b[^.;]*\b(?:from|at|in|by)\b[^.;]*"
            r"\b(?:another|outside|other|community|referring|birth)\b[^.;]*\b(?:hospital|facility|institution)",
            "the receiving hospital does not code the birth",
        ),
        needs=STATED,
        passes=("765.18, 765.28 | says transferred from another hospital", "V30.00 | says born in this hospital"),
        flags={
            "V30.00, 765.18 | says newborn transferred from another hospital": "V30.00",
            "V30.00, 770.6 | says born at an outside facility": "V30.00",
        },
    ),
    shaped(
        "maternal_cause_of_a_healthy_newborn",
        "A maternal cause of morbidity of a newborn whom it has not affected.",
        "760-763 are assigned only when the maternal condition has actually affected the fetus or newborn.",
        Guideline("I.C.15.f", page=55),
        Severity.ERROR,
        _told(
            ("760-763",),
            r"\b(?:healthy|unaffected|not affected|normal (?:newborn|infant))\b",
            "has it affected the newborn?",
        ),
        needs=STATED,
        passes=("V30.00 | says healthy newborn of a diabetic mother", "V30.00, 760.71 | says small, mother drinks"),
        flags={
            "V30.00, 760.0 | says healthy newborn, mother hypertensive": "760.0",
            "V30.00, 762.6 | says nuchal cord, infant not affected": "762.6",
        },
    ),
    shaped(
        "excisional_debridement_that_is_not_stated",
        "A debridement coded as excisional, which the record does not call so.",
        "Excisional debridement cuts tissue away, 86.22; brushing, scrubbing and washing is 86.28.",
        Guideline("I.C.17.d", page=60),
        Severity.QUERY,
        Shape(("86.22",), lambda encounter, book: _not_excised(encounter)),
        needs=STATED,
        passes=("707.14 | px 86.22 | says excisional debridement", "707.14 | px 86.28 | says debridement by scrubbing"),
        flags={
            "707.14 | px 86.22 | says debridement": "707.14",
            "891.0, E885.9 | px 86.22 | says wound debridement by irrigation": "891.0",
        },
    ),
    shaped(
        "ventilator_that_the_record_does_not_blame",
        "Pneumonia as ventilator associated, which the record does not call so.",
        "It is assigned only when the provider has documented ventilator associated pneumonia.",
        Guideline("I.C.17.f.3.a", page=63),
        Severity.QUERY,
        _told(
            ("997.31",),
            r"\bpneumonia\b",
            "is the pneumonia documented as ventilator associated?",
            but=r"ventilator[- ]+(?:associated|acquired|related|induced)|\bVAP\b|due to (?:the )?ventilat",
        ),
        needs=STATED,
        passes=("997.31, 041.7 | says ventilator associated pneumonia", "486 | says pneumonia, on a ventilator"),
        flags={
            "518.81, 997.31 | says respiratory failure, on a ventilator, pneumonia": "997.31",
            "997.31, 041.7 | says pneumonia of a patient on the ventilator": "997.31",
        },
    ),
    shaped(
        "terrorism_that_is_suspected",
        "Terrorism that is only suspected.",
        "E979 is not assigned where terrorism is suspected, but what the intent and mechanism are.",
        Guideline("I.C.19.i.2", page=87),
        Severity.ERROR,
        _told(("E979",), UNCERTAIN + r"[^.;]*\bterror", "suspected terrorism is not coded as such"),
        needs=STATED,
        passes=("948.00, E979.2 | says explosion, terrorism", "948.00, E968.8 | says suspected terrorism"),
        flags={
            "948.00, E979.2 | says explosion, suspected terrorism": "E979.2",
            "881.02, E979.8 | says stabbing, possible terrorist": "E979.8",
        },
    ),
)


def _not_excised(encounter: Encounter) -> Iterator[Flag]:
    words = encounter.documentation
    if (
        encounter.done("86.22")
        and re.search(r"\bdebrid", words, re.I)
        and not re.search(r"\b(?:excis|cut)", words, re.I)
    ):
        yield look_at(encounter.diagnoses[0], "was tissue cut away? Otherwise the debridement is 86.28")
