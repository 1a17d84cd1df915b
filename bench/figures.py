"""Figures as a benchmark reports them: rows under headings, the aims that they meet or miss, and their print."""

from __future__ import annotations

import math
import os
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, str | float | None]


@dataclass(frozen=True, slots=True)
class Aim:
    """What a figure should be: at most `bound`, or at least where `least`."""

    what: str
    value: float
    bound: float
    least: bool = False

    @property
    def met(self) -> bool:
        return self.value >= self.bound if self.least else self.value <= self.bound

    def __str__(self) -> str:
        side = "at least" if self.least else "at most"
        return f"{'met   ' if self.met else 'MISSED'}  {self.what}: {shown(self.value)}, aim {side} {shown(self.bound)}"


@dataclass(frozen=True, slots=True)
class Report:
    """What one part found: rows of like columns, aims, and remarks that the rows need."""

    title: str
    rows: tuple[Row, ...]
    aims: tuple[Aim, ...] = ()
    remarks: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        aims = [{"what": a.what, "value": a.value, "bound": a.bound, "least": a.least, "met": a.met} for a in self.aims]
        return {"title": self.title, "rows": [dict(row) for row in self.rows], "aims": aims, "remarks": self.remarks}

    def __str__(self) -> str:
        lines = [self.title, *_table(self.rows), *map(str, self.aims), *self.remarks]
        return "\n".join([lines[0], *(f"  {line}" for line in lines[1:])])


def quantile(values: Iterable[float], share: float) -> float:
    """The value below which `share` of the values are, none of them invented between two.

    >>> quantile([4, 1, 3, 2], 0.5), quantile(range(1, 101), 0.99)
    (2, 99)
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def medians(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Each figure's median over the rounds.

    >>> medians([{"ms": 1}, {"ms": 9}, {"ms": 2}])
    {'ms': 2}
    """
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def load() -> str:
    """How busy the machine is: what else ran in the last minute spoils a figure."""
    return f"{os.cpu_count()} CPUs, {os.getloadavg()[0]:.1f} busy in the last minute"


def shown(value: str | float | None) -> str:
    """A figure as it is printed: three digits that count, or more before the point.

    >>> shown(0.01234), shown(12.345), shown(14567), shown(0.9987), shown(None)
    ('0.0123', '12.3', '14,567', '0.999', '')
    """
    if value is None or isinstance(value, str):
        return value or ""
    if value == int(value):
        return f"{int(value):,}"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3 if abs(value) >= 0.1 else 4}f}"


def _table(rows: Sequence[Row]) -> list[str]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [names, *([shown(row.get(name)) for name in names] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    words = [any(isinstance(row.get(name), str) for row in rows) for name in names]
    return [
        "  ".join(
            cell.ljust(width) if word else cell.rjust(width)
            for cell, width, word in zip(line, widths, words, strict=True)
        ).rstrip()
        for line in cells
    ]
