"""Sequencing as the surfaces call it: a proposal for each encounter of an input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mainterm.audit.as_json import finding_json
from mainterm.audit.kinds import GUESSED, Form
from mainterm.audit.row import Row
from mainterm.audit.sequencing import Alternative, Move, Sequencing, sequence
from mainterm.model.edition import Book
from mainterm.rules.book import the_rules
from mainterm.service.audit import read_inputs

__all__ = ["Alternative", "Move", "Proposal", "Sequencing", "proposal_json", "propose"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row with what is proposed for it; nothing, where it is no encounter."""

    row: Row
    sequencing: Sequencing | None

    @property
    def id(self) -> str:
        """The encounter's own id, or else its place."""
        return self.row.encounter.id if self.row.encounter and self.row.encounter.id else str(self.row.place)


def propose(book: Book, inputs: Sequence[str], form: Form = GUESSED) -> Iterator[Proposal]:
    """A proposal for each encounter of these files, or for the one that is typed."""
    for row in read_inputs(inputs, form):
        yield Proposal(row, sequence(row.encounter, book, the_rules(book.manifest.year)) if row.encounter else None)


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """id, problems, given, proposed, moves, broken, alternatives."""
    head = {"id": proposal.id, "problems": list(proposal.row.problems)}
    found = proposal.sequencing
    if found is None:
        return head
    return {
        **head,
        "given": list(found.given),
        "proposed": list(found.proposed),
        "moves": [
            {"code": move.code, "from": move.start, "to": move.end, "finding": finding_json(move.finding)}
            for move in found.moves
        ],
        "broken": [finding_json(finding) for finding in found.broken],
        "alternatives": [
            {"code": one.code, "guideline": one.guideline, "page": one.page, "sequence": list(one.sequence)}
            for one in found.alternatives
        ],
    }
