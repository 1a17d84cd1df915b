"""The FY2012 Tabular Lists are what an independent reading found in them, and what the Medicare code editor holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mainterm.editions.declared import declared_edition
from mainterm.model.code import Volume
from mainterm.model.edition import Edition
from mainterm.model.tabular import Level, Node
from mainterm.read.archive import read_document
from mainterm.read.paragraphs import read_paragraphs
from mainterm.read.tabular import read_tabular

from .official_books import whole_edition

pytestmark = pytest.mark.official

# Manifestation codes of the code editor that the books do not mark: no title says "classified elsewhere" and the Index
# has them in no brackets; all have a Code first note.
ONLY_IN_THE_CODE_EDITOR = {
    *("284.2", "289.52", "289.83"),  # blood disorders with "code first the underlying disorder"
    *("327.02", "327.15"),  # due to mental disorder
    *("525.10", "525.11", "525.12", "525.13", "525.19"),  # "code first class of edentulism"
    "785.52",  # septic shock
}
# Codes that the books mark, and the code editor takes as a principal diagnosis.
ONLY_IN_THE_BOOKS = {
    *("293.0", "293.1", "293.81", "293.82", "293.83", "293.84", "293.89", "293.9", "294.0"),  # titled so
    *("366.31", "366.32", "366.33", "366.34"),  # in brackets, with "code first underlying ..."
    "731.3",  # titled so; its note says "if known"
}


@pytest.fixture(scope="module")
def edition(sources: Path) -> Edition:
    return whole_edition(sources)


@pytest.fixture(scope="module")
def nodes(edition: Edition) -> dict[str, Node]:
    return {node.key: node for node in edition.nodes if node.volume is Volume.DISEASES}


@pytest.fixture(scope="module")
def reference(sources: Path) -> Path:
    folder = sources.parent / "reference"
    if not folder.is_dir():
        pytest.skip("no independent reading beside the sources")
    return folder


def differences(wanted: Any, found: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths at which `found` is not what is wanted."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key, value in wanted.items():
            yield from differences(value, found.get(key), (*path, key))
    elif wanted != found:
        yield path


@pytest.mark.parametrize("volume", list(Volume))
def test_the_census_is_that_of_the_independent_reading(edition: Edition, reference: Path, volume: Volume) -> None:
    key = f"tabular_{volume}"
    wanted = json.loads((reference / "census.json").read_text(encoding="utf-8"))[key]
    prose = {("categories_note",)}
    assert set(differences(wanted, json.loads(json.dumps(edition.census[key])))) <= prose


@pytest.mark.parametrize("volume", list(Volume))
def test_the_census_is_the_one_declared_for_the_year(edition: Edition, volume: Volume) -> None:
    key = f"tabular_{volume}"
    assert not set(differences(declared_edition("2012").census[key], edition.census[key]))


def test_the_sampled_nodes_have_all_their_notes(nodes: dict[str, Node], reference: Path) -> None:
    rows = [json.loads(line) for line in (reference / "tabular_nodes.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 50
    for row in rows:
        node = nodes[row["code"]]
        assert (node.title, node.source.paragraph, node.bracket) == (row["title"], row["idx"], row["bracket"] or "")
        assert [_as_sampled(note.kind, note.head, note.depth, note.text) for note in node.notes] == [
            _as_sampled(note["type"], note["head"], _depth(note["sub"]), note["text"]) for note in row["notes"]
        ]
        assert row["children"] in (None, _expanded(nodes, node))
        assert _heading(nodes, node, Level.CHAPTER).endswith(row["chapter"].rpartition("(")[2].rstrip(")"))
        if row["section"]:
            assert _heading(nodes, node, Level.SECTION).endswith(row["section"].rpartition("(")[2].rstrip(")"))


def _as_sampled(kind: str, head: bool, depth: int, text: str) -> tuple[str, bool, int, str]:
    return str(kind), head, depth, text


def _depth(place: str) -> int:
    return int(place.removeprefix("list")) if place.startswith("list") else 0


def _expanded(nodes: dict[str, Node], node: Node) -> list[str]:
    """The valid codes that notes and boxes make of a node."""
    return [below.code for below in nodes.values() if below.code.startswith(node.code) and below.valid]


def _heading(nodes: dict[str, Node], node: Node, level: Level) -> str:
    while node.level is not level:
        node = nodes[node.parent]
    return node.code


def test_every_node_but_a_chapter_hangs_on_one_that_is_printed_before_it(edition: Edition) -> None:
    seen: set[tuple[Volume, str]] = set()
    for node in edition.nodes:
        assert (node.volume, node.key) not in seen
        assert node.level is Level.CHAPTER or (node.volume, node.parent) in seen
        seen.add((node.volume, node.key))


def test_every_expanded_code_names_the_line_of_its_digit_and_its_box(edition: Edition) -> None:
    digits = {digit.source: (box, digit) for box in edition.boxes for digit in box.digits}
    expanded = [node for node in edition.nodes if node.box.document]
    assert sum(node.valid for node in expanded) == 4491 + 543
    for node in expanded:
        box, digit = digits[node.source]
        assert (node.box, node.title, node.code[-1]) == (box.source, digit.meaning, digit.digit)


def test_the_only_nodes_that_neither_print_nor_box_makes_are_these(edition: Edition) -> None:
    made = [node.code for node in edition.nodes if not node.printed and not node.box.document]
    assert made == ["657.0", "672.0", "E849"]


def test_the_digits_of_a_category_are_explained_by_the_box_of_its_chapter(nodes: dict[str, Node]) -> None:
    assert [note.text for note in nodes["711.02"].notes] == ["Elbow joint", "Humerus"]


def test_an_excludes_note_set_like_inclusion_terms_is_read_as_excludes(nodes: dict[str, Node]) -> None:
    assert {str(note.kind) for note in nodes["453"].notes} == {"excludes"}  # Dtab12 ¶13219 has an empty head


def test_the_books_mark_the_manifestation_codes_of_the_code_editor(edition: Edition, sources: Path) -> None:
    table = (sources / "mce" / "MCE_Simple_Code_Edits_v28.txt").read_text(encoding="latin-1")
    rows = [line.split("\t") for line in table.splitlines()]
    edited = {row[6] for row in rows if row[4] == "Principal_Manifestation"}
    assert len(edited) == 274
    valid = [node for node in edition.nodes if node.volume is Volume.DISEASES and node.valid]
    marked = {node.code for node in valid if node.manifestation}
    listed = {node.code for node in valid if node.code.replace(".", "") in edited}
    assert len(listed) == 274
    assert listed - marked == ONLY_IN_THE_CODE_EDITOR
    assert marked - listed == ONLY_IN_THE_BOOKS
    assert not any(node.manifestation for node in edition.nodes if node.volume is Volume.PROCEDURES)


def test_every_code_that_the_books_name_exists_or_is_a_recorded_problem(edition: Edition) -> None:
    unknown = {
        (problem.source.document, problem.source.paragraph)
        for problem in edition.problems
        if problem.kind == "code not in the Tabular"
    }
    assert unknown == {
        ("Dtab12.rtf", 32115),  # E001.0-E001.9
        ("Dtab12.rtf", 34381),  # E800.0-E848.9
        ("Ptab12.RTF", 6946),  # 46.12
        ("Ptab12.RTF", 7802),  # 81.09
        ("Dindex12.rtf", 6373),  # 524.90
        ("Dindex12.rtf", 22799),  # 447.90
        ("Dindex12.rtf", 43733),  # 077.89
        ("Pindex12.rtf", 340),  # 37.17
        ("Pindex12.rtf", 1330),  # 64.69
        ("Pindex12.rtf", 1339),  # 40.92
        ("Pindex12.rtf", 1736),  # 19.79
    }


def test_codes_that_lack_a_digit_without_a_box_are_recorded_problems(edition: Edition) -> None:
    found = {problem.text.split()[0] for problem in edition.problems if problem.kind == "code needs a further digit"}
    assert found == {
        *("236.9", "333.7", "344.0", "427.8", "484", "556", "733.0", "759.8", "795.7", "V65.4"),  # Dindex12
        "V09.8",  # Dindex12: the box of the resistance codes stands at another main term
        *("29.3", "33.5"),  # Pindex12
    }


@pytest.mark.parametrize(
    ("archive", "member", "valid"),
    [("2010/DTAB11.ZIP", "DTAB11.RTF", 14432), ("2009/Dtab10.zip", "Dtab10.RTF", 14315)],
)
def test_the_rules_read_the_years_before_as_well(sources: Path, archive: str, member: str, valid: int) -> None:
    data = read_document(sources / "cdc" / archive, member)
    tabular = read_tabular(read_paragraphs(data, member), member, Volume.DISEASES)
    assert sum(node.valid for node in tabular.nodes) == valid  # as in CMS's lists v28 and v27


def test_problems_are_told_in_the_order_of_the_documents(edition: Edition) -> None:
    documents = list(dict.fromkeys(problem.source.document for problem in edition.problems))
    assert documents[:2] == ["Dtab12.rtf", "Ptab12.RTF"]
    for document in documents:
        paragraphs = [problem.source.paragraph for problem in edition.problems if problem.source.document == document]
        assert paragraphs == sorted(paragraphs)
