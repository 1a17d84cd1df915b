"""Whether a printed cross-reference names a line: its words against the line's way down from its main term."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mainterm.model.terms import RELATION
from mainterm.model.words import stems
from mainterm.verify.meaning import line_is_met
from mainterm.verify.outline import Reading, outside

_CHOICE: Final = re.compile(r",\s*by [^,]+?(?=\s+with\b|,|$)")
"""*by site*, *by type*, *by site and stage*: the coder chooses among the subterms (*by site with obstruction*)."""


def lent_by(target: str) -> frozenset[str]:
    """The stems that a cross-reference supplies: `Neoplasm, by site, malignant` -> neoplasm, malignant."""
    return frozenset(stems(outside(_CHOICE.sub(" ", target))))


def owed_after(target: str, referring: Reading, path: Sequence[Reading]) -> frozenset[str] | None:
    """What the reference says beyond the lines of `path`, or None where it does not name them.

    Every line on the path must be in the words of the reference or of the line that makes it (`PTCA (percutaneous
    transluminal coronary angioplasty)`); words of the reference that no line bears out are owed by the steps below.
    """
    lent = lent_by(target)
    if not lent & path[0].stems or not all(
        _is_named(line.essential, lent | referring.stems) or _is_begun(line.essential, target) for line in path
    ):
        return None
    return lent - frozenset[str]().union(*(line.stems for line in path)) - RELATION


def _is_named(essential: str, said: frozenset[str]) -> bool:
    """Whether a reference says a line, or one of the forms that its commas part: *Tear* is `Tear, torn`."""
    pieces = (frozenset(stems(piece)) for piece in essential.split(","))
    return line_is_met(essential, said) or any(piece and piece <= said for piece in pieces)


def _is_begun(essential: str, target: str) -> bool:
    """Whether a line begins with a part of the reference: *coronary* is `coronary artery` (Pindex12.rtf ¶685)."""
    line = stems(essential)
    parts = (stems(part) for part in outside(target).split(","))
    return any(part and line[: len(part)] == part for part in parts)
