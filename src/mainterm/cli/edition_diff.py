"""`mainterm edition diff`: what came, went and changed from one edition to another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path

import click

from mainterm.cli.layout import screen_width, wrapped
from mainterm.cli.opening import told_where_missing
from mainterm.history.diff import EVENTS, Comparison, Difference, Event, Part
from mainterm.history.diff_page import diff_page, told
from mainterm.model.serial import to_json
from mainterm.service.edition_diff import compare_editions
from mainterm.service.open import installed_file

_CODE = 8  # columns
_HEAD = 14


@click.command("diff")
@click.argument("before")
@click.argument("after")
@click.option("--only", type=click.Choice(list(map(str, Part))), multiple=True, help="List these. Repeatable.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, and nothing else.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="One page, to FILE.")
def diff_command(before: str, after: str, only: tuple[str, ...], as_json: bool, html: Path | None) -> int:
    """What is different in the edition AFTER: counts first; then the codes, or what --only names.

    By meaning, not by the place of a line: a code is known by itself, a note by its words under its code, a line of an
    index by its path of terms, without the words in parentheses. Exit status 1: nothing is different.

    \b
    JSON: before, after, counts [{part (codes, notes, index), within, event, count}], differences
    [{part, event, within, place, before, after, source {document, paragraph}}].
    """
    for name in (before, after):
        told_where_missing(name, partial(installed_file, name))
    comparison = compare_editions(before, after)
    parts = frozenset(map(Part, only)) or (frozenset(Part) if as_json else frozenset((Part.CODES,)))
    shown = [each for each in told(comparison.differences) if each.part in parts]
    if html:
        html.write_text("".join(diff_page(comparison)), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(_as_json(comparison, shown), ensure_ascii=False))
    else:
        for line in _lines(comparison, [] if html and not only else shown, screen_width()):
            click.echo(line)
    return 0 if comparison.differences else 1


def _as_json(comparison: Comparison, shown: Sequence[Difference]) -> dict[str, object]:
    counts = [
        {"part": part.value, "within": within, "event": event.value, "count": count}
        for (part, within, event), count in comparison.counts().items()
    ]
    listed = [to_json(each) for each in shown]
    return {"before": comparison.before, "after": comparison.after, "counts": counts, "differences": listed}


def _lines(comparison: Comparison, shown: Sequence[Difference], width: int) -> Iterator[str]:
    yield f"{comparison.before} to {comparison.after}"
    yield from _table(comparison)
    for (part, within), differences in groupby(shown, key=lambda each: (each.part, each.within)):
        yield f"\n{part.value.capitalize()}, {within}"
        for event, same in groupby(differences, key=lambda each: each.event):
            yield f"  {event.value}"
            for each in same:
                yield from _difference(each, width)


def _table(comparison: Comparison) -> Iterator[str]:
    """The counts: a table for each part, a row for each volume or index."""
    counts = comparison.counts()
    for part in Part:
        yield "\n" + part.value.capitalize().ljust(_HEAD) + "".join(f"  {event.value}" for event in EVENTS[part])
        for within in dict.fromkeys(within for of, within, _ in counts if of is part):
            cells = (f"  {counts[part, within, event]:>{len(event.value)},}" for event in EVENTS[part])
            yield f"  {within:<{_HEAD - 2}}" + "".join(cells)


def _difference(each: Difference, width: int) -> Iterator[str]:
    """What is different, behind the code or the path that it is in."""
    says = f"{each.before} → {each.after}" if each.before and each.after else each.after or each.before
    if each.part is Part.CODES:
        yield from wrapped(says, width, f"    {each.place:<{_CODE}}", " " * (4 + _CODE))
        return
    apart = ": " if each.part is Part.INDEX and each.event is not Event.REWORDED else "  "
    yield from wrapped(f"{each.place}{apart if says else ''}{says}", width, "    ", "        ")
