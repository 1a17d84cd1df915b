"""The encoder on the FY2012 edition: the story it must get right, and the Index's own lines."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from mainterm.editions.overruled import load_overruled
from mainterm.encode.coder import Coder
from mainterm.model.answer import OVERRULED, Answer, Grade
from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.index import Line
from mainterm.model.proof import StepKind
from mainterm.service.home import edition_path
from mainterm.verify.library import Library
from mainterm.verify.verifier import verify

pytestmark = pytest.mark.official


def codes(answer: Answer) -> list[str]:
    return [coded.code for coded in answer.codes]


def test_the_leukopenia_story(coder: Coder) -> None:
    answer = coder.code("chronic leukopenia")
    assert (codes(answer), answer.grade, answer.unplaced) == (["288.50"], Grade.COMPLETE, ("chronic",))
    index, *tabular = answer.codes[0].proof.steps
    assert (str(index.source), index.text) == ("Dindex12.rtf ¶48400", "Leukopenia 288.50")
    assert [step.code for step in tabular] == ["288", "288.5", "288.50"]
    ways = {(a.codes, a.path) for a in answer.alternatives}
    assert (("288.09",), "Neutropenia > chronic") in ways
    assert (("288.09",), "Leukopenia > malignant (see also Agranulocytosis)") in ways


CASES = {
    "type 2 diabetes with ketoacidosis": ["250.10"],
    "diabetic gangrene": ["250.70", "785.4"],
    "acute duodenal ulcer with hemorrhage and perforation": ["532.20"],
    "incarcerated inguinal hernia": ["550.10"],
    "kidney stone": ["592.0"],
    "pneumonia with influenza": ["487.0"],
    "hypertensive heart disease with heart failure": ["402.91"],
    "fall from ladder": ["E881.0"],
    "retention of placenta without hemorrhage": ["667.00"],
    "Sickle cell crisis with acute chest syndrome": ["282.62", "517.3"],
    "COPD with acute bronchitis": ["491.22"],
    "Congestive heart failure due to hypertension": ["402.91", "428.0"],
    "Congestive heart failure; hypertension": ["428.0", "401.9"],
    "Anemia due to stage IV chronic kidney disease": ["285.21", "585.4"],
    "UTI due to MRSA": ["599.0", "041.12"],
    "Type 1 diabetes with proliferative retinopathy and macular edema": ["250.51", "362.02", "362.07"],
    "Threatened miscarriage, 9 weeks": ["640.03"],
    "Hypertensive retinopathy": ["362.11", "401.9"],
    "sepsis due to pneumonia": ["038.9", "995.91", "486"],
    "asthma with status asthmaticus": ["493.91"],
    "Acute tonsilitis": ["463"],
    "sprained ankle": ["845.00"],
    "insomnia": ["780.52"],
    "RLQ abdominal pain": ["789.03"],
}


@pytest.mark.parametrize("statement", CASES)
def test_the_words_lead_to_the_codes_and_the_proofs_are_accepted(
    coder: Coder, library: Library, statement: str
) -> None:
    answer = coder.code(statement)
    assert codes(answer) == CASES[statement]
    assert [verify(coded.proof, library).reasons for coded in answer.codes] == [()] * len(answer.codes)


def test_a_rule_of_the_guidelines_is_obeyed_and_cited(coder: Coder, library: Library) -> None:
    answer = coder.code("anemia due to ovarian cancer")
    assert codes(answer) == ["285.22", "183.0"]
    step = next(step for step in answer.codes[0].proof.steps if step.kind is StepKind.GUIDELINE)
    assert (step.detail, step.words) == ("I.C.2.c.1", ("anemia", "ovarian", "cancer"))
    assert [verify(coded.proof, library).reasons for coded in answer.codes] == [(), ()]
    assert codes(coder.code("anemia, ovarian cancer"))[0] == "285.9"


def test_a_pregnancy_is_incidental_only_where_the_provider_says_so(coder: Coder) -> None:
    assert codes(coder.code("pregnant, HIV positive")) == ["647.63", "V08"]
    assert coder.code("pregnant, ankle sprain").grade is Grade.NEEDS_DETAIL


@pytest.mark.parametrize(
    ("statement", "code", "printed"),
    [
        ("hoarseness", "784.42", "V87.46"),
        ("anomaly of maxilla", "524.9", "524.90"),
        ("arteriolar disease", "447.9", "447.90"),
        ("anastomosis of abdominal artery to coronary artery", "36.17", "37.17"),
        ("bypass, internal mammary-coronary artery", "36.15", "36.13"),
        ("peripheral circulation failure", "785.50", "785.59"),
        ("hereditary leptocytosis", "282.49", "282.40"),
        ("quadruplet pregnancy, delivered", "651.21", "651.8"),
        ("photodermatitis", "692.79", "692.72"),
        ("induratio penis plastica", "607.81", "607.89"),
        ("Monteggia's dislocation", "813.03", "see Dislocation, hip"),
        ("thoracoscopic lobectomy of lung", "32.41", "32.30"),
        ("neoplasm of nucleus pulposus", "239.2", "230.2"),
        ("poisoning by dehydrated antifreeze alcohol, assault", "E962.1", "E862.1"),
        ("attempted suicide with Fentazin", "E950.3", "E930.3"),
        ("accidental poisoning by Pertofrane", "E854.0", "E854"),
    ],
)
def test_where_the_index_prints_a_wrong_code_the_tabular_rules_and_the_answer_says_so(
    coder: Coder, library: Library, statement: str, code: str, printed: str
) -> None:
    answer = coder.code(statement)
    assert codes(answer)[-1] == code
    (told,) = (note for note in answer.notes if note.kind == OVERRULED)
    assert code.startswith(told.at)
    assert f"prints {printed}" in told.text
    assert [verify(coded.proof, library).reasons for coded in answer.codes] == [()] * len(answer.codes)


@pytest.mark.parametrize("statement", ["accidental poisoning by Pertofrane", "Monteggia's dislocation"])
def test_another_code_than_the_one_that_overrules_is_refused(coder: Coder, library: Library, statement: str) -> None:
    """E854.1 and 813.01 are the neighbours: no row and no title has the words there."""
    proof = coder.code(statement).codes[-1].proof
    wrong = {"E854.0": "E854.1", "813.03": "813.01"}
    steps = tuple(replace(step, code=wrong.get(step.code, step.code)) for step in proof.steps)
    assert not verify(replace(proof, code=wrong[proof.code], steps=steps), library).accepted


def test_what_is_overruled_is_printed_there_and_the_code_is_one_of_the_tabular(
    official: Book, official_home: Path
) -> None:
    asked = "select printed, text from line where document = ? and paragraph = ?"
    with sqlite3.connect(edition_path(official_home, "2012")) as connection:
        for source, several in load_overruled(2012).items():
            lines = connection.execute(asked, (source.document, source.paragraph)).fetchall()
            for one in several:
                assert any(one.printed in (printed or text) for printed, text in lines), source
                volume = Volume.PROCEDURES if source.document.startswith("P") else Volume.DISEASES
                assert one.code == "-" or official.node(one.code, volume), source


def test_an_abbreviation_with_several_meanings_is_a_question_unless_the_rest_decides(coder: Coder) -> None:
    alone = coder.code("PE")
    assert alone.grade is Grade.NEEDS_DETAIL
    assert {option.code for option in alone.questions[0].options} >= {"415.19", "511.9"}
    assert codes(coder.code("MS of brain stem"))[0] == "340"


def test_the_lines_of_the_index_lead_to_their_own_codes(coder: Coder, official: Book, official_home: Path) -> None:
    lines = some_lines(official, official_home, 600)
    wrong = [line for line in lines if not first_code(coder, official, line).startswith(line.codes[0])]
    assert len(wrong) <= 0.03 * len(lines), [line.text for line in wrong]


def test_what_the_encoder_proves_the_verifier_accepts(
    coder: Coder, official: Book, official_home: Path, library: Library
) -> None:
    answers = [coder.code(phrase(official, line)) for line in some_lines(official, official_home, 150)]
    proofs = [coded.proof for answer in answers for coded in answer.codes]
    refused = [
        (proof.statement, verdict.reasons) for proof in proofs if not (verdict := verify(proof, library)).accepted
    ]
    assert len(refused) <= 0.02 * len(proofs), refused


def some_lines(book: Book, home: Path, number: int) -> list[Line]:
    """Lines of the Index to Diseases that print a code, drawn at random, always the same."""
    with sqlite3.connect(edition_path(home, "2012")) as connection:
        asked = "select distinct id from line join line_code on line = id where in_index = 'diseases' and cells is null"
        ids = [id for (id,) in connection.execute(f"{asked} order by id")]
    return [line for line in book.lines(random.Random(9).sample(ids, number)) if line.codes]


def phrase(book: Book, line: Line) -> str:
    above = phrase(book, book.line(line.parent)) + " " if line.parent >= 0 else ""
    return above + line.head


def first_code(coder: Coder, book: Book, line: Line) -> str:
    return next((coded.code for coded in coder.code(phrase(book, line)).codes), "")
