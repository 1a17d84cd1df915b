"""A code from year to year: spans, splits, titles and notes; over three small editions."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from mainterm.cli.main import cli
from mainterm.history.codes import CodeHistory, Event, Standing, follow
from mainterm.model.code import Volume
from mainterm.model.conversion import Conversion
from mainterm.model.edition import Book, Edition
from mainterm.model.source import Source
from mainterm.model.tabular import Level, Node, Note, NoteKind
from mainterm.service.history import CONVERSIONS, followed
from mainterm.service.home import edition_path
from mainterm.store.book import open_book
from mainterm.store.write import write_edition

from .small import MANIFEST


def node(code: str, title: str, parent: str = "", valid: bool = True, *notes: str) -> Node:
    level = {0: Level.CATEGORY, 1: Level.SUBCATEGORY, 2: Level.SUBCLASSIFICATION}[len(code.partition(".")[2])]
    told = tuple(Note(NoteKind.INCLUSION, text, source=Source("tab", 1)) for text in notes)
    return Node(code, level, title, parent, valid=valid, notes=told, source=Source("tab", 0))


YEARS = {
    2009: (node("488", "Bird flu"), node("100", "Gone"), node("200", "Blood, other.", "", True, "one", "two")),
    2010: (
        node("488", "Bird flu", "", False),
        node("488.1", "Swine flu", "488"),
        node("200", "blood Other", "", True, "Two", "three"),
    ),
    2011: (
        node("488", "Flu", "", False),
        node("488.1", "Swine flu", "488", False),
        node("488.11", "With pneumonia", "488.1"),
        node("488.19", "Other", "488.1"),
        node("200", "Blood, other.", "", True, "Two", "three"),
        node("300", "New"),
    ),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    (home / "editions").mkdir()
    for year, nodes in YEARS.items():
        manifest = replace(MANIFEST, name=str(year), year=year)
        write_edition(Edition(nodes, (), ()), manifest, edition_path(home, str(year)))
    return home


@pytest.fixture(scope="module")
def books(home: Path) -> list[Book]:
    return [open_book(edition_path(home, str(year))) for year in YEARS]


def spans(history: CodeHistory) -> list[tuple[int, int, Standing]]:
    return [(span.first, span.last, span.standing) for span in history.spans]


def events(history: CodeHistory) -> list[tuple[int, Event, tuple[str, ...]]]:
    return [(change.year, change.event, change.codes) for change in history.changes]


def test_a_code_that_comes_below_a_valid_one_is_split_from_it_and_may_be_split_again(books: list[Book]) -> None:
    history = follow(books, "488.1", Volume.DISEASES)
    assert spans(history) == [
        (2009, 2009, Standing.ABSENT),
        (2010, 2010, Standing.VALID),
        (2011, 2011, Standing.HEADING),
    ]
    assert events(history) == [(2010, Event.SPLIT_FROM, ("488",)), (2011, Event.SPLIT_INTO, ("488.11", "488.19"))]


def test_a_heading_names_the_valid_codes_under_it_and_its_new_title(books: list[Book]) -> None:
    history = follow(books, "488", Volume.DISEASES)
    assert events(history) == [(2010, Event.SPLIT_INTO, ("488.1",)), (2011, Event.RETITLED, ())]
    assert [(change.before, change.text) for change in history.changes][1] == ("Bird flu", "Flu")
    assert history.title == "Flu"


def test_a_code_is_added_and_deleted(books: list[Book]) -> None:
    assert events(follow(books, "300", Volume.DISEASES)) == [(2011, Event.ADDED, ())]
    assert events(follow(books, "100", Volume.DISEASES)) == [(2010, Event.DELETED, ())]
    assert spans(follow(books, "999", Volume.DISEASES)) == [(2009, 2011, Standing.ABSENT)]


def test_titles_and_notes_are_compared_by_their_words(books: list[Book]) -> None:
    history = follow(books, "200", Volume.DISEASES)
    assert [(c.year, c.event, c.text) for c in history.changes] == [
        (2010, Event.NOTE_CAME, "inclusion: three"),
        (2010, Event.NOTE_WENT, "inclusion: one"),
    ]


def test_the_command_tells_the_years_and_which_editions_were_not_looked_at(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(home))
    shown = CliRunner().invoke(cli, ["history", "4881"], standalone_mode=False)
    assert shown.return_value == 0
    assert "valid from 2009-10-01 to 2010-09-30" in shown.stdout
    assert "FY2011  split into 488.11, 488.19" in shown.stdout
    assert "not looked at: 1998" in shown.stderr
    assert "conversions" in shown.stderr
    told = json.loads(CliRunner().invoke(cli, ["history", "200", "--json"], standalone_mode=False).stdout)
    assert told["years"] == [2009, 2010, 2011]
    assert CliRunner().invoke(cli, ["history", "999"], standalone_mode=False).return_value == 1


def test_the_command_tells_first_what_a_code_was_in_the_year_asked_about(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(home))

    def told(*words: str) -> tuple[str, int]:
        done = CliRunner().invoke(cli, ["history", *words], standalone_mode=False)
        return done.stdout.partition("\n")[0], done.return_value

    assert told("488", "--edition", "2009") == ("In FY2009 valid: Bird flu", 0)
    assert told("488", "--on", "2010-10-01") == ("In FY2011 a heading: Flu", 1)
    assert told("488.1", "--edition", "2009") == ("In FY2009 not there", 1)
    assert json.loads(told("488.1", "--edition", "2009", "--json")[0])["meant"]["standing"] == "absent"
    assert json.loads(told("488.1", "--json")[0])["meant"] is None


def test_the_conversion_table_says_nothing_of_a_code_that_came_later(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(home))
    there = ("2009", "2010", "2011", CONVERSIONS)
    monkeypatch.setattr("mainterm.service.history.is_installed", lambda name: name in there)
    for year, told in ((2000, False), (2012, True)):
        row = Conversion(Volume.DISEASES, ("176",), year, ("480-489.99",), "", False, Source("CnvTb", 1))
        monkeypatch.setattr("mainterm.service.history.conversions", lambda row=row: (row,))
        assert bool(followed("488.11").conversions) is told
        assert followed("200").conversions == ()


def test_what_is_no_code_and_a_home_without_editions_are_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(home))
    with pytest.raises(ValueError, match='"flu" has not the form of a code'):
        CliRunner().invoke(cli, ["history", "flu"], standalone_mode=False, catch_exceptions=False)
    monkeypatch.setenv("MAINTERM_HOME", str(home / "empty"))
    with pytest.raises(Exception, match="edition install all"):
        CliRunner().invoke(cli, ["history", "200"], standalone_mode=False, catch_exceptions=False)
