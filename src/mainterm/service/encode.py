"""Encoding as the surfaces call it: one statement, or a stream of rows in which a bad one is kept with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Self

from mainterm.encode.answers import Answers
from mainterm.encode.coder import Coder
from mainterm.encode.statement import BadStatement
from mainterm.model.answer import Answer, Question
from mainterm.model.edition import Book, EditionError
from mainterm.model.encounter import UNKNOWN, Context
from mainterm.service.open import open_edition
from mainterm.service.requests import Request


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


class Coders:
    """What codes a row by the edition of its date; by one edition, where that is named, whatever the date.

    An edition is opened when the first row asks for it.
    """

    def __init__(self, open_named: Callable[[], Book], named: bool = False) -> None:
        self._open_named, self._named = open_named, named
        self._coders: dict[str, Coder] = {}

    def on(self, day: str) -> Coder:
        """The coder for a day as it is written; "" for none.

        Raises ValueError for what is no day, EditionError for one whose edition is not installed.
        """
        name = "" if self._named or not day.strip() else _in_force(day)
        if name not in self._coders:
            self._coders[name] = Coder(open_edition(name) if name else self._open_named())
        return self._coders[name]


def _in_force(day: str) -> str:
    from mainterm.service.in_force import edition_in_force  # brings what is declared of all years: where it is asked

    return edition_in_force(day)


def code_many(coders: Coders, requests: Iterable[Request]) -> Iterator[tuple[Request, Answer | str]]:
    """Each request with its answer, or with the reason why there is none; in the order of the requests.

    Raises as opening does where the edition for rows without a date cannot be opened.
    """
    return ((request, outcome(coders, request)) for request in requests)


def outcome(coders: Coders, request: Request) -> Answer | str:
    """The answer to a request, or the reason why there is none. Raises as `code_many`."""
    if request.wrong:
        return request.wrong
    try:
        coder = coders.on(request.day)
    except (ValueError, EditionError) as error:
        if not request.day.strip():
            raise
        return str(error)
    try:
        return coder.code(request.statement, request.context)
    except BadStatement as error:
        return str(error)
