"""The rules that the encoder asks for, part by part: they say what all of them say."""

import subprocess
import sys

import pytest

from mainterm.model.code import spans_of
from mainterm.model.edition import Book
from mainterm.rules.book import GUIDELINES
from mainterm.rules.declare import Rule, declared_in
from mainterm.rules.notation import read_notation
from mainterm.rules.parts import PARTS, UNTOLD, the_guidelines
from mainterm.rules.ruleset import Ruleset
from mainterm.rules.run import judge


def told() -> list[tuple[str, Rule]]:
    """The rules of the guidelines that need nothing but what a statement may tell, each with its module."""
    rules = ((module.__name__.rpartition(".")[2], rule) for module in GUIDELINES for rule in declared_in(module))
    return [(module, rule) for module, rule in rules if UNTOLD.isdisjoint(rule.needs)]


def test_a_part_is_read_for_every_code_that_a_rule_of_it_is_on() -> None:
    parts = {part.module: spans_of(tuple(part.on.split())).categories for part in PARTS if part.on}
    astray = {
        rule.id: spans_of(rule.on).categories - parts[module]
        for module, rule in told()
        if module in parts and not (rule.on and spans_of(rule.on).categories <= parts[module])
    }
    assert not astray, "add these categories to the module's part in mainterm/rules/parts.py"


def test_the_parts_are_in_the_order_of_the_guidelines_and_none_is_missing() -> None:
    assert [part.module for part in PARTS] == list(dict.fromkeys(module for module, _ in told()))


@pytest.mark.official
def test_the_parts_find_what_all_rules_together_find(official: Book) -> None:
    whole = Ruleset(rule for _, rule in told())
    for _, rule in told():
        for line in (*rule.flags, *rule.passes):
            encounter = read_notation(line)
            assert judge(encounter, official, the_guidelines()) == judge(encounter, official, whole), line


def test_the_encoder_reads_no_rules_before_a_code_calls_for_them() -> None:
    program = "import sys, mainterm.encode.coder; print([m for m in sys.modules if m.startswith('mainterm.rules.')])"
    read = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "mainterm.rules.parts" in read
    assert "chapter" not in read
