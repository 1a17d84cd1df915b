"""`mainterm code --file`: statements in, an answer to each out, in their order; a long file in several processes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import IO

import click

from mainterm.cli.answer import print_answer
from mainterm.cli.opening import opened
from mainterm.model.answer import Answer
from mainterm.model.serial import to_json
from mainterm.service.encode import Coders, code_many
from mainterm.service.processes import processes_for, written
from mainterm.service.requests import Request, read_requests


def code_file(file: IO[str], as_json: bool, edition: str | None, processes: int | None) -> int:
    """Answers in the order of the rows. A row that cannot be read is given back with its reason, and exit is 2."""
    requests = read_requests(_lines(file))
    bad = sum(_as_json(file, requests, edition, processes) if as_json else _as_text(requests, edition))
    if bad:
        click.echo(f"mainterm: {bad} row{'s' if bad > 1 else ''} of {file.name} could not be read", err=True)
    return 2 if bad else 0


def _as_json(file: IO[str], requests: Iterator[Request], edition: str | None, processes: int | None) -> Iterator[bool]:
    """Writes an object a line; whether each row was bad. What comes through a pipe is answered as it comes."""
    if file.seekable():
        rows = list(requests)
        requests, several = iter(rows), processes_for(len(rows), processes)
        if several > 1:
            named = _is_named(edition)
            if named or not all(row.wrong or row.day.strip() for row in rows):
                opened(edition)  # installs it, where it is not yet
            yield from (_told(*made) for made in written(edition, named, rows, _line, several))
            return
    yield from (_told(*_line(request, outcome)) for request, outcome in code_many(_coders(edition), requests))


def _coders(edition: str | None) -> Coders:
    return Coders(lambda: opened(edition), _is_named(edition))


def _is_named(edition: str | None) -> bool:
    """Whether one edition is named for all rows, whatever their dates."""
    return bool(edition) or "MAINTERM_EDITION" in os.environ


def _told(bad: bool, line: str) -> bool:
    click.echo(line)
    return bad


def _line(request: Request, outcome: Answer | str) -> tuple[bool, str]:
    """Whether a row is bad, and its line."""
    if isinstance(outcome, str):
        row = {"id": request.id, "line": request.line, "statement": request.statement, "error": outcome}
        return True, json.dumps(row, ensure_ascii=False)
    return False, json.dumps({"id": request.id, **to_json(outcome)}, ensure_ascii=False)


def _as_text(requests: Iterator[Request], edition: str | None) -> Iterator[bool]:
    """Writes each answer as it is read on a screen; whether each row was bad."""
    for request, outcome in code_many(_coders(edition), requests):
        if isinstance(outcome, str):
            click.echo(f"line {request.line}: {outcome}\n")
        else:
            click.echo(click.style(outcome.statement, bold=True) + (f"  [{request.id}]" if request.id else ""))
            print_answer(outcome)
            click.echo()
        yield isinstance(outcome, str)


def _lines(file: IO[str]) -> Iterator[str]:
    try:
        yield from file
    except OSError as error:
        raise ValueError(f"{file.name}: cannot be read ({error.strerror})") from error
