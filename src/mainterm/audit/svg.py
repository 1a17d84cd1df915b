"""Plots as inline SVG: bars that lie, one a line, each of parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

_ROW, _BAR, _WIDTH = 24, 14, 780
_LABEL, _NUMBER = 300, 60
_LONGEST_LABEL: Final = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a plot: what it is of, its parts (a kind that has a colour, how many), where a click leads."""

    label: str
    parts: Sequence[tuple[str, int]]
    link: str = ""

    @property
    def total(self) -> int:
        """Its whole length."""
        return sum(count for _, count in self.parts)


def bars(title: str, rows: Sequence[Bar]) -> str:
    """The plot; it scales with the page, and its colours are those of the page's classes."""
    longest = max((row.total for row in rows), default=0) or 1
    height = _ROW * len(rows)
    body = "".join(_row(row, number * _ROW, longest) for number, row in enumerate(rows))
    return (
        f'<svg class="plot" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{body}</svg>"
    )


def _row(row: Bar, top: int, longest: int) -> str:
    middle = top + _ROW / 2
    room = _WIDTH - _LABEL - _NUMBER
    parts: list[str] = []
    left = float(_LABEL)
    for kind, count in row.parts:
        width = room * count / longest
        if width:
            parts.append(
                f'<rect class="{kind}" x="{left:.1f}" y="{middle - _BAR / 2}" width="{max(width, 1):.1f}" '
                f'height="{_BAR}"><title>{count:,} {kind}</title></rect>'
            )
            left += max(width, 1)
    label = row.label if len(row.label) <= _LONGEST_LABEL else f"{row.label[: _LONGEST_LABEL - 1]}…"
    name = (
        f'<text class="label" x="{_LABEL - 10}" y="{middle}">{escape(label)}<title>{escape(row.label)}</title></text>'
    )
    linked = f'<a href="#{escape(row.link)}">{name}</a>' if row.link else name
    return f'{linked}{"".join(parts)}<text class="number" x="{left + 8:.1f}" y="{middle}">{row.total:,}</text>'
