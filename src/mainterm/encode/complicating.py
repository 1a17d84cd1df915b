"""What a pregnant patient has is read as the kind of disease that complicates a pregnancy, too (I.C.11.a.1)."""

from __future__ import annotations

from itertools import chain
from typing import Final

from mainterm.encode.gloss import Gloss
from mainterm.encode.lexicon.told import worded
from mainterm.encode.statement import Statement

FILE: Final = "obstetric.txt"


def complications(statement: Statement) -> tuple[Gloss, ...]:
    """The words of the Index for what complicates a pregnancy that the statement tells: *mental disorder*."""
    if not statement.course.told:
        return ()
    return tuple(chain.from_iterable(one.glosses for one in worded(FILE) if one.said <= statement.stems))
