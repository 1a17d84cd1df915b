"""Finds the lines, table rows and boxes among an index's paragraphs: level, name, cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from mainterm.model.index import COLUMNS, Index, Table
from mainterm.model.source import Paragraph

_LEVELS: Final = {f"H{number}": number - 2 for number in range(2, 10)}
_HEADINGS: Final = ("H1", "Heading Letter")
_BLANKS: Final = " " * 5
FITS: Final = tuple(
    re.compile(pattern)
    for pattern in (r"9[6-9]\d\b", r"E8[56]\d\b|E905\b", r"E9[34]\d\b", r"E95[0-2]\b", r"E96[12]\b", r"E98[0-2]\b")
)
"""The categories of each column of the Table of Drugs; bites and stings (E905) are accidents."""

_CELL: Final = re.compile(r"-|(?:[VE]?\d{2,3}(?:\.\d{0,2})?)?")


@dataclass(slots=True)
class Row:
    """A line or a table's row before its words are understood; `name` is its text without the cells.

    `level` is that of the style, and so is `depth`, but for the second of two lines in one paragraph, which may stand
    deeper. A line `indented` by blanks (Pindex12 7456, `fat` among the lines of *Graft, skin*) may have been
    meant deeper; the style rules, and a problem tells. One that lacks cells is `ragged`. `printed` is the whole
    paragraph where `text` is not that.
    """

    paragraph: int
    level: int
    text: str
    name: str
    table: Table = Table.NONE
    cells: tuple[str, ...] = ()
    depth: int = 0
    indented: bool = False
    ragged: bool = False
    boxes: list[Paragraph] = field(default_factory=list)
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """A paragraph that is no plain line: blank, introduction, head of a table, or a line in a style not its own."""

    paragraph: int
    style: str
    what: str


@dataclass(frozen=True, slots=True)
class Rows:
    """An index's paragraphs, sorted."""

    rows: list[Row]
    other: list[Other]
    letters: int
    paragraphs: int


def read_rows(index: Index, paragraphs: Sequence[Paragraph]) -> Rows:
    """The rows of an index in the order of print. The style, not the indent, gives the level: H2 is a main term.

    A line in style Normal among the others is a main term (Dindex12 17630; Ddrugs12 4268, 4303, 4484), or, in small
    letters, of the level of the line before it (Dindex06 72286).
    """
    rows: list[Row] = []
    other: list[Other] = []
    table = Table.DRUGS if index is Index.DRUGS else Table.NONE
    for paragraph in paragraphs:
        number, style = paragraph.number, paragraph.style
        if style == "Box":
            if rows:
                rows[-1].boxes.append(paragraph)
        elif style in _HEADINGS:
            continue
        elif not paragraph.text.strip():
            other.append(Other(number, style, "blank"))
        elif style in _LEVELS:
            row = _row(paragraph, _LEVELS[style])
            if row.cells == COLUMNS[Table.HYPERTENSION]:
                other.append(Other(number, style, "table header"))
                continue
            if row.level == 0 and index is not Index.DRUGS:
                table = _table_of(row)
            row.table = table
            rows.append(_fitted(row))
        elif not rows:
            other.append(Other(number, style, paragraph.plain))
        elif paragraph.text.startswith("\t"):
            _withdraw_header(rows, other)
            other.append(Other(number, style, paragraph.plain))
        else:
            other.append(Other(number, style, f"entry in {style} style: {paragraph.plain}"))
            level = rows[-1].level if paragraph.plain[0].islower() else 0
            rows.append(_fitted(_row(paragraph, level, table if level or index is Index.DRUGS else Table.NONE)))
    letters = sum(paragraph.style == "Heading Letter" for paragraph in paragraphs)
    return Rows(rows, other, letters, len(paragraphs))


def _row(paragraph: Paragraph, level: int, table: Table = Table.NONE) -> Row:
    """The paragraph as a row: cells are what its tabs part, where all of them are codes, dashes or empty."""
    text, plain = paragraph.text, paragraph.plain
    indented = text.startswith(_BLANKS)
    name, *cells = (" ".join(part.split()) for part in text.split("\t")) if "\t" in text else (plain,)
    if tuple(cells) != COLUMNS[Table.HYPERTENSION] and not all(_CELL.fullmatch(cell) for cell in cells):
        name, cells = plain, []
    return Row(paragraph.number, level, plain, name, table, tuple(cells), level, indented)


def _fitted(row: Row) -> Row:
    """The row with as many cells as its table has columns.

    Where some are wanting (only up to FY2007), a code goes to the column that it is of, the rest stays empty; a single
    code beside the three columns of the Hypertension Table is the line's.
    """
    if not row.cells or row.table is Table.NONE or len(row.cells) == len(COLUMNS[row.table]):
        return row
    row.ragged = True
    if row.table is Table.HYPERTENSION:
        row.name, row.cells = row.text, ()
        return row
    cells = [""] * len(COLUMNS[row.table])
    column = 0
    for cell in row.cells[: len(cells)]:
        while row.table is Table.DRUGS and cell[1:] and column < len(cells) - 1 and not FITS[column].match(cell):
            column += 1
        cells[min(column, len(cells) - 1)] = cell
        column += 1
    row.cells = tuple(cells)
    return row


def _table_of(main: Row) -> Table:
    """The table that a main term of the Index to Diseases opens, told by the number of its cells."""
    for table in (Table.HYPERTENSION, Table.NEOPLASM):
        if len(main.cells) == len(COLUMNS[table]):
            return table
    return Table.NONE


def _withdraw_header(rows: list[Row], other: list[Other]) -> None:
    """A main term with column words behind it is no line but the table's head (Dindex12 52656)."""
    if rows[-1].level == 0 and not rows[-1].cells:
        header = rows.pop()
        other.append(Other(header.paragraph, "H2", "table header"))
        other.sort(key=lambda o: o.paragraph)
