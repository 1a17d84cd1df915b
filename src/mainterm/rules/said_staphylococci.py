"""Guidelines I.C.1.c: what the words of the record decide of staphylococci."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Severity,
    replace_by,
    rule,
)
from mainterm.rules.telling import STATED, affirms

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


_SWABBED: Final = re.compile(
    r"\b(?:nares|nasal|nose|screen\w*|surveillance|coloni\w+|carrie[rs]|carriage)\b[^.;]*(?:\bMRSA\b|\bMSSA\b|staph)|"
    r"(?:\bMRSA\b|\bMSSA\b|staph\w* aureus)[^.;]*\b(?:nares|nasal|nose|screen\w*|surveillance|coloni\w+|"
    r"carrie[rs]|carriage)\b",
    re.I,
)
_INFECTS: Final = re.compile(
    r"(?:\bMRSA\b|\bMSSA\b|staph\w* aureus)[- ](?:infect\w+|pneumonia|sepsis|cellulitis|abscess|wound|bacteremia)|"
    r"\b(?:infect\w+|pneumonia|sepsis|cellulitis|abscess|wound|ulcer|UTI|osteomyelitis)\b[^.;,]*\b(?:due to|with|"
    r"by|from|"
    r"grew|grows|culture\w*)\b[^.;,]*(?:\bMRSA\b|\bMSSA\b|staph\w* aureus)",
    re.I,
)


@rule(
    cites=Guideline("I.C.1.c.1.c", page=22),
    severity=Severity.ERROR,
    on=("041.11-041.12", "038.11-038.12", "482.41-482.42"),
    needs=STATED,
    passes=(
        "682.6, 041.12, V02.54 | says cellulitis due to MRSA; nasal swab positive for MRSA",
        "486, V02.54 | says pneumonia; nares positive for MRSA",
        "682.6, 041.12 | says cellulitis, wound culture grew MRSA",
    ),
    flags={
        "486, 041.12, V02.54 | says pneumonia of unknown organism; nares swab positive for MRSA": "041.12",
        "820.8, 041.11 | says hip fracture; MSSA nasal colonization": "041.11",
    },
)
def colonization_as_infection(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An infection by a Staphylococcus aureus that the record tells as carried only.

    Colonization is not indicative of a disease, nor the cause of the patient's condition, unless the provider says so.
    """
    words = encounter.documentation
    if _SWABBED.search(words) and not _INFECTS.search(words):
        for diagnosis in encounter.within("041.11-041.12", "038.11-038.12", "482.41-482.42"):
            carrier = "V02.54" if diagnosis.code.endswith("2") else "V02.53"
            yield replace_by(diagnosis, carrier, f"what is carried and infects nothing is {carrier}")


_RESISTANT: Final = {"482.41": "482.42", "038.11": "038.12", "041.11": "041.12"}
_SUSCEPTIBLE: Final = {resistant: susceptible for susceptible, resistant in _RESISTANT.items()}


def _other_staphylococcus(encounter: Encounter, *spans: str) -> Iterator[Flag]:
    resistant, susceptible = (affirms(encounter.documentation, kind) for kind in (_MRSA, _MSSA))
    if resistant is not susceptible:
        meant = _RESISTANT if resistant else _SUSCEPTIBLE
        for diagnosis in encounter.within(*spans):
            code = meant.get(diagnosis.code)
            if code and not encounter.has(code):
                yield replace_by(diagnosis, code, f"the staphylococcus that the record tells of is {code}")


@rule(
    cites=Guideline("I.C.1.c.1.a", page=21),
    severity=Severity.ERROR,
    on=("038.11-038.12", "482.41-482.42"),
    needs=STATED,
    passes=("482.42 | says MRSA pneumonia", "482.41 | says MSSA pneumonia", "482.41 | says staphylococcal pneumonia"),
    flags={
        "482.41 | says pneumonia due to MRSA": "482.41",
        "038.12, 995.91 | says sepsis due to methicillin susceptible Staphylococcus aureus": "038.12",
    },
)
def combination_code_of_another_staphylococcus(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Pneumonia or septicemia by another Staphylococcus aureus than the record tells of.

    The combination codes tell methicillin resistant (482.42, 038.12) from susceptible (482.41, 038.11).
    """
    yield from _other_staphylococcus(encounter, "038.11-038.12", "482.41-482.42")


@rule(
    cites=Guideline("I.C.1.c.1.b", page=22),
    severity=Severity.ERROR,
    on=("041.11-041.12",),
    needs=STATED,
    passes=("682.6, 041.12 | says cellulitis due to MRSA", "682.6, 041.11 | says cellulitis due to MSSA"),
    flags={
        "682.6, 041.11 | says cellulitis of the leg due to MRSA": "041.11",
        "599.0, 041.12 | says urinary infection, methicillin sensitive Staphylococcus aureus": "041.12",
    },
)
def organism_of_another_staphylococcus(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An infection by another Staphylococcus aureus than the record tells of.

    041.12 is the methicillin resistant one, 041.11 the susceptible one.
    """
    yield from _other_staphylococcus(encounter, "041.11-041.12")
