"""The rules of the guidelines as an encoder asks for them: a module is read when a code comes that its rules are on.

Of the modules of `book` those are left out, and of the others those codes, whose rules need what no statement tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Final, NamedTuple

from mainterm.model.code import spans_of
from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import GUIDELINES, Need, Rule, declared_in
from mainterm.rules.of_year import asked_of, has_own_guidelines
from mainterm.rules.ruleset import NotJudged, Ruleset

UNTOLD: Final = frozenset(
    {
        Need.POA,
        Need.DOCUMENTATION,
        Need.PROCEDURES,
        Need.DATES,
        Need.STAY,
        Need.ADMISSION,
        Need.ADMITTING,
        Need.DISPOSITION,
    }
)
"""What the record of an encounter tells, and no statement."""


class Part(NamedTuple):
    """A module of rules, and the codes that call for them; "" where any does."""

    module: str
    on: str


PARTS: Final = (
    Part("conventions", "199 303 420 425 456 571 583"),
    Part("general", ""),
    Part("symptoms", "275-276 288 338 388 569 578 599 611 625 719 723-724 729 780-799"),
    Part(
        "combinations",
        "041 285 364 372 376 381-383 428 441 460-466 486 518 535 540 562 567 574-578 590 595 599-601 614 642 730 785 "
        "787 813 823 860",
    ),
    Part("chapter_01_hiv", "042 795 V08 V73"),
    Part("chapter_01_sepsis", "003 020-022 036-038 054 112 117 449 995"),
    Part("chapter_01_localized", "038 995"),
    Part("chapter_01_shock", "038 674 785 995-999"),
    Part("chapter_01_mrsa", "041 V09"),
    Part("chapter_02", "140-209 276 284-288 528 787 990-995 V10 V58"),
    Part("chapter_02_care", "V67"),
    Part("chapter_02_sites", "140-209 511"),
    Part("chapter_03", "249-250 362 996 V58"),
    Part("chapter_03_manifestations", "249-250"),
    Part("chapter_03_secondary", "249-251"),
    Part("chapter_04", "285"),
    Part("chapter_06", "338 365 780 996-998"),
    Part("chapter_07_hypertension", "401-404 428 585"),
    Part("chapter_07_pressure", "362 401-405 430-438 796"),
    Part("chapter_07_stroke", "410 436-438 997 V12"),
    Part("chapter_08", "466 491-496 518"),
    Part("chapter_10", "585 996"),
    Part("chapter_11", "630-679 V22 V27-V39"),
    Part(
        "chapter_11_current",
        "010-018 042 050-078 098 240-319 345 390-448 458-459 493 590-599 616 648 720-724 745-747 V08 V22",
    ),
    Part("chapter_11_outcome", "634-639 650 670 677 V27"),
    Part("chapter_11_delivery", "249-250 634-677 V22-V27"),
    Part("chapter_11_conditions", "249-250 648"),
    Part("chapter_12", "707"),
    Part("chapter_13", "733 V13 V30-V39 V54"),
    Part("chapter_15", "760-779 V29-V39"),
    Part("chapter_15_size", "038 764-765 771 774"),
    Part("chapter_17", "701-718 733 800-829 870-897 912-924 940-949 995 V54"),
    Part("chapter_17_care", "995-998"),
    Part("chapter_17_drugs", "285 303-305 357 693 960-995 E850-E858 E930-E950"),
    Part("chapter_17_injuries", "804-829 948 959 980-996 V54"),
    Part("chapter_17_graver", "320-322 421 567 590 595 599 711 730 733 870-884 890-894 910-924"),
    Part("chapter_18", "V01 V09 V22 V26 V42-V49 V58 V66 V83-V88"),
    Part("chapter_18_visits", "V23 V27-V29 V44-V45 V54 V65-V67 V71 V76-V81 V89"),
    Part("chapter_18_first", "V11-V15 V20-V26 V30-V41 V46-V51 V56-V59 V66-V71"),
    Part("chapter_18_kinds", "V12-V22"),
    Part("chapter_19", "800-904 910-989 995 E000-E999"),
    Part("chapter_19_intent", "960-979 995 E850-E869 E880-E968"),
    Part("chapter_19_later", "905-909 998 E000-E030 E800-E929 E950-E989 E999"),
    Part("chapter_19_terrorism", "E000-E030 E800-E928 E950-E988"),
    Part("principal", "V10-V19 V64"),
    Part("inpatient", "996-999"),
    Part("outpatient", ""),
    Part("visits", "E000-E999 V10-V22 V64 V72"),
)
"""In the order of the guidelines; a test holds them to what the rules themselves are on."""


class Parts:
    """Rules in parts, as a Ruleset: those of a part are put to an encounter that has a code which calls for it."""

    def __init__(self, parts: Sequence[Part], year: int = int(GUIDELINES)) -> None:
        self._parts = tuple(parts)
        self._year = year
        self._anywhere = frozenset(number for number, part in enumerate(parts) if not part.on)
        self._spans = tuple(spans_of(tuple(part.on.split())) for part in parts)
        self._called_by: dict[str, frozenset[int]] = {}

    def called_by(
        self, encounter: Encounter, book: Book, unknown: frozenset[Need] = frozenset()
    ) -> tuple[tuple[Rule, ...], tuple[NotJudged, ...]]:
        """As of a Ruleset."""
        rules: list[Rule] = []
        not_judged: list[NotJudged] = []
        for number in sorted(self._anywhere.union(*map(self._of, encounter.categories))):
            called, lacking = _ruleset(self._parts[number].module, self._year).called_by(encounter, book, unknown)
            rules += called
            not_judged += lacking
        return tuple(rules), tuple(not_judged)

    def _of(self, category: str) -> frozenset[int]:
        """The parts that codes of a category call for."""
        found = self._called_by.get(category)
        if found is None:
            found = frozenset(number for number, spans in enumerate(self._spans) if spans.covers(category))
            self._called_by[category] = found
        return found


def the_guidelines(year: int = int(GUIDELINES)) -> Parts:
    """The rules written from the guidelines that a statement can break: what the encoder puts its own answer to.

    They are those of the year, where its Guidelines are their own.
    """
    return _parts(year if has_own_guidelines(year) else int(GUIDELINES))


@cache
def _parts(year: int) -> Parts:
    return Parts(PARTS, year)


@cache
def _ruleset(module: str, year: int) -> Ruleset:
    declared = asked_of(declared_in(import_module(f"mainterm.rules.{module}")), year)
    return Ruleset(rule for rule in declared if UNTOLD.isdisjoint(rule.needs))
