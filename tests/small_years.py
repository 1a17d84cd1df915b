"""Two small editions: one code is split, one goes, one is a procedure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mainterm.model.code import Volume
from mainterm.model.edition import Edition
from mainterm.model.tabular import Level, Node
from mainterm.service.home import edition_path
from mainterm.store.write import write_edition

from .small import MANIFEST


def category(code: str, title: str, valid: bool = True) -> Node:
    return Node(code, Level.CATEGORY, title, valid=valid)


YEARS = {
    2010: (
        category("488", "Bird flu"),
        category("V10", "Old"),
        category("042", "Fever"),
        Node("04.2", Level.SUBCATEGORY, "Cut", "04", Volume.PROCEDURES, valid=True),
        Node("00.1", Level.SUBCATEGORY, "Drug", "00", Volume.PROCEDURES, valid=True),
    ),
    2011: (
        category("488", "Flu", False),
        Node("488.1", Level.SUBCATEGORY, "Swine", "488", valid=True),
        category("042", "Fever"),
    ),
}


def write_years(home: Path) -> None:
    """Fills a home with them."""
    (home / "editions").mkdir()
    for year, nodes in YEARS.items():
        manifest = replace(MANIFEST, name=str(year), title=f"ICD-9-CM FY{year}", year=year)
        write_edition(Edition(nodes, (), ()), manifest, edition_path(home, str(year)))
