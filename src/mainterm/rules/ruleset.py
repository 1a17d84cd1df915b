"""Rules made ready to be run, and which of them an encounter is put to: those alone that its codes can break."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol, TypeAlias
from weakref import WeakKeyDictionary

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Need, Rule
from mainterm.rules.numbered import Numbered, numbers
from mainterm.rules.screen import Screen

NotJudged: TypeAlias = tuple[str, Need]
"""The id of a rule, and what it lacks."""

_MOST_KEPT: Final = 256
"""Of the sets of facts that encounters may lack: an input has few."""


class Rules(Protocol):
    """Rules that can be put to an encounter."""

    def called_by(
        self, encounter: Encounter, book: Book, unknown: frozenset[Need] = frozenset()
    ) -> tuple[tuple[Rule, ...], tuple[NotJudged, ...]]:
        """The rules that the encounter may break, and those that its codes call for and that lack what is unknown."""


class Ruleset:
    """Rules in their order. A set of them is an integer, a bit for each rule, so that it is put together quickly."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._numbered = Numbered(dict(enumerate(self.rules)))
        self._lacking: dict[frozenset[Need], tuple[int, Numbered[NotJudged]]] = {}
        self._screens: WeakKeyDictionary[Book, Screen] = WeakKeyDictionary()

    def called_by(
        self, encounter: Encounter, book: Book, unknown: frozenset[Need] = frozenset()
    ) -> tuple[tuple[Rule, ...], tuple[NotJudged, ...]]:
        """The rules that the encounter may break, and those that its codes call for and that lack what is unknown."""
        screen = self._screens.get(book)
        if screen is None:
            screen = self._screens[book] = Screen(self.rules, book)
        called, broken = screen.of(encounter)
        lacking, named = self.lacking(unknown)
        return self._numbered.of(broken & ~lacking), named.of(called & lacking)

    def lacking(self, unknown: frozenset[Need]) -> tuple[int, Numbered[NotJudged]]:
        """The rules that lack what is unknown, by their numbers, and each with the first thing that it lacks."""
        return self._lacking.get(unknown) or self._learn(unknown)

    def _learn(self, unknown: frozenset[Need]) -> tuple[int, Numbered[NotJudged]]:
        """The rules that need what is unknown, and each by its id with the first thing that it lacks."""
        lacks = [[need for need in rule.needs if need in unknown] for rule in self.rules]
        lacking = {n: (rule.id, lack[0]) for n, (rule, lack) in enumerate(zip(self.rules, lacks, strict=True)) if lack}
        found = numbers(lacking), Numbered(lacking)
        if len(self._lacking) < _MOST_KEPT:
            self._lacking[unknown] = found
        return found
