"""An edition's file read whole, a part at a time: for a comparison, which looks at everything."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from mainterm.model.whole import CodeRow, LineRow, NoteRow, WholeEdition
from mainterm.store.sqlite import check_header, connect

_CODES = """
select volume, key, title, coalesce(nullif(long_title, ''), title), valid, document, paragraph from node order by id
"""
_NOTES = """
select node.volume, node.key, note.kind, note.text, note.document, note.paragraph
from note join node on node.id = note.node where node.printed = 1 order by note.rowid
"""
_LINES = """
select id, in_index, parent, head, term, codes, manifestations, morphology, cells, document, paragraph
from line order by id
"""
_REFERENCES = "select line, kind like '%also%', target from reference order by rowid"


def open_whole(path: Path) -> WholeEdition:
    """The edition in the file at `path`. Raises EditionError where it holds none that this program can read."""
    check_header(path)
    connection = connect(path)
    title, year = connection.execute("select title, year from manifest").fetchone()
    return WholeEdition(title, year, _codes(connection), _notes(connection), _lines(connection))


def _codes(connection: sqlite3.Connection) -> Iterator[CodeRow]:
    for volume, key, title, display, valid, document, paragraph in connection.execute(_CODES):
        yield CodeRow(volume, key, title, display, valid == 1, document, paragraph)


def _notes(connection: sqlite3.Connection) -> Iterator[NoteRow]:
    for volume, key, kind, text, document, paragraph in connection.execute(_NOTES):
        yield NoteRow(volume, key, kind, text, document, paragraph)


def _lines(connection: sqlite3.Connection) -> Iterator[LineRow]:
    references: defaultdict[int, list[str]] = defaultdict(list)
    for line, also, target in connection.execute(_REFERENCES):
        references[line].append(f"see also {target}" if also else f"see {target}")
    for id, index, parent, head, term, codes, bracketed, morphology, cells, *source in connection.execute(_LINES):
        given = _printed(codes, bracketed, morphology, cells)
        yield LineRow(id, index, parent, head, term, given, tuple(references.get(id, ())), *source)


@lru_cache(maxsize=100_000)
def _printed(codes: str | None, bracketed: str | None, morphology: str | None, cells: str | None) -> str:
    """Everything that a line gives, as one text: `(M8140/3) 250.6 [357.2]`, or the cells of its row."""
    if not (codes or bracketed or morphology or cells):
        return ""
    parts = [f"({code})" for code in _listed(morphology)]
    parts += [*_listed(codes), *(f"[{code}]" for code in _listed(bracketed))]
    return " ".join((*parts, " | ".join(cell or "-" for cell in _listed(cells)))).strip()


def _listed(text: str | None) -> list[str]:
    return json.loads(text) if text else []
