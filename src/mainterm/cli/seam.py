"""`mainterm seam`: what a definition in ICD-9-CM becomes in ICD-10-CM, and the jump of its counts at 2015-10-01."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

import click

from mainterm.cli.edition_options import edition_options
from mainterm.cli.layout import beside, screen_width, wrapped
from mainterm.cli.opening import told_where_missing
from mainterm.cli.sets import AHRQ, FILE
from mainterm.history.seam import Successor, Way
from mainterm.history.seam_counts import SEAM, Jump, Level
from mainterm.model.code import Volume
from mainterm.service.seam import LAST, SeamReport, across_the_seam, report_json, report_page
from mainterm.service.sets import open_grouping
from mainterm.service.translate import GEMS, open_gems

_SHOWN = 8  # codes of a list on the screen; all are in the JSON and on the page
_BLOCKS = "▁▂▃▄▅▆▇█"
_HEADS = {
    Way.BOTH: "forward and back",
    Way.FORWARD: "forward only: they lead back elsewhere, or nowhere",
    Way.BACKWARD: "backward only: no code of the definition leads to them",
}


@click.command("seam")
@click.argument("file", type=click.File(encoding="utf-8-sig"))
@click.option(
    "--counts", type=click.File(encoding="utf-8-sig"), metavar="FILE", help="CSV: date, count, code or system."
)
@click.option("--months", type=click.IntRange(1), default=12, show_default=True, help="Of a level, before and after.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write one page, with the picture.")
@edition_options
@click.option("--ccs", type=FILE, metavar="FILE", help=f"{AHRQ} FILE may name its groups then, ccs:100.")
@click.option("--procedures", is_flag=True, help="The definition is of procedures.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, and nothing else.")
def seam_command(
    file: IO[str],
    counts: IO[str] | None,
    months: int,
    html: Path | None,
    edition: str | None,
    ccs: Path | None,
    procedures: bool,
    as_json: bool,
) -> int:
    """What the definition in FILE becomes in ICD-10-CM: its codes by the mappings both ways, lost, gained, counted.

    FILE has codes in the notation of `mainterm codes`, 250.0-250.9, !250.7, 410.x1, and remarks behind #; it is read by
    FY2015, the last edition, where no other is named. With counts, the level before and after 2015-10-01. Exit status
    1: a code of the definition has no equivalent, or a row of the counts could not be read.

    \b
    JSON: name, edition, unmatched [terms], seam {of, to, definition [codes], successors [{code, way
    (both, forward only, backward only), sources, back, outside, part, approximate}], unmapped
    [codes], outside [codes]}, jump {months [{month, definition, both, forward, backward}], window
    [months before, after], by_forward {before, after, ratio}, by_either, other, problems}, titles.
    """
    crosswalk = told_where_missing(GEMS, open_gems)
    volume = Volume.PROCEDURES if procedures else Volume.DISEASES
    grouping = open_grouping(ccs) if ccs else None
    name = "Definition" if file.name == "<stdin>" else Path(file.name).stem
    try:
        report = across_the_seam(crosswalk, name, file.read(), counts, edition or LAST, volume, months, grouping)
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file.name} and its counts are to be text in UTF-8: {error.reason}") from error
    maps = crosswalk.manifest.title
    if html is not None:
        html.write_text("".join(report_page(report, maps)), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(report_json(report), ensure_ascii=False))
    else:
        for line in _lines(report, maps, screen_width()):
            click.echo(line)
    problems = report.jump.problems if report.jump else ()
    for problem in problems:
        click.echo(f"mainterm: {counts.name if counts else ''}: {problem}", err=True)
    return 1 if report.seam.unmapped or problems else 0


def _lines(report: SeamReport, maps: str, width: int) -> Iterator[str]:
    seam = report.seam
    told = f"{len(seam.definition):,} codes of {seam.of.full_name} FY{report.edition}"
    yield beside(f"{click.style(report.name, bold=True)}  {told}", maps, width)
    for term in report.unmatched:
        yield click.style(f"  {term} names no valid code of FY{report.edition}", fg="yellow")
    yield from _group("no equivalent", seam.unmapped, report.titles, width)
    for way in Way:
        yield from _successors(_HEADS[way], [each for each in seam.successors if each.way is way], report.titles, width)
    yield from _group("brought in by the way back, outside of the definition", seam.outside, report.titles, width)
    if report.jump:
        yield ""
        yield from _jump(report.jump, width)


def _group(head: str, codes: Sequence[str], titles: Mapping[str, str], width: int) -> Iterator[str]:
    if codes:
        yield f"  {len(codes):,} {head}"
        for code in codes[:_SHOWN]:
            yield from wrapped(titles.get(code, ""), width, f"    {code:<9} ")
        yield from _more(len(codes))


def _successors(head: str, found: Sequence[Successor], titles: Mapping[str, str], width: int) -> Iterator[str]:
    if found:
        yield f"  {len(found):,} {head}"
        for each in found[:_SHOWN]:
            outside = f"also {', '.join(each.outside)}" if each.outside else ""
            said = "; ".join(filter(None, ("with others only" if each.part else "", outside)))
            first, *more = wrapped(titles.get(each.code, ""), width, f"    {each.code:<9} ")
            yield beside(first, said, width)
            yield from more
        yield from _more(len(found))


def _more(count: int) -> Iterator[str]:
    if count > _SHOWN:
        yield f"    … and {count - _SHOWN:,} more (--json, --html)"


def _jump(jump: Jump, width: int) -> Iterator[str]:
    """The months as a line of blocks, the seam between them, and the levels."""
    numbers = [month.by_either for month in jump.months]
    room = width - 6
    cut = max(0, sum(month.month < f"{SEAM:%Y-%m}" for month in jump.months))
    shown = slice(max(0, cut - room // 2), cut + room // 2)
    most = max(*numbers, 1)
    blocks = [_BLOCKS[min(number * len(_BLOCKS) // (most + 1), len(_BLOCKS) - 1)] for number in numbers]
    yield f"  {''.join(blocks[shown.start : cut])}|{''.join(blocks[cut : shown.stop])}"
    first, last = jump.months[shown][0].month, jump.months[shown][-1].month
    yield f"  {first} to {last} a month, the most {most:,}; | is {SEAM}"
    before, after = jump.window
    yield f"  mean of {before} months before and {after} after"
    yield f"  {_level('by the map forwards', jump.by_forward)}"
    yield f"  {_level('by either map', jump.by_either)}"
    if jump.other:
        yield f"  {jump.other:,} counts are of other codes"


def _level(what: str, level: Level) -> str:
    ratio = f"× {level.ratio:.3f}" if level.ratio is not None else "no ratio: nothing before, or nothing after"
    return f"{what:<20} {level.before:>12,.1f} {level.after:>12,.1f}   {ratio}"
