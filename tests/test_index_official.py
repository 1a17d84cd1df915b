"""The official indexes of FY2012 against the independent reading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mainterm.editions.errata import load_errata
from mainterm.model.code import Volume
from mainterm.model.index import Index, Line, Table
from mainterm.model.source import Paragraph
from mainterm.read.archive import read_document
from mainterm.read.index import IndexList, read_indexes
from mainterm.read.references import names_no_line
from mainterm.read.rtf import read_paragraphs
from mainterm.read.tabular import read_tabular

pytestmark = pytest.mark.official

INDEXES = {
    Index.DISEASES: "Dindex12",
    Index.EXTERNAL: "Eindex12",
    Index.DRUGS: "Ddrugs12",
    Index.PROCEDURES: "Pindex12",
}
TABULARS = {Volume.DISEASES: ("Dtab12", "Dtab12.rtf"), Volume.PROCEDURES: ("Ptab12", "Ptab12.RTF")}

MORPHOLOGY = re.compile(r" \(M\d{4}/\d\)")

ELSEWHERE = {
    ("index_external_causes", "other_paragraphs"),  # hidden text (Eindex12 1151) does not come through the RTF layer
    ("index_procedures", "other_paragraphs"),  # likewise Pindex12 5088
    ("known_merged_or_broken_index_lines", "one paragraph holding two index lines"),  # the reference abridges the lines
}


def paragraphs(sources: Path, archive: str, member: str) -> list[Paragraph]:
    return read_paragraphs(read_document(sources / "cdc" / "2011" / f"{archive}.zip", member), member)


@pytest.fixture(scope="module")
def book(sources: Path) -> IndexList:
    nodes = [
        node
        for volume, (archive, member) in TABULARS.items()
        for node in read_tabular(paragraphs(sources, archive, member), member, volume).nodes
    ]
    documents = {index: (f"{name}.rtf", paragraphs(sources, name, f"{name}.rtf")) for index, name in INDEXES.items()}
    return read_indexes(documents, load_errata(2012), nodes)


@pytest.fixture(scope="module")
def by_paragraph(book: IndexList) -> dict[tuple[Index, int], Line]:
    """The last line of each paragraph."""
    return {(line.index, line.source.paragraph): line for line in book.lines}


def reference(sources: Path, name: str) -> Iterator[dict[str, Any]]:
    file = sources.parent / "reference" / name
    if not file.is_file():
        pytest.skip("no independent reading beside the official documents")
    return map(json.loads, file.read_text(encoding="utf-8").splitlines())


def path(book: IndexList, line: Line) -> list[Line]:
    return [*(path(book, book.lines[line.parent]) if line.parent >= 0 else ()), line]


@pytest.mark.parametrize(
    "key",
    [
        "index_diseases",
        "index_external_causes",
        "index_procedures",
        "table_hypertension",
        "table_neoplasm",
        "table_drugs",
        "known_merged_or_broken_index_lines",
    ],
)
def test_the_census_equals_the_independent_reading(book: IndexList, sources: Path, key: str) -> None:
    file = sources.parent / "reference" / "census.json"
    if not file.is_file():
        pytest.skip("no independent reading beside the official documents")
    expected = json.loads(file.read_text(encoding="utf-8"))[key]
    for name, value in expected.items():
        if not name.endswith("recipe") and (key, name) not in ELSEWHERE:
            assert book.census[key][name] == value, name


def test_paths_of_the_index_to_diseases_agree(
    book: IndexList, by_paragraph: dict[tuple[Index, int], Line], sources: Path
) -> None:
    for sample in reference(sources, "index_paths.jsonl"):
        line = by_paragraph[Index.DISEASES, sample["idx"]]
        assert [above.text for above in path(book, line)] == sample["path_text"]
        terms = [MORPHOLOGY.sub("", term) for term in sample["path_terms"]]
        assert [above.term for above in path(book, line)] == terms
        assert list(line.codes) == sample["codes"]
        assert list(line.manifestations) == sample["bracketed"]
        assert [
            {"kind": "see also" if "also" in each.kind else "see", "form": each.form, "target": each.target}
            for each in line.references
        ] == sample["see"]
        assert line.level == sample["level"]


def test_rows_of_the_hypertension_and_neoplasm_tables_agree(
    book: IndexList, by_paragraph: dict[tuple[Index, int], Line], sources: Path
) -> None:
    tables = {"hyp": Table.HYPERTENSION, "neo": Table.NEOPLASM}
    for sample in reference(sources, "table_rows.jsonl"):
        line = by_paragraph[Index.DISEASES, sample["idx"]]
        names = [above.text.removesuffix(" ".join(above.cells)).strip() for above in path(book, line)]
        assert names == sample["path_names"]
        assert (list(line.cells), line.table, line.level) == (sample["cells"], tables[sample["table"]], sample["level"])
        assert [each.target for each in line.references] == [each["target"] for each in sample["see"]]


def test_rows_of_the_table_of_drugs_agree(
    book: IndexList, by_paragraph: dict[tuple[Index, int], Line], sources: Path
) -> None:
    for sample in reference(sources, "drug_rows.jsonl"):
        line = by_paragraph[Index.DRUGS, sample["idx"]]
        assert [above.term for above in path(book, line)] == sample["path"]
        assert (list(line.cells), line.level) == (sample["cells"], sample["level"])


def test_paths_of_the_index_to_procedures_agree(
    book: IndexList, by_paragraph: dict[tuple[Index, int], Line], sources: Path
) -> None:
    for sample in reference(sources, "procedure_paths.jsonl"):
        line = by_paragraph[Index.PROCEDURES, sample["idx"]]
        assert [above.text for above in path(book, line)] == sample["path_text"]
        assert (list(line.codes), list(line.manifestations)) == (sample["codes"], sample["bracketed"])


def test_nearly_every_reference_names_its_lines(book: IndexList) -> None:
    asked = [
        reference
        for line in book.lines
        for reference in line.references
        if not reference.codes and not reference.target.startswith("condition")
    ]
    found = [reference for reference in asked if reference.lines or names_no_line(reference)]
    assert len(found) / len(asked) > 0.996


def test_no_reference_names_the_line_that_it_stands_in(book: IndexList) -> None:
    assert not [line.source for line in book.lines for each in line.references if line.id in each.lines]


def test_every_erratum_names_a_line(book: IndexList) -> None:
    read = {(line.source.document, line.source.paragraph) for line in book.lines}
    assert set(load_errata(2012).by_place) <= read


def test_the_wrong_cells_of_the_table_of_drugs_are_told(book: IndexList) -> None:
    told = {problem.source.paragraph for problem in book.problems if problem.kind == "cell"}
    assert told == {128, 587, 950, 1947, 1989, 2191, 3063, 3331, 3519, 3571, 4242, 4533}
