"""The audit as one page of HTML that needs nothing else: figures, plots, rules with the official words, encounters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from mainterm.audit.auditing import Audit
from mainterm.audit.frame import cards, framed, key
from mainterm.audit.samples import Samples
from mainterm.audit.svg import Bar, bars
from mainterm.audit.tally import RuleTally, Tally, chapter_name
from mainterm.audit.words import cited, official_words, person, said_fix
from mainterm.model.edition import Book
from mainterm.rules.declare import GUIDELINES, Rule, Severity
from mainterm.rules.run import Finding

_MOST_BARS: Final = 20
_OPENS: Final = """
addEventListener("hashchange", () => {
  const part = document.getElementById(location.hash.slice(1));
  if (part && part.tagName === "DETAILS") { part.open = true; part.scrollIntoView(); }
});
"""
"""What a link leads to is opened; without it, by hand."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the page is made of: where it comes from, the sums, the encounters to show, the edition, the rules run."""

    inputs: Sequence[str]
    tally: Tally
    samples: Samples
    book: Book
    rules: Mapping[str, Rule]


def html_page(report: Report) -> Iterator[str]:
    """The page, part by part."""
    title = f"Audit of {', '.join(Path(each).name for each in report.inputs)}"
    return framed(title, report.book.manifest.title, _body(report), _OPENS)


def _body(report: Report) -> Iterator[str]:
    yield from _figures(report.tally)
    yield from _plots(report.tally)
    yield from _rules(report)
    yield from _encounters(report)
    yield from _damaged(report)
    yield from _not_judged(report)


def _figures(tally: Tally) -> Iterator[str]:
    shown = (
        (f"{tally.encounters:,}", "encounters", f"{tally.diagnoses:,} diagnoses"),
        (f"{tally.error_rate:.1%}", "of encounters have an error", f"{tally.by_gravest[Severity.ERROR]:,} encounters"),
        (f"{tally.principal_rate:.1%}", "of principal diagnoses are wrong", f"{tally.principal_wrong:,} encounters"),
        (f"{tally.secondary_rate:.1%}", "of the other diagnoses are wrong", f"{tally.secondary_wrong:,} diagnoses"),
        (f"{tally.damaged:,}", "damaged rows", f"{tally.unread:,} of them could not be read"),
    )
    return cards(shown)


def _plots(tally: Tally) -> Iterator[str]:
    rules = tally.by_rule()
    ordered = sorted(rules, key=lambda one: -one[1].findings)[:_MOST_BARS]
    shown = [Bar(id, [(rule.example.severity, rule.findings)], f"rule-{id}") for id, rule in ordered]
    head = (
        f"Findings by rule, the first {len(shown)} of {len(rules)}" if len(shown) < len(rules) else "Findings by rule"
    )
    keys = "".join(map(key, Severity))
    yield f"<section><h2>{head}</h2><p>{keys}</p>{bars(head, shown)}</section>\n" if shown else ""
    chapters: dict[str, dict[Severity, int]] = {}
    for (chapter, severity), number in tally.by_chapter.items():
        chapters.setdefault(chapter, {})[severity] = number
    rows = [Bar(chapter_name(each), _parts(chapters[each])) for each in sorted(chapters, key=_chapter_order)]
    title = "Findings by chapter of the code to blame"
    yield f"<section><h2>{title}</h2>{bars(title, rows)}</section>\n" if rows else ""


def _parts(counts: Mapping[Severity, int]) -> list[tuple[str, int]]:
    return [(severity, counts.get(severity, 0)) for severity in Severity]


def _chapter_order(chapter: str) -> tuple[int, str]:
    return (int(chapter), "") if chapter.isdecimal() else (99, chapter)


def _rules(report: Report) -> Iterator[str]:
    if not report.tally.rules:
        yield "<section><h2>No finding</h2></section>\n"
        return
    yield "<section><h2>Rules that were broken</h2>\n"
    for id, rule in report.tally.by_rule():
        yield from _rule(report, id, rule)
    yield "</section>\n"


def _rule(report: Report, id: str, tally: RuleTally) -> Iterator[str]:
    example, declared = tally.example, report.rules[id]
    yield f'<details class="rule" id="rule-{id}"><summary>{key(example.severity)}'
    yield f"<b>{escape(declared.title)}</b><small>{escape(cited(example))}</small>"
    yield f"<small>{_number(tally.findings, 'finding')}, {_number(tally.encounters, 'encounter')}</small></summary>"
    yield f"<p>{escape(declared.explanation)}</p>"
    yield from _quoted(example, report.book)
    shown = [
        each for each in enumerate(report.samples.audits) if any(finding.rule == id for finding in each[1].findings)
    ]
    shown = shown[: report.samples.most_each]
    links = ", ".join(f'<a href="#e-{number}">{escape(audit.id)}</a>' for number, audit in shown)
    more = f" and {tally.encounters - len(shown):,} more" if tally.encounters > len(shown) else ""
    yield f"<p>Encounters: {links}{more}</p></details>\n"


def _quoted(finding: Finding, book: Book) -> Iterator[str]:
    heading, paragraphs = official_words(finding, book)
    if paragraphs:
        yield f"<blockquote><cite>{escape(heading)}</cite>"
        yield from (f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
        yield "</blockquote>"


def _encounters(report: Report) -> Iterator[str]:
    audits = report.samples.audits
    if not audits:
        return
    count = sum(report.tally.by_gravest.values())
    head = "Encounters with findings"
    shown = "" if len(audits) == count else f", {len(audits):,} of {count:,}: the first of each rule"
    yield f"<section><h2>{head}{shown}</h2>\n"
    for number, audit in enumerate(audits):
        yield from _encounter(number, audit, report)
    yield "</section>\n"


def _encounter(number: int, audit: Audit, report: Report) -> Iterator[str]:
    assert audit.encounter is not None
    gravest = min((finding.severity for finding in audit.findings), key=list(Severity).index)
    yield f'<details class="encounter" id="e-{number}"><summary>{key(gravest)}'
    yield f"<b>{escape(audit.id)}</b><small>{escape(person(audit.encounter))}</small>"
    yield f"<small>{_number(len(audit.findings), 'finding')}</small></summary>"
    blamed = {finding.positions[0]: finding.severity for finding in reversed(audit.findings) if finding.positions}
    yield '<table class="codes"><tbody>'
    for position, diagnosis in enumerate(audit.encounter.diagnoses, start=1):
        node = report.book.node(diagnosis.code)
        title = node.display if node else "not in the edition"
        yield f'<tr class="{blamed.get(position, "")}"><td>{position}</td>'
        yield f'<td class="code">{escape(diagnosis.code)}</td>'
        yield f"<td>{escape(diagnosis.poa)}</td><td>{escape(title)}</td></tr>"
    yield "</tbody></table>"
    for finding in audit.findings:
        yield f'<div class="finding">{key(finding.severity)} '
        yield f'<b class="code">{escape(", ".join(finding.codes))}</b>: {escape(finding.message)} '
        yield f'<a href="#rule-{finding.rule}">{escape(cited(finding))}</a>'
        yield f'<p class="fix">Fix: {escape(said_fix(finding.fix))}</p>' if finding.fix else ""
        yield from _quoted(finding, report.book) if finding.note else ()
        yield "</div>"
    yield from (f'<p class="damaged">{escape(problem)}</p>' for problem in audit.problems)
    yield "</details>\n"


def _damaged(report: Report) -> Iterator[str]:
    if not report.samples.damaged:
        return
    yield f"<section><h2>Damaged rows, {len(report.samples.damaged):,} of {report.tally.damaged:,}</h2><ul>"
    for audit in report.samples.damaged:
        yield f"<li>{escape(str(audit.place))}: {escape('; '.join(audit.problems))}</li>"
    yield "</ul></section>\n"


def _other_guidelines(report: Report) -> tuple[str, ...]:
    """How many encounters were judged by other books, or other guidelines, than those of FY2012."""
    others, own = report.tally.other_guidelines, report.tally.own_guidelines
    books = f"judged by the books of another year than FY{GUIDELINES}, the year of the guidelines."
    told = ((others, books), (own, "judged by the guidelines of their own year, which have fewer rules."))
    return tuple(f"<p>{_number(count, 'encounter')} {text}</p>" for count, text in told if count)


def _not_judged(report: Report) -> Iterator[str]:
    if not (report.tally.not_judged or report.tally.not_in_force or _other_guidelines(report)):
        return
    yield "<section><h2>Not judged</h2>"
    yield from _other_guidelines(report)
    if report.tally.not_in_force:
        dated = _number(report.tally.not_in_force, "encounter")
        yield f"<p>Whether the codes are valid, of {dated} of other years than the edition.</p>"
    yield "<table>"
    yield "<thead><tr><th>rule</th><th>for want of</th><th>encounters</th></tr></thead>"
    for (rule, need), number in sorted(report.tally.not_judged.items()):
        yield f'<tr><td>{escape(rule)}</td><td>{escape(need)}</td><td class="number">{number:,}</td></tr>'
    yield "</table></section>\n"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
