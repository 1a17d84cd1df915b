"""Guidelines I.C.6.a: what the words of the record decide of pain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    look_at,
    rule,
)
from mainterm.rules.said_growths import TREATMENTS
from mainterm.rules.telling import (
    CAME_FOR,
    STATED,
    affirmed,
    affirms,
    by_record,
    came_for,
    first_by_reason,
    told,
)

_PAIN: Final = r"pain (?:control|management|relief)|(?:control|management|relief) of (?:\w+ ){0,4}pain"
_PAINFUL: Final = ("338.1-338.2",)
SITE_OF_PAIN: Final = (
    *("307.81", "339", "346", "379.91", "388.7", "524.62", "526.9", "529.6", "569.42", "611.71", "625.9", "719.4"),
    *("723.1", "724.1-724.2", "724.5", "729.5", "780.96", "784.0-784.1", "784.92", "786.5", "788.0", "789.0"),
)
"""Codes that say where a pain is."""
_CAUSES: Final = ("800-829", "720-724", "733.1", "737-738", "805-806", "715", "353-355")
_MENDING: Final = ("79.0-79.3", "79.5", "80.5", "81.0", "81.3", "81.5-81.8", "03.0", "84.6", "84.8", "81.6", "04.4")
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
        "823.20, 338.11 | px 79.36 | says admitted for reduction of tibial fracture, acute pain": "338.11",
    },
)
def pain_beside_the_cause_operated_on(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pain of category 338 beside its cause, which the procedure of the encounter treats.

    No code of 338 is assigned then, unless a neurostimulator is put in for the pain, or the pain is another.
    """
    first, words = encounter.diagnoses[0], encounter.documentation
    operated = encounter.done(*_MENDING) and not encounter.done(*_STIMULATOR)
    if operated and first.within(*_CAUSES) and re.search(r"\bpain", words, re.I):
        for diagnosis in encounter.within(*_PAINFUL):
            if not diagnosis.within("338.12", "338.18", "338.22", "338.28"):
                yield look_at(diagnosis, "the procedure treats the cause: no code of 338 is assigned", first)


_CANCER: Final = r"(?:cancer|carcinoma|malignan\w+|neoplas\w+|tumou?r|metasta\w+|lymphoma|myeloma|sarcoma)"
_KIND: Final = re.compile(
    r"\b(?:acute|chronic|long-?standing|persistent|post-?\w*(?:op|thorac|surg|proced|herp)\w*|trauma\w*|neoplas\w+|"
    rf"central|syndrome|{_CANCER})\b",
    re.I,
)


@rule(
    cites=Guideline("I.C.6.a.1", page=31),
    severity=Severity.ERROR,
    on=("338.11", "338.19", "338.21", "338.29"),
    needs=STATED,
    passes=("338.19, 724.5 | says acute back pain", "724.5 | says back pain", "338.29, 486 | says pneumonia"),
    flags={
        "338.19, 724.5 | says low back pain": "338.19",
        "719.46, 338.29 | says knee pain, not specified as acute or chronic": "338.29",
    },
)
def pain_of_no_stated_kind(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pain coded as acute or chronic, which the record does not specify as either.

    No code of category 338 is assigned then, except for postoperative, neoplasm related and central pain.
    """
    words = encounter.documentation
    if re.search(r"\bpain", words, re.I) and not affirms(words, _KIND):
        for diagnosis in encounter.within("338.11", "338.19", "338.21", "338.29")[:1]:
            yield look_at(diagnosis, "the record does not say whether the pain is acute or chronic")


@rule(
    cites=Guideline("I.C.6.a.1", page=31),
    severity=Severity.ERROR,
    on=("338.11", "338.19", "338.21", "338.29"),
    needs=STATED,
    passes=(
        "338.11, 823.20 | says admitted for control of acute pain, tibial fracture set last week",
        "823.20, 338.11 | says acute pain",
    ),
    flags={
        "338.11, 823.20 | px 79.36 | says admitted for reduction of tibial fracture, pain treated with it": "338.11",
        "338.19, 592.1 | says renal colic with acute pain; pain is not the focus of the admission": "338.19",
        "338.11, 807.02 | says acute pain from two broken ribs, treated for the fractures": "338.11",
    },
)
def pain_that_the_encounter_is_not_for(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pain as the first diagnosis, where the record tells that the encounter is for the condition that causes it.

    Where the definitive diagnosis is known, no code of 338 is assigned unless the encounter is to control the pain.
    """
    first, words = encounter.diagnoses[0], encounter.documentation
    asked = first.within("338.11", "338.19", "338.21", "338.29") and encounter.has("001-337", "339-779", "800-959")
    if asked and _TREATED_ITSELF.search(words) and not re.search(_PAIN, words, re.I):
        yield look_at(first, "the condition that causes the pain is what is treated: 338 is not assigned")


_TREATED_ITSELF: Final = re.compile(
    rf"{CAME_FOR}[^.;]*?\b(?:reduction|repair|fixation|surgery|discectomy|laminectomy|fusion|kyphoplasty|replacement|"
    r"\w+(?:ectomy|plasty|otomy)|treatment of (?:the )?(?!pain)\w+)|"
    r"\b(?:treated|treatment|seen|visit) (?:is |was )?(?:for|of) (?:the |this |his |her )?(?:\w+ ){0,2}(?:fractures?|"
    r"sprain|injur\w+|wounds?|disease|disorder)\b|"
    r"\bpain\b[^.;]*\bnot\b[^.;]*\b(?:focus|reason|purpose)",
    re.I,
)

RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "cause_before_the_pain_controlled",
        "The cause of pain in front of it, where the encounter is for the control of the pain.",
        "Category 338 is first where pain control or management is the reason; the cause is an additional diagnosis.",
        Guideline("I.C.6.a.1.a", page=31),
        first_by_reason(
            ("338.0-338.2", "338.4"),
            ("001-337", "339-999"),
            came_for(_PAIN, r"(?:neuro|spinal cord )?stimulator", within=60),
            says="the encounter is to control the pain: category 338 is first",
            save=SITE_OF_PAIN,
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
    by_record(
        "site_of_pain_before_the_pain_controlled",
        "The site of a pain in front of it, where the encounter is for the control of the pain.",
        "The code from category 338 is first, the code identifying the specific site of the pain behind it.",
        Guideline("I.C.6.a.1.b.ii", page=32, also=("I.C.6.a.1.a",)),
        first_by_reason(
            ("338.0-338.2", "338.4"),
            SITE_OF_PAIN,
            came_for(_PAIN, r"(?:neuro|spinal cord )?stimulator", within=60),
            says="the encounter is to control the pain: category 338 is first, the site of the pain behind it",
        ),
        (
            "338.11, 723.1 | says encounter for pain management, acute neck pain from trauma",
            "723.1, 338.11 | says seen for acute neck pain after a collision",
        ),
        {
            "723.1, 338.11 | says encounter for pain management of acute neck pain from trauma": "338.11",
            "719.46, 338.29 | says seen for control of chronic knee pain": "338.29",
        },
    ),
    by_record(
        "growth_before_the_pain_controlled",
        "A neoplasm in front of the pain due to it, where the encounter is for the control of the pain.",
        "338.3 may then be first, and the neoplasm is an additional diagnosis.",
        Guideline("I.C.6.a.5", page=34, also=("I.C.2.h",)),
        first_by_reason(
            ("338.3",),
            ("140-239",),
            came_for(_PAIN, within=60),
            says="the encounter is to control the pain: 338.3 is first, the neoplasm behind it",
            but=rf"{CAME_FOR}[^.;]*(?:{TREATMENTS}|resect|surgery|\w+ectomy)",
        ),
        ("338.3, 162.9 | says admitted for pain control", "162.9, 338.3 | says admitted for lobectomy; pain"),
        {
            "162.9, 338.3 | says admitted for pain control, lung cancer": "338.3",
            "198.5, V10.3, 338.3 | says bone metastases; admitted for management of cancer pain": "338.3",
        },
    ),
    by_record(
        "postoperative_pain_that_is_expected",
        "Postoperative pain that the record calls routine or expected.",
        "Routine or expected pain immediately after surgery is not coded.",
        Guideline("I.C.6.a.3", page=33),
        affirmed(
            ("338.12", "338.18", "338.22", "338.28"),
            r"\b(?:expected|routine|normal|usual|typical|anticipated|ordinary)\b[^.;]*\bpain|"
            r"\bpain\b[^.;]*\b(?:expected|routine|normal|usual|typical|anticipated|ordinary)\b",
            "routine or expected pain after surgery is not coded",
            but=r"\bunexpected|\b(?:more|greater|longer|beyond|excess\w*|prolonged)\b",
        ),
        (
            "338.18, 540.9 | says severe postoperative pain, more than expected",
            "338.18 | says acute postoperative pain",
        ),
        {
            "540.9, 338.18 | says routine postoperative pain": "338.18",
            "715.35, 338.18 | says incisional pain as expected after knee replacement": "338.18",
        },
    ),
    by_record(
        "neoplasm_pain_of_another_kind",
        "Pain that the record lays to a neoplasm, coded as other acute or chronic pain.",
        "Pain related to a malignancy is 338.3, whether acute or chronic.",
        Guideline("I.C.6.a.5", page=34),
        affirmed(
            ("338.0-338.2", "338.4"),
            rf"\b{_CANCER}[- ](?:related )?pain|\bpain\b[^.;]*\b(?:due to|from|caused by|secondary to|related to|of) "
            rf"(?:[\w-]+ ){{0,4}}{_CANCER}",
            "pain due to a neoplasm is 338.3",
            to="338.3",
            unless=("338.3",),
        ),
        ("338.3, 162.9 | says chronic pain due to lung cancer", "338.18, 162.9 | says pain, not due to cancer"),
        {
            "338.29, 162.9 | says chronic pain due to lung cancer": "338.29",
            "198.5, 338.19, V10.3 | says acute bone pain from metastatic breast cancer": "338.19",
        },
    ),
    by_record(
        "chronic_pain_as_the_syndrome",
        "Chronic pain coded as the chronic pain syndrome, which the record does not name.",
        "338.4 is used only where the provider has documented the syndrome.",
        Guideline("I.C.6.a.6", page=35),
        told(
            ("338.4",),
            r"\bchronic\b[^.;]*\bpain",
            "the provider has not documented the syndrome",
            but=r"\bsyndrome\b(?! not)(?! (?:is|was) not)",
        ),
        ("338.4 | says chronic pain syndrome", "338.29, 724.5 | says chronic back pain"),
        {
            "338.4, 724.5 | says chronic back pain": "338.4",
            "338.4 | says chronic pain, syndrome not documented": "338.4",
        },
    ),
    by_record(
        "chronic_pain_syndrome_as_chronic_pain",
        "The chronic pain syndrome coded as chronic pain.",
        "The syndrome, where the provider has documented it, is 338.4.",
        Guideline("I.C.6.a.6", page=35),
        affirmed(
            ("338.21-338.29",), r"\bchronic pain syndrome", "the syndrome is 338.4", to="338.4", unless=("338.4",)
        ),
        ("338.4 | says chronic pain syndrome", "338.29 | says chronic pain"),
        {
            "338.29, 724.5 | says chronic pain syndrome": "338.29",
            "338.21 | says chronic pain syndrome after trauma": "338.21",
        },
    ),
)
