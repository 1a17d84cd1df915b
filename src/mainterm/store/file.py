"""Writes a file of ours, with its manifest and its documents' problems: all of it, or nothing."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mainterm.model.edition import EditionError, Manifest, Problem
from mainterm.model.source import Source
from mainterm.store.rows import Row
from mainterm.store.schema import MANIFEST
from mainterm.store.sqlite import APPLICATION, FORMAT

Tables = Iterable[tuple[str, Iterable[Row]]]
"""Tables with their rows, whose values stand in the order of the columns."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds beside its manifest: the SQL of its tables, that of what is made of them, and their rows."""

    schema: str
    indexes: str
    tables: Tables


def write_file(path: Path, manifest: Manifest, problems: Iterable[Problem], content: Content) -> None:
    """Write to `path`. The file takes its name only when it is whole: a kill, a full disk leave none."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.unlink(missing_ok=True)
        _fill(part, manifest, problems, content)
        os.replace(part, path)
    except (sqlite3.Error, OSError) as error:
        raise EditionError(
            f"{path}: the edition could not be written ({error}); make room there and try again"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def place(source: Source) -> tuple[str, int]:
    """The two columns in which a record's source stands."""
    return source.document, source.paragraph


def _fill(path: Path, manifest: Manifest, problems: Iterable[Problem], content: Content) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.executescript(
            f"pragma application_id = {APPLICATION}; pragma user_version = {FORMAT}; pragma journal_mode = off;"
            f"pragma synchronous = off; pragma cache_size = -65536; {MANIFEST} {content.schema}"
        )
        connection.execute("begin")
        for tables in (_about(manifest, problems), content.tables):
            for table, rows in tables:
                _insert(connection, table, rows)
        connection.execute("commit")
        connection.executescript(content.indexes)
    finally:
        connection.close()
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _about(m: Manifest, problems: Iterable[Problem]) -> Iterator[tuple[str, Iterable[Row]]]:
    census = json.dumps(dict(m.census), ensure_ascii=False)
    about = (m.name, m.title, m.year, m.effective, m.format, m.program, m.hash, census, m.official)
    yield "manifest", [(*about, m.classification, m.reader)]
    yield "document", ((d.name, d.role, d.sha256, d.bytes, d.paragraphs) for d in m.documents)
    yield "problem", ((p.kind, p.text, *place(p.source)) for p in problems)


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    width = len(connection.execute(f"pragma table_info({table})").fetchall())
    connection.executemany(f"insert into {table} values ({', '.join('?' * width)})", rows)
