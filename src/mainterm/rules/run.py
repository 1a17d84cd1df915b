"""Runs rules on an encounter: what breaks them, and which could not be judged for want of a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from mainterm.model.code import category_of, spans_of, within_any
from mainterm.model.edition import Book
from mainterm.model.encounter import Admission, Disposition, Encounter, Setting
from mainterm.rules.declare import Citation, Fix, Flag, Need, Rule, Severity, TabularNote


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
    not_judged: tuple[tuple[str, Need], ...] = ()


class Ruleset:
    """Rules in their order, and which of them a code calls for: an encounter is put to those few only.

    A set of rules is an integer, a bit for each rule, so that what an encounter calls for is put together quickly.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._always = _bits(number for number, rule in enumerate(self.rules) if not rule.on and rule.when is None)
        self._when = tuple(number for number, rule in enumerate(self.rules) if rule.when is not None)
        self._of_category: dict[str, list[int]] = {}
        for number, rule in enumerate(self.rules):
            for category in spans_of(rule.on).categories:
                self._of_category.setdefault(category, []).append(number)
        self._by_code: WeakKeyDictionary[Book, dict[str, int]] = WeakKeyDictionary()
        self._rules_of: dict[int, tuple[Rule, ...]] = {}

    def called_by(self, encounter: Encounter, book: Book) -> tuple[Rule, ...]:
        """The rules that the encounter may break by the codes that it has, in their order."""
        known = self._by_code.setdefault(book, {})
        called = self._always
        for diagnosis in encounter.diagnoses:
            bits = known.get(diagnosis.code)
            called |= self._learn(known, diagnosis.code, book) if bits is None else bits
        for procedure in encounter.procedures:
            bits = known.get(procedure.code)
            called |= self._learn(known, procedure.code) if bits is None else bits
        found = self._rules_of.get(called)
        if found is None:
            found = tuple(rule for number, rule in enumerate(self.rules) if called >> number & 1)
            if len(self._rules_of) < _MOST_KEPT:
                self._rules_of[called] = found
        return found

    def _learn(self, known: dict[str, int], code: str, book: Book | None = None) -> int:
        """What a code calls for: a diagnosis by what a book has of it, too."""
        numbers = self._of_category.get(category_of(code), ())
        called = [number for number in numbers if within_any(code, self.rules[number].on)]
        if book is not None:
            called += (number for number in self._when if self._calls(number, book, code) and number not in called)
        known[code] = _bits(called)
        return known[code]

    def _calls(self, number: int, book: Book, code: str) -> bool:
        when = self.rules[number].when
        return when is not None and when(book, code)


_MOST_KEPT: Final = 65_536
"""Of sets of rules that encounters call for: in a million encounters there are many that come but once."""


def _bits(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in numbers)


def judge(encounter: Encounter, book: Book, rules: Ruleset) -> Judgement:
    """Every finding of these rules on the encounter, in the order of the rules."""
    findings: list[Finding] = []
    general: list[Finding] = []
    not_judged: list[tuple[str, Need]] = []
    unknown = frozenset(need for need, known in _KNOWN.items() if not known(encounter))
    for rule in rules.called_by(encounter, book):
        if rule.needs and not unknown.isdisjoint(rule.needs):
            not_judged.append((rule.id, next(need for need in rule.needs if need in unknown)))
        else:
            told = [_finding(rule, encounter, flag) for flag in rule.check(encounter, book)]
            findings += told
            general += told if rule.general else ()
    return Judgement(tuple(_unrepeated(findings, general) if general else findings), tuple(not_judged))


def _unrepeated(findings: Sequence[Finding], general: Sequence[Finding]) -> Iterator[Finding]:
    """The findings without what a general rule says of codes of which another says something as grave."""
    particular = [(each.severity, set(each.codes)) for each in findings if each not in general]
    for each in findings:
        graver = [codes for severity, codes in particular if _GRAVEST.index(severity) <= _GRAVEST.index(each.severity)]
        if each not in general or set(each.codes) not in graver:
            yield each


_GRAVEST: Final = tuple(Severity)
"""From the gravest on."""


def _finding(rule: Rule, encounter: Encounter, flag: Flag) -> Finding:
    codes = (*(each.code for each in flag.diagnoses), *(each.code for each in flag.procedures))
    positions = tuple(map(encounter.position, flag.diagnoses))
    performed = tuple(encounter.procedures.index(each) + 1 for each in flag.procedures)
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
