"""Codes that a note asks for beside those of the answer and that the words do not give: offered, never invented."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from mainterm.encode.answers import pose, slug
from mainterm.model.answer import Asks, Option, Question
from mainterm.model.code import Volume, category_of, within
from mainterm.model.edition import Book
from mainterm.model.index import Index, Line
from mainterm.model.tabular import Level, Node, Note, NoteKind
from mainterm.model.words import stems
from mainterm.rules.notes import fifth_digits, may_end

ASKING: Final = frozenset({NoteKind.USE_ADDITIONAL, NoteKind.CODE_FIRST})
_MOST: Final = 30
"""Codes that one question offers; a note for more, such as any external cause, names no choice."""

_KEYWORD: Final = re.compile(
    r"^(?:use additional (?:external cause )?codes?(?:\(s\))?|code first|code,? if applicable,?)"
    r"(?:,? if (?:applicable|desired|known|present),?)?(?:,? (?:to identify|for|any|the|associated|such as))*[\s:,]*"
    r"|^(?:any|the|associated)\s",
    re.I,
)
_ASIDE: Final = re.compile(
    r"\s*\([^()]*\d[^()]*\)|,? with fifth[- ]digits?\b.*$|,? if applicable| first$|\s[EV]?\d[\d.]*$|[,:.]+$"
)
_NAMING: Final = 6
"""Words of what a note asks for by which its question is called."""


class Wanted(NamedTuple):
    """A question for the codes that a note asks for, the code whose note it is, and whether they go before that."""

    question: Question
    beside: str
    before: bool
    volume: Volume = Volume.DISEASES


def wanted_by_notes(book: Book, nodes: Sequence[Node]) -> Iterator[Wanted]:
    """For each line of a note that asks for codes of which the answer has none: which of them the record gives."""
    codes = [node.code for node in nodes]
    asked: set[str] = set()
    for node in nodes:
        for place in (node, *reversed(book.ancestors(node))):
            if place.level in (Level.CHAPTER, Level.SECTION):
                break
            for note, said in _not_met(place, codes):
                question = _ask(book, place, note, said)
                if question and question.id not in asked:
                    asked.add(question.id)
                    yield Wanted(question, node.code, note.kind is NoteKind.CODE_FIRST, node.volume)


def _not_met(place: Node, codes: Sequence[str]) -> Iterator[tuple[Note, str]]:
    """The lines with codes of each note here that asks for some, of which the answer has none; with what each says."""
    blocks: list[list[Note]] = []
    for note in place.notes:
        if note.kind in ASKING and (note.head or not blocks or blocks[-1][0].kind is not note.kind):
            blocks.append([])
        if note.kind in ASKING:
            blocks[-1].append(note)
    for block in blocks:
        if any(within(code, span) for note in block for span in note.codes for code in codes):
            continue
        before = ""
        for note in block:
            if note.codes:
                yield note, f"{before} {note.text}".strip()
            before = "" if note.codes or note.text.endswith(":") else note.text


def lines_to(book: Book, option: Option, volume: Volume) -> tuple[Line, ...]:
    """The lines of its Index that lead to a code, or to one above it; the likest to the code's title first."""
    code, wanted = option.code, frozenset(stems(option.text))
    spelt = dict.fromkeys(code[:size].rstrip(".") for size in range(len(code), 2, -1))
    found = (line for each in spelt for line in book.lines(book.leads_to(each)))
    lines = [line for line in found if (line.index is Index.PROCEDURES) == (volume is Volume.PROCEDURES)]
    return tuple(sorted(lines, key=lambda line: -len(wanted & frozenset(stems(line.head)))))


def _ask(book: Book, place: Node, note: Note, said: str) -> Question | None:
    """None where the note names more codes than can be chosen among, or none that there is."""
    label = _label(said)
    options = _options(book, note.codes, place.key, place.volume, fifth_digits(note.text))
    if not options or not label:
        return None
    asks = f"{label}: does the record say so? ({note.kind.replace('_', ' ')}, {place.code})"
    id = slug(place.code, " ".join(label.split()[:_NAMING]))
    return pose(id, Asks.ADDITIONAL, asks, options, note.source, required=False)


@lru_cache(maxsize=4_096)
def _options(book: Book, spans: tuple[str, ...], key: str, volume: Volume, digits: str) -> tuple[tuple[str, str], ...]:
    """The codes that a note names, each with its title: the valid ones, or where these are many the headings over them.

    A heading to which no line of the Index leads gives way to what stands below it, a code to none: an offer is one
    that can be taken. Nothing where there are more than can be chosen among.
    """
    place = book.node(key, volume)
    named = tuple(node for span in spans for node in _named(book, span, place)) if place else ()
    leaves = tuple(leaf for node in named for leaf in _leaves(book, node) if may_end(leaf.code, digits))
    offered = leaves if len(leaves) <= _MOST else named
    if len(offered) > _MOST:
        return ()
    return tuple((node.display, node.code) for each in offered for node in _led_to(book, each))


def _led_to(book: Book, node: Node) -> Iterator[Node]:
    """The node where a line of the Index leads to it, or to what it is below; else those below it."""
    if lines_to(book, Option(node.display, node.code), node.volume):
        yield node
    else:
        for child in book.children(node):
            yield from _led_to(book, child)


def _label(text: str) -> str:
    """What the note asks for, without its keyword and its codes."""
    text, before = _KEYWORD.sub("", text), ""
    while text != before:
        before, text = text, " ".join(_ASIDE.sub("", text).split())
    return text


def _leaves(book: Book, node: Node) -> Iterator[Node]:
    """The valid codes at a node and below it."""
    if node.valid:
        yield node
    for child in book.children(node):
        yield from _leaves(book, child)


def _named(book: Book, span: str, place: Node) -> Iterator[Node]:
    """The codes that a span names: the one, or those of its level from the first to the last."""
    low, _, high = span.partition("-")
    first = book.node(low, place.volume)
    if first is None or (high and category_of(low) != category_of(high)):
        return
    above = book.node(first.parent, place.volume) if high else None
    for node in book.children(above) if above else (first,):
        if not high or low <= node.code <= high or node.code.startswith(high):
            yield node
