"""A definition across 2015-10-01: what it becomes by the mappings both ways, and the jump that its counts show."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from mainterm.cli.main import cli
from mainterm.history.seam import Seam, Way, seam
from mainterm.history.seam_counts import read_counts
from mainterm.history.seam_page import html_page
from mainterm.model.classification import Classification
from mainterm.model.crosswalk import Crosswalk
from mainterm.model.edition import Manifest
from mainterm.service.home import edition_path
from mainterm.store.sqlite import FORMAT
from mainterm.store.write import write_edition

from .small import EDITION
from .small_crosswalk import small_crosswalk
from .test_ccs import FILE


@pytest.fixture(scope="module")
def crosswalk(tmp_path_factory: pytest.TempPathFactory) -> Crosswalk:
    return small_crosswalk(tmp_path_factory.mktemp("seam") / "gems.sqlite")


def across(crosswalk: Crosswalk, *codes: str) -> Seam:
    return seam(crosswalk, codes)


def test_a_code_belongs_by_the_map_forwards_backwards_or_both(crosswalk: Crosswalk) -> None:
    found = across(crosswalk, "001.0", "003.0")
    assert {each.code: (each.way, each.sources, each.back, each.outside) for each in found.successors} == {
        "A00.0": (Way.BOTH, ("001.0",), ("001.0",), ()),
        "A01.00": (Way.BOTH, ("003.0",), ("003.0",), ("002.0",)),
        "A01.1": (Way.BOTH, ("003.0",), ("001.0",), ()),
        "E88.81": (Way.BACKWARD, (), ("001.0",), ()),
    }
    assert found.outside == ("002.0",)


def test_a_target_that_leads_elsewhere_is_forward_only(crosswalk: Crosswalk) -> None:
    (a0100, a011) = across(crosswalk, "003.0").successors
    assert (a0100.way, a011.way, a011.outside) == (Way.BOTH, Way.FORWARD, ("001.0",))


def test_a_code_without_an_equivalent_is_lost_and_a_part_of_a_combination_is_told(crosswalk: Crosswalk) -> None:
    found = across(crosswalk, "004.0", "005.0")
    assert found.unmapped == ("005.0",)
    assert [(each.code, each.part, each.way) for each in found.successors] == [
        ("B10.0", True, Way.BOTH),
        ("B10.1", True, Way.BOTH),
        ("B20.0", True, Way.BOTH),
    ]
    assert found.codes(Way.BOTH) == ("B10.0", "B10.1", "B20.0")


COUNTS = """\
date,code,count
2015-07-03,001.0,10
2015-08,0010,20
2015-09-30,003.0,30
2015-10-01,A00.0,33
2015-11-30,A0100,11
2015-11-30,E88.81,9
2015-12-31,001.0,2
2016-01-01,Z99,7
"""


def test_counts_are_summed_by_month_and_by_the_way_of_their_codes(crosswalk: Crosswalk) -> None:
    jump = read_counts(COUNTS.splitlines(), across(crosswalk, "001.0", "003.0"))
    assert [(m.month, m.definition, m.both, m.forward, m.backward) for m in jump.months] == [
        ("2015-07", 10, 0, 0, 0),
        ("2015-08", 20, 0, 0, 0),
        ("2015-09", 30, 0, 0, 0),
        ("2015-10", 0, 33, 0, 0),
        ("2015-11", 0, 11, 0, 9),
        ("2015-12", 2, 0, 0, 0),
        ("2016-01", 0, 0, 0, 0),
    ]
    assert (jump.other, jump.problems, jump.window) == (7, (), (3, 4))


def test_the_level_is_the_mean_of_a_month_and_the_ratio_that_of_the_levels(crosswalk: Crosswalk) -> None:
    jump = read_counts(COUNTS.splitlines(), across(crosswalk, "001.0", "003.0"), window=2)
    assert (jump.by_forward.before, jump.by_forward.after, jump.by_forward.ratio) == (25, 22, 0.88)
    assert (jump.by_either.before, jump.by_either.after, jump.by_either.ratio) == (25, 26.5, 1.06)


def test_a_month_without_a_count_is_a_month_of_none(crosswalk: Crosswalk) -> None:
    jump = read_counts(
        ["date,system,count", "2015-07,9,40", "2015-09,9,20", "2015-12,10,60"], across(crosswalk, "001.0")
    )
    assert [month.by_either for month in jump.months] == [40, 0, 20, 0, 0, 60]
    assert (jump.by_either.before, jump.by_either.after, jump.by_either.ratio) == (20, 20, 1)


def test_without_counts_on_one_side_there_is_no_ratio(crosswalk: Crosswalk) -> None:
    jump = read_counts(["date,system,count", "2015-07,ICD-9-CM,40"], across(crosswalk, "001.0"))
    assert jump.by_forward.ratio is None
    assert jump.window == (1, 0)


def test_a_code_that_may_be_of_either_side_is_of_that_of_its_date(crosswalk: Crosswalk) -> None:
    found = across(crosswalk, "001.0", "E888.1")  # E8881 is E888.1, and E88.81, which leads back to 001.0
    jump = read_counts(["date,code,count", "2015-09,E8881,1", "2015-10,E8881,1", "2015-10,E888.1,1"], found)
    assert [(month.definition, month.backward) for month in jump.months] == [(1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2015-13,001.0,4", "line 3: "),
        ("10/01/2015,001.0,4", "line 3: '10/01/2015' is no date"),
        ("2015-10,001.0,many", "line 3: 'many' is no count"),
        ("2015-10,001.0,-3", "line 3: '-3' is no count"),
        ("2015-10,,4", "line 3: has neither code nor system"),
        ("2015-10", "line 3: '' is no count"),
        ("2015-10,001.0," + "9" * 200_000, "line 3: "),
    ],
)
def test_a_bad_row_is_kept_with_its_reason_and_the_others_count(row: str, said: str, crosswalk: Crosswalk) -> None:
    jump = read_counts(["date,code,count", "2015-09,001.0,5", row], across(crosswalk, "001.0"))
    assert jump.months[0].definition == 5
    assert [each.startswith(said) for each in jump.problems] == [True]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column date, count, code"),
        ("date,code\n2015-09,001.0", "no column count"),
        ("date,count\n2015-09,4", "no column code"),
        ("date,code,count", "have no row"),
        ("date,code,count\nx,001.0,4", "line 2: 'x' is no date"),
    ],
)
def test_counts_without_a_column_or_a_row_are_refused(text: str, said: str, crosswalk: Crosswalk) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        read_counts(text.splitlines(), across(crosswalk, "001.0"))


def test_the_page_needs_nothing_else_and_escapes_what_it_is_given(crosswalk: Crosswalk) -> None:
    found = across(crosswalk, "001.0", "003.0", "005.0")
    jump = read_counts(COUNTS.splitlines(), found)
    page = "".join(html_page("<b>", found, jump, {"001.0": "A & B"}, "", "Mappings"))
    assert "<b> across" not in page
    assert "&lt;b&gt; across" in page
    assert "A &amp; B" in page
    assert not re.search(r"(?:src|href)=|https?:", page)
    assert page.count("<polyline") == 3  # before; after, by the map forwards; after, by either
    assert "× 1.06" not in page
    assert f"× {jump.by_either.ratio:.2f}" in page


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the small edition as that of FY2015, and mappings for a few of its codes."""
    home = tmp_path_factory.mktemp("seam-home")
    edition_path(home, "2015").parent.mkdir()
    manifest = Manifest("2015", "Small", 2015, "2014-10-01", FORMAT, "test", "0", (), {})
    write_edition(EDITION, manifest, edition_path(home, "2015"))
    forwards = "28850 D72819 10000\n28851 D72810 10000\n28859 NoDx 11000\n"
    small_crosswalk(edition_path(home, "gems"), icd9cm=forwards, icd10cm="D72819 28850 00000\nD72810 28850 10000\n")
    return home


def run(home: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setenv("MAINTERM_HOME", str(home))
    result = CliRunner().invoke(cli, ["seam", *arguments], standalone_mode=False)
    if result.exception:
        return 2, result.stdout, str(result.exception)
    return int(result.return_value), result.stdout, result.stderr


def test_the_command_reads_a_definition_with_remarks_and_writes_a_page(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "low.txt").write_text("288.5  # of all kinds\n# and nothing else\n777.9\n")
    (tmp_path / "counts.csv").write_text("date,code,count\n2015-09,288.50,10\n2015-10,D72.819,12\nx,y,z\n")
    given = (str(tmp_path / "low.txt"), "--counts", str(tmp_path / "counts.csv"), "--html", str(tmp_path / "low.html"))
    status, out, err = run(home, monkeypatch, *given)
    assert status == 1  # a row could not be read
    assert "777.9 names no valid code of FY2015" in out
    assert "× 1.200" in out
    assert "line 4: 'x' is no date" in err
    assert (tmp_path / "low.html").read_text().startswith("<!doctype html>")
    told = json.loads(run(home, monkeypatch, *given, "--json")[1])
    assert told["seam"]["definition"] == [code for code in told["seam"]["definition"] if code.startswith("288.5")]
    assert told["jump"]["by_forward"]["ratio"] == 1.2
    assert told["unmatched"] == ["777.9"]


@pytest.mark.parametrize(
    ("text", "said"), [("999.9", "names no valid code"), ("250-", "is no code"), ("", "names no valid code")]
)
def test_a_definition_of_nothing_is_refused_in_one_line(
    text: str, said: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.txt").write_text(text)
    status, out, err = run(home, monkeypatch, str(tmp_path / "x.txt"))
    assert (status, out) == (2, "")
    assert said in err
    assert "\n" not in err


def test_a_definition_is_read_by_an_edition_of_icd9cm(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.txt").write_text("288.5")
    manifest = Manifest("icd10cm-2017", "Small", 2017, "2016-10-01", FORMAT, "test", "0", (), {})
    of_icd10cm = replace(manifest, classification=Classification.ICD10CM)
    write_edition(EDITION, of_icd10cm, edition_path(home, "icd10cm-2017"))
    status, _, err = run(home, monkeypatch, str(tmp_path / "x.txt"), "--edition", "icd10cm-2017")
    assert (status, "a definition is of ICD-9-CM" in err) == (2, True)


def test_a_seam_has_a_counterpart_for_procedures(crosswalk: Crosswalk) -> None:
    found = seam(crosswalk, ("35.84",), Classification.ICD9PCS)
    assert {each.code for each in found.successors} == {"02S00ZZ", "02SP0ZZ", "02SW0ZZ"}


def test_a_definition_may_name_groups_of_the_file_that_the_user_has(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dx.csv").write_text(FILE)
    ccs = ("--ccs", str(tmp_path / "dx.csv"))
    for name, notation in (("cells", "ccs:63 # of AHRQ"), ("none", "ccs:9")):
        (tmp_path / name).write_text(notation)
    status, told, _ = run(home, monkeypatch, str(tmp_path / "cells"), *ccs, "--json")
    assert json.loads(told)["seam"]["definition"] == ["288.50"]
    for words, said in (
        ((str(tmp_path / "cells"),), "only where the file"),
        ((str(tmp_path / "none"), *ccs), "none of"),
    ):
        status, _, wrong = run(home, monkeypatch, *words)
        assert status == 2
        assert said in wrong
