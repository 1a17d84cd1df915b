"""The rules compiled from the Tabular List, the code edits and the POA lists: what they read, and one thing broken."""

from __future__ import annotations

import pytest

from mainterm.editions.hac import acquired_conditions
from mainterm.model.code import Volume, within_any
from mainterm.model.edition import Book
from mainterm.model.edits import EditKind
from mainterm.rules import hac
from mainterm.rules.book import COMPILED, all_rules, the_rules
from mainterm.rules.declare import Need, Rule, Severity
from mainterm.rules.notation import read_notation
from mainterm.rules.notes import items, relations
from mainterm.rules.ruleset import Ruleset
from mainterm.rules.run import Finding, judge
from mainterm.rules.tabular_sequence import is_manifestation

pytestmark = pytest.mark.official

GRAVE = (Severity.ERROR, Severity.WARNING)


@pytest.fixture(scope="module")
def compiled() -> Ruleset:
    """The compiled rules alone."""
    ids = {rule.id for module in COMPILED for rule in vars(module).values() if isinstance(rule, Rule)}
    return Ruleset(rule for rule in all_rules() if rule.id in ids)


def grave(line: str, book: Book, rules: Ruleset) -> list[Finding]:
    return [finding for finding in judge(read_notation(line), book, rules).findings if finding.severity in GRAVE]


CLEAN = "250.60:Y, 357.2:Y, 403.91:Y, 585.6:Y, 491.21:Y, 305.1:Y, V58.67 | px 39.95, 38.95 | inpatient 67F"

BROKEN = {
    "357.2:Y, 250.60:Y, 403.91:Y, 585.6:Y, V58.67 | inpatient 67F": {"manifestation_first": ("357.2", "250.60")},
    "486:Y, 357.2:Y, 250.60:Y, 585.6:Y | inpatient 67F": {"manifestation_before_its_etiology": ("357.2", "250.60")},
    "250.02:Y, 357.2:Y | inpatient 67F": {"manifestation_without_its_etiology": ("357.2",)},
    "585.6:Y, 403.91:Y, 250.60:Y, 357.2:Y | inpatient 67F": {"coded_first_is_not_principal": ("585.6", "403.91")},
    "250.6:Y, 403.91:Y, 585.6:Y | inpatient 67F": {"too_few_digits": ("250.6",)},
    "250.60:Y, 403.99:Y, 585.6:Y | inpatient 67F": {"code_not_in_the_edition": ("403.99",)},
    "250.60:Y, 357.2:Y, 250.01:Y | inpatient 67F": {"digits_contradict": ("250.01", "250.60")},
    "250.60:Y, 357.2:Y, 305.1 | inpatient 67F": {"poa_missing": ("305.1",)},
    "250.60:Y, 357.2:Y, V58.67:Y | inpatient 67F": {"poa_of_an_exempt_code": ("V58.67",)},
    "250.60:Y, 357.2:Q | inpatient 67F": {"poa_of_no_such_value": ("357.2",)},
    "250.60:Y, 357.2:Y, 585.6:N | inpatient 67F": {"lasting_condition_not_present": ("585.6",)},
    "250.60:Y, 357.2:Y, 999.31:N | inpatient 67F": {"hospital_acquired_condition": ("999.31",)},
    "250.60:Y, 357.2:Y, 600.00:Y | inpatient 67F": {"male_diagnosis": ("600.00",)},
    "250.60:Y, 357.2:Y, 648.93:Y | inpatient 67F": {"maternity_diagnosis": ("648.93",)},
    "V15.82, 250.60:Y, 357.2:Y | inpatient 67F": {"unacceptable_principal": ("V15.82",)},
    "250.60:Y, 357.2:Y | px 39.9 | inpatient 67F": {"procedure_not_valid": ("39.9",)},
    "250.60:Y, 357.2:Y | px 60.5 | inpatient 67F": {"male_procedure": ("60.5",)},
    "250.60:Y, 357.2:Y, 491.21:Y, 493.20:Y | inpatient 67F": {"codes_exclude_each_other": ("493.20", "491.21")},
}


def test_a_clean_encounter_has_no_grave_finding(official: Book, compiled: Ruleset) -> None:
    assert grave(CLEAN, official, compiled) == []


@pytest.mark.parametrize("line", BROKEN)
def test_one_thing_broken_is_answered_by_its_rule_and_no_other(line: str, official: Book, compiled: Ruleset) -> None:
    found = {finding.rule: finding.codes for finding in grave(line, official, compiled)}
    assert found == BROKEN[line]


def test_a_finding_of_a_note_names_its_document_paragraph_and_code(official: Book, compiled: Ruleset) -> None:
    (finding,) = grave("357.2, 250.60", official, compiled)
    assert finding.note is not None
    node = official.node(finding.note.code)
    assert node is not None
    (note,) = (note for note in node.notes if note.source.paragraph == finding.note.paragraph)
    assert (note.source.document, finding.note.code) == ("Dtab12.rtf", "357.2")
    assert "250.6" in note.codes


def test_a_line_of_a_note_confines_its_codes_to_the_fifth_digits_that_it_names(official: Book) -> None:
    named = [item for item in items(official, "788.30") if item.names("600.01")]
    assert [item.digits for item in named] == ["1"]
    assert not named[0].names("600.00")


def test_a_list_set_in_another_style_than_its_head_is_of_the_kind_of_its_head(official: Book) -> None:
    told = relations(official, read_notation("599.69, 600.01"), [(0, 1)])[0]
    assert (told.item.kind, told.item.note.source.paragraph) == ("code_first", 17088)


def test_a_code_first_note_is_satisfied_by_any_of_the_codes_that_it_names(official: Book, compiled: Ruleset) -> None:
    assert grave("572.3, 456.21, 571.2", official, compiled) == []


def test_medicare_has_the_manifestations_that_the_tabular_marks(official: Book) -> None:
    assert is_manifestation(official, "357.2")
    listed = [code for code in MANIFESTATIONS if any(e.kind is EditKind.MANIFESTATION for e in official.edits(code))]
    assert listed == list(MANIFESTATIONS[:3])
    assert [code for code in MANIFESTATIONS if is_manifestation(official, code)] == ["357.2", "294.10", "293.0"]


MANIFESTATIONS = ("357.2", "294.10", "785.52", "293.0")
"""By both, by both, by the edits alone, by the Tabular alone."""


def test_the_rule_of_acquired_conditions_is_called_by_all_their_codes(official: Book) -> None:
    spans = {span for category in acquired_conditions(2012) for span in category.codes}
    ends = {end for span in spans for end in span.split("-")}
    assert all(within_any(end, hac.CATEGORIES) for end in ends)
    assert all(official.node(end) for end in ends)
    procedures = {end for each in acquired_conditions(2012) for span in each.procedures for end in span.split("-")}
    assert all(official.node(end, Volume.PROCEDURES) for end in procedures)


def test_no_year_without_a_file_has_acquired_conditions() -> None:
    assert acquired_conditions(1998) == ()


def test_an_encounter_calls_for_few_of_the_rules(official: Book) -> None:
    rules = the_rules()
    called, not_judged = rules.called_by(read_notation("486, 496"), official, frozenset(Need))
    assert len(called) + len(not_judged) < len(rules.rules) / 3


def test_what_a_guideline_has_a_rule_for_is_not_said_again_in_general(official: Book) -> None:
    told = judge(read_notation("707.23, 707.03 | inpatient 80F"), official, the_rules()).findings
    of_both = [finding.rule for finding in told if set(finding.codes) == {"707.23", "707.03"}]
    assert of_both == ["pressure_ulcer_stage_first"]


def test_a_patient_of_the_wrong_age_is_told_once_of_all_codes(official: Book, compiled: Ruleset) -> None:
    (finding,) = grave("486, 648.93, 646.63 | inpatient 9F", official, compiled)
    assert finding.codes == ("648.93", "646.63")
