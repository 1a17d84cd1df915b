"""What is learnt of codes to know which rules an encounter may break: it is bounded, and each volume has its own."""

from __future__ import annotations

import pytest

from mainterm.model.code import spans_of
from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter, Procedure
from mainterm.rules import screen
from mainterm.rules.book import all_rules, the_rules
from mainterm.rules.notation import read_notation
from mainterm.rules.ruleset import Ruleset
from mainterm.rules.run import judge
from mainterm.rules.screen import Screen


def test_codes_without_end_are_not_all_kept(official: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "_MOST_CODES", 50)
    monkeypatch.setattr(screen, "_MOST_PAIRS", 50)
    rules, asked = Ruleset(all_rules()), read_notation("401.9, 585.6, 250.00, 250.41")
    before = judge(asked, official, rules)
    screened = Screen(all_rules(), official)
    for number in range(500):
        codes = (f"{number:03}.0", f"{number:03}.1", "401.9", "585.6")
        screened.of(Encounter(tuple(map(Diagnosis, codes)), (Procedure(f"{number % 100:02}.{number % 10}"),)))
        assert max(map(len, kept(screened))) < 60
    assert judge(asked, official, rules) == before
    assert {finding.rule for finding in before.findings} >= {"hypertension_with_chronic_kidney_disease"}


def kept(screened: Screen) -> list[dict[str, object]]:
    """What it has learnt."""
    return [getattr(screened, name) for name in ("_diagnoses", "_procedures", "_near", "_pairs")]


def test_a_diagnosis_that_is_damaged_is_not_taken_for_a_procedure(official: Book) -> None:
    damaged = Encounter((Diagnosis("96.71"),))
    operated = Encounter((Diagnosis("486"),), (Procedure("96.71"),))
    for encounters in ((damaged, operated), (operated, damaged)):
        rules = Ruleset(the_rules().rules)
        found = [{finding.rule for finding in judge(each, official, rules).findings} for each in encounters]
        assert found[encounters.index(damaged)] == {"code_not_in_the_edition"}


def test_an_encounter_is_not_put_to_rules_of_codes_that_it_lacks_beside_the_ones_it_has(official: Book) -> None:
    def called(line: str) -> set[str]:
        return {rule.id for rule in the_rules().called_by(read_notation(line), official)[0]}

    assert "digits_contradict" not in called("250.00, 401.9")
    assert "digits_contradict" not in called("250.00, 250.40")
    assert "digits_contradict" in called("250.00, 250.41")
    assert "coded_first_is_not_principal" not in called("403.91, 585.6")
    assert "coded_first_is_not_principal" in called("585.6, 403.91")
    assert "hypertensive_kidney_disease_without_its_stage" in called("403.91, 401.9")


@pytest.mark.parametrize("digits", ["", ".0", ".1", ".11", ".9", ".99"])
@pytest.mark.parametrize("category", ["250", "V10", "E880", "45"])
def test_what_holds_a_category_whole_holds_each_of_its_codes(category: str, digits: str) -> None:
    some = "250 249-250.9 249-251 250.0-250.9 V10-V15 V09.1-V10.5 E880-E888 E880.1 44-46".split()
    for made in (spans_of((span, "999")) for span in some):
        assert made.covers(category + digits) or not made.hold_all(category)
    assert spans_of(("249-251",)).hold_all("250")
    assert not spans_of(("250.0-250.9",)).hold_all("250")
