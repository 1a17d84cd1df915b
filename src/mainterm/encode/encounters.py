"""What a visit is for, as far as it takes codes out: a procedure that is planned, or was done before, is not coded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mainterm.encode.landing import Finding
from mainterm.encode.statement import Statement
from mainterm.model.answer import WordRole
from mainterm.model.code import Volume

ELSEWHERE: Final = frozenset(
    {
        WordRole.PLANNED,
        WordRole.HISTORY,
        WordRole.STATUS,
        WordRole.AFTERCARE,
        WordRole.FOLLOW_UP,
        WordRole.TIME,
    }
)
"""Roles that put a procedure into another encounter."""


def of_this_encounter(statement: Statement, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings without procedures of another encounter; of a visit for a procedure, the condition is coded."""
    named = any(node.volume is Volume.DISEASES for finding in findings for node in finding.nodes)
    outside = ELSEWHERE | ({WordRole.REASON} if named else frozenset())
    return tuple(f for f in findings if not (_is_procedure(f) and _roles(statement, f) & outside))


def _is_procedure(finding: Finding) -> bool:
    return any(node.volume is Volume.PROCEDURES for node in finding.nodes)


def _roles(statement: Statement, finding: Finding) -> frozenset[WordRole]:
    """The roles that hold over the segments in which the finding stands."""
    start, end = finding.span
    return frozenset[WordRole]().union(*(s.roles for s in statement.segments if start <= s.start and s.end <= end))
