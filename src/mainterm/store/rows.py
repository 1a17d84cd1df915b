"""Rows of an edition's file -> the records of the model; columns come in the order of the schema."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from mainterm.model.classification import Classification
from mainterm.model.code import Volume
from mainterm.model.edition import Document, Entry, Hit, Manifest, Problem, Section
from mainterm.model.edits import Edit, EditKind
from mainterm.model.index import Index, IndexBox, Line, Reference, ReferenceKind, Table
from mainterm.model.source import Source
from mainterm.model.tabular import Box, Digit, Level, Node, Note, NoteKind

Row = tuple[Any, ...]

_INDEX = {str(i): i for i in Index}
_TABLE = {str(t): t for t in Table}
_REFERENCE = {str(kind): kind for kind in ReferenceKind}
_NOTE = {str(kind): kind for kind in NoteKind}
_LEVEL = {str(level): level for level in Level}
_VOLUME = {str(volume): volume for volume in Volume}


_decode = json.JSONDecoder().raw_decode


@lru_cache(maxsize=16384)
def values(text: str | None) -> tuple[Any, ...]:
    """A JSON list as a tuple; nothing for null."""
    return tuple(_decode(text)[0]) if text else ()


def to_line(row: Row, references: tuple[Reference, ...] = (), boxes: tuple[IndexBox, ...] = ()) -> Line:
    """A row of `line` with what belongs to it in `reference` and `index_box`."""
    (id, index, level, parent, main, text, term, head, nonessential, codes, manifestations, morphology, *more) = row
    (table, cells, starred, nec, nos, instruction, printed, document, paragraph) = more
    return Line(
        id,
        _INDEX[index],
        level,
        parent,
        main,
        text,
        term,
        head,
        values(nonessential) if nonessential else (),
        values(codes) if codes else (),
        values(manifestations) if manifestations else (),
        references,
        values(morphology) if morphology else (),
        _TABLE[table],
        values(cells) if cells else (),
        starred == 1,
        nec == 1,
        nos == 1,
        instruction,
        boxes,
        printed,
        Source(document, paragraph),
    )


def to_reference(row: Row) -> Reference:
    """A row of `reference`."""
    _, kind, form, target, lines, codes, by_site = row
    return Reference(_REFERENCE[kind], form, target, values(lines), values(codes), by_site == 1)


def to_index_box(row: Row) -> IndexBox:
    """A row of `index_box`."""
    _, text, position, scope, digits, document, paragraph = row
    pairs = tuple((digit, meaning) for digit, meaning in values(digits))
    return IndexBox(text, position, values(scope), pairs, Source(document, paragraph))


def to_note(row: Row) -> Note:
    """A row of `note` or `digit_note`."""
    _, kind, text, head, depth, codes, document, paragraph = row
    return Note(_NOTE[kind], text, head == 1, depth, values(codes), Source(document, paragraph))


def to_node(row: Row, notes: tuple[Note, ...]) -> Node:
    """A row of `node` with its notes."""
    (
        _,
        _,
        code,
        level,
        title,
        parent,
        volume,
        valid,
        printed,
        manifestation,
        bracket,
        long_title,
        short_title,
        *places,
    ) = row
    document, paragraph, box_document, box_paragraph = places
    return Node(
        code,
        _LEVEL[level],
        title,
        parent,
        _VOLUME[volume],
        valid == 1,
        printed == 1,
        manifestation == 1,
        bracket,
        long_title,
        short_title,
        notes,
        Source(document, paragraph),
        Source(box_document, box_paragraph),
    )


def to_digit(row: Row, notes: tuple[Note, ...]) -> Digit:
    """A row of `digit` with its notes."""
    _, _, digit, meaning, document, paragraph = row
    return Digit(digit, meaning, notes, Source(document, paragraph))


def to_box(row: Row, digits: tuple[Digit, ...]) -> Box:
    """A row of `box` with its digits."""
    _, text, position, scope, owner, _, document, paragraph = row
    return Box(text, position, values(scope), owner, digits, Source(document, paragraph))


def to_section(row: Row) -> Section:
    """A row of `section`."""
    id, title, text, page, parent, document, paragraph = row
    return Section(id, title, text, page, parent, Source(document, paragraph))


def to_entry(row: Row) -> Entry:
    """A row of `entry`."""
    appendix, key, text, level, codes, document, paragraph = row
    return Entry(appendix, key, text, level, values(codes), Source(document, paragraph))


def to_edit(row: Row) -> Edit:
    """A row of `edit`."""
    kind, code, volume, section, version, document, paragraph = row
    return Edit(EditKind(kind), code, Volume(volume), section, version, Source(document, paragraph))


def to_problem(row: Row) -> Problem:
    """A row of `problem`."""
    kind, text, document, paragraph = row
    return Problem(kind, text, Source(document, paragraph))


def to_hit(row: Row) -> Hit:
    """A row of `phrase`, without its id, with its score behind it."""
    kind, key, text, codes, document, paragraph, score = row
    return Hit(kind, key, text, values(codes), score, Source(document, paragraph))


def to_manifest(row: Row, documents: Iterable[Row]) -> Manifest:
    """The row of `manifest` with those of `document`."""
    (name, title, year, effective, format, program, hash, census, official, classification, reader) = row
    books = tuple(Document(*document) for document in documents)
    return Manifest(
        name,
        title,
        year,
        effective,
        format,
        program,
        hash,
        books,
        json.loads(census),
        official == 1,
        Classification(classification),
        reader,
    )
