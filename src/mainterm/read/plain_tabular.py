"""Gives the lines of a plain Tabular List the styles of the official one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from mainterm.model.code import Volume
from mainterm.read.plain_line import BadLine, PlainLine, Styled

_HEADING: Final = re.compile(r"(Chapter|Section|Part) (\S.*\([VE]?\d{2,3}(?:-[VE]?\d{2,3})?\))")
_CODE: Final = {
    Volume.DISEASES: re.compile(r"((?:\d{3}|V\d{2})(?:\.\d{1,2})?|E\d{3}(?:\.\d)?) +(\S.*)"),
    Volume.PROCEDURES: re.compile(r"(\d{2}(?:\.\d{1,2})?) +(\S.*)"),
}
_LEVELS: Final = ("Two-digit", "Three-digit", "Fourth-digit", "Fifth-digit")
_BRACKET: Final = re.compile(r"\[[\d,\s-]+\]")
_BOX: Final = re.compile(r"Box for digit ([345]): (\S.*)")
_DIGIT: Final = re.compile(r"(\d) = (\S.*)")
_ITEM: Final = re.compile(r"(-{1,3}|\*{1,3}) (\S.*)")
_HEADS: Final = (
    ("Includes:", "Includes"),
    ("Excludes:", "Excludes"),
    ("Use ", "Additional"),
    ("Code also", "Additional"),
    ("Code first", "CFST"),
    ("Code, if applicable", "CFST"),
    ("Note:", "Note"),
)


def style_tabular(lines: Iterable[PlainLine], volume: Volume) -> Iterator[Styled]:
    """The paragraphs of a Tabular List. What a line is, its beginning says; its indent is for the eye.

    `Part`, `Chapter` or `Section` with a title and a range; a code and its title; `*` an inclusion term; a note by its
    keyword (`Excludes: ...`), each further item of it behind `-`; `**` and `--` for the list below a line that ends in
    a colon; `[0-3]` the valid digits; `Box for digit 5: ...` with its digits as `0 = meaning`, `-` for an explanation.
    """
    styler = _Styler(volume)
    for line in lines:
        yield styler.style(line)


class _Styler:
    """Styles line after line: the code above, and the note or box that is open, decide what an item belongs to."""

    def __init__(self, volume: Volume) -> None:
        self._volume = volume
        self._least = 3 if volume is Volume.DISEASES else 2
        self._digits = self._least
        self._note = ""
        self._box = ""
        self._begun = False

    def style(self, line: PlainLine) -> Styled:
        """The style and text of a line. Raises BadLine."""
        if heading := _HEADING.fullmatch(line.text):
            return self._open_node(self._least, {"Part": "Tabular"}.get(heading[1], heading[1]), heading[2])
        if not self._begun:
            raise BadLine(line.number, "stands before the first Chapter or Part")
        if digit := _DIGIT.fullmatch(line.text):
            if not self._box:
                raise BadLine(line.number, "gives a digit, but no box is open")
            return f"{self._box}table list1", f"{digit[1]}\t{digit[2]}"
        if code := _CODE[self._volume].fullmatch(line.text):
            digits = len(code[1].replace(".", "").lstrip("E"))
            level = _LEVELS[digits - 2]
            return self._open_node(digits, f"{level} Level", f"{code[1]}\t{code[2]}")
        if box := _BOX.fullmatch(line.text):
            self._note, self._box = "", box[1]
            return f"{self._box}table", box[2]
        if _BRACKET.fullmatch(line.text):
            return f"{self._digits}digits Bracket", line.text
        if item := _ITEM.fullmatch(line.text):
            return self._item(line.number, item[1], item[2])
        return self._head(line)

    def _open_node(self, digits: int, style: str, text: str) -> Styled:
        self._digits, self._note, self._box, self._begun = digits, "", "", True
        return style, text

    def _item(self, number: int, mark: str, text: str) -> Styled:
        depth = len(mark) - 1
        place = f"list{depth}" if depth else "line"
        if mark.startswith("*"):
            return f"{self._digits}digits {place}", text
        if self._box:
            return f"{self._box}table list2", text
        if not self._note:
            raise BadLine(number, "continues a note, but none is open")
        return f"{self._digits}digits {self._note} {place}", text

    def _head(self, line: PlainLine) -> Styled:
        kind = next((kind for keyword, kind in _HEADS if line.text.startswith(keyword)), "")
        if not kind:
            raise BadLine(line.number, f"begins with no mark, code or keyword: {line.text[:40]!r}")
        self._note, self._box = kind, ""
        return f"{self._digits}digits {kind} head", line.text
