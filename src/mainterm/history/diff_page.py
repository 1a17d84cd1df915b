"""A comparison of two editions as one page of HTML that needs nothing else: counts, then each difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import Final

from mainterm.history.diff import EVENTS, Comparison, Difference, Event, Part

_SEEK: Final = """
const seek = document.getElementById("seek");
seek.addEventListener("input", () => {
  const wanted = seek.value.trim().toLowerCase();
  for (const part of document.querySelectorAll("details")) {
    let shown = 0;
    for (const row of part.querySelectorAll("tbody tr")) {
      row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
      shown += row.hidden ? 0 : 1;
    }
    part.hidden = shown === 0;
    part.open = wanted !== "" && shown > 0;
  }
});
"""
"""Shows only the rows that have what was typed."""


def diff_page(comparison: Comparison) -> Iterator[str]:
    """The page, part by part."""
    title = f"{comparison.before} to {comparison.after}"
    style = files("mainterm.history").joinpath("diff_page.css").read_text(encoding="utf-8")
    yield f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<style>\n{style}</style></head>\n<body>\n<header><h1>{escape(title)}</h1></header>\n<main>\n"
    yield from _counts(comparison)
    yield '<p><label>Show only what has <input id="seek" type="search" placeholder="a code or a word"></label></p>\n'
    grouped = groupby(told(comparison.differences), key=lambda each: (each.part, each.within, each.event))
    for (part, within, event), differences in grouped:
        yield from _group(f"{part.value.capitalize()}, {within}: {event.value}", list(differences))
    yield f"</main>\n<script>{_SEEK}</script></body></html>\n"


def told(differences: Sequence[Difference]) -> list[Difference]:
    """The differences by part, volume or index, and event, each in the order of print."""
    within = list(dict.fromkeys(each.within for each in differences))
    parts, events = list(Part), list(Event)
    return sorted(differences, key=lambda e: (parts.index(e.part), within.index(e.within), events.index(e.event)))


def _counts(comparison: Comparison) -> Iterator[str]:
    counts = comparison.counts()
    yield '<section class="counts">\n'
    for part in Part:
        heads = "".join(f"<th>{escape(event.value)}</th>" for event in EVENTS[part])
        yield f"<table><thead><tr><th>{part.value.capitalize()}</th>{heads}</tr></thead><tbody>"
        for within in dict.fromkeys(within for of, within, _ in counts if of is part):
            cells = "".join(f"<td>{counts[part, within, event]:,}</td>" for event in EVENTS[part])
            yield f"<tr><th>{escape(within)}</th>{cells}</tr>"
        yield "</tbody></table>\n"
    yield "</section>\n"


def _group(title: str, differences: Sequence[Difference]) -> Iterator[str]:
    yield f"<details><summary>{escape(title)} <small>{len(differences):,}</small></summary>\n<table><tbody>\n"
    for each in differences:
        was, now = (escape(text) for text in (each.before, each.after))
        says = f"<del>{was}</del> <ins>{now}</ins>" if was and now else f"<del>{was}</del>" if was else now
        yield f"<tr><td>{escape(each.place)}</td><td>{says}</td><td><small>{each.source}</small></td></tr>\n"
    yield "</tbody></table></details>\n"
