"""A query to the provider for what a statement leaves open: neutral, with every option, nothing of codes or payment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mainterm.encode.coder import Coder
from mainterm.encode.weight import meaningful
from mainterm.model import encounter
from mainterm.model.answer import NOT_DOCUMENTED, UNDER_TITLE, Alternative, Answer, Asks, Grade, Question
from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.encounter import Context

OTHER: Final = "other (please specify)"
DESCRIBE: Final = "please describe"
UNKNOWN: Final = "cannot be determined"

_ASKED: Final = {
    Asks.MEANING: 'What does "{what}" stand for in this record?',
    Asks.SETTING: "Where was the patient seen?",
    Asks.CIRCUMSTANCE: "{what}: under what circumstances did it happen?",
    Asks.SUBTERM: "{what}: can it be specified further?",
    Asks.COLUMN: "{what}: of what nature is it?",
    Asks.DIGIT: "{what}: which of these applies?",
    Asks.ADDITIONAL: "{what}: is one of these documented as well?",
}
"""How a provider is asked, by what the question is about: open, and the same whatever the answers are."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be clarified, no option preferred; `id` is that of the encoder's question, "" where it has none."""

    id: str
    asks: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What is stated, as it is stated, and what is to be clarified; no items where nothing is missing.

    `could` counts what the record could say more precisely, though nothing is missing for a code.
    """

    statement: str
    edition: str
    items: tuple[Item, ...] = ()
    could: int = 0


def query(book: Book, statement: str, everything: bool = False, context: Context = encounter.UNKNOWN) -> Query:
    """The query for a statement; with `everything`, also for what could be said more precisely. Raises BadStatement."""
    answer = Coder(book).code(statement, context)
    required = [question for question in answer.questions if question.required]
    offers = [question for question in answer.questions if not question.required]
    items = [_item(book, question) for question in (*required, *(offers if everything else ()))]
    items += _for_words_left(answer)
    items += [_of_meaning(answer.statement) for note in answer.notes if note.kind == UNDER_TITLE]
    return Query(answer.statement, answer.edition, tuple(items), 0 if everything else len(offers))


def _item(book: Book, question: Question) -> Item:
    what = question.asks.partition(":")[0].replace(" > ", ", ")
    if question.kind is Asks.DIGIT:
        heading = question.id.upper()
        node = book.node(heading) or book.node(heading, Volume.PROCEDURES)
        what = node.display if node else what
    options = (option.text for option in question.options if option.text != NOT_DOCUMENTED)
    return Item(question.id, _ASKED[question.kind].format(what=what), (*options, OTHER, UNKNOWN))


def _for_words_left(answer: Answer) -> Iterator[Item]:
    """What the words that found no place mean: the conditions that the Index has with them, else an open question."""
    near = [one for one in answer.alternatives if not _stands_below(one, answer)]
    conditions = tuple(dict.fromkeys(need for one in near for need in one.needs))
    if answer.unplaced and conditions:
        said = ", ".join(f'"{word}"' for word in answer.unplaced)
        stated = tuple(dict.fromkeys(coded.proof.statement for coded in answer.codes))
        yield Item("", f"{said}: of which condition is this said?", (*stated, *conditions, OTHER, UNKNOWN))
    elif answer.grade is not Grade.COMPLETE:
        for word in meaningful(answer.unplaced):
            yield _of_meaning(word)


def _of_meaning(said: str) -> Item:
    """What words mean that the books do not decide: open, so that nothing is suggested."""
    return Item("", f'"{said}": what is its clinical meaning here?', (DESCRIBE, UNKNOWN))


def _stands_below(alternative: Alternative, answer: Answer) -> bool:
    """Whether an alternative only says more of a condition that the answer has."""
    return any(need in alternative.path.partition(" > ")[2] for need in alternative.needs)
