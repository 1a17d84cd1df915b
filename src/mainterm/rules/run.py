"""Runs rules on an encounter: what breaks them, and which could not be judged for want of a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Admission, Disposition, Encounter, Setting
from mainterm.rules.declare import Citation, Fix, Flag, Need, Rule, Severity, TabularNote
from mainterm.rules.ruleset import NotJudged, Ruleset


@dataclass(frozen=True, slots=True)
class Finding:
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


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say of an encounter.

    `not_judged` are the rules that its codes call for and that lack what they need, each with what that is.
    """

    findings: tuple[Finding, ...]
    not_judged: tuple[NotJudged, ...] = ()


def judge(encounter: Encounter, book: Book, rules: Ruleset) -> Judgement:
    """Every finding of these rules on the encounter, in the order of the rules."""
    findings: list[Finding] = []
    general: list[Finding] = []
    unknown = frozenset([need for need, known in _KNOWN.items() if not known(encounter)])
    called, not_judged = rules.called_by(encounter, book, unknown)
    for rule in called:
        told = [_finding(rule, encounter, flag) for flag in rule.check(encounter, book)]
        if told:
            findings += told
            general += told if rule.general else ()
    return Judgement(tuple(_unrepeated(findings, general) if general else findings), not_judged)


def _unrepeated(findings: Sequence[Finding], general: Sequence[Finding]) -> Iterator[Finding]:
    """The findings without what a general rule says of codes of which another says something as grave."""
    told_by = {finding.rule for finding in general}
    particular = [(each.severity, set(each.codes)) for each in findings if each.rule not in told_by]
    for each in findings:
        graver = [codes for severity, codes in particular if _GRAVEST.index(severity) <= _GRAVEST.index(each.severity)]
        if each.rule not in told_by or set(each.codes) not in graver:
            yield each


_GRAVEST: Final = tuple(Severity)
"""From the gravest on."""


def _finding(rule: Rule, encounter: Encounter, flag: Flag) -> Finding:
    codes = (*[each.code for each in flag.diagnoses], *[each.code for each in flag.procedures])
    positions = tuple([encounter.position(each) for each in flag.diagnoses])
    performed = tuple([encounter.procedures.index(each) + 1 for each in flag.procedures])
    return Finding(rule.id, rule.severity, codes, positions, flag.says, rule.cites, flag.fix, flag.note, performed)


def _has_poa(encounter: Encounter) -> bool:
    return any(diagnosis.poa for diagnosis in encounter.diagnoses)


_KNOWN: Final[Mapping[Need, Callable[[Encounter], bool]]] = {
    Need.LINKS: lambda encounter: encounter.linked,
    Need.REASON: lambda encounter: encounter.reasoned,
    Need.POA: _has_poa,
    Need.SETTING: lambda encounter: encounter.setting is not Setting.UNKNOWN,
    Need.AGE: lambda encounter: encounter.age >= 0 or encounter.days >= 0,
    Need.SEX: lambda encounter: bool(encounter.sex),
    Need.WORDS: lambda encounter: bool(encounter.said),
    Need.DOCUMENTATION: lambda encounter: bool(encounter.documentation),
    Need.PROCEDURES: lambda encounter: encounter.operated,
    Need.DATES: lambda encounter: bool(encounter.discharged),
    Need.STAY: lambda encounter: encounter.stay >= 0,
    Need.ADMISSION: lambda encounter: encounter.admission is not Admission.UNKNOWN,
    Need.ADMITTING: lambda encounter: bool(encounter.admitting),
    Need.DISPOSITION: lambda encounter: encounter.disposition is not Disposition.UNKNOWN,
    Need.ONSET: lambda encounter: encounter.linked or _has_poa(encounter),
}
"""Whether an encounter knows what a rule needs."""
