"""Gives the tables of older indexes, set line by line with blanks, the paragraphs and styles of the newer ones.

Up to FY2007 the tables have one paragraph a printed line: leading blanks tell the level, and a name that is too long
goes on in the next, further in. The Neoplasm Table has lost blanks besides: `read.sites`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mainterm.model.source import Paragraph
from mainterm.read.printed_rows import CELLS, blanks, is_open, joined
from mainterm.read.sites import site_rows

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
_TABLES: Final = ("Table Hypertension", "Table Hypertension Header", "Table Neoplasm")
_COLUMNS: Final = 6
_SITE: Final = re.compile(r"[a-z][^\t]*\t(?:1[4-9]|20)\d\b")
"""A row of the Neoplasm Table that is not its main term."""
_TITLE: Final = re.compile(r"Hypertension Table|Neoplasm(?:, neoplastic)?")


def with_levels(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, those of such tables as rows in the styles H2 to H9; each stays at its place.

    A row stands where its first line does, a blank where it goes on. Without a style of levels the document is the
    Table of Drugs and Chemicals, if it has rows of six cells: the first of them begins it.
    """
    found = [_below(paragraph) for paragraph in paragraphs]
    at = 0
    while at < len(paragraphs):
        end = at
        while end < len(paragraphs) and paragraphs[end].style in _TABLES:
            end += 1
        if end > at:
            table = list(_table(paragraphs[at:end]))
            _put(found, at, end, table)
            title = next((n for n in range(at - 1, -1, -1) if found[n].plain), at)
            if _TITLE.fullmatch(found[title].plain):
                found[title] = _titled(paragraphs[title], table)
        at = max(end, at + 1)
    if not any(paragraph.style == "H2" for paragraph in found):
        six = (n for n, each in enumerate(found) if each.text.count("\t") >= _COLUMNS and CELLS.search(each.text))
        begin = next(six, len(found))
        _put(found, begin, len(found), _rows(paragraphs[begin:], _DRUGS))
    return found


def _put(found: list[Paragraph], at: int, end: int, rows: Iterable[Paragraph]) -> None:
    """Puts rows where their first lines stand, from `at` up to `end`, and blanks where no row begins."""
    by_number = {row.number: row for row in rows}
    for place in range(at, end):
        paragraph = found[place]
        found[place] = by_number.get(paragraph.number) or replace(paragraph, style="Normal", text="")


def _below(paragraph: Paragraph) -> Paragraph:
    """A site in small letters is no main term (Dindex09.rtf ¶52019)."""
    is_site = paragraph.style == "H2" and _SITE.match(paragraph.text) is not None
    return replace(paragraph, style="H3") if is_site else paragraph


def _titled(title: Paragraph, table: Sequence[Paragraph]) -> Paragraph:
    """The title of a table: a heading; the main term, without codes, where no row is that (Dindex07.rtf ¶50635)."""
    if any(row.style == "H2" for row in table):
        return replace(title, style="H1")
    return replace(title, style="H2", text=title.plain + "\t" * _COLUMNS)


def _table(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The rows of a table; neither the heads of its columns nor what stands between main term and sites are rows."""
    rows = [row for paragraph in paragraphs if (row := _without_heads(paragraph)).plain]
    if not rows:
        return
    if rows[0].style == "Table Neoplasm":
        if _TITLE.match(rows[0].plain):
            yield replace(rows.pop(0), style="H2")
        yield from site_rows(rows)
    else:
        main, *below = _rows(rows, _HYPERTENSION)
        yield replace(main, style="H2")
        yield from below


def _without_heads(paragraph: Paragraph) -> Paragraph:
    """The paragraph without the heads of columns, which in FY2006 stand behind the main term."""
    name, tab, _ = paragraph.text.partition("\t")
    return replace(paragraph, text=name) if tab and not CELLS.search(paragraph.text) else paragraph


def _rows(paragraphs: Sequence[Paragraph], setting: _Setting) -> Iterator[Paragraph]:
    row: list[Paragraph] = []
    start = 0
    for paragraph in paragraphs:
        if not paragraph.plain:
            continue
        here = blanks(paragraph)
        if row and not CELLS.search(row[-1].text) and (setting.goes_on(here, start) or is_open(row, paragraph)):
            row.append(paragraph)
            continue
        if row:
            yield joined(row, setting.level_of(start))
        row, start = [paragraph], here
    if row:
        yield joined(row, setting.level_of(start))
