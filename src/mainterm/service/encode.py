"""Encoding as the surfaces call it: one statement, or a stream of rows in which a bad one is kept with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from mainterm.encode.answers import Answers
from mainterm.encode.coder import Coder
from mainterm.encode.statement import BadStatement
from mainterm.model.answer import Answer, Question
from mainterm.model.edition import Book
from mainterm.model.encounter import UNKNOWN, Context, Setting

OLDEST: Final = 124
"""Years that a patient may have, as in the Definitions of Medicare Code Edits."""


@dataclass(frozen=True, slots=True)
class Request:
    """A row of a file: its line (from 1), its id as given ("" for plain text), the statement, and why it is no row."""

    line: int
    id: Any
    statement: str
    wrong: str = ""
    context: Context = UNKNOWN


@dataclass(frozen=True, slots=True)
class Session:
    """A statement being coded, question by question; frozen: what is chosen gives the next session.

    >>> from mainterm.service.open import open_edition
    >>> session = Session.begin(open_edition("sampler"), "fracture of femur")
    >>> session.questions[0].id, session.answer.codes[0].code
    ('fracture-femur', '821.00')
    >>> session.choose("fracture-femur", "neck").answer.codes[0].code
    '820.8'
    """

    coder: Coder
    answer: Answer
    given: Mapping[str, str]
    context: Context = UNKNOWN

    @classmethod
    def begin(
        cls, book: Book, statement: str, given: Mapping[str, str] | None = None, context: Context = UNKNOWN
    ) -> Self:
        """The session of a statement, some questions answered at once. Raises BadStatement and BadAnswer."""
        coder = Coder(book)
        answers = dict(given or {})
        return cls(coder, coder.code(statement, context, Answers(answers)), answers, context)

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
        return replace(
            self, answer=self.coder.code(self.answer.statement, self.context, Answers(answers)), given=answers
        )


def code_many(book: Book, requests: Iterable[Request]) -> Iterator[tuple[Request, Answer | str]]:
    """Each request with its answer, or with the reason why there is none; in the order of the requests."""
    coder = Coder(book)
    for request in requests:
        if request.wrong:
            yield request, request.wrong
            continue
        try:
            yield request, coder.code(request.statement, request.context)
        except BadStatement as error:
            yield request, str(error)


def read_requests(lines: Iterable[str]) -> Iterator[Request]:
    """The rows of a file: JSON objects with `statement` and, where known, `id`, `setting`, `age` (in years) and `sex`;
    otherwise a statement a line.

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
    try:
        context = _context(row)
    except ValueError as error:
        return Request(number, row.get("id", ""), statement, str(error))
    return Request(number, row.get("id", ""), statement, context=context)


def _context(row: dict[str, Any]) -> Context:
    """What a row says of its encounter. Raises ValueError with one line."""
    setting, age, sex = (row.get(name) for name in ("setting", "age", "sex"))
    if setting not in (None, "", *Setting):
        raise ValueError(f'setting is "{setting}", which is none of {", ".join(Setting)}')
    if age is not None and (isinstance(age, bool) or not isinstance(age, int) or not 0 <= age <= OLDEST):
        raise ValueError(f'age is "{age}", which is no number of years from 0 to {OLDEST}')
    if sex not in (None, "", "M", "F", "m", "f"):
        raise ValueError(f'sex is "{sex}", which is neither M nor F')
    return Context(Setting(setting or Setting.UNKNOWN), -1 if age is None else age, (sex or "").upper())
