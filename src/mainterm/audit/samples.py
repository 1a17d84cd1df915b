"""A few encounters to show for each rule that was broken: as many as a page can hold, however long the input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from mainterm.audit.auditing import Audit

_MOST_EACH: Final = 20
_MOST: Final = 2_000


@dataclass(slots=True)
class Samples:
    """The first encounters with a finding: so many of each rule, and so many in all. Damaged rows likewise."""

    most_each: int = _MOST_EACH
    audits: list[Audit] = field(default_factory=list)
    damaged: list[Audit] = field(default_factory=list)
    _shown: Counter[str] = field(default_factory=Counter)

    def watch(self, audits: Iterable[Audit]) -> Iterator[Audit]:
        """The audits; some of those that pass are kept."""
        for audit in audits:
            self.add(audit)
            yield audit

    def add(self, audit: Audit) -> None:
        """Keeps the audit if it has a finding of a rule of which there are not enough."""
        if audit.problems and len(self.damaged) < self.most_each:
            self.damaged.append(audit)
        rules = {finding.rule for finding in audit.findings}
        if len(self.audits) < _MOST and any(self._shown[rule] < self.most_each for rule in rules):
            self._shown.update(rules)
            self.audits.append(audit)
