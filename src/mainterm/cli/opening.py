"""Opens the edition that a command asks for; if it must be installed first, with a progress bar on a terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

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
    return told_where_missing(name, lambda tell: of_icd9cm(door(name, tell)))


def opened_to_look_up(name: str | None) -> Book:
    """The Book of an edition of whatever classification: to look up in it is all that is meant to be done."""
    return told_where_missing(name, lambda tell: open_edition(name, tell))


def told_where_missing(name: str | None, door: Callable[[Teller | None], Opened]) -> Opened:
    """What the door opens; where it must install `name` first, that is told on a terminal."""
    if is_installed(name):
        return door(None)
    from mainterm.cli.progress import told_on_terminal  # brings the readers: only where they are needed

    with told_on_terminal() as tell:
        return door(tell)
