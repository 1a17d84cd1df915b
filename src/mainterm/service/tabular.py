"""Look a code up in the Tabular List: its headings, the notes that hold for it, its digits, what is below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mainterm.model.classification import Classification
from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.source import Source
from mainterm.model.tabular import Box, Level, Node, Note, NoteKind

NOT_INHERITED = (NoteKind.INCLUSION, NoteKind.OTHER, NoteKind.TABLE, NoteKind.REQUIRES)
"""What is said of one node alone: its terms, the definitions of a chapter, where its digits are printed."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A node in short. `key` is what `tabular` takes: the code, or `section 280-289`."""

    key: str
    code: str
    level: Level
    title: str
    valid: bool
    source: Source


@dataclass(frozen=True, slots=True)
class NoteAt:
    """A note with the key of the node where it stands; `inherited` where that is above the node asked for."""

    kind: NoteKind
    at: str
    inherited: bool
    lines: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class TabularPage:
    """A code with all that the Tabular List says of it.

    `printed_title` is the book's own, often a fragment; `title` the full one. `needs_digit` is the place of the digit
    that is wanting (4, 5; procedures 3, 4; characters of ICD-10-CM up to 7), 0 where none is. `boxes` are the digit
    boxes that stand here, or that made this code or its children; `box` is the place of the one that made this code.
    """

    edition: str
    classification: Classification
    volume: Volume
    key: str
    code: str
    level: Level
    title: str
    printed_title: str
    short_title: str
    valid: bool
    needs_digit: int
    manifestation: bool
    bracket: str
    source: Source
    box: Source
    ancestors: tuple[Heading, ...]
    notes: tuple[NoteAt, ...]
    boxes: tuple[Box, ...]
    children: tuple[Heading, ...]


def look_up_code(book: Book, key: str, volume: Volume) -> TabularPage | None:
    """The page of the Tabular List for a code or a key such as `section 280-289`; None where there is no such node."""
    node = book.node(key, volume)
    if node is None:
        return None
    children = book.children(node)
    ancestors = book.ancestors(node)
    return TabularPage(
        edition=book.manifest.name,
        classification=book.manifest.classification,
        volume=volume,
        key=node.key,
        code=node.code,
        level=node.level,
        title=node.display,
        printed_title=node.title,
        short_title=node.short_title,
        valid=node.valid,
        needs_digit=_needs_digit(node, children),
        manifestation=node.manifestation,
        bracket=node.bracket,
        source=node.source,
        box=node.box,
        ancestors=tuple(map(_heading, ancestors)),
        notes=tuple(_notes(node, ancestors)),
        boxes=tuple(_boxes(book, node, children)),
        children=tuple(map(_heading, children)),
    )


def _heading(node: Node) -> Heading:
    return Heading(node.key, node.code, node.level, node.display, node.valid, node.source)


def _needs_digit(node: Node, children: tuple[Node, ...]) -> int:
    """The place of the digit, or character, by which the codes below go on; the E of an external cause is none."""
    if node.valid or not children or node.level in (Level.CHAPTER, Level.SECTION):
        return 0
    code = children[0].code
    return len(code.replace(".", "")) - (code[4:5] == "." and code.startswith("E"))


def _notes(node: Node, ancestors: tuple[Node, ...]) -> Iterator[NoteAt]:
    """The notes that hold for a node, from the chapter down; what a box expands has its printed parent's terms too."""
    for above in ancestors:
        terms = not node.printed and above is ancestors[-1]
        for note in _blocks(above, inherited=True):
            if note.kind not in NOT_INHERITED or (terms and note.kind is NoteKind.INCLUSION):
                yield note
    yield from _blocks(node, inherited=False)


def _blocks(node: Node, inherited: bool) -> Iterator[NoteAt]:
    """The notes of one node, each head with the lines that continue it."""
    lines: list[Note] = []
    for note in node.notes:
        if lines and (note.head or note.kind is not lines[0].kind):
            yield NoteAt(lines[0].kind, node.key, inherited, tuple(lines))
            lines = []
        lines.append(note)
    if lines:
        yield NoteAt(lines[0].kind, node.key, inherited, tuple(lines))


def _boxes(book: Book, node: Node, children: tuple[Node, ...]) -> Iterator[Box]:
    made = {child.box for child in children} | {node.box}
    return (box for box in book.boxes(node.volume) if box.owner == node.key or box.source in made)
