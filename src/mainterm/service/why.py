"""Why a code is, or is not, the code for a statement: the ways to it, what the Tabular List says, and what decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile
from typing import Final

from mainterm.encode.coder import Coder
from mainterm.encode.otherwise import excluded_stems
from mainterm.encode.remarks import remarks
from mainterm.model.answer import UNDER_TITLE, Answer, Coded, Remark
from mainterm.model.code import Volume, within
from mainterm.model.edition import Book
from mainterm.model.encounter import UNKNOWN, Context
from mainterm.model.proof import StepKind
from mainterm.model.source import Source
from mainterm.model.tabular import Node, NoteKind
from mainterm.rules.declare import GUIDELINES
from mainterm.rules.of_year import section_of
from mainterm.service.asked import Asked, read_code
from mainterm.service.why_ways import WayTo, answer_way, said_stems, ways_to

BOTH_BOOKS: Final = "I.B.1"
"""Find the term in the Index, then verify the code in the Tabular List."""
ALL_DIGITS: Final = "I.B.3"
"""A code is used with all the digits that it requires."""


_NEAR: Final = 3
"""Ways whose words are named as what the statement would have to say."""


class Verdict(StrEnum):
    """What a code is to a statement."""

    ANSWER = "the answer"
    OTHER = "not the answer"
    HEADING = "a heading"
    UNKNOWN = "no such code"


@dataclass(frozen=True, slots=True)
class InTabular:
    """What the Tabular List says at a code: its title, its inclusion terms, the notes there and above."""

    code: str
    title: str
    valid: bool
    terms: tuple[str, ...]
    notes: tuple[Remark, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that decides, in our words, with the place of the books that it rests on ("" where on none)."""

    text: str
    cites: str = ""
    official: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """The whole of it. `answer` are the codes that the statement has; `against` is the one that is compared, if any.

    `ways` lead to the code that was asked for, the nearest to the statement's words first; `own` is that of `against`.
    `unused` are words of the statement that no way of the answer uses; `near` codes spelt like one that does not exist.
    """

    statement: str
    edition: str
    code: str
    title: str
    verdict: Verdict
    answer: tuple[str, ...] = ()
    against: str = ""
    unused: tuple[str, ...] = ()
    own: tuple[WayTo, ...] = ()
    ways: tuple[WayTo, ...] = ()
    tabular: tuple[InTabular, ...] = ()
    decides: tuple[Reason, ...] = ()
    near: tuple[str, ...] = ()


def why(book: Book, statement: str, code: str, context: Context = UNKNOWN) -> Why:
    """Why `code` is or is not the code for `statement`. Raises BadStatement, ValueError for what is no code's form."""
    asked = read_code(book, code)
    if not asked.key:
        raise ValueError(f'"{code}" has not the form of a code, which is such as 288.50, V10.3, E849.0 or 38.45')
    answer = Coder(book).code(statement, context)
    codes = tuple(coded.code for coded in answer.codes)
    node = book.node(asked.key, asked.volume)
    if node is None:
        return Why(answer.statement, answer.edition, asked.key, "", Verdict.UNKNOWN, codes, near=asked.near)
    found = Why(answer.statement, answer.edition, node.code, node.display, _verdict(node, asked, codes), codes)
    against = _against(answer, node, asked.volume)
    other = book.node(against.code, _volume(against)) if against else None
    ways = tuple(ways_to(book, node, said_stems(answer), excluded_stems(book, other) if other else frozenset()))
    nodes = [node] if other is None or other.key == node.key else [other, node]
    found = replace(
        found,
        against=against.code if against else "",
        unused=answer.unplaced if against else (),
        own=(answer_way(against),) if against else (),
        ways=() if found.verdict is Verdict.ANSWER else ways,
        tabular=tuple(_in_tabular(book, one) for one in nodes),
    )
    return replace(found, decides=tuple(_reasons(book, found, node, other, against, answer)))


def _verdict(node: Node, asked: Asked, codes: Sequence[str]) -> Verdict:
    if not node.valid:
        return Verdict.HEADING
    return Verdict.ANSWER if asked.key in codes else Verdict.OTHER


def _volume(coded: Coded) -> Volume:
    return Volume.PROCEDURES if coded.role.value == "procedure" else Volume.DISEASES


def _against(answer: Answer, node: Node, volume: Volume) -> Coded | None:
    """The code of the answer that stands nearest to this one: the same volume, most digits in common, the earliest."""
    same = [coded for coded in answer.codes if _volume(coded) is volume] or list(answer.codes)
    return max(same, key=lambda coded: _alike(coded.code, node.code), default=None)


def _alike(one: str, other: str) -> int:
    """How many characters two codes have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _in_tabular(book: Book, node: Node) -> InTabular:
    terms: list[str] = []
    for note in node.notes:
        if note.kind is NoteKind.INCLUSION and terms and terms[-1].endswith(":"):
            terms[-1] = f"{terms[-1]} {note.text}"
        elif note.kind is NoteKind.INCLUSION:
            terms.append(note.text)
    return InTabular(node.code, node.display, node.valid, tuple(terms), remarks(book, (node,)), node.source)


def _reasons(
    book: Book, found: Why, node: Node, other: Node | None, against: Coded | None, answer: Answer
) -> Iterator[Reason]:
    """What decides, the strongest first."""
    if found.verdict is Verdict.HEADING:
        below = ", ".join(child.code for child in book.children(node)[:8])
        yield _guided(book, ALL_DIGITS, f"{node.code} is a heading, and no code for a record: choose among {below}.")
        return
    if found.verdict is Verdict.ANSWER:
        under = [note for note in answer.notes if note.kind == UNDER_TITLE]
        for note in under:
            yield Reason(f"{note.text} Its way needs words of these titles that are not said.", str(note.source))
        if not under:
            yield Reason(
                "Every essential word of its way is said, and the Tabular List has the code with all its digits."
            )
            yield from _obeyed(against)
        return
    asked = list(_asked_of_record(answer, node))
    if asked:
        yield from asked
        return
    if other is not None:
        yield from _excluded(book, other, node)
        yield from _excluded(book, node, other)
        yield from _asked_for(book, other, node)
    yield from _of_words(book, found)


def _of_words(book: Book, found: Why) -> Iterator[Reason]:
    """What the words decide: those that the ways need and the statement has not, or has for another way."""
    if not found.ways:
        yield Reason(f"No line of the Index leads to {found.code}: it is reached from a code above it, or by a note.")
        return
    first = found.ways[0]
    if not first.said:
        yield Reason(f"No word of the statement stands in a way of the Index to {found.code}.")
    elif first.missing:
        near = [way for way in found.ways[:_NEAR] if len(way.missing) == len(first.missing)]
        needed = list(dict.fromkeys(" and ".join(way.missing) for way in near))
        said = f"No way to {found.code} has all its words in the statement: it would have to say {_either(needed)}"
        yield _guided(book, BOTH_BOOKS, f"{said}. A word that is not there is not assumed.")
    elif found.against:
        own = found.own[0] if found.own else first
        more = [word for word in own.said if word not in first.said]
        told = f", and it uses {_either(more)} too" if more else ""
        yield _guided(
            book, BOTH_BOOKS, f"The way to {found.against}, {' > '.join(own.path)}, says more of what is said{told}."
        )


def _excluded(book: Book, here: Node, other: Node) -> Iterator[Reason]:
    """An Excludes note at a code, or above it, that names the other."""
    for place in (here, *reversed(book.ancestors(here))):
        for note in place.notes:
            if note.kind is NoteKind.EXCLUDES and any(within(other.code, span) for span in note.codes):
                yield Reason(f"What {place.code} excludes is coded to {other.code}.", str(note.source), note.text)
                return


def _asked_for(book: Book, here: Node, other: Node) -> Iterator[Reason]:
    """A note at the answer's code that asks for the other beside it."""
    for place in (here, *reversed(book.ancestors(here))):
        for note in place.notes:
            if note.kind in _ASKING and any(within(other.code, span) for span in note.codes):
                told = f"A note at {place.code} asks for {other.code} beside it, if the record says so."
                yield Reason(told, str(note.source), note.text)
                return


_ASKING: Final = (NoteKind.USE_ADDITIONAL, NoteKind.CODE_FIRST, NoteKind.CODE_ALSO)


def _asked_of_record(answer: Answer, node: Node) -> Iterator[Reason]:
    """What is asked, and must be answered, before this could be the code."""
    for question in answer.questions:
        for option in question.options:
            if question.required and option.code and within(node.code, option.code):
                yield Reason(f"Only the record can say. {question.asks} {node.code} is for: {option.text}.")


def _obeyed(coded: Coded | None) -> Iterator[Reason]:
    """The inclusion term and the guidelines that the proof names."""
    for step in coded.proof.steps if coded else ():
        if step.kind is StepKind.TABULAR_NOTE:
            yield Reason("The statement is an inclusion term of the Tabular List there.", str(step.source), step.text)
        elif step.kind is StepKind.GUIDELINE:
            yield Reason("This was obeyed.", step.detail or str(step.source), step.text)


def _guided(book: Book, id: str, text: str) -> Reason:
    section = section_of(book, id)
    return Reason(text, f"guideline {section.id}, {section.place}" if section else f"guideline {id} of FY{GUIDELINES}")


def _either(needed: Sequence[str]) -> str:
    quoted = [f'"{one}"' for one in needed]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
