"""Sequencing: the order that breaks no rule by the fewest moves, and who else may be first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from mainterm.audit.against import Change, _moved
from mainterm.audit.sequencing import Sequencing, sequence
from mainterm.cli.sequence import sequence_command
from mainterm.model.edition import Book
from mainterm.rules.book import all_rules
from mainterm.rules.declare import Flag, Guideline, Mend, Rule, Severity, move_before, move_first, remove
from mainterm.rules.notation import read_notation
from mainterm.rules.ruleset import Ruleset

from .small import MANIFEST


def rule(name: str, check: object, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(name, "", "", Guideline("II", 88), severity, (), (), {}, (), check)  # type: ignore[arg-type]


def before(first: str, second: str) -> Rule:
    """A rule that wants the one code before the other."""

    def check(encounter, book):  # type: ignore[no-untyped-def]
        for one in encounter.within(first):
            for other in encounter.within(second):
                if encounter.position(one) > encounter.position(other):
                    yield move_before(one, other, f"{first} before {second}")

    return rule(f"{first} before {second}", check)


def never_first(code: str) -> Rule:
    """A rule that one code at the head breaks, and that names no way to mend it."""

    def check(encounter, book):  # type: ignore[no-untyped-def]
        if encounter.diagnoses[0].within(code):
            yield Flag((encounter.diagnoses[0],), f"{code} is never first")

    return rule(f"{code} not first", check)


class _NoBook:
    manifest = MANIFEST

    def section(self, id: str) -> None:
        """No guidelines."""


def proposed(line: str, *rules: Rule) -> Sequencing:
    return sequence(read_notation(line), _NoBook(), Ruleset(rules))  # type: ignore[arg-type]


def test_an_order_that_breaks_no_rule_stays() -> None:
    found = proposed("401.9, 250.00", before("401.9", "250.00"))
    assert (found.proposed, found.moves, found.broken) == (("401.9", "250.00"), (), ())


def test_the_fewest_moves_are_taken_and_each_has_its_rule() -> None:
    found = proposed("401.9, 250.00, 486", before("486", "250.00"), before("486", "401.9"))
    assert found.proposed == ("486", "401.9", "250.00")
    assert [(move.code, move.start, move.end) for move in found.moves] == [("486", 3, 1)]
    assert found.moves[0].finding.rule == "486 before 401.9"


def test_rules_that_contradict_each_other_leave_what_no_order_mends() -> None:
    found = proposed("401.9, 250.00", before("401.9", "250.00"), before("250.00", "401.9"))
    assert len(found.broken) == 1


def test_a_move_that_breaks_another_rule_is_no_way_out() -> None:
    found = proposed("401.9, 250.00, 486", before("250.00", "401.9"), never_first("250.00"), before("486", "250.00"))
    assert found.proposed == ("486", "250.00", "401.9")
    assert found.broken == ()


def test_what_is_wrong_in_every_order_does_not_stand_in_the_way() -> None:
    def check(encounter, book):  # type: ignore[no-untyped-def]
        for one in encounter.within("250"):
            yield remove(one, "not coded")

    found = proposed("401.9, 250.00", rule("no diabetes", check), before("250.00", "401.9"))
    assert (found.proposed, found.broken) == (("250.00", "401.9"), ())


def test_a_code_that_stands_twice_is_moved_alone() -> None:
    def check(encounter, book):  # type: ignore[no-untyped-def]
        for one in encounter.within("486")[1:]:
            if encounter.position(one) > 2:
                yield move_first(one, "first")

    found = proposed("486, 401.9, 486", rule("first", check))
    assert found.proposed == ("486", "486", "401.9")
    assert found.moves[0].start == 3


def test_of_an_inpatient_others_that_may_be_first_are_named() -> None:
    found = proposed("486, 584.9, 491.21, 780.60, V10.3, 401.9:N | inpatient 70F", never_first("584.9"))
    assert [(one.code, one.guideline) for one in found.alternatives] == [("491.21", "II.B")]
    found = proposed("486:Y, 584.9:Y | inpatient 70F")
    assert [(one.code, one.guideline, one.sequence) for one in found.alternatives] == [
        ("584.9", "II.C", ("584.9", "486"))
    ]
    assert proposed("486, 584.9 | outpatient 70F").alternatives == ()


@pytest.mark.official
@settings(max_examples=30)
@given(st.permutations(["038.9", "995.92", "785.52", "584.9", "V58.67", "250.40", "585.6", "403.91", "E885.9"]))
def test_a_proposal_has_the_same_codes_and_nothing_left_to_move(official: Book, codes: list[str]) -> None:
    encounter = read_notation(", ".join(codes))
    rules = Ruleset(all_rules())
    found = sequence(encounter, official, rules)
    assert sorted(found.proposed) == sorted(codes)
    again = sequence(read_notation(", ".join(found.proposed)), official, rules)
    assert again.moves == () or found.broken
    assert bool(found.moves) == (found.proposed != found.given)


def test_the_command_proposes_and_rewrites_nothing(sampler_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(sampler_home))
    done = CliRunner().invoke(sequence_command, ["--edition", "sampler", "--json", "765.18, V30.00 | 0dF"])
    told = json.loads(done.output)
    assert (told["given"], told["proposed"]) == (["765.18", "V30.00"], ["V30.00", "765.18"])
    assert told["moves"][0]["finding"]["rule"] == "birth_not_principal"
    shown = CliRunner().invoke(sequence_command, ["--edition", "sampler", "765.18, V30.00 | 0dF"])
    assert "V30.00 from 2 to 1" in shown.output


@pytest.mark.parametrize(
    ("then", "now", "moved"),
    [
        ("abc", "abc", []),
        ("abc", "cab", [("c", 3, 1)]),
        ("abc", "bca", [("a", 1, 3)]),
        ("abcd", "bcxd", []),
    ],
)
def test_the_fewest_codes_are_said_to_have_moved(then: str, now: str, moved: list[tuple[str, int, int]]) -> None:
    assert list(_moved(then, now)) == [Change(*each) for each in moved]


def test_every_way_to_move_is_known() -> None:
    assert {mend for mend in Mend if mend.name.startswith("MOVE")} == {
        Mend.MOVE_FIRST,
        Mend.MOVE_BEFORE,
        Mend.MOVE_AFTER,
    }
