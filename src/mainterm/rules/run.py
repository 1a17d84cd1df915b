"""Runs rules on an encounter: what breaks them, and which could not be judged for want of a fact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter, Setting
from mainterm.rules.declare import Fix, Flag, Guideline, Need, Rule, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """What breaks a rule: the codes, the one to blame first, their positions from 1, in plain words, and the fix."""

    rule: str
    severity: Severity
    codes: tuple[str, ...]
    positions: tuple[int, ...]
    message: str
    citation: Guideline
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say of an encounter; `not_judged` are the rules that lack what they need, with what that is."""

    findings: tuple[Finding, ...]
    not_judged: tuple[tuple[str, Need], ...] = ()


def judge(encounter: Encounter, book: Book, rules: Iterable[Rule]) -> Judgement:
    """Every finding of these rules on the encounter, in the order of the rules."""
    findings: list[Finding] = []
    not_judged: list[tuple[str, Need]] = []
    for rule in rules:
        lacking = next((need for need in rule.needs if not _knows(encounter, need)), None)
        if lacking is not None:
            not_judged.append((rule.id, lacking))
        else:
            findings += (_finding(rule, encounter, flag) for flag in rule.check(encounter, book))
    return Judgement(tuple(findings), tuple(not_judged))


def _finding(rule: Rule, encounter: Encounter, flag: Flag) -> Finding:
    codes = tuple(diagnosis.code for diagnosis in flag.diagnoses)
    positions = tuple(map(encounter.position, flag.diagnoses))
    return Finding(rule.id, rule.severity, codes, positions, flag.says, rule.cites, flag.fix)


def _knows(encounter: Encounter, need: Need) -> bool:
    return {
        Need.LINKS: encounter.linked,
        Need.REASON: encounter.reasoned,
        Need.POA: any(diagnosis.poa for diagnosis in encounter.diagnoses),
        Need.SETTING: encounter.setting is not Setting.UNKNOWN,
        Need.AGE: encounter.age >= 0 or encounter.days >= 0,
        Need.SEX: bool(encounter.sex),
        Need.WORDS: bool(encounter.said),
    }[need]
