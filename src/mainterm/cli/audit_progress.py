"""Shows how far an audit has read its files: a bar on stderr, at a terminal, where the input is long."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

from mainterm.service.audit import Source

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

Passing = TypeVar("Passing")

_LONG: Final = 1 << 20
"""Bytes from which an input is long enough to be waited for."""
_EACH: Final = 500
"""Encounters between two looks at how far it is."""


class Progress:
    """The bytes read of all files, shown as a bar where there is one."""

    def __init__(self, bar: ProgressBar[int] | None) -> None:
        self._bar = bar
        self._done = 0
        self._source: Source | None = None

    def opened(self, source: Source) -> None:
        """Another file is read from now on; the one before is done."""
        if self._source is not None and not self._source.raw.closed:
            self._done += self._source.raw.tell()
        self._source = source

    def watch(self, audits: Iterable[Passing], each: int = _EACH) -> Iterator[Passing]:
        """The audits, or what stands for many of them; the bar grows with `each` that pass."""
        for number, audit in enumerate(audits):
            if self._bar is not None and self._source is not None and number % each == 0:
                here = self._done + (0 if self._source.raw.closed else self._source.raw.tell())
                self._bar.update(max(0, here - self._bar.pos))
            yield audit


@contextmanager
def shown_progress(inputs: Sequence[str], printing: bool) -> Iterator[Progress]:
    """A bar, if stderr is a terminal on which nothing else is printed, and the files are long; ends with the block."""
    length = sum(Path(each).stat().st_size for each in inputs if Path(each).is_file())
    if length < _LONG or not sys.stderr.isatty() or (printing and sys.stdout.isatty()):
        yield Progress(None)
        return
    with click.progressbar(length=length, label="auditing", file=sys.stderr) as bar:
        yield Progress(bar)
