"""What an audit adds up to: encounters, damage, findings by rule and by chapter; nothing of it grows with the input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from mainterm.audit.auditing import Audit
from mainterm.rules.declare import GUIDELINES, Mend, Severity
from mainterm.rules.of_year import has_own_guidelines
from mainterm.rules.ruleset import NotJudged
from mainterm.rules.run import Finding


@dataclass(slots=True)
class RuleTally:
    """How often a rule was broken, in how many encounters, and its finding for an example."""

    example: Finding
    findings: int = 0
    encounters: int = 0


@dataclass(slots=True)
class Tally:
    """The sums over the audits that it was shown. An encounter counts under its gravest finding."""

    encounters: int = 0
    diagnoses: int = 0
    principals: int = 0
    unread: int = 0
    damaged: int = 0
    not_in_force: int = 0
    other_guidelines: int = 0
    own_guidelines: int = 0
    by_gravest: Counter[Severity] = field(default_factory=Counter)
    by_severity: Counter[Severity] = field(default_factory=Counter)
    principal_wrong: int = 0
    secondary_wrong: int = 0
    rules: dict[str, RuleTally] = field(default_factory=dict)
    by_chapter: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    not_judged: Counter[NotJudged] = field(default_factory=Counter)

    def watch(self, audits: Iterable[Audit]) -> Iterator[Audit]:
        """The audits, each counted as it passes."""
        for audit in audits:
            self.add(audit)
            yield audit

    def add(self, audit: Audit) -> None:
        """Counts an audit in."""
        self.damaged += bool(audit.problems)
        if audit.encounter is None:
            self.unread += 1
            return
        self.add_judged(audit.edition, audit.in_force)
        self.diagnoses += len(audit.encounter.diagnoses)
        self.principals += bool(audit.encounter.diagnoses)
        self.not_judged.update(audit.judgement.not_judged)
        if audit.findings:
            self._add_findings(audit.findings)

    def add_judged(self, edition: str, in_force: bool, encounters: int = 1) -> None:
        """Counts in encounters that were judged by an edition, whether or not it was in force on their dates."""
        self.encounters += encounters
        self.not_in_force += 0 if in_force else encounters
        if edition.isdecimal() and has_own_guidelines(int(edition)):
            self.own_guidelines += encounters
        elif edition.isdecimal() and edition != GUIDELINES:
            self.other_guidelines += encounters

    def _add_findings(self, findings: Iterable[Finding]) -> None:
        severities, seen = set(), set()
        wrong: set[int] = set()
        for finding in findings:
            severity, rule = finding.severity, self.rules.get(finding.rule)
            if rule is None:
                rule = self.rules[finding.rule] = RuleTally(finding)
            rule.findings += 1
            rule.encounters += finding.rule not in seen
            seen.add(finding.rule)
            severities.add(severity)
            self.by_severity[severity] += 1
            self.by_chapter[_chapter_of(finding), severity] += 1
            if severity is Severity.ERROR and finding.positions:
                wrong.add(1 if _wants_another_first(finding) else finding.positions[0])
        self.by_gravest[next(severity for severity in Severity if severity in severities)] += 1
        self.principal_wrong += 1 in wrong
        self.secondary_wrong += len(wrong - {1})

    @property
    def principal_rate(self) -> float:
        """Of the principal diagnoses, the part that is to blame for an error."""
        return self.principal_wrong / self.principals if self.principals else 0.0

    @property
    def secondary_rate(self) -> float:
        """Of the other diagnoses, the part that is to blame for an error."""
        others = self.diagnoses - self.principals
        return self.secondary_wrong / others if others else 0.0

    @property
    def error_rate(self) -> float:
        """Of the encounters, the part with an error."""
        return self.by_gravest[Severity.ERROR] / self.encounters if self.encounters else 0.0

    def by_rule(self) -> list[tuple[str, RuleTally]]:
        """The rules that were broken, the gravest and then the most broken first."""
        order = list(Severity)
        return sorted(
            self.rules.items(), key=lambda one: (order.index(one[1].example.severity), -one[1].findings, one[0])
        )


def _wants_another_first(finding: Finding) -> bool:
    """Whether it is the principal diagnosis that is wrong, because the code to blame is to be it."""
    return finding.fix is not None and finding.fix.mend is Mend.MOVE_FIRST


def _chapter_of(finding: Finding) -> str:
    """The chapter of the code that is to blame."""
    return code_chapter(finding.codes[0]) if finding.codes else "none"


def code_chapter(code: str) -> str:
    """The chapter of a code that is to blame; what is no code of a diagnosis is of none."""
    return chapter_of(code[:_CATEGORY])


@lru_cache(maxsize=2_048)
def chapter_of(code: str) -> str:
    """The chapter of the Tabular List in which a code stands: `1` to `17`, `V`, `E`."""
    if code[:1] in ("V", "E"):
        return code[0]
    category = code[:_CATEGORY]
    return next((chapter for chapter, last in _LAST if category <= last), "17") if category.isdecimal() else "none"


def chapter_name(chapter: str) -> str:
    """What a chapter is called on a plot: its number and its categories."""
    if not chapter.isdecimal():
        return f"{chapter} codes" if chapter in ("V", "E") else "No category"
    number = int(chapter) - 1
    first = int(_LAST[number - 1][1]) + 1 if number else 1
    return f"Chapter {chapter} ({first:03}-{_LAST[number][1]})"


_CATEGORY = len("250")
_LAST = tuple(
    zip(
        map(str, range(1, 18)),
        "139 239 279 289 319 389 459 519 579 629 679 709 739 759 779 799 999".split(),
        strict=True,
    )
)
"""Chapters with the last category of each."""
