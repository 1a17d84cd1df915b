"""Sets of codes in a short notation, `250.0-250.9, !250.7, V58.67, 410.x1`: expanded by an edition, and written again.

A term is a code with everything below it, a range of such, a pattern in which x is any digit, or a group of a grouping
that is at hand, `ccs:49`; behind `!` it takes away. Terms hold from left to right. In ICD-10-CM, where X is a character
of codes, a pattern has ? in its place: `S72.?01A`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Final

from mainterm.model.classification import Classification
from mainterm.model.code import Volume, category_of, dotted, within
from mainterm.model.grouping import Grouping

_PATTERN: Final = re.compile(r"(?:[V\d]\d{2}|E\d{3}|\d{2})\.[\dx]{1,2}", re.I)
_PATTERN_ICD10CM: Final = re.compile(r"[A-Z]\d[\dA-Z]\.[\dA-Z?]{1,4}")
_GROUP: Final = re.compile(r"([a-z]+):(\d+)", re.I)
_ANY: Final = ("x", "?")
"""What stands for any digit, or character, in a pattern; a code has neither, for its letters are capitals."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term: the codes from `low` to `high`, everything below them included, of a `pattern`, or of a `group`."""

    takes_away: bool
    low: str
    high: str = ""
    pattern: str = ""
    group: str = ""
    members: frozenset[str] = frozenset()

    def has(self, code: str) -> bool:
        """Whether a dotted code is one of its."""
        if self.group:
            return code in self.members
        if self.pattern:
            return len(code) == len(self.pattern) and all(
                p in (*_ANY, c) for p, c in zip(self.pattern, code, strict=True)
            )
        return within(code, f"{self.low}-{self.high}" if self.high else self.low)

    def __str__(self) -> str:
        named = self.group or self.pattern or (f"{self.low}-{self.high}" if self.high else self.low)
        return f"!{named}" if self.takes_away else named


def parse_set(
    text: str,
    volume: Volume = Volume.DISEASES,
    of: Classification = Classification.ICD9CM,
    grouping: Grouping | None = None,
) -> tuple[Term, ...]:
    """The terms of a notation, parted by commas or blanks. Raises ValueError with one line for what is no term.

    >>> [str(term) for term in parse_set("250.0-250.9, !2507 v58.67 410.X1")]
    ['250.0-250.9', '!250.7', 'V58.67', '410.x1']
    """
    joined = re.sub(r"\s*-\s*", "-", re.sub(r"!\s+", "!", text))
    read = _term_of_icd10cm if of is Classification.ICD10CM else partial(_term, volume=volume)
    terms = (each for each in re.split(r"[,;\s]+", joined) if each)
    return tuple(_group(each, grouping) if ":" in each else read(each) for each in terms)


def _group(text: str, grouping: Grouping | None) -> Term:
    """The term for a group of the grouping."""
    bare = text.removeprefix("!")
    match = _GROUP.fullmatch(bare)
    if grouping is None or match is None or match[1].lower() != grouping.name:
        named = f"{grouping.name}:49" if grouping else "ccs:49, and that only where the file of the grouping is given"
        raise ValueError(f'"{text}" is no group, which is such as {named}')
    group = grouping.groups.get(str(int(match[2])))
    if group is None:
        raise ValueError(f'"{text}" is none of the {len(grouping.groups)} groups of {grouping.document}')
    return Term(bare != text, "", group=bare.lower(), members=frozenset(group.codes))


def _term_of_icd10cm(text: str) -> Term:
    bare = text.removeprefix("!")
    away = bare != text
    if "?" in bare:
        if not _PATTERN_ICD10CM.fullmatch(bare.upper()):
            raise ValueError(f'"{text}" is no pattern of codes, which is such as S72.?01A')
        return Term(away, "", pattern=bare.upper())
    ends = [Classification.ICD10CM.read(end) for end in bare.split("-")]
    if not all(ends) or len(ends) > 2:
        raise ValueError(f'"{text}" is no code, range or pattern, such as E11, E08-E13 or S72.?01A')
    if len(ends) == 2 and ends[0] > ends[1]:
        raise ValueError(f'"{text}" is a range that ends before it begins')
    return Term(away, ends[0], ends[-1] if len(ends) > 1 else "")


def _term(text: str, volume: Volume) -> Term:
    bare = text.removeprefix("!")
    away = bare != text
    if "x" in bare.lower():
        pattern = bare.upper().replace("X", "x")
        while pattern.endswith("x") and not _PATTERN.fullmatch(pattern) and "." in pattern:
            pattern = pattern[:-1]
        if not _PATTERN.fullmatch(pattern):
            raise ValueError(f'"{text}" is no pattern of codes, which is such as 410.x1 or 250.0x')
        return Term(away, "", pattern=pattern)
    low, dash, high = bare.partition("-")
    ends = [dotted(end, volume) for end in ((low, high) if dash else (low,))]
    if not all(ends):
        raise ValueError(f'"{text}" is no code, range or pattern, such as 250, 250.0-250.9 or 410.x1')
    if dash and (_letter(ends[0]) != _letter(ends[1]) or ends[0] > ends[1]):
        raise ValueError(f'"{text}" is a range that ends before it begins')
    return Term(away, ends[0], ends[-1] if len(ends) > 1 else "")


def expand(terms: Iterable[Term], codes: Sequence[str]) -> tuple[str, ...]:
    """Of `codes`, those that the terms give, in their order; a later term has the last word."""
    found = dict.fromkeys(codes, False)
    for term in terms:
        for code in codes:
            if term.has(code):
                found[code] = not term.takes_away
    return tuple(code for code in codes if found[code])


def shortest(wanted: Collection[str], codes: Sequence[str]) -> tuple[Term, ...]:
    """A short notation that expands to exactly `wanted` by `codes`, the codes of an edition in their order.

    Raises ValueError for a wanted code that is none of them.
    """
    unknown = sorted(set(wanted) - set(codes))
    if unknown:
        more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
        raise ValueError(f"{', '.join(unknown[:3])}{more}: no valid code of the edition")
    chosen = set(wanted)
    whole: list[str] = []
    parts: list[Term] = []
    for category, members in groupby(codes, key=category_of):
        below = list(members)
        if chosen.issuperset(below):
            whole.append(category)
        else:
            parts += _within(category, below, chosen)
    return (*_runs(whole, [category for category, _ in groupby(codes, key=category_of)]), *parts)


def _within(heading: str, below: Sequence[str], chosen: Collection[str]) -> list[Term]:
    """The terms for a heading of which some codes are wanted: those, or the heading without the others."""
    groups = [(key, list(members)) for key, members in groupby(below, key=lambda code: _next(heading, code))]
    whole = [key for key, members in groups if all(code in chosen for code in members)]
    given = list(_runs(whole, [key for key, _ in groups]))
    for key, members in groups:
        if key not in whole and key != heading and any(code in chosen for code in members):
            given += _within(key, members, chosen)
    missing = [code for code in below if code not in chosen]
    taken_away = [Term(False, heading), *(Term(True, *each[1:]) for each in _spans(missing, below))]
    return taken_away if len(taken_away) < len(given) else given


def _next(heading: str, code: str) -> str:
    """The heading, or code, one digit below `heading` under which `code` stands."""
    if code == heading:
        return code
    size = len(heading) + (1 if "." in heading else 2)
    return code[:size]


def _runs(wanted: Sequence[str], order: Sequence[str]) -> Iterator[Term]:
    """Neighbours in the order, three or more, as one range."""
    yield from (Term(*each) for each in _spans(wanted, order))


def _spans(wanted: Sequence[str], order: Sequence[str]) -> Iterator[tuple[bool, str, str]]:
    places = {code: place for place, code in enumerate(order)}
    runs: list[list[str]] = []
    for code in wanted:
        if runs and places[code] == places[runs[-1][-1]] + 1 and _letter(code) == _letter(runs[-1][0]):
            runs[-1].append(code)
        else:
            runs.append([code])
    for run in runs:
        if len(run) > 2:
            yield False, run[0], run[-1]
        else:
            yield from ((False, code, "") for code in run)


def _letter(code: str) -> str:
    """V or E, or "" for a number: no range goes from one to the other."""
    return code[:1] if code[:1].isalpha() else ""
