"""The rules: each against its own examples, its citation against the guidelines, and the notation of both."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest
from bench import surveys
from bench.ground import Lacking

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter, Setting
from mainterm.rules.book import all_rules
from mainterm.rules.declare import Guideline, Rule
from mainterm.rules.notation import read_notation
from mainterm.rules.ruleset import Ruleset
from mainterm.rules.run import judge

RULES = all_rules()
EXAMPLES = [(rule, line) for rule in RULES for line in (*rule.passes, *rule.flags)]


def test_every_rule_has_an_id_of_its_own() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_a_title_in_one_sentence_and_an_explanation(rule: Rule) -> None:
    assert rule.title.endswith(".")
    assert rule.explanation
    assert len(rule.passes) >= 2
    assert len(rule.flags) >= 2


@pytest.mark.official
@pytest.mark.parametrize(("rule", "line"), EXAMPLES, ids=lambda value: getattr(value, "id", value))
def test_a_rule_flags_what_its_examples_say(rule: Rule, line: str, official: Book) -> None:
    encounter = read_notation(line)
    judgement = judge(encounter, official, Ruleset([rule]))
    assert not judgement.not_judged, "an example must know what its rule needs"
    blamed = [finding.codes[0] for finding in judgement.findings]
    assert blamed == ([rule.flags[line]] if line in rule.flags else [])


@pytest.mark.official
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_cites_a_section_on_its_page(rule: Rule, official: Book) -> None:
    if isinstance(rule.cites, Guideline):
        section = official.section(rule.cites.section)
        assert section is not None
        assert section.page == rule.cites.page
        assert all(map(official.section, rule.cites.also))


@pytest.mark.official
@pytest.mark.parametrize(("rule", "line"), EXAMPLES, ids=lambda value: getattr(value, "id", value))
def test_the_codes_of_an_example_are_in_the_edition(rule: Rule, line: str, official: Book) -> None:
    if rule.id != "code_not_in_the_edition":
        for diagnosis in read_notation(line).diagnoses:
            assert official.node(diagnosis.code), diagnosis.code


@pytest.mark.official
@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.needs], ids=lambda rule: rule.id)
def test_a_rule_that_lacks_what_it_needs_is_not_judged(rule: Rule, official: Book) -> None:
    whole = read_notation(next(iter(rule.flags)))
    codes = tuple(Diagnosis(diagnosis.code) for diagnosis in whole.diagnoses)
    judgement = judge(Encounter(codes, whole.procedures), official, Ruleset([rule]))
    assert not judgement.findings
    assert judgement.not_judged == ((rule.id, rule.needs[0]),)


@pytest.mark.official
def test_no_rule_would_flag_more_without_the_codes_that_it_is_called_by(official: Book) -> None:
    called, always = Ruleset(RULES), Ruleset(map(unscreened, RULES))
    for encounter in (*map(read_notation, dict.fromkeys(line for _, line in EXAMPLES)), *mixed_encounters()):
        assert judge(encounter, official, called).findings == judge(encounter, official, always).findings, encounter


@pytest.mark.official
def test_real_encounters_break_the_same_rules_whether_or_not_they_are_screened(official: Book) -> None:
    called, always = Ruleset(RULES), Ruleset(map(unscreened, RULES))
    try:
        discharges = list(islice(surveys.encounters("nhds"), 0, 30_000, 20))
    except Lacking as error:
        pytest.skip(str(error))
    for encounter in discharges:
        assert judge(encounter, official, called).findings == judge(encounter, official, always).findings, encounter


def unscreened(rule: Rule) -> Rule:
    """The rule as one that every encounter is put to."""
    return replace(rule, on=(), when=None, beside=(), unless=(), first=False, between=None)


def mixed_encounters() -> Iterator[Encounter]:
    """Encounters of the examples' codes, of which more meet than a rule's writer thinks of; drawn once and for all."""
    written = [read_notation(line) for _, line in EXAMPLES]
    chance = random.Random(9)
    for whole in chance.sample(written, 400):
        others = [diagnosis for other in chance.sample(written, 3) for diagnosis in other.diagnoses]
        mixed = [*whole.diagnoses, *others]
        chance.shuffle(mixed)
        yield replace(whole, diagnoses=tuple(map(replace, mixed)))


def test_the_notation_reads_causes_reason_person_and_procedures() -> None:
    encounter = read_notation("285.22:y due to 183.0, 1830 | px 96.71 | inpatient 72F | for 285.22")
    first, second = encounter.diagnoses
    assert (first.code, first.poa, first.due_to, first.reason) == ("285.22", "Y", ("183.0",), True)
    assert (second.code, second.reason) == ("183.0", False)
    assert [procedure.code for procedure in encounter.procedures] == ["96.71"]
    assert (encounter.setting, encounter.age, encounter.sex) == (Setting.INPATIENT, 72, "F")
    assert read_notation("V30.00 | 0dM").days == 0


@pytest.mark.parametrize("line", ["28x.5", "401.9 | somewhere", "401.9 due to cancer"])
def test_a_slip_in_the_notation_is_told_in_one_line(line: str) -> None:
    with pytest.raises(ValueError, match=re.compile("is no")):
        read_notation(line)
