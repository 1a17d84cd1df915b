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
    rule,
)
from mainterm.rules.shapes import shaped
from mainterm.rules.telling import (
    STATED,
    affirmed,
    by_record,
    told,
)


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
            ("760-763", "775.0"),
            r"\b(?:healthy|unaffected|not (?:been )?(?:affected|harmed)|(?:normal|well) (?:newborn|infant|baby)|"
            r"(?:no|without) (?:\w+ )?manifestations?|"
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
    by_record(
        "birth_here_that_is_not_coded",
        "The record of a newborn that was born in this stay, without the birth.",
        "V30-V39 is the principal diagnosis of the record of the birth.",
        Guideline("I.C.15.b", page=54),
        affirmed(
            ("760-779",),
            r"\bborn (?:here|this (?:admission|stay)|(?:in|at) (?:this|our|the) (?:hospital|facility))|\bsingle "
            r"liveborn|"
            r"\b(?:born|delivered) (?:vaginally|by c[a]?esarean|today)",
            "the birth is coded first, from V30-V39",
            but=r"\b(?:another|outside|other|transferr?ed|readmi\w+|days? ago|weeks? ago)\b",
            unless=("V30-V39", "630-679"),
        ),
        ("V30.00, 765.18, 765.28 | says born here at 35 weeks", "765.18 | says born in another hospital, transferred"),
        {
            "765.16, 765.26, 769 | says born here at 31 weeks": "765.16",
            "770.6 | says single liveborn, delivered by cesarean, transient tachypnea": "770.6",
        },
    ),
)
