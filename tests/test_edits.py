"""Medicare's code edits and the POA exemptions are read from their tables, of every version that is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from mainterm.model.code import Volume
from mainterm.model.edits import Edit, EditKind
from mainterm.model.source import Source, Unreadable
from mainterm.read.edits import EDITS_ROLE, EXEMPT_ROLE, census_edits, check_edits, read_edits

from .official_books import whole_edition

HEAD = "MCE_Version\tICD_Version\tMCE_Section\tMCE_Subsection\tMCE_Edit_Type\tICD_Code_Type\tICD_Code\tICD_Desc"
LINE = "28\t9\t4\tA\tNewborn_Only\tD\t27701\tMeconium"


def given(*lines: str) -> dict[str, tuple[str, bytes]]:
    """The lines as a table of edits."""
    return {EDITS_ROLE: ("edits.txt", "\r\n".join(lines).encode())}


def test_a_line_gives_a_code_its_list_and_the_section_of_the_manual() -> None:
    edits = read_edits(given(HEAD, LINE, "28\t9\t18\t_\tWrong_Performed\tD\tE8765\tWrong", ""))
    assert edits == (
        Edit(EditKind.NEWBORN_ONLY, "277.01", Volume.DISEASES, "4.A", 28),
        Edit(EditKind.WRONG, "E876.5", Volume.DISEASES, "18", 28),
    )
    assert edits[1].source == Source("edits.txt", 2)
    assert census_edits(edits) == {"code_edits": {"version": 28, "newborn_only": 1, "wrong_performed": 1}}


def test_a_code_of_a_procedure_is_told_from_one_of_a_disease() -> None:
    (edit,) = read_edits(given(HEAD, "28\t9\t11\tA\tNoncovered_Always\tP\t336\tLung"))
    assert (edit.code, edit.volume) == ("33.6", Volume.PROCEDURES)


def test_an_exempt_code_may_be_written_with_a_small_letter() -> None:
    table = "Diagnosis Code\tDescription\nv1229\tHistory\nE8302\tCrew \x96 other\n\n".encode("cp1252", "replace")
    edits = read_edits({EXEMPT_ROLE: ("exempt.txt", table)})
    assert [(edit.kind, edit.code) for edit in edits] == [
        (EditKind.POA_EXEMPT, "V12.29"),
        (EditKind.POA_EXEMPT, "E830.2"),
    ]


def test_an_edition_without_the_tables_has_no_edits_and_no_census_of_them() -> None:
    assert read_edits({}) == ()
    assert census_edits(()) == {}


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        (("",), "line 1: is not the head"),
        ((HEAD, "28\t9\t4"), "line 2: lists no code"),
        ((HEAD, LINE.replace("Newborn", "Nobody")), "line 2: lists no code"),
        ((HEAD, LINE.replace("27701", "2770x")), 'line 2: "2770x" is no code'),
        ((HEAD, LINE, LINE), "line 3: lists 277.01 again"),
    ],
)
def test_a_damaged_table_is_refused_with_its_line(lines: tuple[str, ...], wrong: str) -> None:
    with pytest.raises(Unreadable, match=wrong):
        read_edits(given(*lines))


@pytest.mark.official
@pytest.mark.parametrize(
    ("version", "codes", "newborns"),
    [(26, 4875, 287), (27, 4984, 287), (28, 5026, 287), (30, 5026, 287), (31, 5023, 287), (32, 5022, 287)],
)
def test_every_version_of_the_edits_is_read(sources: Path, version: int, codes: int, newborns: int) -> None:
    table = sources / "mce" / f"MCE_Simple_Code_Edits_v{version}.txt"
    edits = read_edits({EDITS_ROLE: (table.name, table.read_bytes())})
    assert len(edits) == codes
    assert {edit.version for edit in edits} == {version}
    assert sum(edit.kind is EditKind.NEWBORN_ONLY for edit in edits) == newborns


@pytest.mark.official
@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("POA_Exempt_Diagnosis_Codes_Generated_FY2010", 1704),
        ("POA_Exempt_Diagnosis_Codes_Generated_FY2011", 2173),
        ("POA_Exempt_Diagnosis_Codes_Oct12011_FY2012", 2186),
        ("POA_Exempt_Diagnosis_Codes_Oct12013_FY2014", 2186),
        ("ICD-9_POA_Exempt_Diagnosis_Codes_Oct12014_FY2015", 2186),
    ],
)
def test_the_exemptions_of_every_year_are_read(sources: Path, name: str, codes: int) -> None:
    table = sources / "poa-exempt" / f"{name}.txt"
    assert len(read_edits({EXEMPT_ROLE: (table.name, table.read_bytes())})) == codes


@pytest.mark.official
def test_every_code_that_the_edits_of_fy2012_list_is_valid_in_it(sources: Path) -> None:
    edition = whole_edition(sources)
    assert edition.edits
    assert not list(check_edits(edition.edits, edition.nodes))
    gone = Edit(EditKind.ADULT_ONLY, "288.5", Volume.DISEASES)
    assert [problem.kind for problem in check_edits((gone,), edition.nodes)] == ["edited code"]
