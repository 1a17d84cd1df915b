"""Checks that every code that the indexes, the tables and the notes name stands in the Tabular List."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mainterm.model.code import Volume
from mainterm.model.edition import Problem
from mainterm.model.index import Index, Line, Table
from mainterm.model.tabular import Box, Level, Node, Note
from mainterm.read.code_text import covers

_HEADINGS: Final = (Level.CHAPTER, Level.SECTION)


def check_codes(nodes: Sequence[Node], boxes: Sequence[Box], lines: Sequence[Line]) -> tuple[Problem, ...]:
    """A problem for each code that does not exist, and for each in an index that lacks a digit no box supplies."""
    known = {(node.volume, node.code) for node in nodes if node.level not in _HEADINGS}
    volumes = {node.key: node.volume for node in nodes}  # no key is used in both
    return (
        *(problem for node in nodes if node.printed for problem in _notes(node.notes, node.key, node.volume, known)),
        *(
            problem
            for box in boxes
            for digit in box.digits
            if digit.notes and digit.notes[0].source > digit.source  # else its chapter's box has told them
            for problem in _notes(digit.notes, box.owner, volumes[box.owner], known)
        ),
        *_lines(lines, known, _undecided(nodes)),
    )


def _notes(notes: Iterable[Note], key: str, volume: Volume, known: set[tuple[Volume, str]]) -> Iterator[Problem]:
    for note in notes:
        for code in note.codes:
            if not all((volume, end) in known for end in code.split("-")):
                text = f"A note under {key} names {code}, which is not in the Tabular."
                yield Problem("code not in the Tabular", text, note.source)


def _undecided(nodes: Sequence[Node]) -> set[tuple[Volume, str]]:
    """Headings whose further digits the Tabular prints as codes; where a box supplies them, the book has said so."""
    boxed = {(node.volume, node.parent) for node in nodes if node.box.document}
    boxed |= {(node.volume, node.parent) for node in nodes if (node.volume, node.code) in boxed and not node.printed}
    return {
        (node.volume, node.code)
        for node in nodes
        if not node.valid and node.level not in _HEADINGS and (node.volume, node.code) not in boxed
    }


def _lines(
    lines: Sequence[Line], known: set[tuple[Volume, str]], undecided: set[tuple[Volume, str]]
) -> Iterator[Problem]:
    scopes: dict[int, tuple[str, ...]] = {}  # by main term: the codes to which its boxes supply digits
    for line in lines:
        volume = Volume.PROCEDURES if line.index is Index.PROCEDURES else Volume.DISEASES
        for box in line.boxes:
            if box.digits:
                scopes[line.main] = (*scopes.get(line.main, ()), *(box.scope or line.codes))
        for code in _codes_of(line):
            if not all((volume, end) in known for end in code.split("-")):
                yield Problem("code not in the Tabular", f"{code} is not in the Tabular.", line.source)
            elif (volume, code) in undecided and not any(covers(scope, code) for scope in scopes.get(line.main, ())):
                text = f"{code} needs a further digit, which no box supplies."
                yield Problem("code needs a further digit", text, line.source)


def _codes_of(line: Line) -> Iterator[str]:
    """The codes of a line, without those that only a reference names: a reference may well name a category.

    The Table of Drugs is checked by its own reader, column by column.
    """
    if line.table is not Table.DRUGS:
        yield from line.codes
        yield from line.manifestations
        yield from (cell for cell in line.cells if cell not in ("", "-") and cell not in line.codes)
