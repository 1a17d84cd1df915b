"""Two codes that the books hold apart: whether both conditions are there is asked, and what came of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from mainterm.encode.answers import Answers, is_undocumented, pose, slug
from mainterm.encode.chosen import Chosen
from mainterm.encode.doubts import Doubt
from mainterm.model.answer import Answered, Asks, Question, Remark

_BOTH: Final = "both conditions"


class Weighed(NamedTuple):
    """The codes that stay, what still speaks against them, what is asked of that and what the coder has answered."""

    chosen: tuple[Chosen, ...]
    against: tuple[Remark, ...] = ()
    questions: tuple[Question, ...] = ()
    answered: tuple[Answered, ...] = ()


def weighed(chosen: Sequence[Chosen], doubts: Iterable[Doubt], answers: Answers) -> Weighed:
    """The codes of an answer after what the coder says to the doubts about it."""
    against: list[Remark] = []
    asked: dict[str, Question] = {}
    answered: dict[str, Answered] = {}
    gone: set[str] = set()
    for doubt in doubts:
        question = _ask(doubt) if doubt.between else None
        answer = answers.to(question) if question else None
        if question and answer is None:
            asked.setdefault(question.id, question)
        if question and answer:
            answered.setdefault(question.id, answer)
        if answer is None or is_undocumented(answer.option):
            against.append(doubt.remark)
        else:
            gone |= {one.node.code for one in doubt.between} - set(answer.option.code.split())
    kept = tuple(one for one in chosen if one.node.code not in gone)
    return Weighed(kept, tuple(against), tuple(asked.values()), tuple(answered.values()))


def _ask(doubt: Doubt) -> Question:
    """Whether the record has both conditions, or one of them; by the same id whichever code is named first."""
    one, other = sorted((each.node for each in doubt.between), key=lambda node: node.code)
    options = [(_BOTH, f"{one.code} {other.code}"), (one.display, one.code), (other.display, other.code)]
    asks = f"{doubt.remark.text}: does the record have both conditions?"
    return pose(slug(one.code, other.code), Asks.MEANING, asks, options, doubt.remark.source, required=True)
