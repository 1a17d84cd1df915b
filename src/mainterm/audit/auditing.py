"""Audits rows: each encounter put to the rules, and what comes of it with its place and the row's own damage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mainterm.audit.editions import Editions
from mainterm.audit.row import Place, Row
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Severity
from mainterm.rules.run import Finding, Judgement, judge

NOTHING = Judgement(())


@dataclass(frozen=True, slots=True)
class Audit:
    """What is said of a row: of its encounter, where it is one, the findings; of the row, what is damaged.

    `edition` is the name of the one by which it is judged, and `in_force` whether it was so on the encounter's date.
    """

    place: Place
    encounter: Encounter | None
    problems: tuple[str, ...]
    judgement: Judgement
    edition: str = ""
    in_force: bool = True

    @property
    def id(self) -> str:
        """The encounter's own id, or else its place."""
        return self.encounter.id if self.encounter and self.encounter.id else str(self.place)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What breaks a rule, in the order of the rules."""
        return self.judgement.findings

    @property
    def has_error(self) -> bool:
        """Whether a finding is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def audit_rows(rows: Iterable[Row], editions: Editions) -> Iterator[Audit]:
    """The rows in their order, each audited."""
    for place, encounter, problems in rows:
        if encounter is None:
            yield Audit(place, None, problems, NOTHING)
            continue
        if not encounter.diagnoses:
            problems = (*problems, "has no diagnoses")
        book, rules, in_force = editions.judging(encounter)
        yield Audit(place, encounter, problems, judge(encounter, book, rules), book.manifest.name, in_force)
