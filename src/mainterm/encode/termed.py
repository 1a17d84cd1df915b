"""A statement that is an inclusion term: the Tabular has its words at a code, the Index has a line that leads there.

Where the words of the Index do not reach, the term and the titles above it lend theirs, as a guideline does. Where the
term stands at several codes, the titles are what is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from mainterm.encode.answers import Answers, pose
from mainterm.encode.chosen import Passage
from mainterm.encode.granted import granted_place
from mainterm.encode.landing import Finding
from mainterm.encode.outline import Outline
from mainterm.encode.settle import settle
from mainterm.encode.statement import Statement
from mainterm.model.answer import UNDER_TITLE, Answered, Asks, Question, Remark
from mainterm.model.code import Volume, told_apart, within
from mainterm.model.edition import Book, Hit
from mainterm.model.proof import StepKind
from mainterm.model.tabular import Level, Node, Note, NoteKind
from mainterm.model.terms import demands, is_wording
from mainterm.model.words import stems, words

LONGEST: Final = 40
"""Words of a statement that is looked up as an inclusion term."""
_MOST: Final = 300
"""Phrases with all the words that are looked at, the best first."""


class Termed(NamedTuple):
    """What an inclusion term gives: the finding, its paragraph, the code where it stands.

    `titles` are those under which it stands, the category's first; `lending` those that had to lend words; `only` is
    whether it stands at no other code; `answered` which of several the coder has chosen.
    """

    finding: Finding
    passage: Passage
    node: Node
    titles: str
    lending: str
    only: bool = True
    answered: tuple[Answered, ...] = ()

    @property
    def decides(self) -> bool:
        """Whether nothing is assumed: its own words lead there and nowhere else, or the coder has chosen the titles."""
        return bool(self.answered) or (self.only and not self.lending)

    @property
    def remark(self) -> Remark:
        """What the coder is to make sure of: that the title is meant."""
        text = f"{self.passage.text} stands in the Tabular List under {self.lending}: is that what is meant?"
        return Remark(UNDER_TITLE, text, self.node.code, self.passage.source)


Printed = tuple[Node, Note]
"""A code, and the inclusion term that stands there."""


def printed_as_term(book: Book, said: Sequence[str], text: str) -> tuple[Printed, ...]:
    """The codes at which the Tabular prints these words of a text as an inclusion term, which of them is to be told."""
    printed = {node.code: (node, note) for node, note in _printed(book, said, text)}
    return tuple(printed[code] for code in told_apart(printed))


def printed_under_title(book: Book, text: str) -> tuple[Printed, ...]:
    """As `printed_as_term`, for words behind a colon, before which words of the titles over the term stand."""
    title, _, term = text.rpartition(":")
    if not title.strip():
        return ()
    under = frozenset(stems(title))
    printed = {node.code: (node, note) for node, note in _printed(book, words(term), term)}
    meant = (code for code, (node, _) in printed.items() if under <= _stems_over(book, node))
    return tuple(printed[code] for code in told_apart(meant))


def _printed(book: Book, said: Sequence[str], text: str) -> Iterator[Printed]:
    if len(said) <= LONGEST:
        hits = book.phrased(text, NoteKind.INCLUSION, _MOST)
        yield from (place for hit in hits for place in _at(book, hit, said))


def _stems_over(book: Book, node: Node) -> frozenset[str]:
    """The stems of the titles of a code and of all that stands above it."""
    return frozenset(stem for place in (*book.ancestors(node), node) for stem in stems(place.title))


def termed(
    book: Book, outline: Outline, statement: Statement, printed: Sequence[Printed], answers: Answers
) -> tuple[Termed, ...]:
    """What the statement gives at each code where it stands as a term, if the Index leads there."""
    found = (_termed(book, outline, *place, statement, answers) for place in printed)
    return tuple(term._replace(only=len(printed) == 1) for term in found if term is not None)


def chosen_term(terms: Sequence[Termed], answers: Answers) -> tuple[Termed | None, Question | None]:
    """The term that stands at one code only, or the one that the coder has chosen; what is asked, if that is open."""
    if not terms or terms[0].only:
        return next(iter(terms), None), None
    question = ask_term(terms)
    answer = answers.to(question)
    if answer is None:
        return None, question
    term = next((term for term in terms if term.titles == answer.option.text), None)
    if term is None:
        return None, None
    return term._replace(answered=(answer,), passage=term.passage._replace(answered=answer.option.text)), None


def ask_term(terms: Sequence[Termed]) -> Question:
    """Under which of its titles a term is meant."""
    passage = terms[0].passage
    options = [(term.titles, term.node.code) for term in terms]
    return pose(
        "term", Asks.MEANING, f"{passage.text}: which of these is meant?", options, passage.source, required=True
    )


def _termed(
    book: Book, outline: Outline, node: Node, note: Note, statement: Statement, answers: Answers
) -> Termed | None:
    """By the statement's own words, else with those of the titles above the term, else with those of the headings, else
    with those of the other terms that stand there: they are of the same code.
    """
    above = book.ancestors(node)
    headings = tuple(place.title for place in above if place.level in (Level.CHAPTER, Level.SECTION))
    titles = (*(place.title for place in above if place.title not in headings), node.title)
    said = statement.every_stem
    beside = tuple(each.text for each in node.notes if each.kind is NoteKind.INCLUSION)
    for lending in ((), titles, (*headings, *titles), (*headings, *titles, *beside)):
        lent = said.union(*(demand for title in lending for demand in demands(title)))
        place = granted_place(book, outline, node, said, lent)
        if place is not None:
            span = (0, len(statement.text))
            code = place.code if within(place.code, node.code) else node.code
            settled = settle(book, code, Volume.DISEASES, said, lent, answers)
            passage = Passage("", note.source, note.text, span, said, StepKind.TABULAR_NOTE)
            finding = Finding(span, place.way, place.cell, (settled,), said, said)
            return Termed(finding, passage, node, " > ".join(titles), " > ".join(lending[: len(above) + 1]))
    return None


def _at(book: Book, hit: Hit, said: Sequence[str]) -> list[tuple[Node, Note]]:
    """The code with the term's paragraph, if the hit is a term on a line of its own that has these words, no others."""
    if hit.text.endswith(":") or not is_wording(said, hit.text):
        return []
    node = book.node(hit.key)
    if node is None or not node.printed or node.box.document:
        return []
    return [
        (node, note)
        for note in node.notes
        if note.source == hit.source
        and note.kind is NoteKind.INCLUSION
        and not note.depth
        and note.source != node.source
    ][:1]
