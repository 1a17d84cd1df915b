"""A fracture that is due to what weakens the bone is pathologic, though the statement does not call it so (733.1)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from mainterm.encode.gloss import Gloss
from mainterm.encode.lexicon.told import Worded, told_by
from mainterm.encode.segments import Link, Segment
from mainterm.encode.statement import Statement
from mainterm.model.words import stems

FILE: Final = "weakened.txt"

_FRACTURE: Final = "fracture"
_SAYING_SO: Final = frozenset({"pathologic", "pathological", "traumatic"})
"""Words by which the statement says itself of what kind the fracture is."""


def with_weakened_bones(statement: Statement) -> Statement:
    """The statement with each fracture that it lays to what weakens the bone called pathologic."""
    found, glosses = list(statement.segments), list[Gloss]()
    for number, (segment, cause) in enumerate(pairwise(statement.segments)):
        weakening = _weakening(statement, segment, cause)
        if weakening:
            gloss = weakening.glosses[0]
            glosses.append(gloss)
            found[number] = replace(found[number], words=(*segment.words, gloss.put), end=max(segment.end, cause.end))
    if not glosses:
        return statement
    return replace(statement, segments=tuple(found), glosses=(*statement.glosses, *glosses))


def _weakening(statement: Statement, segment: Segment, cause: Segment) -> Worded | None:
    """What of the cause, in the statement's own words, weakens a bone, where it is the cause of a fracture."""
    if cause.link is not Link.DUE or segment.denied or cause.denied or statement.stems & _SAYING_SO:
        return None
    said = frozenset(stems(statement.text[cause.start : cause.end])) if _FRACTURE in segment.stems else frozenset[str]()
    return told_by(said, FILE)
