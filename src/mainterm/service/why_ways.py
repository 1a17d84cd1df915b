"""The ways of the Index to a code, with the words that each needs: which the statement has, and which not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from mainterm.encode.reading import Reading
from mainterm.encode.statement import read_statement
from mainterm.model.answer import Answer, Coded
from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.index import COLUMNS, Index, Line
from mainterm.model.proof import StepKind
from mainterm.model.source import Source
from mainterm.model.tabular import Level, Node
from mainterm.model.terms import DENIED, demands, is_connective
from mainterm.model.words import stem, stems, words

_IN_INDEX: Final = (StepKind.MAIN_TERM, StepKind.SUBTERM, StepKind.SEE, StepKind.SEE_ALSO)
_OURS: Final = (StepKind.LEXICON, StepKind.SPELLING)
_ASIDE: Final = re.compile(r"[\[(][^\])]*[\])]|,? *\b(?:not stated|not specified|without mention|with or without)\b.*$")
_PRINTED_CODES: Final = re.compile(r"(?: +(?:[EV]?\d[\d.]*|-|\[[^\]]*\]))+$| *(?:-|\()?see\b.*$|\([^()]*\)")
_SAY_NOTHING: Final = frozenset(
    stem(word) for word in "unspecified poisoning therapeutic use nos behavior malignant".split()
)
"""Words of columns and digits that need not be said for them."""


@dataclass(frozen=True, slots=True)
class WayTo:
    """A way through the Index: its lines from the main term down, then the digits that the Tabular adds.

    `said` are the words of it that the statement has, `missing` those that it has not, together where they stand in one
    line; `column` is that of a table's row.
    """

    code: str
    path: tuple[str, ...]
    said: tuple[str, ...]
    missing: tuple[str, ...]
    column: str = ""
    source: Source = field(default=Source("", -1))


def said_stems(answer: Answer) -> frozenset[str]:
    """What the statement says and, so marked, denies; with what was read for its words, and what references lend."""
    statement = read_statement(answer.statement, Reading(answer.statement))
    steps = [step for coded in answer.codes for step in coded.proof.steps]
    read = [step.detail for step in steps if step.kind in _OURS]
    lent = [_head(step.text) for step in steps if step.kind in (StepKind.SEE, StepKind.SEE_ALSO)]
    own = frozenset[str]().union(*(segment.stems for segment in statement.segments))
    return own.union(*map(stems, (*read, *lent)))


def ways_to(book: Book, node: Node, said: frozenset[str], pointed: frozenset[str]) -> Iterator[WayTo]:
    """The lines that print the code, or one above it whose digits make it; the nearest to what is said first.

    `pointed` are stems to which a note of the Tabular points: of two ways as near, one that needs these comes first.
    """
    chain = [one for one in (*book.ancestors(node), node) if one.level not in (Level.CHAPTER, Level.SECTION)]
    found = [
        _way(book, line, one.code, [below.title for below in chain[number + 1 :]], said)
        for number, one in enumerate(chain)
        for line in book.lines(book.leads_to(one.code))
        if (line.index is Index.PROCEDURES) == (node.volume is Volume.PROCEDURES)
    ]
    yield from sorted(found, key=lambda way: _distance(way, pointed))


def answer_way(coded: Coded) -> WayTo:
    """The way that the answer took."""
    steps = [step for step in coded.proof.steps if step.kind in _IN_INDEX]
    used = tuple(dict.fromkeys(word for step in coded.proof.steps for word in step.words))
    column = next((step.detail for step in coded.proof.steps if step.kind is StepKind.COLUMN), "")
    path = tuple(_head(step.text) if n else _head(step.text).split(",")[0] for n, step in enumerate(steps))
    return WayTo(coded.code, path, used, (), column, steps[-1].source)


def _head(printed: str) -> str:
    """A line without its modifiers, codes and references."""
    text, before = printed, ""
    while text != before:
        before, text = text, " ".join(_PRINTED_CODES.sub(" ", text).split())
    return text


def _way(book: Book, line: Line, code: str, digits: Sequence[str], said: frozenset[str]) -> WayTo:
    path = [line]
    while path[0].parent >= 0:
        path.insert(0, book.line(path[0].parent))
    main, *below = (one.head for one in path)
    column = next((name for name, cell in zip(COLUMNS[line.table], line.cells, strict=False) if cell == code), "")
    told = [" ".join(_ASIDE.sub(" ", digit).split()) for digit in digits]
    had: list[str] = []
    missing: list[str] = []
    for term in (main if "'" in main else main[:1].lower() + main[1:], *below):
        there, wanting = _needed(term, said)
        had += there
        missing += [" ".join(wanting)] if wanting else []
    for text in (column.lower(), *told):
        if not _is_met(text, said):
            missing.append(text)
    return WayTo(
        code, (main.split(",")[0], *below, *told), tuple(dict.fromkeys(had)), tuple(missing), column, line.source
    )


def _needed(term: str, said: frozenset[str]) -> tuple[list[str], list[str]]:
    """The words that a line needs, as printed, in the wording nearest to what is said: those there, those wanting."""
    if is_connective(term):
        return [], []
    best = min(demands(term), key=lambda demand: len(demand - said))
    there: list[str] = []
    wanting: list[str] = []
    for printed in term.replace(",", " ").split():
        marks = {mark + own for own in map(stem, words(printed)) for mark in ("", DENIED)} & best
        if marks:
            (there if marks <= said else wanting).append(printed)
    return there, wanting


def _is_met(text: str, said: frozenset[str]) -> bool:
    """Whether a column or a digit has its words; *unspecified* has none to say."""
    return any(demand - _SAY_NOTHING <= said for demand in demands(text)) or "unspecified" in words(text)


def _distance(way: WayTo, pointed: frozenset[str]) -> tuple[int, bool, bool, int, int]:
    """Few lines wanting; a main term that is said; what a note points to; many words said; in the order of print."""
    main = way.path[0].lower()
    wanting = frozenset(stems(" ".join(way.missing)))
    named = not any(word.lower() in main for word in way.said)
    return len(way.missing), named, not wanting <= pointed, -len(way.said), way.source.paragraph
