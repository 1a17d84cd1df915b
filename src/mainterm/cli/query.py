"""`mainterm query`: a neutral query to the provider for what a statement leaves open."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from mainterm.cli.edition_options import edition_options
from mainterm.cli.encounter import context_of, encounter_options
from mainterm.cli.layout import screen_width, wrapped
from mainterm.cli.opening import opened
from mainterm.model.serial import to_json
from mainterm.service.query import DESCRIBE, OTHER, Query, query


@click.command("query")
@click.argument("statement")
@click.option("--all", "everything", is_flag=True, help="Also what could be said more precisely.")
@encounter_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object, and nothing else.")
@edition_options
def query_command(
    statement: str,
    everything: bool,
    setting: str,
    age: int | None,
    sex: str | None,
    as_json: bool,
    edition: str | None,
) -> int:
    """A query to the provider for what STATEMENT leaves open.

    It has what is stated and every option, in the order of the book, with "other" and "cannot be determined"; it
    prefers none, and says nothing of codes or payment. Where nothing is missing, it says so.

    \b
    JSON: statement, edition, items [{id, asks, options}], could (how much could be said more precisely).
    """
    found = query(opened(edition, fall_back=True), statement, everything, context_of(setting, age, sex))
    if as_json:
        click.echo(json.dumps(to_json(found), ensure_ascii=False))
        return 0
    for line in _lines(found, screen_width()) if found.items else _nothing(found, screen_width()):
        click.echo(line)
    return 0


def _lines(found: Query, width: int) -> Iterator[str]:
    yield click.style("Query to the provider", bold=True)
    yield ""
    yield from wrapped(f'The record states: "{found.statement}".', width)
    yield from wrapped("Based on your clinical judgement, please clarify in the record:", width)
    for number, item in enumerate(found.items, start=1):
        yield ""
        yield from wrapped(item.asks, width, f"{number}. ", "   ")
        for option in item.options:
            yield from wrapped(
                f"{option}: {'_' * 20}" if option in (OTHER, DESCRIBE) else option, width, "   [ ] ", "       "
            )
    yield ""
    yield f"Provider {'_' * 28}  Date {'_' * 12}"


def _nothing(found: Query, width: int) -> Iterator[str]:
    yield from wrapped(f'Nothing is missing to code "{found.statement}".', width)
    if found.could:
        more = "1 thing" if found.could == 1 else f"{found.could} things"
        yield from wrapped(f"{more} could be said more precisely: mainterm query --all", width)
