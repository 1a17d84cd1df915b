"""Rules and the coverage of the guidelines on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import click

from mainterm.cli.layout import beside, wrapped
from mainterm.service.rulebook import Account, RuleHead, RulePage

_STEP: Final = "  "
_MARGIN: Final = 12
_COLOURS: Final = {"error": "red", "warning": "yellow", "query": "cyan"}


def rule_lines(page: RulePage, width: int) -> Iterator[str]:
    """A rule: what breaks it, why, where it stands in the official words, what it needs, its examples."""
    yield beside(click.style(page.id, bold=True), f"{_severity(page.severity)}  {_place(page)}", width)
    yield from wrapped(page.title, width, _STEP)
    for paragraph in page.explanation.split("\n\n"):
        yield ""
        yield from wrapped(" ".join(paragraph.split()), width, _STEP)
    if page.lacking:
        yield ""
        yield from wrapped(page.lacking, width, _STEP)
    if page.needs:
        yield ""
        yield from wrapped(f"judged only where the encounter tells: {', '.join(page.needs)}", width, _STEP)
    yield ""
    for example in page.examples:
        told = f"flags {example.flags}" if example.flags else "passes"
        yield from wrapped(example.encounter, width, f"{_STEP}{told:<{_MARGIN}}  ")
    if page.words:
        yield ""
        yield from (click.style(line, dim=True) for line in wrapped(f"{page.section}  {page.heading}", width, _STEP))
        for paragraph in page.words.splitlines():
            yield from (click.style(line, dim=True) for line in wrapped(paragraph, width, _STEP * 2))


def rule_list(heads: tuple[RuleHead, ...], width: int) -> Iterator[str]:
    """Rules, each with its citation, severity and title, under their ids."""
    for head in heads:
        yield beside(click.style(head.id, bold=True), f"{_severity(head.severity)}  {_place(head)}", width)
        yield from wrapped(head.title, width, _STEP)


def coverage_lines(accounts: tuple[Account, ...], width: int) -> Iterator[str]:
    """Every leaf with what becomes of it."""
    for account in accounts:
        named = f"{account.section}  {account.title}".rstrip()
        *lines, last = wrapped(named, width - len("page 100"), "", _STEP)
        yield from lines
        yield beside(last, f"page {account.page}", width)
        told = ", ".join(account.rules) or account.what
        yield from wrapped(told, width, f"{_STEP}{account.kind.value:<{_MARGIN}}")


def coverage_sums(sums: Mapping[str, int], leaves: int) -> Iterator[str]:
    """How many leaves are dealt with in each way."""
    counted = ", ".join(f"{count} {kind}" for kind, count in sums.items() if count)
    yield f"{leaves} leaves: {counted}" if leaves else "the edition has no guidelines"


def _place(head: RuleHead | RulePage) -> str:
    return f"{head.section}, page {head.page}" if head.page else head.section


def _severity(severity: str) -> str:
    return click.style(severity, fg=_COLOURS.get(severity))
