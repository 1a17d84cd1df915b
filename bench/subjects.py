"""What is called over and over: look-ups, walks, whole answers, and the peer's search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from bench.ground import Ground
from bench.peers import Ranked
from bench.phrases import titles
from mainterm.encode.coder import Coder
from mainterm.encode.openings import OF_DISEASES, OF_PROCEDURES
from mainterm.encode.outline import Outline
from mainterm.encode.reading import Reading
from mainterm.encode.statement import read_statement
from mainterm.encode.walk import ways

Call = Callable[[Any], object]


def _node(ground: Ground) -> Call:
    return ground.book().node


def _page(ground: Ground) -> Call:
    return ground.book().page


def _find(ground: Ground) -> Call:
    return ground.book().find


def _walk(ground: Ground) -> Call:
    """A walk: from the words to the ways through each index in which a main term is looked for."""
    book = ground.book()
    outline = Outline(book)

    def walk(text: str) -> object:
        stems = read_statement(text, Reading(text)).stems
        return [ways(book, outline, stems, index) for index in (*OF_DISEASES, *OF_PROCEDURES)]

    return walk


def _code(ground: Ground) -> Call:
    """A whole answer: the walk, the Tabular, the proof, the questions and the alternatives."""
    return Coder(ground.book()).code


def _bm25(ground: Ground) -> Call:
    return Ranked(titles(ground.database)).codes


SUBJECTS: Final[dict[str, Callable[[Ground], Call]]] = {
    "Book.node": _node,
    "Book.page": _page,
    "Book.find": _find,
    "walk": _walk,
    "code": _code,
    "BM25, titles": _bm25,
}
