"""Two editions compared by meaning, on a few lines written for it, and on the FY2011 and FY2012 books."""

from __future__ import annotations

from pathlib import Path

import pytest

from mainterm.editions.declared import declared_edition
from mainterm.history.diff import Comparison, Event, Part, compare
from mainterm.history.diff_page import diff_page
from mainterm.model.code import Volume
from mainterm.model.whole import CodeRow, LineRow, NoteRow, WholeEdition
from mainterm.read.archive import read_document
from mainterm.read.cms import read_titles
from mainterm.service.edition_diff import compare_editions


def edition(codes: str = "", notes: str = "", index: str = "") -> WholeEdition:
    """Codes as `173.5 title` (`!` before a heading), notes as `173.5 text`, an index as indented: `term | code`."""
    return WholeEdition("an edition", 1, _codes(codes), _notes(notes), _lines(index))


def _codes(text: str) -> list[CodeRow]:
    rows = []
    for number, line in enumerate(text.splitlines()):
        key, _, title = line.removeprefix("!").partition(" ")
        rows.append(CodeRow("diseases", key, title, title, not line.startswith("!"), "d", number))
    return rows


def _notes(text: str) -> list[NoteRow]:
    parted = [line.strip().partition(" ") for line in text.splitlines() if line.strip()]
    return [NoteRow("diseases", key, "excludes", said, "d", n) for n, (key, _, said) in enumerate(parted)]


def _lines(text: str) -> list[LineRow]:
    rows: list[LineRow] = []
    above: list[tuple[int, int]] = []
    for id, line in enumerate(each for each in text.splitlines() if each.strip()):
        level = (len(line) - len(line.lstrip())) // 2
        term, _, gives = (part.strip() for part in line.partition("|"))
        above = [each for each in above if each[0] < level]
        codes, see = ("", (gives,)) if gives.startswith("see") else (gives, ())
        head = term.partition(" (")[0]
        rows.append(LineRow(id, "diseases", above[-1][1] if above else -1, head, term, codes, see, "d", id))
        above.append((level, id))
    return rows


def events(comparison: Comparison) -> list[tuple[str, str, str, str]]:
    """What is different: event, place, before, after."""
    return [(each.event.value, each.place, each.before, each.after) for each in comparison.differences]


def test_a_code_that_is_split_needs_a_digit_and_its_parts_are_added() -> None:
    before = edition(codes="173.5 Skin of trunk\n631 Other product\nV12.5 Gone")
    after = edition(codes="!173.5 Skin of trunk\n173.50 Unspecified\n631 Other product of conception")
    assert events(compare(before, after)) == [
        ("needs a digit", "173.5", "Skin of trunk", "Skin of trunk"),
        ("added", "173.50", "", "Unspecified"),
        ("retitled", "631", "Other product", "Other product of conception"),
        ("deleted", "V12.5", "Gone", ""),
    ]


def test_capitals_and_punctuation_are_no_difference() -> None:
    one, other = (
        edition(codes="631 Mole, hydatidiform", notes="631 See (632)"),
        edition(codes="631 mole hydatidiform", notes="631 see 632"),
    )
    assert compare(one, other).differences == ()


def test_a_line_is_known_by_its_path_and_not_by_its_place_or_its_modifiers() -> None:
    before = edition(index="Zoster | 053.9\nAbsence\n  lung (any) | 748.5\n  brain | 742.1\n    part | 742.2")
    after = edition(
        index="Absence\n  brain | 742.1\n    part | 742.29\n  lung | 748.5\n  joint | V88.29\nZoster | see Herpes"
    )
    assert events(compare(before, after)) == [
        ("other codes", "Absence > brain > part", "742.2", "742.29"),
        ("other modifiers", "Absence > lung", "lung (any)", "lung"),
        ("added", "Absence > joint", "", "V88.29"),
        ("other codes", "Zoster", "053.9", ""),
        ("other references", "Zoster", "", "see Herpes"),
    ]


def test_of_two_lines_with_one_path_only_the_one_that_changed_is_told() -> None:
    before = edition(index="Ulcer | 707.9\nUlcer | 531.9")
    after = edition(index="Ulcer | 531.9\nUlcer | 707.8")
    assert events(compare(before, after)) == [("other codes", "Ulcer", "707.9", "707.8")]


def test_a_note_that_stands_twice_and_then_once_went_once() -> None:
    went = compare(edition(notes="140 lip (173.0)\n140 lip (173.0)"), edition(notes="140 lip (173.0)"))
    assert events(went) == [("deleted", "140", "excludes: lip (173.0)", "")]


def test_the_page_needs_nothing_else_and_escapes_what_the_books_say() -> None:
    page = "".join(diff_page(compare(edition(codes="1 A"), edition(codes="1 <b>A & B"))))
    assert "&lt;b&gt;A &amp; B" in page
    assert "http" not in page
    assert "<del>A</del>" in page


def _titles(year: str, sources: Path) -> set[tuple[Volume, str]]:
    lists = {
        document.role: (document.name, read_document(sources / document.published.place, document.member))
        for document in declared_edition(year).documents
        if document.role.startswith("titles.")
    }
    return {(title.volume, title.code) for title in read_titles(lists)}


@pytest.mark.official
def test_the_codes_of_october_2011_are_those_that_cms_lists(
    editions_home: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(editions_home))
    found = [each for each in compare_editions("2011", "2012").differences if each.part is Part.CODES]
    before, after = _titles("2011", sources), _titles("2012", sources)
    added = {(Volume(each.within), each.place) for each in found if each.event in (Event.ADDED, Event.JOINED)}
    went = {(Volume(each.within), each.place) for each in found if each.event in (Event.DELETED, Event.SPLIT)}
    assert added == after - before
    assert went == before - after
    known = {*("041.41", "173.51", "282.44", "284.11", "358.30", "488.81", "516.31", "747.31", "V12.21", "V88.21")}
    assert known <= {code for volume, code in added if volume is Volume.DISEASES}
    assert {code for volume, code in added if volume is Volume.PROCEDURES} >= {"02.21", "17.53", "35.05", "38.26"}
