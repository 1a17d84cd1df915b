"""The way through the Index to a code that a guideline or an inclusion term gives, on its words and those said."""

from __future__ import annotations

from mainterm.encode.outline import Entry, Outline
from mainterm.encode.walk import Move, Way
from mainterm.encode.weight import weigh
from mainterm.model.code import named_in, within
from mainterm.model.edition import Book, Section
from mainterm.model.index import Index, Table
from mainterm.model.proof import StepKind
from mainterm.model.source import Source
from mainterm.model.tabular import Node
from mainterm.model.words import stems

INDEXES = frozenset({Index.DISEASES, Index.EXTERNAL})
"""The indexes whose lines lead to codes that the guidelines are about."""


def paragraph_for(section: Section, code: str) -> tuple[Source, str] | None:
    """The first paragraph of the section that names the code or what stands above it, otherwise the first of all.

    None where the section has no text.
    """
    named = (at for at in section.paragraphs if any(within(code, span) for span in named_in(at[1])))
    return next(named, next(iter(section.paragraphs), None))


def granted_way(book: Book, outline: Outline, node: Node, said: frozenset[str], lent: frozenset[str]) -> Way | None:
    """The way to the code's line, or to that of a heading of its, that has most of the words said.

    Every line on it demands words that are said or `lent`; None where there is no such line.
    """
    headings = [place.code for place in reversed(book.ancestors(node)) if "-" not in place.code]
    for code in (node.code, *headings):
        found = [way for id in book.leads_to(code) if (way := _way(outline, id, code, said, lent))]
        if found:
            return max(found, key=lambda way: (weigh(way.used), -len(way.moves), -way.last.line.id))
    return None


def _way(outline: Outline, id: int, code: str, said: frozenset[str], lent: frozenset[str]) -> Way | None:
    line = outline.entry(id).line
    if line.index not in INDEXES or line.table is not Table.NONE or code not in line.codes[:1]:
        return None
    moves: list[Move] = []
    for entry in outline.path(outline.entry(id)):
        used = _met(entry, said, lent | frozenset(stems(" ".join(m.entry.line.head for m in moves))))
        if used is None:
            return None
        kind = StepKind.SUBTERM if moves else StepKind.MAIN_TERM
        moves.append(Move(kind, entry, used, entry.free & said - used))
    used_up, free = (frozenset[str]().union(*(getattr(m, name) for m in moves)) for name in ("used", "free"))
    return Way(tuple(moves), used_up, free - used_up, used_up, granted=lent)


def _met(entry: Entry, said: frozenset[str], lent: frozenset[str]) -> frozenset[str] | None:
    """The words said that meet the line's demand, most of them; None where it demands a word neither said nor lent."""
    if entry.connective:
        return frozenset()
    met = [demand & said for demand in entry.demands if demand <= said | lent]
    return max(met, key=weigh, default=None)
