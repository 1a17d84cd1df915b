"""The FY2012 edition, read once from the official documents for all tests that ask for it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from mainterm.editions.declared import declared_edition
from mainterm.model.edition import Edition
from mainterm.read.archive import read_document
from mainterm.read.assemble import read_edition


@lru_cache(maxsize=1)
def documents(sources: Path) -> dict[str, tuple[str, bytes]]:
    """The documents of FY2012 by role."""
    return {
        document.role: (document.name, read_document(sources / document.published.place, document.member))
        for document in declared_edition("2012").documents
    }


@lru_cache(maxsize=1)
def whole_edition(sources: Path) -> Edition:
    """The edition that they make."""
    return read_edition(documents(sources), lambda document, done: None)
