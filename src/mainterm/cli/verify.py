"""`mainterm verify`: proofs in, a line each out: accepted, or refused with the step and the reason."""

from __future__ import annotations

import json
from typing import IO

import click


@click.command("verify")
@click.argument("proofs", type=click.File("r", encoding="utf-8"), metavar="PROOF.json")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a proof, and nothing else.")
def verify_command(proofs: IO[str], as_json: bool) -> int:
    """Re-check proofs against the official documents; - reads standard input.

    Takes a proof, or what `mainterm code --json` printed: then the proof of each code is checked.

    Exit status 1: a proof is refused.
    """
    from mainterm.service.home import home
    from mainterm.service.verify import read_claims, verify_claims

    try:
        claims = read_claims(proofs.read())
    except ValueError as error:  # UnicodeDecodeError is one
        raise click.ClickException(f"{proofs.name}: {error}") from None
    refused = False
    for claim, verdict in verify_claims(claims, home()):
        refused = refused or not verdict.accepted
        said = "accepted" if verdict.accepted else "refused"
        if as_json:
            row = {"statement": claim.statement, "code": claim.code, "accepted": verdict.accepted}
            click.echo(json.dumps({**row, "reasons": list(verdict.reasons)}, ensure_ascii=False))
        else:
            click.echo("  ".join((f"{claim.code:6}", f"{said:8}", claim.statement, *verdict.reasons)))
    return 1 if refused else 0
