"""Two codings of the same encounters on the screen: what was added, dropped and moved, and what findings it made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import click

from mainterm.cli.layout import beside, wrapped
from mainterm.rules.run import Finding
from mainterm.service.audit import Comparison, cited


def comparison_lines(comparisons: Iterable[Comparison], width: int) -> Iterator[str]:
    """The encounters that differ, each with its changes; then how many there are of each kind."""
    counts: Counter[str] = Counter()
    for each in comparisons:
        counts.update(["encounters"])
        if each.is_changed:
            counts.update(changed=1, gone=len(each.gone), came=len(each.came))
            yield from _lines(each, width)
    yield (
        f"{counts['encounters']:,} encounters, {counts['changed']:,} changed: "
        f"{counts['gone']:,} findings gone, {counts['came']:,} come."
    )


def _lines(each: Comparison, width: int) -> Iterator[str]:
    place = str(each.now.place) if each.now else ""
    yield beside(click.style(each.id, bold=True), place, width)
    if each.now is None or each.now.encounter is None:
        yield "  is only in the earlier coding" if each.now is None else "  cannot be read now"
    elif each.before is None:
        yield "  is only in the later coding"
    for change in each.added:
        yield click.style(f"  + {change.code:<8}", fg="green") + f" added at {change.now}"
    for change in each.dropped:
        yield click.style(f"  - {change.code:<8}", fg="red") + f" dropped from {change.before}"
    for change in each.moved:
        yield f"    {change.code:<8} moved from {change.before} to {change.now}"
    for finding in each.gone:
        yield from _finding("gone", finding, width)
    for finding in each.came:
        yield from _finding("came", finding, width)
    yield ""


def _finding(what: str, finding: Finding, width: int) -> Iterator[str]:
    text = f"{finding.severity}: {' '.join(finding.codes[:1])}: {finding.message}"
    yield from wrapped(text, width, f"  {what}  ")
    yield beside(" " * 8 + click.style(finding.rule, dim=True), cited(finding), width)
