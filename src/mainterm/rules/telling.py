"""What rules ask of the words of a record: what it was for, what alone was treated, what it leaves uncertain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Fix,
    Flag,
    Guideline,
    Mend,
    Need,
    Rule,
    Severity,
    look_at,
)
from mainterm.rules.shapes import Shape, Spans, shaped

UNCERTAIN: Final = r"\b(?:probabl[ey]|suspected|possibl[ey]|likely|questionable|rule[ds]? out|r/o|presumed)\b"
"""Words that leave a diagnosis uncertain."""
STATED: Final = (Need.DOCUMENTATION,)
CAME_FOR: Final = (
    r"\b(?:(?:re-?)?admi(?:tted|ssion|t)|present(?:s|ed|ing)?|seen|visit|encounter|comes|came|here|referred|returns)"
    r"(?: (?:solely|only|today|now|to (?:the )?hospital|electively|is|was))* (?:for|to receive|to undergo|with)\b"
)
"""What stands in front of the reason of an encounter."""
_ONLY: Final = r"\b(?:only|solely|just|exclusively|nothing (?:else|but)|no (?:other )?treatment|not treated)\b"


def came_for(*of: str, within: int = 80) -> re.Pattern[str]:
    """Words that name as the reason of the encounter, in one clause, one of these."""
    return re.compile(rf"{CAME_FOR}[^.;]{{0,{within}}}?(?:{'|'.join(of)})", re.I)


def only_treated(*of: str) -> re.Pattern[str]:
    """Words by which nothing but one of these is treated: in one sentence, *only* or the like beside it."""
    named = "|".join(of)
    return re.compile(rf"(?:{named})[^.]*{_ONLY}|{_ONLY}[^.]*(?:{named})", re.I)


def first_by_reason(codes: Spans, over: Spans, *said: re.Pattern[str], says: str, but: str = r"(?!)") -> Shape:
    """One of the codes behind one of `over`, which is first, where the record says all of `said` and not `but`."""
    excusing = re.compile(but, re.I)

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        words, first = encounter.documentation, encounter.diagnoses[0]
        meant = all(each.search(words) for each in said) and not excusing.search(words)
        if meant and first.within(*over) and not first.within(*codes):
            for diagnosis in encounter.within(*codes)[:1]:
                yield Flag((diagnosis, first), says, Fix(Mend.MOVE_FIRST, diagnosis.code))

    return Shape(codes, check)


def told(codes: Spans, said: str, says: str, *, but: str = "", unless: Spans = ()) -> Shape:
    """One of the codes, where the record says `said`, and does not say `but` (nor has a code of `unless`)."""
    telling, excusing = re.compile(said, re.I), re.compile(but or r"(?!)", re.I)

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        words = encounter.documentation
        if telling.search(words) and not excusing.search(words) and not encounter.has(*unless):
            for diagnosis in encounter.within(*codes)[:1]:
                yield look_at(diagnosis, says)

    return Shape(codes, check)


def by_record(
    name: str,
    title: str,
    explanation: str,
    cites: Guideline,
    shape: Shape,
    passes: tuple[str, ...],
    flags: Mapping[str, str],
) -> Rule:
    """A rule of such a shape, by which a code that the record contradicts is an error."""
    return shaped(name, title, explanation, cites, Severity.ERROR, shape, needs=STATED, passes=passes, flags=flags)
