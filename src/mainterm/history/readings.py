"""What a damaged code may have been: each reading with the repairs that it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from mainterm.model.code import Volume, dotted


class Mend(StrEnum):
    """A repair, from the harmless to the daring."""

    SPACES = "spaces and marks"
    CASE = "capitals"
    POINT = "point"
    LOOKALIKE = "letter for digit"
    LEADING_ZEROS = "leading zeros"
    TRAILING_ZEROS = "trailing zeros"
    LETTER = "lost letter"
    DATE = "spreadsheet date"
    """A number shown as the day that it is in a spreadsheet, or a decimal taken for day and month (8.5: 8 May)."""
    SCIENTIFIC = "scientific notation"
    WHOLE = "whole number made a decimal"


FORMAT: Final = frozenset({Mend.SPACES, Mend.CASE, Mend.POINT})
"""Repairs that take nothing away and add nothing: the code is as it came, spelt as the book spells it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A code that may be meant, without its point, and what was done to come to it."""

    bare: str
    volume: Volume
    mends: tuple[Mend, ...]

    @property
    def code(self) -> str:
        """The code with its point."""
        return dotted(self.bare, self.volume)


_BARE: Final = {
    Volume.DISEASES: re.compile(r"\d{3,5}|V\d{2,4}|E\d{3,4}"),
    Volume.PROCEDURES: re.compile(r"\d{2,4}"),
}
_POINT_AT: Final = {Volume.DISEASES: 3, Volume.PROCEDURES: 2}
_LONGEST: Final = {Volume.DISEASES: 5, Volume.PROCEDURES: 4}
_MARKS: Final = re.compile(r"[^0-9A-Za-z.]+")
_SCIENTIFIC: Final = re.compile(r"(\d)(?:\.(\d+))?E\+?(\d{1,2})", re.I)
_MOST_ROUNDED: Final = 3
"""Digits that scientific notation may have rounded away."""
_LOOKALIKES: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_DAYS: Final = ("%Y-%m-%d", "%m/%d/%Y", "%d-%b-%y", "%d-%b-%Y", "%Y-%m-%d %H:%M:%S")
_EPOCH: Final = date(1899, 12, 30)
"""The day that spreadsheets number 0."""
_NO_YEAR: Final = 4
"""A leap year of which no spreadsheet has a day."""
_TYPED_SINCE: Final = 1995
"""A decimal that is taken for day and month gets the year in which it is typed: no table of codes is older."""


def readings(given: str, volume: Volume) -> Iterator[Reading]:
    """Every reading of `given` as a code of the volume that has the form of one; whether it exists is not asked."""
    seen: set[str] = set()
    for reading in _all(given, volume):
        if reading.bare not in seen and _BARE[volume].fullmatch(reading.bare):
            seen.add(reading.bare)
            yield reading


def _all(given: str, volume: Volume) -> Iterator[Reading]:
    text, mends = _trimmed(given)
    yield from _plain(text, volume, mends)
    if day := _day(given.strip()):
        if (number := (day - _EPOCH).days) > 0 and day.year != _NO_YEAR:
            yield from _plain(str(number), volume, (Mend.DATE,), number=True)
        if day.year >= _TYPED_SINCE or day.year == _NO_YEAR:
            yield from _plain(f"{day.day}.{day.month}", volume, (Mend.DATE,))
    for number in _rounded_from(given.strip()):
        yield from _plain(str(number), volume, (Mend.SCIENTIFIC,), number=True)
    letter = text[:1] if text[:1] in ("V", "E") else ""
    mended = letter + text[len(letter) :].translate(_LOOKALIKES)
    if mended != text:
        yield from _plain(mended, volume, (*mends, Mend.LOOKALIKE))


def _trimmed(given: str) -> tuple[str, tuple[Mend, ...]]:
    bare = _MARKS.sub("", given).rstrip(".")
    mends = (Mend.SPACES,) if bare != given else ()
    return bare.upper(), (*mends, Mend.CASE) if bare.upper() != bare else mends


def _plain(text: str, volume: Volume, mends: tuple[Mend, ...], number: bool = False) -> Iterator[Reading]:
    """The readings of letters and digits with at most one point; a `number` had neither point nor leading zeros."""
    head, point, tail = text.partition(".")
    if "." in tail:
        return
    letter = head[:1] if head[:1] in ("V", "E") else ""
    width = _POINT_AT[volume] + (letter == "E")
    if not point:
        yield Reading(head, volume, mends if number or len(head) <= width else (*mends, Mend.POINT))
        yield from _without_zeros(head, volume, mends)
        if volume is Volume.DISEASES and head.isdigit() and not number:
            yield from _lettered(head, "", mends)
    else:
        if len(head) == width:
            yield Reading(head + tail, volume, mends)
        yield from _with_point(head, tail, volume, mends)
        if tail == "0":  # a whole number in a column of decimals: 25000.0
            yield from _plain(head, volume, (*mends, Mend.WHOLE), number=True)
        if volume is Volume.DISEASES and not letter:
            yield from _lettered(head, tail, mends)


def _without_zeros(head: str, volume: Volume, mends: tuple[Mend, ...]) -> Iterator[Reading]:
    """A number read with the zeros that it may have lost: 42 as 042, 004.2 and 000.42."""
    if head.isdigit():
        for size in range(max(_POINT_AT[volume], len(head) + 1), _LONGEST[volume] + 1):
            yield Reading(head.zfill(size), volume, (*mends, Mend.LEADING_ZEROS))


def _with_point(head: str, tail: str, volume: Volume, mends: tuple[Mend, ...]) -> Iterator[Reading]:
    """A decimal read with the zeros that it may have lost: 8.6 as 008.6 and 008.60, V1.5 as V01.5.

    E11.9 is none that has lost a zero: it is far more often of ICD-10.
    """
    letter = "V" if head[:1] == "V" else ""
    digits = head.removeprefix(letter)
    padded = letter + digits.zfill(_POINT_AT[volume] - len(letter)) if digits.isdigit() else head
    if not tail.isdigit() or len(padded) > _POINT_AT[volume] + (head[:1] == "E"):
        return
    leading = (Mend.LEADING_ZEROS,) if padded != head else ()
    if leading:
        yield Reading(padded + tail, volume, (*mends, *leading))
    if len(tail) == 1 and head[:1] != "E":
        yield Reading(f"{padded}{tail}0", volume, (*mends, *leading, Mend.TRAILING_ZEROS))


def _lettered(head: str, tail: str, mends: tuple[Mend, ...]) -> Iterator[Reading]:
    """A number read with the letter that a column of numbers loses: V before two digits, E before three."""
    if not (head + tail).isdigit():
        return
    if len(head) <= 2 or not tail:
        yield Reading(f"V{head.zfill(2)}{tail}", Volume.DISEASES, (*mends, Mend.LETTER))
    if (len(head) == 3 and len(tail) <= 1) or (len(head) == 4 and not tail):
        yield Reading(f"E{head}{tail}", Volume.DISEASES, (*mends, Mend.LETTER))


def _rounded_from(text: str) -> range:
    """The numbers that a spreadsheet shows as this one in scientific notation: `2.50E+04` are 24950 to 25050.

    None where so much was rounded away that nothing can be told.
    """
    match = _SCIENTIFIC.fullmatch(text)
    if not match:
        return range(0)
    shown = match[1] + (match[2] or "")
    lost = int(match[3]) + 1 - len(shown)
    if not 0 <= lost <= _MOST_ROUNDED:
        return range(0)
    number, half = int(shown) * 10**lost, 10**lost // 2
    return range(number - half, number + half + 1)


def _day(text: str) -> date | None:
    """The day that a text shows, of the year `_NO_YEAR` where it tells none (`8-May`); None where it is no day."""
    if "-" not in text and "/" not in text:  # trying them all costs more than everything else
        return None
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    try:
        return datetime.strptime(f"{text} {_NO_YEAR:04}", "%d-%b %Y").date()
    except ValueError:
        return None
