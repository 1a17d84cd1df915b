"""Reads CMS's lists of valid codes with their long and short titles, as published in text or, for FY2010, in CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from typing import Final

from mainterm.model.code import Volume, dotted
from mainterm.model.edition import Title
from mainterm.model.source import Source, Unreadable

_LINE: Final = re.compile(r"([0-9VE]\d{2,4}) +(\S.*?)\s*")
_PROCEDURE: Final = re.compile(r"(\d{2,4}) +(\S.*?)\s*")


def read_titles(documents: Mapping[str, tuple[str, bytes]]) -> tuple[Title, ...]:
    """The titles that the documents with the roles `titles.<volume>.long` and `.short` give, in the lists' order.

    A code of the long list that has no short title gets an empty one; before FY2010 there are no long ones at all. A
    role `titles.<volume>.both` is a list with both. Raises Unreadable for a line that is no code with a title, for a
    code listed twice and for a short title without a long one.
    """
    titles: list[Title] = []
    for volume in Volume:
        both = f"titles.{volume}.both"
        if both in documents:
            titles += _read_both(*documents[both], volume)
            continue
        long = _read_list(documents, f"titles.{volume}.long", volume)
        short = _read_list(documents, f"titles.{volume}.short", volume)
        if not long:
            titles += (Title(code, volume, "", title, source) for code, (title, source) in short.items())
            continue
        for code, (_, source) in short.items():
            if code not in long:
                wrong = f"line {source.paragraph + 1}: gives {code} a short title, but it has no long one"
                raise Unreadable(source.document, wrong, "get both lists of the same version")
        titles += (
            Title(code, volume, title, short[code][0] if code in short else "", source)
            for code, (title, source) in long.items()
        )
    return tuple(titles)


def _read_both(document: str, data: bytes, volume: Volume) -> Iterator[Title]:
    """The titles of a list in CSV: a head, then code, long title, short title."""
    rows = csv.reader(data.decode("cp1252", "replace").splitlines())
    next(rows, None)
    for number, row in enumerate(rows, start=1):
        code = dotted(row[0], volume) if len(row) == 3 else ""
        if not code:
            raise Unreadable(document, f"line {number + 1}: is no code with two titles", "give CMS's list as published")
        yield Title(code, volume, row[1].strip(), row[2].strip(), Source(document, number))


def _read_list(documents: Mapping[str, tuple[str, bytes]], role: str, volume: Volume) -> dict[str, tuple[str, Source]]:
    """One list: code to title and line. A document that is not given is an empty list."""
    if role not in documents:
        return {}
    document, data = documents[role]
    line = _LINE if volume is Volume.DISEASES else _PROCEDURE
    found: dict[str, tuple[str, Source]] = {}
    for number, text in enumerate(data.decode("cp1252", "replace").splitlines()):
        if not text.strip():
            continue
        match = line.fullmatch(text)
        code = dotted(match[1], volume) if match else ""
        if not match or not code or code in found:
            wrong = f"line {number + 1}: {'lists ' + code + ' again' if code else 'is no code with a title'}"
            raise Unreadable(document, wrong, "give CMS's list as published")
        found[code] = (match[2], Source(document, number))
    if not found:
        raise Unreadable(document, "lists no codes", "give CMS's list as published")
    return found
