"""Gives the sites of the Neoplasm Table up to FY2007 their levels: those of lines without cells by what stands around.

Leading blanks tell the level of a row. A line without cells has lost its blanks: one that heads others, names a
reference, or goes on in the next line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from mainterm.model.source import Paragraph
from mainterm.read.printed_rows import CELLS, blanks, is_open, joined

_FIRST: Final = 8
_STEP: Final = 4
_NOTE: Final = re.compile(r"Notes?\b")
_SEE: Final = re.compile(r"-? *\bsee\b")
_BEYOND: Final = re.compile(rf"[,(]|{_SEE.pattern}")
_CUT: Final = re.compile(r"\b(?:see|also|[Nn]eoplasm, connective)$")
"""How a reference ends that goes on in the next line."""
_PARTED: Final = {
    "lymph, lymphatic channel NEC (see also": ("lymph, lymphatic", _FIRST),
    "node-see also Neoplasm, lymph": ("node-see also Neoplasm, lymph gland", _FIRST + 2 * _STEP),
}
"""Lines that hold more or less than the row that heads others, with that row and the blanks of the one below it, up to
FY2007 (Dindex03.RTF ¶49952, ¶50050): as printed, lymph glands are channels, and a node's *primary NEC* is a gland's."""


@dataclass
class _Site:
    """A row of one printed line or more; of level 0 while that is not known."""

    lines: list[Paragraph]
    level: int

    @cached_property
    def said(self) -> str:
        """Its name and its reference."""
        return " ".join(line.text.partition("\t")[0].strip() for line in self.lines)

    @cached_property
    def name(self) -> str:
        """Its name as it is sorted by, letter by letter: up to a variant, a modifier or a reference."""
        return re.sub(r"[^a-z]", "", _BEYOND.split(self.said, maxsplit=1)[0].lower())


def site_rows(lines: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The rows in the styles H3 to H7, each where its first line stands; notes are no rows."""
    sites = list(_sites(list(_headed(lines))))
    for at, site in enumerate(sites):
        site.level = site.level or _level(sites, at)
        yield joined(site.lines, site.level)


def _headed(lines: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The lines, those of two rows that are parted in the wrong place as FY2008 parts them."""
    above: Paragraph | None = None
    for line in lines:
        if above is not None:
            head, indent = _PARTED[above.plain]
            whole = f"{above.plain} {line.text.lstrip()}"
            yield replace(above, text=head)
            yield replace(line, text=" " * indent + whole.removeprefix(head).lstrip())
            above = None
        elif line.plain in _PARTED:
            above = line
        else:
            yield line
    if above is not None:
        yield above


def _sites(lines: Sequence[Paragraph]) -> Iterator[_Site]:
    """The rows; a line without cells is one by itself, or goes on."""
    open_lines: list[Paragraph] = []
    noted = False
    for line in lines:
        has_cells = CELLS.search(line.text) is not None
        noted = not has_cells and (noted or _NOTE.match(line.plain) is not None)
        if noted:
            continue
        if open_lines and not _goes_on(open_lines, line, has_cells):
            yield _Site(open_lines, 0)
            open_lines = []
        if has_cells:
            yield _Site([*open_lines, line], 0 if open_lines else _level_of(blanks(line)))
            open_lines = []
        else:
            open_lines = [*open_lines, line]
    if open_lines:
        yield _Site(open_lines, 0)


def _goes_on(row: Sequence[Paragraph], line: Paragraph, has_cells: bool) -> bool:
    """Whether a row without cells goes on in a line: by its own end, by how the line begins, or by how far in it is."""
    said = " ".join(each.plain for each in row)
    if is_open(row, line) or _CUT.search(said) or line.plain.startswith(("(", "-see")):
        return True
    far_in = has_cells and blanks(line) >= _FIRST + _STEP
    return far_in and " " in said and not _SEE.search(said)


def _level_of(behind: int) -> int:
    """The level of a row behind so many blanks."""
    return 1 if behind < _FIRST else 2 + (behind - _FIRST) // _STEP


def _level(sites: Sequence[_Site], at: int) -> int:
    """The level of a row whose blanks are lost: right above the next if it heads that, else by the alphabet.

    Of several at which it stands in order, that of both its neighbours, else the highest.
    """
    site, below = sites[at], next((each.level for each in sites[at + 1 : at + 2]), 0)
    if below > 1 and not CELLS.search(site.lines[-1].text) and not _SEE.search(site.said):
        return below - 1
    above = sites[at - 1].level if at else 0
    levels = range(1, above + 2)
    fits = [each for each in levels if _fits(sites, at, each)] or [each for each in levels if _fits(sites, at, each, 0)]
    return below if below == above and below in fits else min(fits, default=1)


def _fits(sites: Sequence[_Site], at: int, level: int, least: int = 1) -> bool:
    """Whether the row stands at this level between the one before it and the one behind it in the alphabet.

    One behind it whose level is not known is passed over, or, if `least` is 0, counted.
    """
    name = sites[at].name
    before = next((each for each in reversed(sites[:at]) if each.level <= level), None)
    behind = next((each for each in sites[at + 1 :] if least <= each.level <= level), None)
    return (before is None or before.level < level or before.name <= name) and (
        behind is None or 0 < behind.level < level or name <= behind.name
    )
