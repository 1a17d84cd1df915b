"""An injury as a statement tells it, with how it came about, or what is left of an old one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from mainterm.encode.causes import Causes, is_injury, without_stray_causes
from mainterm.encode.landing import Finding
from mainterm.encode.late import old_injury
from mainterm.encode.outline import Outline
from mainterm.encode.search import Search
from mainterm.encode.segments import Segment
from mainterm.encode.statement import Statement
from mainterm.model.code import within
from mainterm.model.edition import Book

TRAUMA: Final = "800-959"
"""Injuries."""


class Injury(NamedTuple):
    """A statement as it tells an injury, the search that found it, and the findings, those of the causes behind."""

    statement: Statement
    search: Search
    findings: tuple[Finding, ...]


class Injuries:
    """Finds what a statement tells of injuries; `search` looks a statement up in the Index to Diseases."""

    def __init__(self, book: Book, outline: Outline, search: Callable[[Statement], Search]) -> None:
        self._book = book
        self._outline = outline
        self._search = search

    def told(self, statement: Statement, causes: Causes | None, segments: tuple[Segment, ...]) -> Injury | None:
        """The injury that these segments tell, or what is left of an old one and then that; then the causes."""
        present = replace(statement, segments=segments)
        old = old_injury(self._book, self._outline, present)
        if not causes and not old:
            return None
        if old and old.is_among(self._search(present).findings()):
            return None
        search = self._search(replace(present, segments=old.rest) if old else present)
        found = search.findings() if (old.rest if old else segments) else ()
        if causes and causes.trauma and not old and not _injured(found):
            statement = causes.as_trauma(statement)
            search = self._search(statement)
            found = search.findings()
        elif causes and causes.trauma and not old:
            statement, search, found = self._as_trauma(statement, search, causes, segments, found)
        if not any(finding.nodes for finding in found) and not (old and not old.rest):
            return None
        if not old and not _injured(found):
            return None
        findings = (*without_stray_causes(found), *((old.finding,) if old else ()))
        if causes:
            statement = replace(statement, free=statement.free | causes.free(findings))
            findings = (*findings, *(causes.late if old else causes.findings))
        return Injury(statement, search, findings)

    def _as_trauma(
        self,
        statement: Statement,
        search: Search,
        causes: Causes,
        segments: tuple[Segment, ...],
        found: tuple[Finding, ...],
    ) -> Injury:
        """The findings; what is traumatic beside another injury is one too: *fractured femur, ruptured spleen*."""
        hurt = frozenset[str]().union(*(finding.placed for finding in found if _hurts(finding)))
        bare = frozenset[str]().union(*(finding.placed for finding in found if not _hurts(finding)))
        called = causes.called_trauma(statement, segments, bare - hurt, hurt)
        if called is None:
            return Injury(statement, search, found)
        again = self._search(called)
        other = again.findings()
        better = len(other) == len(found) and sum(map(_hurts, other)) == len(found)
        return Injury(called, again, other) if better else Injury(statement, search, found)


def _hurts(finding: Finding) -> bool:
    return any(within(node.code, TRAUMA) for node in finding.nodes)


def _injured(findings: tuple[Finding, ...]) -> bool:
    return any(is_injury(node.code) for finding in findings for node in finding.nodes)
