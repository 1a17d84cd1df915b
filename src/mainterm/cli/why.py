"""`mainterm why`: why a code is, or is not, the code for a statement, on one screen."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from mainterm.cli.edition_options import edition_options
from mainterm.cli.encounter import context_of, encounter_options
from mainterm.cli.layout import beside, screen_width, wrapped
from mainterm.cli.opening import opened
from mainterm.cli.ways import place_of
from mainterm.model.serial import to_json
from mainterm.service.why import InTabular, Reason, Verdict, Why, why
from mainterm.service.why_ways import WayTo

_WAYS = 3  # to the code asked for, on the screen; all are in the JSON
_TERMS = 4


@click.command("why")
@click.argument("statement")
@click.argument("code")
@encounter_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object, and nothing else.")
@edition_options
def why_command(
    statement: str,
    code: str,
    setting: str,
    age: int | None,
    sex: str | None,
    as_json: bool,
    edition: str | None,
) -> int:
    """Why CODE is, or is not, the code for STATEMENT.

    The ways of the Index to it and the words that they need, what the Tabular List says of it and of the answer's code,
    and what decides. Exit status 1: there is no such code.

    \b
    JSON: statement, edition, code, title, verdict, answer [codes], against, unused [words], own [way],
    ways [way], tabular [{code, title, valid, terms, notes, source}], decides [{text, cites, official}], near [codes];
    a way: code, path, said, missing, column, source.
    """
    found = why(opened(edition, fall_back=True), statement, code, context_of(setting, age, sex))
    if as_json:
        click.echo(json.dumps(to_json(found), ensure_ascii=False))
    elif found.verdict is Verdict.UNKNOWN:
        near = f"; did you mean {', '.join(found.near)}?" if found.near else ""
        click.echo(f"mainterm: no code {found.code} in {found.edition}{near}", err=True)
    else:
        for line in _lines(found, screen_width()):
            click.echo(line)
    return 1 if found.verdict is Verdict.UNKNOWN else 0


def _lines(found: Why, width: int) -> Iterator[str]:
    yield from _head(found, width)
    yield from _section("The Index")
    for way in (*found.own, *found.ways[:_WAYS]):
        yield from _way(way, found, width)
    if len(found.ways) > _WAYS:
        yield f"  … and {len(found.ways) - _WAYS} more ways to {found.code} (--json)"
    yield from _section("The Tabular List")
    for place in found.tabular:
        yield from _place(place, width)
    yield from _section("What decides")
    for reason in found.decides:
        yield from _reason(reason, width)
    if found.verdict is Verdict.OTHER and found.ways and found.ways[0].missing:
        everything = "" if found.unused else " --all"
        hint = f'If the record is not clear: mainterm query{everything} "{found.statement}"'
        yield from wrapped(hint, width, "  ", "    ")


def _head(found: Why, width: int) -> Iterator[str]:
    first, *more = wrapped(found.title, width - len(found.edition) - 2, "        ")
    yield beside(f"{click.style(f'{found.code:6}', bold=True)}  {first[8:]}", found.edition, width)
    yield from more
    answer = ", ".join(found.answer) or "no code yet"
    if found.verdict is Verdict.ANSWER:
        beside_it = ", ".join(code for code in found.answer if code != found.code)
        told = f'A code for "{found.statement}"' + (f", with {beside_it}." if beside_it else ".")
    else:
        told = f'Not the code for "{found.statement}", which gives {answer}.'
    yield from wrapped(told, width, "  ")


def _section(title: str) -> Iterator[str]:
    yield click.style(title, bold=True)


def _way(way: WayTo, found: Why, width: int) -> Iterator[str]:
    column = f" [{way.column}]" if way.column else ""
    *first, last = wrapped(f"{' > '.join(way.path)}{column}", width, f"  {way.code:6}  ", "          ")
    yield from first
    yield beside(last, place_of(way.source, width), width)
    said = f"said: {', '.join(way.said) or 'none of its words'}"
    missing = f"not said: {', '.join(way.missing)}" if way.missing else ""
    unused = f"no subterm here: {', '.join(found.unused)}" if way in found.own and found.unused else ""
    for line in wrapped("; ".join(filter(None, (said, missing, unused))), width, "          "):
        yield click.style(line, fg="yellow" if missing else "green")


def _place(place: InTabular, width: int) -> Iterator[str]:
    terms = "; ".join(place.terms[:_TERMS]) + ("; …" if len(place.terms) > _TERMS else "")
    first, *more = wrapped(place.title, width - 22, f"  {place.code:6}  ", "          ")
    yield beside(first, place_of(place.source, width), width)
    yield from more
    if terms:
        yield from wrapped(terms, width, "          ")


def _reason(reason: Reason, width: int) -> Iterator[str]:
    cites = f" ({reason.cites})" if reason.cites else ""
    yield from wrapped(f"{reason.text}{cites}", width, "  - ", "    ")
    if reason.official:
        yield from wrapped(reason.official, width, "      ")
