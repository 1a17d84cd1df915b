"""`mainterm audit` as it is called: the worked cases, the fields of its JSON, what is damaged, what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

Done = subprocess.CompletedProcess[str]


@pytest.fixture
def run(sampler_home: Path, tmp_path: Path) -> Any:
    """Runs the program in a process of its own, in an empty folder, with the sampler named."""

    def call(*arguments: str, stdin: str = "", home: Path = sampler_home, edition: str = "sampler") -> Done:
        environment = {**os.environ, "MAINTERM_HOME": str(home), "MAINTERM_EDITION": edition, "COLUMNS": "80"}
        return subprocess.run(
            [sys.executable, "-m", "mainterm", "audit", *arguments],
            capture_output=True,
            text=True,
            input=stdin,
            env=environment,
            cwd=tmp_path,
            check=False,
        )

    return call


def cases(sources: Path) -> list[dict[str, Any]]:
    lines = (sources.parent / "cases" / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def cites(finding: dict[str, Any], guideline: str) -> bool:
    """Whether the finding's section is this one, stands right below it, or right above."""
    section = finding["citation"]["section"]
    return section == guideline or guideline in section.rpartition(".") or section in guideline.rpartition(".")


@pytest.mark.official
def test_the_worked_cases_come_out_as_expected(run: Any, official_home: Path, sources: Path) -> None:
    path = sources.parent / "cases" / "audit.jsonl"
    done = run("--json", str(path), home=official_home, edition="2012")
    assert done.returncode == 1, done.stderr
    audits = {audit["id"]: audit for audit in map(json.loads, done.stdout.splitlines())}
    for case in cases(sources):
        errors = [finding for finding in audits[case["id"]]["findings"] if finding["severity"] == "error"]
        for expected in case["expected"]:
            named = [finding for finding in errors if set(finding["codes"]) & set(expected["codes"])]
            if expected["verdict"] == "ok":
                assert not named, case["id"]
            else:
                assert any(cites(finding, expected["guideline"]) for finding in named), case["id"]


def test_a_line_of_notation_is_an_encounter(run: Any) -> None:
    done = run("648.01:Y, 648.81:Y | inpatient 31F")
    assert done.returncode == 1
    assert "648.0 and 648.8 are never used together" in done.stdout
    assert "Guidelines I.C.11.g, page 47" in done.stdout


@pytest.mark.official
def test_a_long_citation_keeps_within_the_screen_and_names_its_section_as_one_cites_it(
    run: Any, official_home: Path
) -> None:
    done = run("486:, 401.9:Y | inpatient 60M", home=official_home, edition="2012")
    assert "Appendix I, Assigning the POA Indicator, page 98" in " ".join(done.stdout.split())
    assert max(map(len, done.stdout.splitlines())) <= 80
    section = "Appendix I, Assigning the POA Indicator"
    chosen = run("486:, 401.9:Y | inpatient 60M", "--select", section, home=official_home, edition="2012")
    assert "poa_missing" in chosen.stdout


def test_an_encounter_without_a_finding_leaves_0(run: Any) -> None:
    done = run("401.9 | outpatient 60M")
    assert done.returncode == 0
    assert "1 without a finding" in done.stdout


def test_its_json_has_every_field_and_is_an_object_an_encounter(run: Any, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("id,dx1,dx2\nA,64801,64881\nB,4019,\n")
    done = run("--json", "claims.csv")
    first, second = map(json.loads, done.stdout.splitlines())
    assert set(first) == {"id", "file", "line", "edition", "in_force", "problems", "findings", "not_judged"}
    finding = next(each for each in first["findings"] if each["rule"] == "diabetes_and_gestational_diabetes")
    assert set(finding) == {"rule", "severity", "codes", "positions", "procedures", "message", "citation", "fix"}
    assert finding["codes"] == ["648.81", "648.01"]
    assert finding["positions"] == [2, 1]
    assert finding["citation"]["section"] == "I.C.11.g"
    assert finding["citation"]["page"] == 47
    assert (second["id"], second["file"], second["line"]) == ("B", "claims.csv", 3)


def test_standard_input_is_read_and_a_damaged_row_costs_itself_alone(run: Any) -> None:
    done = run("--json", "-", stdin='{"id": 1, "dx": ["4019"]}\n{"id": 2, "dx"\n{"id": 3, "dx": ["4019"]}\n')
    assert done.returncode == 2
    assert done.stderr == "mainterm: 1 row could not be read\n"
    audits = list(map(json.loads, done.stdout.splitlines()))
    assert [audit["id"] for audit in audits] == ["1", "standard input:2", "3"]
    assert audits[1]["problems"][0].startswith("not JSON")


def test_an_encounter_without_diagnoses_is_told(run: Any, tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text("id,sex,dx1,dx2\n5,F,,\n6,F,401.9,\n", encoding="utf-8")
    told = run("wide.csv").stdout
    assert "damaged  has no diagnoses" in told
    assert told.count("damaged") == 1


def test_rules_are_chosen_by_id_section_and_severity(run: Any) -> None:
    line = "648.01, 648.81 | 31F"
    rule = "diabetes_and_gestational_diabetes"
    for chosen, found in (
        (("--select", rule), True),
        (("--select", "I.C.11"), True),
        (("--select", "I.C.1"), False),
        (("--ignore", rule), False),
        (("--ignore", "I.C.11"), False),
        (("--severity", "error"), True),
    ):
        audit = json.loads(run("--json", *chosen, line).stdout)
        assert (rule in {finding["rule"] for finding in audit["findings"]}) is found, chosen


def test_a_rule_that_there_is_not_is_refused_with_one_that_is_near(run: Any) -> None:
    done = run("--select", "diabetes_and_gestational_diabete", "401.9")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean diabetes_and_gestational_diabetes?" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nowhere.csv",), "there is no such file"),
        (("folder/claims",), "there is no such file"),
        (("401.9, pain",), '"pain" is no ICD-9-CM code'),
        (("401.9", "250.00"), "one is given alone"),
        (("--column", "dx", "401.9"), "FIELD=NAME"),
        ((), "Missing argument"),
    ],
)
def test_bad_usage_is_one_line_and_2(run: Any, arguments: tuple[str, ...], told: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_summary_counts_findings_by_rule(run: Any, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("id,dx1,dx2\n" + "A,64801,64881\n" * 3 + "B,4019,\n")
    done = run("--summary", "claims.csv")
    line = next(line for line in done.stdout.splitlines() if "diabetes_and_gestational" in line)
    assert line.split()[:3] == ["error", "3", "3"]
    assert "4 encounters: 3 with errors" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
