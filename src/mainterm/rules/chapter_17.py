"""Guidelines I.C.17: injuries, burns, adverse effects, poisonings and complications of care."""

from __future__ import annotations

from collections.abc import Iterator

from mainterm.model.code import category_of
from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Severity, remove, rule


@rule(
    cites=Guideline("I.C.17.c.2", page=59),
    severity=Severity.ERROR,
    passes=("942.22, 944.12", "942.22, 942.13"),
    flags={"942.12, 942.22": "942.12", "942.32, 942.22": "942.22"},
)
def burn_of_lesser_degree(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A burn of lesser degree beside one of the same site.

    Of burns of one local site only that of the highest degree is coded.
    """
    burns = encounter.within("940-947")
    for burn in burns:
        for other in burns:
            if _site(burn.code) == _site(other.code) and burn.code < other.code:
                yield remove(burn, "only the highest degree of burn of one site is coded", other)


def _site(code: str) -> tuple[str, str]:
    return category_of(code), code[5:]
