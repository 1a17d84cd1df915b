"""Encounters judged many at a time: what is found is what is found in each by itself, to the code and position."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

import pytest

pytest.importorskip("numpy", reason="numpy is not installed: pip install '.[fast]'")

from bench import surveys
from bench.ground import Lacking

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter, Pairing
from mainterm.rules import batch_memo, batch_screen
from mainterm.rules.batch import Seen, batch_of
from mainterm.rules.batch_judge import BatchJudge
from mainterm.rules.book import all_rules, the_rules
from mainterm.rules.checks import CheckPaired, EachPaired, Places, of_each_one, of_each_other, of_each_row
from mainterm.rules.declare import Check, Fix, Flag, Guideline, Mend, Rule, Severity, look_at, paired
from mainterm.rules.notation import read_notation
from mainterm.rules.ruleset import NotJudged, Ruleset
from mainterm.rules.run import judge
from mainterm.rules.watched import Watched

Told = Counter[tuple[int, str, int, str, bool]]
"""The encounter, the rule, the position and code to blame, and whether that is to be first."""


def told_together(judging: BatchJudge, encounters: Iterable[Encounter], seen: Seen) -> tuple[Told, Counter[NotJudged]]:
    batch = batch_of(seen, encounters)
    found, not_judged = judging.judge(batch)
    ids = [judging.rules.rules[number].id for number in found.rule.tolist()]
    codes = [seen.codes[number] for number in found.blamed.tolist()]
    columns = (found.row.tolist(), ids, found.position.tolist(), codes, found.wants_first.tolist())
    return Counter(zip(*columns, strict=True)), not_judged


def told_one_by_one(encounters: Iterable[Encounter], book: Book, rules: Ruleset) -> tuple[Told, Counter[NotJudged]]:
    told: Told = Counter()
    not_judged: Counter[NotJudged] = Counter()
    for row, encounter in enumerate(encounters):
        judgement = judge(encounter, book, rules)
        not_judged.update(judgement.not_judged)
        for each in judgement.findings:
            first = each.fix is not None and each.fix.mend is Mend.MOVE_FIRST
            told[row, each.rule, each.positions[0] if each.positions else 0, each.codes[0], first] += 1
    return told, not_judged


def examples() -> list[Encounter]:
    """The examples of all rules, each once."""
    lines = dict.fromkeys(line for rule in all_rules() for line in (*rule.passes, *rule.flags))
    return [encounter for encounter in map(read_notation, lines) if encounter.diagnoses]


def mixed(encounters: list[Encounter]) -> Iterator[Encounter]:
    """Each with the codes of the next two behind its own."""
    for one, other, third in zip(encounters, encounters[1:], encounters[2:], strict=False):
        more = (replace(each) for each in (*other.diagnoses, *third.diagnoses))
        yield replace(one, diagnoses=(*one.diagnoses, *more))


@pytest.mark.official
def test_the_examples_of_all_rules_are_judged_together_as_one_by_one(official: Book) -> None:
    encounters, seen = examples(), Seen()
    judging = BatchJudge(the_rules(), official)
    assert told_together(judging, encounters, seen) == told_one_by_one(encounters, official, the_rules())
    several = list(mixed(encounters))
    assert told_together(judging, several, seen) == told_one_by_one(several, official, the_rules())


def surveyed(survey: str, most: int) -> list[Encounter]:
    """Every tenth encounter of a survey, or so, with a diagnosis."""
    try:
        return [each for each in islice(surveys.encounters(survey), 0, 10 * most, 10) if each.diagnoses]
    except Lacking as error:
        pytest.skip(str(error))


def shuffled(encounters: list[Encounter]) -> list[Encounter]:
    """Encounters of ten of their diagnoses, which chance brings together, with indicators."""
    chance = random.Random(2012)
    pool = [diagnosis for each in encounters for diagnosis in each.diagnoses]

    def drawn(indicated: bool) -> tuple[Diagnosis, ...]:
        return tuple(
            replace(each, poa=chance.choice("YNU1") if indicated else "") for each in chance.choices(pool, k=10)
        )

    return [replace(each, diagnoses=drawn(chance.random() < 0.3)) for each in encounters]


@pytest.mark.official
@pytest.mark.parametrize("survey", ["nhds", "namcs"])
def test_surveyed_encounters_are_judged_together_as_one_by_one(survey: str, official: Book) -> None:
    encounters = surveyed(survey, 3_000)
    judging, seen = BatchJudge(the_rules(), official), Seen()
    for start in range(0, len(encounters), 1_000):
        some = encounters[start : start + 1_000]
        assert told_together(judging, some, seen) == told_one_by_one(some, official, the_rules())


@pytest.mark.official
def test_diagnoses_that_chance_brings_together_are_judged_together_as_one_by_one(official: Book) -> None:
    encounters = shuffled(surveyed("nhds", 1_500))
    judging, seen = BatchJudge(the_rules(), official), Seen()
    for start in range(0, len(encounters), 500):
        some = encounters[start : start + 500]
        assert told_together(judging, some, seen) == told_one_by_one(some, official, the_rules())


@pytest.mark.official
def test_what_is_kept_is_bounded_and_what_is_found_the_same(official: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_memo, "_MOST_KEPT", 5)
    monkeypatch.setattr(batch_screen, "_MOST_PAIRS", 5)
    several, seen = list(islice(mixed(examples()), 300)), Seen()
    judging = BatchJudge(the_rules(), official)
    for start in range(0, 300, 100):
        some = several[start : start + 100]
        assert told_together(judging, some, seen) == told_one_by_one(some, official, the_rules())


def of_check(check: Check, severity: Severity = Severity.ERROR, general: bool = False) -> Rule:
    cites = Guideline("I.B.1", 9)
    return Rule(check.__name__, "", "", cites, severity, (), (), {}, (), check, general=general)


def lines(*notations: str) -> list[Encounter]:
    return list(map(read_notation, notations))


def test_a_rule_is_not_asked_again_of_encounters_that_answer_alike(sampler: Book) -> None:
    asked = []

    def leukopenia_of_the_old(encounter: Encounter, book: Book) -> Iterator[Flag]:
        asked.append(encounter)
        if encounter.aged(65, 124):
            for diagnosis in encounter.within("288"):
                yield look_at(diagnosis, f"{diagnosis.told} is looked at")

    rules = Ruleset([of_check(leukopenia_of_the_old)])
    judging, seen = BatchJudge(rules, sampler), Seen()
    told_together(judging, lines("288.50 | 70F", "401.9 | 70M", "288.50 | 50F", "401.9, 288.50 | 80F"), seen)
    before = len(asked)
    again = lines("288.09 | 90M", "585.6, 288.50 | 66F", "250.00 | 99F", "288.00 | 3M")
    assert told_together(judging, again, seen)[0] == Counter(
        {(0, "leukopenia_of_the_old", 1, "288.09", False): 1, (1, "leukopenia_of_the_old", 2, "288.50", False): 1}
    )
    assert len(asked) == before


@pytest.mark.parametrize(
    "kind",
    ["first", "last", "pair of digits", "count", "order", "principal", "sex", "own code", "set", "sum"],
)
def test_whatever_a_rule_looks_at_tells_encounters_apart(kind: str, sampler: Book) -> None:
    def looks(encounter: Encounter, book: Book) -> Iterator[Flag]:
        first, last = encounter.diagnoses[0], encounter.diagnoses[-1]
        found = {
            "first": lambda: first.within("401") and not last.within("250"),
            "last": lambda: last.within("401"),
            "pair of digits": lambda: first.code[-1] == last.code[-1] and first is not last,
            "count": lambda: len(encounter.diagnoses) > 2,
            "order": lambda: any(encounter.position(each) > 1 for each in encounter.within("401")),
            "principal": lambda: encounter.principal is not None and encounter.principal.code == "250.00",
            "sex": lambda: encounter.sex == "F" and encounter.has("401"),
            "own code": lambda: "250.00" in {each.code for each in encounter.within("250", "401")},
            "set": lambda: encounter.within("401") == encounter.within("401.9"),
            "sum": lambda: len((*encounter.within("401"), *encounter.within("250"))) > 1,
        }[kind]
        if found():
            yield Flag((last, first), "", Fix(Mend.MOVE_FIRST, last.code))

    some = lines(
        "401.9", "250.00", "401.9, 250.00", "250.00, 401.9", "250.00, 401.9, 585.6", "401.0 | 50F",
        "401.1, 401.9 | 50M", "585.6, 401.1", "250.01, 401.1", "250.02, 401.9 | 60F", "250.00, 250.00",
        "401.9, 401.9, 401.9",
    )  # fmt: skip
    rules, seen = Ruleset([of_check(looks)]), Seen()
    judging = BatchJudge(rules, sampler)
    told, _ = told_one_by_one(some, sampler, rules)
    assert told
    assert told_together(judging, some, seen)[0] == told
    assert told_together(judging, reversed(some), seen)[0] == told_one_by_one(reversed(some), sampler, rules)[0]


@pytest.mark.parametrize("of_each", [of_each_one, of_each_other])
def test_a_rule_on_each_of_a_pair_is_asked_of_those_with_like_partners_at_like_places(
    of_each: Callable[[Pairing], Callable[[CheckPaired], EachPaired]], sampler: Book
) -> None:
    asked: list[int] = []
    kidneys = paired([(("401", "403"), ("585", "250")), (("250",), ("585",))])

    @of_each(kidneys)
    def partners(encounter: Encounter, book: Book, at: int, others: Places) -> Iterator[Flag]:
        asked.append(at)
        codes = {encounter.diagnoses[place].code for place in (at, *others)}
        if "585.6" not in codes and (at > others[0] or not at):
            yield look_at(encounter.diagnoses[at], "", *(encounter.diagnoses[other] for other in others))

    some = lines(
        "401.9, 585.6", "585.6, 401.9", "585.5, 401.9, 585.6", "486, 401.9, 585.5", "585.5, 486, 401.9, 403.91, 585.6",
        "250.00, 401.9, 585.5", "401.9, 250.00, 250.01", "486, 401.9, 250.00, 250.01", "401.9, 401.9, 585.5",
    )  # fmt: skip
    rules, seen = Ruleset([of_check(partners)]), Seen()
    judging = BatchJudge(rules, sampler)
    told, _ = told_one_by_one(some, sampler, rules)
    assert len({row for row, *_ in told}) not in (0, len(some))
    assert told_together(judging, some, seen)[0] == told
    before = len(asked)
    again = [replace(each, diagnoses=(*each.diagnoses, Diagnosis("288.50"))) for each in some]
    assert told_together(judging, again, seen)[0] == told
    assert len(asked) == before


def test_a_rule_by_the_rows_of_a_table_is_asked_of_each_row_whatever_the_others_find(sampler: Book) -> None:
    asked: list[str] = []

    @of_each_row(("250", "401", "585"))
    def foremost(encounter: Encounter, book: Book, span: str) -> Iterator[Flag]:
        asked.append(span)
        for diagnosis in encounter.within(span)[:1]:
            if not encounter.has("V22.2"):
                yield look_at(diagnosis, "")

    some = lines("401.9, 585.6", "585.6, 401.9, 250.00, 250.01", "V22.2, 401.9", "V22.2, 585.1", "288.50")
    rules, seen = Ruleset([of_check(foremost)]), Seen()
    judging = BatchJudge(rules, sampler)
    told, _ = told_one_by_one(some, sampler, rules)
    assert told_together(judging, some, seen)[0] == told
    before = len(asked)
    again = lines("250.02, 585.1, 401.0", "250.00, 288.50, 401.9", "585.2, 401.0, V22.2", "585.4, 250.00")
    found = told_together(judging, again, seen)[0]
    assert len(asked) == before
    assert found == told_one_by_one(again, sampler, rules)[0]
    assert judging.judge(batch_of(seen, again))[0].row.tolist() == [0, 0, 0, 1, 1, 3, 3]


def test_what_a_general_rule_says_of_the_codes_of_another_is_left_out(sampler: Book) -> None:
    def general(encounter: Encounter, book: Book) -> Iterator[Flag]:
        yield Flag(encounter.within("401", "250")[:2], "")

    def particular(encounter: Encounter, book: Book) -> Iterator[Flag]:
        yield Flag(encounter.within("250", "401")[:2][::-1], "")

    several = lines("401.9, 250.00", "250.00, 401.9, 585.6", "401.9, 401.9, 250.00", "401.9")
    for severity in (Severity.ERROR, Severity.INFORMATION):
        rules = Ruleset([of_check(general, Severity.WARNING, general=True), of_check(particular, severity)])
        told, _ = told_one_by_one(several, sampler, rules)
        assert len({rule for _, rule, *_ in told}) == (1 if severity is Severity.ERROR else 2)
        assert told_together(BatchJudge(rules, sampler), several, Seen())[0] == told


def test_the_asked_of_a_watched_encounter_are_the_questions_and_no_more() -> None:
    watched = Watched(Encounter((Diagnosis("401.9"), Diagnosis("250.00")), sex="F"))
    assert watched.has("250")
    assert watched.sex == "F"
    asked = watched.asked
    assert (asked.some, asked.facts, asked.every, asked.read, asked.flags) == ({("250",)}, {"sex"}, set(), set(), set())
    assert [each.code for each in watched.within("250")] == ["250.00"]
    assert (asked.every, asked.read) == ({("250",)}, {("250",)})
