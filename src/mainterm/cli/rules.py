"""`mainterm rule`, `mainterm guidelines`: a rule explained, and what becomes of every leaf of the guidelines."""

from __future__ import annotations

import json
from collections.abc import Iterable

import click

from mainterm.cli.edition_options import edition_options
from mainterm.cli.layout import screen_width
from mainterm.cli.opening import opened
from mainterm.model.edition import EditionError
from mainterm.model.serial import to_json


@click.command("rule")
@click.argument("id", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, and nothing else.")
@edition_options
def rule_command(id: tuple[str, ...], as_json: bool, edition: str | None) -> int:
    """Explain the rule ID of the audit; without ID, list the rules; with some words, those that have them.

    Exit status 1: there is no such rule; near ones are named.

    \b
    JSON: edition, id, severity, section, page, title, explanation, needs, codes, examples
    [{encounter, flags}], heading, words (the official text); a list: rules [{id, severity,
    section, page, title}]; no such rule: asked, near [ids].
    """
    from mainterm.cli.rules_text import rule_lines, rule_list
    from mainterm.service.rulebook import look_up_rule, rule_heads, rules_near

    asked = " ".join(id)
    page = look_up_rule(opened(edition), asked) if len(id) == 1 else None
    if page is not None:
        _tell(page, rule_lines(page, screen_width()), as_json)
        return 0
    heads = rule_heads(asked)
    if heads:
        _tell({"rules": heads}, rule_list(heads, screen_width()), as_json)
        return 0
    near = rules_near(asked)
    if as_json:
        click.echo(json.dumps({"asked": asked, "near": near}))
    meant = f"; did you mean {', '.join(near)}?" if near else ""
    click.echo(f'mainterm: no rule "{asked}"{meant}', err=True)
    return 1


@click.command("guidelines")
@click.option("--coverage", "every", is_flag=True, help="Every leaf of the outline, and what becomes of it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, and nothing else.")
@edition_options
def guidelines_command(every: bool, as_json: bool, edition: str | None) -> int:
    """How the guidelines are dealt with: by a rule, by the encoder, by the record alone, or as a definition.

    Exit status 1: a leaf is not accounted for, or the edition has no guidelines.

    \b
    JSON: edition, sums {rule, encoder, record, definition, unaccounted}, leaves [{section, title,
    page, kind, rules [ids], what}].
    """
    from mainterm.cli.rules_text import coverage_lines, coverage_sums
    from mainterm.service.rulebook import GUIDELINES, coverage, has_own_guidelines, sums

    book = opened(edition)
    if has_own_guidelines(book.manifest.year):
        name = book.manifest.name
        raise EditionError(
            f"edition {name}: the rules are accounted for by the outline of FY{GUIDELINES}; its own is in"
            f" mainterm guideline --edition {name}"
        )
    accounts = coverage(book)
    counted = sums(accounts)
    told = {"edition": book.manifest.name, "sums": counted, "leaves": accounts}
    lines = (*(coverage_lines(accounts, screen_width()) if every else ()), *coverage_sums(counted, len(accounts)))
    _tell(told, lines, as_json)
    return 0 if accounts and not counted["unaccounted"] else 1


def _tell(record: object, lines: Iterable[str], as_json: bool) -> None:
    for line in [json.dumps(to_json(record), ensure_ascii=False)] if as_json else lines:
        click.echo(line)
