"""The books' own words on FY2012: lines of the Index word for word, what they deny, and which of several is meant."""

from __future__ import annotations

import random
import re
import sqlite3
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainterm.encode.answers import Answers
from mainterm.encode.coder import Coder
from mainterm.model.answer import Answer, Grade
from mainterm.model.words import stem, words
from mainterm.service.home import edition_path
from mainterm.verify.library import Library
from mainterm.verify.verifier import verify

from .test_encode_cases import cases

pytestmark = pytest.mark.official


def codes(answer: Answer) -> list[str]:
    return [coded.code for coded in answer.codes]


def assert_proven(answer: Answer, library: Library) -> None:
    for coded in answer.codes:
        verdict = verify(coded.proof, library)
        assert verdict.accepted, (answer.statement, coded.code, verdict.reasons)


LINES = {
    "laceration of cervix following abortion": ["639.2"],
    "acute duodenal ulcer with hemorrhage and perforation": ["532.20"],
    "Anuria following abortion": ["639.3"],
    "Stenosis mitral with aortic insufficiency": ["396.1"],
    "Stenosis aortic with mitral insufficiency": ["396.2"],
    "Dermatitis due to cantharides": ["692.3", "E946.8"],
    "Apnea sleep organic other": ["327.29"],
    "solitary lung nodule": ["793.11"],
}


@pytest.mark.parametrize("statement", LINES)
def test_a_line_word_for_word_is_that_line(coder: Coder, library: Library, statement: str) -> None:
    answer = coder.code(statement)
    assert codes(answer)[: len(LINES[statement])] == LINES[statement]
    assert_proven(answer, library)


DENYING = {
    "Hypothermia not associated with low environmental temperature": "780.65",
    "Dyssocial reaction, without manifest psychiatric disorder child": "V71.02",
    "Findings, abnormal, without diagnosis cerebrospinal fluid": "792.0",
    "Person living without adequate housing": "V60.1",
    "Keratoconjunctivitis sicca not in Sjögren's syndrome": "370.33",
}


@pytest.mark.parametrize("statement", DENYING)
def test_a_line_denies_what_it_prints_as_denied(coder: Coder, library: Library, statement: str) -> None:
    answer = coder.code(statement)
    assert codes(answer) == [DENYING[statement]]
    assert_proven(answer, library)


def test_what_a_line_denies_is_not_met_by_what_is_said(coder: Coder) -> None:
    assert codes(coder.code("hypothermia associated with low environmental temperature")) != ["780.65"]


def test_a_bracketed_code_is_second_though_a_note_asks_for_the_other_order(coder: Coder) -> None:
    """370.31 asks for an additional code for tuberculosis; the line prints 017.3 [370.31] (I.A.6)."""
    assert codes(coder.code("tuberculous keratitis")) == ["017.30", "370.31"]


def test_lines_with_the_same_words_are_a_question_and_its_answer_decides(coder: Coder) -> None:
    answer = coder.code("Barlow syndrome")
    assert answer.grade is Grade.NEEDS_DETAIL
    (question,) = (q for q in answer.questions if q.id == "line")
    assert {option.code for option in question.options} >= {"267", "424.0"}
    decided = coder.code("Barlow syndrome", answers=Answers({"line": "267"}))
    assert (codes(decided), decided.grade) == (["267"], Grade.COMPLETE)


def test_of_lines_with_the_same_words_the_tabular_has_the_words_for_one(coder: Coder) -> None:
    assert codes(coder.code("audible tinnitus")) in (["388.30"], ["388.32"])
    assert coder.code("adrenocortical syndrome").grade is Grade.COMPLETE


def test_a_letter_is_a_word_and_the_article_is_none(coder: Coder) -> None:
    assert words("a case of hepatitis A") == ("case", "of", "hepatitis", "a")
    assert codes(coder.code("streptococcal pneumonia, group A")) == ["482.31"]
    assert codes(coder.code("streptococcal pneumonia, group B")) == ["482.32"]


def test_a_heading_with_one_code_below_it_needs_no_word_for_its_digit(coder: Coder) -> None:
    assert codes(coder.code("polyhydramnios")) == ["657.00"]


JOINT = re.compile(r"\b(?:with|without|in|due|from|following|and|or|no|not|by|for|after|during|on|to|of)\b|[,()&/.]")


@pytest.fixture(scope="module")
def conditions(official_home: Path) -> list[str]:
    """A main term and a subterm, as a clinician says it: one condition, nothing joined to it."""
    asked = """
        select main.head || ' ' || line.head from line join line as main on main.id = line.parent
        where line.in_index = 'diseases' and line.codes is not null and main.level = 0 order by line.id
    """
    with sqlite3.connect(edition_path(official_home, "2012")) as connection:
        found = [text for (text,) in connection.execute(asked) if not JOINT.search(text)]
    return random.Random(2012).sample(found, 400)


@settings(max_examples=60)
@given(st.data())
def test_order_capitals_and_stray_punctuation_change_no_answer(
    coder: Coder, conditions: list[str], data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(conditions))
    shuffled = data.draw(st.permutations(text.split()))
    told = data.draw(st.sampled_from((str.lower, str.title, str)))(" ".join(shuffled))
    end = data.draw(st.sampled_from(("", ".", " ", ";", " .")))
    first, second = coder.code(text), coder.code(told + end)
    assert (codes(second), second.grade) == (codes(first), first.grade)


def worked() -> list[str]:
    """Two hundred statements of the worked cases, the same whatever cases join them or change their place."""
    return sorted((case["statement"] for case in cases()), key=lambda text: crc32(text.encode()))[:200]


def test_blanks_a_full_stop_and_small_letters_change_no_answer_to_a_worked_statement(coder: Coder) -> None:
    """Capitals are kept where an abbreviation has them: *AIDS* is none of the hearing aids."""
    for text in worked():
        first = coder.code(text)
        small = text if re.search(r"[A-Z]{2}", text) else text.lower()
        for told in (f"  {text.replace(' ', '  ')} ", f"{text}.", f"{text};", f"{text} ,", small):
            again = coder.code(told)
            assert (codes(again), again.grade) == (codes(first), first.grade), told


def in_the_plural(word: str) -> str:
    """The word in the plural, or as it is where that is no mere ending, or it is not all letters (`x-ray`)."""
    if not word.isalpha():
        return word
    plural = (
        f"{word[:-1]}ies" if word.endswith("y") else f"{word}es" if word.endswith(("x", "ch", "sh")) else f"{word}s"
    )
    return plural if stem(plural) == stem(word) and not word.endswith("s") else word


@settings(max_examples=120)
@given(st.data())
def test_plural_and_singular_change_no_answer(coder: Coder, conditions: list[str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(conditions)).lower()
    said = text.split()
    at = data.draw(st.integers(0, len(said) - 1))
    plural = " ".join((*said[:at], in_the_plural(said[at]), *said[at + 1 :]))
    first, second = coder.code(text), coder.code(plural)
    assert (codes(second), second.grade) == (codes(first), first.grade)


@pytest.mark.parametrize("statement", ["diverticulosis with bleeding", "GI bleed from diverticulosis"])
def test_what_is_said_to_be_with_a_condition_is_with_what_it_is_by_default(
    coder: Coder, library: Library, statement: str
) -> None:
    """*Diverticula* is 562.10, and so is *colon* below it, which has the *with hemorrhage*."""
    answer = coder.code(statement)
    assert (codes(answer), answer.grade) == (["562.12"], Grade.COMPLETE)
    assert_proven(answer, library)
    assert codes(coder.code("congenital diverticula")) != ["751.5"]


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("febrile neutropenia", "febrile neutropenias"),
        ("pressure ulcer of the heel, stage 2", "pressure ulcers of the heels, stage 2"),
        ("fracture of rib", "fractures of ribs"),
        ("polyp of colon", "polyps of the colon"),
        ("diabetic cataract", "diabetic cataracts"),
        ("bronchiectasis", "bronchiectases"),
        ("metastasis to lymph node", "metastases to lymph nodes"),
        ("Tylenol overdose, suicide attempt", "Tylenol overdoses, suicide attempts"),
    ],
)
def test_what_is_said_of_several_is_coded_as_of_one(coder: Coder, one: str, several: str) -> None:
    assert codes(coder.code(several)) == codes(coder.code(one)) != []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("squamous cell carcinoma of lung", "162.9"),
        ("papillary thyroid carcinoma", "193"),
        ("transitional cell carcinoma of bladder", "188.9"),
        ("glioblastoma of frontal lobe", "191.1"),
        ("glioblastoma", "191.9"),
        ("ductal carcinoma in situ, right breast", "233.0"),
    ],
)
def test_a_histology_without_code_is_coded_where_the_line_above_sends(
    coder: Coder, library: Library, statement: str, code: str
) -> None:
    """*Carcinoma (see also Neoplasm, by site, malignant)*, and *squamous (cell)* below it gives neither."""
    answer = coder.code(statement)
    assert (codes(answer), answer.grade) == ([code], Grade.COMPLETE)
    assert_proven(answer, library)


def test_of_diseases_that_are_but_listed_none_is_due_to_another(coder: Coder) -> None:
    assert codes(coder.code("hip fracture, osteoporosis")) == ["820.8", "733.00"]
    assert codes(coder.code("pathologic hip fracture due to osteoporosis"))[0] == "733.14"
    listed = coder.code("type 2 diabetes, cataract")
    assert (codes(listed), listed.grade) == (["250.00", "366.9"], Grade.NEEDS_DETAIL)
    assert codes(coder.code("diabetic cataract")) == ["250.50", "366.41"]


def test_unspecified_with_lines_below_gives_its_code(coder: Coder) -> None:
    assert codes(coder.code("hepatitis C")) == ["070.70"]
    assert codes(coder.code("chronic hepatitis C")) == ["070.54"]


def test_a_disease_that_may_be_traumatic_is_asked_about_beside_an_injury(coder: Coder) -> None:
    assert coder.code("rib fractures with hemothorax").grade is Grade.NEEDS_DETAIL
    assert codes(coder.code("rib fractures with traumatic hemothorax")) == ["807.00", "860.2"]
    assert coder.code("hip fracture with anemia").grade is Grade.COMPLETE


def test_a_column_is_owed_along_a_row_that_only_refers_to_another(coder: Coder, library: Library) -> None:
    """*Lymph, node* has no columns: *see also Neoplasm, lymph gland*."""
    answer = coder.code("papillary carcinoma of thyroid metastatic to cervical lymph nodes")
    assert codes(answer) == ["193", "196.0"]
    assert_proven(answer, library)
