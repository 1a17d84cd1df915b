"""A condition that the Index has *in conditions classified elsewhere* too: that line, where its cause is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from mainterm.encode.companions import asks_for
from mainterm.encode.page import Entry
from mainterm.encode.segments import Link, Segment
from mainterm.encode.walk import Way, into
from mainterm.model.edition import Book
from mainterm.model.tabular import NoteKind
from mainterm.model.terms import is_connective

if TYPE_CHECKING:
    from mainterm.encode.landing import Finding, Landing

_ELSEWHERE: Final = "classified elsewhere"


def with_underlying(
    book: Book, landing: Landing, segments: Sequence[Segment], found: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """The findings, each whose cause is told on the line for that, behind its cause.

    *Delirium due to pneumonia*; *sickle-cell crisis with fever*, where the note at 780.61 names the crisis.
    """
    if len(found) < 2:
        return found
    put = list(found)
    for finding in found:
        line = line_for_cause(finding.way)
        if line is None:
            continue
        told = landing.finding(finding.span, into(finding.way, line), finding.said)
        cause = next((other for other in found if other is not finding and _causes(book, segments, told, other)), None)
        if cause is not None and told.decided:
            at = put.index(finding)
            put[at] = told
            if put.index(cause) > at:
                put.remove(cause)
                put.insert(at, cause)
    return tuple(put)


def line_for_cause(way: Way) -> Entry | None:
    """The line right below a way's last one for what is in a condition classified elsewhere."""
    joints = (child for child in way.last.children if _ELSEWHERE in child.head and is_connective(child.head))
    return next((child for child in joints if child.line.codes), None)


def _causes(book: Book, segments: Sequence[Segment], told: Finding, other: Finding) -> bool:
    """Whether the other is what it is said to be due to, or is named by its *code first* note."""
    if not told.nodes or not other.nodes or other.nodes[0].code[0] in "EV":
        return False
    if asks_for(book, told.nodes[0], other.nodes[0].code) is NoteKind.CODE_FIRST:
        return True
    spans = ((s.start, s.link) for s in segments if other.span[0] <= s.start < other.span[1])
    return any(link is Link.DUE and told.span[1] <= start for start, link in spans) and _is_of_mind(told)


def _is_of_mind(told: Finding) -> bool:
    """Fever and the like that is due to a disease is part of it; a delirium, a psychosis is coded behind it."""
    return not told.nodes[0].code.startswith("78")
