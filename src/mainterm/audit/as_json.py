"""Audits and their findings as plain JSON values: one object an encounter."""

from __future__ import annotations

from typing import Any

from mainterm.audit.auditing import Audit
from mainterm.rules.declare import CodeEdit, Fix, Mend
from mainterm.rules.run import Finding


def audit_json(audit: Audit) -> dict[str, Any]:
    """id, file, line, edition, in_force, problems, findings, not_judged."""
    return {
        "id": audit.id,
        "file": audit.place.file,
        "line": audit.place.line,
        "edition": audit.edition,
        "in_force": audit.in_force,
        "problems": list(audit.problems),
        "findings": [finding_json(finding) for finding in audit.findings],
        "not_judged": [{"rule": rule, "needs": str(need)} for rule, need in audit.judgement.not_judged],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """rule, severity, codes (of diagnoses, then of procedures), positions of each, message, citation, fix."""
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "codes": list(finding.codes),
        "positions": list(finding.positions),
        "procedures": list(finding.performed),
        "message": finding.message,
        "citation": citation_json(finding),
        "fix": fix_json(finding.fix) if finding.fix else None,
    }


def citation_json(finding: Finding) -> dict[str, Any]:
    """source, section, and page or edit; the note of the Tabular List with its paragraph, where it is one.

    `also` are further sections that say the same. The Guidelines up to FY2002 have no pages: 0.
    """
    cited = finding.citation
    told: dict[str, Any]
    if isinstance(cited, CodeEdit):
        told = {"source": "Definitions of Medicare Code Edits", "section": cited.section, "edit": cited.name}
    else:
        told = {
            "source": f"ICD-9-CM Official Guidelines for Coding and Reporting, FY{cited.of}",
            "section": cited.cited[0],
            "page": cited.page,
        }
        if cited.also:
            told["also"] = list(cited.cited[1:])
    note = finding.note
    if note is not None:
        told["note"] = {"document": note.document, "paragraph": note.paragraph, "code": note.code}
    return told


def fix_json(fix: Fix) -> dict[str, Any]:
    """kind (order, replace, add, remove), the code, and with what or where."""
    match fix.mend:
        case Mend.REPLACE:
            return {"kind": "replace", "code": fix.code, "with": fix.other}
        case Mend.REMOVE:
            return {"kind": "remove", "code": fix.code}
        case Mend.ADD_BEFORE:
            return {"kind": "add", "code": fix.other, "before": fix.code}
        case Mend.ADD_AFTER:
            return {"kind": "add", "code": fix.other, "after": fix.code}
        case Mend.MOVE_FIRST:
            return {"kind": "order", "code": fix.code, "position": 1}
        case Mend.MOVE_BEFORE:
            return {"kind": "order", "code": fix.code, "before": fix.other}
        case Mend.MOVE_AFTER:
            return {"kind": "order", "code": fix.code, "after": fix.other}
