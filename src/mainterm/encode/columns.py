"""Which column of the Hypertension, Neoplasm or Drug table the words choose."""

from __future__ import annotations

from typing import Final, NamedTuple

from mainterm.encode.walk import Way
from mainterm.model.answer import Answered
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


class Cell(NamedTuple):
    """A cell chosen: its column's name, its code ("" where the row has none), the statement's stems that chose it.

    `by_default` where no word chose it; `answered` where the coder did.
    """

    column: str
    code: str
    used: frozenset[str]
    by_default: bool = False
    answered: tuple[Answered, ...] = ()


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
    only = len(filled) == 1
    return _cell(line, filled[0] if only else len(line.cells) - 1, frozenset())._replace(by_default=not only)


def cell_in(line: Line, column: str) -> Cell:
    """The cell of a row in the column of this name."""
    return _cell(line, COLUMNS[line.table].index(column), frozenset())


def answered_cell(answer: Answered) -> Cell:
    """The cell of the column that the coder has chosen."""
    return Cell(answer.option.text, answer.option.code, frozenset(), answered=(answer,))


def with_column(way: Way, statement: frozenset[str]) -> Way:
    """The way, with the words that choose its column as words placed."""
    line = way.last.line
    if line.table is Table.NONE or not line.cells:
        return way
    used = choose_cell(line, statement, way.granted).used
    return way._replace(free=way.free | used) if used else way


def _cell(line: Line, column: int, used: frozenset[str]) -> Cell:
    """The cell of a column; where all columns have one code, no word chooses it: *malignant* is not in 437.2."""
    code, filled = line.cells[column], [each for each in line.cells if each not in ("", "-")]
    used = frozenset() if len(filled) > len(set(filled)) == 1 else used
    return Cell(COLUMNS[line.table][column], "" if code in ("", "-") else code, used)
