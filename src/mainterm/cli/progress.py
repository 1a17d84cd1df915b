"""Shows how an installation goes: a bar on a terminal, nothing elsewhere, and always on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from mainterm.service.install import Teller


@contextmanager
def told_on_terminal() -> Iterator[Teller]:
    """What an installation may tell its progress to; the bar ends with the block."""
    from mainterm.service.install import Teller

    bars = _Bars()
    try:
        yield Teller(waiting=_waiting, step=bars.step if sys.stderr.isatty() else Teller().step)
    finally:
        bars.end()


def _waiting() -> None:
    click.echo("mainterm: another process is installing; waiting for it", err=True)


class _Bars:
    """One bar after the other: a new one for each thing that is done."""

    def __init__(self) -> None:
        self._what = ""
        self._bar: ProgressBar[int] | None = None

    def step(self, what: str, done: int, total: int) -> None:
        if what != self._what or self._bar is None:
            self.end()
            self._what = what
            self._bar = click.progressbar(length=total, label=f"{what:<10}", file=sys.stderr, show_eta=False)
            self._bar.render_progress()
        self._bar.update(done - self._bar.pos)

    def end(self) -> None:
        if self._bar is not None:
            self._bar.render_finish()
        self._bar = None
