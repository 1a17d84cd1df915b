"""Guidelines I.C.17: injuries, burns, adverse effects, poisonings and complications of care."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.code import category_of
from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_01 import ORGAN_DYSFUNCTION
from mainterm.rules.declare import Flag, Guideline, Need, Severity, remove, replace_by, rule

NO_INFECTION: Final = ("140-209", "577.0", "800-959", "991", "992")
"""What may bring about a systemic inflammatory response without any infection."""


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


@rule(
    cites=Guideline("I.C.17.g", page=64),
    severity=Severity.ERROR,
    needs=(Need.LINKS,),
    passes=(
        "577.0, 995.93 | links known",
        "577.0, 995.94, 584.9 due to 995.94",
        "486, 995.90 due to 486",
        "577.0, 995.90 | links known",
    ),
    flags={"995.90 due to 577.0, 577.0": "995.90", "577.0 with 995.90, 995.90": "995.90"},
)
def response_to_no_infection(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Systemic inflammatory response of no stated origin, where the record names one that is no infection.

    With pancreatitis, an injury or a malignancy, and no infection, it is 995.93; with an organ dysfunction, 995.94.
    """
    for diagnosis in encounter.within("995.90"):
        causes = tuple(
            d
            for d in encounter.within(*NO_INFECTION)
            if d.code in (*diagnosis.due_to, *diagnosis.joined) or diagnosis.code in d.joined
        )
        if causes and not encounter.has("001-139", "480-487", "590", "599.0", "681-683"):
            code = "995.94" if encounter.has(*ORGAN_DYSFUNCTION) else "995.93"
            yield replace_by(diagnosis, code, f"due to no infection, it is {code}", *causes)
