"""Write an edition into its file: all of it, or nothing."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mainterm.model.code import Volume
from mainterm.model.edition import Edition, EditionError, Manifest
from mainterm.model.source import Source
from mainterm.model.tabular import Box, Node, Note
from mainterm.store.rows import Row
from mainterm.store.schema import INDEXES, TABLES
from mainterm.store.sqlite import APPLICATION, FORMAT
from mainterm.store.ways import line_codes, line_stems, phrases, spelling


def write_edition(edition: Edition, manifest: Manifest, path: Path) -> None:
    """Write `edition` to `path`. The file takes its name only when it is whole: a kill, a full disk leave none."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.unlink(missing_ok=True)
        _fill(part, edition, manifest)
        os.replace(part, path)
    except (sqlite3.Error, OSError) as error:
        raise EditionError(
            f"{path}: the edition could not be written ({error}); make room there and try again"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _fill(path: Path, edition: Edition, manifest: Manifest) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.executescript(
            f"pragma application_id = {APPLICATION}; pragma user_version = {FORMAT}; pragma journal_mode = off;"
            f"pragma synchronous = off; pragma cache_size = -65536; {TABLES}"
        )
        connection.execute("begin")
        for table, rows in _tables(edition, manifest):
            _insert(connection, table, rows)
        connection.execute("commit")
        connection.executescript(INDEXES)
    finally:
        connection.close()
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    width = len(connection.execute(f"pragma table_info({table})").fetchall())
    connection.executemany(f"insert into {table} values ({', '.join('?' * width)})", rows)


def _tables(edition: Edition, manifest: Manifest) -> Iterator[tuple[str, Iterable[Row]]]:
    """Every table with its rows, whose values stand in the order of the columns."""
    yield from _manifest_tables(manifest)
    yield from _tabular_tables(edition)
    yield from _index_tables(edition)
    yield "section", ((s.id, s.title, s.text, s.page, s.parent, *_place(s.source)) for s in edition.sections)
    yield "title", ((t.code, t.volume, t.long, t.short, *_place(t.source)) for t in edition.titles)
    yield "entry", ((e.appendix, e.key, e.text, e.level, _json(e.codes), *_place(e.source)) for e in edition.entries)
    yield "problem", ((p.kind, p.text, *_place(p.source)) for p in edition.problems)
    yield "line_code", line_codes(edition.lines)
    yield "main_term", ((n.index, spelling(n.term), n.id) for n in edition.lines if n.parent < 0)
    ways_in = list(line_stems(edition.lines))
    yield "stem", ways_in
    yield "vocabulary", Counter(stem for stem, *_ in ways_in).items()
    yield (
        "phrase",
        ((None, p.kind, p.key, p.text, p.words, _json(p.codes), *_place(p.source)) for p in phrases(edition)),
    )


def _manifest_tables(m: Manifest) -> Iterator[tuple[str, Iterable[Row]]]:
    census = json.dumps(dict(m.census), ensure_ascii=False)
    yield "manifest", [(m.name, m.title, m.year, m.effective, m.format, m.program, m.hash, census, m.official)]
    yield "document", ((d.name, d.role, d.sha256, d.bytes, d.paragraphs) for d in m.documents)


def _tabular_tables(edition: Edition) -> Iterator[tuple[str, Iterable[Row]]]:
    nodes = list(enumerate(edition.nodes))
    yield "node", (_node(id, node) for id, node in nodes)
    yield "note", ((id, *_note(note)) for id, node in nodes for note in node.notes)
    boxes = list(enumerate(edition.boxes))
    volumes = {node.key: node.volume for node in edition.nodes}
    yield "box", (_box(id, box, volumes) for id, box in boxes)
    digits = list(enumerate((id, digit) for id, box in boxes for digit in box.digits))
    yield "digit", ((id, box, d.digit, d.meaning, *_place(d.source)) for id, (box, d) in digits)
    yield "digit_note", ((id, *_note(note)) for id, (_, digit) in digits for note in digit.notes)


def _node(id: int, n: Node) -> Row:
    return (
        *(id, n.key, n.code, n.level, n.title, n.parent, n.volume, n.valid, n.printed, n.manifestation),
        *(n.bracket, n.long_title, n.short_title, *_place(n.source), *_place(n.box)),
    )


def _note(note: Note) -> Row:
    return (note.kind, note.text, note.head, note.depth, _json(note.codes), *_place(note.source))


def _box(id: int, box: Box, volumes: dict[str, Volume]) -> Row:
    """A box is of its owner's volume: keys of the two volumes differ (`section 80` and `section 080-088`)."""
    volume = volumes.get(box.owner, Volume.DISEASES)
    return (id, box.text, box.position, _json(box.scope), box.owner, volume, *_place(box.source))


def _index_tables(edition: Edition) -> Iterator[tuple[str, Iterable[Row]]]:
    yield (
        "line",
        (
            (
                *(n.id, n.index, n.level, n.parent, n.main, n.text, n.term, n.head),
                *(_json(n.nonessential), _json(n.codes), _json(n.manifestations), _json(n.morphology)),
                *(n.table, _json(n.cells), n.starred, n.nec, n.nos, n.instruction, n.printed, *_place(n.source)),
            )
            for n in edition.lines
        ),
    )
    yield (
        "reference",
        (
            (line.id, r.kind, r.form, r.target, _json(r.lines), _json(r.codes), r.by_site)
            for line in edition.lines
            for r in line.references
        ),
    )
    yield (
        "index_box",
        (
            (line.id, b.text, b.position, _json(b.scope), _json(b.digits), *_place(b.source))
            for line in edition.lines
            for b in line.boxes
        ),
    )


def _place(source: Source) -> tuple[str, int]:
    return source.document, source.paragraph


def _json(values: tuple[Any, ...]) -> str | None:
    return json.dumps(values, ensure_ascii=False) if values else None
