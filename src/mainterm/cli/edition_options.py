"""The options by which every command is told its edition: by name, or by the date that a code is to hold on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def edition_options(command: Command) -> Command:
    """Adds --edition and --on to a command, which has the name of the edition, or None, as `edition`."""
    named = "A fiscal year, sampler, or icd10cm-2017 to look up in; otherwise $MAINTERM_EDITION, otherwise 2012."
    return click.option("--edition", metavar="NAME", is_eager=True, help=named)(_date_option(command))


def year_options(command: Command) -> Command:
    """The same for a command over all years, which has the one to judge by, or None, as `edition`."""
    named = "A fiscal year, to judge by it alone."
    return click.option("--edition", metavar="YEAR", is_eager=True, callback=_of_year, help=named)(
        _date_option(command)
    )


def _date_option(command: Command) -> Command:
    return click.option(
        "--on",
        metavar="DATE",
        callback=_of_date,
        expose_value=False,
        help="The edition in force on YYYY-MM-DD: the discharge of an inpatient, otherwise the date of service.",
    )(command)


def _of_year(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """The name of a fiscal year of which there is an edition."""
    from mainterm.editions.declared import declared_editions

    if value is None or value in declared_editions():
        return value
    there_are = ", ".join(declared_editions())
    raise click.BadParameter(f"{value!r} is no fiscal year with an edition: there are {there_are}", context, parameter)


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
