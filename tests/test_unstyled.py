"""The documents of FY1998 and FY1999, which have no style sheets: what an indent, a digit or a title says instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from mainterm.editions.declared import declared_edition
from mainterm.editions.errata import load_errata
from mainterm.model.code import Volume
from mainterm.model.source import Paragraph
from mainterm.model.tabular import NoteKind
from mainterm.read.archive import read_document
from mainterm.read.paragraphs import read_paragraphs
from mainterm.read.tabular import TabularList, read_tabular
from mainterm.read.unstyled import with_styles

HEADING = (0, 0)
CATEGORY = (0, 0)
SUBCATEGORY = (2160, -1440)
DIGIT = (2160, -1080)
TERM = (2340, -720)


def _paragraphs(*lines: tuple[tuple[int, int], str]) -> list[Paragraph]:
    return [Paragraph(n, "Normal", text, False, indent, first) for n, ((indent, first), text) in enumerate(lines)]


def styles(*lines: tuple[tuple[int, int], str]) -> list[str]:
    """The styles of the lines of a Tabular List, behind its title."""
    title = (HEADING, "CLASSIFICATION OF DISEASES AND INJURIES")
    return [paragraph.style for paragraph in with_styles(_paragraphs(title, *lines))[1:]]


def test_capitals_with_a_range_are_a_heading_and_a_code_with_a_tab_is_a_code() -> None:
    assert styles(
        (HEADING, "1.  INFECTIOUS DISEASES (001-139)"),
        (HEADING, "TUBERCULOSIS (010-018)"),
        (CATEGORY, "010\tPrimary infection"),
        (SUBCATEGORY, "010.0\tComplex"),
        ((2520, -1080), "038.11\tAureus"),
        (CATEGORY, "E885\tFall"),
    ) == ["Chapter", "Section", "Three-digit Level", "Fourth-digit Level", "Fifth-digit Level", "Three-digit Level"]


def test_what_stands_before_digits_opens_a_box_until_the_next_code() -> None:
    assert styles(
        (CATEGORY, "250\tDiabetes"),
        (HEADING, "The following fifth-digit subclassification is for use with category 250:"),
        (DIGIT, "0\ttype II"),
        ((2880, -1080), "NIDDM"),
        (DIGIT, "1\ttype I"),
        (SUBCATEGORY, "250.0\tUncomplicated"),
    ) == ["Three-digit Level", "5table head", "5table line", "5table list2", "5table line", "Fourth-digit Level"]


def test_the_note_that_is_open_says_what_an_indent_means() -> None:
    assert styles(
        (CATEGORY, "204\tLymphoid leukemia"),
        ((1800, -1800), "Includes:\tleukemia:"),
        ((1800, -720), "myelosis"),
        ((1440, -1440), "Excludes:\trelapse"),
        ((1440, -360), "remission"),
        (SUBCATEGORY, "204.0\tAcute"),
        (TERM, "Acute lymphocytic"),
        ((720, 0), "Code first underlying disease, as:"),
        ((1800, -720), "anemia"),
    ) == [
        *("Three-digit Level", "3digits Includes head", "3digits Includes line"),
        *("3digits Excludes head", "3digits Excludes line"),
        *("Fourth-digit Level", "4digits line", "4digits CFST head", "4digits CFST list1"),
    ]


def index(*lines: tuple[int, str]) -> list[Paragraph]:
    """The lines of an Index to Diseases, behind its title, each with its indent."""
    return with_styles(_paragraphs((HEADING, "INDEX TO DISEASES"), *(((at, 0), text) for at, text in lines)))[1:]


def test_each_360_twips_are_a_level_of_the_index() -> None:
    lines = index((0, "Abasia 307.9"), (360, "atactica 781.3"), (720, "late"), (0, "Abdomen"))
    assert [line.style for line in lines] == ["H2", "H3", "H4", "H2"]
    hanging = with_styles(
        [Paragraph(0, "Normal", "Index to Procedures"), Paragraph(1, "Normal", "x", False, 1440, -720)]
    )
    assert hanging[1].style == "H4"


@pytest.mark.official
def test_lines_of_fy1998_that_are_set_too_deep_or_too_high_stand_where_fy1999_has_them(sources: Path) -> None:
    """No line in capitals is left below another, and none in small letters a main term, among those that were moved."""
    document = next(each for each in declared_edition("1998").documents if each.role == "index.diseases")
    data = read_document(sources / document.published.place, document.member)
    as_set, moved = (read_paragraphs(data, name) for name in ("another.rtf", document.name))
    changed = [(was, now) for was, now in zip(as_set, moved, strict=True) if was.style != now.style]
    assert len(changed) == 861  # 31 of them as FY1999 has them, too, at the levels of later years
    came = [now.text for _, now in changed if now.style == "H2"]
    went = [now.text for was, now in changed if was.style == "H2"]
    assert (len(came), len(went)) == (107, 98)
    assert all(text[0].isupper() for text in came)
    assert [text.split(",")[0] for text in went if text[0].isupper()] == ["Döhle-Heller 093.1", "Nägele's 738.6"]
    lines = {now.number: now for _, now in changed}
    assert [lines[1678].style, lines[1678].plain] == ["H2", "Acalculia 784.69"]


def test_a_box_is_one_paragraph_at_the_place_of_its_first_and_what_follows_keeps_its_number() -> None:
    _, box, *rest = index(
        (0, "Asthma 493.9"),
        (0, "Note10\tUse the following fifth-digit subclassification with category 493:"),
        (0, ""),
        (0, "\t\t0\twithout status"),
        (0, "\t\t1\twith status"),
        (360, "allergic 493.9"),
    )
    assert box.style == "Box"
    assert box.text.splitlines()[0].startswith("Note\tUse the following")
    assert box.text.splitlines()[2:] == ["\t\t0\twithout status", "\t\t1\twith status"]
    assert [(line.number, line.style, line.text) for line in rest] == [
        *((number, "Normal", "") for number in (3, 4, 5)),
        (6, "H3", "allergic 493.9"),
    ]


def test_a_table_ends_before_the_main_term_that_follows_it_in_the_alphabet() -> None:
    lines = index(
        (0, "Hypertension Table"),
        (360, "[Hypertension Table line entry]   [malignant]  [benign]  [unspecified]"),
        (0, "Hypertension, hypertensive (arterial)"),
        (0, "        (vascular)\t401.0\t401.1\t401.9"),
        (0, ""),
        (0, "Hyperthecosis, ovary 256.8"),
    )
    assert [line.style for line in lines] == [
        *("H1", "H1", "Table Hypertension", "Table Hypertension", "Table Hypertension", "H2")
    ]


def _tabular(year: str, volume: Volume, sources: Path) -> TabularList:
    role = f"tabular.{volume}"
    document = next(each for each in declared_edition(year).documents if each.role == role)
    data = read_document(sources / document.published.place, document.member)
    paragraphs = read_paragraphs(data, document.name)
    return read_tabular(paragraphs, document.name, volume, load_errata(int(year)))


def _valid(year: str, volume: Volume, sources: Path) -> set[str]:
    return {node.code for node in _tabular(year, volume, sources).nodes if node.valid}


@pytest.mark.official
def test_the_codes_that_came_and_went_are_those_of_october_1998_and_2000(sources: Path) -> None:
    """Each code that came or went between two of the books was looked at; the conversion table gives them, too."""
    codes = {year: _valid(year, Volume.DISEASES, sources) for year in ("1998", "1999", "2001")}
    came, went = codes["1999"] - codes["1998"], codes["1998"] - codes["1999"]
    assert (len(came), len(went)) == (65, 12)
    assert {"337.3", "438.53", "482.41", "519.01", "780.71", "786.07", "995.86", "V02.51", "V26.51", "V76.44"} <= came
    assert went == {
        *("482.4", "519.0", "564.8", "763.8", "780.7", "965.6"),
        *("V02.5", "V13.6", "V16.5", "V18.6", "V23.8", "V44.5"),
    }
    came, went = codes["2001"] - codes["1999"], codes["1999"] - codes["2001"]
    assert (len(came), len(went)) == (107, 21)
    assert {"007.5", "082.40", "294.11", "493.02", "494.1", "645.11", "707.15", "E885.9", "V15.04", "V82.81"} <= came
    assert {"494", "600", "645.00", "E885", "V77.9"} <= went


@pytest.mark.official
def test_the_procedures_that_came_are_those_of_october_1998_and_2000(sources: Path) -> None:
    codes = {year: _valid(year, Volume.PROCEDURES, sources) for year in ("1998", "1999", "2001")}
    assert codes["1998"] - codes["1999"] == {"36.3", "92.3"}
    assert {"36.31", "75.37", "86.67", "92.32", "99.10", "99.20"} <= codes["1999"] - codes["1998"]
    assert codes["1999"] < codes["2001"]
    assert codes["2001"] - codes["1999"] == {
        *("39.71", "39.79", "41.07", "41.08", "41.09", "46.97", "60.96", "60.97", "99.75")
    }


@pytest.mark.official
def test_v23_7_is_misprinted_in_fy1998_and_read_as_every_other_year_has_it(sources: Path) -> None:
    valid = _valid("1998", Volume.DISEASES, sources)
    assert "V23.7" in valid
    assert "V23.6" not in valid


@pytest.mark.official
def test_notes_have_their_kinds_and_boxes_their_digits_by_indents_alone(sources: Path) -> None:
    nodes = {node.code: node for node in _tabular("1999", Volume.DISEASES, sources).nodes if node.key == node.code}
    assert {note.kind for note in nodes["250"].notes} == {NoteKind.EXCLUDES}
    assert [note.head for note in nodes["280"].notes if note.kind is NoteKind.INCLUDES].count(True) == 1
    assert nodes["250.61"].valid
    assert not nodes["250.6"].valid
    assert nodes["337.1"].notes[-1].kind is NoteKind.CODE_FIRST
