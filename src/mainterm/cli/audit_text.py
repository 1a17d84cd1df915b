"""An audit on the screen: each encounter with its codes in sequence and its findings; sums; what was not judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import click

from mainterm.cli.layout import beside, wrapped
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import GUIDELINES, Severity
from mainterm.rules.run import Finding
from mainterm.service.audit import Audit, Tally, cited, person, said_fix

_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.QUERY: "cyan"}
_MARGIN: Final = 14
_MOST_RULES: Final = 6


def audit_lines(audit: Audit, width: int) -> Iterator[str]:
    """One encounter: who and where, its codes, what is damaged, its findings."""
    place = str(audit.place) if audit.encounter and audit.encounter.id else ""
    who = person(audit.encounter) if audit.encounter else ""
    yield beside(f"{click.style(audit.id, bold=True)}{who and '  '}{who}", place, width)
    if audit.encounter and audit.encounter.diagnoses:
        blamed = {finding.positions[0] for finding in audit.findings if finding.positions}
        yield from _codes(audit.encounter, blamed, width)
    for problem in audit.problems:
        yield from wrapped(problem, width, "  damaged  ")
    for finding in audit.findings:
        yield from _finding(finding, width)
    yield ""


def _codes(encounter: Encounter, blamed: set[int], width: int) -> Iterator[str]:
    """The diagnoses with their positions, what is to blame in bold, over as many lines as they need."""
    line = " "
    for position, diagnosis in enumerate(encounter.diagnoses, start=1):
        poa = f":{diagnosis.poa}" if diagnosis.poa else ""
        item = click.style(f"{position} {diagnosis.code}{poa}", bold=position in blamed, dim=position not in blamed)
        if len(click.unstyle(line)) + len(click.unstyle(item)) + 2 > width:
            yield line
            line = " "
        line += f" {item} "
    yield line.rstrip()


def _finding(finding: Finding, width: int) -> Iterator[str]:
    severity = click.style(f"  {finding.severity:<{_MARGIN - 2}}", fg=_COLOURS.get(finding.severity))
    at = f"{finding.positions[0]} " if finding.positions else ""
    message = f"{at}{' '.join(finding.codes[:1])}: {finding.message}"
    first, *more = wrapped(message, width, " " * _MARGIN)
    yield severity + first[_MARGIN:]
    yield from more
    if finding.fix:
        yield from wrapped(f"fix: {said_fix(finding.fix)}", width, " " * _MARGIN)
    yield beside(" " * _MARGIN + click.style(finding.rule, dim=True), cited(finding), width)


def summary_lines(tally: Tally, width: int) -> Iterator[str]:
    """The rules that were broken, with how often and in how many encounters."""
    yield click.style(f"{'':<{_MARGIN}}{'findings':>8}{'encounters':>12}  rule", bold=True)
    for id, rule in tally.by_rule():
        severity = rule.example.severity
        counts = (
            click.style(f"  {severity:<{_MARGIN - 2}}", fg=_COLOURS.get(severity))
            + f"{rule.findings:>8,}{rule.encounters:>12,}"
        )
        yield beside(f"{counts}  {id}", cited(rule.example).removeprefix("Guidelines "), width)
    yield ""


def total_lines(tally: Tally, width: int) -> Iterator[str]:
    """How many encounters there were, how many have what for their gravest finding, and what was not judged."""
    counts = [
        f"{number:,} with {name}"
        for severity in Severity
        if (number := tally.by_gravest[severity])
        for name in [_NAMES[severity]]
    ]
    clean = tally.encounters - sum(tally.by_gravest.values())
    parts = [*counts, f"{clean:,} without a finding"]
    encounters = "1 encounter" if tally.encounters == 1 else f"{tally.encounters:,} encounters"
    yield from wrapped(f"{encounters}: {', '.join(parts)}.", width)
    if tally.encounters > 1:
        text = (
            f"Error rates: {tally.principal_rate:.1%} of principal diagnoses, {tally.secondary_rate:.1%} of the others,"
            f" {tally.error_rate:.1%} of encounters."
        )
        yield from wrapped(text, width)
    if tally.not_in_force:
        text = (
            f"{tally.not_in_force:,} of other years than the edition: whether their codes are valid is not judged"
            " (--edition, or install theirs)."
        )
        yield from wrapped(text, width)
    if tally.other_guidelines:
        text = (
            f"The guidelines are those of FY{GUIDELINES}: {tally.other_guidelines:,} judged by the books of another"
            " year, with which no guidelines were published."
        )
        yield from wrapped(text, width)
    if tally.own_guidelines:
        text = (
            f"{tally.own_guidelines:,} judged by the guidelines of their own year, which have fewer rules; where these"
            f" say nothing and the codes themselves do, FY{GUIDELINES}'s are cited."
        )
        yield from wrapped(text, width)
    if tally.not_judged:
        needs: dict[str, set[str]] = {}
        for rule, need in tally.not_judged:
            needs.setdefault(need, set()).add(rule)
        told = ", ".join(f"{len(rules)} for want of {need}" for need, rules in sorted(needs.items()))
        yield from wrapped(f"Not judged: {told}.", width)


_NAMES: Final = {
    Severity.ERROR: "errors",
    Severity.WARNING: "warnings",
    Severity.QUERY: "queries",
    Severity.INFORMATION: "information",
}
