"""Titles of codes of every classification, from the editions that are installed; without one, none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from mainterm.editions.declared import declared_of
from mainterm.model.classification import Classification
from mainterm.model.code import Volume
from mainterm.model.edition import Book, EditionError
from mainterm.service.open import LATEST, edition_name, is_installed, open_edition

_VOLUMES: Final = {Classification.ICD9PCS: Volume.PROCEDURES}


def titles_of(codes: Mapping[Classification, Iterable[str]]) -> dict[str, str]:
    """The titles of codes, dotted, as far as an installed edition has them.

    Those of ICD-9-CM are of the edition meant where none is named, else of the latest that is installed; those of
    ICD-10-CM of the latest that has the code.
    """
    found: dict[str, str] = {}
    for of, each in codes.items():
        books = _books(of)
        found |= {code: title for code in each if (title := _title(books, code, of))}
    return found


def _title(books: Iterable[Book], code: str, of: Classification) -> str:
    nodes = (book.node(code, _VOLUMES.get(of, Volume.DISEASES)) for book in books)
    return next((node.display for node in nodes if node), "")


def _books(of: Classification) -> list[Book]:
    """The editions to ask, in this order."""
    if of is Classification.ICD10PCS:
        return []
    latest = [name for name in reversed(declared_of(of)) if is_installed(name)]
    named = latest if of is Classification.ICD10CM else [edition_name(None), LATEST, *latest[:1]]
    opened = (_opened(name) for name in dict.fromkeys(named) if is_installed(name))
    wanted = of if of is Classification.ICD10CM else Classification.ICD9CM
    return [book for book in opened if book and book.manifest.classification is wanted]


def _opened(name: str) -> Book | None:
    """The edition; one that cannot be read gives no titles, and is no reason to fail."""
    try:
        return open_edition(name)
    except EditionError:
        return None
