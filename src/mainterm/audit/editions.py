"""By which edition an encounter is judged: that of its date, if it can be had; by another, validity is not judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mainterm.model.day import fiscal_years
from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.of_year import as_of, has_own_guidelines
from mainterm.rules.ruleset import Ruleset

OF_THE_YEAR: Final = frozenset(("too_few_digits", "code_not_in_the_edition", "procedure_not_valid"))
"""Rules that ask whether a code is valid, which each October changes."""

Opener = Callable[[int], Book | None]
"""Gives the edition of a fiscal year, if it may be used and is there."""


class Editions:
    """An edition, others by their years, and the rules, with and without those on validity."""

    def __init__(self, book: Book, rules: Ruleset, other: Opener = lambda _: None) -> None:
        self.book, self.rules, self._other = book, rules, other
        self._rules_of: dict[tuple[int, bool], Ruleset] = {}
        self._of_date: dict[str, tuple[Book, bool]] = {}

    def judging(self, encounter: Encounter) -> tuple[Book, Ruleset, bool]:
        """The edition and the rules for an encounter, and whether the edition was in force on its date.

        A date that is not known is taken to be one of the edition's year.
        """
        day = (encounter.discharged or encounter.admitted)[:7]
        found = self._of_date.get(day)
        if found is None:
            found = self._of_date[day] = self._found(day)
        book, in_force = found
        return book, self._ruleset(book.manifest.year, in_force), in_force

    def _ruleset(self, year: int, in_force: bool) -> Ruleset:
        """The rules by the Guidelines of a year, those on validity left out where it is not the encounter's."""
        guidelines = year if has_own_guidelines(year) else 0
        if in_force and not guidelines:
            return self.rules
        found = self._rules_of.get((guidelines, in_force))
        if found is None:
            rules = as_of(self.rules.rules, guidelines)
            lasting = (rule for rule in rules if in_force or rule.id not in OF_THE_YEAR)
            found = self._rules_of[guidelines, in_force] = Ruleset(lasting)
        return found

    def _found(self, day: str) -> tuple[Book, bool]:
        years = fiscal_years(day)
        if not years or self.book.manifest.year in years:
            return self.book, True
        other = self._other(years[-1])
        return (other, True) if other is not None else (self.book, False)
