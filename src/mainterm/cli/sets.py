"""`mainterm codes`: a set of codes in its notation, expanded by an edition, and written again as short as it goes."""

from __future__ import annotations

import json
import sys

import click

from mainterm.cli.edition_options import edition_options
from mainterm.model.code import Volume

_procedures = click.option("--procedures", is_flag=True, help="Procedures instead of diagnoses.")
_json = click.option("--json", "as_json", is_flag=True, help="A JSON list, and nothing else.")


@click.group("codes")
def codes_command() -> None:
    """Sets of codes: 250.0-250.9, !250.7, V58.67, 410.x1.

    A term is a code with all below it, a range of such, or a pattern in which x is any digit; behind ! it takes away.
    Terms hold from left to right.
    """


@codes_command.command("expand")
@click.argument("notation", nargs=-1, required=True)
@edition_options
@_procedures
@_json
def expand_command(notation: tuple[str, ...], edition: str | None, procedures: bool, as_json: bool) -> int:
    """The valid codes of the edition that NOTATION names, a line each. Exit status 1: there is none."""
    from mainterm.service.sets import expanded

    found = expanded(" ".join(notation), edition, _volume(procedures))
    click.echo(json.dumps(found) if as_json else "\n".join(found), nl=bool(found) or as_json)
    return 0 if found else 1


@codes_command.command("write")
@click.argument("codes", nargs=-1)
@edition_options
@_procedures
@_json
def write_command(codes: tuple[str, ...], edition: str | None, procedures: bool, as_json: bool) -> int:
    """The shortest notation of CODES, or of those on standard input, parted by blanks, commas or lines."""
    from mainterm.service.sets import written

    given = " ".join(codes) if codes else sys.stdin.read()
    terms = [str(term) for term in written(given.replace(",", " ").split(), edition, _volume(procedures))]
    click.echo(json.dumps(terms) if as_json else ", ".join(terms))
    return 0 if terms else 1


def _volume(procedures: bool) -> Volume:
    return Volume.PROCEDURES if procedures else Volume.DISEASES
