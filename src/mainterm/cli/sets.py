"""`mainterm codes`: a set of codes in its notation, expanded by an edition, and written again as short as it goes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from mainterm.cli.edition_options import edition_options
from mainterm.model.code import Volume

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
AHRQ = "CCS, single level, as AHRQ published it: '$dxref 2015.csv', '$prref 2015.csv'."
"""What --ccs takes."""

_procedures = click.option("--procedures", is_flag=True, help="Procedures instead of diagnoses.")
_json = click.option("--json", "as_json", is_flag=True, help="A JSON list, and nothing else.")


@click.group("codes")
def codes_command() -> None:
    """Sets of codes: 250.0-250.9, !250.7, V58.67, 410.x1.

    A term is a code with all below it, a range of such, a pattern in which x is any digit, or, with --ccs, a group:
    ccs:49; behind ! it takes away. Terms hold from left to right. In a pattern of ICD-10-CM ? is any character.
    """


@codes_command.command("expand")
@click.argument("notation", nargs=-1, required=True)
@edition_options
@_procedures
@click.option("--ccs", type=FILE, metavar="FILE", help=AHRQ)
@_json
def expand_command(
    notation: tuple[str, ...], edition: str | None, procedures: bool, ccs: Path | None, as_json: bool
) -> int:
    """The valid codes of the edition that NOTATION names, a line each. Exit status 1: there is none."""
    from mainterm.service.sets import expanded, open_grouping

    grouping = open_grouping(ccs) if ccs else None
    found = expanded(" ".join(notation), edition, grouping.volume if grouping else _volume(procedures), grouping)
    click.echo(json.dumps(found) if as_json else "\n".join(found), nl=bool(found) or as_json)
    if not found:
        click.echo(f'no valid code of the edition is meant by "{" ".join(notation)}"', err=True)
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


@codes_command.command("group")
@click.argument("codes", nargs=-1)
@click.option("--ccs", type=FILE, metavar="FILE", required=True, help=AHRQ)
@_json
def group_command(codes: tuple[str, ...], ccs: Path, as_json: bool) -> int:
    """The group of each of CODES, or of those on standard input, by a grouping in your own file.

    Exit status 1: a code has none. JSON: [{code, group, label}], null where there is none.
    """
    from mainterm.service.sets import grouped, open_grouping

    given = " ".join(codes) if codes else sys.stdin.read()
    found = grouped(given.replace(",", " ").split(), open_grouping(ccs))
    if as_json:
        rows = [{"code": c, "group": g.number if g else None, "label": g.label if g else None} for c, g in found]
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for code, group in found:
            click.echo(f"{code:<8}" + (f"{group.number:>5}  {group.label}" if group else "    -"))
    return 0 if all(group for _, group in found) else 1


def _volume(procedures: bool) -> Volume:
    return Volume.PROCEDURES if procedures else Volume.DISEASES
