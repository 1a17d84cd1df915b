"""The options by which every command is told its edition: by name, or by the date that a code is to hold on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def edition_options(command: Command) -> Command:
    """Adds --edition and --on to a command, which has the name of the edition, or None, as `edition`."""
    command = click.option(
        "--on",
        metavar="DATE",
        callback=_of_date,
        expose_value=False,
        help="The edition in force on YYYY-MM-DD: the discharge of an inpatient, otherwise the date of service.",
    )(command)
    return click.option(
        "--edition",
        metavar="NAME",
        is_eager=True,
        help="A fiscal year, sampler, or icd10cm-2017 to look up in; otherwise $MAINTERM_EDITION, otherwise 2012.",
    )(command)


def _of_date(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    """Names the edition by the date; --edition, which is eager, has been read already."""
    if value is None:
        return
    if context.params.get("edition"):
        raise click.UsageError("give --edition or --on, not both")
    from mainterm.editions.declared import edition_on

    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date such as 2011-10-01", context, parameter) from None
    context.params["edition"] = edition_on(day)
