"""Worked encounters with their documentation: what each breaks is found with its section, the clean have none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mainterm.audit.json_form import row_of
from mainterm.audit.row import Place
from mainterm.model.edition import Book
from mainterm.rules.book import the_rules
from mainterm.rules.declare import Guideline, Severity
from mainterm.rules.run import Finding, judge

FILE = Path(__file__).parent / "encounters" / "worked.jsonl"
CASES = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
BROKEN = [case for case in CASES if case["expected"][0]["verdict"] == "violation"]
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
