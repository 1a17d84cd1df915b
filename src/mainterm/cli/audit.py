"""`mainterm audit`: encounters in, from a file, standard input or one line; what breaks the official rules out."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import click

from mainterm.cli.audit_against import comparison_lines
from mainterm.cli.audit_options import form_of, input_options
from mainterm.cli.audit_progress import shown_progress
from mainterm.cli.audit_text import audit_lines, summary_lines, total_lines
from mainterm.cli.edition_options import edition_options
from mainterm.cli.layout import screen_width
from mainterm.cli.opening import opened
from mainterm.rules.declare import Severity
from mainterm.service.audit import (
    AGAINST_HEADER,
    HEADER,
    Audit,
    Auditor,
    Choice,
    Compared,
    Comparison,
    Samples,
    Tally,
    audit_json,
    audit_rows_csv,
    comparison_json,
    comparison_outcome,
    comparison_rows,
    operation_outcome,
)


@click.command("audit")
@input_options
@click.option("--select", multiple=True, metavar="RULE", help="These rules alone: ids, or sections such as I.C.7.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Without these rules.")
@click.option("--severity", type=click.Choice(list(map(str, Severity))), help="Nothing less grave.")
@click.option("--against", type=click.Path(exists=True), metavar="BEFORE", help="What changed since an earlier coding.")
@click.option("--summary", "shape", flag_value="summary", help="Sums by rule, not the encounters.")
@click.option("--json", "shape", flag_value="json", help="One JSON object an encounter, and nothing else.")
@click.option("--csv", "shape", flag_value="csv", help="A table, a row a finding.")
@click.option("--fhir", "shape", flag_value="fhir", help="One FHIR R4 OperationOutcome an encounter.")
@click.option("--html", type=click.Path(dir_okay=False), metavar="FILE", help="A report of one page, written to FILE.")
@edition_options
def audit_command(
    inputs: tuple[str, ...],
    kind: str | None,
    columns: tuple[str, ...],
    setting: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str | None,
    against: str | None,
    shape: str | None,
    html: str | None,
    edition: str | None,
) -> int:
    """What in coded encounters breaks the official rules: which, where they stand, and what would mend it.

    Encounters are read from JSON (lines or a list), CSV (an encounter or a code a row), FHIR R4, X12 837 institutional,
    or the one-line notation; zipped files, too. A row that is damaged is told, and the rest goes on. Each is judged by
    the edition of its date, where that is installed and --edition names none; by another, validity is not judged.

    \b
    JSON: id, file, line, edition, in_force, problems, findings [{rule, severity,
    codes, positions, procedures, message, citation, fix}], not_judged [{rule, needs}].
    Exit status 1: a finding is an error; 2: there is none, but rows could not be read.
    """
    form = form_of(kind, columns, setting)
    choice = Choice(select, ignore, Severity(severity) if severity else None)
    auditor = Auditor(opened(edition), choice, dated=not edition and "MAINTERM_EDITION" not in os.environ)
    tally, samples, told = Tally(), Samples(), Compared()
    if against and shape == "summary":
        raise click.UsageError("--against has its sums without --summary")
    with shown_progress(inputs, printing=not html and shape != "summary") as progress:
        audits = tally.watch(progress.watch(auditor.audit(inputs, form, progress.opened)))
        if shape == "summary" and not html:
            lines = _summary(progress.watch(auditor.sum_up(inputs, tally, form, progress.opened), each=1), tally)
        elif against:
            compared = told.watch(auditor.compare(audits, against, form))
            lines = _nothing(compared) if html else _COMPARED.get(shape or "", _compared)(compared)
        elif html:
            lines = _nothing(samples.watch(audits))
        else:
            lines = _SHAPES.get(shape or "", _text)(audits, tally)
        for line in lines:
            click.echo(line)
    if html:
        with Path(html).open("w", encoding="utf-8") as page:
            parts = auditor.comparison_page(inputs, against, told) if against else auditor.page(inputs, tally, samples)
            page.writelines(parts)
        click.echo(f"{html}: " + " ".join(total_lines(tally, 10_000)), err=True)
    return _status(tally)


def _text(audits: Iterable[Audit], tally: Tally) -> Iterator[str]:
    width = screen_width()
    for each in audits:
        if each.findings or each.problems:
            yield from audit_lines(each, width)
    yield from total_lines(tally, width)


def _summary(passing: Iterable[object], tally: Tally) -> Iterator[str]:
    yield from _nothing(passing)
    yield from summary_lines(tally, screen_width())
    yield from total_lines(tally, screen_width())


def _nothing(passing: Iterable[object]) -> Iterator[str]:
    """Lets audits or comparisons pass, for what counts them."""
    for _ in passing:
        yield from ()


def _json(audits: Iterable[Audit], _: Tally) -> Iterator[str]:
    return (json.dumps(audit_json(each), ensure_ascii=False) for each in audits)


def _fhir(audits: Iterable[Audit], _: Tally) -> Iterator[str]:
    return (json.dumps(operation_outcome(each), ensure_ascii=False) for each in audits)


def _csv(audits: Iterable[Audit], _: Tally) -> Iterator[str]:
    yield _row(HEADER)
    for each in audits:
        yield from map(_row, audit_rows_csv(each))


def _row(fields: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(fields)
    return text.getvalue()


_SHAPES: Final[Mapping[str, Callable[[Iterable[Audit], Tally], Iterator[str]]]] = {
    "json": _json,
    "csv": _csv,
    "fhir": _fhir,
}


def _compared(compared: Iterable[Comparison]) -> Iterator[str]:
    return comparison_lines(compared, screen_width())


def _compared_json(compared: Iterable[Comparison]) -> Iterator[str]:
    return (json.dumps(comparison_json(each), ensure_ascii=False) for each in compared)


def _compared_fhir(compared: Iterable[Comparison]) -> Iterator[str]:
    return (json.dumps(comparison_outcome(each), ensure_ascii=False) for each in compared)


def _compared_csv(compared: Iterable[Comparison]) -> Iterator[str]:
    yield _row(AGAINST_HEADER)
    for each in compared:
        yield from map(_row, comparison_rows(each))


_COMPARED: Final[Mapping[str, Callable[[Iterable[Comparison]], Iterator[str]]]] = {
    "json": _compared_json,
    "csv": _compared_csv,
    "fhir": _compared_fhir,
}


def _status(tally: Tally) -> int:
    if tally.unread:
        rows = "1 row" if tally.unread == 1 else f"{tally.unread:,} rows"
        click.echo(f"mainterm: {rows} could not be read", err=True)
    return 1 if tally.by_severity[Severity.ERROR] else 2 if tally.unread else 0
