"""Runs rules on an encounter: what breaks them, and which could not be judged for want of a fact."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Final, NamedTuple

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Citation, Fix, Flag, Rule, Severity, TabularNote
from mainterm.rules.known import unknown_of
from mainterm.rules.ruleset import NotJudged, Rules


class Finding(NamedTuple):
    """What breaks a rule: the codes, the one to blame first, their positions from 1, in plain words, and the fix.

    The codes of diagnoses come first, and then those of procedures, whose positions are `performed`. `note` is the very
    note of the Tabular List that is broken, where it is one.
    """

    rule: str
    severity: Severity
    codes: tuple[str, ...]
    positions: tuple[int, ...]
    message: str
    citation: Citation
    fix: Fix | None = None
    note: TabularNote | None = None
    performed: tuple[int, ...] = ()


class Judgement(NamedTuple):
    """What the rules say of an encounter.

    `not_judged` are the rules that its codes call for and that lack what they need, each with what that is.
    """

    findings: tuple[Finding, ...]
    not_judged: tuple[NotJudged, ...] = ()


def judge(encounter: Encounter, book: Book, rules: Rules) -> Judgement:
    """Every finding of these rules on the encounter, in the order of the rules."""
    findings: list[Finding] = []
    general: set[str] = set()
    called, not_judged = rules.called_by(encounter, book, unknown_of(encounter))
    for rule in called:
        for flag in rule.check(encounter, book):
            findings.append(_finding(rule, encounter, flag))
            if rule.general:
                general.add(rule.id)
    return Judgement(tuple(_unrepeated(findings, general) if general else findings), not_judged)


def _unrepeated(findings: Sequence[Finding], general: Set[str]) -> list[Finding]:
    """The findings without what a general rule says of codes of which another says something as grave."""
    particular: dict[frozenset[str], int] = {}
    for each in findings:
        if each.rule not in general:
            codes, gravity = frozenset(each.codes), _GRAVITY[each.severity]
            particular[codes] = min(gravity, particular.get(codes, gravity))
    return [
        each
        for each in findings
        if each.rule not in general or particular.get(frozenset(each.codes), _NONE) > _GRAVITY[each.severity]
    ]


_GRAVITY: Final = {severity: number for number, severity in enumerate(Severity)}
"""From the gravest on."""
_NONE: Final = len(Severity)


def _finding(rule: Rule, encounter: Encounter, flag: Flag) -> Finding:
    codes = (*[each.code for each in flag.diagnoses], *[each.code for each in flag.procedures])
    positions = tuple([encounter.position(each) for each in flag.diagnoses])
    performed = tuple([encounter.procedures.index(each) + 1 for each in flag.procedures])
    return Finding(rule.id, rule.severity, codes, positions, flag.says, rule.cites, flag.fix, flag.note, performed)
