"""What becomes of each leaf of the guidelines: a rule, the encoder's work, the record's to say, a definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from mainterm.model.edition import Book, Section
from mainterm.rules.book import all_rules
from mainterm.rules.declare import Guideline

FILE: Final = Path(__file__).with_name("coverage.txt")


class Kind(StrEnum):
    """How a leaf is dealt with; `unaccounted` where nothing is said of it, as in an edition of another outline."""

    RULE = "rule"
    ENCODER = "encoder"
    RECORD = "record"
    DEFINITION = "definition"
    UNACCOUNTED = "unaccounted"


@dataclass(frozen=True, slots=True)
class Account:
    """A leaf of the guidelines, how it is dealt with, and by what.

    `rules` are the ids of the rules that cite it. `what` is, for the encoder, its module and what it does; for the
    record, what to ask of the provider; for a definition, what it settles.
    """

    section: str
    title: str
    page: int
    kind: Kind
    rules: tuple[str, ...] = ()
    what: str = ""


def coverage(book: Book) -> tuple[Account, ...]:
    """Every leaf of the edition's outline, in its order, accounted for."""
    return tuple(_account(section) for section in leaves(book.sections()))


def leaves(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections that have none below them."""
    every = tuple(sections)
    parents = {section.parent for section in every}
    return tuple(section for section in every if section.id not in parents)


def _account(leaf: Section) -> Account:
    rules = cited().get(leaf.id, ())
    kind, what = said().get(leaf.id, (Kind.UNACCOUNTED, ""))
    return Account(leaf.id, leaf.title, leaf.page, Kind.RULE if rules else kind, rules, "" if rules else what)


@cache
def cited() -> dict[str, tuple[str, ...]]:
    """The sections that rules cite, with the ids of those rules."""
    found: dict[str, tuple[str, ...]] = {}
    for rule in all_rules():
        if isinstance(rule.cites, Guideline):
            for section in (rule.cites.section, *rule.cites.also):
                found[section] = (*found.get(section, ()), rule.id)
    return found


@cache
def said() -> dict[str, tuple[Kind, str]]:
    """What the data file says of the leaves that no rule cites."""
    return {section: (Kind(kind), what) for section, kind, what in lines()}


def lines() -> Iterator[tuple[str, str, str]]:
    """The lines of the data file: section, kind, what."""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            section, kind, what = line.split(" | ")
            yield section, kind, what
