"""What the record says of a carrier's organism, a delivery before admission, a nerve, an organ that fails, a flare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter, Setting
from mainterm.rules.chapter_01_sepsis import ORGAN_DYSFUNCTION
from mainterm.rules.declare import Flag, Guideline, Need, Severity, look_at, move_before, replace_by, rule

STATED: Final = (Need.DOCUMENTATION,)

_MRSA: Final = re.compile(r"\bMRSA\b|\bmethicillin[- ]resistant", re.I)
_MSSA: Final = re.compile(r"\bMSSA\b|\bmethicillin[- ](?:susceptible|sensitive)", re.I)
_CARRIED: Final = re.compile(
    r"\bcoloni\w+|\bcarrie[rs]|\bcarriage|\b(?:swab|screen\w*|culture)\b[^.;]*\bpositive", re.I
)


@rule(
    cites=Guideline("I.C.1.c.1.c", page=22),
    severity=Severity.ERROR,
    on=("V02.53-V02.54", "V02.59"),
    needs=STATED,
    passes=(
        "486, V02.54 | says MRSA nasal swab positive",
        "V02.53 | says MSSA carrier",
        "V02.59 | says S. epidermidis",
    ),
    flags={
        "486, V02.53 | says nasal swab positive for MRSA, colonized": "V02.53",
        "V02.59 | says carrier of methicillin susceptible Staphylococcus aureus": "V02.59",
    },
)
def carrier_of_another_staphylococcus(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Colonization by another staphylococcus than the record tells of.

    V02.54 is for methicillin resistant, V02.53 for methicillin susceptible Staphylococcus aureus, V02.59 for others.
    """
    words = encounter.documentation
    resistant, susceptible = _MRSA.search(words), _MSSA.search(words)
    if _CARRIED.search(words) and bool(resistant) is not bool(susceptible):
        code = "V02.54" if resistant else "V02.53"
        for diagnosis in encounter.within("V02.53-V02.54", "V02.59"):
            if diagnosis.code != code and not encounter.has(code):
                yield replace_by(diagnosis, code, f"the colonization that the record tells of is {code}")


_BEFORE_ADMISSION: Final = re.compile(
    r"\b(?:delivered|delivery|birth|gave birth|born)\b[^.;]*\b(?:at home|outside (?:the )?hospital|en route|"
    r"in (?:the |an )?(?:ambulance|car|taxi)|(?:prior to|before) (?:the )?(?:admission|arrival)|another hospital)\b",
    re.I,
)


@rule(
    cites=Guideline("I.C.11.i.5", page=48),
    severity=Severity.ERROR,
    on=("650",),
    needs=STATED,
    passes=(
        "V24.0 | says delivered at home, admitted for routine care",
        "650, V27.0 | says delivered in this hospital",
    ),
    flags={
        "650, V27.0 | says delivered at home before admission, routine postpartum care": "650",
        "650, V27.0 | says delivery in the ambulance": "650",
    },
)
def normal_delivery_before_admission(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Normal delivery of a mother who delivered before admission.

    Who is admitted for routine postpartum care after a delivery outside the hospital has V24.0 as principal diagnosis.
    """
    if _BEFORE_ADMISSION.search(encounter.documentation):
        for diagnosis in encounter.within("650"):
            yield replace_by(diagnosis, "V24.0", "she delivered before the admission")


@rule(
    cites=Guideline("I.C.11.i.6", page=48),
    severity=Severity.ERROR,
    on=("640-676",),
    needs=STATED,
    passes=(
        "666.14 | says delivered at home, admitted for hemorrhage",
        "666.12, V27.0 | says delivered here, hemorrhage",
    ),
    flags={
        "666.12 | says delivered at home before admission, hemorrhage": "666.12",
        "664.11, V27.0 | says delivery en route to the hospital, tear repaired": "664.11",
    },
)
def delivery_before_admission(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A code of delivery for a mother who delivered before admission.

    Postpartum conditions and procedures are coded, no delivery: the fifth digit is 4.
    """
    if _BEFORE_ADMISSION.search(encounter.documentation):
        for diagnosis in encounter.within("640-676"):
            if diagnosis.code[-1] in "12" and len(diagnosis.code) == len("640.01"):
                yield look_at(diagnosis, "she delivered before the admission: the digit is that of postpartum")


_MINOR: Final = re.compile(r"\bminor\b[^.;]*\b(?:nerve|vessel|arter\w+|vein)", re.I)


@rule(
    cites=Guideline("I.C.17.a.2", page=57),
    severity=Severity.ERROR,
    on=("900-904", "950-957"),
    needs=STATED,
    passes=(
        "881.00, 955.3 | says laceration with minor nerve injury",
        "955.3, 881.00 | says severed radial nerve, the primary injury, laceration",
    ),
    flags={
        "955.3, 881.00 | says laceration of forearm with minor radial nerve injury": "881.00",
        "903.2, 812.20 | says fracture of humerus with minor damage to the brachial vessels": "812.20",
    },
)
def minor_damage_before_the_primary_injury(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Minor damage to nerves or vessels in front of the injury that resulted in it.

    The primary injury is sequenced first, with additional codes from 950-957 or 900-904.
    """
    first = encounter.diagnoses[0]
    if first.within("900-904", "950-957") and _MINOR.search(encounter.documentation):
        for injury in encounter.within("800-897")[:1]:
            yield move_before(injury, first, "the primary injury is first, minor damage to nerve or vessel behind it")


_OF_THE_RESPONSE: Final = re.compile(
    r"\b(?:failure|dysfunction|injury|ARDS|encephalopathy)\b[^.;]*\b(?:due|secondary|related) to (?:it\b|(?:the )?SIRS|"
    r"(?:the )?systemic inflammatory)|\bSIRS with (?:\w+ ){0,2}(?:organ|kidney|renal|respiratory)",
    re.I,
)


@rule(
    cites=Guideline("I.C.17.g", page=64),
    severity=Severity.ERROR,
    on=("995.93",),
    needs=STATED,
    passes=(
        "577.0, 995.94, 518.81 | says pancreatitis with SIRS, respiratory failure due to it",
        "577.0, 995.93 | says pancreatitis with SIRS",
    ),
    flags={
        "577.0, 995.93, 518.81 | says pancreatitis with SIRS and respiratory failure due to it": "995.93",
        "948.00, 995.93, 584.9 | says burns, acute kidney failure due to SIRS": "995.93",
    },
)
def response_with_an_organ_dysfunction(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A systemic response coded without organ dysfunction, to which the record lays one.

    With an acute organ dysfunction that is associated with it, the response is 995.94.
    """
    failing = encounter.within(*ORGAN_DYSFUNCTION)
    if failing and _OF_THE_RESPONSE.search(encounter.documentation):
        for diagnosis in encounter.within("995.93"):
            yield replace_by(diagnosis, "995.94", "with an acute organ dysfunction due to it, it is 995.94", *failing)


FLARES: Final = ("491.21", "493.02", "493.12", "493.22", "493.92")
"""Combination codes of a lasting disease and its exacerbation."""
_FLARED_LATER: Final = re.compile(
    r"\bexacerbat\w+[^.;]*\b(?:developed|occurred|began|arose|on (?:hospital )?day|after admission|"
    r"during (?:the )?stay)|\b(?:developed|became|after admission|on (?:hospital )?day \w+)\b[^.;]*\bexacerbat",
    re.I,
)


@rule(
    cites=Guideline("Appendix I.Combination Codes", page=100),
    severity=Severity.ERROR,
    on=FLARES,
    needs=(Need.DOCUMENTATION, Need.SETTING, Need.POA),
    passes=(
        "574.00:Y, 491.21:N | inpatient | says the exacerbation of COPD developed on day two",
        "491.21:Y | inpatient | says admitted in acute exacerbation",
    ),
    flags={
        "574.00:Y, 491.21:Y | inpatient | says the acute exacerbation of COPD developed on day two": "491.21",
        "820.8:Y, 493.92:Y | inpatient | says asthma became acutely exacerbated after surgery": "493.92",
    },
)
def exacerbation_that_came_later(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A combination code given as present on admission, whose exacerbation came later.

    N is assigned if any part of a combination code was not present on admission.
    """
    if encounter.setting is Setting.INPATIENT and _FLARED_LATER.search(encounter.documentation):
        for diagnosis in encounter.within(*FLARES):
            if diagnosis.poa == "Y":
                yield look_at(diagnosis, "a part of it came after the admission: N")
