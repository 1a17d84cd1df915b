"""A code as the book prints it, from whatever was typed: `25000`, `250.00`, `v10.3`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import chain, starmap


class Volume(StrEnum):
    """Which of the two classifications a code belongs to: 10 is a procedure category, 010 a disease category."""

    DISEASES = "diseases"
    PROCEDURES = "procedures"


_DISEASE = re.compile(r"(?:(\d{3}|V\d{2})\.?(\d{0,2})|(E\d{3})\.?(\d?))")
_PROCEDURE = re.compile(r"(\d{2})\.?(\d{0,2})")
_IN_TEXT = r"(?:\d{3}|V\d{2}|E\d{3})(?:\.\d{1,2})?"
_PROCEDURES_NAMED = re.compile(r"(?<![\w.])\d{2}\.\d{1,2}(?:-\d{2}\.\d{1,2})?(?![\w.])")
_NAMED = re.compile(rf"(?<![\w.])({_IN_TEXT})(?:\.?x{{1,2}})?(?:\s*(?:-|–|to|through)\s*({_IN_TEXT}))?(?!\w)", re.I)


def dotted(text: str, volume: Volume = Volume.DISEASES) -> str:
    """`text` as a code with its point, or "" where it has not the form of one. Whether the code exists is not asked.

    >>> dotted("28850"), dotted("v103"), dotted("e8881"), dotted("10"), dotted("0123", Volume.PROCEDURES)
    ('288.50', 'V10.3', 'E888.1', '', '01.23')
    """
    bare = text.strip().upper()
    if volume is Volume.PROCEDURES:
        match = _PROCEDURE.fullmatch(bare)
        return join(match[1], match[2]) if match else ""
    match = _DISEASE.fullmatch(bare)
    return join(match[1] or match[3], match[2] or match[4] or "") if match else ""


def join(category: str, digits: str) -> str:
    """Category and further digits as one code: the point stands only between them."""
    return f"{category}.{digits}" if digits else category


def category_of(code: str) -> str:
    """The category of a dotted code: `288.50` -> `288`."""
    return code.partition(".")[0]


def add_digit(code: str, digit: str) -> str:
    """A code with one more digit behind it: `250.0` + `1` -> `250.01`, `650` + `0` -> `650.0`."""
    return f"{code}{digit}" if "." in code else f"{code}.{digit}"


def book_order(code: str) -> tuple[int, str]:
    """What codes of one volume, dotted, are sorted by to stand as in the book: numbers, then V, then E.

    >>> sorted(["E849.0", "V10", "428.0", "042"], key=book_order)
    ['042', '428.0', 'V10', 'E849.0']
    """
    return {"V": 1, "E": 2}.get(code[:1], 0), code


@lru_cache(maxsize=65_536)
def within(code: str, span: str) -> bool:
    """Whether a dotted code is the code `span`, stands below it, or lies in the range `span` (`428.0-428.9`).

    >>> within("428.21", "428.0-428.9"), within("250.00", "250"), within("V10.3", "V10-V15"), within("100", "99-105")
    (True, True, True, False)
    """
    low, _, high = span.partition("-")
    low, high = low.strip(), (high or low).strip()
    if len(category_of(low)) != len(category_of(code)) or low[:1].isdigit() != code[:1].isdigit():
        return False
    return low <= code and (code <= high or code.startswith(high))


_MOST_KEPT = 16_384
"""Of the codes of which it is known whether they are within some spans: as many as an edition has."""


class Spans:
    """Codes, headings and ranges, made ready to be asked of a code; its category rules most of them out at once."""

    def __init__(self, spans: tuple[str, ...]) -> None:
        self.bounds: dict[int, list[tuple[str, str]]] = {}
        """The first and the last code of each, by the length of their categories."""
        for span in spans:
            low, _, high = span.replace(" ", "").partition("-")
            self.bounds.setdefault(len(category_of(low)), []).append((low, high or low))
        self._known: dict[str, bool] = {}

    @cached_property
    def categories(self) -> frozenset[str]:
        """The categories in which the codes of these spans lie."""
        return frozenset(chain.from_iterable(starmap(categories_between, chain.from_iterable(self.bounds.values()))))

    def hold(self, code: str) -> bool:
        """Whether a dotted code is within one of them."""
        return code.partition(".")[0] in self.categories and self.hold_within(code)

    def hold_within(self, code: str) -> bool:
        """The same of a code whose category is among the `categories`."""
        known = self._known.get(code)
        if known is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            known = self._known[code] = self.covers(code)
        return known

    def covers(self, code: str) -> bool:
        """The same, of a code that is asked for once: it is not kept."""
        bounds = self.bounds.get(len(category_of(code)), ())
        return any(low <= code and (code <= high or code.startswith(high)) for low, high in bounds)

    def hold_all(self, category: str) -> bool:
        """Whether every code of a category is within one of them: it begins and ends no later."""
        bounds = self.bounds.get(len(category), ())
        return any(low <= category and (category < category_of(high) or category == high) for low, high in bounds)


@lru_cache(maxsize=8_192)
def spans_of(spans: tuple[str, ...]) -> Spans:
    """These spans, made ready once."""
    return Spans(spans)


def within_any(code: str, spans: tuple[str, ...]) -> bool:
    """Whether a dotted code is within one of `spans`, most of which its category rules out at once.

    >>> within_any("428.21", ("250", "420-428")), within_any("429.0", ("250", "420-428"))
    (True, False)
    """
    return spans_of(spans).hold(code)


def categories_between(low: str, high: str) -> Iterator[str]:
    """The categories from that of one code to that of another."""
    first, last = category_of(low), category_of(high)
    letter = first.rstrip("0123456789")
    width = len(first) - len(letter)
    numbers = range(int(first[len(letter) :]), int(last[len(letter) :]) + 1)
    return (f"{letter}{number:0{width}}" for number in numbers)


def told_apart(codes: Iterable[str]) -> tuple[str, ...]:
    """Of the codes at which the Tabular prints one term, those between which it must be told which is meant.

    A heading is none beside a code below it; an external cause, which never stands alone, none beside a condition.

    >>> told_apart(["285.2", "285.29"]), told_apart(["960.6", "E930.6"]), told_apart(["170.7", "213.7"])
    (('285.29',), ('960.6',), ('170.7', '213.7'))
    """
    found = tuple(codes)
    lowest = tuple(code for code in found if not any(other != code and other.startswith(code) for other in found))
    return tuple(code for code in lowest if not code.startswith("E")) or lowest


def procedures_named_in(text: str) -> tuple[str, ...]:
    """The procedure codes and ranges of them that a text names.

    >>> procedures_named_in("number of vessels treated (00.40-00.43)")
    ('00.40-00.43',)
    """
    return tuple(_PROCEDURES_NAMED.findall(text))


def named_in(text: str) -> tuple[str, ...]:
    """The disease codes, headings and ranges that a text names; an x for a digit that is left open is passed over.

    >>> named_in("a code from 038.xx or 995.91 (see V10, 140-209.3)")
    ('038', '995.91', 'V10', '140-209.3')
    """
    return tuple(f"{low}-{high}" if high else low for low, high in _NAMED.findall(text))
