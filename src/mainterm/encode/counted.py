"""Of how many vessels, stents or vertebrae a procedure was: the code that a note at it names for their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mainterm.encode.gloss import Gloss
from mainterm.encode.landing import Finding, Sending
from mainterm.encode.settle import Settled
from mainterm.encode.statement import Statement
from mainterm.model.code import Volume, within_any
from mainterm.model.edition import Book
from mainterm.model.tabular import Level, Node, Note
from mainterm.model.terms import COUNTING
from mainterm.model.words import stems


def with_numbers(book: Book, statement: Statement, performed: Sequence[Finding]) -> tuple[Finding, ...]:
    """The procedures, and each number that the statement tells and a *code also* note at one of them has a code for."""
    told = statement.quantities
    counted = {
        found.nodes[0].code: found
        for one in performed
        if told and one.nodes
        for found in _counted(book, statement, one, told)
    }
    return (*performed, *(counted[code] for code in sorted(counted)))


def _counted(book: Book, statement: Statement, one: Finding, told: Sequence[Gloss]) -> Iterator[Finding]:
    for note in _counting(book, one.nodes[0]):
        for node in _named(book, note):
            gloss = next((each for each in told if each.means <= frozenset(stems(node.title))), None)
            if gloss:
                settled = Settled(node, gloss.said, glosses=(gloss,))
                sending = Sending(note, one.nodes[0], gloss.said)
                span = (0, len(statement.text))
                yield one._replace(span=span, settled=(settled,), sending=sending)


def _counting(book: Book, node: Node) -> Iterator[Note]:
    """The notes at a code and above it that ask for a number: *number of vessels treated (00.40-00.43)*."""
    for place in (node, *book.ancestors(node)):
        if place.level not in (Level.CHAPTER, Level.SECTION):
            yield from (note for note in place.notes if note.codes and COUNTING.search(note.text))


def _named(book: Book, note: Note) -> Iterator[Node]:
    """The valid codes that a note names by one range."""
    first = book.node(note.codes[0].partition("-")[0], Volume.PROCEDURES)
    above = book.ancestors(first)[-1:] if first else ()
    yield from (node for place in above for node in book.children(place) if within_any(node.code, note.codes))
