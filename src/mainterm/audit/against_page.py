"""Two codings compared, as one page of HTML that needs nothing else: figures, findings by rule, the encounters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Final

from mainterm.audit.against import Change, Comparison
from mainterm.audit.frame import cards, framed, key
from mainterm.audit.words import cited, said_fix
from mainterm.model.edition import Book
from mainterm.rules.run import Finding

MOST: Final = 1_000
"""Changed encounters that the page shows; the sums are of all."""


@dataclass(slots=True)
class Compared:
    """What the page is made of: sums of all encounters, and the first that changed."""

    counts: Counter[str] = field(default_factory=Counter)
    rules: dict[str, tuple[Finding, Counter[str]]] = field(default_factory=dict)
    shown: list[Comparison] = field(default_factory=list)

    def watch(self, comparisons: Iterable[Comparison]) -> Iterator[Comparison]:
        """Lets them pass, and counts them."""
        for each in comparisons:
            parts = {"added": each.added, "dropped": each.dropped, "moved": each.moved}
            self.counts.update({"encounters": 1, each.state: 1, **{what: len(one) for what, one in parts.items()}})
            for what, findings in (("gone", each.gone), ("came", each.came)):
                for finding in findings:
                    self.counts[what] += 1
                    self.rules.setdefault(finding.rule, (finding, Counter()))[1][what] += 1
            if each.is_changed and len(self.shown) < MOST:
                self.shown.append(each)
            yield each


def comparison_page(now: str, before: str, told: Compared, book: Book) -> Iterator[str]:
    """The page, part by part."""
    return framed(f"{now} against {Path(before).name}", book.manifest.title, _body(told, book))


def _body(told: Compared, book: Book) -> Iterator[str]:
    yield from _figures(told.counts)
    yield from _by_rule(told)
    yield from _encounters(told, book)


def _figures(counts: Counter[str]) -> Iterator[str]:
    only = f"{counts['new']:,} only in the later coding, {counts['missing']:,} only in the earlier"
    shown = (
        (counts["encounters"], "encounters", only),
        (counts["changed"], "are coded or judged otherwise", f"{counts['same']:,} are the same"),
        (counts["added"], "codes added", f"{counts['dropped']:,} dropped, {counts['moved']:,} moved"),
        (counts["gone"], "findings gone", "of the earlier coding"),
        (counts["came"], "findings come", "by the later coding"),
    )
    return cards((f"{number:,}", what, more) for number, what, more in shown)


def _by_rule(told: Compared) -> Iterator[str]:
    if told.rules:
        yield "<section><h2>Findings by rule</h2><table><thead><tr><th>rule</th><th>stands at</th>"
        yield "<th>gone</th><th>come</th></tr></thead><tbody>"
        for id, (example, counts) in sorted(told.rules.items(), key=lambda one: -one[1][1].total()):
            yield f"<tr><td>{key(example.severity)}{escape(id)}</td><td>{escape(cited(example))}</td>"
            yield f'<td class="number">{counts["gone"]:,}</td><td class="number">{counts["came"]:,}</td></tr>'
        yield "</tbody></table></section>\n"


def _encounters(told: Compared, book: Book) -> Iterator[str]:
    differing = told.counts["encounters"] - told.counts["same"]
    more = f", the first {len(told.shown):,} of {differing:,}" if len(told.shown) < differing else ""
    yield f"<section><h2>Encounters that changed{more}</h2>\n" if told.shown else "<section><h2>Nothing changed</h2>\n"
    for each in told.shown:
        yield from _encounter(each, book)
    yield "</section>\n"


def _encounter(each: Comparison, book: Book) -> Iterator[str]:
    sums = f"{len(each.gone):,} gone, {len(each.came):,} come"
    yield f'<details class="encounter"><summary><b>{escape(each.id)}</b><small>{_STATES[each.state]}</small>'
    yield f'<small>{sums}</small></summary><table class="codes"><tbody>'
    for sign, changes in (("added", each.added), ("dropped", each.dropped), ("moved", each.moved)):
        yield from (_row(sign, change, book) for change in changes)
    yield "</tbody></table>"
    for what, findings in (("gone", each.gone), ("come", each.came)):
        yield from (_said(what, finding) for finding in findings)
    yield "</details>\n"


_STATES: Final = {
    "changed": "changed",
    "same": "the same",
    "new": "only in the later coding",
    "missing": "only in the earlier coding",
    "unread": "cannot be read now",
}


def _row(what: str, change: Change, book: Book) -> str:
    node = book.node(change.code.partition(" ")[0])
    places = f"{change.before} to {change.now}" if what == "moved" else f"{change.before or change.now}"
    title = escape(node.display if node else "not in the edition")
    return f'<tr><td>{what}</td><td class="code">{escape(change.code)}</td><td>{places}</td><td>{title}</td></tr>'


def _said(what: str, finding: Finding) -> str:
    fix = f'<p class="fix">Fix: {escape(said_fix(finding.fix))}</p>' if finding.fix and what == "come" else ""
    return (
        f'<div class="finding">{what} {key(finding.severity)} <b class="code">{escape(", ".join(finding.codes))}</b>: '
        f"{escape(finding.message)} <small>{escape(cited(finding))}</small>{fix}</div>"
    )
