"""Counts how the codes of an index stand in the Tabular List, and finds the wrong cells of the Table of Drugs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mainterm.model.code import Volume
from mainterm.model.edition import Problem
from mainterm.model.index import COLUMNS, Index, Table
from mainterm.model.source import Source
from mainterm.model.tabular import Node
from mainterm.read.census_index import path_of
from mainterm.read.index_repair import Read
from mainterm.read.index_rows import FITS

_WELL_FORMED: Final = re.compile(r"E?\d{3}(?:\.\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one volume's Tabular List: whether each is valid, and which headings have printed children."""

    valid: Mapping[str, bool]
    parents: frozenset[str]

    def status(self, code: str) -> str:
        """`valid`, `needs a digit` or `unknown`."""
        return {True: "valid", False: "needs a digit", None: "unknown"}[self.valid.get(code)]


def codes_of(nodes: Iterable[Node], index: Index) -> Codes | None:
    """The Tabular List that an index leads to, if it is among `nodes`."""
    volume = Volume.PROCEDURES if index is Index.PROCEDURES else Volume.DISEASES
    own = [node for node in nodes if node.volume is volume and node.code == node.key]
    if not own:
        return None
    return Codes({node.code: node.valid for node in own}, frozenset(node.parent for node in own if node.printed))


def census_codes(reads: Sequence[Read], codes: Codes) -> dict[str, Any]:
    """How the codes of an index stand in the Tabular List."""
    used = Counter((place, code) for _, place, code in _placed(reads))
    status = {code: codes.status(code) for _, code in used}
    statuses: Counter[str] = Counter()
    occurrences: Counter[str] = Counter()
    for (place, code), times in used.items():
        statuses[f"{place}: {status[code]}"] += times
        occurrences[code] += times
    wanting = [code for code in status if status[code] == "needs a digit"]
    boxed = [code for code in wanting if code not in codes.parents]
    leaves = sum(kind == "valid" for kind in status.values())
    return {
        "distinct_codes_valid_leaf": leaves,
        "occurrences_by_status": dict(statuses),
        "leaf_codes_never_in_this_index": sum(codes.valid.values()) - leaves,
        "codes_not_in_tabular": [
            _unknown(at, code, reads) for at, _, code in _placed(reads) if code not in codes.valid
        ],
        "needs_digit_distinct": len(wanting),
        "needs_digit_supplied_by_a_box": {
            "distinct": len(boxed),
            "occurrences": sum(occurrences[code] for code in boxed),
        },
        "needs_digit_although_children_are_printed": {
            code: occurrences[code] for code in sorted(wanting) if code in codes.parents
        },
    }


def bad_cells(reads: Sequence[Read], codes: Codes | None) -> Iterator[tuple[int, int, str]]:
    """The cells of the Table of Drugs that cannot be meant: row, column, why. They are kept as they are printed."""
    for at, (row, _) in enumerate(reads):
        for column, cell in enumerate(row.cells):
            if not cell[1:]:
                continue
            if not _WELL_FORMED.fullmatch(cell):
                yield at, column, "malformed"
            elif not FITS[column].match(cell):
                yield at, column, "code of another column"
            elif codes is not None and codes.status(cell) != "valid":
                yield at, column, codes.status(cell)


def census_bad_cells(reads: Sequence[Read], codes: Codes | None) -> list[dict[str, Any]]:
    """The wrong cells as the census lists them."""
    return [
        {
            "idx": reads[at][0].paragraph,
            "path": [row.name for row, _ in path_of(at, reads)],
            "column": COLUMNS[Table.DRUGS][column],
            "cell": reads[at][0].cells[column],
            "why": why,
        }
        for at, column, why in bad_cells(reads, codes)
    ]


def cell_problems(reads: Sequence[Read], document: str) -> Iterator[Problem]:
    """The cells that are wrong by themselves as problems; whether a code exists is asked of the whole edition."""
    for at, column, why in bad_cells(reads, None):
        row = reads[at][0]
        text = f"{row.cells[column]} under {COLUMNS[Table.DRUGS][column]}: {why}"
        yield Problem("cell", text, Source(document, row.paragraph))


def _placed(reads: Sequence[Read]) -> Iterator[tuple[int, str, str]]:
    """Every code with the number of its row and whether it is the line's own, in brackets, or in a cell."""
    for at, (row, entry) in enumerate(reads):
        yield from ((at, "code", code) for code in entry.codes)
        yield from ((at, "bracketed", code) for code in entry.manifestations)
        yield from ((at, "table", cell) for cell in row.cells if cell[1:])


def _unknown(at: int, code: str, reads: Sequence[Read]) -> dict[str, Any]:
    row = reads[at][0]
    path = [entry.term for _, entry in path_of(at, reads)]
    return {"idx": row.paragraph, "code": code, "line": row.text, "path": path}
