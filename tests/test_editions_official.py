"""Every year's books, as published: valid codes against CMS's lists, and all of them installed at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mainterm.editions.declared import declared_edition, declared_editions, declared_names
from mainterm.editions.errata import load_errata
from mainterm.model.code import Volume
from mainterm.read.archive import read_document
from mainterm.read.cms import read_titles
from mainterm.read.paragraphs import read_paragraphs
from mainterm.read.tabular import read_tabular
from mainterm.service.home import edition_path
from mainterm.service.install import install_all
from mainterm.store.book import open_book

BEYOND = {
    "2013": {"00.95"},
    "2014": {"00.95", "00.96", "14.81", "14.82", "14.83"},
    "2015": {"00.95", "00.96", "14.81", "14.82", "14.83"},
}
"""Procedures that came after the last print; no diagnosis did."""


def _documents(year: str, sources: Path, prefix: str) -> dict[str, tuple[str, bytes]]:
    return {
        document.role: (document.name, read_document(sources / document.published.place, document.member))
        for document in declared_edition(year).documents
        if document.role.startswith(prefix)
    }


@pytest.mark.official
@pytest.mark.parametrize("year", [year for year in declared_editions() if 2006 <= int(year) <= 2011])
def test_the_valid_codes_of_a_year_are_those_of_cms(year: str, sources: Path) -> None:
    titles = read_titles(_documents(year, sources, "titles."))
    for volume in Volume:
        ((name, data),) = _documents(year, sources, f"tabular.{volume}").values()
        found = read_tabular(read_paragraphs(data, name), name, volume, load_errata(int(year)))
        valid = {node.code for node in found.nodes if node.valid}
        assert valid == {title.code for title in titles if title.volume is volume}


@pytest.mark.official
@pytest.mark.skipif("MAINTERM_TEST_HOME" in os.environ and "CI" not in os.environ, reason="it takes minutes")
def test_all_editions_install_at_once_each_with_its_declared_census(sources: Path, tmp_path: Path) -> None:
    assert dict(install_all(tmp_path, sources)) == dict.fromkeys(declared_names(), True)
    for year, codes in BEYOND.items():
        book = open_book(edition_path(tmp_path, year))
        listed = {problem.text.split()[-1] for problem in book.problems() if problem.kind == "only in CMS's list"}
        assert listed == codes
        node = book.node("00.95", Volume.PROCEDURES)
        assert node is not None
        assert node.valid
        assert node.parent == "00.9"
    assert set(install_all(tmp_path, sources)) == {(name, False) for name in declared_names()}
