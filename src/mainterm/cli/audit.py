"""`mainterm audit`: encounters in, from a file, standard input or one line; what breaks the official rules out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

import click

from mainterm.cli.audit_progress import shown_progress
from mainterm.cli.audit_text import audit_lines, summary_lines, total_lines
from mainterm.cli.layout import screen_width
from mainterm.cli.opening import opened
from mainterm.model.encounter import Setting
from mainterm.rules.declare import Severity
from mainterm.service.audit import Audit, Choice, Form, Kind, Tally, audit, audit_json

_NAMES: Final = (
    "dx=DIAG*: the columns that begin so; dx=A,B these; id, poa, px, pxdate, age, sex, admitted, discharged ..."
)


@click.command("audit")
@click.argument("inputs", nargs=-1, required=True, metavar='FILE...|"NOTATION"|-')
@click.option("--from", "kind", type=click.Choice(list(map(str, Kind))), help="The form of the input, else guessed.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=NAME", help=_NAMES)
@click.option("--setting", type=click.Choice(["inpatient", "outpatient"]), help="Of encounters that do not tell.")
@click.option("--select", multiple=True, metavar="RULE", help="These rules alone: ids, or sections such as I.C.7.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Without these rules.")
@click.option("--severity", type=click.Choice(list(map(str, Severity))), help="Nothing less grave.")
@click.option("--summary", is_flag=True, help="Sums by rule, not the encounters.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an encounter, and nothing else.")
@click.option("--edition", metavar="NAME", help="2012 or sampler; otherwise $MAINTERM_EDITION, otherwise 2012.")
def audit_command(
    inputs: tuple[str, ...],
    kind: str | None,
    columns: tuple[str, ...],
    setting: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str | None,
    summary: bool,
    as_json: bool,
    edition: str | None,
) -> int:
    """What in coded encounters breaks the official rules: which, where they stand, and what would mend it.

    Encounters are read from JSON (lines or a list), CSV (an encounter or a code a row), FHIR R4, X12 837 institutional,
    or the one-line notation; zipped files, too. A row that is damaged is told, and the rest goes on.

    Exit status 1: a finding is an error; 2: there is none, but rows could not be read.
    """
    form = Form(Kind(kind) if kind else None, dict(map(_pair, columns)), Setting(setting or Setting.UNKNOWN))
    choice = Choice(select, ignore, Severity(severity) if severity else None)
    tally = Tally()
    with shown_progress(inputs, printing=not summary) as progress:
        audits = tally.watch(progress.watch(audit(opened(edition), inputs, form, choice, progress.opened)))
        for line in _json_lines(audits) if as_json else _text_lines(audits, tally, summary):
            click.echo(line)
    return _status(tally)


def _pair(column: str) -> tuple[str, str]:
    field, equals, name = column.partition("=")
    if not (field and equals and name):
        raise click.UsageError(f"--column {column!r} is not FIELD=NAME, such as --column dx=DIAG*")
    return field, name


def _json_lines(audits: Iterable[Audit]) -> Iterator[str]:
    return (json.dumps(audit_json(each), ensure_ascii=False) for each in audits)


def _text_lines(audits: Iterable[Audit], tally: Tally, summary: bool) -> Iterator[str]:
    width = screen_width()
    for each in audits:
        if not summary and (each.findings or each.problems):
            yield from audit_lines(each, width)
    if summary:
        yield from summary_lines(tally, width)
    yield from total_lines(tally, width)


def _status(tally: Tally) -> int:
    if tally.unread:
        rows = "1 row" if tally.unread == 1 else f"{tally.unread:,} rows"
        click.echo(f"mainterm: {rows} could not be read", err=True)
    return 1 if tally.by_severity[Severity.ERROR] else 2 if tally.unread else 0
