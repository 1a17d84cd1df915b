"""`mainterm code`: a statement, or a file of them, in; codes with their proofs out."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Iterator
from typing import IO, Final

import click

from mainterm.cli.answer import print_answer
from mainterm.cli.edition_options import edition_options
from mainterm.cli.encounter import context_of, encounter_options
from mainterm.cli.opening import opened
from mainterm.model.answer import Grade
from mainterm.model.encounter import UNKNOWN
from mainterm.model.serial import to_json
from mainterm.service.encode import Coders, Session, code_many
from mainterm.service.open import SAMPLER, edition_name
from mainterm.service.requests import Request, read_requests

_SELDOM: Final = (50_000, 20, 100)
"""When garbage is collected in a long run: what is kept of the books grows all the while, and would be gone through
again and again, an eighth of the time, and once more at the end, though hardly any of it ever is garbage."""


@click.command("code")
@click.argument("statement", nargs=-1)
@click.option(
    "--file",
    "file",
    type=click.File("r", encoding="utf-8", errors="replace"),
    metavar="FILE",
    help=(
        "A statement a line; or JSON lines, or CSV with a header, with statement and, where known, id, date, setting, "
        "age, sex. - for standard input."
    ),
)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="ID=OPTION",
    help="Answers a question by its id: with the option's number, its code or its words. Repeatable.",
)
@encounter_options
@click.option("--no-ask", is_flag=True, help="Asks nothing, also at a terminal.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a statement, and nothing else.")
@edition_options
def code_command(
    statement: tuple[str, ...],
    file: IO[str] | None,
    answers: tuple[str, ...],
    setting: str,
    age: int | None,
    sex: str | None,
    no_ask: bool,
    as_json: bool,
    edition: str | None,
) -> int:
    """The ICD-9-CM codes for STATEMENT, each with its way through the books, and what is open.

    At a terminal it asks what is open; an empty answer ends that. A row of --file with a date, of discharge or of
    service, is coded by the edition of that day, unless --edition, --on or $MAINTERM_EDITION names one for all.

    Exit status 1: the Index has no entry for it.
    """
    if bool(statement) == bool(file):
        raise click.UsageError('give one statement, mainterm code "chronic leukopenia", or --file FILE')
    context = context_of(setting, age, sex)
    if file is not None:
        if answers or context != UNKNOWN:
            raise click.UsageError("--file has the setting, age and sex of each row in it, and takes no --answer")
        return _many(file, as_json, edition)
    given = dict(map(_pair, answers))
    book = opened(edition, fall_back=True)
    if not book.manifest.official and edition_name(edition) != SAMPLER:
        _banner()
    session = Session.begin(book, " ".join(statement), given, context)
    if as_json:
        click.echo(json.dumps(to_json(session.answer), ensure_ascii=False))
    elif not no_ask and session.questions and sys.stdin.isatty() and sys.stdout.isatty():
        from mainterm.cli.asking import ask_at_terminal

        session = ask_at_terminal(session)
    else:
        print_answer(session.answer)
    return 1 if session.answer.grade is Grade.NO_ENTRY else 0


def _pair(answer: str) -> tuple[str, str]:
    """`ID=OPTION` in its two parts."""
    id, equals, option = answer.partition("=")
    if not (id.strip() and equals and option.strip()):
        raise click.UsageError(f"--answer {answer!r} is not ID=OPTION, such as --answer fracture-femur=neck")
    return id.strip(), option.strip()


def _many(file: IO[str], as_json: bool, edition: str | None) -> int:
    """Answers in the order of the rows. A row that cannot be read is given back with its reason, and exit is 2."""
    coders = Coders(lambda: opened(edition), named=bool(edition) or "MAINTERM_EDITION" in os.environ)
    bad = 0
    gc.set_threshold(*_SELDOM)
    for request, outcome in code_many(coders, read_requests(_lines(file))):
        bad += isinstance(outcome, str)
        if as_json:
            click.echo(json.dumps(_row(request, outcome), ensure_ascii=False))
        elif isinstance(outcome, str):
            click.echo(f"line {request.line}: {outcome}\n")
        else:
            click.echo(click.style(outcome.statement, bold=True) + (f"  [{request.id}]" if request.id else ""))
            print_answer(outcome)
            click.echo()
    gc.freeze()
    if bad:
        click.echo(f"mainterm: {bad} row{'s' if bad > 1 else ''} of {file.name} could not be read", err=True)
    return 2 if bad else 0


def _row(request: Request, outcome: object) -> dict[str, object]:
    if isinstance(outcome, str):
        return {"id": request.id, "line": request.line, "statement": request.statement, "error": outcome}
    value = to_json(outcome)
    assert isinstance(value, dict)
    return {"id": request.id, **value}


def _lines(file: IO[str]) -> Iterator[str]:
    try:
        yield from file
    except OSError as error:
        raise ValueError(f"{file.name}: cannot be read ({error.strerror})") from error


def _banner() -> None:
    rule = "=" * 78
    for line in (
        rule,
        "  THIS ANSWER IS FROM THE SAMPLER, A FEW HUNDRED CODES, NOT FROM ICD-9-CM.",
        "  No official document is within reach. To install the edition:",
        "    mainterm edition install 2012 --from FOLDER   (where the documents are)",
        "    mainterm edition install 2012                 (from the official addresses)",
        rule,
    ):
        click.echo(click.style(line, bold=True), err=True)
    sys.stderr.flush()
