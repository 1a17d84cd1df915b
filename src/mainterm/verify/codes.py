"""How codes are written in the two volumes, and which codes a box, a heading or a range is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mainterm.model.code import Volume, category_of

CODE: Final = {
    Volume.DISEASES: r"(?:V\d\d(?:\.\d{1,2})?|E\d{3}(?:\.\d)?|\d{3}(?:\.\d{1,2})?)",
    Volume.PROCEDURES: r"\d\d(?:\.\d{1,2})?",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """The codes that a text names, as (first, last) pairs; `endings` are those without a category: `.0`."""

    ranges: tuple[tuple[str, str], ...] = ()
    endings: tuple[str, ...] = ()

    def covers(self, code: str) -> bool:
        """Whether `code`, or one above it, is named."""
        return any(first <= code[: len(first)] <= last for first, last in self.ranges)


def read_scope(text: str, volume: Volume) -> Scope:
    """The codes named in `text`; a bare `.1` belongs to the category before it: `345.0, .1, .4-.9`."""
    code = rf"{CODE[volume]}|\.\d"
    ranges = []
    endings = []
    category = ""
    for first, last in re.findall(rf"(?<![\w.])({code})(?:\s*-\s*({code}))?(?!\w)", text):
        category = category_of(first) or category
        if not category:
            endings.append(first)
            continue
        start, end = (category + each if each.startswith(".") else each for each in (first, last))
        ranges.append((start, end or start))
    return Scope(tuple(ranges), tuple(endings))


def digits_in(code: str) -> int:
    """How many places of its classification a code fills: the E of an external cause is none, the V of V30 is one."""
    return len(code.replace(".", "").removeprefix("E"))
