"""Audits as FHIR R4 OperationOutcome: one an encounter, an issue for each finding and each damage."""

from __future__ import annotations

import re
from typing import Any, Final

from mainterm.audit.auditing import Audit
from mainterm.audit.words import cited, said_fix
from mainterm.rules.declare import Severity
from mainterm.rules.run import Finding

RULES: Final = "urn:mainterm:rule"
FIX: Final = "urn:mainterm:fix"
_NO_PART_OF_AN_ID: Final = re.compile(r"[^A-Za-z0-9.-]")
_SEVERITIES: Final = {Severity.ERROR: "error", Severity.WARNING: "warning"}
"""FHIR's severities; what else is found is its `information`."""


def operation_outcome(audit: Audit) -> dict[str, Any]:
    """The resource. Where nothing was found, its one issue says so."""
    return outcome(audit.id, [*map(_damage, audit.problems), *map(finding_issue, audit.findings)], "no finding")


def outcome(id: str, issues: list[dict[str, Any]], otherwise: str) -> dict[str, Any]:
    """The resource of these issues; where there are none, of one that says why."""
    nothing = {"severity": "information", "code": "informational", "diagnostics": otherwise}
    return {
        "resourceType": "OperationOutcome",
        "id": _NO_PART_OF_AN_ID.sub("-", id)[-64:],
        "issue": issues or [nothing],
    }


def finding_issue(finding: Finding) -> dict[str, Any]:
    """The issue of a finding: severity, rule, message, where the rule stands, and which diagnoses it is about."""
    fix = {"extension": [{"url": FIX, "valueString": said_fix(finding.fix)}]} if finding.fix else {}
    return {
        **fix,
        "severity": _SEVERITIES.get(finding.severity, "information"),
        "code": "business-rule",
        "details": {
            "coding": [{"system": RULES, "code": finding.rule, "display": finding.severity.value}],
            "text": f"{' '.join(finding.codes)}: {finding.message}",
        },
        "diagnostics": cited(finding),
        "expression": [
            *(f"Claim.diagnosis[{position - 1}]" for position in finding.positions),
            *(f"Claim.procedure[{position - 1}]" for position in finding.performed),
        ],
    }


def _damage(problem: str) -> dict[str, Any]:
    return {"severity": "error", "code": "structure", "diagnostics": problem}
