"""A statement as the Index would have it told: sites with their growths, what a word elsewhere says of a condition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mainterm.encode.converted import with_conversions_told
from mainterm.encode.excised import with_growths_gone
from mainterm.encode.grafts import with_grafts_counted_apart
from mainterm.encode.growths import with_growths_apart
from mainterm.encode.handed import with_handedness
from mainterm.encode.healing import with_fractures_healing
from mainterm.encode.held import with_held_words
from mainterm.encode.impending import without_the_impending
from mainterm.encode.lexicon import Lexicon
from mainterm.encode.operated import with_operations_told
from mainterm.encode.outline import Outline
from mainterm.encode.pierced import with_organs_pierced
from mainterm.encode.search import Search
from mainterm.encode.statement import Statement
from mainterm.encode.strokes import with_old_strokes
from mainterm.encode.trailing import with_status_behind
from mainterm.encode.treated import with_treatment_as_reason
from mainterm.encode.walk import Way
from mainterm.encode.weakened import with_weakened_bones
from mainterm.model.edition import Book


def rearranged(
    book: Book, outline: Outline, lexicon: Lexicon, search: Callable[[Statement], Search], statement: Statement
) -> Statement:
    """The statement with each site of a growth, and what holds over a kind of condition, where it belongs."""
    segments = with_grafts_counted_apart(with_status_behind(statement.segments, statement.glosses))
    apart = with_growths_apart(book, outline, lexicon, segments, statement.text)
    held = with_held_words(apart)
    told = statement if held == statement.segments else replace(statement, segments=held)
    told = with_treatment_as_reason(with_weakened_bones(with_growths_gone(told)))
    told = with_conversions_told(with_fractures_healing(told))

    def best(stems: frozenset[str]) -> Way | None:
        return search(told).openings.best(stems)

    told = without_the_impending(told, best)
    told = with_organs_pierced(with_operations_told(told, best), best)
    return with_old_strokes(with_handedness(told))
