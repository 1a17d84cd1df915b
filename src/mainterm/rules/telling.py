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
    replace_by,
)
from mainterm.rules.shapes import Shape, Spans, shaped

UNCERTAIN: Final = r"\b(?:probabl[ey]|suspected|possibl[ey]|likely|questionable|rule[ds]? out|r/o|presumed)\b"
"""Words that leave a diagnosis uncertain."""
NOT_LAID: Final = (
    r"\b(?:not|no|never|without|n't)\b[^.;]*\b(?:due|relat\w+|attribut\w+|link\w*|caus\w+|connect\w*|associat\w+|"
    r"result\w*)\b|"
    r"\b(?:unrelated|unconnected|independent|coincidental\w*|incidental)\b|"
    r"\b(?:relation\w*|link|cause|connection|association)\b[^.;]*\b(?:not|un\w+)\b"
)
"""Words by which a record does not lay one condition to another, or to what was done."""
STATED: Final = (Need.DOCUMENTATION,)
CAME_FOR: Final = (
    r"(?:\b(?:(?:re-?)?admi(?:tted|ssion|ts?)|hospitali[sz]ed|present(?:s|ed|ing)?|seen|visit|encounter|stay|"
    r"comes|came|"
    r"here|brought|referred|return(?:s|ed)|scheduled|arriv(?:es|ed))(?: (?!and |for |with )\w+){0,5} "
    r"(?:for|to (?:receive|undergo|have|get|begin)|with|because of)\b|"
    r"\b(?:reason for|purpose of) (?:the |this |his |her )?(?:\w+ )?(?:admission|visit|encounter|stay)(?: is| was|:)?)"
)
"""What stands in front of the reason of an encounter."""
_ONLY: Final = r"\b(?:only|solely|just|exclusively|nothing (?:else|but)|no (?:other )?treatment|not treated)\b"


_CLAUSES: Final = re.compile(r"[.;]\s*|,?\s+(?:but|however|although|though|whereas)\b")
_DENIAL: Final = re.compile(
    r"\b(?:no|not|never|without|denie[sd]|negative for|absence of|nor|neither|rather than|instead of|"
    r"un(?:related|likely))\b[^,]*$",
    re.I,
)
_WITHIN: Final = re.compile(r"\b(?:no|not|never|without|denie[sd]|n't)\b", re.I)
_DENIED: Final = re.compile(
    r"[^,]{0,25}?\b(?:ruled out|not|never|denied|absent|excluded|unlikely|un(?:related|confirmed))\b", re.I
)


def affirms(words: str, said: re.Pattern[str]) -> bool:
    """Whether a clause of the words says this, and neither denies it in front nor right behind.

    >>> [affirms(words, re.compile("shock")) for words in ("septic shock", "no sepsis or shock", "shock was ruled out")]
    [True, False, False]
    """
    return any(
        not _WITHIN.search(found[0])
        and not _DENIAL.search(clause[: found.start()])
        and not _DENIED.match(clause, found.end())
        for clause in _CLAUSES.split(words)
        for found in said.finditer(clause)
    )


def came_for(*of: str, within: int = 80) -> re.Pattern[str]:
    """Words that name as the reason of the encounter, in one clause, one of these."""
    return re.compile(rf"{CAME_FOR}[^.;]{{0,{within}}}?(?:{'|'.join(of)})", re.I)


def only_treated(*of: str) -> re.Pattern[str]:
    """Words by which nothing but one of these is treated: in one sentence, *only* or the like beside it."""
    named = "|".join(of)
    return re.compile(rf"(?:{named})[^.]*{_ONLY}|{_ONLY}[^.]*(?:{named})", re.I)


def first_by_reason(
    codes: Spans, over: Spans, *said: re.Pattern[str], says: str, but: str = r"(?!)", save: Spans = ()
) -> Shape:
    """One of the codes behind one of `over`, not of `save`, that is first; the record says all of `said`, not `but`."""
    excusing = re.compile(but, re.I)

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        words, first = encounter.documentation, encounter.diagnoses[0]
        meant = all(each.search(words) for each in said) and not excusing.search(words)
        if meant and first.within(*over) and not first.within(*codes, *save):
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


def codes_said(said: Mapping[str, str], says: str, but: str = "") -> Shape:
    """A code of the table, where the record affirms another row of the table alone: that row's code is meant.

    `said` maps each code to the words for it; a record that says several rows, or none, says nothing here.
    """
    rows = {code: re.compile(words, re.I) for code, words in said.items()}
    excusing = re.compile(but or r"(?!)", re.I)

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        words = encounter.documentation
        meant = [code for code, row in rows.items() if affirms(words, row)]
        coded = encounter.within(*rows)
        if len(meant) == 1 and len(coded) == 1 and coded[0].code != meant[0] and not affirms(words, excusing):
            yield replace_by(coded[0], meant[0], f"{says}: {meant[0]}")

    return Shape(tuple(rows), check)


def affirmed(
    codes: Spans,
    said: str,
    says: str,
    *,
    but: str = "",
    beside: Spans = (),
    unless: Spans = (),
    first: bool = False,
    to: str = "",
) -> Shape:
    """One of the codes (`first`: as the first diagnosis), where the record affirms `said`, and not `but`.

    One of `beside` is there, if any are named, and none of `unless`; `to` is the code that is meant, where it is known.
    """
    meant, excusing = re.compile(said, re.I), re.compile(but or r"(?!)", re.I)

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        words, asked = encounter.documentation, encounter.within(*codes)
        apt = encounter.has(*beside) if beside else True
        if apt and not encounter.has(*unless) and affirms(words, meant) and not affirms(words, excusing):
            for diagnosis in asked[:1]:
                if not first or diagnosis is encounter.principal:
                    yield replace_by(diagnosis, to, says) if to else look_at(diagnosis, says)

    return Shape(codes, check, beside=beside, unless=unless, first=first)


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
