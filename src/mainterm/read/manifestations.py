"""Marks the manifestation codes, never sequenced first: by titles, Code first notes and the brackets of the Index."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from mainterm.model.code import Volume
from mainterm.model.tabular import Level, Node, NoteKind

_TITLED: Final = re.compile(r"\b(?:in|with|due to) .*\b(?:classified|classifiable) elsewhere\b", re.I)
_IF_ANY: Final = re.compile(r"if applicable|if known|\bany\b", re.I)
_HEADINGS: Final = (Level.CHAPTER, Level.SECTION)


def mark_manifestations(nodes: Sequence[Node], bracketed: Collection[str]) -> tuple[Node, ...]:
    """The nodes, those marked that are manifestation codes. `bracketed` are the codes in the Index's brackets.

    A manifestation has a Code first note in force, its own or from above, and either a title that says that the
    disease is classified elsewhere, or a place in the Index's brackets and a note that leaves no choice.
    """
    by_key = {(node.volume, node.key): node for node in nodes}
    return tuple(
        replace(node, manifestation=True) if _is_manifestation(node, by_key, bracketed) else node for node in nodes
    )


def _is_manifestation(node: Node, by_key: Mapping[tuple[Volume, str], Node], bracketed: Collection[str]) -> bool:
    if node.volume is Volume.PROCEDURES or node.level in _HEADINGS:
        return False
    line = tuple(_upwards(node, by_key))
    heads = [note.text for above in line for note in above.notes if note.kind is NoteKind.CODE_FIRST and note.head]
    if not heads:
        return False
    if any(_TITLED.search(title) for above in line for title in (above.title, above.long_title)):
        return not _IF_ANY.search(heads[0]) or "underlying" in heads[0]
    return not _IF_ANY.search(heads[0]) and any(above.code in bracketed for above in line)


def _upwards(node: Node, by_key: Mapping[tuple[Volume, str], Node]) -> Iterator[Node]:
    """The node and those above it, up to its category."""
    above: Node | None = node
    while above and above.level not in _HEADINGS:
        yield above
        above = by_key.get((above.volume, above.parent))
