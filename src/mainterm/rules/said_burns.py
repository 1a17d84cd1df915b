"""Guidelines I.C.17.c: what the words of the record decide of burns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    look_at,
    replace_by,
    rule,
)
from mainterm.rules.telling import STATED, affirmed, by_record

LATE: Final = ("906.5-906.9",)
_NOT_HEALED: Final = re.compile(
    r"\b(?:non-?healing|not healed|unhealed)(?: \w+){0,3} burn|necrosis of (?:the )?burn|\bnecrotic (?:\w+ )?burn\w*|"
    r"\bburns?\b[^.;,]*\b(?:not|never|n't)\b[^.;,]{0,15}\bheal\w*|\bburns?\b[^.;,]*\b(?:unhealed|non-?healing)",
    re.I,
)
_INFECTED: Final = re.compile(
    r"\binfected(?: \w+){0,3} burn|\binfect\w+ of (?:the )?burn|\bburns?(?: \w+){0,4},?(?: \w+)? infect", re.I
)


@rule(
    cites=Guideline("I.C.17.c.3", page=59),
    severity=Severity.ERROR,
    on=LATE,
    needs=(Need.DOCUMENTATION,),
    passes=("942.32 | says non-healing burn of the chest", "709.2, 906.8 | says scar of an old burn"),
    flags={
        "906.8 | says non-healing third degree burn of the chest wall": "906.8",
        "709.2, 906.7 | says necrosis of burned skin of the leg": "906.7",
    },
)
def burn_not_healed_coded_as_a_late_effect(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A burn that has not healed coded as a late effect.

    Non-healing burns, and necrosis of burned skin, are coded as acute burns.
    """
    if _NOT_HEALED.search(encounter.documentation):
        for diagnosis in encounter.within(*LATE):
            yield look_at(diagnosis, "a burn that has not healed is coded as acute")


@rule(
    cites=Guideline("I.C.17.c.4", page=59),
    severity=Severity.WARNING,
    on=("940-949",),
    needs=(Need.DOCUMENTATION,),
    passes=("942.22, 958.3 | says infected burn of the chest", "942.22 | says burn of the chest without blisters"),
    flags={
        "942.22 | says infected second degree burn of the chest": "942.22",
        "945.36, 682.6 | says burn of the thigh infected with Pseudomonas": "945.36",
    },
)
def infected_burn_without_its_infection(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An infected burn without 958.3.

    It is an additional code for any documented infected burn site.
    """
    if _INFECTED.search(encounter.documentation) and not encounter.has("958.3"):
        for diagnosis in encounter.within("940-949")[:1]:
            yield look_at(diagnosis, "958.3 is assigned for an infected burn site")


_PERCENT: Final = re.compile(r"\b(\d{1,2})(?:\.\d)? ?(?:%|per ?cent)", re.I)
_THIRD: Final = re.compile(
    r"\b(\d{1,2})(?:\.\d)? ?(?:%|per ?cent)[^.;,\d]{0,30}?\b(?:third|3rd|full)\b|"
    r"\b(?:third|3rd|full[- ]thickness)[^.;,\d]{0,40}?\b(\d{1,2})(?:\.\d)? ?(?:%|per ?cent)",
    re.I,
)


@rule(
    cites=Guideline("I.C.17.c.6", page=59),
    severity=Severity.ERROR,
    on=("948",),
    needs=STATED,
    passes=(
        "942.32, 948.21 | says burns of 25 percent of the body with 10 percent third degree",
        "942.22, 948.10 | says second degree burns, 12% of body surface",
        "942.22, 948.00 | says small burn",
    ),
    flags={
        "942.22, 948.00 | says second degree burns of 15 percent of the body surface": "948.00",
        "942.32, 948.20 | says 25% of body burned, 12% third degree": "948.20",
    },
)
def extent_of_a_burn_that_is_another(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An extent of body surface burnt other than the record tells.

    The fourth digit of 948 tells all of it in tens of percent, the fifth what is burnt in the third degree.
    """
    words = encounter.documentation
    told = [int(each) for each in _PERCENT.findall(words)]
    third = [int(one or other) for one, other in _THIRD.findall(words)]
    for diagnosis in encounter.within("948"):
        if told and len(diagnosis.code) == len("948.00"):
            whole, deep = diagnosis.code[4], diagnosis.code[5]
            if whole != str(max(told) // 10) or (third and deep != str(max(third) // 10)):
                code = f"948.{max(told) // 10}{max(third) // 10 if third else deep}"
                yield replace_by(diagnosis, code, "the record tells another extent")


RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "healed_burn_coded_as_acute",
        "A burn coded as acute, of which the record has the scar or contracture alone.",
        "Late effects of burns are the residual condition and 906.5-906.9.",
        Guideline("I.C.17.c.7", page=60),
        affirmed(
            ("940-949",),
            r"\b(?:scar\w*|contracture|keloid)\b[^.;]*\b(?:from|of|due to|after|following)\b[^.;]*\bburn|\bburn scar|"
            r"\b(?:old|healed|previous|prior) burn|\bburn\w*\b[^.;]*\b(?:years?|months?) ago",
            "what an old burn has left is coded, and 906.5-906.9",
            but=r"\b(?:new|current|acute|fresh|today|non-?healing)\b",
            unless=("906.5-906.9",),
        ),
        ("709.2, 906.7 | says scar of an old burn", "942.22 | says second degree burn of the chest"),
        {
            "944.30 | says contracture of the hand from a burn two years ago": "944.30",
            "709.2, 941.20 | says facial scar of an old burn": "941.20",
        },
    ),
)
