"""An edition's file as a Book: each question is one or two look-ups, and what was asked lately is kept."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

from mainterm.model.code import Volume, category_of
from mainterm.model.edition import Book, EditionError, Entry, Hit, Manifest, Problem, Section
from mainterm.model.edits import Edit
from mainterm.model.index import Head, Index, IndexBox, Line, Reference
from mainterm.model.tabular import Box, Node
from mainterm.model.words import stems
from mainterm.store import rows
from mainterm.store.find import find, phrased, rarest, stems_beside
from mainterm.store.kept import kept
from mainterm.store.near import codes_near
from mainterm.store.rows import Row
from mainterm.store.sqlite import check_header, connect, remedy
from mainterm.store.ways import spelling

Record = TypeVar("Record")

_LINES: Final = "select line.*, reference.* from line left join reference on reference.line = line.id"
_MAIN_HEADS: Final = (
    "select stem.stem, stem.in_index, head.line, head.parent, head.text, head.demands from stem"
    " join head on head.main = stem.line and head.line = stem.line"
    " where stem.stem in (select value from json_each(?)) and stem.in_index in (select value from json_each(?))"
    " and stem.main = 1 and stem.essential = 1"
)
_INDEXES: Final = json.dumps(list(Index))
_OF_LINE: Final = 21
"""Columns of a line; those of a reference to others follow, null where it has none."""


def open_book(path: Path) -> Book:
    """The edition in the file at `path`; EditionError where it holds none that this program can read."""
    check_header(path)
    return StoredBook(path)


class StoredBook:
    """A Book over one SQLite file. Threads may share it: each reads through a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = threading.local()

    @cached_property
    def manifest(self) -> Manifest:
        return rows.to_manifest(self._ask("select * from manifest")[0], self._ask("select * from document"))

    @kept(16384)
    def node(self, key: str, volume: Volume = Volume.DISEASES) -> Node | None:
        return self._category(category_of(key), volume).get(key)

    @kept(2048)
    def _category(self, key: str, volume: Volume) -> Mapping[str, Node]:
        """A category with all its codes: who asks for one code mostly asks for those beside it and above it next."""
        found = self._nodes("where volume = ? and key >= ? and key < ?", volume, key, f"{key}/")
        return {node.key: node for node in found}

    def children(self, node: Node) -> tuple[Node, ...]:
        return self._children(node.key, node.volume)

    @kept(4096)
    def _children(self, key: str, volume: Volume) -> tuple[Node, ...]:
        if " " in key:  # a chapter or a section
            return self._nodes("where volume = ? and parent = ?", volume, key)
        return tuple(node for node in self._category(category_of(key), volume).values() if node.parent == key)

    def ancestors(self, node: Node) -> tuple[Node, ...]:
        return self._down_to(node.parent, node.volume)

    @kept(8192)
    def _down_to(self, key: str, volume: Volume) -> tuple[Node, ...]:
        node = self.node(key, volume) if key else None
        return (*self.ancestors(node), node) if node else ()

    @kept(8192)
    def line(self, id: int) -> Line:
        return self._lines("where id = ?", id)[0]

    def lines(self, ids: Sequence[int]) -> tuple[Line, ...]:
        return self._several(tuple(ids))

    @kept(8192)
    def _several(self, ids: tuple[int, ...]) -> tuple[Line, ...]:
        by_id = {line.id: line for line in self._lines("where id in (select value from json_each(?))", json.dumps(ids))}
        return tuple(by_id[id] for id in ids)

    @kept(64)
    def page(self, main: int) -> tuple[Line, ...]:
        return self._lines("where main = ?", main)

    def heads(self, main: int) -> tuple[Head, ...]:
        sql = "select line, parent, text, demands from head where main = ? order by line"
        return tuple(map(Head._make, self._ask(sql, main)))

    def main_heads(self, stems: Collection[str]) -> Mapping[str, Mapping[Index, Sequence[Head]]]:
        found: dict[str, dict[Index, list[Head]]] = {stem: defaultdict(list) for stem in stems}
        for stem, index, *head in self._ask(_MAIN_HEADS, json.dumps(list(stems)), _INDEXES):
            found[stem][index].append(Head._make(head))
        return found

    def main_terms(self, stem: str, index: Index) -> tuple[int, ...]:
        return tuple(head.id for head in self._main_terms(stem).get(index, ()))

    @kept(4096)
    def _main_terms(self, stem: str) -> Mapping[Index, Sequence[Head]]:
        """Of all indexes: what one is asked, the others mostly are too."""
        return self.main_heads((stem,))[stem]

    @kept(4096)
    def subterms(self, stem: str, index: Index) -> tuple[int, ...]:
        return self._ids(
            "select line from stem where stem = ? and in_index = ? and main = 0 and essential = 1", stem, index
        )

    def main_terms_spelt(self, prefix: str, index: Index) -> tuple[Line, ...]:
        begin = spelling(prefix)
        sql = "select line from main_term where in_index = ? and spelling >= ? and spelling < ? order by line"
        return self.lines(self._ids(sql, index, begin, begin + "\U0010ffff"))

    @kept(16384)
    def uses(self, stem: str) -> int:
        found = self._ids("select lines from vocabulary where stem = ?", stem)
        return found[0] if found else 0

    @cached_property
    def vocabulary(self) -> Mapping[str, int]:
        return dict(self._ask("select stem, lines from vocabulary"))

    def leads_to(self, code: str) -> tuple[int, ...]:
        return self._leads_into(category_of(code)).get(code, ())

    @kept(1024)
    def _leads_into(self, category: str) -> Mapping[str, tuple[int, ...]]:
        """Of all codes of a category: who is asked for one is mostly asked for those beside it."""
        found = defaultdict(list)
        for code, line in self._ask(
            "select code, line from line_code where code >= ? and code < ?", category, f"{category}/"
        ):
            found[code].append(line)
        return {code: tuple(lines) for code, lines in found.items()}

    @kept(2)
    def boxes(self, volume: Volume = Volume.DISEASES) -> tuple[Box, ...]:
        notes = _grouped(self._ask("select * from digit_note order by rowid"), rows.to_note)
        digits = defaultdict(list)
        for row in self._ask("select * from digit order by id"):
            digits[row[1]].append(rows.to_digit(row, notes.get(row[0], ())))
        found = self._ask("select * from box where volume = ? order by id", volume)
        return tuple(rows.to_box(row, tuple(digits[row[0]])) for row in found)

    def find(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        return find(self._ask, words, limit)

    def phrased(self, words: str, kind: str, limit: int) -> tuple[Hit, ...]:
        """To rank phrases, each use of each word is counted: whether one has the stems of all is looked up before."""
        said = frozenset(stems(words))
        if not any(said <= each for each in self._stems_beside(rarest(words, self.uses), kind)):
            return ()
        return phrased(self._ask, words, kind, limit)

    @kept(4096)
    def _stems_beside(self, word: str, kind: str) -> tuple[frozenset[str], ...]:
        return stems_beside(self._ask, word, kind) if word else ()

    @kept(1024)
    def section(self, id: str) -> Section | None:
        found = self._ask("select * from section where id = ?", id)
        return rows.to_section(found[0]) if found else None

    def sections(self) -> Iterator[Section]:
        return map(rows.to_section, self._ask("select * from section order by rowid"))

    def entries(self, appendix: str) -> tuple[Entry, ...]:
        return tuple(map(rows.to_entry, self._ask("select * from entry where appendix = ? order by rowid", appendix)))

    def edits(self, code: str, volume: Volume = Volume.DISEASES) -> tuple[Edit, ...]:
        return self._edits.get((volume, code), ())

    @cached_property
    def _edits(self) -> Mapping[tuple[Volume, str], tuple[Edit, ...]]:
        """All of them, for an audit asks of every code."""
        found: defaultdict[tuple[Volume, str], list[Edit]] = defaultdict(list)
        for edit in map(rows.to_edit, self._ask("select * from edit order by rowid")):
            found[edit.volume, edit.code].append(edit)
        return {key: tuple(edits) for key, edits in found.items()}

    def problems(self) -> Iterator[Problem]:
        return map(rows.to_problem, self._ask("select * from problem order by rowid"))

    def codes_near(self, code: str, volume: Volume = Volume.DISEASES, limit: int = 5) -> tuple[str, ...]:
        return codes_near(self._ask, code, volume, limit)

    def _nodes(self, where: str, *values: Any) -> tuple[Node, ...]:
        found = self._ask(f"select * from node {where} order by id", *values)
        belonging = f"where node in (select id from node {where}) order by rowid"
        notes = _grouped(self._ask(f"select * from note {belonging}", *values), rows.to_note)
        return tuple(rows.to_node(row, notes.get(row[0], ())) for row in found)

    def _lines(self, where: str, *values: Any) -> tuple[Line, ...]:
        """A line and its references in one query: a walk reads thousands of lines, one by one."""
        joined = f"{_LINES} {where} order by line.id, reference.rowid"
        found: dict[int, tuple[Row, list[Reference]]] = {}
        for row in self._ask(joined, *values):
            _, references = found.setdefault(row[0], (row[:_OF_LINE], []))
            if row[_OF_LINE] is not None:
                references.append(rows.to_reference(row[_OF_LINE:]))
        boxes = self._index_boxes
        return tuple(rows.to_line(row, tuple(named), boxes.get(row[0], ())) for row, named in found.values())

    @cached_property
    def _index_boxes(self) -> Mapping[int, tuple[IndexBox, ...]]:
        """All boxes of the indexes, some hundred, by their lines: read once, not asked for at each line."""
        return _grouped(self._ask("select * from index_box order by rowid"), rows.to_index_box)

    def _ids(self, sql: str, *values: Any) -> tuple[int, ...]:
        return tuple(row[0] for row in self._ask(sql, *values))

    def _ask(self, sql: str, *values: Any) -> list[Row]:
        try:
            return self._connection().execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise EditionError(f"{self._path}: damaged ({error}); {remedy(self._path)}") from error

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._thread, "connection", None)
        if connection is None:
            connection = self._thread.connection = connect(self._path)
        return connection


def _grouped(found: list[Row], record: Callable[[Row], Record]) -> dict[int, tuple[Record, ...]]:
    """The records of rows by what they belong to, which their first column names."""
    groups: defaultdict[int, list[Record]] = defaultdict(list)
    for row in found:
        groups[row[0]].append(record(row))
    return {owner: tuple(records) for owner, records in groups.items()}
