"""The Table of Drugs in the encoder: which row, which column, in which order, and what remains to be coded."""

from __future__ import annotations

import pytest

from mainterm.encode.drugs import UNKNOWN_INTENT, Drugs, drug_findings, words_known
from mainterm.encode.lexicon import load_lexicon
from mainterm.encode.lexicon.lines import entries
from mainterm.encode.outline import Outline
from mainterm.encode.reading import Reading, readings
from mainterm.encode.speller import Speller
from mainterm.encode.statement import read_statement
from mainterm.encode.walk import ways
from mainterm.model.edition import Book
from mainterm.model.index import Index
from mainterm.model.words import stem, stems

pytestmark = pytest.mark.official


@pytest.fixture(scope="module")
def outline(official: Book) -> Outline:
    return Outline(official)


def found(book: Book, outline: Outline, text: str) -> Drugs | None:
    return drug_findings(book, outline, read_statement(text, Reading(text)))


def codes(drugs: Drugs | None) -> list[str]:
    return [drug.cell.code for drug in (*drugs.first, *drugs.last)] if drugs else []


ADVERSE = {
    "nausea from digoxin, dose taken correctly": ["E942.1"],
    "bradycardia secondary to metoprolol": ["E941.3"],
    "heparin-induced thrombocytopenia": ["E934.2"],
    "syncope as side effect of Flomax": ["E941.3"],
    "allergic reaction to penicillin": ["E930.0"],
    "dystonia due to Haldol": ["E939.2"],
    "hyperkalemia due to lisinopril and spironolactone": ["E942.6", "E944.4"],
    "GI bleeding due to aspirin taken for arthritis as prescribed": ["E935.3"],
    "vomiting after codeine, taken as prescribed": ["E935.2"],
    "fever following influenza vaccine": ["E949.6"],
    "nausea due to chemotherapy": ["E933.1"],
    "lithium toxicity": ["E939.8"],
}


@pytest.mark.parametrize("statement", ADVERSE)
def test_a_drug_correctly_taken_is_an_external_cause_alone(official: Book, outline: Outline, statement: str) -> None:
    drugs = found(official, outline, statement)
    assert drugs is not None
    assert not drugs.first
    assert codes(drugs) == ADVERSE[statement]


POISONINGS = {
    "accidental heroin overdose": ["965.01", "E850.0"],
    "intentional overdose of Tylenol": ["965.4", "E950.0"],
    "suicide attempt, took 30 Xanax tablets": ["969.4", "E950.3"],
    "wrong dose of warfarin given in error": ["964.2", "E858.2"],
    "child swallowed grandmother's digoxin tablets accidentally": ["972.1", "E858.3"],
    "drug overdose, undetermined intent": ["977.9", "E980.5"],
    "possible suicide attempt with Ambien overdose": ["967.9", "E980.2"],
    "assault with arsenic poisoning": ["985.1", "E962.1"],
    "overdose of aspirin and acetaminophen, intentional": ["965.1", "965.4", "E950.0", "E950.0"],
    "drowsiness due to Valium taken with beer": ["969.4", "980.0", "E853.2", "E860.0"],
    "suicide attempt, carbon monoxide from car exhaust in garage": ["986", "E952.0"],
    "accidental lead poisoning from paint chips": ["984.0", "E861.5"],
    "black widow spider bite": ["989.5", "E905.1"],
    "gasoline ingestion, accidental": ["981", "E862.1"],
}


@pytest.mark.parametrize("statement", POISONINGS)
def test_a_poisoning_comes_first_and_its_intent_last(official: Book, outline: Outline, statement: str) -> None:
    assert codes(found(official, outline, statement)) == POISONINGS[statement]


@pytest.mark.parametrize(
    "statement",
    [
        "cirrhosis due to alcohol",
        "penicillin allergy",
        "anemia due to iron deficiency",
        "alcohol intoxication",
        "heroin withdrawal",
        "type 2 diabetes on insulin",
        "food poisoning",
        "blood poisoning",
        "suicide by hanging",
        "history of aspirin overdose",
        "hyperglycemia due to insulin pump failure",
        "motor vehicle accident",
    ],
)
def test_what_is_no_harm_by_a_drug_is_left_to_the_index(official: Book, outline: Outline, statement: str) -> None:
    assert found(official, outline, statement) is None


def test_an_intent_that_is_not_stated_is_undetermined_and_asked_for(official: Book, outline: Outline) -> None:
    drugs = found(official, outline, "heroin overdose")
    assert drugs is not None
    assert (codes(drugs), drugs.assumed) == (["965.01", "E980.0"], UNKNOWN_INTENT)
    assert official.section(UNKNOWN_INTENT) is not None
    (question,) = drugs.questions
    assert [option.code for option in question.options] == ["E850.0", "E950.0", "E962.0", "E980.0", "E980.0"]


def test_an_intent_that_is_denied_is_none(official: Book, outline: Outline) -> None:
    assert codes(found(official, outline, "accidental overdose of aspirin, denies suicide attempt"))[-1] == "E850.3"


def test_manifestations_of_a_poisoning_remain_without_the_drug(official: Book, outline: Outline) -> None:
    drugs = found(official, outline, "coma due to accidental overdose of Valium")
    assert drugs is not None
    assert [segment.words for segment in drugs.rest] == [("coma",)]


def test_the_effect_of_a_drug_remains_and_is_said_to_be_of_a_drug(official: Book, outline: Outline) -> None:
    drugs = found(official, outline, "rash due to amoxicillin, taken as prescribed")
    assert drugs is not None
    assert not drugs.effect_missing
    (rest,) = drugs.rest
    assert rest.words[:2] == ("rash", "drug")
    brand, gloss = drugs.glosses
    assert (brand.put, brand.place and brand.place.file) == ("penicillin", "brands.txt")
    step = gloss.step(("amoxicillin",))
    assert (step.source.document, step.text[:10]) == ("Ddrugs12.rtf", "Penicillin")


def test_an_abbreviated_disease_speaks_of_no_drug(official: Book, outline: Outline) -> None:
    (spelt,) = [r for r in readings("HIT", load_lexicon(), Speller(official, load_lexicon(), words_known)) if r.glosses]
    assert drug_findings(official, outline, read_statement("HIT", spelt)) is None


def test_an_effect_that_is_not_named_is_missed(official: Book, outline: Outline) -> None:
    drugs = found(official, outline, "digoxin toxicity")
    assert drugs is not None
    assert drugs.effect_missing


def test_every_name_of_ours_leads_to_a_row_of_the_table(official: Book, outline: Outline) -> None:
    targets = {right for _, right, _, _ in entries("brands.txt")}
    lost = [
        target
        for target in targets
        if not any(
            way.lands and frozenset(stems(target)) <= way.placed | way.granted
            for way in ways(official, outline, frozenset(stems(target)), Index.DRUGS)
        )
    ]
    assert not lost


def test_no_name_stands_twice() -> None:
    names = [left for left, _, _, _ in entries("brands.txt")]
    assert len(names) == len(set(names)) > 900


def test_a_brand_is_no_misspelt_word() -> None:
    assert {stem("haldol"), stem("zoloft"), "interaction"} <= words_known()
