"""Repairs damaged codes: one reading is taken, two are asked about, and what came is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from mainterm.history.known import KnownCodes
from mainterm.history.readings import FORMAT, Mend, Reading, readings
from mainterm.model.code import Volume

_LETTERS: Final = ("V", "E", "v", "e")
_OF_NUMBERS: Final = frozenset({Mend.DATE, Mend.SCIENTIFIC, Mend.WHOLE})
"""What a spreadsheet does to numbers, which have no leading zeros."""
_TOLD: Final = 4
"""How many times as many values must be no code of the other volume, for a column to be of this one."""
_PARTED: Final = re.compile(r"[;,|/\s]+")


class Status(StrEnum):
    """What came of a value."""

    VALID = "valid"
    HEADING = "heading"
    """A code that wants further digits: the alternatives are those that it has on the date."""
    OTHER_YEAR = "other year"
    """A code that was valid, but not on the date: `years` says when."""
    AMBIGUOUS = "ambiguous"
    """There is more than one reading: the alternatives. Nothing is repaired."""
    ICD10 = "icd-10"
    UNKNOWN = "unknown"
    EMPTY = "empty"


class Sure(StrEnum):
    """How sure the code is."""

    CERTAIN = "certain"
    """It came whole, at most spelt otherwise."""
    LIKELY = "likely"
    """Something was lost, and there is but one reading."""
    NO = "no"


@dataclass(frozen=True, slots=True)
class Repaired:
    """What came, and what it is: `code` is dotted, "" where none is taken; `years` are its first and last.

    `reason` says why there is no code, or why it was not judged by its date: by all years then.
    """

    given: str
    code: str
    volume: Volume | None
    status: Status
    mends: tuple[Mend, ...] = ()
    sure: Sure = Sure.NO
    alternatives: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of a column of codes: the volumes that it may hold, and what it has lost throughout.

    `lost` is what the user, or the column itself, tells: a column of numbers has lost its leading zeros, so a value
    that would be valid as it stands may be another one.
    """

    volumes: tuple[Volume, ...]
    lost: frozenset[Mend] = frozenset()


class Repairer:
    """Repairs values of one column against the codes of all editions."""

    def __init__(self, known: KnownCodes, column: Column) -> None:
        self._known = known
        self._column = column
        self.repair = lru_cache(maxsize=100_000)(self._repair)
        """The repair of a value for a fiscal year, 0 where the date is not known; values come again and again."""

    def _repair(self, given: str, year: int = 0) -> Repaired:
        if not given.strip():
            return Repaired(given, "", None, Status.EMPTY)
        found = [each for volume in self._column.volumes for each in readings(given, volume)]
        if _looks_like_icd10(given) and given.strip()[0] not in _LETTERS:
            found = [each for each in found if Mend.LOOKALIKE not in each.mends]
        whole = [each for each in found if set(each.mends) <= FORMAT]
        valid = [each for each in found if self._is_valid(each, year)]
        as_it_came = [each for each in whole if each in valid or self._is_heading(each, year)]
        others = [each for each in valid if each not in whole]
        if as_it_came:
            rivals = [*as_it_came, *(each for each in others if self._may_be(each))]
            return self._one_of(rivals, given, year, Sure.CERTAIN)
        if others:
            return self._one_of(self._least_mended(others), given, year, Sure.LIKELY)
        return self._elsewhere(given, found, whole, year)

    def _one_of(self, rivals: Sequence[Reading], given: str, year: int, sure: Sure) -> Repaired:
        """The only reading; of several none."""
        if len(rivals) > 1:
            return self._ambiguous(given, rivals)
        if self._is_valid(rivals[0], year):
            return self._as(rivals[0], given, Status.VALID, sure)
        return self._heading(rivals[0], given, year, sure)

    def _least_mended(self, found: Sequence[Reading]) -> list[Reading]:
        """The readings, without those that take all repairs of another and more that nothing speaks for."""
        return [each for each in found if not any(self._is_needless(each, other) for other in found)]

    def _is_needless(self, reading: Reading, beside: Reading) -> bool:
        taken = set(beside.mends)
        likely = self._column.lost | ({Mend.LEADING_ZEROS} if taken & _OF_NUMBERS else set())
        return taken < set(reading.mends) and not set(reading.mends) - taken - FORMAT <= likely

    def _is_valid(self, reading: Reading, year: int) -> bool:
        years = self._known.valid_in(reading.bare, reading.volume)
        return year in years if year else bool(years)

    def _is_heading(self, reading: Reading, year: int) -> bool:
        years = self._known.heading_in(reading.bare, reading.volume)
        return year in years if year else bool(years)

    def _may_be(self, reading: Reading) -> bool:
        """Whether a reading that takes a repair stands against one that is whole: what the column loses everywhere."""
        return set(reading.mends) - FORMAT <= self._column.lost

    def _as(self, reading: Reading, given: str, status: Status, sure: Sure) -> Repaired:
        years = sorted(self._known.valid_in(reading.bare, reading.volume))
        span = (years[0], years[-1]) if years else ()
        return Repaired(given, reading.code, reading.volume, status, reading.mends, sure, years=span)

    def _ambiguous(self, given: str, rivals: Iterable[Reading]) -> Repaired:
        codes = tuple(dict.fromkeys(map(_named, rivals)))
        return Repaired(given, "", None, Status.AMBIGUOUS, alternatives=codes)

    def _heading(self, reading: Reading, given: str, year: int, sure: Sure) -> Repaired:
        below = tuple(sorted(self._below(reading, year)))
        code = reading.code
        return Repaired(given, code, reading.volume, Status.HEADING, reading.mends, sure, below)

    def _below(self, reading: Reading, year: int) -> Iterator[str]:
        """The valid codes under a heading."""
        for size in range(len(reading.bare) + 1, 6):
            for bare in _digits_added(reading.bare, size):
                each = Reading(bare, reading.volume, ())
                if self._is_valid(each, year):
                    yield each.code

    def _elsewhere(self, given: str, found: Sequence[Reading], whole: Sequence[Reading], year: int) -> Repaired:
        """A code of another year, or of ICD-10, a heading that has lost something, or nothing that we know."""
        other = [each for each in whole or found if self._known.valid_in(each.bare, each.volume)]
        if len(other) == 1:
            return self._as(other[0], given, Status.OTHER_YEAR, Sure.CERTAIN if other[0] in whole else Sure.LIKELY)
        if other:
            return self._ambiguous(given, other)
        if _looks_like_icd10(given):
            return Repaired(given, "", None, Status.ICD10, reason="has the form of a code of ICD-10")
        headings = [each for each in whole if self._known.heading_in(each.bare, each.volume)]
        if len(headings) == 1:
            return self._heading_of_other_years(headings[0], given)
        if mended := [each for each in found if self._is_heading(each, year)]:
            return self._one_of(self._least_mended(mended), given, year, Sure.LIKELY)
        return self._unknown(given, bool(found))

    def _heading_of_other_years(self, reading: Reading, given: str) -> Repaired:
        years = sorted(self._known.heading_in(reading.bare, reading.volume))
        why = f"is a heading of FY{years[0]} to FY{years[-1]}, and was not there on the date"
        return Repaired(given, reading.code, reading.volume, Status.OTHER_YEAR, reading.mends, reason=why)

    def _unknown(self, given: str, has_form: bool) -> Repaired:
        """What no reading makes a code, with what it is instead: of the other volume, or several codes in one."""
        others = tuple(volume for volume in Volume if volume not in self._column.volumes)
        of_others = self._existing(given, others)
        if of_others:
            why = f"a code of {others[0]}, in a column of {self._column.volumes[0]}"
        else:
            parts = [self._existing(part, self._column.volumes) for part in _PARTED.split(given.strip())]
            if len(parts) > 1 and all(parts):
                of_others, why = [each for part in parts for each in part], f"{len(parts)} codes in one cell"
            else:
                why = "is no code of any edition" if has_form else "has not the form of a code"
        codes = tuple(dict.fromkeys(map(_named, of_others)))
        return Repaired(given, "", None, Status.UNKNOWN, alternatives=codes, reason=why)

    def _existing(self, given: str, volumes: Iterable[Volume]) -> list[Reading]:
        """The readings that take nothing away and are codes or headings of some year."""
        found = (each for volume in volumes for each in readings(given, volume) if set(each.mends) <= FORMAT)
        return [each for each in found if self._is_valid(each, 0) or self._is_heading(each, 0)]


def volumes_of(values: Iterable[str], known: KnownCodes) -> tuple[Volume, ...]:
    """What a column holds, by its different values: the volume of which hardly one is no code, where many are none of
    the other; otherwise either. Most short numbers, 4019, are a code of each."""
    given = {value for value in values if value.strip()}
    strays = {volume: sum(not _is_code(value, volume, known) for value in given) for volume in Volume}
    fewest = min(strays, key=lambda volume: strays[volume])
    return (fewest,) if _TOLD * strays[fewest] < max(strays.values()) else tuple(Volume)


def _is_code(value: str, volume: Volume, known: KnownCodes) -> bool:
    """Whether a value is as it came a code or a heading of some year."""
    whole = (each.bare for each in readings(value, volume) if set(each.mends) <= FORMAT)
    return any(known.valid_in(bare, volume) or known.heading_in(bare, volume) for bare in whole)


def losses_of(values: Iterable[str], known: KnownCodes, volumes: tuple[Volume, ...]) -> frozenset[Mend]:
    """What a column tells of its losses: of zeros, where a number is too short for a code and none begins with zero.

    Of letters, where a value is a code only with its letter put back, and none begins with a letter.
    """
    short = led = lettered = wanting = False
    for value in set(values):
        text = value.strip()
        head = text.partition(".")[0]
        lettered |= text[:1].isalpha()
        led |= text[:1] == "0" and len(head) >= 2
        least = 2 if "." in text and Volume.PROCEDURES in volumes else 3
        short |= head.isdigit() and len(head) < least and text[:1] != "0"
        wanting = wanting or _wants_letter(text, known, volumes)
    zeros = {Mend.LEADING_ZEROS} if short and not led else set()
    return frozenset(zeros | ({Mend.LETTER} if wanting and not lettered else set()))


def _wants_letter(value: str, known: KnownCodes, volumes: tuple[Volume, ...]) -> bool:
    """Whether a value is a code with its letter put back, and none, not even a heading, without."""
    if not value[:1].isdigit():
        return False
    read = [each for volume in volumes for each in readings(value, volume)]
    if any(set(each.mends) <= FORMAT and known.heading_in(each.bare, each.volume) for each in read):
        return False
    found = [each for each in read if known.valid_in(each.bare, each.volume)]
    return bool(found) and all(Mend.LETTER in each.mends for each in found)


def _named(reading: Reading) -> str:
    return reading.code + (" (procedure)" if reading.volume is Volume.PROCEDURES else "")


def _digits_added(bare: str, size: int) -> Iterator[str]:
    wanting = size - len(bare)
    yield from (f"{bare}{number:0{wanting}}" for number in range(10**wanting) if wanting <= 2)


def _looks_like_icd10(given: str) -> bool:
    """A letter, a digit, a digit or letter, then up to four more: what no code of ICD-9-CM looks like."""
    bare = given.strip().upper().replace(".", "")
    return 3 <= len(bare) <= 7 and bare[0].isalpha() and bare[1].isdigit() and bare[1:].isalnum()
