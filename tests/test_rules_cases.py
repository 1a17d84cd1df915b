"""Encounters as claims have them, against all rules: what each breaks is found where it stands, the clean are clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from mainterm.model.edition import Book
from mainterm.rules.book import the_rules
from mainterm.rules.declare import Severity
from mainterm.rules.notation import read_notation
from mainterm.rules.run import judge

FILE = Path(__file__).parent / "encounters" / "claims.txt"
LINES = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
CASES = [tuple(line.split(" => ")) for line in LINES]
BROKEN = [(encounter, said.split("; ")) for encounter, said in CASES if said != "clean"]
CLEAN = [encounter for encounter, said in CASES if said == "clean"]


@pytest.mark.official
@pytest.mark.parametrize(("line", "breaks"), BROKEN, ids=[line for line, _ in BROKEN])
def test_what_an_encounter_breaks_is_found_with_its_section(line: str, breaks: list[str], official: Book) -> None:
    findings = judge(read_notation(line), official, the_rules()).findings
    found = {f"{finding.citation.section} {finding.codes[0]}" for finding in findings}
    assert set(breaks) <= found


@pytest.mark.official
@pytest.mark.parametrize("line", CLEAN)
def test_nothing_is_wrong_with_a_clean_encounter(line: str, official: Book) -> None:
    findings = judge(read_notation(line), official, the_rules()).findings
    assert [f.rule for f in findings if f.severity in (Severity.ERROR, Severity.WARNING)] == []


@pytest.mark.official
def test_a_query_that_another_finding_answers_is_not_asked(official: Book) -> None:
    said = {
        "250.00 due to V88.11, V88.11": "diabetes_after_pancreatectomy",
        "980.0, 780.09, E860.0, E939.4": "adverse_effect_with_alcohol",
        "518.81, 997.31 | says not documented as VAP": "ventilator_associated_pneumonia_of_no_organism",
        "577.0, 995.93, 518.81 | says SIRS and respiratory failure due to it": "organ_dysfunction_beside_a_response",
    }
    for line, query in said.items():
        assert query not in {found.rule for found in judge(read_notation(line), official, the_rules()).findings}
