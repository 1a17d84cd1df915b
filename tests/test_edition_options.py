"""Which edition a command takes: by its name, or by a date; a date without one is refused with what there is."""

from __future__ import annotations

from datetime import date

import click
import pytest
from click.testing import CliRunner

from mainterm.cli.edition_options import edition_options
from mainterm.cli.main import COMMANDS, cli
from mainterm.editions.declared import NoEdition, edition_on

WITHOUT = {
    "verify": "a proof names its edition",
    "edition": "names its year",
    "group": "by the file of the grouping",
}


@click.command()
@edition_options
def told(edition: str | None) -> None:
    click.echo(edition)


def run(*arguments: str) -> str:
    return CliRunner().invoke(told, arguments).output.strip()


def test_a_year_begins_on_the_first_of_october() -> None:
    assert run("--on", "2011-09-30") == "2011"
    assert run("--on", "2011-10-01") == "2012"
    assert run("--edition", "2009") == "2009"
    assert run() == ""


@pytest.mark.parametrize("day", ["1997-09-30", "1999-10-01", "2000-09-30", "2015-10-01"])
def test_a_date_without_an_edition_is_refused_with_those_that_there_are(day: str) -> None:
    with pytest.raises(
        NoEdition, match=r"FY1998 to FY1999, FY2001 to FY2015, from 1997-10-01 to 2015-09-30"
    ) as refused:
        edition_on(date.fromisoformat(day))
    assert str(refused.value).startswith(day)
    assert "\n" not in str(refused.value)


def test_what_is_no_date_and_both_options_are_refused() -> None:
    assert "is no date" in run("--on", "2011-13-01")
    assert "not both" in run("--on", "2011-10-01", "--edition", "2011")
    assert "not both" in run("--edition", "2011", "--on", "2011-10-01")


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in WITHOUT])
def test_every_command_that_opens_an_edition_takes_both(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    each_of = command.commands.items() if isinstance(command, click.Group) else ((name, command),)
    for each in (command for name, command in each_of if name not in WITHOUT):
        assert each is not None
        assert {"--edition", "--on"} <= {option for parameter in each.params for option in parameter.opts}
