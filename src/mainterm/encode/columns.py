"""Which column of the Hypertension, Neoplasm or Drug table the words choose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from mainterm.encode.walk import Way
from mainterm.model.index import COLUMNS, Line, Table

_NEOPLASM: Final = (  # any of these stems -> column, the most particular first
    (("situ",), 2),
    (("secondary", "metastatic", "metastasis", "metastase"), 1),
    (("benign",), 3),
    (("uncertain",), 4),
    (("malignant", "primary", "malignancy"), 0),
    (("unspecified",), 5),
)
_HYPERTENSION: Final = ((("malignant",), 0), (("benign",), 1))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell chosen: its column's name, its code ("" where the row has none), the statement's stems that chose it."""

    column: str
    code: str
    used: frozenset[str]


def choose_cell(line: Line, statement: frozenset[str], granted: frozenset[str] = frozenset()) -> Cell:
    """The cell of a table row for these words; `granted` are those of the references to the table, which may name it.

    Without such a word: Unspecified. A neoplasm row with one code for its malignant column (a skin cancer's subtype)
    has no other.
    """
    choices = _HYPERTENSION if line.table is Table.HYPERTENSION else _NEOPLASM
    for words in (statement, granted):
        for alternatives, column in choices:
            chosen = next((stem for stem in alternatives if stem in words), None)
            if chosen is not None:
                return _cell(line, column, statement & {chosen})
    filled = [n for n, code in enumerate(line.cells) if code not in ("", "-")]
    return _cell(line, filled[0] if len(filled) == 1 else len(line.cells) - 1, frozenset())


def with_column(way: Way, statement: frozenset[str]) -> Way:
    """The way, with the words that choose its column as words placed."""
    line = way.last.line
    if line.table is Table.NONE or not line.cells:
        return way
    return replace(way, free=way.free | choose_cell(line, statement, way.granted).used)


def _cell(line: Line, column: int, used: frozenset[str]) -> Cell:
    code = line.cells[column]
    return Cell(COLUMNS[line.table][column], "" if code in ("", "-") else code, used)
