"""ICD-10-CM as a second classification: read from its XML, installed as an edition, looked up; and not coded from."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from mainterm.cli.main import cli
from mainterm.editions.declared import census_differences, declared_edition
from mainterm.encode.coder import Coder
from mainterm.fetch.folders import checked_bytes
from mainterm.model.classification import Classification
from mainterm.model.edition import Book, Edition, EditionError, Manifest
from mainterm.model.index import Index, ReferenceKind, Table
from mainterm.model.source import Unreadable
from mainterm.model.tabular import Level, NoteKind
from mainterm.read.archive import read_document
from mainterm.read.icd10cm import read_icd10cm
from mainterm.service.asked import read_code
from mainterm.service.home import edition_path
from mainterm.service.tabular import look_up_code
from mainterm.store.book import open_book
from mainterm.store.sqlite import FORMAT
from mainterm.store.write import write_edition

from .icd10cm_small import INDEX, NEOPLASM, TABULAR

SMALL = {
    "tabular.diseases": ("tab.xml", TABULAR.encode()),
    "index.diseases": ("index.xml", INDEX.encode()),
    "index.neoplasm": ("neoplasm.xml", NEOPLASM.encode()),
}
MANIFEST = Manifest("icd10cm-2015", "ICD-10-CM small", 2015, "2014-10-01", FORMAT, "test", "", (), {}, True)
OF_ICD10CM = replace(MANIFEST, classification=Classification.ICD10CM)


@pytest.fixture(scope="module")
def small() -> Edition:
    return read_icd10cm(SMALL, lambda name, size: None)


@pytest.fixture(scope="module")
def home(small: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the small edition is installed."""
    home = tmp_path_factory.mktemp("icd10cm")
    edition_path(home, "icd10cm-2015").parent.mkdir()
    write_edition(small, OF_ICD10CM, edition_path(home, "icd10cm-2015"))
    return home


@pytest.fixture(scope="module")
def book(home: Path) -> Book:
    return open_book(edition_path(home, "icd10cm-2015"))


def test_a_seventh_character_makes_a_leaf_as_many_valid_codes_as_it_has_values(small: Edition) -> None:
    valid = [node.code for node in small.nodes if node.valid]
    assert valid == ["S00.1XXA", "S00.1XXS", "S00.20XA", "S00.20XS", "B20", "T36.0X5"]


def test_an_expanded_code_has_the_title_of_both_and_cites_its_character(book: Book) -> None:
    page = look_up_code(book, "S00.1XXS", read_code(book, "s001xxs").volume)
    assert page is not None
    assert (page.title, page.printed_title, page.valid) == ("Right tuft, sequela", "sequela", True)
    assert str(page.source) == "tab.xml ¶" + str(
        TABULAR.splitlines().index(" " * 10 + '<extension char="S">sequela</extension>')
    )
    assert [heading.code for heading in page.ancestors] == ["S00-T88", "S00-T50", "S00-S09", "S00", "S00.1"]
    assert [line.text for note in page.notes if not note.inherited for line in note.lines] == ["of long ago"]
    assert [(box.position, box.scope, box.owner) for box in page.boxes] == [(7, ("S00",), "S00")]


def test_a_code_that_ends_in_a_seventh_character_needs_one_and_no_sixth(book: Book) -> None:
    for code, needs in (("S00", 4), ("S00.1", 7), ("S00.20", 7), ("S00.1XXA", 0), ("B20", 0), ("T36.0", 5)):
        page = look_up_code(book, code, read_code(book, code).volume)
        assert page is not None
        assert (page.needs_digit, page.level is Level.CODE) == (needs, code in ("S00.1XXA",)), code


def test_notes_have_their_keyword_as_the_book_prints_it_and_name_codes(small: Edition) -> None:
    nodes = {node.key: node for node in small.nodes}
    assert [(n.kind, n.text, n.head, n.codes) for n in nodes["S00.1"].notes] == [
        (NoteKind.INCLUSION, "Dexter tuft", False, ()),
        (NoteKind.EXCLUDES1, "Excludes1: left tuft (S00.2-)", True, ("S00.2",)),
        (NoteKind.EXCLUDES1, "no tuft (S99)", False, ("S99",)),
    ]
    assert [(n.kind, n.text, n.depth) for n in nodes["B20"].notes] == [
        (NoteKind.CODE_FIRST, "Code first cause, such as:", 0),
        (NoteKind.CODE_FIRST, "drug (T36-T50 with fifth or sixth character 5)", 1),
        (NoteKind.USE_ADDITIONAL, "Use additional, if applicable, sound (T36.0X5-)", 0),
        (NoteKind.INCLUDES, "Includes: quiet", 0),
    ]
    assert nodes["B20"].notes[1].codes == ("T36-T50",)
    assert nodes["chapter S00-T88"].notes[1].kind is NoteKind.EXCLUDES2


def test_an_index_line_reads_as_it_is_printed(small: Edition) -> None:
    line = small.lines[0]
    assert line.text == "Tuft(s), tufted (of hair) (torn) NEC S00.1- [B20]"
    assert (line.head, line.nonessential, line.nec) == ("Tuft, tufted", ("of hair", "torn"), True)
    assert (line.codes, line.manifestations, line.index) == (("S00.1-",), ("B20",), Index.DISEASES)
    assert [(each.text, each.level, each.parent) for each in small.lines[1:5]] == [
        ("left - see Sinister, tuft", 1, 0),
        ("upper S00.20", 2, 1),
        ("elsewhere - see subcategory S00.2", 2, 1),
        ("nowhere - see also Wig, gone S98.0", 1, 0),
    ]


def test_references_lead_to_lines_categories_and_rows_of_a_table(small: Edition) -> None:
    by_term = {line.term: line for line in small.lines}
    left, elsewhere, malignant = (by_term[term].references[0] for term in ("left", "elsewhere", "malignant"))
    assert [small.lines[id].text for id in left.lines] == ["tuft - see category S00"]
    assert (elsewhere.kind, elsewhere.codes) == (ReferenceKind.SEE_CATEGORY, ("S00.2",))
    assert [small.lines[id].table for id in malignant.lines] == [Table.NEOPLASM]
    assert by_term["Sinister"].references[0].kind is ReferenceKind.SEE_CONDITION


def test_a_row_of_a_table_has_a_cell_for_each_column(book: Book) -> None:
    row = next(line for id in book.leads_to("S00.1") if (line := book.line(id)).table)
    assert row.cells == ("S00.1-", "-", "", "B20", "-", "?")


def test_what_is_amiss_in_the_documents_is_listed_with_its_line(small: Edition) -> None:
    assert [(each.kind, each.source.document) for each in small.problems] == [
        *[("code not in the Tabular", "tab.xml")] * 3,
        ("level", "index.xml"),
        ("code not in the Tabular", "index.xml"),
        ("reference", "index.xml"),
        ("code not in the Tabular", "neoplasm.xml"),
        ("no code", "neoplasm.xml"),
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (TABULAR.replace("?>", '?><!DOCTYPE x [<!ENTITY a "aa">]>', 1), "declares a document type or entities"),
        (TABULAR.replace("?>", '?><!DOCTYPE x SYSTEM "file:///etc/passwd">', 1), "declares a document type"),
        (TABULAR[:900], "is no XML"),
        (TABULAR.replace("</section>", "", 1), "is no XML"),
        ("<a>" * 60 + "</a>" * 60, "elements within each other"),
        ("<other/>", "is no Tabular List of ICD-10-CM"),
        ("", "is no XML"),
        (TABULAR.replace("utf-8", "klingon"), "has an unknown encoding: klingon"),
        (TABULAR.replace("<name>S00.1</name>", "<name/>"), "line 25: is a code without name or title"),
    ],
)
def test_hostile_and_damaged_xml_is_refused_in_one_line(wrong: str, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_icd10cm({"tabular.diseases": ("tab.xml", wrong.encode())}, lambda name, size: None)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("s00.1xxa", "S00.1XXA"),
        ("S001XXA", "S00.1XXA"),
        ("b20", "B20"),
        ("section b20", "section B20"),
        ("S00-S09", "section S00-S09"),
        ("S00-T88", "chapter S00-T88"),
    ],
)
def test_a_code_is_read_by_the_form_of_its_own_classification(book: Book, typed: str, key: str) -> None:
    assert read_code(book, typed).key == key


@pytest.mark.parametrize("typed", ["250.00", "V1", "E", "", "S00-", "section"])
def test_what_has_not_the_form_of_one_is_no_code(book: Book, typed: str) -> None:
    assert not read_code(book, typed).exists


def test_encoding_from_its_index_is_refused_in_one_line(
    home: Path, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(home))
    with pytest.raises(EditionError, match=r"is of ICD-10-CM, .* name a fiscal year of ICD-9-CM"):
        Coder(book)
    for command in (["code", "tuft"], ["why", "tuft", "250.00"], ["audit", "250.00"], ["rule", "I.C.2"]):
        with pytest.raises(EditionError, match="is of ICD-10-CM"):
            CliRunner().invoke(
                cli, [*command, "--edition", "icd10cm-2015"], standalone_mode=False, catch_exceptions=False
            )


def test_the_look_ups_answer_from_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(home))
    monkeypatch.setenv("MAINTERM_EDITION", "icd10cm-2015")

    def shown(*arguments: str) -> str:
        result = CliRunner().invoke(cli, list(arguments))
        assert not result.exception, result.output
        return result.output

    assert "not valid: needs a seventh character" in shown("tabular", "S00.1")
    assert "Excludes1: left tuft" in shown("tabular", "S00.1")
    assert "Character 7, from the box at S00" in shown("tabular", "S00.1XXA")
    assert json.loads(shown("tabular", "B20", "--json"))["classification"] == "icd10cm"
    assert "    upper S00.20" in shown("index", "tuft")
    assert "S00.1-" in shown("index", "neoplasm", "tuft")
    assert "Dexter tuft" in shown("find", "dexter")


# ---- the official documents

VALID = {"icd10cm-2015": 69_823, "icd10cm-2017": 71_486}
"""As CMS gives them."""


def documents(name: str, sources: Path, *roles: str) -> dict[str, tuple[str, bytes]]:
    return {
        each.role: (each.name, read_document(sources / each.published.place, each.member))
        for each in declared_edition(name).documents
        if not roles or each.role in roles
    }


@pytest.mark.official
@pytest.mark.parametrize("name", VALID)
def test_the_official_tabular_lists_have_as_many_valid_codes_as_cms_counts(name: str, sources: Path) -> None:
    edition = read_icd10cm(documents(name, sources, "tabular.diseases"), lambda name, size: None)
    codes = [node.code for node in edition.nodes if node.valid]
    assert len(codes) == len(set(codes)) == VALID[name] == edition.census["tabular"]["valid_codes"]
    declared = declared_edition(name).census["tabular"]
    assert not census_differences(declared, edition.census["tabular"])


@pytest.fixture(scope="module")
def whole(sources: Path) -> Edition:
    return read_icd10cm(documents("icd10cm-2015", sources), lambda name, size: None)


@pytest.mark.official
def test_the_whole_edition_reads_as_declared(whole: Edition) -> None:
    assert not census_differences(declared_edition("icd10cm-2015").census, whole.census)
    assert sum(each.kind == "reference" for each in whole.problems) < 0.03 * sum(len(n.references) for n in whole.lines)


@pytest.mark.official
def test_titles_hierarchy_notes_and_index_are_those_of_the_book(whole: Edition) -> None:
    nodes = {node.key: node for node in whole.nodes}
    code = nodes["S72.001A"]
    assert code.display.endswith("neck of right femur, initial encounter for closed fracture")
    assert [nodes[key].parent for key in ("S72.001A", "S72.001", "S72")] == ["S72.001", "S72.00", "section S70-S79"]
    assert [nodes[key].parent for key in ("section C00-C14", "section C00-C75", "section C7A", "section C76-C80")] == [
        *("section C00-C75", "section C00-C96", "section C00-C96", "section C00-C96"),
    ]
    assert {n.kind for n in nodes["E11"].notes} == {NoteKind.INCLUDES, NoteKind.EXCLUDES1, NoteKind.USE_ADDITIONAL}
    assert nodes["G63"].manifestation
    assert not nodes["E11.9"].manifestation
    diabetes = next(line for line in whole.lines if line.head == "Diabetes, diabetic")
    assert (diabetes.codes, diabetes.nonessential) == (("E11.9",), ("mellitus", "sugar"))
    ladders = [line for line in whole.lines if line.index is Index.EXTERNAL and line.codes == ("W11",)]
    assert "Fall, falling" in [whole.lines[line.main].head for line in ladders]
    aspirin = next(line for line in whole.lines if line.table is Table.DRUGS and line.head == "Aspirin")
    assert aspirin.cells == tuple(f"T39.01{n}" for n in range(1, 7))


@pytest.mark.official
@pytest.mark.parametrize("name", VALID)
def test_the_archives_are_those_declared(name: str, sources: Path) -> None:
    for file in declared_edition(name).files:
        assert len(checked_bytes(sources / file.place, file)) == file.bytes
        assert file.url.startswith("https://")
