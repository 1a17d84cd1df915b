"""Reads the boxed notes of an index: which digits a box supplies, to which codes, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from mainterm.model.index import IndexBox
from mainterm.model.source import Paragraph, Source

_RANGE: Final = re.compile(r"[VE]?\d[\d.]*(?:\s*-\s*[VE]?\d[\d.]*)?")
_SCOPE: Final = re.compile(rf"\b(?:category|categories|codes):?\s*((?:{_RANGE.pattern}(?:,?\s*and\s+|,?\s*))+)")
_DIGIT: Final = re.compile(r"(\t*)\.?(\d)\s+(\S.*)")
_MORE: Final = re.compile(r"(\t+)([a-z(].*)")


def read_box(paragraph: Paragraph, document: str) -> IndexBox:
    """The box in this paragraph; one that supplies no digits has position 0."""
    source = Source(document, paragraph.number)
    head, *lines = paragraph.text.split("\n")
    scope = _scope(head)
    digits = _digits(lines) if scope else ()
    position = (4 if "fourth-digit" in head else 5) if digits else 0
    return IndexBox(paragraph.plain, position, scope if digits else (), digits, source)


def _scope(head: str) -> tuple[str, ...]:
    """The codes and ranges that a box's first line names: `640-649`, `345.4-345.9`."""
    found = _SCOPE.search(head)
    return tuple(code.replace(" ", "") for code in _RANGE.findall(found[1])) if found else ()


def _digits(lines: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The digits with their meanings.

    A line without a digit goes on with the meaning above it, or, two tabs in, gives another wording of it. One at the
    margin that ends in a colon heads the digits below it (Dindex12 35053); others at the margin are remarks.
    """
    digits: list[tuple[str, str]] = []
    heading, depth = "", 0
    for line in lines:
        if found := _DIGIT.match(line):
            depth = len(found[1])
            digits.append((found[2], f"{heading} {found[3]}".strip()))
        elif (more := _MORE.match(line)) and digits:
            joint = " " if len(more[1]) == depth + 1 else "; "
            digits[-1] = (digits[-1][0], digits[-1][1].rstrip() + joint + more[2].rstrip())
        elif line.endswith("with:"):
            heading = line
    return tuple((digit, " ".join(meaning.split())) for digit, meaning in digits)
