"""`mainterm code`: a statement, or a file of them, in; codes with their proofs out."""

from __future__ import annotations

import json
import sys
from typing import IO

import click

from mainterm.cli.answer import print_answer
from mainterm.cli.edition_options import edition_options
from mainterm.cli.encounter import context_of, encounter_options
from mainterm.cli.opening import opened
from mainterm.model.answer import Grade
from mainterm.model.encounter import UNKNOWN
from mainterm.model.serial import to_json
from mainterm.service.encode import Session
from mainterm.service.open import SAMPLER, edition_name


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
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    metavar="N",
    help="In how many processes a --file is coded with --json; as many as there are processors, if it is long.",
)
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
    processes: int | None,
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
        from mainterm.cli.code_file import code_file  # brings what parts the work among processes

        return code_file(file, as_json, edition, processes)
    if processes is not None:
        raise click.UsageError("--processes is for a --file")
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
