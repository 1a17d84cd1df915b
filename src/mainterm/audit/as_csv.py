"""Audits as a table: a row a finding, and one for each damage of a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.audit.auditing import Audit
from mainterm.audit.words import cited, said_fix

HEADER: Final = ("id", "file", "line", "severity", "rule", "codes", "positions", "message", "citation", "fix")
DAMAGED: Final = "damaged"


def audit_rows_csv(audit: Audit) -> Iterator[tuple[str, ...]]:
    """The rows of an audit, with the columns of HEADER; none, where nothing is wrong."""
    head = (audit.id, audit.place.file, str(audit.place.line))
    for problem in audit.problems:
        yield (*head, DAMAGED, "", "", "", problem, "", "")
    for finding in audit.findings:
        yield (
            *head,
            finding.severity.value,
            finding.rule,
            " ".join(finding.codes),
            " ".join(map(str, finding.positions)),
            finding.message,
            cited(finding),
            said_fix(finding.fix) if finding.fix else "",
        )
