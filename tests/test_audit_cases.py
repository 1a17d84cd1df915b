"""Worked encounters with their documentation: what each breaks is found with its section, the clean have none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mainterm.audit.json_form import row_of
from mainterm.audit.row import Place
from mainterm.model.edition import Book
from mainterm.rules.book import all_rules, the_rules
from mainterm.rules.declare import Guideline, Need, Severity
from mainterm.rules.run import Finding, judge

HERE = Path(__file__).parent
FILE = HERE / "encounters" / "worked.jsonl"
CASES = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
BROKEN = [case for case in CASES if case["expected"][0]["verdict"] == "violation"]
PROCEDURE = re.compile(r"\d\d(\.\d{1,2})?")
CLEAN = [case for case in CASES if case["expected"][0]["verdict"] == "ok"]


def findings(case: dict[str, Any], book: Book, *severities: Severity) -> list[Finding]:
    encounter = row_of(Place(str(FILE), 1), case).encounter
    assert encounter is not None
    return [found for found in judge(encounter, book, the_rules()).findings if found.severity in severities]


def stands_at(finding: Finding, section: str) -> bool:
    """Whether the finding cites the section, the one right above it, or one that says the same."""
    cited = finding.citation
    also = cited.also if isinstance(cited, Guideline) else ()
    return section in (cited.section, *also) or section.rpartition(".")[0] == cited.section


@pytest.mark.official
@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["id"])
def test_what_a_worked_encounter_breaks_is_found_with_its_section(case: dict[str, Any], official: Book) -> None:
    found = findings(case, official, Severity.ERROR, Severity.WARNING)
    for expected in case["expected"]:
        blamed = [each for each in found if set(each.codes) & set(expected["codes"])]
        assert any(stands_at(each, expected["guideline"]) for each in blamed), case["rationale"]


@pytest.mark.official
@pytest.mark.parametrize("case", CLEAN, ids=lambda case: f"{case['id']}: {case['naive_trap']}")
def test_a_worked_encounter_that_only_seems_wrong_has_no_error(case: dict[str, Any], official: Book) -> None:
    assert [found.rule for found in findings(case, official, Severity.ERROR)] == []


def statements() -> Iterator[dict[str, Any]]:
    """The worked statements of the encoder as encounters: their diagnosis codes, and their words as documentation."""
    for file in sorted((HERE / "cases").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            codes = [code for code in case["codes"] if not PROCEDURE.fullmatch(code)]
            if codes and "known_miss" not in case:
                dx = [{"code": code, "poa": None} for code in codes]
                told = {"setting": case.get("setting", "inpatient"), "dx": dx, "documentation": case["statement"]}
                yield {"id": case["id"], "encounter": told}


@pytest.mark.official
def test_no_rule_on_words_blames_the_right_codes_of_a_statement(official: Book) -> None:
    on_words = {rule.id for rule in all_rules() if Need.DOCUMENTATION in rule.needs}
    told = list(statements())
    assert len(told) > 1_000
    blamed = [
        (case["id"], found.rule)
        for case in told
        for found in findings(case, official, Severity.ERROR)
        if found.rule in on_words
    ]
    assert blamed == []
