"""The rules and the coverage of the guidelines as the surfaces ask for them: one rule explained, all of them listed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from mainterm.model.edition import Book
from mainterm.rules.book import all_rules
from mainterm.rules.coverage import Account, Kind, coverage
from mainterm.rules.declare import GUIDELINES, CodeEdit, Rule
from mainterm.rules.of_year import as_of, has_own_guidelines, otherwise

__all__ = ["GUIDELINES", "Account", "Example", "Kind", "RuleHead", "RulePage", "coverage", "has_own_guidelines",
           "look_up_rule", "rule_heads", "rules_near", "sums"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """An encounter in the one-line notation, and the code that the rule flags in it, "" where it passes."""

    encounter: str
    flags: str


@dataclass(frozen=True, slots=True)
class RuleHead:
    """A rule in short: its id, how grave it is, what it cites, what breaks it."""

    id: str
    severity: str
    section: str
    page: int
    title: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule explained, with the official words on which it rests, from the edition; "" where it has none of them."""

    edition: str
    id: str
    severity: str
    section: str
    page: int
    title: str
    explanation: str
    needs: tuple[str, ...]
    codes: tuple[str, ...]
    examples: tuple[Example, ...]
    heading: str
    words: str
    lacking: str = ""
    """Why the Guidelines of the edition have no such rule, where they are others than FY2012's and have it not."""


def rule_heads(words: str = "") -> tuple[RuleHead, ...]:
    """All rules in the order of the book, or those with these words in their id, section or title."""
    asked = words.lower().split()
    return tuple(head for head in map(_head, all_rules()) if all(word in _searched(head) for word in asked))


def look_up_rule(book: Book, id: str) -> RulePage | None:
    """The rule with this id, explained; None where there is none."""
    rule = next((rule for rule in all_rules() if rule.id == id.strip().lower().replace("-", "_")), None)
    if rule is None:
        return None
    year = book.manifest.year
    own = next(as_of((rule,), year), None)
    lacking = "" if own else otherwise(rule, year)
    rule = own or rule
    head, section = _head(rule), book.section(rule.cites.section)
    passing = (Example(line, "") for line in rule.passes)
    flagged = (Example(line, code) for line, code in rule.flags.items())
    return RulePage(
        edition=book.manifest.name,
        id=head.id,
        severity=head.severity,
        section=head.section,
        page=head.page,
        title=head.title,
        explanation=rule.explanation,
        needs=tuple(need.value for need in rule.needs),
        codes=rule.on,
        examples=(*flagged, *passing),
        heading=section.title if section else "",
        words=section.text if section else "",
        lacking=lacking,
    )


def rules_near(id: str, limit: int = 5) -> tuple[str, ...]:
    """Ids of rules near one that does not exist: those spelt alike, then those with one of its words."""
    from difflib import get_close_matches  # slow to load, and seldom needed

    ids, asked = [rule.id for rule in all_rules()], id.strip().lower().replace("-", "_")
    parts = {part for part in asked.split("_") if len(part) > 3}
    sharing = sorted(
        (one for one in ids if parts & set(one.split("_"))), key=lambda one: -len(parts & set(one.split("_")))
    )
    return tuple(dict.fromkeys([*get_close_matches(asked, ids, n=limit), *sharing]))[:limit]


def sums(accounts: tuple[Account, ...]) -> dict[str, int]:
    """How many leaves are dealt with in each way."""
    counted = Counter(account.kind for account in accounts)
    return {kind.value: counted[kind] for kind in Kind}


def _head(rule: Rule) -> RuleHead:
    page = 0 if isinstance(rule.cites, CodeEdit) else rule.cites.page
    return RuleHead(rule.id, rule.severity.value, rule.cites.section, page, rule.title)


def _searched(head: RuleHead) -> str:
    return f"{head.id} {head.section} {head.severity} {head.title}".lower()
