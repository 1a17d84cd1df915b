"""Encounters in the one-line notation, each a line; what stands behind a # is a remark."""

from __future__ import annotations

from mainterm.audit.row import Place, Row, Rows
from mainterm.audit.source import Source
from mainterm.rules.notation import read_notation


def read_lines(source: Source) -> Rows:
    """The encounters of a text in the notation."""
    return (read_line(Place(source.name, number), line) for number, line in source.lines() if not line.startswith("#"))


def read_line(place: Place, line: str) -> Row:
    """The encounter that a line spells, or why it spells none."""
    try:
        return Row(place, read_notation(line))
    except ValueError as error:
        return Row(place, None, (str(error),))
