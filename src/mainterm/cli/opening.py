"""Opens the edition that a command asks for, and tells where it must be installed, first or again."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from mainterm.model.edition import Book, of_icd9cm
from mainterm.service.open import is_installed, open_edition, open_or_fall_back

if TYPE_CHECKING:
    from mainterm.service.install import Teller

Opened = TypeVar("Opened")


def opened(name: str | None, fall_back: bool = False) -> Book:
    """The Book of an edition of ICD-9-CM. With `fall_back`, the sampler's where no document is within reach.

    Raises EditionError and Unreadable, each with one line that says what to do.
    """
    door = open_or_fall_back if fall_back else open_edition
    return _told_where_outdated(told_where_missing(name, lambda tell: of_icd9cm(door(name, tell))))


def opened_to_look_up(name: str | None) -> Book:
    """The Book of an edition of whatever classification: to look up in it is all that is meant to be done."""
    return _told_where_outdated(told_where_missing(name, lambda tell: open_edition(name, tell)))


def _told_where_outdated(book: Book) -> Book:
    """The book; on a terminal it is told that another program read it, elsewhere `mainterm edition list` tells."""
    if not sys.stderr.isatty():
        return book
    from mainterm.service.reader import is_outdated  # brings what is declared of all years: only where it is told

    if is_outdated(book.manifest):
        name = book.manifest.name
        told = f"edition {name} was read by another program; install it again: mainterm edition install {name}"
        click.echo(f"mainterm: {told}", err=True)
    return book


def told_where_missing(name: str | None, door: Callable[[Teller | None], Opened]) -> Opened:
    """What the door opens; where it must install `name` first, that is told on a terminal."""
    if is_installed(name):
        return door(None)
    from mainterm.cli.progress import told_on_terminal  # brings the readers: only where they are needed

    with told_on_terminal() as tell:
        return door(tell)
