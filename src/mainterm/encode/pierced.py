"""What pierced the body's wall and harmed an organ is one injury *with open wound into cavity* (860-869)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mainterm.encode.gloss import Gloss
from mainterm.encode.lexicon.told import told_by
from mainterm.encode.segments import Segment
from mainterm.encode.statement import Statement
from mainterm.encode.walk import Best
from mainterm.model.words import stem, stems

FILE: Final = "pierced.txt"

_INTERNAL: Final = "860-869"


def with_organs_pierced(statement: Statement, best: Best) -> Statement:
    """The statement with each organ that is harmed where something pierced called so."""
    said = frozenset(stems(statement.text)).union(*(gloss.means for gloss in statement.glosses))
    piercing = told_by(said, FILE)
    if piercing is None:
        return statement
    found, glosses = list(statement.segments), list[Gloss]()
    for number, segment in enumerate(found):
        gloss = next((g for g in piercing.glosses if not segment.denied and _is_pierced(segment, g, best)), None)
        if gloss:
            words = (*segment.words, *(word for word in gloss.put.split() if stem(word) not in segment.stems))
            found[number] = replace(segment, words=words, start=0, end=len(statement.text))
            glosses.append(gloss)
    if not glosses:
        return statement
    return replace(statement, segments=tuple(found), glosses=(*statement.glosses, *glosses))


def _is_pierced(segment: Segment, gloss: Gloss, best: Best) -> bool:
    """Whether it is an injury of an organ, and with what pierced it the Index has another line for it."""
    way = best(segment.stems)
    if way is None or not way.last.line.within(_INTERNAL):
        return False
    pierced = best(segment.stems | gloss.means)
    return pierced is not None and pierced.last is not way.last and gloss.means <= pierced.used
