"""`mainterm rule` and `mainterm guidelines` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mainterm.cli.main import cli


@pytest.fixture
def run(official_home: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("MAINTERM_HOME", str(official_home))
    return CliRunner()


def _ran(run: CliRunner, *arguments: str) -> tuple[int, str, str]:
    result = run.invoke(cli, list(arguments), standalone_mode=False)
    return int(result.return_value or 0), result.stdout, result.stderr


@pytest.mark.official
def test_a_rule_is_explained_with_its_official_words_and_examples(run: CliRunner) -> None:
    status, out, _ = _ran(run, "rule", "hypertension_with_chronic_kidney_disease", "--json")
    page = json.loads(out)
    assert status == 0
    assert (page["section"], page["page"], page["severity"]) == ("I.C.7.a.3", 36, "error")
    assert "403" in page["words"]
    assert {"encounter": "401.9, 585.6", "flags": "401.9"} in page["examples"]
    assert "I.C.7.a.3, page 36" in _ran(run, "rule", "hypertension_with_chronic_kidney_disease")[1]


@pytest.mark.official
def test_an_unknown_rule_is_answered_with_near_ones(run: CliRunner) -> None:
    status, out, err = _ran(run, "rule", "hypertension_with_kidney")
    assert (status, out) == (1, "")
    assert "did you mean hypertension_with_chronic_kidney_disease" in err


@pytest.mark.official
def test_rules_are_listed_by_words_and_by_section(run: CliRunner) -> None:
    every = json.loads(_ran(run, "rule", "--json")[1])["rules"]
    some = json.loads(_ran(run, "rule", "I.C.12", "--json")[1])["rules"]
    assert len(every) >= 200
    assert some
    assert all("i.c.12" in rule["section"].lower() for rule in some)


@pytest.mark.official
def test_every_leaf_of_the_guidelines_is_told(run: CliRunner) -> None:
    status, out, _ = _ran(run, "guidelines", "--coverage", "--json")
    told = json.loads(out)
    assert status == 0
    assert len(told["leaves"]) == sum(told["sums"].values()) == 355
    assert told["sums"]["unaccounted"] == 0
    assert "355 leaves" in _ran(run, "guidelines")[1]


def test_an_edition_of_another_outline_says_what_is_not_accounted_for(
    sampler_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(sampler_home))
    status, out, _ = _ran(CliRunner(), "guidelines", "--edition", "sampler")
    assert status == 1
    assert "unaccounted" in out
