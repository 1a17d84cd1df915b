"""The treatment of a growth, told before the growth itself, is what the encounter is for (I.C.2.e.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mainterm.encode.growths import is_growth
from mainterm.encode.lexicon.told import worded
from mainterm.encode.segments import Link
from mainterm.encode.statement import Statement
from mainterm.model.answer import WordRole
from mainterm.model.words import stem

FILE: Final = "treated.txt"

_ABOUT: Final = frozenset(
    map(
        stem,
        "adjuvant neoadjuvant cycle round course session infusion admission admit admitted encounter visit".split(),
    )
)
"""Words about a treatment that leave it what it is."""
_TOLD_OTHERWISE: Final = frozenset({WordRole.HISTORY, WordRole.FAMILY_HISTORY, WordRole.STATUS, WordRole.PLANNED})


def with_treatment_as_reason(statement: Statement) -> Statement:
    """The statement, where it begins with nothing but the treatment of a growth, and that behind, called a visit."""
    if len(statement.segments) < 2:
        return statement
    first, growth = statement.segments[:2]
    named = growth.link in (Link.STOP, Link.COMMA) and any(map(is_growth, growth.words))
    if (
        not named
        or first.denied
        or first.uncertain
        or (first.roles | growth.roles) & _TOLD_OTHERWISE
        or WordRole.REASON in growth.roles
    ):
        return statement
    about = _ABOUT.union(filter(str.isdigit, first.stems))
    told = (one for one in worded(FILE) if one.said <= first.stems <= one.said | about)
    treatment = next(told, None)
    if treatment is None:
        return statement
    gloss = treatment.glosses[0]
    short = frozenset[str]().union(*(other.said for other in statement.glosses if other.means & gloss.said))
    gloss = replace(gloss, said=short or gloss.said)  # of *chemo*, which an abbreviation has read already
    called = replace(first, words=tuple(gloss.put.split()))
    free = statement.free | first.stems & about
    glosses = (*statement.glosses, gloss)
    return replace(statement, segments=(called, *statement.segments[1:]), glosses=glosses, free=free)
