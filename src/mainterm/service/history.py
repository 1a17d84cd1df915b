"""Follows a code through all editions that are installed, and by the conversion table of new codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mainterm.editions.declared import declared_editions
from mainterm.history.codes import CodeHistory, Standing, follow
from mainterm.history.conversions import Disagreement, disagreements
from mainterm.model.code import Volume
from mainterm.model.conversion import Conversion
from mainterm.model.edition import EditionError
from mainterm.service.asked import read_code
from mainterm.service.home import edition_path, home
from mainterm.service.open import installed_file, is_installed
from mainterm.service.repair import installed_codes
from mainterm.store.book import open_book
from mainterm.store.conversions import read_conversions

if TYPE_CHECKING:
    from mainterm.service.install import Teller


CONVERSIONS: Final = "conversions"
"""The name under which the conversion table is installed."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A code's history, the rows of the conversion table that are about it, and the editions not looked at."""

    history: CodeHistory
    conversions: tuple[Conversion, ...]
    absent: tuple[str, ...]


def conversions(tell: Teller | None = None) -> tuple[Conversion, ...]:
    """The conversion table, installed first where it is not yet. Raises EditionError and Unreadable."""
    return read_conversions(installed_file(CONVERSIONS, tell))


def followed(text: str, procedures: bool = False) -> Followed:
    """The history of the code in `text`, as `code_history` has it, with what the conversion table says of it.

    The table is not looked at where it is not installed. Raises as `code_history` does.
    """
    history, absent = code_history(text, procedures)
    if not is_installed(CONVERSIONS):
        return Followed(history, (), (*absent, CONVERSIONS))
    came = _came(history)
    about = (row for row in conversions() if row.volume is history.volume)
    rows = tuple(row for row in about if row.begins(history.code) or (row.ends(history.code) and row.year > came))
    return Followed(history, rows, absent)


@dataclass(frozen=True, slots=True)
class Meant:
    """What a code was in one fiscal year: how it stood, and its full title then, "" where it was not there."""

    year: int
    standing: Standing
    title: str


def meant_in(code: str, volume: Volume, edition: str) -> Meant:
    """What the code, dotted, was in the edition of this name. Raises EditionError where it is not installed."""
    book = open_book(installed_file(edition))
    node = book.node(code, volume)
    if node is None:
        return Meant(book.manifest.year, Standing.ABSENT, "")
    return Meant(book.manifest.year, Standing.VALID if node.valid else Standing.HEADING, node.display)


def _came(history: CodeHistory) -> int:
    """The fiscal year in which the code came; 0 where it was there before all the editions, or never."""
    first, *later = history.spans
    return later[0].first if first.standing is Standing.ABSENT and later else 0


def checked(tell: Teller | None = None) -> tuple[Disagreement, ...]:
    """Where the conversion table and the installed editions do not say the same. Raises as `conversions` does."""
    return tuple(disagreements(conversions(tell), installed_codes()))


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
