"""The documents of an edition are read each by its own reader, then joined and checked against one another."""

from __future__ import annotations

import pytest

from mainterm.model.code import Volume
from mainterm.model.edition import Edition
from mainterm.model.source import Unreadable
from mainterm.read.assemble import Documents, read_edition

TABULAR = """
Chapter 3. ENDOCRINE (240-279)
250 Diabetes mellitus
  Box for digit 5: for use with category 250:
  0 = type II
  1 = type I
  250.6 Diabetes with neurological manifestations
    Excludes: of the newborn (775.9)
Chapter 6. NERVOUS SYSTEM (320-389)
357 Neuropathy
  357.2 Polyneuropathy in diabetes
    Code first: underlying disease (250.6)
  357.4 Polyneuropathy in other diseases classified elsewhere
    Code first: any underlying disease
  357.5 Polyneuropathy due to drugs
    Code first: any drug
"""
INDEX = """
Diabetes
  neuropathy 250.6 [357.2]
Neuropathy 357.9
  due to drugs 357.5
"""
TITLES = "25060  Diabetes with neuropathy, type II\n3572   Polyneuropathy in diabetes\n"


def plain(kind: str, text: str) -> tuple[str, bytes]:
    return f"{kind}.txt", f"mainterm plain 1: {kind}\n{text}".encode()


DOCUMENTS: Documents = {
    "tabular.diseases": plain("tabular", TABULAR),
    "index.diseases": plain("index", INDEX),
    "titles.diseases.long": ("long.txt", TITLES.encode()),
}


def read(documents: Documents = DOCUMENTS) -> Edition:
    return read_edition(documents, lambda document, done: None)


def test_valid_codes_get_cms_s_titles_and_headings_do_not() -> None:
    titles = {node.code: node.long_title for node in read().nodes}
    assert titles["250.60"] == "Diabetes with neuropathy, type II"
    assert titles["250.6"] == titles["250.61"] == ""


def test_a_bracket_in_the_index_or_a_title_that_says_so_marks_a_manifestation() -> None:
    assert [node.code for node in read().nodes if node.manifestation] == ["357.2", "357.4"]


def test_without_the_index_only_titles_mark_manifestations() -> None:
    edition = read({"tabular.diseases": DOCUMENTS["tabular.diseases"]})
    assert [node.code for node in edition.nodes if node.manifestation] == ["357.4"]
    assert edition.lines == ()


def test_codes_that_do_not_exist_are_problems_in_the_order_of_the_documents() -> None:
    found = [(problem.source.document, problem.text) for problem in read().problems]
    assert found == [
        ("tabular.txt", "A note under 250.6 names 775.9, which is not in the Tabular."),
        ("index.txt", "357.9 is not in the Tabular."),
    ]


def test_progress_tells_each_document_with_all_its_bytes() -> None:
    told: dict[str, int] = {}
    read_edition(DOCUMENTS, told.__setitem__)
    assert told == {name: len(data) for name, data in DOCUMENTS.values()}


def test_the_census_is_kept_by_volume_and_index() -> None:
    census = read().census
    assert census["tabular_diseases"]["leaf_codes"] == 5
    assert census["tabular_diseases"]["cms_long"] == 2
    assert census["tabular_diseases"]["only_in_tabular"] == ["250.61", "357.4", "357.5"]
    assert "index_diseases" in census


def test_every_node_knows_its_volume() -> None:
    assert {node.volume for node in read().nodes} == {Volume.DISEASES}


@pytest.mark.parametrize(
    ("documents", "wrong"),
    [
        ({}, "Tabular List of diseases: is not among the documents"),
        ({"tabular.diseases": ("empty.rtf", b"")}, "empty.rtf: is empty"),
        ({"tabular.diseases": ("picture.rtf", b"\x89PNG")}, "picture.rtf: is not an RTF document"),
        ({"tabular.diseases": plain("index", INDEX)}, "holds no category of diseases"),
    ],
)
def test_documents_that_make_no_edition_are_refused_in_one_line(documents: Documents, wrong: str) -> None:
    with pytest.raises(Unreadable, match=wrong) as refusal:
        read(documents)
    assert "\n" not in str(refusal.value)
