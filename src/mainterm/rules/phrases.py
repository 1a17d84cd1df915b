"""What rules ask of a record's own words: the phrases behind a cue, and the codes that a phrase speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.model.tabular import NoteKind
from mainterm.model.words import stems

UNCERTAIN: Final = re.compile(
    r"\b(?:probabl[ey]|suspected|suspicion of|questionable|possibl[ey]|likely|(?:still )?to be ruled out|rule out|r/o|"
    r"working diagnosis(?: of)?|consistent with|compatible with|presumed)\b:?",
    re.I,
)
"""What qualifies the diagnosis behind it as uncertain."""
CONTRASTED: Final = re.compile(r"\b(?:versus|vs\.?|either\b[^.;]*\bor)\b", re.I)
"""What parts contrasting diagnoses."""
_A_TIME: Final = r" (?:medical|surgical|history)| (?:[\w-]+ ){0,2}(?:hours?|days?|nights?|weeks?|months?|years?)\b"
PAST: Final = re.compile(
    rf"(?<!family )(?<!no )(?<!denies )\b(?:history of|h/o|prior|previously treated|past(?!{_A_TIME}))\b:?", re.I
)
"""What says that the condition behind it is over."""

_PHRASE_ENDS: Final = re.compile(
    r"[,;:()]|\.(?:\s|$)|\b(?:and|or|versus|vs|with|without|due|from|on|after|but|was|is|were|in|at|by|for)\b", re.I
)
_GENERAL: Final = frozenset(
    "infection disease disorder syndrome injury fracture failure cancer pain condition complication mass".split()
)
"""Nouns that say too little of a condition to know it by them alone."""


_SHORT: Final = {
    "AAA": "abdominal aneurysm",
    "AF": "atrial fibrillation",
    "AKI": "kidney failure",
    "AMI": "acute myocardial infarction",
    "ARF": "renal kidney failure",
    "BPH": "hyperplasia of prostate",
    "CAD": "coronary atherosclerosis",
    "CAUTI": "urinary catheter infection",
    "CHF": "congestive heart failure",
    "CKD": "chronic kidney disease",
    "COPD": "chronic obstructive pulmonary disease",
    "CVA": "cerebral occlusion infarction",
    "ESRD": "end stage renal disease",
    "DVT": "deep vein thrombosis",
    "GERD": "esophageal reflux",
    "HTN": "hypertension",
    "MI": "myocardial infarction",
    "NSTEMI": "myocardial infarction",
    "PE": "pulmonary embolism",
    "RA": "rheumatoid arthritis",
    "SBO": "intestinal obstruction",
    "TB": "tuberculosis",
    "URI": "upper respiratory infection",
    "UTI": "urinary tract infection",
    "TIA": "transient cerebral ischemia",
    "VAP": "ventilator associated pneumonia",
    "STEMI": "myocardial infarction",
    "afib": "atrial fibrillation",
    "bedsore": "pressure ulcer",
    "cancer": "malignant neoplasm",
    "carcinoma": "malignant neoplasm",
    "decubitus": "pressure ulcer",
    "fell": "fall",
    "gallstones": "calculus of gallbladder",
    "heart attack": "myocardial infarction",
    "high blood pressure": "hypertension",
    "kidney stone": "calculus of kidney",
    "Fell": "fall",
    "renal": "renal kidney",
    "sick sinus syndrome": "sinoatrial node dysfunction",
    "stroke": "stroke cerebral occlusion infarction",
}
"""What records shorten, or say in other words than the titles do."""
_SHORTENED: Final = re.compile(rf"\b(?:{'|'.join(_SHORT)})\b")


def in_full(words: str) -> str:
    """The words with what records shorten spelt out as titles have it.

    >>> in_full("UTI, questionable CHF")
    'urinary tract infection, questionable congestive heart failure'
    """
    return _SHORTENED.sub(lambda found: _SHORT[found[0]], words)


def phrases_after(encounter: Encounter, cue: re.Pattern[str]) -> Iterator[str]:
    """The phrase behind each place where the cue stands in the record's words."""
    for found in cue.finditer(encounter.documentation):
        phrase = _PHRASE_ENDS.split(encounter.documentation[found.end() :].strip(), maxsplit=1)[0].strip()
        if phrase:
            yield phrase


def spoken_of(encounter: Encounter, book: Book, phrase: str) -> tuple[Diagnosis, ...]:
    """The diagnoses whose title or inclusion term has all the words of the phrase, or else its noun."""
    said, full = tuple(stems(phrase)), tuple(stems(in_full(phrase)))
    for words in (said, full, () if not said or said[-1] in _GENERAL else said[-1:]):
        wanted = frozenset(words)
        found = tuple(d for d in encounter.diagnoses if wanted and any(wanted <= line for line in _lines(book, d)))
        if found:
            return found
    return ()


def said_elsewhere(encounter: Encounter, phrase: str) -> bool:
    """Whether the record says the phrase, or its noun, more than once."""
    noun = phrase.split()[-1]
    return len(re.findall(rf"\b{re.escape(noun)}\b", encounter.documentation, re.I)) > 1


def _lines(book: Book, diagnosis: Diagnosis) -> Iterator[frozenset[str]]:
    node = book.node(diagnosis.code)
    if node is not None:
        yield frozenset(stems(node.display))
        yield from (frozenset(stems(note.text)) for note in node.notes if note.kind is NoteKind.INCLUSION)
