"""Clean encounters with one thing broken: the rule of what was broken answers, and nobody else blames the code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from mainterm.audit.json_form import row_of
from mainterm.audit.row import Place
from mainterm.model.edition import Book
from mainterm.model.edits import EditKind
from mainterm.model.encounter import Diagnosis, Encounter, Setting
from mainterm.rules.book import all_rules, the_rules
from mainterm.rules.declare import CodeEdit, Severity
from mainterm.rules.notation import read_notation
from mainterm.rules.run import judge

pytestmark = pytest.mark.official

FOLDER = Path(__file__).parent / "encounters"
GRAVE = (Severity.ERROR, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Mutant:
    """An encounter with one thing broken: the code to blame (or one like it), and rules of which one must answer."""

    encounter: Encounter
    code: str
    rules: tuple[str, ...]
    like: tuple[str, ...] = ()


def clean() -> Iterator[Encounter]:
    """The worked encounters that nothing is wrong with."""
    for line in (FOLDER / "worked.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        encounter = row_of(Place("worked", 1), case).encounter
        if case["expected"][0]["verdict"] == "ok" and encounter is not None:
            yield encounter
    for line in (FOLDER / "claims.txt").read_text(encoding="utf-8").splitlines():
        if line.endswith(" => clean"):
            yield read_notation(line.removesuffix(" => clean"))


def graves(encounter: Encounter, book: Book) -> set[tuple[str, str]]:
    """Each error and warning: its rule, and the code to blame."""
    findings = judge(encounter, book, the_rules()).findings
    return {(found.rule, found.codes[0]) for found in findings if found.severity in GRAVE}


Mutation = Callable[[Encounter, Book], Iterator[Mutant]]

NEVER_FIRST = {
    "E800-E999": ("external_cause_first",),
    "E000-E030": ("external_cause_first",),
    "707.2": ("pressure_ulcer_stage_first",),
    "365.7": ("glaucoma_stage_first",),
    "V85": ("body_mass_index_first",),
    "V27": ("outcome_of_delivery_first",),
    "995.91-995.92": ("systemic_response_as_principal",),
    "995.93-995.94": ("response_to_no_infection_first",),
    "785.52": ("septic_shock_as_principal",),
    "041": ("organism_first", "additional_code_first"),
    "294.1": ("manifestation_first",),
    "357.2": ("diabetes_behind_its_manifestation", "secondary_diabetes_behind_its_manifestation"),
    "362.0": ("diabetes_behind_its_manifestation",),
    "765.2": ("weeks_before_prematurity",),
    "905-906": ("late_effect_first",),
}
"""Codes that never stand first where what they belong to is there, and the rules that say so."""

HALVES = (
    ("995.91-995.92", "038", ("sepsis_without_systemic_infection",)),
    ("357.2", "250", ("manifestation_without_its_etiology", "manifestation_first")),
    ("362.0", "250", ("retinopathy_without_diabetes_of_the_eye", "manifestation_without_its_etiology")),
    ("403", "585", ("hypertensive_kidney_disease_without_its_stage",)),
    ("285.21", "585", ("anemia_without_kidney_disease",)),
    ("285.22", "140-239", ("anemia_without_neoplasm",)),
    ("707.2", "707.0", ("pressure_ulcer_stage_without_site",)),
    ("707.0", "707.2", ("pressure_ulcer_without_stage",)),
    ("765.0-765.1", "765.2", ("prematurity_without_weeks",)),
    ("199.2", "996.8", ("growth_of_a_transplant_without_complication",)),
    ("648.0", "250", ("diabetes_in_pregnancy_without_its_type",)),
    ("785.52", "995.92", ("septic_shock_without_severe_sepsis",)),
    ("338.3", "140-239", ("neoplasm_pain_without_neoplasm",)),
)
"""A code, the half without which it does not stand, and the rules that miss it."""


def moved_first(encounter: Encounter, book: Book) -> Iterator[Mutant]:
    """The principal diagnosis swapped for one that never is, and that came with the patient."""
    for span, rules in NEVER_FIRST.items():
        for diagnosis in encounter.within(span)[:1]:
            if diagnosis is not encounter.principal and diagnosis.poa != "N":
                others = tuple(each for each in encounter.diagnoses if each is not diagnosis)
                yield Mutant(replace(encounter, diagnoses=(diagnosis, *others)), diagnosis.code, rules)


def without_a_digit(encounter: Encounter, book: Book) -> Iterator[Mutant]:
    """A digit dropped, where what is left is no valid code."""
    for diagnosis in encounter.diagnoses:
        short = diagnosis.code[:-1].rstrip(".")
        node = book.node(short)
        if node is not None and not node.valid:
            yield Mutant(_with(encounter, diagnosis, replace(diagnosis, code=short)), short, ("too_few_digits",))


def without_a_half(encounter: Encounter, book: Book) -> Iterator[Mutant]:
    """The other half of a pair dropped, which was not the principal diagnosis."""
    for span, half, rules in HALVES:
        for diagnosis in encounter.within(span)[:1]:
            left = tuple(each for each in encounter.diagnoses if each.within(span) or not each.within(half))
            if len(left) < len(encounter.diagnoses) and left[0] is encounter.principal:
                like = tuple(each.code for each in encounter.within(span))
                yield Mutant(replace(encounter, diagnoses=left), diagnosis.code, rules, like)


def of_the_other_sex(encounter: Encounter, book: Book) -> Iterator[Mutant]:
    """The sex changed, where a diagnosis is of one only."""
    if encounter.setting is Setting.OUTPATIENT:
        return  # the code edits are of inpatients
    for sex, kind, rule in (("M", EditKind.FEMALE_ONLY, "female"), ("F", EditKind.MALE_ONLY, "male")):
        for diagnosis in encounter.diagnoses:
            if any(edit.kind is kind for edit in book.edits(diagnosis.code)):
                yield Mutant(replace(encounter, sex=sex), diagnosis.code, (f"{rule}_diagnosis",))


def reported_twice(encounter: Encounter, book: Book) -> Iterator[Mutant]:
    """A code once more at the end."""
    for diagnosis in encounter.diagnoses[-1:]:
        again = (*encounter.diagnoses, replace(diagnosis))
        rules = (
            "code_reported_twice",
            "drug_named_twice",
            "stage_coded_for_each_site",
            "bilateral_glaucoma_coded_twice",
        )
        yield Mutant(replace(encounter, diagnoses=again), diagnosis.code, rules)


def with_a_wrong_indicator(encounter: Encounter, book: Book) -> Iterator[Mutant]:
    """An indicator where none belongs, and none where one does."""
    if encounter.setting is Setting.INPATIENT and sum(1 for each in encounter.diagnoses if each.poa) > 1:
        for diagnosis in encounter.diagnoses:
            exempt = any(edit.kind is EditKind.POA_EXEMPT for edit in book.edits(diagnosis.code))
            rule, poa = ("poa_of_an_exempt_code", "Y") if exempt else ("poa_missing", "")
            yield Mutant(_with(encounter, diagnosis, replace(diagnosis, poa=poa)), diagnosis.code, (rule,))


def _with(encounter: Encounter, old: Diagnosis, new: Diagnosis) -> Encounter:
    return replace(encounter, diagnoses=tuple(new if each is old else each for each in encounter.diagnoses))


MUTATIONS: tuple[tuple[Mutation, int], ...] = (
    (moved_first, 60),
    (without_a_digit, 300),
    (without_a_half, 20),
    (of_the_other_sex, 30),
    (reported_twice, 150),
    (with_a_wrong_indicator, 300),
)
"""What is broken, and how many mutants the clean encounters give at the least."""


@pytest.mark.parametrize(("mutation", "least"), MUTATIONS, ids=lambda value: getattr(value, "__name__", ""))
def test_what_was_broken_is_found_by_its_rule(mutation: Mutation, least: int, official: Book) -> None:
    mutants = [mutant for encounter in clean() for mutant in mutation(encounter, official)]
    assert len(mutants) >= least
    silent = [mutant for mutant in mutants if not _answered(mutant, official)]
    assert silent == []


EDITS = {rule.id for rule in all_rules() if isinstance(rule.cites, CodeEdit)}
"""Rules of the code edits, which say again of a code what a guideline says."""


@pytest.mark.parametrize("mutation", [mutation for mutation, _ in MUTATIONS])
def test_no_other_rule_blames_the_code_that_was_broken(mutation: Mutation, official: Book) -> None:
    for encounter in clean():
        before = graves(encounter, official)
        for mutant in mutation(encounter, official):
            come = graves(mutant.encounter, official) - before
            known = {rule for rule, _ in before} | EDITS
            blaming = {rule for rule, code in come if code == mutant.code} - known - set(mutant.rules)
            assert blaming == set(), [each.code for each in mutant.encounter.diagnoses]


def _answered(mutant: Mutant, book: Book) -> bool:
    blamed = {
        rule
        for found in judge(mutant.encounter, book, the_rules()).findings
        if {mutant.code, *mutant.like} & set(found.codes) and found.severity in GRAVE
        for rule in (found.rule,)
    }
    return not blamed.isdisjoint(mutant.rules)
