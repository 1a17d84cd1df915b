"""An edition written to its file and opened again says what it said before; a file that holds none is refused."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from mainterm.model.code import Volume
from mainterm.model.edition import Book, Edition, EditionError
from mainterm.model.index import Index, Line
from mainterm.store import write
from mainterm.store.book import open_book
from mainterm.store.sqlite import integrity
from mainterm.store.ways import line_heads
from mainterm.store.write import write_edition

from .small import BOX, EDITION, LINES, MANIFEST


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "2012.sqlite"
    write_edition(EDITION, MANIFEST, path)
    return path


@pytest.fixture
def book(path: Path) -> Book:
    return open_book(path)


def _with_places(record: object) -> str:
    """Everything that a record holds: equality leaves its source out."""
    return repr(record)


def test_the_manifest_comes_back_with_its_documents_and_census(book: Book) -> None:
    assert book.manifest == MANIFEST


def test_every_node_comes_back_with_its_notes_and_places(book: Book) -> None:
    found = [book.node(node.key, node.volume) for node in EDITION.nodes]
    assert _with_places(found) == _with_places(list(EDITION.nodes))


def test_every_line_comes_back_with_its_references_boxes_and_places(book: Book) -> None:
    assert _with_places([book.line(line.id) for line in LINES]) == _with_places(list(LINES))


def test_the_other_parts_of_the_books_come_back(book: Book) -> None:
    assert _with_places(tuple(book.sections())) == _with_places(EDITION.sections)
    assert book.section("I.C") == EDITION.sections[1]
    assert book.section("II") is None
    assert _with_places(book.entries("A")) == _with_places(EDITION.entries)
    assert _with_places((*book.edits("288.50"), *book.edits("11.71", Volume.PROCEDURES))) == _with_places(
        (EDITION.edits[0], EDITION.edits[2], EDITION.edits[1])
    )
    assert book.edits("11.71") == ()
    assert _with_places(tuple(book.problems())) == _with_places(EDITION.problems)
    assert _with_places(book.boxes()) == _with_places((BOX,))
    assert book.boxes(Volume.PROCEDURES) == ()


def test_a_code_of_one_volume_is_not_found_in_the_other(book: Book) -> None:
    assert book.node("01.23") is None
    assert book.node("10") is None
    assert book.node("10", Volume.PROCEDURES) is not None


def test_the_outline_of_the_tabular_list_is_walked_up_and_down(book: Book) -> None:
    node = book.node("288.50")
    assert node is not None
    assert [above.key for above in book.ancestors(node)] == ["chapter 280-289", "288", "288.5"]
    assert [child.code for child in book.children(book.ancestors(node)[1])] == ["288.0", "288.5"]
    assert book.children(node) == ()


def test_lines_come_in_the_order_of_the_ids_given(book: Book) -> None:
    assert [line.id for line in book.lines((5, 1, 14))] == [5, 1, 14]
    assert book.lines([]) == ()


def test_a_page_is_the_main_term_with_all_below_it_in_print_order(book: Book) -> None:
    assert [line.head for line in book.page(12)] == ["Ulcer, ulcerated", "skin", "decubitus"]


def test_a_page_has_its_heads_with_what_each_demands_of_a_statement(book: Book) -> None:
    assert [(head.text, head.parent, head.demands) for head in book.heads(12)] == [
        ("Ulcer, ulcerated", -1, "ulcer|ulcerated"),
        ("skin", 12, "skin"),
        ("decubitus", 13, "decubitus"),
    ]


def test_what_stands_below_a_denial_is_demanded_as_denied() -> None:
    above = Line(1, Index.DISEASES, 0, -1, 1, "Died, without", "Died, without", "Died, without")
    below = replace(above, id=2, parent=1, head="sign of disease")
    assert [head[-1] for head in line_heads((above, below))] == ["died", "¬disease ¬sign"]


def test_the_main_terms_of_several_words_are_found_at_once(book: Book) -> None:
    found = book.main_heads(("diabetic", "skin", "mellitus"))
    assert {stem: [head.id for head in by.get(Index.DISEASES, ())] for stem, by in found.items()} == {
        "diabetic": [1],
        "skin": [11],
        "mellitus": [],
    }


def test_a_word_finds_the_lines_where_it_is_essential(book: Book) -> None:
    assert book.main_terms("diabetic", Index.DISEASES) == (1,)
    assert book.main_terms("mellitus", Index.DISEASES) == ()
    assert book.main_terms("skin", Index.DISEASES) == (11,)
    assert book.subterms("skin", Index.DISEASES) == (7, 13)
    assert book.main_terms("diabetic", Index.DRUGS) == ()


def test_main_terms_are_found_by_their_beginning_without_capitals_or_accents(book: Book) -> None:
    assert [line.id for line in book.main_terms_spelt("ne", Index.DISEASES)] == [6, 9]
    assert [line.id for line in book.main_terms_spelt("MENI", Index.DISEASES)] == [8]


def test_a_code_leads_back_to_lines_brackets_and_columns(book: Book) -> None:
    assert book.leads_to("288.09") == (5, 10)
    assert book.leads_to("337.1") == (3,)
    assert book.leads_to("E935.3") == (15,)
    assert book.leads_to("999.9") == ()


def test_a_search_prefers_places_with_all_the_words(book: Book) -> None:
    hits = book.find("skin ulcers")
    assert {(hit.kind, hit.text) for hit in hits[:2]} == {
        ("index", "Ulcer, ulcerated > skin"),
        ("index", "Ulcer, ulcerated > skin > decubitus"),
    }
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_search_takes_beginnings_and_near_spellings(book: Book) -> None:
    assert book.find("neutrop")[0].text.startswith("Neutropenia")
    assert book.find("leucopenia")[0].codes == ("288.50",)


@pytest.mark.parametrize(
    "words", ["leukopenia", "leukocytes, decreased", "unspecified decreased leukocytes", "diabetes nos"]
)
def test_a_phrase_of_a_kind_is_found_by_all_its_words_in_whatever_order(book: Book, words: str) -> None:
    found = book.phrased(words, "inclusion", 300)
    assert found
    assert all(hit.kind == "inclusion" for hit in found)


@pytest.mark.parametrize("words", ["leukopenia of leukocytes", "cyclic leukopenia", "zzz leukopenia", "zzz", "of", ""])
def test_no_phrase_is_found_by_words_of_which_it_lacks_one(book: Book, words: str) -> None:
    assert book.phrased(words, "inclusion", 300) == ()


def test_an_item_of_a_list_is_searched_with_the_line_that_it_completes(book: Book) -> None:
    hit = book.find("decreased leukocytes unspecified")[0]
    assert (hit.kind, hit.key, hit.text) == ("inclusion", "288.50", "Decreased leukocytes: unspecified")


@pytest.mark.parametrize("words", ["", "  ", '"', "' OR 1", "NEAR(", "*", "-", "a:b", "\0", "日本", "fever " * 20_000])
def test_no_search_is_bad_syntax(book: Book, words: str) -> None:
    assert isinstance(book.find(words), tuple)


def test_no_more_is_found_than_was_asked_for(book: Book) -> None:
    assert len(book.find("diabetes", 2)) == 2


def test_codes_near_are_headings_first_and_then_one_digit_away(book: Book) -> None:
    assert book.codes_near("288.59") == ("288.5", "288", "288.50", "288.09")
    assert book.codes_near("250.02") == ("250.0", "250", "250.00", "250.01")
    assert book.codes_near("999") == ()
    assert book.codes_near("1*") == ()


def test_threads_read_one_book_together(book: Book) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda line: book.line(line.id), LINES * 20))
    assert found == list(LINES * 20)


def test_anybody_can_read_the_file_with_sqlite(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            "select line.term from line join line_code on line_code.line = line.id where code = '288.09' order by id"
        )
        assert rows.fetchall() == [("malignant",), ("chronic",)]


def test_a_sound_file_has_integrity(path: Path) -> None:
    assert integrity(path) == ()


def test_a_file_with_damage_within_is_found_out(path: Path, tmp_path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 : len(data)] = b"\xff" * (len(data) - 4096)
    damaged = tmp_path / "2012.sqlite"
    damaged.write_bytes(data)
    assert integrity(damaged) != ()
    with pytest.raises(EditionError, match="damaged"):
        open_book(damaged).find("diabetes")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda data: b"", "not an edition"),
        (lambda data: b"PK\3\4" + data[4:], "not an edition"),
        (lambda data: data[:68] + b"\0\0\0\0" + data[72:], "not an edition"),
        (lambda data: data[:60] + b"\0\0\0\x63" + data[64:], "format 99"),
        (lambda data: data[:-4096], "damaged"),
        (lambda data: data[:100], "damaged"),
    ],
)
def test_a_file_that_is_no_whole_edition_is_refused_in_one_line(path: Path, tmp_path: Path, spoil, says: str) -> None:  # type: ignore[no-untyped-def]
    spoilt = tmp_path / "2012.sqlite"
    spoilt.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(EditionError, match=says) as refused:
        open_book(spoilt)
    assert "\n" not in str(refused.value)
    assert "mainterm edition install 2012" in str(refused.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="mainterm edition install 2012"):
        open_book(tmp_path / "2012.sqlite")


def test_what_fails_while_writing_leaves_no_file_and_not_the_old_one_harmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "2012.sqlite"
    write_edition(EDITION, MANIFEST, path)
    before = path.read_bytes()
    monkeypatch.setattr(write, "INDEXES", "create index nothing on no_table (x);")
    with pytest.raises(EditionError, match="could not be written"):
        write_edition(Edition((), (), ()), MANIFEST, path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
