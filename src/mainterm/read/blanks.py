"""Gives the tables of older indexes, set line by line with blanks, the paragraphs and styles of the newer ones.

Up to FY2006 the Hypertension and Neoplasm Tables, up to FY2007 the Table of Drugs and Chemicals, have one paragraph a
printed line: leading blanks tell the level, and a name that is too long goes on in the next, further in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mainterm.model.source import Paragraph

_STEP: Final = 4
_FURTHER: Final = 8
"""Blanks by which a line that goes on stands further in than its first; a line of the next level has fewer."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a table is set: the level of a row without blanks, and how many blanks the first level below it has."""

    level: int
    first: int = _STEP

    def level_of(self, blanks: int) -> int:
        """The level of a row behind so many blanks."""
        return self.level + (1 + (blanks - self.first) // _STEP if blanks >= self.first else 0)

    def goes_on(self, blanks: int, start: int) -> bool:
        """Whether a line behind so many blanks belongs to a row that begins behind `start`."""
        return blanks >= start + _FURTHER + (self.first - _STEP if start < self.first else 0)


_DRUGS: Final = _Setting(0)
_HYPERTENSION: Final = _Setting(1)
_NEOPLASM: Final = _Setting(1, 2 * _STEP)
_TABLES: Final = ("Table Hypertension", "Table Hypertension Header", "Table Neoplasm")
_CELLS: Final = re.compile(r"\t *(?:-|[VE]?\d{2,3}(?:\.\d{0,2})?)\s*(?:\t|$)")
_COLUMNS: Final = 6
_TITLE: Final = re.compile(r"Hypertension Table|Neoplasm(?:, neoplastic)?")
_JOINS: Final = re.compile(r"(?:,|\b(?:and|by|from|in|of|or|to))$")
_HYPHEN: Final = re.compile(r"[^\W\d]-$")


def with_levels(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, those of such tables as rows in the styles H2 to H9; each stays at its place.

    A row stands where its first line does, a blank where it goes on. Without a style of levels the document is the
    Table of Drugs and Chemicals, if it has rows of six cells: the first of them begins it.
    """
    found = list(paragraphs)
    at = 0
    while at < len(paragraphs):
        end = at
        while end < len(paragraphs) and paragraphs[end].style in _TABLES:
            end += 1
        if end > at:
            _put(found, at, end, _table(paragraphs[at:end]))
            title = next((n for n in range(at - 1, -1, -1) if paragraphs[n].plain), at)
            if _TITLE.fullmatch(paragraphs[title].plain):
                found[title] = replace(paragraphs[title], style="H1")
        at = max(end, at + 1)
    if not any(paragraph.style == "H2" for paragraph in found):
        six = (n for n, each in enumerate(found) if each.text.count("\t") >= _COLUMNS and _CELLS.search(each.text))
        begin = next(six, len(found))
        _put(found, begin, len(found), _rows(paragraphs[begin:], _DRUGS))
    return found


def _put(found: list[Paragraph], at: int, end: int, rows: Iterable[Paragraph]) -> None:
    """Puts rows where their first lines stand, from `at` up to `end`, and blanks where no row begins."""
    by_number = {row.number: row for row in rows}
    for place in range(at, end):
        paragraph = found[place]
        found[place] = by_number.get(paragraph.number) or replace(paragraph, style="Normal", text="")


def _table(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The rows of a table; neither the heads of its columns nor what stands between main term and sites are rows."""
    rows = [row for paragraph in paragraphs if (row := _without_heads(paragraph)).plain]
    if not rows:
        return
    if rows[0].style == "Table Neoplasm":  # its main term has one line, behind which notes stand
        yield replace(rows[0], style="H2")
        sites = next((n for n, each in enumerate(rows[1:], start=1) if _CELLS.search(each.text)), len(rows))
        yield from _rows(rows[sites:], _NEOPLASM)
    else:
        main, *below = _rows(rows, _HYPERTENSION)
        yield replace(main, style="H2")
        yield from below


def _without_heads(paragraph: Paragraph) -> Paragraph:
    """The paragraph without the heads of columns, which in FY2006 stand behind the main term."""
    name, tab, _ = paragraph.text.partition("\t")
    return replace(paragraph, text=name) if tab and not _CELLS.search(paragraph.text) else paragraph


def _rows(paragraphs: Sequence[Paragraph], setting: _Setting) -> Iterator[Paragraph]:
    row: list[Paragraph] = []
    start = 0
    for paragraph in paragraphs:
        if not paragraph.plain:
            continue
        blanks = _blanks(paragraph)
        if row and not _CELLS.search(row[-1].text) and (setting.goes_on(blanks, start) or _is_open(row, paragraph)):
            row.append(paragraph)
            continue
        if row:
            yield _joined(row, setting.level_of(start))
        row, start = [paragraph], blanks
    if row:
        yield _joined(row, setting.level_of(start))


def _is_open(row: Sequence[Paragraph], paragraph: Paragraph) -> bool:
    """Whether the line ends a row without cells: a parenthesis that it closes or is, a last word that joins."""
    said, line = " ".join(each.plain for each in row), paragraph.plain
    closes = said.count("(") > said.count(")") and line.count(")") > line.count("(")
    modifies = line.startswith("(") and _blanks(paragraph) > _blanks(row[0])
    return closes or modifies or (" " in said and _JOINS.search(said) is not None)


def _blanks(paragraph: Paragraph) -> int:
    line = paragraph.text.strip("\n")
    return len(line) - len(line.lstrip(" "))


def _joined(row: Sequence[Paragraph], level: int) -> Paragraph:
    """The lines of a row as one paragraph; a word parted at the end of a line is whole again."""
    text = ""
    for paragraph in row:
        line = paragraph.text.strip()
        if _HYPHEN.search(text) and line[:1].islower() and not line.startswith("see "):
            text = f"{text[:-1]}{line}"
        else:
            text = f"{text} {line}".strip()
    return replace(row[0], style=f"H{level + 2}", text=text)
