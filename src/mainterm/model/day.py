"""A day as tables, messages and claims write it, as an ISO date, and the fiscal year in which it lies."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from mainterm.model.fiscal import fiscal_year

_ISO: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?")
_PACKED: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\d{4})?")
_AMERICAN: Final = re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})(?: .*)?")


def read_day(text: str) -> str:
    """The ISO date, `2011-10` or `2011` where no more is known. Raises ValueError with one line.

    >>> [read_day(day) for day in ("20111002", "10/2/2011", "2011-10-02T08:00:00Z", "2011-10", "2011")]
    ['2011-10-02', '2011-10-02', '2011-10-02', '2011-10', '2011']
    """
    bare = text.strip()
    american = _AMERICAN.fullmatch(bare)
    match = _ISO.fullmatch(bare) or _PACKED.fullmatch(bare)
    parts = american.group("y", "m", "d") if american else match.groups() if match else ()
    try:
        day = date(int(parts[0]), int(parts[1] or 1), int(parts[2] or 1)).isoformat()
    except (IndexError, ValueError):
        raise ValueError(f'"{bare}" is no date; write for instance 2011-10-02') from None
    return day[: 10 if parts[2] else 7 if parts[1] else 4]


def fiscal_years(day: str) -> tuple[int, ...]:
    """The federal fiscal years in which an ISO date may lie: two, where the month is not known.

    >>> fiscal_years("2011-10-02"), fiscal_years("2011-09"), fiscal_years("2011"), fiscal_years("")
    ((2012,), (2011,), (2011, 2012), ())
    """
    if not day:
        return ()
    year, month = int(day[:4]), day[5:7]
    if not month:
        return year, year + 1
    return (fiscal_year(year, int(month)),)


def fiscal_year_written(text: str) -> int:
    """The fiscal year of a day as it is written. Raises ValueError where it is no date, or a year alone.

    >>> fiscal_year_written("10/1/2011"), fiscal_year_written("2011-09")
    (2012, 2011)
    """
    years = fiscal_years(read_day(text))
    if len(years) > 1:
        raise ValueError(f'"{text.strip()}" lies in FY{years[0]} and FY{years[1]}; give the month')
    return years[0]
