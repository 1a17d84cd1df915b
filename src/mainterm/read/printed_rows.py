"""The printed lines of a table that is set line by line: cells, leading blanks, and when a line goes on in the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mainterm.model.source import Paragraph

CELLS: Final = re.compile(r"\t *(?:-|[VE]?\d{2,3}(?:\.\d{0,2})?)\s*(?:\t|$)")
"""The first cell of a row, behind its name."""

_JOINS: Final = re.compile(r"(?:,|\b(?:and|by|from|in|of|or|to))$")
_HYPHEN: Final = re.compile(r"[^\W\d]-$")


def is_open(row: Sequence[Paragraph], paragraph: Paragraph) -> bool:
    """Whether the line ends a row without cells: a parenthesis that it closes or is, a last word that joins."""
    said, line = " ".join(each.plain for each in row), paragraph.plain
    closes = said.count("(") > said.count(")") and line.count(")") > line.count("(")
    modifies = line.startswith("(") and blanks(paragraph) > blanks(row[0])
    return closes or modifies or (" " in said and _JOINS.search(said) is not None)


def blanks(paragraph: Paragraph) -> int:
    line = paragraph.text.strip("\n")
    return len(line) - len(line.lstrip(" "))


def joined(row: Sequence[Paragraph], level: int) -> Paragraph:
    """The lines of a row as one paragraph; a word parted at the end of a line is whole again."""
    text = ""
    for paragraph in row:
        line = paragraph.text.strip()
        if _HYPHEN.search(text) and line[:1].islower() and not line.startswith("see "):
            text = f"{text[:-1]}{line}"
        else:
            text = f"{text} {line}".strip()
    return replace(row[0], style=f"H{level + 2}", text=text)
