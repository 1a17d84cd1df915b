"""Reads the digit boxes of the Tabular List: for which codes, which digits, what they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mainterm.model.code import Volume
from mainterm.model.source import Paragraph, Source
from mainterm.model.tabular import Box, Digit
from mainterm.read.code_text import scope_in
from mainterm.read.notes import explanation

_DIGIT: Final = re.compile(r"\s*(\d)\s*\t\s*(.*)", re.S)
_OPENING: Final = re.compile(r"[345]table(?: head)?")
_BRACKETED: Final = re.compile(r"in \[?brackets|appropriate", re.I)


def is_table(paragraph: Paragraph) -> bool:
    """Whether the paragraph is set in a style of boxes."""
    return paragraph.style[1:6] == "table"


def opens_box(paragraph: Paragraph) -> bool:
    """Whether the paragraph is the first of a box, which says for which codes it is."""
    return _OPENING.fullmatch(paragraph.style) is not None and not is_digit(paragraph)


def is_digit(paragraph: Paragraph) -> bool:
    """Whether the paragraph gives a digit and its meaning: `0 <tab> unspecified`."""
    return _DIGIT.fullmatch(paragraph.text) is not None


def box_length(paragraphs: Sequence[Paragraph], start: int, end: int) -> int:
    """How many paragraphs from `start` make one box, 0 if they give no digits.

    A box ends with its last paragraph in a style of boxes; a digit or a note set in another style may stand within
    (Dtab12 ¶5186, ¶32414), and a digit may be the last.
    """
    last = start
    digits = 0
    for at in range(start + 1, end):
        if opens_box(paragraphs[at]):
            break
        if is_digit(paragraphs[at]):
            digits += 1
            last = at
        elif is_table(paragraphs[at]):
            last = at
    return last - start + 1 if digits else 0


def read_box(paragraphs: Sequence[Paragraph], owner: str, document: str, volume: Volume) -> Box:
    """The box that these paragraphs make, under the node with the key `owner`."""
    head, *rest = paragraphs
    digits: list[Digit] = []
    for paragraph in rest:
        match = _DIGIT.fullmatch(paragraph.text)
        if match:
            meaning = " ".join(match[2].split())
            digits.append(Digit(match[1], meaning, source=Source(document, paragraph.number)))
        elif digits:
            last = digits[-1]
            notes = (*last.notes, explanation(paragraph, document, volume))
            digits[-1] = Digit(last.digit, last.meaning, notes, last.source)
    scope = scope_in(head.plain, volume) or (owner.rpartition(" ")[2],)
    return Box(head.plain, int(head.style[0]), scope, owner, tuple(digits), Source(document, head.number))


def needs_brackets(box: Box) -> bool:
    """Whether the box holds only for codes that name their valid digits in [brackets]."""
    return _BRACKETED.search(box.text) is not None


def bracket_digits(bracket: str) -> str:
    """The digits that a bracket line names.

    >>> bracket_digits("[0,2-4,8, 9]")
    '023489'
    """
    digits = ""
    for low, high in re.findall(r"(\d)(?:\s*-\s*(\d))?", bracket):
        digits += "".join(str(digit) for digit in range(int(low), int(high or low) + 1))
    return digits
