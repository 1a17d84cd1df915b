"""Writes an edition into its file: the rows of its tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

from mainterm.model.code import Volume
from mainterm.model.edition import Edition, Manifest
from mainterm.model.tabular import Box, Node, Note
from mainterm.store.file import Content, place, write_file
from mainterm.store.rows import Row
from mainterm.store.schema import INDEXES, TABLES
from mainterm.store.ways import line_codes, line_heads, line_stems, phrases, spelling


def write_edition(edition: Edition, manifest: Manifest, path: Path) -> None:
    """Write `edition` to `path`: all of it, or nothing."""
    write_file(path, manifest, edition.problems, Content(TABLES, INDEXES, _tables(edition)))


def _tables(edition: Edition) -> Iterator[tuple[str, Iterable[Row]]]:
    """Every table with its rows, whose values stand in the order of the columns."""
    yield from _tabular_tables(edition)
    yield from _index_tables(edition)
    yield "section", ((s.id, s.title, s.text, s.page, s.parent, *place(s.source)) for s in edition.sections)
    yield "title", ((t.code, t.volume, t.long, t.short, *place(t.source)) for t in edition.titles)
    yield "entry", ((e.appendix, e.key, e.text, e.level, _json(e.codes), *place(e.source)) for e in edition.entries)
    yield "edit", ((e.kind, e.code, e.volume, e.section, e.version, *place(e.source)) for e in edition.edits)
    yield "line_code", sorted(line_codes(edition.lines))
    yield "main_term", sorted((n.index, spelling(n.term), n.id) for n in edition.lines if n.parent < 0)
    ways_in = sorted(line_stems(edition.lines))
    yield "stem", ways_in
    yield "head", line_heads(edition.lines)
    yield "vocabulary", Counter(stem for stem, *_ in ways_in).items()
    yield (
        "phrase",
        ((None, p.kind, p.key, p.text, p.words, _json(p.codes), *place(p.source)) for p in phrases(edition)),
    )


def _tabular_tables(edition: Edition) -> Iterator[tuple[str, Iterable[Row]]]:
    nodes = list(enumerate(edition.nodes))
    yield "node", (_node(id, node) for id, node in nodes)
    yield "note", ((id, *_note(note)) for id, node in nodes for note in node.notes)
    boxes = list(enumerate(edition.boxes))
    volumes = {node.key: node.volume for node in edition.nodes}
    yield "box", (_box(id, box, volumes) for id, box in boxes)
    digits = list(enumerate((id, digit) for id, box in boxes for digit in box.digits))
    yield "digit", ((id, box, d.digit, d.meaning, *place(d.source)) for id, (box, d) in digits)
    yield "digit_note", ((id, *_note(note)) for id, (_, digit) in digits for note in digit.notes)


def _node(id: int, n: Node) -> Row:
    return (
        *(id, n.key, n.code, n.level, n.title, n.parent, n.volume, n.valid, n.printed, n.manifestation),
        *(n.bracket, n.long_title, n.short_title, *place(n.source), *place(n.box)),
    )


def _note(note: Note) -> Row:
    return (note.kind, note.text, note.head, note.depth, _json(note.codes), *place(note.source))


def _box(id: int, box: Box, volumes: dict[str, Volume]) -> Row:
    """A box is of its owner's volume: keys of the two volumes differ (`section 80` and `section 080-088`)."""
    volume = volumes.get(box.owner, Volume.DISEASES)
    return (id, box.text, box.position, _json(box.scope), box.owner, volume, *place(box.source))


def _index_tables(edition: Edition) -> Iterator[tuple[str, Iterable[Row]]]:
    yield (
        "line",
        (
            (
                *(n.id, n.index, n.level, n.parent, n.main, n.text, n.term, n.head),
                *(_json(n.nonessential), _json(n.codes), _json(n.manifestations), _json(n.morphology)),
                *(n.table, _json(n.cells), n.starred, n.nec, n.nos, n.instruction, n.printed, *place(n.source)),
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
            (line.id, b.text, b.position, _json(b.scope), _json(b.digits), *place(b.source))
            for line in edition.lines
            for b in line.boxes
        ),
    )


def _json(values: tuple[Any, ...]) -> str | None:
    """The values as a JSON list; those that are texts, which nearly all are, without the detour of a new encoder."""
    if not values:
        return None
    if set(map(type, values)) == {str}:
        return f"[{', '.join(map(encode_basestring, values))}]"
    return json.dumps(values, ensure_ascii=False)
