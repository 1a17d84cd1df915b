"""Runs rules on an encounter: what breaks them, and which could not be judged for want of a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mainterm.model.code import category_of, spans_of, within_any
from mainterm.model.edition import Book
from mainterm.model.encounter import Admission, Disposition, Encounter, Setting
from mainterm.rules.declare import Citation, Fix, Flag, Need, Rule, Severity, TabularNote


@dataclass(frozen=True, slots=True)
class Finding:
    """What breaks a rule: the codes, the one to blame first, their positions from 1, in plain words, and the fix.

    `note` is the very note of the Tabular List that is broken, where it is one.
    """

    rule: str
    severity: Severity
    codes: tuple[str, ...]
    positions: tuple[int, ...]
    message: str
    citation: Citation
    fix: Fix | None = None
    note: TabularNote | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say of an encounter.

    `not_judged` are the rules that its codes call for and that lack what they need, each with what that is.
    """

    findings: tuple[Finding, ...]
    not_judged: tuple[tuple[str, Need], ...] = ()


class Ruleset:
    """Rules in their order, and which of them a code calls for: an encounter is put to those few only."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._always = frozenset(number for number, rule in enumerate(self.rules) if not rule.on)
        self._of_category: dict[str, list[int]] = {}
        for number, rule in enumerate(self.rules):
            for category in spans_of(rule.on).categories:
                self._of_category.setdefault(category, []).append(number)
        self._called_for: dict[str, frozenset[int]] = {}

    def called_by(self, encounter: Encounter) -> Iterator[Rule]:
        """The rules that the encounter may break by the codes that it has, in their order."""
        called = (self._by_code(diagnosis.code) for diagnosis in encounter.diagnoses)
        by_procedure = (self._by_code(procedure.code) for procedure in encounter.procedures)
        return map(self.rules.__getitem__, sorted(self._always.union(*called, *by_procedure)))

    def _by_code(self, code: str) -> frozenset[int]:
        called = self._called_for.get(code)
        if called is None:
            numbers = self._of_category.get(category_of(code), ())
            called = frozenset(number for number in numbers if within_any(code, self.rules[number].on))
            self._called_for[code] = called
        return called


def judge(encounter: Encounter, book: Book, rules: Ruleset) -> Judgement:
    """Every finding of these rules on the encounter, in the order of the rules."""
    findings: list[Finding] = []
    not_judged: list[tuple[str, Need]] = []
    for rule in rules.called_by(encounter):
        lacking = next((need for need in rule.needs if not _KNOWN[need](encounter)), None)
        if lacking is not None:
            not_judged.append((rule.id, lacking))
        else:
            findings += (_finding(rule, encounter, flag) for flag in rule.check(encounter, book))
    return Judgement(tuple(findings), tuple(not_judged))


def _finding(rule: Rule, encounter: Encounter, flag: Flag) -> Finding:
    codes = tuple(diagnosis.code for diagnosis in flag.diagnoses)
    positions = tuple(map(encounter.position, flag.diagnoses))
    return Finding(rule.id, rule.severity, codes, positions, flag.says, rule.cites, flag.fix, flag.note)


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
    Need.PROCEDURES: lambda encounter: encounter.operated,
    Need.DATES: lambda encounter: bool(encounter.discharged),
    Need.STAY: lambda encounter: encounter.stay >= 0,
    Need.ADMISSION: lambda encounter: encounter.admission is not Admission.UNKNOWN,
    Need.ADMITTING: lambda encounter: bool(encounter.admitting),
    Need.DISPOSITION: lambda encounter: encounter.disposition is not Disposition.UNKNOWN,
    Need.ONSET: lambda encounter: encounter.linked or _has_poa(encounter),
}
"""Whether an encounter knows what a rule needs."""
