"""The options by which a command is told of what encounter a statement is."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, Final

import click

from mainterm.model.encounter import Context, Setting
from mainterm.service.requests import OLDEST

Command = Callable[..., Any]

_OPTIONS: Final = (
    click.option("--setting", type=click.Choice(list(map(str, Setting))), default="unknown", help="Of the encounter."),
    click.option("--age", type=click.IntRange(0, OLDEST), metavar="YEARS", help="Of the patient."),
    click.option("--sex", type=click.Choice(["M", "F"], case_sensitive=False), help="Of the patient."),
)


def encounter_options(command: Command) -> Command:
    """The command with --setting, --age and --sex, in this order."""
    return reduce(lambda done, option: option(done), reversed(_OPTIONS), command)


def context_of(setting: str, age: int | None, sex: str | None) -> Context:
    """What the options say."""
    return Context(Setting(setting), -1 if age is None else age, sex or "")
