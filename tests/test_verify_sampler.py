"""What the encoder proves, the verifier accepts; and it sees every fault that is put into such a proof."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis.strategies import DataObject, data

from mainterm.cli.main import cli
from mainterm.editions.declared import declared_edition
from mainterm.model.answer import Answer
from mainterm.model.edition import Book
from mainterm.model.proof import Proof
from mainterm.model.serial import to_json
from mainterm.service.encode import Session
from mainterm.service.install import install
from mainterm.verify.library import Library
from mainterm.verify.verifier import verify

from .proofs import library_of, mutants

STATEMENTS = (
    "chronic leukopenia",
    "malignant leukopenia",
    "type 2 diabetes with ketoacidosis",
    "diabetic neuropathy",
    "primary malignant neoplasm of bladder",
    "congestive heart failure",
    "acute appendicitis",
    "asthma with acute exacerbation",
    "benign hypertension",
    "fracture of hip",
    "CHF",
    "hypertention",
    "pulmonary cancer",
)
ASKED = {
    "fracture of femur": (("fracture-femur", "neck"),),
    "diabetes": (("250.0", "250.01"),),
    "hypertension": (("hypertension-column", "Malignant"),),
}


@pytest.fixture(scope="module")
def library() -> Library:
    return library_of("sampler", declared_edition("sampler").packaged)


@pytest.fixture(scope="module")
def answers(sampler: Book) -> tuple[Answer, ...]:
    plain = [Session.begin(sampler, statement).answer for statement in STATEMENTS]
    asked = [Session.begin(sampler, statement, dict(said)).answer for statement, said in ASKED.items()]
    return (*plain, *asked)


@pytest.fixture(scope="module")
def proofs(answers: tuple[Answer, ...]) -> tuple[Proof, ...]:
    return tuple(coded.proof for answer in answers for coded in answer.codes)


def test_every_proof_of_the_encoder_is_accepted(proofs: tuple[Proof, ...], library: Library) -> None:
    assert len(proofs) >= len(STATEMENTS)
    assert {reason for proof in proofs for reason in verify(proof, library).reasons} == set()


@given(data=data())
@settings(max_examples=500)
def test_no_fault_in_a_proof_of_the_encoder_goes_unseen(
    proofs: tuple[Proof, ...], library: Library, data: DataObject
) -> None:
    fault, mutant = data.draw(mutants(library, proofs))
    assert not verify(mutant, library).accepted, fault


def run(sampler_home: Path, text: str, *options: str) -> Result:
    return CliRunner(env={"MAINTERM_HOME": str(sampler_home)}).invoke(
        cli, ["verify", "-", *options], input=text, standalone_mode=False
    )


def test_the_command_verifies_each_code_of_an_answer(sampler_home: Path, answers: tuple[Answer, ...]) -> None:
    told = run(sampler_home, json.dumps(to_json(answers[0])))
    assert told.return_value == 0
    assert told.output == "288.50  accepted  chronic leukopenia\n"


def test_the_command_takes_a_stream_of_answers_and_of_proofs(sampler_home: Path, answers: tuple[Answer, ...]) -> None:
    stream = [to_json(answer) for answer in answers] + [to_json(answers[0].codes[0].proof)]
    told = run(sampler_home, "\n".join(map(json.dumps, stream)), "--json")
    rows = [json.loads(line) for line in told.output.splitlines()]
    assert told.return_value == 0
    assert len(rows) == sum(len(answer.codes) for answer in answers) + 1
    assert all(row["accepted"] and row["reasons"] == [] for row in rows)


def test_the_command_says_at_which_step_a_proof_is_refused(sampler_home: Path, answers: tuple[Answer, ...]) -> None:
    value = to_json(answers[0].codes[0].proof)
    value["steps"][0]["text"] = "Neutropenia 288.50"
    told = run(sampler_home, json.dumps(value))
    assert told.return_value == 1
    assert told.output.startswith("288.50  refused   chronic leukopenia  step 1 (main term, sampler-index.txt ¶")
    assert told.output.rstrip().endswith("the paragraph says something else than is quoted")


def test_a_code_beside_its_proof_must_be_the_one_proved(sampler_home: Path, answers: tuple[Answer, ...]) -> None:
    value = to_json(answers[0])
    value["codes"][0]["code"] = "288.09"
    told = run(sampler_home, json.dumps(value))
    assert told.return_value == 1
    assert "is of 288.50 for 'chronic leukopenia'" in told.output


def test_a_proof_of_an_edition_that_is_not_known_is_refused(sampler_home: Path, answers: tuple[Answer, ...]) -> None:
    told = run(sampler_home, json.dumps({**to_json(answers[0].codes[0].proof), "edition": "1492"}))
    assert told.return_value == 1
    assert "names the edition '1492', which is not known" in told.output


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ": holds no proof"),
        ("{", ": is not JSON"),
        ("[" * 100_000, ": is not JSON that can be read"),
        ("7", ": holds something that is neither a proof nor an answer"),
        ('{"codes": []}', ": holds no proof"),
        ('{"codes": [{"code": "486"}]}', ": an answer's codes are not a list of codes with proofs"),
        ('{"code": "486"}', ": proof: has no field 'statement'"),
    ],
)
def test_what_is_no_proof_is_bad_input(sampler_home: Path, text: str, line: str) -> None:
    told = run(sampler_home, text)
    assert told.exception is not None
    assert line in told.exception.format_message()  # type: ignore[attr-defined]


def test_a_kept_document_that_was_changed_verifies_nothing(tmp_path: Path, answers: tuple[Answer, ...]) -> None:
    install("sampler", tmp_path)
    document = next(tmp_path.glob("editions/sampler.documents/sampler-index.txt"))
    document.write_text(document.read_text() + "Zebra 001.0\n")
    told = run(tmp_path, json.dumps(to_json(answers[0])))
    assert str(told.exception) == "sampler-index.txt: is not the file as published; install the edition again"
