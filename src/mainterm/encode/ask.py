"""The questions that the books put: a meaning, a column, a subterm or a digit that the words do not decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from mainterm.encode.answers import pose, slug
from mainterm.encode.gloss import Gloss
from mainterm.encode.page import Entry
from mainterm.model.answer import Asks, Question
from mainterm.model.index import COLUMNS, Line, Table
from mainterm.model.source import Source
from mainterm.model.tabular import Node

_SAYS: Final = "which of these does the record say?"


def ask_meaning(short: str, meanings: Sequence[str]) -> Question:
    """Which meaning of an abbreviation is meant."""
    asks, options = f"{short}: which of these is meant?", [(meaning, "") for meaning in meanings]
    return pose(slug(short), Asks.MEANING, asks, options, Source("", -1), required=True)


def ask_between(readings: Sequence[tuple[Sequence[Gloss], str]]) -> Iterator[Question]:
    """For each abbreviation that readings which serve alike spell out otherwise: those meanings, with their codes.

    `readings` are the glosses of each and its first code.
    """
    open_ones = [(gloss, code) for glosses, code in reversed(readings) for gloss in glosses if not gloss.answered]
    for question in dict.fromkeys(question for gloss, _ in reversed(open_ones) for question in gloss.asks):
        codes = {gloss.put: code for gloss, code in open_ones if question in gloss.asks}
        if len(codes) > 1:
            meanings = (replace(one, code=codes[one.text]) for one in question.options if one.text in codes)
            yield replace(question, options=(*meanings, question.options[-1]))


def ask_line(paths: Sequence[tuple[Sequence[Entry], str]]) -> Question:
    """Which line is meant, where several have the words of the statement and other codes."""
    asks, options = (
        "the Index has these words more than once: which is meant?",
        [(_shown(p), code) for p, code in paths],
    )
    return pose("line", Asks.MEANING, asks, options, paths[0][0][-1].line.source, required=True)


def ask_column(path: Sequence[Entry], default: int) -> Question:
    """Which column of a row, where no word chooses one; `default` is the column for words that say nothing."""
    line = path[-1].line
    filled = [(name, code) for name, code in zip(COLUMNS[line.table], line.cells, strict=True) if code not in ("", "-")]
    id, asks = slug(*_heads(path)[:2], "column"), f"{_shown(path)}: {_SAYS}"
    return pose(id, Asks.COLUMN, asks, filled, line.source, required=False, default=line.cells[default])


def ask_subterm(path: Sequence[Entry], column: str = "", here: str = "") -> Question | None:
    """Which line below the last of `path` the record supports; None where none would give another code.

    `column` is the one chosen in a table, `here` the code that the answer has without more, "" where it has none yet.
    An option has the same number whichever others are offered beside it.
    """
    asked = path[-1].asked
    if (column, here) not in asked:
        asked[column, here] = _subterm(path, column, here)
    return asked[column, here]


def _subterm(path: Sequence[Entry], column: str, here: str) -> Question | None:
    own = _codes(path[-1].line, column)
    below = [(text, chain[-1]) for text, chain in ways_below(path[-1])]
    offered = frozenset(number for number, (_, entry) in enumerate(below, start=1) if _differs(entry, own, column))
    if not offered:
        return None
    id, asks = slug(*_heads(path)), f"{_shown(path)}: {_SAYS}"
    options = [(text, " ".join(_codes(entry.line, column))) for text, entry in below]
    question = pose(id, Asks.SUBTERM, asks, options, path[-1].line.source, required=not own, default=here)
    return replace(question, options=tuple(one for one in question.options if int(one.id) in offered | {0}))


def ask_digit(heading: str, children: Sequence[Node], default: str, required: bool) -> Question:
    """Which digit completes a heading; `default` is the code that the book has where no more is known."""
    options = [(child.title, child.code) for child in children]
    asks = f"{heading}: which of these does the record support?"
    return pose(heading.lower(), Asks.DIGIT, asks, options, children[0].source, required, default)


def ways_below(entry: Entry) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """The lines below that say something, each with the connectives that lead to it: `with asthma`.

    A row of the Table of Drugs without codes only heads those below it (Ddrugs12.txt: a class of drugs).
    """
    for child in entry.read_below():
        heads_rows = child.line.table is Table.DRUGS and not child.line.cells
        if child.connective or heads_rows:
            for text, chain in ways_below(child):
                yield f"{child.head} {text}", (child, *chain)
        else:
            yield child.head, (child,)


def _heads(path: Sequence[Entry]) -> list[str]:
    return [entry.head for entry in path]


def _shown(path: Sequence[Entry]) -> str:
    """The way as a coder writes it: `Fracture > femur`."""
    return " > ".join(entry.head.split(",")[0] if n == 0 else entry.head for n, entry in enumerate(path))


def _codes(line: Line, column: str) -> tuple[str, ...]:
    """The codes that a line gives, the bracketed ones last; of a row, that of the column."""
    if line.table is not Table.NONE and line.cells:
        code = line.cells[COLUMNS[line.table].index(column)] if column else ""
        return () if code in ("", "-") else (code,)
    return (*line.codes[:1], *line.manifestations)


def _differs(entry: Entry, own: tuple[str, ...], column: str) -> bool:
    """Whether a line, or one below it, or one that it refers to, would give other codes than these."""
    if entry.line.references or _codes(entry.line, column) not in ((), own):
        return True
    return any(_differs(child, own, column) for child in entry.children)
