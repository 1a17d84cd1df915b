"""Two codings compared, as a table and as FHIR OperationOutcomes: what changed, and which findings went and came."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mainterm.audit.against import Change, Comparison
from mainterm.audit.outcome import finding_issue, outcome
from mainterm.audit.words import cited
from mainterm.rules.run import Finding

AGAINST_HEADER: Final = ("id", "is", "what", "codes", "before", "now", "severity", "rule", "message", "citation")


def comparison_rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    """A row for each code added, dropped and moved and each finding gone and come, with the columns of AGAINST_HEADER.

    An encounter that only one of the codings has is a row without a `what`; one that is the same has none.
    """
    head = (comparison.id, comparison.state)
    if comparison.state in ("new", "missing", "unread"):
        yield (*head, *[""] * (len(AGAINST_HEADER) - len(head)))
    for what, changes in (("added", comparison.added), ("dropped", comparison.dropped), ("moved", comparison.moved)):
        yield from ((*head, *_change(what, change)) for change in changes)
    for what, findings in (("gone", comparison.gone), ("came", comparison.came)):
        yield from ((*head, *_finding(what, finding)) for finding in findings)


def _change(what: str, change: Change) -> tuple[str, ...]:
    return what, change.code, str(change.before or ""), str(change.now or ""), "", "", "", ""


def _finding(what: str, finding: Finding) -> tuple[str, ...]:
    said = (finding.severity.value, finding.rule, finding.message, cited(finding))
    return what, " ".join(finding.codes), "", "", *said


def comparison_outcome(comparison: Comparison) -> dict[str, Any]:
    """An OperationOutcome: the findings that came as they are, then, as information, those that went."""
    came = [finding_issue(finding) for finding in comparison.came]
    gone = [{**finding_issue(each), "severity": "information", "code": "informational"} for each in comparison.gone]
    for issue in gone:
        issue["details"] = {**issue["details"], "text": f"gone: {issue['details']['text']}"}
        issue.pop("expression")
    return outcome(comparison.id, [*came, *gone], f"no finding came or went ({comparison.state})")
