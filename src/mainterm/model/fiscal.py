"""The federal fiscal year of a month: its edition is the one in force."""

from __future__ import annotations

from datetime import date
from typing import Final

_OCTOBER: Final = 10


def fiscal_year(year: int, month: int) -> int:
    """The fiscal year in which a month lies: it begins on October 1 of the year before.

    >>> fiscal_year(2011, 9), fiscal_year(2011, 10)
    (2011, 2012)
    """
    return year + (month >= _OCTOBER)


def fiscal_year_of(day: date) -> int:
    """The fiscal year in which a day lies.

    >>> fiscal_year_of(date(2011, 10, 1))
    2012
    """
    return fiscal_year(day.year, day.month)
