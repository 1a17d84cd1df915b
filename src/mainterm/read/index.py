"""Reads the alphabetic indexes and tables: rows found, errata mended, outline built, references resolved."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from mainterm.editions.errata import Errata
from mainterm.model.edition import Problem
from mainterm.model.index import Index, Line, Table
from mainterm.model.source import Paragraph, Source, Unreadable
from mainterm.model.tabular import Node
from mainterm.read.census_index import (
    KEYS,
    TABLE_KEYS,
    census_drugs,
    census_errata,
    census_index,
    census_table,
    jumps,
)
from mainterm.read.index_boxes import read_box
from mainterm.read.index_codes import cell_problems, census_bad_cells, census_codes, codes_of
from mainterm.read.index_line import read_line
from mainterm.read.index_repair import Read, mend
from mainterm.read.index_rows import Rows, read_rows
from mainterm.read.references import resolve

ORDER: Final = (Index.DISEASES, Index.EXTERNAL, Index.DRUGS, Index.PROCEDURES)
"""The order in which the indexes' lines are numbered."""


@dataclass(frozen=True, slots=True)
class IndexList:
    """The lines of all indexes, what was wrong with them, and what was counted."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    census: Mapping[str, Any]


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Pauses the garbage collector: a hundred thousand records without a cycle among them would wake it in vain."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_no_collecting()
def read_indexes(
    documents: Mapping[Index, tuple[str, Sequence[Paragraph]]], errata: Errata, nodes: Sequence[Node] = ()
) -> IndexList:
    """The indexes in `documents` (name and paragraphs of each), read, mended and joined by their references.

    The census counts each paragraph as one line, as it is printed; the lines are those that were meant. With the
    `nodes` of the Tabular Lists it also tells how the codes stand there.
    """
    lines: list[Line] = []
    problems: list[Problem] = []
    census: dict[str, Any] = {}
    for index in ORDER:
        if index in documents:
            document, paragraphs = documents[index]
            rows = read_rows(index, paragraphs)
            if not rows.rows:
                raise Unreadable(document, "holds no line of an index", "check that it is the right document")
            reads = [(row, read_line(row.name, index)) for row in rows.rows]
            census |= _counted(index, rows, reads, nodes)
            if index is Index.DISEASES:
                census["known_merged_or_broken_index_lines"] = census_errata(errata, document, rows.rows)
            problems += sorted(_wrong(rows, reads, document, errata), key=lambda problem: problem.source)
            lines += outline(mend(reads, index, document, errata), index, document, len(lines))
    lines, unresolved = resolve(lines)
    return IndexList(tuple(lines), (*problems, *unresolved), census)


def outline(reads: Iterable[Read], index: Index, document: str, start: int) -> Iterator[Line]:
    """The lines with their ids, parents and main terms: a parent is the nearest earlier line of a smaller level."""
    above: list[tuple[int, int]] = []  # level and id
    for number, (row, entry) in enumerate(reads, start):
        while above and above[-1][0] >= row.depth:
            above.pop()
        parent = above[-1][1] if above else -1
        above.append((row.depth, number))
        yield Line(
            id=number,
            index=index,
            level=row.depth,
            parent=parent,
            main=above[0][1],
            text=row.text,
            term=entry.term,
            head=entry.head,
            nonessential=entry.nonessential,
            codes=entry.codes,
            manifestations=entry.manifestations,
            references=entry.references,
            morphology=entry.morphology,
            table=row.table,
            cells=tuple(sys.intern(cell) for cell in row.cells),
            starred=entry.starred,
            nec=entry.nec,
            nos=entry.nos,
            instruction=entry.instruction,
            printed=row.printed,
            boxes=tuple(read_box(box, document) for box in row.boxes),
            source=Source(document, row.paragraph),
        )


def _counted(index: Index, rows: Rows, reads: Sequence[Read], nodes: Sequence[Node]) -> dict[str, Any]:
    """The census of one index and of the tables within it."""
    codes = codes_of(nodes, index)
    if index is Index.DRUGS:
        drugs = census_table(Table.DRUGS, reads) | census_drugs(rows, reads)
        return {TABLE_KEYS[Table.DRUGS]: drugs | {"bad_cells": census_bad_cells(reads, codes)}}
    found = census_codes(reads, codes) if codes else {}
    counted: dict[str, Any] = {KEYS[index]: census_index(rows, reads) | found}
    if index is Index.DISEASES:
        for table in (Table.HYPERTENSION, Table.NEOPLASM):
            counted[TABLE_KEYS[table]] = census_table(table, reads)
    return counted


def _wrong(rows: Rows, reads: Sequence[Read], document: str, errata: Errata) -> Iterator[Problem]:
    """What is wrong with one index: slips of the press, lines out of their level, cells in a wrong column."""
    for row, entry in reads:
        for oddity in entry.oddities:
            yield Problem("typography", oddity, Source(document, row.paragraph))
        if row.text.count("(") != row.text.count(")"):
            yield Problem("typography", "unbalanced parentheses", Source(document, row.paragraph))
        if row.indented:
            yield Problem(
                "outline", "blanks before it, as if it stood deeper than its style", Source(document, row.paragraph)
            )
        if row.ragged:
            wrong = "lacks cells: its codes stand in the columns that they are of"
            yield Problem("cell", wrong, Source(document, row.paragraph))
    for row in jumps([row for row, _ in reads]):
        yield Problem("outline", "a level is left out above it", Source(document, row.paragraph))
    for other in rows.other:
        if other.what.startswith("entry in"):
            yield Problem("outline", f"a main term in style {other.style}", Source(document, other.paragraph))
    for erratum in errata.of(document):
        yield Problem("typography", erratum.reason, Source(document, erratum.paragraph))
    if rows.rows[0].table is Table.DRUGS:
        yield from cell_problems(reads, document)
