"""What a whole mapping keeps and loses, as a table: chapter by chapter, and all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import click

from mainterm.cli.layout import beside, screen_width, wrapped
from mainterm.history.losses import ChapterLosses, Loss, Losses, losses
from mainterm.model.classification import Classification
from mainterm.model.crosswalk import Crosswalk
from mainterm.model.serial import to_json

_COLUMNS: Final = {
    Loss.NO_MAP: "no map",
    Loss.ONE: "one",
    Loss.SEVERAL: "several",
    Loss.COMBINATION: "combi.",
    Loss.APPROXIMATE: "approx.",
    Loss.ALONE: "alone",
    Loss.AMONG: "among",
    Loss.LOST: "never",
}
"""What is shown, and under which head; the last three are how a code comes back."""

_NAME, _ROOM = 10, 8


def print_losses(crosswalk: Crosswalk, of: Classification, as_json: bool) -> int:
    """Print the losses of the mapping from `of`; gives the exit status."""
    found = losses(crosswalk, of)
    if as_json:
        click.echo(json.dumps(to_json(found), ensure_ascii=False))
        return 0
    for line in _lines(found, crosswalk.manifest.title, screen_width()):
        click.echo(line)
    return 0


def _lines(found: Losses, maps: str, width: int) -> Iterator[str]:
    yield beside(click.style(f"{found.of.full_name} to {found.to.full_name}", bold=True), maps, width)
    yield click.style(" " * (_NAME + 6 * _ROOM) + f"{'comes back':>{3 * _ROOM}}", dim=True)
    heads = "".join(f"{head:>{_ROOM}}" for head in ("codes", *_COLUMNS.values()))
    yield click.style(f"{'':<{_NAME}}{heads}", dim=True)
    for each in (*found.chapters, found.whole):
        yield _row(each)
    size = found.whole.codes
    shares = "".join(f"{found.whole.counts[loss] / size:>{_ROOM}.1%}" for loss in _COLUMNS)
    yield click.style(f"{'':<{_NAME + _ROOM}}{shares}", dim=True)
    unreached = found.targets - found.reached
    share = f"{unreached / found.targets:.1%}"
    yield from wrapped(
        f"To {unreached:,} ({share}) of {found.targets:,} codes of {found.to.full_name} none leads.", width
    )


def _row(each: ChapterLosses) -> str:
    numbers = "".join(f"{number:>{_ROOM},}" for number in (each.codes, *(each.counts[loss] for loss in _COLUMNS)))
    return f"{each.chapter or 'all':<{_NAME}}{numbers}"
