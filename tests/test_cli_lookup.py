"""The look-ups on the screen: within its width, with their exit status; nothing but JSON where that is asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from mainterm.cli import lookup
from mainterm.cli.layout import beside, column_width, table_head, table_row, wrapped
from mainterm.model.index import COLUMNS, Table
from mainterm.store.book import open_book
from mainterm.store.write import write_edition

from .small import EDITION, MANIFEST


@pytest.fixture(autouse=True)
def _small_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "2012.sqlite"
    write_edition(EDITION, MANIFEST, path)
    monkeypatch.setattr("mainterm.cli.lookup.opened_to_look_up", lambda name: open_book(path))


def run(command: click.Command, *args: str) -> Result:
    """Run as `main` does: a command returns its exit status."""
    result = CliRunner().invoke(command, args, standalone_mode=False)
    if result.exception and not isinstance(result.exception, click.ClickException):
        raise result.exception
    return result


def as_json(command: click.Command, *args: str) -> tuple[Any, int]:
    result = run(command, *args, "--json")
    return json.loads(result.stdout), result.return_value


def test_a_page_of_the_index_is_indented_as_in_the_book() -> None:
    result = run(lookup.index_command, "diabetes")
    assert result.return_value == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("A small edition, Index to Diseases  ")
    assert lines[0].endswith("index ¶1")
    assert lines[1:] == ["Diabetes, diabetic (mellitus) 250.0", "  with", "    neuropathy 250.6 [337.1]"]


def test_a_subterm_is_printed_below_its_ancestors_with_its_box() -> None:
    assert run(lookup.index_command, "ulcer", "skin").stdout.splitlines()[1:] == [
        "Ulcer, ulcerated 707.9",
        "  skin 707.9",
        "    | Use these:",
        "    | 0  one",
        "    | 1  two",
        "    decubitus 707.00",
    ]


def test_a_table_has_its_heads_and_every_line_fits() -> None:
    lines = run(lookup.index_command, "neoplasm").stdout.splitlines()
    heads, row = " ".join(lines), lines[-1]
    assert "Malig-" in heads
    assert row.split() == ["skin*", "173.9", "198.2", "232.9", "216.9", "238.2", "239.2"]
    assert all(len(line) <= 80 for line in lines)
    assert "965.1" in run(lookup.index_command, "--drugs", "aspirin").stdout


def test_no_such_term_is_an_honest_no_with_what_is_near() -> None:
    result = run(lookup.index_command, "leucopenia")
    assert (result.return_value, result.stdout) == (1, "")
    assert result.stderr == 'mainterm: no "leucopenia" in the Index to Diseases; near it: Leukopenia\n'


def test_a_term_of_another_index_is_pointed_to() -> None:
    assert "Table of Drugs and Chemicals (--drugs)" in run(lookup.index_command, "aspirin").stderr


def test_an_index_page_as_json_has_the_lines_whole() -> None:
    found, status = as_json(lookup.index_command, "ulcer skin")
    assert status == 0
    assert (found["edition"], found["index"], found["asked"]) == ("small", "diseases", "ulcer skin")
    (page,) = found["pages"]
    assert [line["codes"] for line in page["lines"]] == [["707.9"], ["707.00"]]
    assert page["above"][0]["source"] == {"document": "index", "paragraph": 12}


def test_no_page_is_json_too() -> None:
    found, status = as_json(lookup.index_command, "leucopenia")
    assert (status, found["pages"], found["near"]) == (1, [], ["Leukopenia"])


def test_a_code_is_printed_with_its_way_notes_and_validity() -> None:
    result = run(lookup.tabular_command, "28850")
    assert result.return_value == 0
    for part in ("288.50", "valid", "tab ¶9", "Excludes: leukemia (204.0-208.9)", "Decreased leukocytes:", "BLOOD"):
        assert part in result.stdout


def test_a_heading_says_that_it_is_not_valid() -> None:
    assert "not valid: needs a fifth digit [0-1]" in run(lookup.tabular_command, "250.0").stdout
    assert "a chapter, no code" in run(lookup.tabular_command, "280-289").stdout


def test_a_manifestation_says_that_it_is_never_first() -> None:
    assert "never sequenced first" in run(lookup.tabular_command, "337.1").stdout


def test_digits_that_spell_two_codes_are_told_apart_on_stderr() -> None:
    result = run(lookup.tabular_command, "0123")
    assert result.stdout.startswith("012.3")
    assert result.stderr == "mainterm: 012.3 is a disease; for the procedure 01.23: mainterm tabular 01.23\n"
    assert run(lookup.tabular_command, "0123", "--procedures").stdout.startswith("01.23")
    assert run(lookup.tabular_command, "10").stdout.startswith("10 ")


def test_a_code_that_does_not_exist_is_an_honest_no() -> None:
    result = run(lookup.tabular_command, "288.59")
    assert (result.return_value, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert "near it: 288.5, 288" in result.stderr
    found, status = as_json(lookup.tabular_command, "288.59")
    assert (status, found["asked"], found["near"][0]) == (1, "288.59", "288.5")


def test_what_is_no_code_is_bad_usage() -> None:
    assert isinstance(run(lookup.tabular_command, "leukopenia").exception, click.UsageError)


@pytest.mark.parametrize("text", ["", "...", "日本語", "fever " * 1000])
@pytest.mark.parametrize("command", [lookup.index_command, lookup.find_command])
def test_what_holds_no_word_or_a_whole_document_is_bad_usage(command: click.Command, text: str) -> None:
    assert isinstance(run(command, text).exception, click.UsageError)


def test_a_code_as_json_has_stable_names() -> None:
    found, status = as_json(lookup.tabular_command, "250.01")
    assert status == 0
    assert (found["code"], found["valid"], found["needs_digit"], found["volume"]) == ("250.01", True, 0, "diseases")
    assert [heading["key"] for heading in found["ancestors"]] == ["section 249-259", "250", "250.0"]
    assert found["box"] == {"document": "tab", "paragraph": 22}
    assert found["notes"][0] | {"lines": []} == {"kind": "inclusion", "at": "250.0", "inherited": True, "lines": []}


def test_a_search_prints_kind_code_and_words() -> None:
    result = run(lookup.find_command, "leukopenia", "malignant")
    assert result.stdout.split("\n")[0].split() == ["index", "288.09", "Leukopenia", ">", "malignant"]
    found, status = as_json(lookup.find_command, "leukopenia", "--limit", "1")
    assert (status, len(found["hits"])) == (0, 1)


def test_a_search_that_finds_nothing_is_an_honest_no() -> None:
    result = run(lookup.find_command, "zzzz")
    assert (result.return_value, result.stderr) == (1, 'mainterm: nothing has "zzzz"\n')


def test_a_section_is_printed_with_page_text_and_what_is_below() -> None:
    result = run(lookup.guideline_command, "i.c")
    assert result.return_value == 0
    for part in ("I.C", "page 16", "Text of it.", "I.C.1  Infections"):
        assert part in result.stdout
    assert as_json(lookup.guideline_command, "I.C")[0]["below"] == [{"id": "I.C.1", "title": "Infections", "page": 17}]


def test_no_section_prints_the_outline_and_a_wrong_one_what_is_near() -> None:
    assert [line.split()[0] for line in run(lookup.guideline_command).stdout.splitlines()] == ["I", "I.C", "I.C.1"]
    result = run(lookup.guideline_command, "I.C.9")
    assert (result.return_value, result.stdout) == (1, "")
    assert "near it: I.C, I" in result.stderr


@pytest.mark.parametrize("width", [72, 80, 100])
@pytest.mark.parametrize("table", [table for table in Table if COLUMNS[table]])
def test_every_table_fits_every_width(table: Table, width: int) -> None:
    columns = COLUMNS[table]
    rows = [*table_head(columns, width), *table_row("a name " * 20, ["E850.3"] * len(columns), width, "    ")]
    assert max(map(len, rows)) <= width
    assert column_width(len(columns), width) * len(columns) <= width * 2 / 3


def test_a_right_side_that_does_not_fit_goes_below() -> None:
    assert click.unstyle(beside("a", "b", 5)) == "a   b"
    assert click.unstyle(beside("aaaa", "b", 5)) == "aaaa\n    b"


def test_text_is_wrapped_below_its_beginning() -> None:
    assert wrapped("one two three", 9, "- ") == ["- one two", "  three"]
