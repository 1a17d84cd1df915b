"""What the Tabular sends elsewhere: an Excludes note at the code of the Index, whose words the statement has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from mainterm.encode.answers import Answers, is_undocumented
from mainterm.encode.landing import Finding, Landing, Sending
from mainterm.encode.statement import Statement
from mainterm.model.edition import Book
from mainterm.model.tabular import NoteKind
from mainterm.model.terms import excluded, met
from mainterm.rules.notes import WIDE, Item, items


def sent_elsewhere(
    book: Book, landing: Landing, statement: Statement, findings: Sequence[Finding], answers: Answers
) -> tuple[Finding, ...]:
    """The findings; the one of a condition that a note excludes, in just these words, with the code that it names.

    Of several conditions none is sent: the words of one may be another's; nor one whose line the coder has chosen.
    """
    conditions = [found for found in findings if found.nodes and found.nodes[0].code < "E" and not found.cell]
    if len(conditions) != 1 or len(conditions[0].settled) != 1:
        return tuple(findings)
    found = conditions[0]
    if any(not is_undocumented(answer.option) for answer in found.way.answered):
        return tuple(findings)
    named = (_sent(landing, statement, found, *each, answers) for each in excluding(book, statement, found))
    sent = next(filter(None, named), None)
    return tuple(sent if sent and each is found else each for each in findings)


def excluding(book: Book, statement: Statement, found: Finding) -> Iterator[tuple[Item, frozenset[str]]]:
    """The lines of Excludes notes in force at a finding's code, each part of which the words meet, with those words.

    They have all that the way through the Index has placed, and more.
    """
    node, placed, said = found.nodes[0], found.way.placed, statement.stems
    for item, alternatives in _excluded_at(book, node.code):
        used = [met(each, said) for each in alternatives]
        words = frozenset[str]().union(*(each for each in used if each))
        if None not in used and placed < words and not item.names(node.code):
            yield item, words


def _sent(
    landing: Landing, statement: Statement, found: Finding, item: Item, words: frozenset[str], answers: Answers
) -> Finding | None:
    """The finding with the one code that the note names, and its digits by the words; None where it names several."""
    if len(item.spans) != 1 or "-" in item.spans[0]:
        return None
    settled = landing.settled(item.spans[0], statement.stems, given=words, answers=answers)
    if settled.node is None:
        return None
    sending = Sending(item.note, found.nodes[0], words)
    return found._replace(span=(0, len(statement.text)), settled=(settled,), sending=sending)


@lru_cache(maxsize=8_192)
def _excluded_at(book: Book, code: str) -> tuple[tuple[Item, tuple[tuple[frozenset[str], ...], ...]], ...]:
    """The lines of the Excludes notes from the category down, each with the alternatives of its parts."""
    lines = (item for item in items(book, code) if item.kind is NoteKind.EXCLUDES and item.place.level not in WIDE)
    return tuple((item, parts) for item in lines if (parts := excluded(item.words)))
