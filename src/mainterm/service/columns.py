"""The codes of editions as tables in which a column is looked up at once: made once for the editions there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from mainterm.history.repair import Status
from mainterm.model.code import Volume, book_order, category_of
from mainterm.model.edition import EditionError
from mainterm.model.fiscal import fiscal_year_of
from mainterm.service.home import edition_path, home
from mainterm.service.in_force import installed_years
from mainterm.service.open import installed_file
from mainterm.store.codes import Listed, listed_in

KINDS: Final = {"dx": (Volume.DISEASES,), "px": (Volume.PROCEDURES,), "any": tuple(Volume)}
"""What a column holds: diagnoses, procedures, or both; then what may be either is ambiguous."""


@dataclass(frozen=True, slots=True, eq=False)
class CodeTables:
    """The codes of some years, numbered in the order of the book; what is said of one, by its number.

    `spellings` has every code with and without its point, in capitals, and the number of each; None where it is two
    codes, one of a disease and one of a procedure, and for the empty text. The number behind the last is that of what
    is no code. `statuses` and `titles` have a row of all years for each number, one row behind the other; the place in
    a row is that of the year in `years`, and `places` gives it for each day from `first` on, None where there is none.
    """

    codes: tuple[str | None, ...]
    parents: tuple[str | None, ...]
    categories: tuple[str | None, ...]
    chapters: tuple[str | None, ...]
    spellings: dict[str, int | None]
    years: tuple[int, ...]
    statuses: tuple[str, ...]
    titles: tuple[str | None, ...]
    first: date
    places: tuple[int | None, ...]


def code_tables(kind: str = "dx", edition: int | str | None = None) -> CodeTables:
    """The tables of all installed editions, or of one, for what a column holds: dx, px or any.

    Raises ValueError for another kind, EditionError where no edition is installed.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of codes: there are {', '.join(KINDS)}")
    if edition is not None:
        paths = [installed_file(str(edition))]
    else:
        paths = [edition_path(home(), name) for name in installed_years()]
    if not paths:
        raise EditionError("no edition is installed; install them: mainterm edition install all")
    return _made(kind, tuple((path, path.stat().st_mtime_ns) for path in paths))


@lru_cache(maxsize=8)
def _made(kind: str, files: tuple[tuple[Path, int], ...]) -> CodeTables:
    """The tables of editions' files; the times when they were written tell those that were installed anew."""
    volumes = KINDS[kind]
    listed = [each for path, _ in files for each in listed_in(path) if each.volume in volumes]
    latest = {(each.volume, each.code): each for each in listed}
    known = sorted(latest.values(), key=lambda each: (volumes.index(each.volume), book_order(each.code)))
    years = tuple(sorted({each.year for each in listed}))
    statuses, titles = _by_year(listed, known, years)
    return CodeTables(
        (*(each.code for each in known), None),
        (*(each.parent or None for each in known), None),
        (*(category_of(each.code) for each in known), None),
        (*(each.chapter or None for each in known), None),
        _spellings(known),
        years,
        statuses,
        titles,
        *_places(years),
    )


def _by_year(
    listed: Iterable[Listed], known: Sequence[Listed], years: Sequence[int]
) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
    """Status and title of each code in each year."""
    rows = {(each.volume, each.code): number * len(years) for number, each in enumerate(known)}
    at = {year: place for place, year in enumerate(years)}
    statuses: list[str] = [*[Status.OTHER_YEAR] * (len(known) * len(years)), *[Status.UNKNOWN] * len(years)]
    titles: list[str | None] = [None] * len(statuses)
    for each in listed:
        place = rows[each.volume, each.code] + at[each.year]
        statuses[place] = Status.VALID if each.valid else Status.HEADING
        titles[place] = each.title
    return tuple(statuses), tuple(titles)


def _spellings(known: Iterable[Listed]) -> dict[str, int | None]:
    found: dict[str, int | None] = {"": None}
    for number, each in enumerate(known):
        for spelling in {each.code, each.code.replace(".", "")}:
            found[spelling] = None if spelling in found else number
    return found


def _places(years: Sequence[int]) -> tuple[date, tuple[int | None, ...]]:
    """The first day of the first year, and from it on to the last day of the last the place of the year of each."""
    first, last = date(years[0] - 1, 10, 1), date(years[-1], 9, 30)
    at = {year: place for place, year in enumerate(years)}
    days = (first + timedelta(number) for number in range((last - first).days + 1))
    return first, tuple(at.get(fiscal_year_of(day)) for day in days)
