"""Finds the codes that CMS lists and the printed Tabular List does not have: those that came after the last print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from mainterm.model.code import category_of
from mainterm.model.edition import Title
from mainterm.model.tabular import Level, Node

_LEVELS: Final = {0: Level.CATEGORY, 1: Level.SUBCATEGORY, 2: Level.SUBCLASSIFICATION}


def listed_only(nodes: Sequence[Node], titles: Sequence[Title]) -> Iterator[Node]:
    """A node for each such code, below the nearest heading that is printed; its source is the line of CMS's list."""
    known = {(node.volume, node.code) for node in nodes}
    for title in titles:
        if (title.volume, title.code) in known:
            continue
        above = next((code for code in _above(title.code) if (title.volume, code) in known), "")
        level = _LEVELS[len(title.code.partition(".")[2])]
        titled = title.long or title.short
        yield Node(title.code, level, titled, above, title.volume, valid=True, printed=False, source=title.source)


def _above(code: str) -> Iterator[str]:
    """The headings under which a code may stand, nearest first: 14.8 and 14 for 14.81."""
    yield from (code[:end] for end in range(len(code) - 1, len(category_of(code)) + 1, -1))
    if category_of(code) != code:
        yield category_of(code)
