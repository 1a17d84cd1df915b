"""Files of statements: objects, tables or lines; a row is coded by the edition of its own date, or says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from mainterm.model.answer import Answer
from mainterm.model.edition import Book, EditionError
from mainterm.model.encounter import Context, Setting
from mainterm.service.encode import Coders, code_many
from mainterm.service.home import edition_path
from mainterm.service.requests import Request, read_requests
from mainterm.store.book import open_book

TABLE = """\
id;Statement;date;Age;sex;setting;ward
a;"fever;
and cough";10/1/2011;72;f;inpatient;B
b;fever;;;;;
c;fever;;old;;;
d;;2011-10-01;;;;
e;fever
"""


def test_a_table_with_a_header_is_read_by_the_names_of_its_columns() -> None:
    first, second, third, fourth, fifth = read_requests(TABLE.splitlines(keepends=True))
    seen = Context(Setting.INPATIENT, 72, "F")
    assert first == Request(3, "a", "fever;\nand cough", context=seen, day="10/1/2011")
    assert second == Request(4, "b", "fever")
    assert (third.line, third.wrong) == (5, 'age is "old", which is no number of years from 0 to 124')
    assert fourth.wrong == 'has no text under "statement"'
    assert fifth.wrong == "has 2 fields where the header has 7"


def test_a_line_with_commas_is_no_header_and_one_of_objects_none_either() -> None:
    lines = ["\ufefffever, cough\n", "\n", '{"statement": "fever", "date": "2011-10-01"}\n', "statement,id\n"]
    assert list(read_requests(lines)) == [
        Request(1, "", "fever, cough"),
        Request(3, "", "fever", day="2011-10-01"),
        Request(4, "", "statement,id"),
    ]
    assert list(read_requests(["  \n"])) == []
    assert [each.statement for each in read_requests(["statement", "fever"])] == ["fever"]
    (long,) = read_requests(['{"statement": "' + "fever, " * 30_000 + '"}'])
    assert long.wrong == ""


@pytest.mark.parametrize("day", [20111001, True, ["2011-10-01"]])
def test_a_date_that_is_no_text_is_refused(day: object) -> None:
    (row,) = read_requests([f'{{"statement": "fever", "date": {str(day).lower()}}}'.replace("'", '"')])
    assert row.wrong.startswith("date is ")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("1999-12-01", "no edition of ICD-9-CM for FY2000"),
        ("10/1/2015", "no edition of ICD-9-CM for FY2016"),
        ("2004-05", "FY2004, which is not installed (install it: mainterm edition install 2004); there is none"),
        ("2011", '"2011" lies in FY2011 and FY2012; give the month'),
        ("soon", '"soon" is no date'),
    ],
)
def test_a_row_whose_date_has_no_edition_is_kept_with_the_reason(
    sampler_home: Path, sampler: Book, monkeypatch: pytest.MonkeyPatch, day: str, why: str
) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(sampler_home))
    rows = [Request(1, "a", "fever", day=day), Request(2, "b", "leukopenia")]
    (_, refused), (_, answer) = code_many(Coders(lambda: sampler), rows)
    assert isinstance(refused, str)
    assert why in refused
    assert isinstance(answer, Answer)
    assert [coded.code for coded in answer.codes] == ["288.50"]
    (_, named), _ = code_many(Coders(lambda: sampler, named=True), rows)
    assert isinstance(named, Answer)


def test_without_an_edition_for_the_rows_without_a_date_the_run_ends(tmp_path: Path) -> None:
    with pytest.raises(EditionError):
        list(code_many(Coders(lambda: open_book(edition_path(tmp_path, "2012"))), [Request(1, "", "fever")]))


@pytest.mark.official
def test_each_row_is_coded_by_the_edition_of_its_date(editions_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(editions_home))
    rows = [Request(1, "", "malignant neoplasm of skin of leg", day=day) for day in ("2011-09-30", "2011-10-01")]
    found = [answer for _, answer in code_many(Coders(lambda: pytest.fail("no row lacks a date")), rows)]
    assert [(each.edition, each.codes[0].code) for each in found if isinstance(each, Answer)] == [
        ("ICD-9-CM FY2011", "173.7"),
        ("ICD-9-CM FY2012", "173.70"),
    ]
