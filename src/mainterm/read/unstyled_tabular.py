"""Gives the Tabular Lists of FY1998 and FY1999, set by indents alone, the styles of the newer ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from mainterm.model.code import Volume
from mainterm.model.source import Paragraph

_CODE: Final = {
    Volume.DISEASES: re.compile(r"\t*((?:\d{3}|V\d{2})(?:\.\d{1,2})?|E\d{3}(?:\.\d)?)\s*\t\s*\S"),
    Volume.PROCEDURES: re.compile(r"\t*(\d{2}(?:\.\d{1,2})?)\s*\t\s*\S"),
}
_LEVELS: Final = ("Two-digit Level", "Three-digit Level", "Fourth-digit Level", "Fifth-digit Level")
_RANGED: Final = re.compile(r"[^a-z]+\([VE]?\d{2,3}(?:-[VE]?\d{2,3})?\)")
_CHAPTER: Final = re.compile(r"\d{1,2}\.")
_PART: Final = re.compile(r"SUPPLEMENTARY|CLASSIFICATION OF|Appendix")
_BRACKET: Final = re.compile(r"\[[\d,\s-]+\]")
_DIGIT: Final = re.compile(r"\s*\d\s*\t")
_FIFTH: Final = re.compile(r"fifths?[- ]digit")
_KINDS: Final = (
    ("Includes", "Includes"),
    ("Excludes", "Excludes"),
    ("Use additional", "Additional"),
    ("Code also", "Additional"),
    ("Code first", "CFST"),
    ("Code, if applicable", "CFST"),
    ("Note", "Note"),
    ("Requires", "Note"),
)
_GROUPS: Final = (1800, -1440)
"""How the groups of neoplasms are set that chapter 2 lists at its beginning: ranges, and no categories."""
_SUBDIVISIONS: Final = (1080, -1080)
"""How the head of the fourth digits of a whole section is set."""

_PLACES: Final[Mapping[Volume, Mapping[tuple[int, int], tuple[str, ...]]]] = {
    Volume.DISEASES: {
        (360, 0): ("Normal indent",),
        (360, -360): ("Normal level - #ed para",),
        (720, -720): ("3digits Note head",),
        (1080, -720): ("3digits Additional list1", "3digits Note list1"),
        (1080, -180): ("3digits CFST list1",),
        (1260, -720): ("3digits Additional list2", "3digits Note list2"),
        (1440, -360): ("3digits Excludes line",),
        (1440, -180): ("3digits Excludes list1", "3digits CFST list2"),
        (1620, -720): ("3digits line", "4table list1", "4digits Additional line"),
        (1800, -720): (
            *("3digits list1", "3digits Includes line", "4table list2"),
            *("4digits CFST list1", "4digits Additional list1"),
        ),
        (1800, -360): ("3digits Excludes list2",),
        (1980, -720): ("3digits list2", "4digits Additional list2"),
        (2160, -1080): ("5table list1",),
        (2160, -720): ("3digits Includes list1",),
        (2160, -540): ("4digits Excludes line",),
        (2160, -360): ("4digits Excludes list1", "5digits CFST list1", "3digits Includes list3"),
        (2340, -720): ("4digits line", "3digits Includes list2", "5digits Additional line"),
        (2520, -720): ("4digits list1", "5digits Additional list1"),
        (2520, -360): ("4digits Excludes list2",),
        (2520, -180): ("5digits Excludes line",),
        (2700, -720): ("4digits list2", "5digits Additional list2"),
        (2700, 0): ("4digits CFST list2",),
        (2880, -1080): ("5table list2",),
        (2880, -360): ("5digits Excludes list1",),
        (3060, -720): ("5digits line",),
        (3240, -1080): ("5table list3",),
        (3240, -720): ("5digits list1",),
        (3240, -360): ("5digits Excludes list2",),
        (3420, -720): ("5digits list2",),
    },
    Volume.PROCEDURES: {
        (720, -720): ("3digits Note line", "2digits Additional line"),
        (720, -360): ("3digits Additional line",),
        (1080, -360): ("2digits Includes line", "2digits Excludes line", "4table list1"),
        (1080, -180): ("2digits Includes line",),
        (1440, -360): ("3digits Excludes line", "3digits Includes line"),
        (1440, -180): ("3digits Excludes list1", "3digits Includes list1"),
        (1620, -720): ("3digits line",),
        (1800, -1080): ("2digits Additional line",),
        (1800, -720): ("3digits list1",),
        (1800, -360): ("4table list2", "3digits Excludes list2", "3digits Includes list2"),
        (1980, -720): ("3digits list2",),
        (2160, -540): ("4digits Excludes line",),
        (2160, -360): ("4digits Excludes list1",),
        (2340, -720): ("4digits line",),
        (2520, -1440): ("3digits Additional list2",),
        (2520, -1080): ("4digits Additional list1",),
        (2520, -720): ("4digits list1",),
        (2520, -360): ("4digits Excludes list2",),
        (2700, -720): ("4digits list2",),
    },
}
"""By indent and first line, in twips: the styles that FY2001 has for such a paragraph; which, the note above says."""


def style_by_indents(paragraphs: Sequence[Paragraph], volume: Volume) -> list[Paragraph]:
    """The paragraphs of a Tabular List without a style sheet, with the styles that FY2001 has for the like of them."""
    return [replace(each, style=style) for each, style in zip(paragraphs, _styles(paragraphs, volume), strict=True)]


def _styles(paragraphs: Sequence[Paragraph], volume: Volume) -> Iterator[str]:
    styler = _Styler(volume)
    following = [each for each in paragraphs if each.plain][1:]
    behind = iter([*following, Paragraph(-1, "", "")])
    for paragraph in paragraphs:
        yield styler.style(paragraph, next(behind)) if paragraph.plain else "Normal"


class _Styler:
    """Styles paragraph after paragraph: the code, the note and the box that are open decide between two styles."""

    def __init__(self, volume: Volume) -> None:
        self._code = _CODE[volume]
        self._places = _PLACES[volume]
        self._groups = _GROUPS if volume is Volume.DISEASES else None
        self._least = self._digits = 3 if volume is Volume.DISEASES else 2
        self._kind = ""  # of the note that is open
        self._box = ""  # `4table` or `5table` while a box is open

    def style(self, paragraph: Paragraph, following: Paragraph) -> str:
        """The style of a paragraph that is not blank, before the next such one."""
        place = (paragraph.indent, paragraph.first)
        if heading := _heading(paragraph):
            self._begin(self._least)
            return heading
        if place == self._groups:
            return "Neoplasm"
        if code := self._code.match(paragraph.text):
            self._begin(len(code[1].replace(".", "").lstrip("E")))
            return _LEVELS[self._digits - 2]
        if _BRACKET.fullmatch(paragraph.plain):
            return f"{self._digits}digits Bracket"
        if self._box and _DIGIT.match(paragraph.text):
            self._kind = "table"
            return f"{self._box} line"
        kind = next((kind for keyword, kind in _KINDS if paragraph.text.lstrip().startswith(keyword)), "")
        if self._opens_box(paragraph, place, kind, following):
            self._box, self._kind = "5table" if _FIFTH.search(paragraph.text) else "4table", "table"
            return f"{self._box} head"
        return self._note(paragraph, place, kind)

    def _begin(self, digits: int) -> None:
        """A code of so many digits, or a heading, ends the note and the box that are open."""
        self._digits, self._kind, self._box = digits, "", ""

    def _opens_box(self, paragraph: Paragraph, place: tuple[int, int], kind: str, following: Paragraph) -> bool:
        """Whether a paragraph heads digits: it stands right before them, and is no item of a list."""
        if place == _SUBDIVISIONS:
            return True
        heads = place not in self._places and kind in ("", "Note")
        return bool(_DIGIT.match(following.text)) and (heads or paragraph.text.startswith("The following"))

    def _note(self, paragraph: Paragraph, place: tuple[int, int], kind: str) -> str:
        """The style of a note's head, or of what may go on with it; of an inclusion term where nothing says more."""
        if kind:
            self._kind = kind
            return f"{self._digits}digits {kind} head"
        styles = self._places.get(place, ())
        said = [style for style in styles if self._says(style)]
        own = [style for style in said if style.startswith((str(self._digits), self._box or "-"))]
        plain = [style for style in styles if len(style.split()) == 2 and "table" not in style]
        other = f"{self._digits}digits {self._kind} line" if self._kind else f"{self._digits}digits line"
        return next(iter((*own, *plain, *said, *styles)), other if paragraph.first < 0 else "Normal")

    def _says(self, style: str) -> bool:
        """Whether a style is of the kind of note that is open."""
        return bool(self._kind) and self._kind in style


def _heading(paragraph: Paragraph) -> str:
    """The style of the head of a part, chapter or section: capitals, and a range behind them."""
    if _RANGED.fullmatch(paragraph.plain):
        if _PART.match(paragraph.plain):
            return "Tabular"
        return "Chapter" if _CHAPTER.match(paragraph.plain) else "Section"
    return "Tabular" if paragraph.bold and _PART.match(paragraph.plain) else ""
