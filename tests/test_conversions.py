"""The conversion table of new codes: its rows, and that it and the editions say the same of a code."""

from __future__ import annotations

from pathlib import Path

import pytest

from mainterm.editions.declared import declared_edition
from mainterm.history.conversions import disagreements
from mainterm.history.known import KnownCodes, known_codes
from mainterm.model.code import Volume
from mainterm.model.conversion import Conversion, Conversions
from mainterm.model.source import Unreadable
from mainterm.read.archive import read_document
from mainterm.read.conversions import read_conversions


def table(*lines: str) -> Conversions:
    """The table in these lines, as RTF."""
    body = "\\par ".join(line.replace("\t", "\\tab ") for line in lines)
    return read_conversions({"conversions": ("doc", f"{{\\rtf1 {body}\\par }}".encode())})


def rows(*lines: str) -> tuple[Conversion, ...]:
    return table("Diagnosis Codes", *lines).rows


def known(*editions: tuple[int, str]) -> KnownCodes:
    """Editions by their valid codes of diseases, `!` before a heading: (1998, "250.0 !250")."""
    return known_codes(
        (year, Volume.DISEASES, code.removeprefix("!"), not code.startswith("!"))
        for year, codes in editions
        for code in codes.split()
    )


def test_a_code_is_assigned_from_october_that_is_the_fiscal_year_after() -> None:
    (row,) = rows("V23.7\t1989\tV23.8")
    assert (row.current, row.year, row.previous) == (("V23.7",), 1990, ("V23.8",))


def test_a_line_without_the_first_columns_goes_on_and_words_behind_codes_are_no_codes() -> None:
    deleted, foot = rows(
        "305.1\t1994\t305.10, 305.11,*", "\t\t305.12, 305.13* ", "\t\t(*codes deleted)", "440.24\t1993\t440.20 & 785.4"
    )
    assert deleted.previous == ("305.10", "305.11", "305.12", "305.13")
    assert foot.said == "440.20 & 785.4"


def test_nothing_before_and_another_title_are_told() -> None:
    new, restated = rows("677\t1994\tNone.", "041.04#\t1997\t041.04")
    assert new.previous == ()
    assert restated.restated
    assert not restated.ends("041.04")


def test_procedures_stand_behind_their_head_and_a_remark_is_a_problem() -> None:
    found = table(
        "Diagnosis Codes", "677\t1994\tNone", "Procedure Codes ", "33.6\t1990\t33.5 + 37.5", "*Before all that"
    )
    assert [(row.volume, row.previous) for row in found.rows][1] == (Volume.PROCEDURES, ("33.5", "37.5"))
    assert [problem.text for problem in found.problems] == ["*Before all that"]
    with pytest.raises(Unreadable, match="holds no row"):
        table("Diagnosis Codes")


def test_a_range_names_what_lies_in_it_but_a_heading_not_what_is_below_it() -> None:
    (row,) = rows("173.50-173.52, 173.59\t2011\t173.5")
    assert row.begins("173.51")
    assert row.begins("173.59")
    assert not row.begins("173.55")
    assert row.ends("173.5")
    assert not row.ends("173.51")


def test_table_and_editions_that_say_the_same_do_not_disagree() -> None:
    split = rows("V23.7\t1989\tV23.8", "V23.81, V23.89\t1998\tV23.8")
    editions = known((1998, "V23.7 V23.8"), (1999, "V23.7 !V23.8 V23.81 V23.89"))
    assert list(disagreements(split, editions)) == []


def test_what_either_says_and_the_other_does_not_is_told() -> None:
    told = rows("V23.82\t1998\tV23.6")
    found = list(disagreements(told, known((1998, "V23.8"), (1999, "!V23.8 V23.81"))))
    assert [(each.code, each.year, each.what.partition(";")[2]) for each in found] == [
        ("V23.82", 1999, " the edition lacks it"),
        ("V23.6", 1998, " the edition lacks it"),
        ("V23.81", 1999, " the table has no row for it"),
    ]


@pytest.mark.official
def test_the_official_table_gives_its_census(sources: Path) -> None:
    declared = declared_edition("conversions")
    file = declared.files[0]
    found = read_conversions({"conversions": (file.name, read_document(sources / file.place))})
    assert found.census == declared.census
    assert len(found.problems) == 4
