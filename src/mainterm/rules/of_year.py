"""The rules as the Guidelines of a year have them: under their own sections, without what these did not say yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mainterm.editions.older import OWN, Asked, older_guidelines, section_ids
from mainterm.model.edition import Book, Section
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Check, Flag, Guideline, Rule, Severity

_CONVENTIONS = "I.A."
"""The conventions hold wherever the books do: the Tabular List itself prints their notes."""


def has_own_guidelines(year: int) -> bool:
    """Whether the Guidelines of a year are others than FY2012's, and were published with its books."""
    return year in OWN


def as_of(rules: Iterable[Rule], year: int) -> Iterator[Rule]:
    """The rules that the Guidelines of a year have, citing their sections.

    All of them where the year's own are not to be had: then those of FY2012 are cited.
    """
    for rule in rules:
        found = _as_of(rule, year) if has_own_guidelines(year) else rule
        if found is not None:
            yield found


def asked_of(rules: Iterable[Rule], year: int) -> Iterator[Rule]:
    """As `as_of`, for a statement that is coded: with what is to be asked in place of a rule that the year has not."""
    for rule in rules:
        asked = older_guidelines().asked.get(rule.id) if has_own_guidelines(year) else None
        if asked and isinstance(rule.cites, Guideline):
            cites = Guideline(section_ids(rule.cites.section, year)[0], 0, (), str(year))
            yield replace(rule, cites=cites, severity=Severity.QUERY, check=_asking(rule, asked))
        else:
            yield from as_of((rule,), year)


def _asking(rule: Rule, asked: Asked) -> Check:
    """The rule's function with a question in place of what it says and mends, of some codes alone."""

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        for flag in rule.check(encounter, book):
            if flag.diagnoses[0].code in asked.of:
                yield Flag(flag.diagnoses, asked.asks)

    return check


def otherwise(rule: Rule, year: int) -> str:
    """Why the Guidelines of a year have not a rule."""
    said = older_guidelines().otherwise.get(rule.id)
    return f"The Guidelines of FY{year} say otherwise, {said}." if said else f"The Guidelines of FY{year} have it not."


def section_of(book: Book, section: str) -> Section | None:
    """What the edition's Guidelines have of a section of FY2012's; None where they have nothing, or there are none."""
    ids = section_ids(section, book.manifest.year)
    return book.section(ids[0]) if ids else None


def _as_of(rule: Rule, year: int) -> Rule | None:
    cites = rule.cites
    if not isinstance(cites, Guideline):
        return rule
    older = older_guidelines()
    if rule.id in older.always:
        return rule
    if rule.id in older.otherwise:
        return None
    same = section_ids(cites.section, year)
    if not same:
        return rule if cites.section.startswith(_CONVENTIONS) else None
    also = (*same[1:], *(each for section in cites.also for each in section_ids(section, year)))
    unlike = tuple(each for each in dict.fromkeys(also) if each != same[0])
    return replace(rule, cites=Guideline(same[0], 0, unlike, str(year)))
