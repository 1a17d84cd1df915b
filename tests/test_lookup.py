"""Terms, codes and sections are looked up as a coder names them, and what does not exist has its neighbours named."""

from __future__ import annotations

import pytest

from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.index import Index
from mainterm.model.tabular import NoteKind
from mainterm.service.asked import read_code
from mainterm.service.guideline import look_up_section, outline, sections_near
from mainterm.service.lookup import look_up_term, search
from mainterm.service.tabular import look_up_code
from mainterm.store.book import open_book
from mainterm.store.write import write_edition

from .small import EDITION, MANIFEST


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    path = tmp_path_factory.mktemp("lookup") / "2012.sqlite"
    write_edition(EDITION, MANIFEST, path)
    return open_book(path)


def heads(book: Book, text: str, index: Index = Index.DISEASES) -> list[str]:
    """Each page found, as the path to its first line."""
    found = look_up_term(book, text, index)
    return [" > ".join(line.head for line in (*page.above, page.lines[0])) for page in found.pages]


@pytest.mark.parametrize("text", ["Leukopenia", "leukopenia", "LEUKOPENIAS", " leukopenia "])
def test_a_main_term_is_found_whatever_its_capitals_and_number(book: Book, text: str) -> None:
    assert heads(book, text) == ["Leukopenia"]


@pytest.mark.parametrize("text", ["diabetes", "diabetic", "Diabetes mellitus"])
def test_either_variant_of_a_main_term_finds_it(book: Book, text: str) -> None:
    assert heads(book, text) == ["Diabetes, diabetic"]


@pytest.mark.parametrize("text", ["Ulcer, skin", "ulcer skin", "ulcers of the skin"])
def test_several_words_are_a_path(book: Book, text: str) -> None:
    assert heads(book, text) == ["Ulcer, ulcerated > skin"]


def test_a_path_in_another_order_is_found_where_the_index_has_it(book: Book) -> None:
    assert heads(book, "skin ulcer") == ["Ulcer, ulcerated > skin"]


def test_a_path_may_leave_a_connective_out(book: Book) -> None:
    assert heads(book, "diabetic neuropathy") == ["Diabetes, diabetic > with > neuropathy"]


def test_a_part_of_a_line_is_enough_where_no_line_has_just_that(book: Book) -> None:
    assert heads(book, "fracture femur") == ["Fracture > femur, femoral"]
    assert heads(book, "fracture femoral") == ["Fracture > femur, femoral"]
    assert heads(book, "fracture arm") == ["Fracture > arm"]


def test_a_page_has_what_is_below_its_place_and_nothing_else(book: Book) -> None:
    (page,) = look_up_term(book, "ulcer skin", Index.DISEASES).pages
    assert [line.head for line in page.above] == ["Ulcer, ulcerated"]
    assert [line.head for line in page.lines] == ["skin", "decubitus"]


def test_a_subterm_that_does_not_exist_is_not_found_and_its_main_term_is_near(book: Book) -> None:
    found = look_up_term(book, "chronic leukopenia", Index.DISEASES)
    assert found.pages == ()
    assert found.near == ("Leukopenia",)


def test_a_misspelt_main_term_has_neighbours(book: Book) -> None:
    assert look_up_term(book, "leucopenia", Index.DISEASES).near[0] == "Leukopenia"


def test_a_term_of_another_index_is_pointed_to(book: Book) -> None:
    found = look_up_term(book, "aspirin", Index.DISEASES)
    assert found.pages == ()
    assert found.elsewhere == (Index.DRUGS,)
    assert heads(book, "aspirin", Index.DRUGS) == ["Aspirin"]


@pytest.mark.parametrize("text", ["", "...", "of the"])
def test_no_words_find_no_page(book: Book, text: str) -> None:
    assert look_up_term(book, text, Index.DISEASES).pages == ()


@pytest.mark.parametrize(
    ("text", "key", "volume"),
    [
        ("28850", "288.50", Volume.DISEASES),
        ("288.50", "288.50", Volume.DISEASES),
        (" 288.5 ", "288.5", Volume.DISEASES),
        ("10", "10", Volume.PROCEDURES),
        ("012", "012", Volume.DISEASES),
        ("0123", "012.3", Volume.DISEASES),
        ("01.23", "01.23", Volume.PROCEDURES),
        ("280-289", "chapter 280-289", Volume.DISEASES),
        ("Section 249-259", "section 249-259", Volume.DISEASES),
    ],
)
def test_a_code_is_read_with_or_without_its_point(book: Book, text: str, key: str, volume: Volume) -> None:
    asked = read_code(book, text)
    assert (asked.key, asked.volume, asked.exists) == (key, volume, True)


def test_digits_that_spell_both_mean_the_disease_and_name_the_procedure(book: Book) -> None:
    assert read_code(book, "0123").other == "01.23"
    assert read_code(book, "012").other == ""
    assert read_code(book, "0123", procedures=True).key == "01.23"
    assert read_code(book, "012", procedures=True).key == "01.2"


def test_two_digits_are_never_a_disease_nor_three_a_procedure(book: Book) -> None:
    assert read_code(book, "10").volume is Volume.PROCEDURES
    assert read_code(book, "010").key == "010"
    assert not read_code(book, "010").exists


@pytest.mark.parametrize(
    "text", ["", "xyz", "1", "288.505", "2885.0", "V1", "E88", "-", "section", "section 280", "a-b"]
)
def test_what_has_not_the_form_of_a_code_is_none(book: Book, text: str) -> None:
    assert read_code(book, text).key == ""


def test_a_code_that_does_not_exist_has_neighbours(book: Book) -> None:
    asked = read_code(book, "28859")
    assert (asked.key, asked.exists, asked.near[:2]) == ("288.59", False, ("288.5", "288"))


def test_a_code_shows_every_note_above_it_with_its_place(book: Book) -> None:
    page = look_up_code(book, "288.50", Volume.DISEASES)
    assert page is not None
    assert [(note.at, note.kind, note.inherited) for note in page.notes] == [
        ("chapter 280-289", NoteKind.EXCLUDES, True),
        ("288", NoteKind.EXCLUDES, True),
        ("288.50", NoteKind.INCLUSION, False),
    ]
    assert [line.text for line in page.notes[1].lines] == ["Excludes: leukemia (204.0-208.9)", "an item below it"]


def test_what_a_box_makes_has_the_terms_of_the_printed_code_and_its_box(book: Book) -> None:
    page = look_up_code(book, "250.01", Volume.DISEASES)
    assert page is not None
    assert [(note.at, note.kind) for note in page.notes] == [("250.0", NoteKind.INCLUSION)]
    assert [digit.digit for box in page.boxes for digit in box.digits] == ["0", "1"]
    assert page.title == "Diabetes without complication, type one"


def test_a_heading_says_which_digit_is_wanting(book: Book) -> None:
    wanting = {
        key: page.needs_digit
        for key in ("250", "250.0", "250.00")
        if (page := look_up_code(book, key, Volume.DISEASES))
    }
    assert wanting == {"250": 4, "250.0": 5, "250.00": 0}
    procedure = look_up_code(book, "01", Volume.PROCEDURES)
    assert procedure is not None
    assert procedure.needs_digit == 3


def test_an_inclusion_term_is_not_inherited_by_a_printed_code(book: Book) -> None:
    page = look_up_code(book, "288.09", Volume.DISEASES)
    assert page is not None
    assert NoteKind.INCLUSION not in {note.kind for note in page.notes}


def test_a_search_names_its_edition(book: Book) -> None:
    found = search(book, "leukopenia", 1)
    assert (found.edition, len(found.hits)) == ("small", 1)


@pytest.mark.parametrize("text", ["28850", "288.50", "0123"])
def test_a_code_is_searched_with_or_without_its_point(book: Book, text: str) -> None:
    hit = search(book, text, 1).hits[0]
    assert (hit.kind, hit.codes[0].replace(".", "")) == ("title", text.replace(".", ""))


def test_a_section_of_the_guidelines_is_found_whatever_its_capitals(book: Book) -> None:
    page = look_up_section(book, "i.c")
    assert page is not None
    assert (page.id, page.page) == ("I.C", 16)
    assert [head.id for head in page.above] == ["I"]
    assert [head.id for head in page.below] == ["I.C.1"]


def test_a_section_that_does_not_exist_has_neighbours(book: Book) -> None:
    assert look_up_section(book, "I.C.9") is None
    assert sections_near(book, "I.C.9")[:2] == ("I.C", "I")


def test_the_outline_has_every_section_in_order(book: Book) -> None:
    assert [head.id for head in outline(book)] == ["I", "I.C", "I.C.1"]
