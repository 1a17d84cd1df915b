"""`mainterm why`: the ways to a code, the words that they need, what the Tabular List says, and what decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mainterm.cli.main import cli
from mainterm.model.edition import Book
from mainterm.service.why import Verdict, why


def shown(home: Path, edition: str, *arguments: str) -> Result:
    environment = {"MAINTERM_HOME": str(home), "MAINTERM_EDITION": edition, "COLUMNS": "80"}
    return CliRunner(env=environment).invoke(cli, ["why", *arguments], standalone_mode=False)


def test_the_leukopenia_story_is_told_in_one_screen(sampler_home: Path) -> None:
    lines = shown(sampler_home, "sampler", "chronic leukopenia", "288.09").stdout.splitlines()
    assert len(lines) <= 28
    assert all(len(line) <= 80 for line in lines)
    told = " ".join(" ".join(lines).split())
    for expected in (
        'Not the code for "chronic leukopenia", which gives 288.50.',
        "said: leukopenia; no subterm here: chronic",
        "said: leukopenia; not said: malignant",
        "said: chronic; not said: neutropenia",
        'it would have to say "malignant"',
        "A word that is not there is not assumed.",
        "guideline I.B.1, page 9",
    ):
        assert expected in told


@pytest.mark.official
def test_an_excludes_note_that_keeps_the_two_apart_decides(official: Book) -> None:
    first = why(official, "chronic leukopenia", "288.09").decides[0]
    assert "288.5 excludes" in first.text
    assert first.official.endswith("neutropenia (288.01-288.09)")
    assert first.cites == "Dtab12.rtf ¶6874"


VERDICTS = {
    ("chronic leukopenia", "288.50"): Verdict.ANSWER,
    ("chronic leukopenia", "28850"): Verdict.ANSWER,
    ("chronic leukopenia", "288.09"): Verdict.OTHER,
    ("diabetes", "250.0"): Verdict.HEADING,
    ("diabetes", "250.99"): Verdict.UNKNOWN,
    ("appendectomy", "47.01"): Verdict.OTHER,
    ("appendectomy", "47.09"): Verdict.ANSWER,
    ("entirely unheard of", "401.9"): Verdict.OTHER,
}


@pytest.mark.parametrize(("statement", "code"), VERDICTS)
def test_what_a_code_is_to_a_statement(sampler: Book, statement: str, code: str) -> None:
    assert why(sampler, statement, code).verdict is VERDICTS[statement, code]


MISSING = {
    ("fracture of femur", "820.8"): ("neck",),
    ("diabetes", "250.01"): ("type I",),
    ("hypertension", "401.1"): ("benign",),
    ("overdose of acetaminophen", "E950.0"): ("suicide attempt",),
    ("pulmonary cancer", "197.0"): ("malignant secondary",),
}


@pytest.mark.parametrize(("statement", "code"), MISSING)
def test_the_nearest_way_lacks_what_the_record_would_have_to_say(sampler: Book, statement: str, code: str) -> None:
    assert why(sampler, statement, code).ways[0].missing == MISSING[statement, code]


def test_a_heading_is_told_with_what_stands_below_it(sampler: Book) -> None:
    (reason,) = why(sampler, "diabetes", "250.0").decides
    assert "choose among 250.00, 250.01" in reason.text
    assert reason.cites.startswith("guideline I.B.3")


def test_a_code_that_does_not_exist_is_an_honest_no(sampler_home: Path) -> None:
    done = shown(sampler_home, "sampler", "chronic leukopenia", "288.99")
    assert (done.return_value, done.stdout) == (1, "")
    assert "did you mean 288.9" in done.stderr


def test_what_is_no_code_is_refused(sampler: Book) -> None:
    with pytest.raises(ValueError, match="has not the form of a code"):
        why(sampler, "diabetes", "diabetes")


@pytest.mark.official
def test_a_code_under_titles_that_are_not_said_is_told_with_them(official: Book) -> None:
    (only,) = why(official, "haloperidol", "969.2").decides
    assert "under Poisoning by psychotropic agents > Butyrophenone-based tranquilizers" in only.text


@pytest.mark.official
def test_a_code_that_is_asked_for_is_told_with_what_it_is_for(official: Book) -> None:
    found = why(official, "hepatic duct", "156.1")
    assert (found.verdict, found.answer) == (Verdict.OTHER, ())
    assert "156.1 is for: Malignant neoplasm of gallbladder" in found.decides[0].text


@pytest.mark.official
@pytest.mark.parametrize(("statement", "code"), [("old MI", "410.90"), ("hepatic duct", "156.1"), ("CHF", "428.0")])
def test_no_line_is_wider_than_the_screen(official_home: Path, statement: str, code: str) -> None:
    lines = shown(official_home, "2012", statement, code).stdout.splitlines()
    assert lines
    assert all(len(line) <= 80 for line in lines)


@pytest.mark.official
def test_the_codes_beside_one_of_a_pair_are_the_others(official_home: Path) -> None:
    told = shown(official_home, "2012", "diabetic cataract", "366.41").stdout
    assert 'A code for "diabetic cataract", with 250.50.' in told
