"""Which rules an audit runs: chosen or left out by id, by section of the guidelines, by severity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from mainterm.rules.declare import CodeEdit, Guideline, Rule, Severity
from mainterm.rules.ruleset import Ruleset

GRAVITY: Final = tuple(Severity)
"""Severities, the gravest first."""


def chosen_rules(
    rules: Iterable[Rule], select: Sequence[str] = (), ignore: Sequence[str] = (), least: Severity | None = None
) -> Ruleset:
    """The rules that are selected (all, if none is named), not ignored, and no less grave than `least`.

    A rule is named by its id, or with others by the section that they cite or stand below. Raises ValueError with one
    line for a name that is none.
    """
    known = tuple(rules)
    for name in (*select, *ignore):
        _require(name, known)
    grave = GRAVITY[: GRAVITY.index(least) + 1] if least else GRAVITY
    return Ruleset(
        rule
        for rule in known
        if rule.severity in grave
        and (not select or any(_is_named(rule, name) for name in select))
        and not any(_is_named(rule, name) for name in ignore)
    )


def _is_named(rule: Rule, name: str) -> bool:
    return any(each == name or each.startswith(f"{name}.") for each in _names(rule))


def _names(rule: Rule) -> Iterator[str]:
    yield rule.id
    if isinstance(rule.cites, CodeEdit):
        yield rule.cites.section
    if isinstance(rule.cites, Guideline):
        yield from (rule.cites.section, *rule.cites.also, *rule.cites.cited)


def _require(name: str, rules: Sequence[Rule]) -> None:
    if not any(_is_named(rule, name) for rule in rules):
        near = get_close_matches(name, [each for rule in rules for each in _names(rule)], n=1)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise ValueError(f'no rule or section is called "{name}"{meant}')
