"""`mainterm repair`: damaged codes, of a table or typed, with what each was, how sure that is, and the alternatives."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

import click

from mainterm.cli.edition_options import year_options
from mainterm.editions.declared import declared_edition
from mainterm.history.readings import Mend
from mainterm.model.serial import to_json
from mainterm.service.columns import KINDS
from mainterm.service.repair import installed_codes, repair, repair_table
from mainterm.service.repair_layout import Layout, codes_named, date_named
from mainterm.service.repair_more import described, mapped
from mainterm.service.repair_page import repair_page
from mainterm.service.repair_report import Report, told
from mainterm.service.repair_table import Table, open_table
from mainterm.service.translate import open_gems

_WIDEST = 40  # of a bar
_SHOWN = 6  # alternatives on the screen; all are in the JSON
_HOLDS = {"dx": "diagnoses", "px": "procedures", "any": "codes of diagnoses and of procedures"}
_LOST = {"leading": Mend.LEADING_ZEROS, "trailing": Mend.TRAILING_ZEROS}


@click.command("repair")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--value", "values", multiple=True, metavar="CODE", help="A value, instead of a file. Repeatable.")
@click.option("--code", "codes", multiple=True, metavar="COLUMN", help="A column of codes. Repeatable.")
@click.option("--date", "dated", default="", metavar="COLUMN", help="The column of the date of service or discharge.")
@year_options
@click.option(
    "--kind",
    type=click.Choice(list(KINDS)),
    help="What the codes are; otherwise by a column's name, or its values.",
)
@click.option("--lost", type=click.Choice(list(_LOST)), multiple=True, help="Zeros that the columns have lost.")
@click.option("--describe", is_flag=True, help="The title of each code on its date, in a column more of the table.")
@click.option("--icd10", is_flag=True, help="Its targets in ICD-10 by the 2018 mappings, all of them, in two columns.")
@click.option("--report", "reported", is_flag=True, help="What came of how many values, on stderr.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), metavar="PAGE", help="The report as a page.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a value, for --value.")
def repair_command(
    file: Path | None,
    values: tuple[str, ...],
    codes: tuple[str, ...],
    dated: str,
    edition: str | None,
    kind: str | None,
    lost: tuple[str, ...],
    describe: bool,
    icd10: bool,
    reported: bool,
    html: Path | None,
    as_json: bool,
) -> int:
    """Repair the codes in the columns of FILE, a table, and write it again with what became of each.

    Columns that are not told are those whose names say that they hold codes, diagnoses or procedures, and the date of
    discharge or service. The input is kept. Behind it stand: code, status (valid, heading, other year, ambiguous,
    icd-10, unknown, empty), repair, sure (certain: it came whole; likely: something was lost, and there is one reading;
    no), alternatives, valid_from and valid_to (fiscal years), reason; with --describe title; with --icd10 icd10 and
    icd10_map (one, several, a combination, no map; approximate). What has two readings is not repaired.

    Exit status 1: a value is not a valid code on its date.
    """
    if bool(file) == bool(values):
        raise click.UsageError("give a table, mainterm repair FILE, or --value CODE")
    if edition and dated:
        raise click.UsageError("give --date, each row's own, or --on or --edition, one for all")
    if (describe or icd10) and not file:
        raise click.UsageError("--describe and --icd10 are for a table; for a code: mainterm history, translate")
    known = installed_codes()
    report = Report()
    on = date.fromisoformat(declared_edition(edition).effective) if edition else None
    if file:
        table = open_table(file)
        layout = _layout(table, Layout(codes, dated, kind or "", frozenset(_LOST[each] for each in lost), on))
        writer = csv.writer(_bytes_kept(sys.stdout), delimiter=table.between, lineterminator="\n")
        beside = [*([described()] if describe else []), *([mapped(open_gems())] if icd10 else [])]
        for row in repair_table(table, layout, known, report, beside):
            writer.writerow(row)
        for name, holds in report.kinds.items():
            click.echo(f"mainterm: {name}: taken for {_HOLDS[holds]}, by its values; --kind says otherwise", err=True)
    else:
        for found in repair(values, on, kind or "dx", known):
            report.count(found)
            if as_json:
                click.echo(json.dumps(to_json(found), ensure_ascii=False))
                continue
            mends = f" ({', '.join(found.mends)})" if found.mends else ""
            why = f"; {found.reason}" if found.reason else ""
            more = f" and {len(found.alternatives) - _SHOWN} more" if len(found.alternatives) > _SHOWN else ""
            others = f": {', '.join(found.alternatives[:_SHOWN])}{more}" if found.alternatives else ""
            click.echo(f"{found.given:<12}  {found.code or '-':<7}  {found.status}, {found.sure}{mends}{others}{why}")
    if reported:
        _print(report)
    if html:
        html.write_text("".join(repair_page(file.name if file else "values", report)), "utf-8", "replace")
        click.echo(f"{html}: written", err=True)
    return 0 if set(report.statuses) <= {"valid", "empty"} else 1


def _layout(table: Table, told: Layout) -> Layout:
    """With the columns that were not told, by their names; says on stderr which these are."""
    if told.codes:
        return told
    codes = codes_named(table.header)
    if not codes:
        there = ", ".join(table.header)
        raise click.UsageError(f"{table.path}: no column is named as one of codes; tell it by --code; it has {there}")
    dated = told.dated or ("" if told.on else date_named(table.header))
    holds = ", ".join(f"{name} ({told.kind_of(name)})" for name in codes)
    click.echo(f"mainterm: columns by their names: {holds}; date: {dated or told.on or 'none'}", err=True)
    return replace(told, codes=codes, dated=dated)


def _bytes_kept(stream: TextIO) -> TextIO:
    """The stream, which writes what is no text in UTF-8 as it came."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    return stream


def _print(report: Report) -> None:
    """A line with its bar for each count."""
    counts = list(told(report))
    most = max((count for _, count in counts), default=1)
    for name, count in counts:
        click.echo(f"{name:<32}{count:>10,}  {'█' * max(1, round(_WIDEST * count / most))}", err=True)
    for column, losses in report.lost.items():
        if losses:
            click.echo(f"{column}: has lost its {', '.join(losses)} throughout, by what stands in it", err=True)
