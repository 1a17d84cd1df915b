"""Reads AHRQ's Clinical Classifications Software, single level, for ICD-9-CM: `$dxref 2015.csv`, `$prref 2015.csv`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from mainterm.model.code import Volume, dotted
from mainterm.model.grouping import Group, Grouping
from mainterm.model.source import Source, Unreadable

_FIELD: Final = r"""(?:'{1,2}([^']*)'{1,2}|"([^"]*)")"""
"""A value; some labels stand in quotes within quotes (group 670 of `$dxref 2015.csv`)."""

_ROW: Final = re.compile(rf"{_FIELD},{_FIELD},{_FIELD},{_FIELD}(?:,{_FIELD})*\s*")
_HEAD: Final = "ICD-9-CM CODE"
_REMEDY: Final = "give AHRQ's file as published"


def read_ccs(data: bytes, document: str) -> Grouping:
    """The grouping of a file. Raises Unreadable, with the line, for what is no row, no code, or said twice."""
    rows = list(_rows(data, document))
    if not rows:
        raise Unreadable(document, "lists no codes", _REMEDY)
    # The codes of procedures are digits, four at most; no list of diagnoses is so throughout.
    procedures = all(code.isdecimal() and len(code) <= 4 for code, *_ in rows)
    volume = Volume.PROCEDURES if procedures else Volume.DISEASES
    labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    members: defaultdict[str, list[str]] = defaultdict(list)
    by_code: dict[str, str] = {}
    for bare, number, label, place in rows:
        code = dotted(bare, volume)
        if not code or code in by_code:
            raise _wrong(place, f"lists {code} again" if code else f"{bare!r} is no code")
        by_code[code] = number
        members[number].append(code)
        labels[number][label] += 1  # group 2 has one row with a label of its own, group 1 of procedures two
    groups = {n: Group(n, labels[n].most_common(1)[0][0], tuple(codes)) for n, codes in members.items()}
    return Grouping("ccs", document, volume, groups, by_code)


def _rows(data: bytes, document: str) -> Iterator[tuple[str, str, str, Source]]:
    """Code, number and label of the rows below the head, and their places; the row for no code is left out."""
    headed = False
    for number, line in enumerate(data.decode("cp1252", "replace").splitlines()):
        place = Source(document, number)
        row = _ROW.fullmatch(line)
        if not headed:
            headed = row is not None and (row[1] or "").strip() == _HEAD
            continue
        if row is None:
            raise _wrong(place, "is no row of quoted values" if line.strip() else "is empty")
        code, group, label = ((row[at] or row[at + 1] or "").strip() for at in (1, 3, 5))
        if not group.isdecimal() or not label:
            raise _wrong(place, "has no group with a number and a label")
        if code:
            yield code, group, label, place
    if not headed:
        raise Unreadable(document, f"has no line that begins with '{_HEAD}'", _REMEDY)


def _wrong(place: Source, said: str) -> Unreadable:
    return Unreadable(place.document, f"line {place.paragraph + 1}: {said}", _REMEDY)
