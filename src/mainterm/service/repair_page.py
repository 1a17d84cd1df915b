"""What a repair found, as one page of HTML that needs nothing else: figures, plots, the values to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from mainterm.audit.frame import cards, framed, key
from mainterm.audit.svg import Bar, bars
from mainterm.history.readings import FORMAT
from mainterm.history.repair import Repaired, Status
from mainterm.service.repair_report import BAD_ROW, Outcome, Report, outcome_of

_MOST: Final = 50
_HEADS: Final = ("value", "times", "code", "what it is", "repair", "may be, or was valid")
_OTHERS: Final = 6  # alternatives of a value that are shown
_OF_STATUS: Final = {Status.HEADING: Outcome.DOUBTFUL, Status.AMBIGUOUS: Outcome.DOUBTFUL}
_SAID: Final = {
    Outcome.VALID: "as they came, but for point, capitals and marks",
    Outcome.REPAIRED: "one reading, with something put back",
    Outcome.DOUBTFUL: "two readings, or digits wanting",
    Outcome.INVALID: "no code on their date",
}


def repair_page(name: str, report: Report) -> Iterator[str]:
    """The page, part by part; `name` is that of the table."""
    lost = "; ".join(
        f"{column} has lost its {', '.join(what)} throughout" for column, what in report.lost.items() if what
    )
    return framed(f"Repair of {name}", lost or "What its codes are, by the editions of their dates", _body(report))


def _body(report: Report) -> Iterator[str]:
    outcomes = {each: sum(n for (_, one), n in report.by_year.items() if one is each) for each in Outcome}
    total = sum(outcomes.values())
    shown = [(f"{n / max(1, total):.1%}", f"{each}: {n:,}", _SAID[each]) for each, n in outcomes.items()]
    bad = f"{report.statuses[Status.EMPTY.value]:,} empty; {report.statuses[BAD_ROW]:,} of another width"
    yield from cards([(f"{total:,}", "values", bad), *shown])
    yield from _plots(report)
    for outcome in (Outcome.REPAIRED, Outcome.DOUBTFUL, Outcome.INVALID):
        head = f"{outcome.capitalize()}: {_SAID[outcome]}"
        yield from _values(head, [each for each in report.examples.most_common() if outcome_of(each[0]) is outcome])


def _plots(report: Report) -> Iterator[str]:
    statuses = [Bar(status.value, _parts_of(report, status)) for status in Status if status is not Status.EMPTY]
    yield _plot("What became of the values", "".join(map(key, Outcome)), [bar for bar in statuses if bar.total])
    yield _plot("By repair", "", [Bar(mend, [(_of_mend(mend), n)]) for mend, n in report.mends.most_common()])
    years = sorted({year for year, _ in report.by_year})
    if years != [0]:
        name = {year: f"FY{year}" for year in years} | {0: "by all years: no edition then"}
        rows = [Bar(name[year], [(each, report.by_year[year, each]) for each in Outcome]) for year in years]
        yield _plot("By fiscal year", "", rows)


def _parts_of(report: Report, status: Status) -> list[tuple[str, int]]:
    """The values of a status; of the valid ones those that were repaired apart."""
    count = report.statuses[status.value]
    repaired = sum(n for (_, each), n in report.by_year.items() if each is Outcome.REPAIRED)
    if status is Status.VALID:
        return [(Outcome.VALID, count - repaired), (Outcome.REPAIRED, repaired)]
    return [(_OF_STATUS.get(status, Outcome.INVALID), count)]


def _of_mend(mend: str) -> Outcome:
    return Outcome.VALID if mend in FORMAT else Outcome.REPAIRED


def _plot(head: str, keys: str, rows: list[Bar]) -> str:
    if not rows:
        return ""
    return f"<section><h2>{head}</h2>{f'<p>{keys}</p>' if keys else ''}{bars(head, rows)}</section>\n"


def _values(head: str, found: list[tuple[Repaired, int]]) -> Iterator[str]:
    """A table of values, the most frequent first."""
    if not found:
        return
    more = f", the first {_MOST} of {len(found):,}" if len(found) > _MOST else ""
    yield f"<section><h2>{head}{more}</h2><table><thead><tr>"
    yield from (f"<th>{each}</th>" for each in _HEADS)
    yield "</tr></thead><tbody>\n"
    yield from (_row(each, count) for each, count in found[:_MOST])
    yield "</tbody></table></section>\n"


def _row(found: Repaired, count: int) -> str:
    others = ", ".join(found.alternatives[:_OTHERS])
    if len(found.alternatives) > _OTHERS:
        others += f" and {len(found.alternatives) - _OTHERS} more"
    if found.years and found.status is Status.OTHER_YEAR:
        others = f"FY{found.years[0]}-FY{found.years[-1]}"
    others = others or found.reason
    cells: Iterable[str] = (found.given, f"{count:,}", found.code, found.status, ", ".join(found.mends), others)
    kinds = ("code", "number", "code", "", "", "")
    return "<tr>" + "".join(f'<td class="{k}">{escape(c)}</td>' for k, c in zip(kinds, cells, strict=True)) + "</tr>\n"
