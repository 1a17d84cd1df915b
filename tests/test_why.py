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
