"""The crosswalk's file: written once, read by code and by direction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from mainterm.model.classification import Classification
from mainterm.model.crosswalk import Crosswalk, CrosswalkLines, Equivalent
from mainterm.model.edition import EditionError, Manifest
from mainterm.model.source import Source
from mainterm.store import rows
from mainterm.store.file import Content, place, write_file
from mainterm.store.rows import Row
from mainterm.store.schema import CROSSWALK, CROSSWALK_INDEXES
from mainterm.store.sqlite import check_header, connect, remedy


def write_crosswalk(crosswalk: CrosswalkLines, manifest: Manifest, path: Path) -> None:
    """Write `crosswalk` to `path`: all of it, or nothing."""
    found = (
        (None, of.value, e.source, e.target, e.approximate, e.scenario, e.choice_list, *place(e.place))
        for of, lines in crosswalk.lines.items()
        for e in lines
    )
    content = Content(CROSSWALK, CROSSWALK_INDEXES, [("equivalent", found)])
    write_file(path, manifest, crosswalk.problems, content)


def open_crosswalk(path: Path) -> Crosswalk:
    """The mappings in the file at `path`; EditionError where it holds none that this program can read."""
    check_header(path)
    return _StoredCrosswalk(path)


class _StoredCrosswalk:
    """A Crosswalk over one SQLite file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = connect(path)

    @cached_property
    def manifest(self) -> Manifest:
        return rows.to_manifest(self._ask("select * from manifest")[0], self._ask("select * from document"))

    def equivalents(self, code: str, of: Classification) -> tuple[Equivalent, ...]:
        sql = "select * from equivalent where classification = ? and source = ? order by id"
        return tuple(map(_to_equivalent, self._ask(sql, of.value, code)))

    def backwards(self, code: str, of: Classification) -> tuple[Equivalent, ...]:
        sql = "select * from equivalent where classification = ? and target = ? order by id"
        return tuple(map(_to_equivalent, self._ask(sql, of.counterpart.value, code)))

    def codes(self, of: Classification) -> tuple[str, ...]:
        sql = "select source from equivalent where classification = ? group by source order by min(id)"
        return tuple(row[0] for row in self._ask(sql, of.value))

    def every(self, of: Classification) -> Iterator[Equivalent]:
        return map(_to_equivalent, self._ask("select * from equivalent where classification = ? order by id", of.value))

    def _ask(self, sql: str, *values: Any) -> list[Row]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise EditionError(f"{self._path}: damaged ({error}); {remedy(self._path)}") from error


def _to_equivalent(row: Row) -> Equivalent:
    _, _, source, target, approximate, scenario, choice_list, document, line = row
    return Equivalent(source, target, approximate == 1, scenario, choice_list, Source(document, line))
