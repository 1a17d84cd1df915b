"""Guidelines I.A.4 and I.B: Excludes notes, and general coding (detail, several codes, late effects, duplicates)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.model.tabular import NoteKind
from mainterm.rules.combined import INFECTED_ELSEWHERE
from mainterm.rules.declare import Flag, Guideline, Need, Rule, Severity, look_at, of_one_category, remove, rule
from mainterm.rules.notes import WIDE, Item, told
from mainterm.rules.shapes import goes_with, never_first, once, shaped

INFECTED: Final = (
    *INFECTED_ELSEWHERE,
    "510-511",
    "513",
    "567",
    "569.61",
    "614-616",
    "480-486",
    "634.0",
    "635.0",
    "636.0",
    "637.0",
    "638.0",
    "639.0",
    "646.6",
    "670",
    "771",
    "997.31",
    "680",
    "683-686",
    "790.7",
    "999.3",
)
"""Infections to which a code of 041 adds the organism."""
RESIDUAL: Final = (
    *("294", "310", "315", "317-319", "331-338", "342-359", "368-369", "378-379", "386-389", "509", "515-519", "524"),
    *("568", "701.4", "709.2", "716", "718-719", "721-739", "780-799"),
)
"""What an injury or illness is apt to leave: of nerves, senses, bones, joints and skin, and symptoms."""
LATE_EFFECTS: Final = ("137", "138", "139", "268.1", "326", "677", "905-909")
"""Late effects of what is over, which tell its cause and stand behind what is left of it."""


_ALIKE: Final = of_one_category(lambda _, code, other: code == other)
_GOES_WITH: Final = re.compile(r"\b(?:with|following|due to|associated with|caused by|in|complicating)\b", re.I)
"""How a note says that it is of a condition together with another."""
_TO_A_THIRD: Final = "classifiable to"
_SITED: Final = ("800-959",)
"""Injuries: their notes hold one site apart from another."""


@rule(
    cites=Guideline("I.A.4", page=7),
    severity=Severity.ERROR,
    needs=(Need.LINKS,),
    passes=(
        "567.21, 540.0 | links known",
        "724.2, 722.52 with 401.9, 401.9",
        "540.0 with 401.9, 401.9",
        "671.33 with 453.40, 453.40",
    ),
    flags={"567.21 with 540.0, 540.0": "567.21", "724.2 due to 722.52, 722.52": "724.2"},
)
def excluded_with_what_it_goes_with(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition beside another with which its own code excludes it.

    The note sends the condition *with*, *following* or *due to* the other there, and the record says that it is so;
    not where it sends what is with any condition *classifiable to* the other's category to a third code.
    """
    for one, other in permutations(encounter.diagnoses, 2):
        apart = not _are_linked(one, other) or one.within(*_SITED) or any(_excluding(book, other, one))
        apart = apart or any(item.kind is NoteKind.USE_ADDITIONAL for item in told(book, other.code, one.code))
        if not apart and any(_sends_there(item) for item in _excluding(book, one, other)):
            yield remove(one, "its code excludes it where it goes with the other", other)


def _sends_there(item: Item) -> bool:
    return _GOES_WITH.search(item.words) is not None and _TO_A_THIRD not in item.words


def _are_linked(one: Diagnosis, other: Diagnosis) -> bool:
    return other.code in (*one.due_to, *one.joined) or one.code in (*other.due_to, *other.joined)


def _excluding(book: Book, one: Diagnosis, other: Diagnosis) -> Iterator[Item]:
    """The lines of Excludes notes at a code, or above it in its category, that name another."""
    found = told(book, one.code, other.code)
    return (item for item in found if item.kind is NoteKind.EXCLUDES and item.place.level not in WIDE)


@rule(
    cites=Guideline("I.B.14", page=12),
    severity=Severity.ERROR,
    between=_ALIKE,
    passes=("366.16, 250.00", "707.05, 707.22, 707.23"),
    flags={"366.16, 366.16": "366.16", "401.9, 250.00, 401.9": "401.9"},
)
def code_reported_twice(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """One code reported more than once.

    Each code stands once on a record, be the condition bilateral or two of one code.
    """
    before: dict[int, int] = {}
    for at, other in encounter.pairs(_ALIKE, book):
        if other < at:
            before[at] = min(other, before.get(at, other))
    for at, first in sorted(before.items()):
        yield look_at(encounter.diagnoses[at], "it is on the record already", encounter.diagnoses[first])


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "two_body_mass_indexes",
        "Two body mass indexes of one patient.",
        "Where the documentation conflicts, the attending provider is asked.",
        Guideline("I.B.16", page=12),
        Severity.WARNING,
        once(("V85",), "a patient has one body mass index: which is it?"),
        passes=("278.01, V85.41", "V85.0, 783.22, 262"),
        flags={"278.01, V85.41, V85.42": "V85.42", "278.00, V85.30, 401.9, V85.35": "V85.35"},
    ),
    shaped(
        "organism_first",
        "An organism in front of the infection that it causes.",
        "A code of 041 or 079 names the organism of an infection that another code classifies, and stands behind it.",
        Guideline("I.B.9", page=10),
        Severity.WARNING,
        never_first(("041",), "the infection is coded first, the organism behind it", among=INFECTED),
        passes=("599.0, 041.49", "682.6, 041.12", "041.9", "041.86, 788.20"),
        flags={"041.49, 599.0": "041.49", "041.12, 682.6, 250.00": "041.12"},
    ),
    shaped(
        "late_effect_first",
        "A late effect in front of what is left of it.",
        "The residual condition is sequenced first, the code of the late effect second.",
        Guideline("I.B.12", page=11),
        Severity.ERROR,
        never_first(
            LATE_EFFECTS, "the residual condition is coded first, the late effect behind it", ("737.4",), RESIDUAL
        ),
        passes=("733.81, 905.4", "709.2, 906.6", "438.21", "138, V15.88", "138, 737.43", "906.0, 493.90", "138, 244.9"),
        flags={"905.4, 733.81": "905.4", "906.6, 709.2": "906.6"},
    ),
    shaped(
        "rehabilitation_coded_twice",
        "More than one code for an encounter for rehabilitation.",
        "Of category V57 one code is required: V57.89 where more than one kind of rehabilitation is given.",
        Guideline("I.B.15", page=12),
        Severity.ERROR,
        once(("V57",), "only one code from V57; V57.89 for several kinds of rehabilitation"),
        passes=("V57.1, 438.20", "V57.89, 438.20"),
        flags={"V57.1, V57.21, 438.20": "V57.21", "V57.1, 820.8, V57.3": "V57.3"},
    ),
    shaped(
        "rehabilitation_of_nothing",
        "An encounter for rehabilitation without the condition for which it is given.",
        "The condition for which the service is performed is an additional diagnosis.",
        Guideline("I.B.15", page=12),
        Severity.WARNING,
        goes_with(("V57",), ("001-999", "V43", "V49", "V54", "V58"), "for which condition is the rehabilitation?"),
        passes=("V57.1, 438.20", "V57.1, V54.81, V43.65"),
        flags={"V57.1": "V57.1", "V57.89, V15.82": "V57.89"},
    ),
    shaped(
        "body_mass_index_first",
        "The body mass index as the first diagnosis.",
        "The index is only a secondary diagnosis, beside the one that makes it matter.",
        Guideline("I.B.16", page=12),
        Severity.ERROR,
        never_first(("V85",), "the body mass index is only a secondary diagnosis"),
        passes=("278.01, V85.41", "783.22, V85.0"),
        flags={"V85.41, 278.01": "V85.41", "V85.30, 278.00, 401.9": "V85.30"},
    ),
    shaped(
        "body_mass_index_of_no_diagnosis",
        "The body mass index without a diagnosis of weight or nutrition.",
        "Others may have noted the index; the diagnosis beside it (obesity, say) must be the provider's.",
        Guideline("I.B.16", page=12),
        Severity.QUERY,
        goes_with(
            ("V85",),
            ("260-269", "278", "307.1", "307.5", "649.1", "649.2", "783", "799.4", "V45.86", "779.3", "764"),
            "which diagnosis has the provider documented with the index?",
        ),
        passes=("278.01, V85.41", "783.21, V85.0"),
        flags={"401.9, V85.30": "V85.30", "250.00, V85.41": "V85.41"},
    ),
)
