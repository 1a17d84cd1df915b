"""What an audit hands out: tables, OperationOutcomes, sums, the page, and two codings compared."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mainterm.audit.tally import chapter_name, chapter_of
from mainterm.cli.audit import audit_command

CLAIMS = """id,age,sex,dx1,dx2,dx3
A,31,F,64801,64881,
B,60,M,4019,,
C,45,M,E8859,84500,<b>
D,9
"""
RULES = ("--select", "I.C.11.g", "--select", "I.C.19.a.6")
EARLIER = """id,age,sex,dx1,dx2,dx3
A,31,F,64801,,
B,60,M,4019,2724,
C,45,M,84500,E8859,4019
Z,1,F,486,,
"""


@pytest.fixture
def run(sampler_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("MAINTERM_HOME", str(sampler_home))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "claims.csv").write_text(CLAIMS)
    (tmp_path / "earlier.csv").write_text(EARLIER)
    return lambda *words: CliRunner().invoke(
        audit_command, ["--edition", "sampler", *RULES, *words, "claims.csv"], standalone_mode=False
    )


def test_a_table_has_a_row_a_finding_and_one_for_each_damage(run: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(run("--csv").stdout)))
    assert [(row["id"], row["severity"]) for row in rows if row["severity"] in ("error", "damaged")] == [
        ("A", "error"),
        ("C", "damaged"),
        ("C", "error"),
        ("claims.csv:5", "damaged"),
    ]
    assert rows[0]["codes"] == "648.81 648.01"
    assert rows[0]["citation"] == "Guidelines I.C.11.g, page 47 (also I.C.3.a.5.b)"


def test_each_encounter_is_an_operation_outcome(run: Any) -> None:
    outcomes = list(map(json.loads, run("--fhir").stdout.splitlines()))
    assert [outcome["id"] for outcome in outcomes] == ["A", "B", "C", "claims.csv-5"]
    assert all(outcome["resourceType"] == "OperationOutcome" and outcome["issue"] for outcome in outcomes)
    issue = outcomes[0]["issue"][0]
    assert (issue["severity"], issue["code"]) == ("error", "business-rule")
    assert issue["details"]["coding"][0]["code"] == "diabetes_and_gestational_diabetes"
    assert issue["expression"] == ["Claim.diagnosis[1]", "Claim.diagnosis[0]"]
    assert {outcome["issue"][0]["code"] for outcome in outcomes[2:]} == {"structure"}


class _Page(HTMLParser):
    """Collects what a page links to, what may be linked to, and its open elements."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.outside: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag not in ("meta", "rect"):
            self.open.append(tag)
        if href := told.get("href"):
            (self.links.add(href[1:]) if href.startswith("#") else self.outside.append(href))
        if src := told.get("src"):
            self.outside.append(src)
        if id := told.get("id"):
            self.ids.add(id)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("meta", "rect"):
            assert self.open.pop() == tag


def test_the_page_needs_nothing_else_and_every_link_leads_somewhere(run: Any, tmp_path: Path) -> None:
    done: Result = run("--html", "report.html")
    assert done.return_value == 1
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    assert page.open == []
    assert page.outside == []
    assert page.links <= page.ids
    assert not re.search(r"url\(|@import|https?://", text)
    assert "&lt;B&gt;" in text
    assert "<B>" not in text
    assert "66.7%" in text  # A and C of the three that can be read
    assert "claims.csv:5" in text


def test_the_principal_diagnosis_is_counted_apart(run: Any) -> None:
    told = run().stdout
    assert "33.3% of principal diagnoses" in told
    assert "3 encounters: 2 with errors" in told


def test_an_encounter_without_diagnoses_has_no_principal_one(run: Any, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("id,dx1,dx2\nA,64801,64881\nB,,\n")
    assert "0.0% of principal diagnoses, 100.0% of the others, 50.0%" in run().stdout


def test_two_codings_are_compared_by_id(run: Any) -> None:
    told = run("--against", "earlier.csv", "--json").stdout
    found = {each["id"]: each for each in map(json.loads, told.splitlines())}
    first = found["A"]
    assert first["added"] == [{"code": "648.81", "position": 2}]
    assert [finding["rule"] for finding in first["findings"]["came"]] == ["diabetes_and_gestational_diabetes"]
    assert found["B"]["dropped"] == [{"code": "272.4", "position": 2}]
    assert found["C"]["moved"] == [{"code": "E885.9", "from": 2, "to": 1}]
    assert found["Z"]["is"] == "missing"
    assert found["claims.csv:5"]["is"] == "unread"


def test_a_comparison_reads_well(run: Any) -> None:
    told = run("--against", "earlier.csv").stdout
    assert "+ 648.81" in told
    assert "- 272.4" in told
    assert "E885.9   moved from 2 to 1" in told
    assert "is only in the earlier coding" in told
    assert all(len(line) <= 80 for line in told.splitlines())


def test_a_comparison_is_a_table_too(run: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(run("--against", "earlier.csv", "--csv").stdout)))
    told = {(row["id"], row["what"], row["codes"]): (row["before"], row["now"]) for row in rows}
    assert told["A", "added", "648.81"] == ("", "2")
    assert told["B", "dropped", "272.4"] == ("2", "")
    assert told["C", "moved", "E885.9"] == ("2", "1")
    assert ("A", "came", "648.81 648.01") in told
    assert {row["is"] for row in rows if not row["what"]} == {"missing", "unread"}


def test_a_comparison_is_an_operation_outcome_too(run: Any) -> None:
    outcomes = {
        each["id"]: each for each in map(json.loads, run("--against", "earlier.csv", "--fhir").stdout.splitlines())
    }
    assert outcomes["A"]["issue"][0]["severity"] == "error"
    assert outcomes["B"]["issue"][0]["diagnostics"] == "no finding came or went (changed)"


def test_a_comparison_is_a_page_of_its_own_too(run: Any, tmp_path: Path) -> None:
    assert run("--against", "earlier.csv", "--html", "report.html").return_value == 1
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    assert (page.open, page.outside) == ([], [])
    assert "claims.csv against earlier.csv" in text
    assert "only in the earlier coding" in text
    assert not re.search(r"url\(|@import|https?://", text)


def test_a_comparison_has_no_summary(run: Any) -> None:
    assert "--summary" in str(run("--against", "earlier.csv", "--summary").exception)


def test_a_code_is_of_the_chapter_of_its_category() -> None:
    assert [chapter_of(code) for code in ("001.0", "140.0", "486", "780.60", "800.00", "999.9", "V10.3", "E885.9")] == [
        *("1", "2", "8", "16", "17", "17", "V", "E")
    ]
    assert chapter_of("4O1.9") == "none"
    assert chapter_name("2") == "Chapter 2 (140-239)"
