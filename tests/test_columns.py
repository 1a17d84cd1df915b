"""Columns of codes: each row by its own date, in polars and in pandas, and never a False where nothing is known."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import mainterm.pandas
import mainterm.polars
from mainterm import EditionError, icd9cm, repair
from mainterm.history.known import known_codes
from mainterm.history.readings import FORMAT
from mainterm.history.repair import Status

from .small_years import write_years


@pytest.fixture(autouse=True)
def two_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_years(tmp_path)
    monkeypatch.setenv("MAINTERM_HOME", str(tmp_path))


def codes_of(expression: str = "dx") -> mainterm.polars.Icd9Expression:
    return mainterm.polars.Icd9Expression(pl.col(expression))


def icd9(series: pd.Series) -> Any:
    return mainterm.pandas.Icd9Accessor(series)


DX = codes_of()
SEEN = pl.DataFrame(
    {
        "dx": ["488", "488", "4881", "488.1", "V10", "v10", " 042 ", "42", "999.9", "", None, "488"],
        "day": [date(2010, 9, 30), date(2010, 10, 1)] * 5 + [date(2010, 9, 30), date(2011, 10, 1)],
    }
)
WANTED = [
    ("488", True, "valid", "Bird flu"),
    ("488", False, "heading", "Flu"),
    ("488.1", False, "other year", None),
    ("488.1", True, "valid", "Flu: Swine"),
    ("V10", True, "valid", "Old"),
    ("V10", False, "other year", None),
    ("042", True, "valid", "Fever"),
    (None, False, "unknown", None),
    (None, False, "unknown", None),
    (None, None, None, None),
    (None, None, None, None),
    ("488", None, None, None),
]
"""The code, then validity, status and title on its day; the last day has no edition."""


def test_each_row_is_judged_and_described_by_the_edition_of_its_date() -> None:
    found = SEEN.select(DX.normalise(), v=DX.is_valid(on="day"), s=DX.status(on="day"), t=DX.describe(on="day"))
    assert found.rows() == WANTED


def test_all_of_it_comes_at_once_as_a_struct() -> None:
    assert SEEN.select(found=DX.look_up(on="day")).unnest("found").rows() == WANTED


def test_a_lazy_frame_a_streaming_engine_and_a_group_give_the_same() -> None:
    asked = (
        DX.normalise(),
        DX.is_valid(on="day").alias("v"),
        DX.status("day").alias("s"),
        DX.describe("day").alias("t"),
    )
    assert SEEN.lazy().select(*asked).collect().rows() == WANTED
    assert SEEN.lazy().select(*asked).collect(engine="streaming").rows() == WANTED
    valid = SEEN.group_by("day").agg(DX.is_valid(edition=2010).sum().alias("valid")).sort("day")
    assert valid["valid"].to_list() == [3, 2, 1]


def test_pandas_gives_the_same_with_index_and_name() -> None:
    frame = pd.DataFrame({"dx": SEEN["dx"].to_list(), "day": SEEN["day"].to_list()}, index=range(100, 112))
    dx = icd9(frame["dx"])
    assert frame["dx"].icd9.normalise().index.tolist() == frame.index.tolist()
    for column, answer in enumerate(
        (dx.normalise(), dx.is_valid(on=frame["day"]), dx.status(frame["day"]), dx.describe(on=frame["day"]))
    ):
        assert answer.name == "dx"
        assert answer.index.equals(frame.index)
        assert [None if pd.isna(each) else each for each in answer] == [row[column] for row in WANTED]
    assert dx.is_valid(on=frame["day"]).dtype == "boolean"
    assert icd9(frame["dx"]).is_valid(on=frame["day"][::-1]).equals(dx.is_valid(on=pd.to_datetime(frame["day"])))


def test_one_day_or_one_edition_holds_for_all() -> None:
    assert SEEN.select(DX.is_valid(on=date(2010, 10, 1))).equals(SEEN.select(DX.is_valid(edition=2011)))
    assert icd9(pd.Series(["488"])).describe(on="2010-10-01").tolist() == ["Flu"]
    with pytest.raises(ValueError, match="on which day"):
        DX.describe()
    with pytest.raises(ValueError, match="on which day"):
        DX.describe(on="day", edition=2010)


def test_what_stands_above_a_code_is_told() -> None:
    found = pl.DataFrame({"dx": ["4881", "488", "V10", None]}).select(DX.parent(), c=DX.category())
    assert found.rows() == [("488", "488"), (None, "488"), (None, "V10"), (None, None)]
    assert icd9(pd.Series(["4881"])).parent().tolist() == icd9(pd.Series(["4881"])).category().tolist() == ["488"]
    seen = pl.DataFrame({"dx": ["288.09", "V103", "13.41"]})
    assert seen.select(DX.chapter(edition="sampler")).to_series().to_list() == ["280-289", "V01-V91", None]
    assert seen.select(DX.parent("px", "sampler")).to_series().to_list() == [None, None, "13.4"]


def test_a_column_of_procedures_and_one_of_both_are_read_as_such() -> None:
    seen = pl.DataFrame({"dx": ["001", "042", "0.42", "488"]})
    assert seen.select(DX.normalise("px")).to_series().to_list() == ["00.1", "04.2", None, None]
    assert seen.select(DX.normalise("any")).to_series().to_list() == ["00.1", None, None, "488"]
    assert seen.select(DX.is_valid(edition=2010, kind="any")).to_series().to_list() == [True, None, False, True]
    with pytest.raises(ValueError, match="'dxx' is no kind of codes: there are dx, px, any"):
        DX.normalise("dxx")


def test_numbers_are_refused_since_they_have_lost_their_zeros() -> None:
    with pytest.raises(pl.exceptions.PolarsError, match="expected `String`"):
        pl.DataFrame({"dx": [42]}).select(DX.normalise())
    for numbers in (pd.Series([42], name="dx"), pd.Series(["042", 42], name="dx", dtype=object)):
        with pytest.raises(TypeError, match="dx: codes are text, and this column has numbers"):
            icd9(numbers).normalise()


def test_a_time_is_of_the_day_that_it_has_where_it_was_taken() -> None:
    """At one o'clock in Rome on October 1 it is still September 30 in Greenwich."""
    days = pd.Series(pd.to_datetime(["2010-09-30 23:00", "2010-10-01 01:00"])).dt.tz_localize("Europe/Rome")
    assert icd9(pd.Series(["488", "488"])).is_valid(on=days).tolist() == [True, False]
    frame = pl.DataFrame({"dx": ["488", "488"], "day": pl.Series(days.tolist())})
    assert frame.select(DX.is_valid(on="day")).to_series().to_list() == [True, False]


@pytest.mark.parametrize("days", [["09/30/2010"], ["2010-09-30"], [20100930], [40451.0]])
def test_what_is_no_day_is_refused_and_not_taken_for_a_day_without_edition(days: list[object]) -> None:
    with pytest.raises(TypeError, match="day: days are dates, and this column is "):
        icd9(pd.Series(["488"])).is_valid(on=pd.Series(days, name="day"))
    with pytest.raises(pl.exceptions.ComputeError, match="expected Datetime or Date"):
        pl.DataFrame({"dx": ["488"], "day": days}).select(DX.is_valid(on="day"))


def test_what_names_no_day_for_all_rows_is_refused() -> None:
    for on in ("yesterday", pd.to_datetime(["2010-09-30"]), pd.NaT):
        with pytest.raises(ValueError, match="on: a day such as 2011-10-01, or a series of days, not"):
            icd9(pd.Series(["488"])).is_valid(on=on)


def test_a_series_may_be_text_of_any_make_categories_or_empty() -> None:
    codes = pd.Series(["488", "4881", None, "488"], index=[1, 2, 2, 3])
    wanted = [True, False, pd.NA, True]
    for dtype in ("str", object, "string", "string[pyarrow]", "category"):
        assert icd9(codes.astype(dtype)).is_valid(edition=2010).astype(object).equals(pd.Series(wanted, codes.index))
    chunked = pd.concat([codes.astype("string[pyarrow]"), codes.astype("string[pyarrow]")])
    assert icd9(chunked).normalise().dropna().tolist() == ["488", "488.1", "488"] * 2
    for nothing in (pd.Series([], dtype=object), pd.Series([None, float("nan")], dtype=float)):
        assert icd9(nothing).is_valid(edition=2010).isna().sum() == len(nothing)
    with pytest.raises(TypeError, match="codes are text"):
        icd9(pd.Series([488, 488]).astype("category")).normalise()


def test_a_series_that_was_changed_is_asked_anew() -> None:
    codes = pd.Series(["488", "V10"])
    assert codes.icd9.normalise().tolist() == ["488", "V10"]
    codes.iloc[0] = "4881"
    assert codes.icd9.normalise().tolist() == ["488.1", "V10"]


def test_a_series_is_looked_up_at_once_as_a_frame() -> None:
    frame = pd.DataFrame({"dx": SEEN["dx"].to_list(), "day": SEEN["day"].to_list()}, index=range(100, 112))
    dx, found = icd9(frame["dx"]), icd9(frame["dx"]).look_up(on=frame["day"])
    assert found["code"].equals(dx.normalise().rename("code"))
    assert found["valid"].equals(dx.is_valid(on=frame["day"]).rename("valid"))
    assert found["status"].equals(dx.status(on=frame["day"]).rename("status"))
    assert found["title"].equals(dx.describe(on=frame["day"]).rename("title"))


def test_a_column_agrees_with_repair_on_what_came_whole() -> None:
    """What repair takes to be spelt otherwise and nothing more, the column takes likewise; what lost something, not."""
    codes = [code.code for code in icd9cm("sampler")]
    damages = (str, str.lower, lambda code: code.replace(".", ""), " {} ".format, lambda code: code.lstrip("0VE"))
    given = [damage(code) for code in codes for damage in damages]
    known = known_codes((2012, code.volume, code.code, code.is_valid()) for code in icd9cm("sampler"))
    kept = {Status.VALID, Status.HEADING}
    wanted = [
        one.code if one.status in kept and set(one.mends) <= FORMAT else None
        for value in given
        for one in repair([value], known=known)
    ]
    found = pl.DataFrame({"dx": given}).select(DX.normalise(edition="sampler")).to_series().to_list()
    assert found == wanted


def test_tables_are_made_anew_when_an_edition_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert SEEN.select(DX.is_valid(on=date(2010, 1, 1))).to_series()[0] is True
    empty = tmp_path / "empty"
    monkeypatch.setenv("MAINTERM_HOME", str(empty))
    with pytest.raises(EditionError, match="no edition is installed; install them: mainterm edition install all"):
        DX.normalise()


@pytest.mark.parametrize(("module", "lacking"), [("polars", "polars"), ("pandas", "pandas"), ("pandas", "pyarrow")])
def test_without_its_library_a_module_says_in_one_line_what_to_install(module: str, lacking: str) -> None:
    program = f"import sys; sys.modules[{lacking!r}] = None; import mainterm.{module}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].startswith(f"ImportError: mainterm.{module} needs")
    assert f"pip install 'mainterm[{module}]'" in done.stderr
