"""Compares two editions by meaning: codes, notes and index lines that came, went or say something else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from mainterm.model.source import Source
from mainterm.model.whole import CodeRow, LineRow, NoteRow, WholeEdition
from mainterm.model.words import words


class Part(StrEnum):
    """What of an edition a difference is in."""

    CODES = "codes"
    NOTES = "notes"
    INDEX = "index"


class Event(StrEnum):
    """What is different."""

    ADDED = "added"
    DELETED = "deleted"
    SPLIT = "needs a digit"
    """It was valid, and is a heading now."""
    JOINED = "valid again"
    """It was a heading."""
    RETITLED = "retitled"
    RECODED = "other codes"
    REFERRED = "other references"
    REWORDED = "other modifiers"
    """The words in parentheses, which change no code."""


EVENTS: Final[Mapping[Part, tuple[Event, ...]]] = {
    Part.CODES: (Event.ADDED, Event.DELETED, Event.SPLIT, Event.JOINED, Event.RETITLED),
    Part.NOTES: (Event.ADDED, Event.DELETED),
    Part.INDEX: (Event.ADDED, Event.DELETED, Event.RECODED, Event.REFERRED, Event.REWORDED),
}
"""What can be different in each part, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different: `within` is the volume or the index, `place` the code or the path of terms.

    `before` and `after` are what was and what is there: a title, a note, codes, references, or a term; empty where
    there is none. The source is in the newer edition, but of what was deleted in the older one.
    """

    part: Part
    event: Event
    within: str
    place: str
    before: str
    after: str
    source: Source


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions' titles, and all that is different in the newer one, part by part, in the order of print."""

    before: str
    after: str
    differences: tuple[Difference, ...]

    def counts(self) -> Counter[tuple[Part, str, Event]]:
        """How many differences there are, by part, volume or index, and event."""
        return Counter((each.part, each.within, each.event) for each in self.differences)


def compare(before: WholeEdition, after: WholeEdition) -> Comparison:
    """What is different in `after`: a code is known by itself, a line by its path of terms, a note by its words."""
    found = (*_codes(before, after), *_notes(before, after), *_lines(before, after))
    return Comparison(before.title, after.title, found)


@lru_cache(maxsize=200_000)
def _said(text: str) -> str:
    """A text's words alone: capitals, punctuation and blanks are no difference."""
    return " ".join(words(text))


def _codes(before: WholeEdition, after: WholeEdition) -> Iterator[Difference]:
    old = {(row.volume, row.key): row for row in before.codes}
    new = {(row.volume, row.key): row for row in after.codes}
    for key, row in new.items():
        was = old.get(key)
        if event := _event(was, row):
            yield _of_code(event, row, was.display if was else "", row.display)
    for key, row in old.items():
        if row.valid and key not in new:
            yield _of_code(Event.DELETED, row, row.display, "")


def _event(was: CodeRow | None, row: CodeRow) -> Event | None:
    """What happened to a code that the newer edition has; a heading that came is none."""
    if was is None:
        return Event.ADDED if row.valid else None
    if was.valid != row.valid:
        return Event.JOINED if row.valid else Event.SPLIT
    return Event.RETITLED if _said(was.title) != _said(row.title) else None


def _source(row: CodeRow | NoteRow | LineRow) -> Source:
    return Source(row.document, row.paragraph)


def _of_code(event: Event, row: CodeRow, before: str, after: str) -> Difference:
    return Difference(Part.CODES, event, row.volume, row.key, before, after, _source(row))


def _notes(before: WholeEdition, after: WholeEdition) -> Iterator[Difference]:
    old, new = _by_words(before.notes), _by_words(after.notes)
    for key, rows in new.items():
        for row in rows[len(old.get(key, ())) :]:
            yield _of_note(Event.ADDED, row, "", f"{row.kind}: {row.text}")
    for key, rows in old.items():
        for row in rows[len(new.get(key, ())) :]:
            yield _of_note(Event.DELETED, row, f"{row.kind}: {row.text}", "")


def _of_note(event: Event, row: NoteRow, before: str, after: str) -> Difference:
    return Difference(Part.NOTES, event, row.volume, row.key, before, after, _source(row))


def _by_words(notes: Iterable[NoteRow]) -> dict[Hashable, list[NoteRow]]:
    found: defaultdict[Hashable, list[NoteRow]] = defaultdict(list)
    for row in notes:
        found[row.volume, row.key, row.kind, _said(row.text)].append(row)
    return dict(found)


class _Outline:
    """The lines of an edition by their paths: the essential words of each term, from the main term down."""

    def __init__(self, lines: Iterable[LineRow]) -> None:
        self._rows: dict[int, LineRow] = {}
        paths: dict[int, str] = {}
        self.by_path: defaultdict[str, list[LineRow]] = defaultdict(list)
        for row in lines:
            self._rows[row.id] = row
            paths[row.id] = path = f"{paths.get(row.parent, row.within)} > {_said(row.head)}"
            self.by_path[path].append(row)

    def place(self, row: LineRow) -> str:
        """The path as it is told: `Neutropenia > chronic`."""
        above = self._rows.get(row.parent)
        return f"{self.place(above)} > {row.head or row.term}" if above else row.head or row.term


def _lines(before: WholeEdition, after: WholeEdition) -> Iterator[Difference]:
    old, new = _Outline(before.lines), _Outline(after.lines)
    for path, rows in new.by_path.items():
        was, now = _unlike(old.by_path.get(path, ()), rows)
        for one, other in zip(was, now, strict=False):
            yield from _changed(one, other, new.place(other))
        for row in now[len(was) :]:
            yield _of_line(Event.ADDED, row, new.place(row), "", _told(row))
        for row in was[len(now) :]:
            yield _of_line(Event.DELETED, row, old.place(row), _told(row), "")
    for path, rows in old.by_path.items():
        for row in rows if path not in new.by_path else ():
            yield _of_line(Event.DELETED, row, old.place(row), _told(row), "")


def _unlike(was: Sequence[LineRow], now: Sequence[LineRow]) -> tuple[list[LineRow], list[LineRow]]:
    """The lines of one path without those that say the same in both: a path may stand more than once."""
    if len(was) == len(now) and all(map(_same, was, now)):
        return [], []
    common = Counter(map(_meaning, was)) & Counter(map(_meaning, now))
    return _without(was, common.copy()), _without(now, common)


def _without(rows: Sequence[LineRow], common: Counter[Hashable]) -> list[LineRow]:
    kept = []
    for row in rows:
        if common[_meaning(row)] > 0:
            common[_meaning(row)] -= 1
        else:
            kept.append(row)
    return kept


def _same(was: LineRow, now: LineRow) -> bool:
    """Whether two lines of one path are printed alike, which nearly all are."""
    return was.codes == now.codes and was.references == now.references and was.term == now.term


def _meaning(row: LineRow) -> Hashable:
    return row.codes, tuple(map(_said, row.references)), _said(row.term)


def _changed(was: LineRow, now: LineRow, place: str) -> Iterator[Difference]:
    if was.codes != now.codes:
        yield _of_line(Event.RECODED, now, place, was.codes, now.codes)
    if tuple(map(_said, was.references)) != tuple(map(_said, now.references)):
        yield _of_line(Event.REFERRED, now, place, "; ".join(was.references), "; ".join(now.references))
    if _said(was.term) != _said(now.term):
        yield _of_line(Event.REWORDED, now, place, was.term, now.term)


def _told(row: LineRow) -> str:
    return "; ".join(filter(None, (row.codes, *row.references)))


def _of_line(event: Event, row: LineRow, place: str, before: str, after: str) -> Difference:
    return Difference(Part.INDEX, event, row.within, place, before, after, _source(row))
