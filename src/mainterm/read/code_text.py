"""Finds the codes and ranges that a text of the books names, and the ranges that are garbled."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mainterm.model.code import Volume

_CODE: Final = {
    Volume.DISEASES: r"(?:\d{3}(?:\.\d{1,2})?|V\d{2}(?:\.\d{1,2})?|E\d{3}(?:\.\d)?)",
    Volume.PROCEDURES: r"\d{2}\.\d{1,2}",
}
_NUMBER: Final = re.compile(r"\d\d")
_BEFORE: Final = r"(?<![\w.,/-])(?<!Series )"
_AFTER: Final = r"(?![\w/%]|\.\d|,\d{3}(?!\d)|\s+(?:grams?|percent|mg|ml)\b)"
_RANGE: Final = {
    volume: re.compile(rf"{_BEFORE}(?>({code})(?:\s*[-\u2013]\s*({code}))?)(-\d+)?{_AFTER}")
    for volume, code in _CODE.items()
}
_SCOPE: Final = {
    volume: re.compile(rf"(?<![\w.])({code}|\.\d)(?:\s*-\s*({code}|\.\d))?(?!\w)")
    for volume, code in {
        Volume.DISEASES: r"(?:\d{3}|V\d{2}|E\d{3})(?:\.\d)?",
        Volume.PROCEDURES: r"\d{2}(?:\.\d)?",
    }.items()
}


class Named(NamedTuple):
    """The codes and ranges that a text names, in its order, and what looks like one but is garbled."""

    codes: tuple[str, ...]
    garbled: tuple[str, ...]


def codes_in(text: str, volume: Volume) -> Named:
    """What `text` names; whether the codes exist is not asked.

    >>> codes_in("abortion (634-638 with.7, 639.8), less than 500 grams", Volume.DISEASES).codes
    ('634-638', '639.8')
    >>> codes_in("(136.21-136-29)", Volume.DISEASES)
    Named(codes=('136.21',), garbled=('136.21-136-29',))
    """
    codes: list[str] = []
    garbled: list[str] = []
    if not _NUMBER.search(text):
        return Named((), ())
    for match in _RANGE[volume].finditer(text):
        low, high, tail = match.groups()
        if tail or (high and high < low):
            garbled.append(match[0])
            codes.append(low)
        else:
            codes.append(f"{low}-{high}" if high else low)
    return Named(tuple(dict.fromkeys(codes)), tuple(garbled))


def scope_in(text: str, volume: Volume) -> tuple[str, ...]:
    """The codes that a digit box says it is for; a shorthand behind a full code is written out.

    >>> scope_in("for use with categories 345.0, .1, .4-.9:", Volume.DISEASES)
    ('345.0', '345.1', '345.4-345.9')
    """
    scope: list[str] = []
    category = ""
    for match in _SCOPE[volume].finditer(text):
        low, high = (f"{category}{part}" if part and part[0] == "." else part for part in match.groups())
        category = low.partition(".")[0]
        scope.append(f"{low}-{high}" if high else low)
    return tuple(scope)


def covers(scope: str, code: str) -> bool:
    """Whether a code or range takes in `code` or stands above it.

    >>> covers("345.4-345.9", "345.51"), covers("250", "250.0"), covers("250.0", "250")
    (True, True, False)
    """
    low, _, high = scope.partition("-")
    high = high or low
    if len(code) < len(low) and not low.startswith("."):
        return False
    return low <= code[: len(low)] and code[: len(high)] <= high
