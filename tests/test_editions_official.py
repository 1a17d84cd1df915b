"""Every year's books, as published: valid codes against CMS's lists, and all of them installed at once."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from mainterm.cli.code import code_command
from mainterm.editions.declared import declared_edition, declared_editions
from mainterm.editions.errata import load_errata
from mainterm.encode.coder import Coder
from mainterm.history.codes import Standing
from mainterm.model.answer import Grade
from mainterm.model.code import Volume
from mainterm.read.archive import read_document
from mainterm.read.cms import read_titles
from mainterm.read.paragraphs import read_paragraphs
from mainterm.read.tabular import read_tabular
from mainterm.service.history import code_history
from mainterm.service.home import edition_path
from mainterm.service.install_all import install_all
from mainterm.store.book import open_book
from mainterm.store.codes import codes_of

from .conftest import OTHER_EDITIONS


def _documents(year: str, sources: Path, prefix: str) -> dict[str, tuple[str, bytes]]:
    return {
        document.role: (document.name, read_document(sources / document.published.place, document.member))
        for document in declared_edition(year).documents
        if document.role.startswith(prefix)
    }


@pytest.mark.official
@pytest.mark.parametrize("year", [year for year in declared_editions() if 2006 <= int(year) <= 2011])
def test_the_valid_codes_of_a_year_are_those_of_cms(year: str, sources: Path) -> None:
    titles = read_titles(_documents(year, sources, "titles."))
    for volume in Volume:
        ((name, data),) = _documents(year, sources, f"tabular.{volume}").values()
        found = read_tabular(read_paragraphs(data, name), name, volume, load_errata(int(year)))
        valid = {node.code for node in found.nodes if node.valid}
        assert valid == {title.code for title in titles if title.volume is volume}


@pytest.mark.official
@pytest.mark.parametrize(
    ("year", "new"),
    [("2013", {"00.95"}), *((y, {"00.95", "00.96", "14.81", "14.82", "14.83"}) for y in ("2014", "2015"))],
)
def test_after_the_last_print_cms_lists_its_codes_and_a_few_new_procedures(
    year: str, new: set[str], sources: Path
) -> None:
    """So the text of FY2012, with the codes of CMS, is the whole difference of these years."""
    listed, printed = (
        {(title.volume, title.code) for title in read_titles(_documents(name, sources, "titles."))}
        for name in (year, "2012")
    )
    assert listed - printed == {(Volume.PROCEDURES, code) for code in new}
    assert not printed - listed


@pytest.mark.official
def test_an_edition_with_a_long_name_leaves_the_title_its_line(
    editions_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(editions_home))
    shown = CliRunner().invoke(code_command, ["pneumonia", "--edition", "2014"]).output.splitlines()
    assert shown[0] == "486     Pneumonia, organism unspecified"
    assert shown[1].strip().startswith("ICD-9-CM FY2014 (text of FY2012")


@pytest.mark.official
def test_editions_install_at_once_each_with_its_declared_census(editions_home: Path, sources: Path) -> None:
    assert set(install_all(editions_home, sources, names=OTHER_EDITIONS)) == {(name, False) for name in OTHER_EDITIONS}
    book = open_book(edition_path(editions_home, "2014"))
    listed = {problem.text.split()[-1] for problem in book.problems() if problem.kind == "only in CMS's list"}
    assert listed == {"00.95", "00.96", "14.81", "14.82", "14.83"}
    node = book.node("00.95", Volume.PROCEDURES)
    assert node is not None
    assert node.valid
    assert node.parent == "00.9"


@pytest.mark.official
@pytest.mark.parametrize("year", [name for name in OTHER_EDITIONS if name.isdecimal()])
def test_the_list_at_the_head_of_a_chapter_explains_its_digits_in_every_edition(year: str, editions_home: Path) -> None:
    answer = Coder(open_book(edition_path(editions_home, year))).code("osteoarthritis of knee")
    assert ([coded.code for coded in answer.codes], answer.grade) == (["715.96"], Grade.COMPLETE)


@pytest.mark.official
@pytest.mark.parametrize(
    ("statement", "code", "grade"),
    [
        ("AMI of anterior wall", "410.10", Grade.NEEDS_DETAIL),
        ("herpes zoster", "053.9", Grade.COMPLETE),
        ("superficial phlebitis", "451.9", Grade.NEEDS_DETAIL),
        ("benign neoplasm of lymph node", "229.0", Grade.COMPLETE),
        ("breast cancer metastatic to axillary lymph nodes", "196.3", Grade.COMPLETE),
        ("malignant neoplasm of lymphatic vessel", "171.9", Grade.COMPLETE),
        ("insufficient prenatal care", "V23.7", Grade.COMPLETE),
        ("hypertensive cardiorenal disease with CHF and renal failure", "404.93", Grade.COMPLETE),
        ("hypertension with CHF and ESRD", "403.90", Grade.NEEDS_DETAIL),
        ("hypertensive heart disease with pulmonary edema and chronic renal failure", "404.91", Grade.NEEDS_DETAIL),
    ],
)
def test_a_statement_of_the_oldest_edition_is_coded_by_its_lines_at_their_levels(
    statement: str, code: str, grade: Grade, editions_home: Path
) -> None:
    answer = Coder(open_book(edition_path(editions_home, "1998"))).code(statement)
    assert code in [coded.code for coded in answer.codes]
    assert answer.grade is grade


@pytest.mark.official
def test_a_heading_becomes_a_code_only_where_its_parts_went(editions_home: Path) -> None:
    """A digit box that was read for a code too many shows here; FY2004 joined 719.70 to 719.79."""
    years = [codes_of(edition_path(editions_home, name)) for name in ("1998", "2001", "2009", "2011", "2012", "2014")]
    listed = [{(volume, code): valid for _, volume, code, valid in year} for year in years]
    joined = {
        code
        for before, after in pairwise(listed)
        for code, valid in after.items()
        if valid and before.get(code) is False
    }
    assert joined == {(Volume.DISEASES, "719.7")}
    for year in listed:
        assert [year.get((Volume.PROCEDURES, code)) for code in ("33.51", "79.05", "80.6", "80.66")] == [
            True,
            True,
            True,
            None,
        ]


@pytest.mark.official
def test_a_code_is_followed_from_edition_to_edition(editions_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(editions_home))
    history, absent = code_history("173.5")
    assert [(span.first, span.last, span.standing) for span in history.spans] == [
        (1998, 2011, Standing.VALID),
        (2012, 2014, Standing.HEADING),
    ]
    assert history.changes[0].codes == ("173.50", "173.51", "173.52", "173.59")
    assert absent == ("1999", "2002", "2003", "2004", "2005", "2006", "2007", "2008", "2010", "2013", "2015")
