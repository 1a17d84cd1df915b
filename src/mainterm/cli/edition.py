"""`mainterm edition`: install, list, show, verify and remove editions, and list the problems of their documents."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from mainterm.cli.edition_diff import diff_command
from mainterm.model.edition import Manifest
from mainterm.service.open import LATEST

_year = click.argument("year", default=LATEST)
_json = click.option("--json", "as_json", is_flag=True, help="JSON, and nothing else.")


@click.group("edition")
def edition_command() -> None:
    """The editions that are installed.

    YEAR is a federal fiscal year of ICD-9-CM; editions of ICD-10-CM are icd10cm-2015 and icd10cm-2017, the mappings
    are gems.
    """


edition_command.add_command(diff_command)


@edition_command.command("install")
@_year
@click.option("--from", "given", type=click.Path(path_type=Path), metavar="DIR", help="A folder of official documents.")
def install_command(year: str, given: Path | None) -> int:
    """Install the edition of YEAR, or `all` of them at once, from the official documents.

    They are looked for in DIR, in $MAINTERM_SOURCES, in a folder sources or ../shared/sources by the checkout, and at
    their official addresses. A document whose sha256 is not the one published is refused.
    """
    from mainterm.cli.progress import told_on_terminal
    from mainterm.service.home import home
    from mainterm.service.install import install
    from mainterm.service.installed import manifest_of

    if year == "all":
        return _install_all(given)
    with told_on_terminal() as tell:
        fresh = install(year, home(), given, tell)
    manifest = manifest_of(year, home())
    click.echo(f"{manifest.title} is installed" if fresh else f"{manifest.title} is installed already, and sound")
    return 0


def _install_all(given: Path | None) -> int:
    from mainterm.cli.progress import told_on_terminal
    from mainterm.service.home import home
    from mainterm.service.install_all import install_all

    refused = 0
    with told_on_terminal() as tell:
        for name, how in install_all(home(), given, tell):
            if isinstance(how, bool):
                click.echo(f"{name:<12}  {'installed' if how else 'installed already, and sound'}")
            else:
                refused += 1
                click.echo(f"mainterm: {name}: {how}", err=True)
    return 2 if refused else 0


@edition_command.command("list")
@_json
def list_command(as_json: bool) -> int:
    """The editions that can be installed, and those that are. Exit status 1: none is installed."""
    from mainterm.editions.declared import declared_names
    from mainterm.service.home import home
    from mainterm.service.installed import installed_editions

    installed = {each.name: each for each in installed_editions(home())}
    for name in sorted({*declared_names(), *installed}):
        each = installed.get(name)
        path = str(each.path) if each else ""
        if as_json:
            wrong, outdated = (each.wrong, each.outdated) if each else ("", False)
            found = {"edition": name, "installed": bool(each), "path": path, "wrong": wrong, "outdated": outdated}
            click.echo(json.dumps(found, ensure_ascii=False))
        else:
            again = "; read by another program: install it again" if each and each.outdated else ""
            click.echo(f"{name:<12}  " + ((each.wrong or path) + again if each else "not installed"))
    return 0 if installed else 1


@edition_command.command("show")
@_year
@_json
def show_command(year: str, as_json: bool) -> int:
    """What the installed edition of YEAR says of itself: its documents, and the census of what was read in them."""
    from mainterm.service.home import home
    from mainterm.service.installed import manifest_of

    manifest = manifest_of(year, home())
    if as_json:
        click.echo(json.dumps({**asdict(manifest), "census": dict(manifest.census)}, ensure_ascii=False))
    else:
        _print_manifest(manifest)
    return 0


def _print_manifest(manifest: Manifest) -> None:
    click.echo(f"{manifest.title}, in force from {manifest.effective}; read by {manifest.program}")
    click.echo(f"hash {manifest.hash}, format {manifest.format}")
    click.echo("\nDocuments")
    for document in manifest.documents:
        click.echo(f"  {document.name:<32}{document.role:<26}sha256 {document.sha256[:16]}…")
    click.echo("\nCensus")
    for part, counts in manifest.census.items():
        if isinstance(counts, dict):
            told = ", ".join(f"{key} {value:,}" for key, value in counts.items() if type(value) is int)
            click.echo(click.wrap_text(f"{part}: {told}", 100, "  ", "    "))


@edition_command.command("verify")
@_year
def verify_command(year: str) -> int:
    """Check the installed edition of YEAR: hashes, the file's integrity, the census. Exit status 1: it is damaged."""
    from mainterm.service.home import home
    from mainterm.service.installed import verify

    faults = verify(year, home())
    for fault in faults:
        click.echo(fault)
    if faults:
        click.echo(
            f"mainterm: edition {year} is not as it should be; install it again: mainterm edition install {year}",
            err=True,
        )
        return 1
    click.echo(f"edition {year}: documents, file and census are as they should be")
    return 0


@edition_command.command("problems")
@_year
@click.option("--kind", metavar="K", help="Only problems of this kind.")
@_json
def problems_command(year: str, kind: str | None, as_json: bool) -> int:
    """What is wrong in the official documents themselves, each with its paragraph. Exit status 1: no such problem."""
    from mainterm.service.home import home
    from mainterm.service.installed import problems_of

    problems = problems_of(year, home())
    kinds = Counter(problem.kind for problem in problems)
    if kind is not None and kind not in kinds:
        raise click.UsageError(f"no problem of kind {kind!r}; there are {', '.join(sorted(kinds)) or 'none'}")
    for problem in problems:
        if kind is not None and problem.kind != kind:
            continue
        if as_json:
            click.echo(json.dumps(asdict(problem), ensure_ascii=False))
        else:
            click.echo(f"{problem.source}  {problem.kind}: {problem.text}")
    if not as_json:
        told = kinds if kind is None else {kind: kinds[kind]}
        click.echo("mainterm: " + ", ".join(f"{count:,} {each}" for each, count in sorted(told.items())), err=True)
    return 0 if problems else 1


@edition_command.command("remove")
@click.argument("year")
def remove_command(year: str) -> int:
    """Remove the installed edition of YEAR, and its documents."""
    from mainterm.service.home import home
    from mainterm.service.installed import remove

    remove(year, home())
    click.echo(f"edition {year} is removed")
    return 0
