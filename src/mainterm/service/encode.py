"""Encoding as the surfaces call it: one statement, or a stream of rows in which a bad one is kept with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mainterm.encode.coder import Coder
from mainterm.encode.statement import BadStatement
from mainterm.model.answer import Answer
from mainterm.model.edition import Book


@dataclass(frozen=True, slots=True)
class Request:
    """A row of a file: its line (from 1), its id as given ("" for plain text), the statement, and why it is no row."""

    line: int
    id: Any
    statement: str
    wrong: str = ""


def code_one(book: Book, statement: str) -> Answer:
    """The answer to one statement. Raises BadStatement."""
    return Coder(book).code(statement)


def code_many(book: Book, requests: Iterable[Request]) -> Iterator[tuple[Request, Answer | str]]:
    """Each request with its answer, or with the reason why there is none; in the order of the requests."""
    coder = Coder(book)
    for request in requests:
        if request.wrong:
            yield request, request.wrong
            continue
        try:
            yield request, coder.code(request.statement)
        except BadStatement as error:
            yield request, str(error)


def read_requests(lines: Iterable[str]) -> Iterator[Request]:
    """The rows of a file: JSON objects with `statement` and, where known, `id`; otherwise a statement a line.

    Blank lines are no rows.
    """
    for number, line in enumerate(lines, start=1):
        text = line.strip().removeprefix("\ufeff")
        if text.startswith("{"):
            yield _from_json(number, text)
        elif text:
            yield Request(number, "", text)


def _from_json(number: int, text: str) -> Request:
    try:
        row = json.loads(text)
    except ValueError as error:
        return Request(number, "", text, f"not JSON: {error}")
    except RecursionError:
        return Request(number, "", text[:200], "not JSON: it nests too deep")
    statement = row.get("statement")
    if not isinstance(statement, str):
        return Request(number, row.get("id", ""), "", 'has no text under "statement"')
    return Request(number, row.get("id", ""), statement)
