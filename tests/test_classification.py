"""The classification in Python: codes by their text, ranges, order, validity on a day; damage is told, not passed."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import mainterm
from mainterm import Code, Codes, EditionError, UnknownCode, Volume, book_order, icd9cm

from .small_years import write_years


@pytest.fixture
def codes(sampler_home: Path, monkeypatch: pytest.MonkeyPatch) -> Codes:
    monkeypatch.setenv("MAINTERM_HOME", str(sampler_home))
    return icd9cm("sampler")


@pytest.fixture
def two_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home with the editions of FY2010 and FY2011 that `small_years` has."""
    write_years(tmp_path)
    monkeypatch.setenv("MAINTERM_HOME", str(tmp_path))


def test_a_code_knows_its_titles_and_what_is_above_and_below_it(codes: Codes) -> None:
    code = codes["288.09"]
    assert (code.code, code.title, code.full_title) == ("288.09", "Other neutropenia", "Other neutropenia")
    assert [each.code for each in code.ancestors] == ["280-289", "288", "288.0"]
    assert code.parent == codes["288.0"]
    assert code in codes["288.0"].children
    assert code.volume is Volume.DISEASES
    assert (code.is_valid(), codes["288.0"].is_valid()) == (True, False)
    assert codes["280-289"].parent is None


def test_a_title_that_cannot_stand_alone_is_spelt_out(two_years: None) -> None:
    assert icd9cm(2011)["4881"].title == "Swine"
    assert icd9cm(2011)["4881"].full_title == "Flu: Swine"


@pytest.mark.parametrize("text", ["288.09", "28809", " 288.09 "])
def test_a_code_is_read_with_and_without_its_point(codes: Codes, text: str) -> None:
    assert codes[text].code == "288.09"
    assert text in codes


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("288.9999", "has not the form of a disease code"),
        ("42", "may be 042"),
        ("0.42", "has not the form"),
        ("288.97", "is no disease code of mainterm sampler (not official); near it are 288"),
        ("10.3", "may be V10.3"),
        ("13.41", "it is the procedure 13.41: ask .procedures for it"),
        (288.09, "a code is text, such as '250.00', not float"),
        (42, "not int"),
        ("", "has not the form"),
    ],
)
def test_a_damaged_code_is_an_error_of_one_line(codes: Codes, asked: str, said: str) -> None:
    assert asked not in codes
    with pytest.raises(UnknownCode) as found:
        codes[asked]
    assert said in str(found.value)
    assert "\n" not in str(found.value)
    assert isinstance(found.value, KeyError)


def test_a_code_of_other_years_is_told_with_them(two_years: None) -> None:
    with pytest.raises(UnknownCode, match=r"'488\.1': is no code of ICD-9-CM FY2010, but of FY2011"):
        icd9cm(2010)["488.1"]


def test_validity_is_that_of_the_edition_in_force_on_the_day(two_years: None) -> None:
    code = icd9cm(2010)["488"]
    assert code.is_valid()
    assert code.is_valid(on=date(2010, 9, 30))
    assert not code.is_valid(on=date(2010, 10, 1))
    assert not code.is_valid(on="2010-10-01")
    assert not icd9cm(2010)["V10"].is_valid(on=date(2010, 10, 1))
    assert icd9cm(on=date(2010, 9, 30)).edition == "2010"
    with pytest.raises(EditionError, match=r"1999-12-01: no edition of ICD-9-CM for FY2000; there are FY1998"):
        code.is_valid(on=date(1999, 12, 1))


def test_procedures_are_codes_of_their_own(two_years: None) -> None:
    assert [code.code for code in icd9cm(2010).procedures] == ["00.1", "04.2"]
    assert icd9cm(2010).procedures["001"].volume is Volume.PROCEDURES
    assert len(icd9cm(2010).procedures.diseases) == 3


def test_a_range_has_both_its_ends_and_everything_below_them(codes: Codes) -> None:
    assert {code.code for code in codes["250.0":"250.0"]} == {"250.0", "250.00", "250.01", "250.02", "250.03"}
    assert all(code.is_valid() for code in codes["250":"250"].valid)
    assert next(iter(codes["V10":])).code == "V10"
    assert list(codes["280":"289"]) == [code for code in codes if "280" <= code.code < "290"]
    with pytest.raises(ValueError, match="ends before it begins"):
        codes["E800":"V10"]
    with pytest.raises(UnknownCode):
        codes["42":"43"]


def test_a_set_is_written_in_the_notation_of_codesets(codes: Codes) -> None:
    assert {code.code for code in codes.matching("250.0, !250.01").valid} == {"250.00", "250.02", "250.03"}
    assert "250.01" not in codes.matching("250.0, !250.01")


def test_codes_stand_in_the_order_of_the_book(codes: Codes) -> None:
    listed = [code.code for code in codes]
    assert len(listed) == len(codes) == len(set(listed))
    kinds = [code[0] if code[0] in "VE" else "0" for code in listed]
    assert kinds == sorted(kinds, key="0VE".index)
    mixed = [codes["V10.3"], codes["E849.0"], codes["288.09"], codes["288.0"], codes["280-289"]]
    assert [code.code for code in sorted(mixed)] == ["280-289", "288.0", "288.09", "V10.3", "E849.0"]
    assert sorted(["E849.0", "042", "V10.3", "428.0"], key=book_order) == ["042", "428.0", "V10.3", "E849.0"]
    assert codes["288.0"] < codes["288.09"] <= codes["288.09"]


def test_codes_of_two_years_or_two_volumes_are_not_the_same(two_years: None) -> None:
    assert icd9cm(2010)["488"] != icd9cm(2011)["488"]
    assert icd9cm(2010)["488"] == icd9cm("FY2010")["488"]
    assert icd9cm(2010)["488"] not in icd9cm(2011)
    with pytest.raises(TypeError):
        sorted([icd9cm(2010)["488"], icd9cm(2010).procedures["00.1"]])


def test_everything_that_is_exported_is_there_and_nothing_is_loaded_before_it_is_asked_for() -> None:
    assert {name for name in mainterm.__all__ if not getattr(mainterm, name)} == set()
    assert isinstance(mainterm.Code, type)
    assert mainterm.Code is Code
    seen = "import sys, mainterm; print([m for m in sys.modules if m.startswith('mainterm.') or m == 'sqlite3'])"
    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    with pytest.raises(AttributeError, match="icd10cm"):
        mainterm.icd10cm  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.official
def test_the_whole_edition_is_in_order(official_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(official_home))
    codes = icd9cm(2012)
    assert (len(codes.valid), len(codes.procedures.valid)) == (14_567, 3_877)
    assert [code.code for code in codes["173.7":"173.7"].valid] == ["173.70", "173.71", "173.72", "173.79"]
    assert codes["198.6"].title != codes["198.6"].full_title
