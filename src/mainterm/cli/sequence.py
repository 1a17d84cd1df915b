"""`mainterm sequence`: the order of an encounter's diagnoses that breaks no rule, by the fewest moves; a suggestion."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby

import click

from mainterm.cli.audit_options import form_of, input_options
from mainterm.cli.edition_options import edition_options
from mainterm.cli.layout import beside, screen_width, wrapped
from mainterm.cli.opening import opened
from mainterm.service.audit import cited
from mainterm.service.sequence import Alternative, Proposal, proposal_json, propose

_MARGIN = "  "


@click.command("sequence")
@input_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object an encounter, and nothing else.")
@edition_options
def sequence_command(
    inputs: tuple[str, ...],
    kind: str | None,
    columns: tuple[str, ...],
    setting: str | None,
    as_json: bool,
    edition: str | None,
) -> int:
    """The order of the diagnoses that breaks no rule, by the fewest moves, and which rule moves which code.

    It is a suggestion: nothing is rewritten. Of an inpatient it names who else may be first where the guidelines leave
    the choice to the record (II.B, II.C); it knows nothing of payment.

    \b
    JSON: id, problems, given, proposed, moves [{code, from, to, finding}], broken, alternatives.
    Exit status 1: every order breaks a rule; 2: rows could not be read.
    """
    broken = unread = 0
    width = screen_width()
    for proposal in propose(opened(edition), inputs, form_of(kind, columns, setting)):
        unread += proposal.sequencing is None
        broken += bool(proposal.sequencing and proposal.sequencing.broken)
        if as_json:
            click.echo(json.dumps(proposal_json(proposal), ensure_ascii=False))
            continue
        for line in _lines(proposal, width):
            click.echo(line)
    return 1 if broken else 2 if unread else 0


def _lines(proposal: Proposal, width: int) -> Iterator[str]:
    yield click.style(proposal.id, bold=True)
    for problem in proposal.row.problems:
        yield from wrapped(problem, width, "  damaged   ")
    found = proposal.sequencing
    if found is None:
        yield ""
        return
    yield from wrapped(", ".join(found.given), width, "  given     ")
    if found.moves:
        yield from wrapped(", ".join(found.proposed), width, "  proposed  ")
    elif not found.broken:
        yield "  It breaks no rule as it stands."
    for move in found.moves:
        yield from wrapped(f"{move.code} from {move.start} to {move.end}: {move.finding.message}", width, "  ")
        yield beside("    " + click.style(move.finding.rule, dim=True), cited(move.finding), width)
    for finding in found.broken:
        yield from wrapped(f"No order mends {' '.join(finding.codes)}: {finding.message}", width, "  ")
        yield beside("    " + click.style(finding.rule, dim=True), cited(finding), width)
    for guideline, alternatives in groupby(sorted(found.alternatives, key=_guideline), _guideline):
        yield from _open(guideline, list(alternatives), width)
    yield ""


def _guideline(alternative: Alternative) -> str:
    return alternative.guideline


def _open(guideline: str, alternatives: list[Alternative], width: int) -> Iterator[str]:
    """Who else may be first, if the record shows what the guideline wants."""
    codes = ", ".join(alternative.code for alternative in alternatives)
    wants = "it is interrelated with the first" if guideline in ("II.B", "2.4") else "the stay was for both equally"
    page = alternatives[0].page
    yield from wrapped(f"As well first, if the record shows that {wants}: {codes}", width, "  ")
    yield beside("", f"Guidelines {guideline}" + (f", page {page}" if page else ""), width)
