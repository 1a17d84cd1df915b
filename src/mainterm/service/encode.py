"""Encoding as the surfaces call it: one statement, or a stream of rows in which a bad one is kept with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from mainterm.encode.answers import Answers
from mainterm.encode.coder import Coder
from mainterm.encode.statement import BadStatement
from mainterm.model.answer import Answer, Question
from mainterm.model.edition import Book


@dataclass(frozen=True, slots=True)
class Request:
    """A row of a file: its line (from 1), its id as given ("" for plain text), the statement, and why it is no row."""

    line: int
    id: Any
    statement: str
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A statement being coded, question by question; frozen: what is chosen gives the next session.

    >>> session = Session.begin(book, "fracture of femur")  # doctest: +SKIP
    >>> session.questions[0].id, session.answer.codes[0].code  # doctest: +SKIP
    ('fracture-femur', '821.00')
    >>> session.choose("fracture-femur", "neck").answer.codes[0].code  # doctest: +SKIP
    '820.8'
    """

    coder: Coder
    answer: Answer
    given: Mapping[str, str]

    @classmethod
    def begin(cls, book: Book, statement: str, given: Mapping[str, str] | None = None) -> Self:
        """The session of a statement, some questions answered at once. Raises BadStatement and BadAnswer."""
        coder = Coder(book)
        answers = dict(given or {})
        return cls(coder, coder.code(statement, Answers(answers)), answers)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is open, in the order in which it is to be asked."""
        return self.answer.questions

    def choose(self, id: str, option: str) -> Self:
        """The session with this question answered: `option` is its number, its code or its words. Raises BadAnswer.

        A question answered anew takes back what was answered after it.
        """
        before = list(self.given.items())
        kept = before[: list(self.given).index(id)] if id in self.given else before
        answers = {**dict(kept), id: option}
        return replace(self, answer=self.coder.code(self.answer.statement, Answers(answers)), given=answers)


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
