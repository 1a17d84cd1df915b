"""The conversion table's file: written once, read whole, for it has under a thousand rows."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from mainterm.model.code import Volume
from mainterm.model.conversion import Conversion, Conversions
from mainterm.model.edition import EditionError, Manifest
from mainterm.model.source import Source
from mainterm.store.file import Content, place, write_file
from mainterm.store.rows import Row, values
from mainterm.store.schema import CONVERSIONS
from mainterm.store.sqlite import check_header, connect, remedy


def write_conversions(table: Conversions, manifest: Manifest, path: Path) -> None:
    """Write `table` to `path`: all of it, or nothing."""
    rows = (
        (None, r.volume, json.dumps(r.current), r.year, json.dumps(r.previous), r.said, r.restated, *place(r.source))
        for r in table.rows
    )
    write_file(path, manifest, table.problems, Content(CONVERSIONS, "", [("conversion", rows)]))


def read_conversions(path: Path) -> tuple[Conversion, ...]:
    """The rows in the file at `path`; EditionError where it holds none that this program can read."""
    check_header(path)
    connection = connect(path)
    try:
        found = connection.execute("select * from conversion order by id").fetchall()
    except sqlite3.DatabaseError as error:
        raise EditionError(f"{path}: damaged ({error}); {remedy(path)}") from error
    finally:
        connection.close()
    return tuple(map(_to_conversion, found))


def _to_conversion(row: Row) -> Conversion:
    _, volume, current, year, previous, said, restated, document, number = row
    source = Source(document, number)
    return Conversion(Volume(volume), values(current), year, values(previous), said, restated == 1, source)
