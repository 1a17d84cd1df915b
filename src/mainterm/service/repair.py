"""Repairs codes: a list of values, or the columns of a table, against all editions that are installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from mainterm.editions.declared import declared_editions
from mainterm.history.known import KnownCodes, known_codes
from mainterm.history.repair import Column, Repaired, Repairer, losses_of, volumes_of
from mainterm.model.code import Volume
from mainterm.model.day import fiscal_year_written
from mainterm.model.edition import EditionError
from mainterm.service.columns import KINDS
from mainterm.service.home import edition_path, home
from mainterm.service.in_force import installed_years
from mainterm.service.repair_layout import Layout
from mainterm.service.repair_more import More
from mainterm.service.repair_report import BAD_ROW, Report
from mainterm.service.repair_table import Table
from mainterm.store.codes import codes_of

ADDED: Final = ("code", "status", "repair", "sure", "alternatives", "valid_from", "valid_to", "reason")
"""The columns that a repaired table has more, for each column of codes."""


def installed_codes() -> KnownCodes:
    """The codes of every installed edition. Raises EditionError where there is none."""
    names = installed_years()
    if not names:
        raise EditionError("no edition is installed to repair by; install them: mainterm edition install all")
    return known_codes(each for name in names for each in codes_of(edition_path(home(), name)))


def repair(
    codes: Sequence[str],
    dates: date | Sequence[date | str | None] | None = None,
    kind: str = "dx",
    known: KnownCodes | None = None,
) -> list[Repaired]:
    """The repair of each value of one column: on one date, each on its own date, or whenever a code was valid.

    `kind` is dx, px or any; `known` are the codes to repair by, of all installed editions where none are given. A date
    of a list that is none, or of which no edition is installed, is the `reason` that its value is judged by all years.
    Raises EditionError where no edition is installed, or none of the one date; ValueError for lists of two lengths.
    """
    known = known or installed_codes()
    if isinstance(dates, date):
        when = [(_year_of_all(dates, known), "")] * len(codes)
    else:
        when = [_year(str(day), known) if day else (0, "") for day in dates] if dates else [(0, "")] * len(codes)
    if len(when) != len(codes):
        raise ValueError(f"{len(codes):,} codes have {len(when):,} dates")
    repairer = Repairer(known, Column(KINDS[kind], losses_of(codes, known, KINDS[kind])))
    found = (repairer.repair(code, year) for code, (year, _) in zip(codes, when, strict=True))
    return [_because(each, why) for each, (_, why) in zip(found, when, strict=True)]


def repair_table(
    table: Table, layout: Layout, known: KnownCodes, report: Report, more: Sequence[More] = ()
) -> Iterator[list[str]]:
    """The rows of a table with the columns of `ADDED`, and `more`, behind its own, the header first.

    `report` counts as it goes.

    The file is read twice: what a column has lost throughout is told by all of it. A row of another width is kept, with
    its reason. Raises ValueError for a column that is not there, or twice, EditionError where none is in force on the
    date of all.
    """
    header = table.header
    places = [table.place(name) for name in layout.codes]
    dated = table.place(layout.dated) if layout.dated else -1
    throughout = _year_of_all(layout.on, known) if layout.on else 0
    volumes = {place: _volumes(table, place, layout.kind_of(header[place]), known, report) for place in places}
    lost = {place: losses_of(table.cells(place), known, volumes[place]) | layout.lost for place in places}
    repairers = {place: Repairer(known, Column(volumes[place], lost[place])) for place in places}
    report.lost = {header[place]: tuple(sorted(mend.value for mend in lost[place])) for place in places}
    names = (*ADDED, *(name for each in more for name in each.names))
    yield [*header, *(name if len(places) == 1 else f"{header[p]}.{name}" for p in places for name in names)]
    for line, row in table.rows():
        if len(row) != len(header):
            report.statuses[BAD_ROW] += 1
            reason = f"line {line} has {len(row)} fields where the header has {len(header)}"
            yield [*row, *[""] * (len(header) - len(row)), "", BAD_ROW, *[""] * 5, reason, *[""] * (len(names) - 8)]
            continue
        year, wrong = _year(row[dated], known) if dated >= 0 else (throughout, "")
        added: list[str] = []
        for place in places:
            found = repairers[place].repair(row[place], year)
            report.count(found, year)
            added += [*_written(_because(found, wrong)), *(cell for each in more for cell in each.tell(found, year))]
        yield [*row, *added]


def _volumes(table: Table, place: int, kind: str, known: KnownCodes, report: Report) -> tuple[Volume, ...]:
    """What a column holds; where its values must tell that, the report tells it too."""
    if kind in KINDS:
        return KINDS[kind]
    found = volumes_of(table.cells(place), known)
    report.kinds[table.header[place]] = next(each for each, volumes in KINDS.items() if volumes == found)
    return found


def _year_of_all(day: date, known: KnownCodes) -> int:
    """The fiscal year of the one date of all values. Raises EditionError, which says what there is."""
    year, wrong = _year(day.isoformat(), known)
    if wrong:
        raise EditionError(f"{wrong}; there are {', '.join(f'FY{each}' for each in known.years)}")
    return year


def _year(text: str, known: KnownCodes) -> tuple[int, str]:
    """The fiscal year of a date as it is written; 0, and why, where no edition is in force."""
    if not text.strip():
        return 0, "has no date; validity was not judged"
    try:
        found = fiscal_year_written(text)
    except ValueError as error:
        return 0, f"{error}; validity on it was not judged"
    if found not in known.years:
        there_is = "is installed" if str(found) in declared_editions() else "was published"
        return 0, f"no edition of FY{found} {there_is}; validity on {text.strip()[:10]} was not judged"
    return found, ""


def _because(found: Repaired, why: str) -> Repaired:
    """With why it was not judged by its date behind its own reason."""
    return replace(found, reason="; ".join(filter(None, (found.reason, why)))) if why else found


def _written(found: Repaired) -> list[str]:
    first, last = (str(found.years[0]), str(found.years[-1])) if found.years else ("", "")
    mends = "; ".join(mend.value for mend in found.mends)
    others = "; ".join(found.alternatives)
    return [found.code, found.status.value, mends, found.sure.value, others, first, last, found.reason]
