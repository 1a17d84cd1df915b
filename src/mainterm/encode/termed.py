"""A statement that is an inclusion term: the Tabular has its words at one code, the Index has a line that leads there.

Where the words of the Index do not reach, the term and the titles above it lend theirs, as a guideline does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mainterm.encode.answers import Answers
from mainterm.encode.chosen import Passage
from mainterm.encode.granted import granted_way
from mainterm.encode.landing import Finding
from mainterm.encode.outline import Outline
from mainterm.encode.settle import settle
from mainterm.encode.statement import Statement
from mainterm.model.answer import Remark
from mainterm.model.code import Volume
from mainterm.model.edition import Book, Hit
from mainterm.model.proof import StepKind
from mainterm.model.tabular import Level, Node, Note, NoteKind
from mainterm.model.words import stems

LONGEST: Final = 12
"""Words of a statement that is looked up as an inclusion term."""
_MOST: Final = 40
"""Phrases with all the words that are looked at, the best first."""
UNDER_TITLE: Final = "term under a title"
"""The kind of a remark of ours on a term that means what it says only under the title where it stands."""


@dataclass(frozen=True, slots=True)
class Termed:
    """What an inclusion term gives: the finding, its paragraph, and whether the titles above had to lend words."""

    finding: Finding
    passage: Passage
    node: Node
    lent: bool

    @property
    def remark(self) -> Remark:
        """What the coder is to make sure of: that the title is meant."""
        text = f"{self.passage.text} stands in the Tabular List under {self.node.display}: is that what is meant?"
        return Remark(UNDER_TITLE, text, self.node.code, self.passage.source)


def termed(book: Book, outline: Outline, statement: Statement, answers: Answers) -> Termed | None:
    """The code at which alone the Tabular prints the statement as an inclusion term, if the Index leads to it."""
    said = frozenset(stems(statement.text))
    if not said or len(statement.words) > LONGEST or any(segment.denied for segment in statement.segments):
        return None
    printed = {
        node.code: (node, note) for hit in book.phrased(statement.text, _MOST) for node, note in _at(book, hit, said)
    }
    if len(printed) != 1:
        return None
    ((node, note),) = printed.values()
    above = (place.title for place in book.ancestors(node) if place.level not in (Level.CHAPTER, Level.SECTION))
    titles = said.union(stems(" ".join((*above, node.title))))
    for lent in (said, titles):
        way = granted_way(book, outline, node, said, lent)
        if way is not None:
            span = (0, len(statement.text))
            settled = settle(book, node.code, Volume.DISEASES, said, lent, answers)
            passage = Passage("", note.source, note.text, span, said, StepKind.TABULAR_NOTE)
            return Termed(Finding(span, way, None, (settled,), said, said), passage, node, lent != said)
    return None


def _at(book: Book, hit: Hit, said: frozenset[str]) -> list[tuple[Node, Note]]:
    """The code with the term's paragraph, if the hit is a term on a line of its own that has these words, no others."""
    if hit.kind != NoteKind.INCLUSION or frozenset(stems(hit.text)) != said or hit.text.endswith(":"):
        return []
    node = book.node(hit.key)
    if node is None or not node.printed or node.box.document:
        return []
    return [
        (node, note)
        for note in node.notes
        if note.source == hit.source
        and note.kind is NoteKind.INCLUSION
        and not note.depth
        and note.source != node.source
    ][:1]
