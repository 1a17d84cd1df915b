"""Every leaf of the guidelines is accounted for, once: by rules, or by its line in the data file."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from mainterm.model.edition import Book
from mainterm.rules import coverage as covered
from mainterm.rules.book import all_rules
from mainterm.rules.coverage import Kind, coverage, leaves

LINES = tuple(covered.lines())
SECTIONS = [section for section, _, _ in LINES]


@pytest.mark.official
def test_no_leaf_of_the_guidelines_is_left_out(official: Book) -> None:
    assert [account.section for account in coverage(official) if account.kind is Kind.UNACCOUNTED] == []


@pytest.mark.official
def test_only_leaves_have_a_line_in_their_order_and_once(official: Book) -> None:
    order = [leaf.id for leaf in leaves(official.sections())]
    assert [section for section in order if section in SECTIONS] == SECTIONS


def test_a_leaf_that_a_rule_cites_has_no_line() -> None:
    assert [section for section in SECTIONS if section in covered.cited()] == [], "drop these lines of coverage.txt"


@pytest.mark.official
def test_a_leaf_of_rules_names_those_that_cite_it(official: Book) -> None:
    cites = {rule.id: (rule.cites.section, *getattr(rule.cites, "also", ())) for rule in all_rules()}
    for account in coverage(official):
        assert (account.kind is Kind.RULE) == bool(account.rules)
        assert all(account.section in cites[id] for id in account.rules)


@pytest.mark.parametrize(("section", "kind", "what"), LINES, ids=SECTIONS)
def test_a_line_says_which_module_or_what_to_ask(section: str, kind: str, what: str) -> None:
    assert Kind(kind) in (Kind.ENCODER, Kind.RECORD, Kind.DEFINITION), section
    if kind == Kind.ENCODER:
        module, _, does = what.partition(": ")
        assert find_spec(f"mainterm.{module}"), module
        assert does
    if kind == Kind.RECORD:
        assert what[0].isupper()
        assert what.endswith(("?", "."))
