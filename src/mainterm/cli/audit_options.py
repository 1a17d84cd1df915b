"""The options by which a command is told what encounters it is given: their form, their columns, their setting."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, Final

import click

from mainterm.model.encounter import Setting
from mainterm.service.audit import Form, Kind

Command = Callable[..., Any]

_NAMES: Final = (
    "Which column holds what: dx=DIAG* all that begin so, dx=A,B these; id, poa, px, age, sex, discharged ..."
)
_OPTIONS: Final = (
    click.argument("inputs", nargs=-1, required=True, metavar='FILE...|"NOTATION"|-'),
    click.option(
        "--from", "kind", type=click.Choice(list(map(str, Kind))), help="The form of the input, else guessed."
    ),
    click.option("--column", "columns", multiple=True, metavar="FIELD=NAME", help=_NAMES),
    click.option(
        "--setting", type=click.Choice(["inpatient", "outpatient"]), help="Of the encounters that do not tell theirs."
    ),
)


def input_options(command: Command) -> Command:
    """The command with the inputs, --from, --column and --setting."""
    return reduce(lambda done, option: option(done), reversed(_OPTIONS), command)


def form_of(kind: str | None, columns: tuple[str, ...], setting: str | None) -> Form:
    """What the options say."""
    return Form(Kind(kind) if kind else None, dict(map(_pair, columns)), Setting(setting or Setting.UNKNOWN))


def _pair(column: str) -> tuple[str, str]:
    field, equals, name = column.partition("=")
    if not (field and equals and name):
        raise click.UsageError(f"--column {column!r} is not FIELD=NAME, such as --column dx=DIAG*")
    return field, name
