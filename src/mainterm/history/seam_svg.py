"""The jump as an inline SVG: the months as lines, the seam as a line across, the levels on either side as bars."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Final

from mainterm.history.seam_counts import SEAM, Jump

_WIDTH, _HEIGHT = 860, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 150, 28, 34
_STEPS: Final = (1, 2, 2.5, 5, 10)
_LABELS: Final = 9  # years that fit below the plot, at most
_APART: Final = 16  # between two labels, at least


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a month and a number stand in the plot."""

    months: int
    most: float

    def x(self, month: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * month / max(self.months - 1, 1)

    def y(self, number: float) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * number / self.most


def plot(jump: Jump, title: str) -> str:
    """The plot; it scales with the page, and its colours are those of the page's classes."""
    forward, either = [month.by_forward for month in jump.months], [month.by_either for month in jump.months]
    step = _step(max(*either, 1))
    scale = _Scale(len(jump.months), step * -(-max(*either, 1) // step))
    seam = sum(month.month < f"{SEAM:%Y-%m}" for month in jump.months)
    body = "".join(
        (
            *_grid(scale, step),
            *_years(jump, scale),
            _seam(scale, seam),
            _line("either", either[seam:], seam, scale) if either != forward else "",
            _line("forward", forward[:seam], 0, scale),
            _line("forward", forward[seam:], seam, scale),
            *_levels(jump, scale, seam),
        )
    )
    return (
        f'<svg class="plot seam" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{title}">'
        f"<title>{title}</title>{body}</svg>"
    )


def _step(most: float) -> float:
    """A round step of which some four make the axis."""
    rough = most / 4
    power = 10.0 ** floor(log10(rough)) if rough > 0 else 1.0
    return max(next(each * power for each in _STEPS if each * power >= rough), 1)


def _grid(scale: _Scale, step: float) -> Iterator[str]:
    number = 0.0
    while number <= scale.most:
        y = scale.y(number)
        yield f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="label" x="{_LEFT - 8}" y="{y:.1f}">{number:,.0f}</text>'
        number += step


def _years(jump: Jump, scale: _Scale) -> Iterator[str]:
    """The first months of the years, as many as fit; of a short time, the first and last month."""
    places = [place for place, month in enumerate(jump.months) if month.month.endswith("-01")]
    every = -(-len(places) // _LABELS) or 1
    shown = {place: jump.months[place].month[:4] for place in places[::every]}
    if len(shown) < 2:
        shown = {place: jump.months[place].month for place in {0, len(jump.months) - 1}}
    for place, text in shown.items():
        x, y = scale.x(place), _HEIGHT - _BOTTOM
        yield f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="{y}" y2="{y + 5}"/>'
        yield f'<text class="year" x="{x:.1f}" y="{y + 18}">{text}</text>'


def _seam(scale: _Scale, seam: int) -> str:
    x = scale.x(seam - 0.5)
    return (
        f'<line class="cut" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 8}" y2="{_HEIGHT - _BOTTOM}"/>'
        f'<text class="cut" x="{x:.1f}" y="{_TOP - 16}">{SEAM:%Y-%m-%d}</text>'
    )


def _line(kind: str, numbers: Sequence[int], first: int, scale: _Scale) -> str:
    """Months behind one another, from the one at place `first`; none is joined across the seam."""
    points = " ".join(f"{scale.x(place):.1f},{scale.y(number):.1f}" for place, number in enumerate(numbers, first))
    return f'<polyline class="{kind}" points="{points}"/>'


def _levels(jump: Jump, scale: _Scale, seam: int) -> Iterator[str]:
    """The mean before and those after, as bars over their months; the numbers at the edge, none on another."""
    before, after = jump.window
    if before:
        yield _bar("before", jump.by_forward.before, scale.x(seam - before), scale.x(seam - 1), scale.y)
    if not after:
        return
    ways = [("either", jump.by_either), ("forward", jump.by_forward)]
    labels: list[tuple[float, str, str]] = []
    for kind, level in ways if jump.by_either != jump.by_forward else ways[1:]:
        yield _bar(kind, level.after, scale.x(seam), scale.x(seam + after - 1), scale.y)
        ratio = f", × {level.ratio:.2f}" if level.ratio is not None else ""
        labels.append((scale.y(level.after), kind, f"{level.after:,.0f} a month{ratio}"))
    if before:
        labels.append((scale.y(jump.by_forward.before), "before", f"{jump.by_forward.before:,.0f} before"))
    last = -float(_APART)
    for y, kind, text in sorted(labels):
        last = max(y, last + _APART)
        yield f'<text class="level {kind}" x="{_WIDTH - _RIGHT + 10}" y="{last:.1f}">{text}</text>'


def _bar(kind: str, level: float, left: float, right: float, y: Callable[[float], float]) -> str:
    return f'<line class="level {kind}" x1="{left:.1f}" x2="{right:.1f}" y1="{y(level):.1f}" y2="{y(level):.1f}"/>'
