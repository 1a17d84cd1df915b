"""A code is valid on a date: encounters are judged by the edition of theirs, or not as to validity."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mainterm.audit.as_json import audit_json
from mainterm.audit.auditing import audit_rows
from mainterm.audit.editions import OF_THE_YEAR, Editions
from mainterm.audit.notation_form import read_line
from mainterm.audit.row import Place
from mainterm.audit.tally import Tally
from mainterm.cli.audit import audit_command
from mainterm.cli.audit_text import total_lines
from mainterm.model.day import fiscal_years
from mainterm.model.edition import Book, Manifest
from mainterm.rules.book import all_rules
from mainterm.rules.ruleset import Ruleset
from mainterm.service.home import edition_path
from mainterm.store.book import open_book
from mainterm.store.sqlite import FORMAT
from mainterm.store.write import write_edition

from .small import EDITION

RULES = Ruleset(all_rules())


def found(line: str, editions: Editions) -> tuple[bool, bool]:
    """Whether a code is said not to be valid, and whether the edition was in force."""
    (audit,) = audit_rows([read_line(Place("", 0), line)], editions)
    return bool(OF_THE_YEAR & {finding.rule for finding in audit.findings}), audit.in_force


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("401.99", (True, True)),
        ("401.99 | 2011-10-01", (True, True)),
        ("401.99 | 2012-09-30", (True, True)),
        ("401.99 | 2011", (True, True)),
        ("401.99 | 2011-09-30", (False, False)),
        ("401.99 | 2012-10-01", (False, False)),
        ("401.99 | 2011-09-28 to 2011-10-02", (True, True)),
    ],
)
def test_validity_is_judged_by_an_edition_in_force_alone(line: str, told: tuple[bool, bool], sampler: Book) -> None:
    assert sampler.manifest.year == 2012
    assert found(line, Editions(sampler, RULES)) == told


def test_the_edition_of_the_date_is_taken_where_it_can_be_had(sampler: Book) -> None:
    asked: list[int] = []

    def other(year: int) -> Book | None:
        asked.append(year)
        return sampler if year == 2010 else None

    editions = Editions(sampler, RULES, other)
    assert found("401.99 | 2010-02-01", editions) == (True, True)
    assert found("401.99 | 2009-02-01", editions) == (False, False)
    assert asked == [2010, 2009]


def test_encounters_of_other_years_are_counted(sampler: Book) -> None:
    tally = Tally()
    rows = [read_line(Place("", n), line) for n, line in enumerate(("401.9 | 2011-11-01", "401.9 | 2003-01-01"))]
    assert len(list(tally.watch(audit_rows(rows, Editions(sampler, RULES))))) == 2
    assert (tally.encounters, tally.not_in_force) == (2, 1)


def test_each_answer_names_its_edition(sampler_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(sampler_home))
    told: Any = CliRunner().invoke(audit_command, ["--edition", "sampler", "--json", "401.9 | 2003-01-01"])
    audit = json.loads(told.output)
    assert (audit["edition"], audit["in_force"]) == ("sampler", False)
    told = CliRunner().invoke(audit_command, ["--edition", "sampler", "401.9 | 2003-01-01"])
    assert "1 of other years than the edition" in told.output


def test_an_audit_by_the_books_of_another_year_says_of_which_year_the_guidelines_are(
    sampler: Book, tmp_path: Path
) -> None:
    earlier = edition_path(tmp_path, "2009")
    earlier.parent.mkdir()
    write_edition(EDITION, Manifest("2009", "Small", 2009, "2008-10-01", FORMAT, "test", "0", (), {}), earlier)
    tally = Tally()
    rows = [read_line(Place("", n), "401.9, 585.6") for n in range(2)]
    list(tally.watch(audit_rows(rows[:1], Editions(sampler, RULES))))
    assert tally.other_guidelines == 0
    (audit,) = tally.watch(audit_rows(rows[1:], Editions(open_book(earlier), RULES)))
    assert tally.other_guidelines == 1
    assert "guidelines are those of FY2012: 1 judged" in " ".join(total_lines(tally, 200))
    assert audit_json(audit)["findings"][0]["citation"]["source"].endswith("FY2012")


def test_a_fiscal_year_begins_in_october() -> None:
    assert [fiscal_years(day) for day in ("2011-09-30", "2011-10-01", "2011", "")] == [
        (2011,),
        (2012,),
        (2011, 2012),
        (),
    ]
