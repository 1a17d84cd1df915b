"""Sets of codes by an edition: what a notation expands to, the shortest notation of a set, and groups of groupings."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mainterm.history.codeset import Term, expand, parse_set, shortest
from mainterm.model.classification import Classification
from mainterm.model.code import Volume, dotted
from mainterm.model.grouping import Group, Grouping
from mainterm.read.archive import read_document
from mainterm.read.ccs import read_ccs
from mainterm.service.open import installed_file
from mainterm.store.book import open_book
from mainterm.store.codes import codes_of


def valid_codes(edition: str | None = None, volume: Volume = Volume.DISEASES) -> tuple[str, ...]:
    """The valid codes of an edition, in the order of the book, those of ICD-10-CM in that of their letters.

    Raises EditionError where it cannot be had.
    """
    listed = codes_of(installed_file(edition))
    found = (code for _, of, code, valid in listed if valid and of is volume)
    # C7A and C7B are printed before C76 (FY15_Tabular.xml); a range of codes goes by their letters.
    return tuple(sorted(found) if classification_of(edition) is Classification.ICD10CM else found)


def classification_of(edition: str | None = None) -> Classification:
    """The classification that an edition is of."""
    return open_book(installed_file(edition)).manifest.classification


def expanded(
    notation: str, edition: str | None = None, volume: Volume = Volume.DISEASES, grouping: Grouping | None = None
) -> tuple[str, ...]:
    """The valid codes of the edition that a notation names. Raises ValueError for what is no notation."""
    terms = parse_set(notation, volume, classification_of(edition), grouping)
    return expand(terms, valid_codes(edition, volume))


def written(codes: Iterable[str], edition: str | None = None, volume: Volume = Volume.DISEASES) -> tuple[Term, ...]:
    """The shortest notation of codes, with or without their points. Raises ValueError for what is no valid code."""
    of = classification_of(edition)
    wanted = [(of.read(code) if of is Classification.ICD10CM else dotted(code, volume)) or code for code in codes]
    return shortest(wanted, valid_codes(edition, volume))


def open_grouping(file: Path) -> Grouping:
    """CCS, single level, from the file that AHRQ published. Raises Unreadable, with the line, for a damaged one."""
    return read_ccs(read_document(file), file.name)


def grouped(codes: Iterable[str], grouping: Grouping) -> tuple[tuple[str, Group | None], ...]:
    """Codes, with or without their points, each with its point and its group; None where it has none."""
    named = (dotted(code, grouping.volume) or code for code in codes)
    return tuple((code, grouping.of(code)) for code in named)
