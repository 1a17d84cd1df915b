"""The door: opens an edition by name, installing it at the first call, and falls back on the sampler where it may."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mainterm.model.edition import Book
from mainterm.model.source import Unreadable
from mainterm.service.home import edition_path, home
from mainterm.store.book import open_book

if TYPE_CHECKING:
    from mainterm.service.install import Teller

LATEST: Final = "2012"
SAMPLER: Final = "sampler"


def edition_name(name: str | None) -> str:
    """The edition meant: the one named, else $MAINTERM_EDITION, else the latest. `FY2012` is `2012`."""
    wanted = (name or os.environ.get("MAINTERM_EDITION") or LATEST).strip()
    return wanted.upper().removeprefix("FY").strip().lower()


def open_edition(name: str | None = None, tell: Teller | None = None) -> Book:
    """The edition's Book; it is installed first where it is not yet.

    Raises EditionError for one that is not known or cannot be used, Unreadable where its documents cannot be had.
    """
    return open_book(installed_file(name, tell))


def installed_file(name: str | None = None, tell: Teller | None = None) -> Path:
    """The file of an edition, or of the mappings, installed first where it is not yet. Raises as `open_edition`."""
    wanted = edition_name(name)
    path = edition_path(home(), wanted)
    if not path.exists() or (wanted == SAMPLER and _is_outdated()):
        from mainterm.service.install import install  # readers and downloads: only where they are needed

        install(wanted, home(), tell=tell)
    return path


def _is_outdated() -> bool:
    """Whether the installed sampler is of other files than those that come with this program."""
    from mainterm.service.installed import is_current

    return not is_current(SAMPLER, home())


def open_or_fall_back(name: str | None = None, tell: Teller | None = None) -> Book:
    """As `open_edition`; but where no edition was named and no document is within reach, the sampler's Book."""
    try:
        return open_edition(name, tell)
    except Unreadable as error:
        from mainterm.fetch.download import OutOfReach

        if isinstance(error, OutOfReach) and not name and "MAINTERM_EDITION" not in os.environ:
            return open_edition(SAMPLER)
        raise


def is_installed(name: str | None = None) -> bool:
    """Whether the edition can be opened without installing it first."""
    return edition_path(home(), edition_name(name)).exists()
