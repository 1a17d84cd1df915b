"""A seam as one page of HTML that needs nothing else: figures, the picture of the jump, codes lost and gained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Final

from mainterm.history.seam import Seam, Successor, Way
from mainterm.history.seam_counts import SEAM, Jump
from mainterm.history.seam_svg import plot

STYLE: Final = """
.seam polyline { fill: none; stroke-width: 1.6; }
.seam .forward { stroke: #2471a3; } .seam .either { stroke: #c8641b; } .seam .before { stroke: var(--ink); }
.seam polyline { opacity: .75; } .seam polyline.either { stroke-dasharray: 5 3; }
.seam line.level { stroke-width: 4; opacity: .45; }
.seam line.grid, .seam line.tick { stroke: var(--line); }
.seam line.cut { stroke: var(--soft); stroke-dasharray: 3 4; }
.seam text { stroke: none !important; } .seam text.cut, .seam text.year { text-anchor: middle; fill: var(--soft); }
.seam text.forward { fill: #2471a3; } .seam text.either { fill: #c8641b; }
.legend b { font-weight: 600; } .legend .forward { color: #2471a3; } .legend .either { color: #c8641b; }
"""

_HEADS: Final = {
    Way.BOTH: "Forward and back",
    Way.FORWARD: "Forward only: a code of the definition leads to them, they lead back elsewhere or nowhere",
    Way.BACKWARD: "Backward only: they lead back to the definition, of which no code leads to them",
}


def html_page(
    name: str, seam: Seam, jump: Jump | None, titles: Mapping[str, str], style: str, maps: str
) -> Iterator[str]:
    """The page, part by part; `style` is the house's, `maps` what the mappings are called."""
    title = f"{name} across {SEAM:%Y-%m-%d}"
    yield f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<style>\n{style}{STYLE}</style></head>\n<body>\n<header><h1>{escape(title)}</h1>\n"
    yield f"<p>{seam.of.full_name} to {seam.to.full_name} by the {escape(maps)}</p></header>\n<main>\n"
    yield from _figures(seam, jump)
    yield from _jump(jump, title) if jump else ()
    yield from _codes("No equivalent in ICD-10", seam.unmapped, titles)
    yield from _codes("Brought in by the way back: codes outside of the definition", seam.outside, titles)
    for way in Way:
        yield from _successors(way, [each for each in seam.successors if each.way is way], titles)
    yield from _codes("The definition", seam.definition, titles)
    yield "</main></body></html>\n"


def _figures(seam: Seam, jump: Jump | None) -> Iterator[str]:
    cards = [
        (f"{len(seam.definition):,}", f"codes of {seam.of.full_name}", f"{len(seam.unmapped):,} lead nowhere"),
        (f"{len(seam.codes(Way.BOTH, Way.FORWARD)):,}", "codes by the map forwards", f"of {seam.to.full_name}"),
        (f"{len(seam.codes(Way.BACKWARD)):,}", "more by the map backwards", "none of the definition leads to them"),
        (f"{len(seam.outside):,}", "codes outside of it are brought in", "by the way back"),
    ]
    for what, level in (("by the map forwards", jump.by_forward), ("by either map", jump.by_either)) if jump else ():
        ratio = f"× {level.ratio:.2f}" if level.ratio is not None else "no ratio"
        cards.append((ratio, what, f"{level.before:,.1f} a month before, {level.after:,.1f} after"))
    yield '<section class="cards">'
    for number, what, more in cards:
        yield f'<div class="card"><b>{number}</b><span>{escape(what)}</span><small>{escape(more)}</small></div>'
    yield "</section>\n"


def _jump(jump: Jump, title: str) -> Iterator[str]:
    before, after = jump.window
    yield f"<section><h2>Counts a month</h2>{plot(jump, escape(title))}"
    yield '<p class="legend"><b class="forward">Solid</b>: the definition, then the codes to which it leads. '
    yield '<b class="either">Dashed</b>: these and the codes that lead back to it. '
    yield f"Bars: the mean of {before} months before and {after} after. {jump.other:,} counts are of other codes.</p>"
    if jump.problems:
        yield f"<p>{len(jump.problems):,} rows could not be read, the first: {escape(jump.problems[0])}</p>"
    yield "</section>\n"


def _codes(head: str, codes: Sequence[str], titles: Mapping[str, str]) -> Iterator[str]:
    rows = ((code, titles.get(code, "")) for code in codes)
    yield from _table(f"{head} ({len(codes):,})", ("code", "title"), rows) if codes else ()


def _successors(way: Way, found: Sequence[Successor], titles: Mapping[str, str]) -> Iterator[str]:
    rows = ((each.code, titles.get(each.code, ""), *_told(each)) for each in found)
    heads = ("code", "title", "from", "back to", "and outside", "")
    yield from _table(f"{_HEADS[way]} ({len(found):,})", heads, rows) if found else ()


def _told(each: Successor) -> tuple[str, ...]:
    about = ["approximate"] * each.approximate + ["with others only"] * each.part
    return (*(", ".join(codes) for codes in (each.sources, each.back, each.outside)), ", ".join(about))


def _table(head: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"<details><summary><b>{escape(head)}</b></summary><table><thead><tr>"
    yield from (f"<th>{each}</th>" for each in heads)
    yield "</tr></thead><tbody>"
    for code, *cells in rows:
        yield f'<tr><td class="code">{escape(code)}</td>' + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        yield "</tr>"
    yield "</tbody></table></details>\n"
