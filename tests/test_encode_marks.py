"""The words that play a role in a statement, and what their roles hold over."""

from __future__ import annotations

import pytest

from mainterm.encode.lexicon.cues import beginnings, cues_from
from mainterm.encode.marks import find_marks
from mainterm.encode.reading import Reading
from mainterm.encode.segments import Segment
from mainterm.encode.statement import read_statement
from mainterm.model.answer import WordRole

MARKS = {
    "chest pain, MI ruled out": {"ruled out": "denied"},
    "rule out appendicitis": {"rule out": "uncertain"},
    "?PE": {"?": "uncertain"},
    "pneumonia, left lower lobe, for 3 days": {"left": "laterality", "for 3 days": "time"},
    "45 year old with chronic sinusitis": {"45 year old": "age", "chronic": "acuity"},
    "gestational diabetes at 30 weeks": {"30 weeks": "gestation"},
    "admitted with sepsis, no shock": {"admitted with": "reason for encounter", "no": "denied"},
    "family history of colon cancer": {"family history of": "family history"},
    "sister w/ breast cancer": {"sister w": "family history"},
    "s/p L TKR": {"s/p L TKR": "status"},
    "pain in R arm, L4 disc": {},
}


@pytest.mark.parametrize("statement", MARKS)
def test_a_word_that_plays_a_role_is_marked_with_it(statement: str) -> None:
    marks = read_statement(statement, Reading(statement)).marks
    assert {mark.text: mark.role.value for mark in marks} == MARKS[statement]


DENIED = {
    "chest pain, MI ruled out": ["¬mi"],
    "head injury, no concussion, no LOC": ["¬concussion", "¬loc"],
    "no fever but cough": ["¬fever"],
    "patient denies chest pain": ["¬chest", "¬pain", "¬patient"],
    "pain": [],
}


@pytest.mark.parametrize("statement", DENIED)
def test_a_denial_holds_to_the_next_joint(statement: str) -> None:
    assert under(statement, WordRole.DENIED) == DENIED[statement]


UNCERTAIN = {
    "chest pain, possible MI": ["mi"],
    "chest pain possible MI": ["mi"],
    "cough due to probable pneumonia due to klebsiella": ["klebsiella", "pneumonia"],
    "PE suspected": ["pe"],
    "headache, meningitis versus migraine": ["meningitis", "migraine"],
    "chest pain due to either pneumonia or embolism": ["embolism", "pneumonia"],
    "abdominal pain, rule out appendicitis and cholecystitis": ["appendicitis", "cholecystitis"],
}


@pytest.mark.parametrize("statement", UNCERTAIN)
def test_uncertainty_holds_over_what_is_joined_to_it(statement: str) -> None:
    assert under(statement, WordRole.UNCERTAIN) == UNCERTAIN[statement]


def test_every_cue_is_found_as_itself() -> None:
    for cue in (cue for first in beginnings() for cue in cues_from(first)):
        words = {
            "#": str(int(cue.least) or 3),
            "10": "x",
            "4": "iv",
            "5": "v",
        }  # as Roman numbers are stemmed, and X-ray, IV
        said = " ".join(words.get(word, word) for word in cue.stems)
        assert [mark.cue.stems for mark in find_marks(said)] == [cue.stems], cue


def under(statement: str, role: WordRole) -> list[str]:
    held: tuple[Segment, ...] = read_statement(statement, Reading(statement)).segments
    return sorted(stem for segment in held if role in segment.roles for stem in segment.stems)
