"""Lays text out in the width of the screen: wrapped, side by side, in columns."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Sequence
from typing import Final

import click

_LEAST, _USUAL, _MOST = 50, 80, 100
_GAP: Final = 2
_NARROW, _WIDE = 8, 13  # columns of a table, the gap before each included

_BROKEN: Final = {
    "Malignant": "Malig- nant",
    "Secondary": "Second- ary",
    "Uncertain": "Uncer- tain",
    "behavior": "behav- ior",
    "Unspecified": "Unspec- ified",
    "Poisoning": "Poison- ing",
    "Accident": "Acci- dent",
    "Therapeutic": "Thera- peutic",
    "Undetermined": "Unde- ter- mined",
    "Poisoning,": "Poison- ing,",
    "Accidental": "Acci- den- tal",
    "(unintentional)": "(unin- ten- tional)",
    "Intentional": "Inten- tional",
    "Underdosing": "Under- dosing",
    "self-harm": "self- harm",
    "Behavior": "Behav- ior",
}
"""Where a column's head may be broken."""


def screen_width() -> int:
    """The width of the terminal within reason, 80 where there is none."""
    return max(_LEAST, min(_MOST, _columns()))


def _columns() -> int:
    """As `shutil.get_terminal_size`; that module brings every kind of compression, and the start counts."""
    told = os.environ.get("COLUMNS", "")
    try:
        return int(told) if told.isdecimal() and int(told) else os.get_terminal_size().columns
    except OSError:  # no terminal
        return _USUAL


def wrapped(text: str, width: int, first: str = "", then: str | None = None) -> list[str]:
    """The lines of `text` within `width`: the first behind `first`, the others behind `then` (blanks, if not given)."""
    hanging = " " * len(first) if then is None else then
    lines = textwrap.wrap(text, width, initial_indent=first, subsequent_indent=hanging, break_on_hyphens=False)
    return lines or [first.rstrip()]


def beside(left: str, right: str, width: int) -> str:
    """`right`, dim and flush with the edge, behind `left`; on lines of its own where both do not fit."""
    last = click.unstyle(left).rpartition("\n")[2]
    room = width - len(last) - len(right)
    if not right:
        return left
    if room >= _GAP:
        return f"{left}{' ' * room}{click.style(right, dim=True)}"
    below = (" " * (width - len(line)) + click.style(line, dim=True) for line in wrapped(right, width))
    return "\n".join((left, *below))


def column_width(columns: int, width: int) -> int:
    """How wide a table's columns are beside its names, which take no less than a third of the screen."""
    return max(_NARROW, min(_WIDE, width * 3 // 5 // columns)) if columns else 0


def table_head(columns: Sequence[str], width: int) -> list[str]:
    """The heads of a table's columns, each broken to its column's width, set at the bottom."""
    room = column_width(len(columns), width)
    heads = [_broken(head, room - 1) for head in columns]
    height = max(map(len, heads))
    stacked = [[""] * (height - len(head)) + head for head in heads]
    return [_in_columns("", [head[row] for head in stacked], width).rstrip() for row in range(height)]


def table_row(name: str, cells: Sequence[str], width: int, indent: str) -> list[str]:
    """A table's row: its name wrapped in the room that the columns leave, the cells beside its last line."""
    room = width - column_width(len(cells), width) * len(cells) - 1
    *above, last = wrapped(name, room, indent, indent + "  ")
    return [*above, _in_columns(last, cells, width).rstrip()]


def _in_columns(name: str, cells: Sequence[str], width: int) -> str:
    room = column_width(len(cells), width)
    return name.ljust(width - room * len(cells)) + "".join(f" {cell:<{room - 1}}" for cell in cells)


def _broken(head: str, room: int) -> list[str]:
    words = " ".join(word if len(word) <= room else _BROKEN.get(word, word) for word in head.split())
    return textwrap.wrap(words, room, break_on_hyphens=False)
