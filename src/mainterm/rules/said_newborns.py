"""Guidelines I.C.14 and I.C.15: what the words of the record decide of newborns and congenital anomalies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Rule,
    Severity,
    look_at,
    replace_by,
    rule,
)
from mainterm.rules.shapes import shaped
from mainterm.rules.telling import (
    STATED,
    affirmed,
    affirms,
    by_record,
    told,
)

_GRAMS: Final = re.compile(r"\b(\d{3,4}|\d,\d{3})[- ]?(?:g|gm|gms|grams?)\b", re.I)
_WEEKS: Final = re.compile(
    r"\b(2\d|3\d|4[0-4])(?: ?\d/7|\.\d| and \w+ days)?[- ]?(?:completed )?(?:weeks?|wks?)\b", re.I
)
_WEIGHTS: Final = (500, 750, 1000, 1250, 1500, 1750, 2000, 2500)
"""Grams from which on the next fifth digit of 764 and 765.0-765.1 holds, of which the first is 1."""
_GESTATION: Final = (24, 25, 27, 29, 31, 33, 35, 37)
"""Completed weeks from which on the next fifth digit of 765.2 holds, of which the first is 1."""
_TERM: Final = re.compile(
    r"(?<!pre)(?<!pre-)\b(?:full[- ])?term (?:newborn|infant|baby|birth|male|female)|\bat term\b", re.I
)


def _digit(words: str, measured: re.Pattern[str], bounds: tuple[int, ...]) -> str:
    """The fifth digit of the one measure that the words tell; "" where there is none, or more than one."""
    told = {int(found.replace(",", "")) for found in measured.findall(words)}
    return str(1 + sum(told.copy().pop() >= bound for bound in bounds)) if len(told) == 1 else ""


@rule(
    cites=Guideline("I.C.15.i", page=56),
    severity=Severity.ERROR,
    on=("764", "765.0-765.1"),
    needs=STATED,
    passes=(
        "V30.00, 765.17, 765.27 | says 1,850 grams at 33 weeks",
        "V30.00, 765.10, 765.20 | says premature",
        "V30.00, 765.18 | says birth weight 2100 g, sibling 1900 g",
    ),
    flags={
        "V30.00, 765.18, 765.27 | says premature, 1800 grams, 33 weeks": "765.18",
        "V30.01, 764.05 | says small for dates, birth weight 2,200 g": "764.05",
    },
)
def birth_weight_that_is_another(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A fifth digit of another birth weight than the record tells.

    The fifth digits of 764, 765.0 and 765.1 tell the weight in grams.
    """
    digit = _digit(encounter.documentation, _GRAMS, _WEIGHTS)
    for diagnosis in encounter.within("764", "765.0-765.1"):
        if digit and len(diagnosis.code) == len("765.10") and diagnosis.code[-1] not in {digit, "0"}:
            yield replace_by(diagnosis, diagnosis.code[:-1] + digit, "the fifth digit is of another weight")


@rule(
    cites=Guideline("I.C.15.i", page=56),
    severity=Severity.ERROR,
    on=("765.2",),
    needs=STATED,
    passes=(
        "V30.00, 765.18, 765.27 | says 34 weeks",
        "V30.00, 765.18, 765.28 | says 35 5/7 weeks",
        "V30.00, 765.18, 765.20 | says premature",
    ),
    flags={
        "V30.00, 765.18, 765.28 | says premature at 34 weeks": "765.28",
        "V30.00, 765.16, 765.25 | says 1600 grams, 32 weeks gestation": "765.25",
    },
)
def weeks_of_gestation_that_are_others(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A code of 765.2 for other weeks of gestation than the record tells.

    Its fifth digit tells the completed weeks.
    """
    digit = _digit(encounter.documentation, _WEEKS, _GESTATION)
    for diagnosis in encounter.within("765.2"):
        if digit and len(diagnosis.code) == len("765.10") and diagnosis.code[-1] not in {digit, "0"}:
            yield replace_by(diagnosis, f"765.2{digit}", "the fifth digit is of other weeks")


@rule(
    cites=Guideline("I.C.15.i", page=56),
    severity=Severity.ERROR,
    on=("765.0-765.1",),
    needs=STATED,
    passes=("V30.00, 765.18, 765.28 | says preterm infant", "V30.00, 764.08 | says term infant, small for dates"),
    flags={
        "V30.00, 765.18 | says term newborn, 2400 grams": "765.18",
        "V30.00, 765.19, 765.29 | says born at 38 weeks, 2600 g": "765.19",
    },
)
def prematurity_of_a_term_newborn(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Prematurity of a newborn that the record calls one at term.

    Prematurity is assigned where the provider documents it, not by the weight alone.
    """
    words = encounter.documentation
    late = _digit(words, _WEEKS, _GESTATION) == "9"
    if (affirms(words, _TERM) or late) and not re.search(r"\bpre-?(?:term|matur)", words, re.I):
        for diagnosis in encounter.within("765.0-765.1")[:1]:
            yield look_at(diagnosis, "the record tells a birth at term, not prematurity")


@rule(
    cites=Guideline("I.C.15.h.1", page=55, also=("I.C.15.a.4",)),
    severity=Severity.ERROR,
    on=("764", "766-779"),
    needs=STATED,
    passes=(
        "V30.00, 774.6 | says jaundice treated with phototherapy",
        "V30.00, 770.6, 774.6 | says tachypnea monitored; mild jaundice, no treatment",
    ),
    flags={
        "V30.00, 774.6 | says mild jaundice, no treatment or workup": "774.6",
        "V30.00, 779.89 | says murmur not clinically significant": "779.89",
    },
)
def newborn_condition_of_no_significance(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The one perinatal condition of a newborn's record, which the record calls of no clinical significance.

    What needs no evaluation, treatment, tests, longer stay or care, and has no bearing on later health, is not coded.
    """
    words, conditions = encounter.documentation, encounter.within("764", "766-779")
    if len(conditions) == 1 and _NOTHING_DONE.search(words) and not re.search(r"\b(?:future|implication)", words, re.I):
        yield look_at(conditions[0], "it is not clinically significant")


_NOTHING_DONE: Final = re.compile(
    r"\bno (?:further |specific )?(?:work-?up|evaluation|treatment|intervention|monitoring|tests?|therapy)\b|"
    r"\bnot (?:clinically )?significant|\bclinically insignificant|\bof no (?:clinical )?(?:significance|consequence)|"
    r"\b(?:required|requiring|needed|needing) (?:no|neither)\b|\bdid not (?:require|need)|\bresolved "
    r"(?:spontaneously|without)",
    re.I,
)


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "birth_at_the_receiving_hospital",
        "A birth on the record of the hospital to which the newborn was transferred.",
        "V30-V39 is not used at the receiving hospital.",
        Guideline("I.C.15.c", page=54),
        Severity.ERROR,
        told(
            ("V30-V39",),
            r"\b(?:transferred|transfer|received|born|delivered)\b[^.;]*\b(?:from|at|in|by)\b[^.;]*\b(?:"
            r"(?:another|outside|other|community|referring|birth\w*|transferring|local|rural|different)\b[^.;]*\b"
            r"(?:hospital|facility|institution|cent(?:er|re))|(?:hospital|facility|place) of (?:his |her )?birth)|"
            r"\btransfer(?:red)? (?:in|from)\b|\breceiving (?:hospital|facility)",
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
        told(
            ("760-763",),
            r"\b(?:healthy|unaffected|not (?:been )?(?:affected|harmed)|(?:normal|well) (?:newborn|infant|baby)|"
            r"(?:no|without) (?:ill |any )?"
            r"(?:effects?|consequences?|problems?)|(?:baby|infant|newborn) (?:is |was )?(?:fine|well|normal)|did "
            r"not affect)\b",
            "has it affected the newborn?",
        ),
        needs=STATED,
        passes=("V30.00 | says healthy newborn of a diabetic mother", "V30.00, 760.71 | says small, mother drinks"),
        flags={
            "V30.00, 760.0 | says healthy newborn, mother hypertensive": "760.0",
            "V30.00, 762.6 | says nuchal cord, infant not affected": "762.6",
        },
    ),
    by_record(
        "birth_on_a_later_record",
        "A birth on the record of a newborn who was readmitted.",
        "V30-V39 is assigned once, on the record of the birth.",
        Guideline("I.C.15.b", page=54),
        affirmed(
            ("V30-V39",),
            r"\breadmi\w+|\bre-?admission|\bdischarged (?:home )?[^.;]*\b(?:ago|earlier|before)|\breturn(?:s|ed)\b|"
            r"\bborn (?:\w+ ){0,3}(?:days?|weeks?) (?:ago|earlier)|\b(?:days?|weeks?) after (?:birth|discharge)",
            "V30-V39 is for the record of the birth alone",
        ),
        ("774.6 | says readmitted with jaundice", "V30.00, 774.6 | says born here, jaundice on day two"),
        {
            "V30.00, 774.6 | says readmitted for jaundice, discharged two days ago": "V30.00",
            "774.6, V30.00 | says returns for phototherapy five days after birth": "V30.00",
        },
    ),
    by_record(
        "observation_of_a_newborn_with_signs",
        "Observation of a newborn for a condition not found, where the record tells signs or symptoms.",
        "V29 is for an apparently healthy newborn; one with signs or symptoms has the code of these.",
        Guideline("I.C.15.d.1", page=54),
        affirmed(
            ("V29",),
            r"\b(?:has|had|have|with|showed|shows|showing|exhibited|because of|due to)\b[^.;]*\b(?:signs?|"
            r"symptoms?|tachypnea|"
            r"lethargy|fever|jitter\w*|apnea|cyanosis|distress|hypoglyc\w+|vomiting|poor feeding)|\bsymptomatic\b",
            "a newborn with signs or symptoms has the code of these",
        ),
        ("V30.00, V29.0 | says healthy, observed for infection, no signs", "V30.00, 770.6 | says tachypnea"),
        {
            "V30.00, V29.0 | says observed for infection because of tachypnea": "V29.0",
            "V30.01, V29.2 | says infant had signs of respiratory distress, nothing found": "V29.2",
        },
    ),
    by_record(
        "community_acquired_condition_of_a_newborn",
        "A condition that the newborn acquired after birth, as one of the perinatal period.",
        "A community-acquired condition is not coded from chapter 15.",
        Guideline("I.C.15.a.3", page=53),
        affirmed(
            ("770-779",),
            r"\bcommunity[- ]acquired|\bacquired (?:at home|after (?:discharge|birth)|in the community)|\bcaught\b",
            "what was acquired in the community is not coded from chapter 15",
        ),
        ("486 | says community-acquired pneumonia", "770.0 | says congenital pneumonia"),
        {
            "770.0 | 12dM | says community-acquired pneumonia": "770.0",
            "771.81 | 20dF | says infection acquired at home after discharge": "771.81",
        },
    ),
    by_record(
        "anomaly_that_was_corrected",
        "A congenital anomaly that was corrected earlier, as present.",
        "A corrected anomaly has a personal history code.",
        Guideline("I.C.14.a", page=52),
        affirmed(
            ("740-759",),
            r"\b(?:corrected|repaired|closed|removed)\b[^.;]*\b(?:infan\w+|child\w*|birth|years? (?:ago|old)|age|"
            r"previous\w*|past|earlier)|\b(?:previous\w*|prior|history of|status post|s/p)\b[^.;]*\b(?:repair\w*|"
            r"correct\w*)",
            "a corrected anomaly is history, V13.6",
            but=r"\b(?:residual|recurren\w+|incomplete\w*|partial\w*|still|persist\w*|remains)\b",
        ),
        ("V13.65, 486 | says ventricular septal defect repaired in infancy", "745.4 | says defect, repair planned"),
        {
            "486, 745.4 | says pneumonia; ventricular septal defect repaired in infancy": "745.4",
            "749.10, V72.9 | says cleft lip corrected as a child": "749.10",
        },
    ),
)
