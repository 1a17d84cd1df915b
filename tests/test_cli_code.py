"""`mainterm code` as it is called: one statement, a file of them, JSON, the sampler's banner, bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mainterm.cli.code import code_command
from mainterm.model.source import Unreadable

FIELDS = {
    "statement",
    "edition",
    "grade",
    "codes",
    "unplaced",
    "questions",
    "alternatives",
    "notes",
    "marks",
    "answered",
}


@pytest.fixture
def run(sampler_home: Path, tmp_path: Path) -> Any:
    """Runs the program in a process of its own, in an empty folder, with the sampler named."""

    def call(
        *arguments: str, stdin: str = "", edition: str = "sampler", **more: str
    ) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "MAINTERM_HOME": str(sampler_home), "MAINTERM_EDITION": edition, **more}
        command = [sys.executable, "-m", "mainterm", *arguments]
        return subprocess.run(
            command, input=stdin, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False, timeout=60
        )

    return call


def test_the_command_loads_nothing_that_only_an_installation_needs() -> None:
    dear = {"tomllib", "zipfile", "tempfile", "xml", "concurrent.futures", "mainterm.read", "mainterm.fetch"}
    program = "import sys, mainterm.cli.main, mainterm.cli.code; print(*sys.modules)"
    read = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "mainterm.encode.coder" in read.split()
    assert not dear & set(read.split())


def test_the_screen_has_code_way_and_what_is_open(run: Any) -> None:
    done = run("code", "chronic leukopenia")
    first, *_ = done.stdout.splitlines()
    assert first.startswith("288.50  Leukocytopenia, unspecified")
    for expected in (
        "Index    Leukopenia 288.50",
        "288 > 288.5 > 288.50, valid",
        'Not placed: "chronic"',
        "needs: malignant",
    ):
        assert expected in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (0, "")


def test_a_word_not_placed_is_said_of_the_main_term_and_not_of_our_lexicon(run: Any) -> None:
    assert '"severe" is no subterm of Failure, and does not change' in " ".join(
        run("code", "severe CHF").stdout.split()
    )


def test_the_json_is_one_object_with_the_promised_fields(run: Any) -> None:
    done = run("code", "diabetic cataract", "--json")
    answer = json.loads(done.stdout)
    assert answer.keys() == FIELDS
    assert [code["code"] for code in answer["codes"]] == ["250.50", "366.41"]
    assert answer["codes"][0].keys() == {"code", "title", "role", "sequence", "proof"}
    assert answer["grade"] == "complete"
    assert done.stdout.count("\n") == 1


def test_no_entry_is_an_honest_no(run: Any) -> None:
    done = run("code", "entirely unheard of")
    assert done.returncode == 1
    assert "no entry" in done.stdout


@pytest.mark.parametrize(
    "arguments", [("code",), ("code", "?!"), ("code", "x", "--file", "-"), ("code", "--file", "none.txt")]
)
def test_bad_use_is_one_line_and_exit_2(run: Any, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mainterm: ")
    assert done.stderr.count("\n") == 1


def test_the_same_statement_has_the_same_answer_always(run: Any) -> None:
    rows = (
        "chronic leukopenia\npulmonary cancer with brain mets\nCHF due to hypertension\ntype 2 diabetic with cataract\n"
    )
    first, *others = (run("code", "--file", "-", "--json", stdin=rows, PYTHONHASHSEED=str(seed)) for seed in range(4))
    assert {other.stdout for other in others} == {first.stdout}


def test_a_file_is_answered_in_order_and_a_bad_row_is_kept_with_its_reason(run: Any) -> None:
    rows = [
        "chronic leukopenia",
        "",
        json.dumps({"id": 7, "statement": "diabetes", "setting": "outpatient"}),
        "{not json",
        json.dumps({"id": "b"}),
        "?!",
        json.dumps({"id": "c", "statement": "hypertension"}),
        json.dumps({"id": "d", "statement": "hypertension", "setting": "ship"}),
        json.dumps({"id": "e", "statement": "hypertension", "age": "old"}),
    ]
    done = run("code", "--file", "-", "--json", stdin="\n".join(rows))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["", 7, "", "b", "", "c", "d", "e"]
    assert [[c["code"] for c in a.get("codes", [])] for a in answers] == [
        *(["288.50"], ["250.00"], [], [], [], ["401.9"], [], [])
    ]
    assert [bool(answer.get("error")) for answer in answers] == [False, False, True, True, True, False, True, True]
    assert (answers[2]["line"], done.returncode) == (4, 2)
    assert done.stderr == "mainterm: 5 rows of <stdin> could not be read\n"


def test_a_file_in_several_processes_is_answered_as_in_one(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("chronic leukopenia\n{not json\n\ndiabetes\n?!\n" * 30, "utf-8")
    one, several = (run("code", "--file", str(file), "--json", "--processes", number) for number in "13")
    assert several.stdout == one.stdout
    assert several.stdout.count("\n") == 120
    assert (several.returncode, several.stderr) == (2, f"mainterm: 60 rows of {file} could not be read\n")
    assert run("code", "leukopenia", "--processes", "2").returncode == 2


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder of documents and no network: no checkout is found, and at the proxy nothing listens."""
    monkeypatch.setattr("mainterm.fetch.folders._checkouts", lambda: iter(()))
    monkeypatch.chdir(tmp_path)
    for name in ("MAINTERM_SOURCES", "MAINTERM_EDITION", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MAINTERM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")


@pytest.mark.usefixtures("nowhere")
def test_out_of_reach_of_the_documents_the_sampler_answers_under_a_banner() -> None:
    done = CliRunner().invoke(code_command, ["chronic leukopenia"], standalone_mode=False)
    assert done.stdout.startswith("288.50")
    assert "SAMPLER" in done.stderr
    assert "mainterm edition install" in done.stderr
    assert done.return_value == 0


@pytest.mark.usefixtures("nowhere")
def test_the_sampler_never_answers_a_file_unasked() -> None:
    done = CliRunner().invoke(code_command, ["--file", "-"], input="leukopenia", standalone_mode=False)
    assert isinstance(done.exception, Unreadable)
    assert done.stdout == ""


def test_an_answer_to_a_question_goes_on(run: Any) -> None:
    done = run("code", "fracture of femur", "--answer", "fracture-femur=neck")
    assert done.stdout.startswith("820.8 ")
    assert "answered by the coder" in done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("neck", "is not ID=OPTION"),
        ("hip=neck", "open questions: fracture-femur"),
        ("fracture-femur=toe", "no option 'toe'"),
    ],
)
def test_an_answer_that_fits_no_question_is_one_line_and_exit_2(run: Any, answer: str, told: str) -> None:
    done = run("code", "fracture of femur", "--answer", answer)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert told in done.stderr


def at_terminal(home: Path, typed: str, *arguments: str) -> str:
    """What the program shows at a terminal of 80 columns at which this is typed."""
    import pty

    environment = {**os.environ, "MAINTERM_HOME": str(home), "MAINTERM_EDITION": "sampler", "COLUMNS": "80"}
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "mainterm", "code", *arguments]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment) as process:
        os.close(slave)
        os.write(master, typed.encode())
        shown = b""
        try:
            while piece := os.read(master, 4096):
                shown += piece
        except OSError:  # the other end is closed
            pass
    os.close(master)
    assert process.returncode == 0
    return shown.decode()


def test_at_a_terminal_it_asks_and_an_empty_answer_ends_that(sampler_home: Path) -> None:
    shown = at_terminal(sampler_home, "toe\nneck\n\n", "fracture of femur")
    assert "which of these does the record say?" in shown
    assert "has no option 'toe'" in shown
    assert shown.index("821.00") < shown.index("820.8")
    assert "answered by the coder" in shown


def test_at_a_terminal_it_can_be_told_not_to_ask(sampler_home: Path) -> None:
    assert "Enter ends" not in at_terminal(sampler_home, "", "fracture of femur", "--no-ask")


def test_the_encounter_can_be_told(run: Any) -> None:
    done = run("code", "hypertension", "--setting", "inpatient", "--age", "60", "--sex", "f")
    assert done.stdout.startswith("401.9 ")
    assert run("code", "hypertension", "--setting", "somewhere").returncode == 2
    assert run("code", "--file", "-", "--setting", "inpatient").returncode == 2
