"""Opens the edition that a command asks for; if it must be installed first, with a progress bar on a terminal."""

from __future__ import annotations

from mainterm.model.edition import Book
from mainterm.service.open import is_installed, open_edition, open_or_fall_back


def opened(name: str | None, fall_back: bool = False) -> Book:
    """The edition's Book. With `fall_back`, the sampler's where no document is within reach.

    Raises EditionError and Unreadable, each with one line that says what to do.
    """
    door = open_or_fall_back if fall_back else open_edition
    if is_installed(name):
        return door(name)
    from mainterm.cli.progress import told_on_terminal  # brings the readers: only where they are needed

    with told_on_terminal() as tell:
        return door(name, tell)
