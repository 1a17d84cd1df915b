"""What the coder has answered: questions by their ids, the options taken by number, code or words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from mainterm.model.answer import NOT_DOCUMENTED, Answered, Asks, Option, Question
from mainterm.model.source import Source
from mainterm.model.words import fold, words

_NO_SLUG = re.compile(r"[^a-z0-9.]+")


class BadAnswer(ValueError):
    """An answer to no question that is open, or with no option that it has; its message is one line: what there is."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The options taken, as they were typed, by the ids of the questions.

    Every stage that has a question poses it (`pose`) and asks here whether it is answered (`to`); if so it goes on as
    the option says, and hands the `Answered` on; if not, the question is among those that are open.
    """

    given: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.given)

    def to(self, question: Question) -> Answered | None:
        """The question with the option taken, None where it is not answered. Raises BadAnswer for no such option."""
        said = self.given.get(question.id)
        return None if said is None else Answered(question, _taken(question, said))

    def unused(self, answered: Iterable[Answered]) -> int:
        """How many were given to questions that are not among those answered."""
        return len(self.given.keys() - {one.question.id for one in answered}) if self.given else 0

    def without(self, id: str) -> Answers:
        """What was given to the other questions."""
        return Answers({other: said for other, said in self.given.items() if other != id})

    def check(self, answered: Iterable[Answered], still_open: Iterable[Question]) -> None:
        """Raises BadAnswer where something was answered that nobody had asked."""
        asked = {one.question.id for one in answered}
        unknown = next((id for id in self.given if id not in asked), None)
        if unknown is not None:
            there = ", ".join(question.id for question in still_open) or "none"
            raise BadAnswer(f"no question {unknown!r} is asked here; open questions: {there}")


NOTHING_ANSWERED = Answers()


def pose(
    id: str,
    kind: Asks,
    asks: str,
    options: Iterable[tuple[str, str]],
    source: Source,
    required: bool,
    default: str = "",
) -> Question:
    """A question with its options numbered; `default` is the code where the record does not say.

    An option that says just that, and is the default, is left to *not documented*.
    """
    numbered = tuple(Option(text, code, str(number)) for number, (text, code) in enumerate(options, start=1))
    telling = (option for option in numbered if option.code != default or not _says_no_more(option.text))
    return Question(asks, (*telling, Option(NOT_DOCUMENTED, default, "0")), source, id, kind, required)


def is_undocumented(option: Option) -> bool:
    """Whether the option is that the record does not say."""
    return option.text == NOT_DOCUMENTED


def slug(*terms: str) -> str:
    """Terms as an id that can be typed: `Fracture`, `femur, femoral` -> `fracture-femur`."""
    return "-".join(_NO_SLUG.sub("-", fold(term.split(",")[0])).strip("-") for term in terms)


def _says_no_more(text: str) -> bool:
    """*unspecified*, *shoulder, unspecified*; not *type II or unspecified type*."""
    return "unspecified" in (said := words(text)) and "or" not in said


def _taken(question: Question, said: str) -> Option:
    """The option with this id, else the one with this code, else the one with these words.

    The code of *not documented* is another option's first: *unspecified* is not always among them.
    """
    wanted = " ".join(said.lower().split())
    namings: tuple[Callable[[Option], str], ...] = (
        lambda option: option.id,
        lambda option: "" if is_undocumented(option) else option.code.lower(),
        lambda option: " ".join(option.text.lower().split()),
        lambda option: option.code.lower(),
    )
    for naming in namings:
        found = [option for option in question.options if wanted and naming(option) == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            raise BadAnswer(f"question {question.id!r} has several options {said!r}: {_listed(found)}")
    raise BadAnswer(f"question {question.id!r} has no option {said!r}; it has: {_listed(question.options)}")


def _listed(options: Iterable[Option]) -> str:
    return "; ".join(f"{option.id} {option.text}" for option in options)
