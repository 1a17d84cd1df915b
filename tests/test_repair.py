"""Damaged codes: one reading is taken, two are asked about, the input is kept, and nothing is guessed."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from mainterm.cli.main import cli
from mainterm.history.known import KnownCodes, known_codes
from mainterm.history.readings import Mend
from mainterm.history.repair import Column, Repairer, Status, Sure, losses_of, volumes_of
from mainterm.model.code import Volume
from mainterm.model.edition import EditionError
from mainterm.service.home import edition_path
from mainterm.service.repair import repair, repair_table
from mainterm.service.repair_layout import UNTOLD, Layout, date_named, kind_named
from mainterm.service.repair_page import repair_page
from mainterm.service.repair_report import Report
from mainterm.service.repair_table import open_table

from .small_crosswalk import small_crosswalk
from .small_years import write_years

YEARS = (2010, 2011, 2012)
DISEASES = "001.0 004.2 008.45 011.20 042 112.0 250.00 250.01 428.0 496 888.0 E888.1 V01.3 V10.3 V58.11 058.11 E812.0"
PROCEDURES = "00.42 04.2 08.45 38.93 42.0"
KNOWN: KnownCodes = known_codes(
    [
        *((year, Volume.DISEASES, code, True) for year in YEARS for code in DISEASES.split()),
        *((year, Volume.PROCEDURES, code, True) for year in YEARS for code in PROCEDURES.split()),
        *((year, Volume.DISEASES, code, False) for year in YEARS for code in ("250", "250.0", "845", "812", "812.0")),
        (2012, Volume.DISEASES, "173.71", True),
        *((year, Volume.DISEASES, "173.7", False) for year in (2012, 2013)),
    ]
)
BOTH = tuple(Volume)


def mend(value: str, *volumes: Volume, lost: tuple[Mend, ...] = (), year: int = 2011) -> tuple[str, ...]:
    """Status, code and repairs; then what else it may be."""
    found = Repairer(KNOWN, Column(volumes or (Volume.DISEASES,), frozenset(lost))).repair(value, year)
    assert found.given == value
    return (found.status.value, found.code, *(each.name for each in found.mends), *found.alternatives)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("250.00", ("valid", "250.00")),
        ("25000", ("valid", "250.00", "POINT")),
        (" 'v103' ", ("valid", "V10.3", "SPACES", "CASE", "POINT")),
        ("25000.0", ("valid", "250.00", "WHOLE")),
        ("042", ("valid", "042")),
        ("8.45", ("valid", "008.45", "LEADING_ZEROS")),
        ("25O.00", ("valid", "250.00", "LOOKALIKE")),
        ("1968-06-11", ("valid", "250.00", "DATE")),
        ("10.3", ("valid", "V10.3", "LETTER")),
        ("888.1", ("valid", "E888.1", "LETTER")),
        ("496.0", ("valid", "496", "WHOLE")),
        ("V1O.3", ("valid", "V10.3", "LOOKALIKE")),
        ("e888.l", ("valid", "E888.1", "CASE", "LOOKALIKE")),
        ("112.O", ("valid", "112.0", "LOOKALIKE")),
        ("103", ("valid", "V10.3", "LETTER")),
        ("8881", ("valid", "E888.1", "LETTER")),
        ("4.28E+03", ("valid", "428.0", "SCIENTIFIC")),
        ("4.280E+03", ("valid", "428.0", "SCIENTIFIC")),
        ("V1.3", ("valid", "V01.3", "LEADING_ZEROS")),
        ("4280.", ("valid", "428.0", "SPACES", "POINT")),
        ("4-Feb", ("valid", "004.2", "DATE", "LEADING_ZEROS")),
        ("2004-02-04", ("valid", "004.2", "DATE", "LEADING_ZEROS")),
        ("1904-02-04", ("unknown", "")),
    ],
)
def test_what_has_one_reading_is_read(value: str, wanted: tuple[str, ...]) -> None:
    assert mend(value) == wanted


@pytest.mark.parametrize(
    ("value", "readings"),
    [
        ("42", ("042", "004.2")),
        ("42.0", ("042", "004.2")),
        ("58.11", ("058.11", "V58.11")),
        ("2.50E+04", ("250.00", "250.01")),
    ],
)
def test_what_has_two_readings_or_was_rounded_is_asked_about(value: str, readings: tuple[str, ...]) -> None:
    assert mend(value) == ("ambiguous", "", *readings)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("2.5E+02", ("heading", "250", "SCIENTIFIC", "250.00", "250.01")),
        ("8.12E+02", ("heading", "812", "SCIENTIFIC")),
        ("8.1E+02", ("heading", "812", "SCIENTIFIC")),
    ],
)
def test_a_heading_that_has_lost_something_wants_its_digits_like_any_other(value: str, wanted: tuple[str, ...]) -> None:
    assert mend(value) == wanted
    assert Repairer(KNOWN, Column((Volume.DISEASES,))).repair(value, 2011).sure is Sure.LIKELY


@pytest.mark.parametrize(
    ("values", "volumes"),
    [
        ("25000 V103 4280 042 0042", (Volume.DISEASES,)),
        ("0042 042 3893 0845", (Volume.PROCEDURES,)),
        ("042 420 25000 3893", BOTH),
        ("042 0042", BOTH),
        (" ", BOTH),
    ],
)
def test_a_column_holds_what_hardly_a_value_speaks_against_and_either_where_most_are_codes_of_each(
    values: str, volumes: tuple[Volume, ...]
) -> None:
    assert volumes_of(values.split(" "), KNOWN) == volumes


def test_the_codes_of_a_column_with_no_telling_name_are_told_by_its_values(
    two_years_home: Path, tmp_path: Path
) -> None:
    table = tmp_path / "PROCEDURES_ICD.csv"
    table.write_text("hadm_id,seq_num,icd9_code\n1,1,042\n1,2,4881\n1,3,V10\n")
    done = CliRunner().invoke(
        cli, ["repair", str(table)], env={"MAINTERM_HOME": str(two_years_home)}, standalone_mode=False
    )
    assert "icd9_code (by its values); date: none" in done.stderr
    assert "icd9_code: taken for diagnoses, by its values" in done.stderr


def test_a_decimal_that_may_be_a_procedure_is_told_by_its_column() -> None:
    assert mend("0.42", Volume.PROCEDURES) == ("valid", "00.42", "LEADING_ZEROS")
    assert mend("0.42") == ("unknown", "")
    assert mend("042", *BOTH) == ("ambiguous", "", "042", "04.2 (procedure)")


def test_zeros_of_8_45_are_put_back_where_the_column_tells_how_many() -> None:
    assert mend("008.45", *BOTH) == ("valid", "008.45")
    assert mend("08.45") == mend("8.45") == ("valid", "008.45", "LEADING_ZEROS")
    assert mend("08.45", Volume.PROCEDURES) == mend("08.45", *BOTH) == ("valid", "08.45")
    assert mend("8.45", Volume.PROCEDURES) == ("valid", "08.45", "LEADING_ZEROS")
    assert mend("8.45", *BOTH) == ("ambiguous", "", "008.45", "08.45 (procedure)")


def test_a_heading_is_no_valid_code_and_its_codes_are_the_alternatives() -> None:
    assert mend("250.0") == ("heading", "250.0", "250.00", "250.01")
    assert mend("812.0")[0] == "heading"


def test_a_column_that_has_lost_its_zeros_makes_a_valid_number_doubtful_but_no_decimal() -> None:
    assert mend("1120") == ("valid", "112.0", "POINT")
    assert mend("1120", lost=(Mend.LEADING_ZEROS,)) == ("ambiguous", "", "112.0", "011.20")
    assert mend("845", lost=(Mend.LEADING_ZEROS,)) == ("ambiguous", "", "845", "008.45")
    assert mend("112.0", lost=(Mend.LEADING_ZEROS,)) == ("valid", "112.0")


def test_a_column_tells_what_it_has_lost_throughout() -> None:
    def lost(*values: str) -> frozenset[Mend]:
        return losses_of(values, KNOWN, (Volume.DISEASES,))

    assert lost("25000", "42", "4280") == {Mend.LEADING_ZEROS}
    assert lost("25000", "042", "8.45") == frozenset()
    assert lost("25000", "V103") == frozenset()
    assert lost("888.0", "888.1") == {Mend.LETTER}
    assert lost("888.0", "888.1", "V10.3") == frozenset()
    assert lost("8881") == {Mend.LETTER}
    assert lost("845") == frozenset()


def test_a_column_of_procedures_with_points_has_lost_no_zeros() -> None:
    assert not losses_of(["39.61", "45.13"], KNOWN, (Volume.PROCEDURES,))
    assert losses_of(["3.61", "45.13"], KNOWN, (Volume.PROCEDURES,)) == {Mend.LEADING_ZEROS}


def test_a_column_that_has_lost_its_letters_makes_a_valid_code_doubtful() -> None:
    assert mend("812.0", lost=(Mend.LETTER,)) == ("ambiguous", "", "812.0", "E812.0")


def test_a_code_of_another_year_is_told_with_its_years_and_is_not_called_valid() -> None:
    found = Repairer(KNOWN, Column((Volume.DISEASES,))).repair("17371", 2011)
    assert (found.status, found.code, found.years) == (Status.OTHER_YEAR, "173.71", (2012, 2012))
    assert mend("173.71", year=2012) == ("valid", "173.71")


@pytest.mark.parametrize(
    ("value", "status", "others", "why"),
    [
        ("38.93", "unknown", ("38.93 (procedure)",), "a code of procedures, in a column of diseases"),
        ("428.0; 112.0", "unknown", ("428.0", "112.0"), "2 codes in one cell"),
        ("428.0 or so", "unknown", (), "has not the form of a code"),
        ("998.76", "unknown", (), "is no code of any edition"),
        ("E11.9", "icd-10", (), "has the form of a code of ICD-10"),
        ("173.7", "other year", (), "is a heading of FY2012 to FY2013, and was not there on the date"),
    ],
)
def test_what_means_nothing_is_told_with_the_reason(value: str, status: str, others: tuple[str, ...], why: str) -> None:
    (found,) = repair([value], date(2010, 10, 1), known=KNOWN)
    assert (found.status.value, found.alternatives, found.reason) == (status, others, why)


@pytest.mark.parametrize("value", ["Z85.3", "E11.9", "I10", "S72001A", "O01.0", "I12.0"])
def test_icd_10_is_told_from_nonsense(value: str) -> None:
    assert mend(value, *BOTH) == ("icd-10", "")
    assert mend("flu") == ("unknown", "")
    assert mend(" ") == ("empty", "")


def test_a_likely_reading_is_told_from_a_certain_one() -> None:
    repairer = Repairer(KNOWN, Column((Volume.DISEASES,)))
    assert [repairer.repair(value, 2011).sure for value in ("4280", "8.45", "42")] == [
        Sure.CERTAIN,
        Sure.LIKELY,
        Sure.NO,
    ]


def test_a_list_is_repaired_with_a_date_for_each_value_or_one_for_all() -> None:
    days = (date(2011, 9, 30), "2011-10-01", None, "1995-01-01")
    found = repair(["17371"] * 4, days, known=KNOWN)
    assert [each.status.value for each in found] == ["other year", "valid", "valid", "valid"]
    assert [bool(each.reason) for each in found] == [False, False, False, True]
    assert repair(["17371"], date(2011, 10, 1), known=KNOWN)[0].status is Status.VALID
    assert repair(["38.93"], kind="px", known=KNOWN)[0].volume is Volume.PROCEDURES
    with pytest.raises(EditionError, match="no edition of FY1995"):
        repair(["17371"], date(1995, 1, 1), known=KNOWN)
    with pytest.raises(ValueError, match="2 codes have 1 dates"):
        repair(["17371", "042"], ["2011-10-01"], known=KNOWN)


def test_a_table_is_written_again_with_every_row_and_the_reason_of_a_bad_one(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("id,dx,day\n1,17371,2011-09-30\n2,17371,10/1/2011\n3,4280,soon\n4,4280\n5,4280,1995-01-01\n")
    report = Report()
    rows = list(repair_table(open_table(path), Layout(("dx",), "day"), KNOWN, report))
    table = list(csv.DictReader(io.StringIO("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows))))
    assert [(row["id"], row["code"], row["status"]) for row in table] == [
        ("1", "173.71", "other year"),
        ("2", "173.71", "valid"),
        ("3", "428.0", "valid"),
        ("4", "", "bad row"),
        ("5", "428.0", "valid"),
    ]
    assert "is no date" in rows[3][-1]
    assert rows[4][-1] == "line 5 has 2 fields where the header has 3"
    assert "no edition of FY1995" in rows[5][-1]
    assert dict(report.statuses) == {"other year": 1, "valid": 3, "bad row": 1}
    with pytest.raises(ValueError, match="has no column 'code'; it has id, dx, day"):
        list(repair_table(open_table(path), Layout(("code",)), KNOWN, report))


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (b"id,dx\nJos\xe9,4280\n", b"Jos\xe9,4280,428.0,valid,"),
        ("\ufeffid;dx\r\nJos\u00e9;4280\r\n".encode(), "Jos\u00e9;4280;428.0;valid;".encode()),
        ("id\tdx\nJos\u00e9\t4280\n".encode("utf-16"), "Jos\u00e9\t4280\t428.0\tvalid\t".encode()),
        (b"id,dx\n" + b"x" * 200_000 + b",4280\n", b"x" * 200_000 + b",4280,428.0,valid,"),
    ],
)
def test_nothing_of_a_table_is_lost_whatever_its_encoding_and_what_parts_it(
    given: bytes, written: bytes, two_years_home: Path, tmp_path: Path
) -> None:
    table = tmp_path / "claims.csv"
    table.write_bytes(given.replace(b"4280", b"4881").replace("4280".encode("utf-16-le"), "4881".encode("utf-16-le")))
    words = ["repair", str(table), "--code", "dx", "--on", "2010-10-01"]
    done = CliRunner().invoke(cli, words, env={"MAINTERM_HOME": str(two_years_home)}, standalone_mode=False)
    assert done.return_value == 0
    assert written.replace(b"4280", b"4881").replace(b"428.0", b"488.1") in done.stdout_bytes


def test_a_table_that_cannot_be_repaired_is_refused_in_one_line(two_years_home: Path, tmp_path: Path) -> None:
    table = tmp_path / "claims.csv"
    for content, words, told in (
        ("", ["--code", "dx"], "is empty"),
        ("dx,dx\n1,2\n", ["--code", "dx"], "has 2 columns 'dx'"),
        ("dx\n1\n", ["--code", "dx", "--on", "1999-12-01"], "no edition of ICD-9-CM for FY2000; there are FY1998"),
        ("dx,day\n1,2\n", ["--code", "dx", "--date", "day", "--on", "2010-12-01"], "give --date"),
        ("a,b\n1,2\n", [], "no column is named as one of codes; tell it by --code; it has a, b"),
        ("dx\n1\n", ["--edition", "2000"], "is no fiscal year with an edition: there are 1998, 1999, 2001"),
    ):
        table.write_text(content)
        done = CliRunner().invoke(
            cli, ["repair", str(table), *words], env={"MAINTERM_HOME": str(two_years_home)}, standalone_mode=False
        )
        assert told in str(done.exception)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("dx", "dx"),
        ("DIAG10", "dx"),
        ("icd9_dgns_cd_1", "dx"),
        ("principal_diagnosis", "dx"),
        ("ECODE1", "dx"),
        ("admitting_dx", "dx"),
        ("PR1", "px"),
        ("procedure_code", "px"),
        ("code", UNTOLD),
        ("icd9_code", UNTOLD),
        ("age", ""),
        ("POA1", ""),
        ("proc_date", ""),
    ],
)
def test_the_name_of_a_column_tells_what_it_holds(name: str, kind: str) -> None:
    assert kind_named(name) == kind


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("dx,admit_date,discharge_date", "discharge_date"),
        ("service_date,dx", "service_date"),
        ("Date", "Date"),
        ("dx", ""),
    ],
)
def test_a_row_goes_by_its_discharge_otherwise_by_what_date_it_has(header: str, column: str) -> None:
    assert date_named(header.split(",")) == column


def test_columns_that_are_not_told_are_repaired_by_their_names(two_years_home: Path, tmp_path: Path) -> None:
    table = tmp_path / "claims.csv"
    table.write_text("dx1,age,px1,date\n4881,42,42,2010-09-30\n4881,42,042,2010-09-30\n")
    words = ["repair", str(table), "--describe"]
    done = CliRunner().invoke(cli, words, env={"MAINTERM_HOME": str(two_years_home)}, standalone_mode=False)
    assert "dx1 (dx), px1 (px); date: date" in done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["dx1.status"], row["px1.code"], row["px1.title"]) for row in rows] == [
        ("other year", "04.2", "Cut"),
        ("other year", "04.2", "Cut"),
    ]
    words = ["repair", str(table), "--code", "dx1", "--edition", "2011"]
    assert (
        CliRunner().invoke(cli, words, env={"MAINTERM_HOME": str(two_years_home)}, standalone_mode=False).return_value
        == 0
    )


def test_beside_its_repair_a_code_has_its_title_on_its_date_and_every_target_of_the_mapping(
    two_years_home: Path, tmp_path: Path
) -> None:
    forwards = "4881 J0901 10000\n4881 J0911 10000\n488 NoDx 11000\nV10 A010 10111\nV10 B950 10112\nV10 B951 10112\n"
    small_crosswalk(edition_path(two_years_home, "gems"), icd9cm=forwards, icd10cm="A010 V10 10000\n")
    table = tmp_path / "claims.csv"
    table.write_text("dx,day\n488,2010-09-30\n488,2010-10-01\n4881,2010-09-30\n4881,2010-10-01\nV10,\n042,\nzz\n")
    words = ["repair", str(table), "--code", "dx", "--date", "day", "--describe", "--icd10"]
    done = CliRunner().invoke(cli, words, env={"MAINTERM_HOME": str(two_years_home)}, standalone_mode=False)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["title"], row["icd10"], row["icd10_map"]) for row in rows] == [
        ("Bird flu", "", "no map"),
        ("Flu", "", "no map"),
        ("", "J09.01; J09.11", "several, approximate"),
        ("Flu: Swine", "J09.01; J09.11", "several, approximate"),
        ("Old", "A01.0 + B95.0 or B95.1", "several, approximate"),
        ("Fever", "", "not in the map"),
        ("", "", ""),
    ]
    assert (rows[-1]["status"], rows[-1]["reason"]) == ("bad row", "line 8 has 1 fields where the header has 2")


def test_a_page_of_what_was_found_has_plots_and_the_values_to_look_at_and_needs_no_network(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    rows = "4280,2011-09-30 8.45,2011-09-30 42,2011-09-30 42,2010-09-30 17371,2010-10-01 <b>,1995-01-01 ,2010-10-01"
    rows += " 173.7,2010-10-01"
    path.write_text("dx,day\n" + rows.replace(" ", "\n") + "\n")
    report = Report()
    list(repair_table(open_table(path), Layout(("dx",), "day"), KNOWN, report))
    assert report.by_year == {
        (2011, "valid"): 1,
        (2011, "repaired"): 1,
        (2011, "doubtful"): 1,
        (2010, "doubtful"): 1,
        (2011, "invalid"): 2,
        (0, "invalid"): 1,
    }
    page = "".join(repair_page("claims.csv", report))
    assert page.count("<svg") == 3
    assert "http" not in page
    assert "<b></td>" not in page
    assert "&lt;b&gt;" in page
    body = re.sub(r"<[^>]+>", " ", page.partition("<main>")[2])
    shown = " ".join(body.split())
    for words in (
        "7 values",
        "1 empty",
        "8.45 1 008.45 valid leading zeros",
        "42 2 ambiguous",
        "FY2012-FY2012",
        "173.7 other year is a heading of FY2012 to FY2013",
        "FY2010",
    ):
        assert words in shown


def test_the_report_of_a_table_is_printed_and_written(two_years_home: Path, tmp_path: Path) -> None:
    table, page = tmp_path / "claims.csv", tmp_path / "report.html"
    table.write_text("dx,day\n4881,2010-10-01\n4881,2010-09-30\n")
    words = ["repair", str(table), "--code", "dx", "--date", "day", "--report", "--html", str(page)]
    done = CliRunner().invoke(cli, words, env={"MAINTERM_HOME": str(two_years_home)}, standalone_mode=False)
    assert done.return_value == 1
    assert "other year" in done.stderr
    assert "repair: point" in done.stderr
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert len(list(csv.reader(io.StringIO(done.stdout)))) == 3


@pytest.fixture
def two_years_home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    write_years(home)
    return home
