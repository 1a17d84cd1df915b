"""`mainterm history`: a code from year to year, on one screen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from mainterm.cli.edition_options import year_options
from mainterm.cli.layout import beside, screen_width, wrapped
from mainterm.cli.ways import place_of
from mainterm.history.codes import Change, CodeHistory, Event, Span, Standing
from mainterm.model.conversion import Conversion
from mainterm.model.serial import to_json

if TYPE_CHECKING:
    from mainterm.service.history import Meant

_STANDINGS = {Standing.VALID: "valid", Standing.HEADING: "a heading", Standing.ABSENT: "not there"}
_LAST = 2015  # the last year of ICD-9-CM
_NOTES = (Event.NOTE_CAME, Event.NOTE_WENT)


@click.command("history")
@click.argument("code", required=False)
@click.option("--check", is_flag=True, help="Instead of a code: where conversion table and editions do not agree.")
@click.option("--procedures", is_flag=True, help="Volume 3, where the same digits spell a disease too.")
@year_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object, and nothing else.")
def history_command(code: str | None, check: bool, procedures: bool, edition: str | None, as_json: bool) -> int:
    """From when to when CODE was valid, its titles, what it was split from or into, the notes that came and went.

    Over the editions that are installed, and by the conversion table of new codes, which begins with FY1987; a fiscal
    year begins on October 1 of the year before. With --on or --edition first of all what the code was then. Exit
    status 1: no edition has the code, or it was no valid code then; --check: they do not agree.

    \b
    JSON: code, volume, title, years [year], spans [{first, last, standing (valid, heading, absent)}],
    changes [{year, event, text, codes, source, before}], conversions [{volume, current [codes and ranges], year,
    previous, said, restated, source}], absent [edition], meant {year, standing, title} or null.
    --check: [{code, volume, year, what, source}].
    """
    if bool(code) == check or (check and edition):
        raise click.UsageError("give a code, mainterm history 173.5, or --check by itself")
    return _history(code, procedures, edition, as_json) if code else _check(as_json)


def _history(code: str, procedures: bool, edition: str | None, as_json: bool) -> int:
    from mainterm.service.history import followed, meant_in

    told = followed(code, procedures)
    found = told.history
    meant = meant_in(found.code, found.volume, edition) if edition else None
    if as_json:
        more = {"conversions": to_json(told.conversions), "absent": list(told.absent), "meant": to_json(meant)}
        click.echo(json.dumps({**to_json(found), **more}, ensure_ascii=False))
    elif found.title or told.conversions:
        for line in meant_lines(meant, screen_width()) if meant else ():
            click.echo(line)
        for line in (*_lines(found, screen_width()), *_conversions(told.conversions, found.code, screen_width())):
            click.echo(line)
    else:
        click.echo(f"mainterm: no edition from FY{found.years[0]} to FY{found.years[-1]} has {found.code}", err=True)
    if told.absent and not as_json:
        click.echo(f"mainterm: not installed, and not looked at: {', '.join(told.absent)}", err=True)
    if meant and meant.standing is not Standing.VALID:
        return 1
    return 0 if found.title or told.conversions else 1


def meant_lines(meant: Meant, width: int) -> Iterator[str]:
    """What a code was in one year: `In FY2010 valid: Diabetes mellitus ...`."""
    title = f": {meant.title}" if meant.title else ""
    yield from wrapped(f"In FY{meant.year} {_STANDINGS[meant.standing]}{title}", width, "", "  ")


def _check(as_json: bool) -> int:
    from mainterm.service.history import checked

    found = checked()
    if as_json:
        click.echo(json.dumps(to_json(found), ensure_ascii=False))
    for each in found if not as_json else ():
        source = place_of(each.source, screen_width()) if each.source.document else ""
        click.echo(beside(f"{each.code:6}  FY{each.year}  {each.what}", source, screen_width()))
    if not found and not as_json:
        click.echo("The conversion table and the installed editions agree.")
    return 1 if found else 0


def _conversions(rows: Sequence[Conversion], code: str, width: int) -> Iterator[str]:
    """The rows of the conversion table: what was assigned before the code, and what since instead of it."""
    if rows:
        yield "  By the conversion table"
    for row in rows:
        if row.begins(code):
            said = f"assigned since; before: {row.said}" if row.previous else "assigned since; before: nothing"
        else:
            said = f"{', '.join(row.current)} assigned since; before: {row.said}"
        lead = f"  FY{row.year}  "
        first, *more = wrapped(said, width - 22, lead, " " * len(lead))
        yield beside(first, place_of(row.source, width), width)
        yield from more


def _lines(found: CodeHistory, width: int) -> Iterator[str]:
    looked = f"FY{found.years[0]} to FY{found.years[-1]}"
    first, *more = wrapped(found.title, width - len(looked) - 2, " " * 8)
    yield beside(f"{click.style(f'{found.code:6}', bold=True)}  {first[8:]}", looked, width)
    yield from more
    for span in found.spans:
        yield from wrapped(_span(span, found), width, "  ")
    for change in sorted(found.changes, key=lambda each: (each.year, each.event in _NOTES)):
        yield from _change(change, width)


def _span(span: Span, found: CodeHistory) -> str:
    begin = f"{span.first - 1}-10-01" if span.first > found.years[0] else f"FY{span.first} or before"
    known = span.last < found.years[-1] or span.last == _LAST
    until = f"{span.last}-09-30" if known else f"FY{span.last} or after"
    return f"{_STANDINGS[span.standing]} from {begin} to {until}"


def _change(change: Change, width: int) -> Iterator[str]:
    said = f"{change.event.value}: {change.text}" if change.text else change.event.value
    codes = f" {', '.join(change.codes)}" if change.codes and change.event not in _NOTES else ""
    was = f"; before: {change.before}" if change.before else ""
    told = f"{change.event.value}{codes}" if codes else f"{said}{was}"
    lead = f"  FY{change.year}  "
    first, *more = wrapped(told, width - 22, lead, " " * len(lead))
    yield beside(first, place_of(change.source, width) if change.source.document else "", width)
    yield from more
