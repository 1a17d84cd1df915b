"""Follows a code through all editions that are installed."""

from __future__ import annotations

from mainterm.editions.declared import declared_editions
from mainterm.history.codes import CodeHistory, follow
from mainterm.model.edition import EditionError
from mainterm.service.asked import read_code
from mainterm.service.home import edition_path, home
from mainterm.service.open import is_installed
from mainterm.store.book import open_book


def code_history(text: str, procedures: bool = False) -> tuple[CodeHistory, tuple[str, ...]]:
    """The history of the code in `text` over the installed editions, and the editions that are not installed.

    A code is read as the latest edition that has it reads it. Raises ValueError where `text` has not the form of a
    code, EditionError where fewer than two editions are installed.
    """
    names = declared_editions()
    books = [open_book(edition_path(home(), name)) for name in names if is_installed(name)]
    if len(books) < 2:
        raise EditionError("a history needs two editions or more; install them: mainterm edition install all")
    readings = [read_code(book, text, procedures) for book in reversed(books)]
    meant = next((reading for reading in readings if reading.exists), readings[0])
    if not meant.key or " " in meant.key:
        raise ValueError(f'"{text}" has not the form of a code, which is such as 288.50, V10.3, E849.0 or 38.45')
    absent = tuple(name for name in names if not is_installed(name))
    return follow(books, meant.key, meant.volume), absent
