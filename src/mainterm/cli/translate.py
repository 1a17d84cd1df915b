"""`mainterm translate`: what a code becomes in ICD-10, or in ICD-9-CM, by the General Equivalence Mappings."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from mainterm.cli.edition_options import year_options
from mainterm.cli.history import meant_lines
from mainterm.cli.layout import beside, screen_width, wrapped
from mainterm.cli.opening import told_where_missing
from mainterm.history.codes import Standing
from mainterm.history.translate import Outcome, Policy, Return, Target
from mainterm.model.classification import Classification
from mainterm.model.serial import to_json
from mainterm.service.translate import GEMS, NoCode, Translated, open_gems, translated

_BACK = {Return.ONLY: "back: to it alone", Return.AMONG: "back: to it among others", Return.LOST: "back: elsewhere"}
_SHOWN = 12  # targets of one list on the screen; all are in the JSON


@click.command("translate")
@click.argument("codes", nargs=-1, metavar="CODE...")
@click.option("--to", type=click.Choice(list(map(str, Classification))), help="What the codes are to become.")
@click.option(
    "--policy",
    type=click.Choice(list(map(str, Policy))),
    default=str(Policy.ALL),
    show_default=True,
    help="Of several targets: all; the first of the file; the exact one, if there is one.",
)
@year_options
@click.option("--losses", "whole", is_flag=True, help="Of the whole map: what comes back, and what does not.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a code, and nothing else.")
@click.option("--fhir", "as_fhir", is_flag=True, help="One FHIR R4 ConceptMap, and nothing else.")
def translate_command(
    codes: tuple[str, ...],
    to: str | None,
    policy: str,
    edition: str | None,
    whole: bool,
    as_json: bool,
    as_fhir: bool,
) -> int:
    """What each CODE becomes by the General Equivalence Mappings of 2018, in either direction.

    Every target is given, and which of them the map calls approximate; a combination is one target of each of its
    lists, together. A policy drops targets, and says which. A code that was split before the map was made has the
    targets of its parts. With --on or --edition stands first what a code of ICD-9-CM was then. Exit status 1: one of
    the codes has no target, or was no valid code then.

    \b
    JSON: translation {code, of, to, outcome (one, several, no map, not in the map), targets [target],
    clusters [{scenario, lists [[target]]}], policy, dropped [codes], place, through [codes]},
    titles {code: title}, years [year], meant {year, standing (valid, heading, absent), title} or null;
    a target: code, approximate, back (only, among others, elsewhere), place {document, paragraph}.

    --losses counts over all codes of the map --to ICD-10-CM, unless another is named: which have no target, one, or
    several to choose from; which are combinations; which are approximate throughout; and of which every target leads
    back to it alone, some target leads back to it, or none does. JSON: of, to, whole {chapter, codes, counts}, chapters
    [the same], targets (codes on the other side), reached (those to which a code leads).
    """
    if whole == bool(codes):
        raise click.UsageError("give codes to translate, mainterm translate 250.00, or --losses for the whole map")
    crosswalk = told_where_missing(GEMS, open_gems)
    wanted = Classification(to) if to else None
    if whole:
        from mainterm.cli.losses import print_losses

        return print_losses(crosswalk, (wanted or Classification.ICD10CM).counterpart, as_json)
    try:
        found = [translated(crosswalk, code, wanted, Policy(policy), edition) for code in codes]
    except NoCode as error:
        raise click.UsageError(str(error)) from error
    if as_fhir:
        from mainterm.service.concept_map import concept_map

        click.echo(json.dumps(concept_map(found, crosswalk.manifest.title), ensure_ascii=False))
    for number, one in enumerate(found):
        if as_json:
            click.echo(json.dumps(to_json(one), ensure_ascii=False))
        elif not as_fhir:
            for line in ("",) * (number > 0) + tuple(_lines(one, crosswalk.manifest.title, screen_width())):
                click.echo(line)
    was = (one.meant is None or one.meant.standing is Standing.VALID for one in found)
    return 0 if all(one.translation.codes for one in found) and all(was) else 1


def _lines(found: Translated, map_title: str, width: int) -> Iterator[str]:
    translation = found.translation
    title = found.titles.get(translation.code, "")
    first, *more = wrapped(title, width - len(map_title) - 2, " " * 10)
    yield beside(f"{click.style(f'{translation.code:<8}', bold=True)}  {first[10:]}", map_title, width)
    yield from more
    if found.meant:
        yield from (f"  {line}" for line in meant_lines(found.meant, width - 2))
    yield from wrapped(_outcome(found), width, "  ")
    for target in translation.targets[:_SHOWN]:
        yield from _target(found, target, width, "  ")
    yield from _more(len(translation.targets), "  ")
    for cluster in translation.clusters:
        yield f"  Scenario {cluster.scenario}, together:"
        for number, choices in enumerate(cluster.lists, start=1):
            yield f"    list {number}{', one of' if len(choices) > 1 else ''}"
            for target in choices[:_SHOWN]:
                yield from _target(found, target, width, "      ")
            yield from _more(len(choices), "      ")
    if translation.dropped:
        told = f"Dropped by --policy {translation.policy}: {', '.join(translation.dropped)}"
        yield from (click.style(line, fg="yellow") for line in wrapped(told, width, "  ", "    "))


def _outcome(found: Translated) -> str:
    one = found.translation
    book = one.to.full_name
    was = f"was valid from FY{found.years[0]} to FY{found.years[-1]}" if found.years else ""
    if one.outcome is Outcome.UNKNOWN:
        return f"is not in the map to {book}: it {was or 'is no valid code, or a heading'}"
    if one.outcome is Outcome.NONE:
        return f"has no equivalent in {book}, says the map ({one.place.document}, line {one.place.paragraph + 1})"
    many = "one way" if one.outcome is Outcome.ONE else "several ways, of which the record must choose"
    split = f"{was}, then split; by way of {', '.join(one.through)}, " if one.through else ""
    return f"{split}in {book}: {many}"


def _target(found: Translated, target: Target, width: int, indent: str) -> Iterator[str]:
    about = "approximate" if target.approximate else "exact"
    said = f"{about}; {_BACK[target.back]}"
    title = found.titles.get(target.code, "")
    first, *more = wrapped(title, width - len(said) - 2, f"{indent}{target.code:<9} ", indent + " " * 10)
    yield beside(first.rstrip(), said, width)
    yield from more


def _more(count: int, indent: str) -> Iterator[str]:
    if count > _SHOWN:
        yield f"{indent}… and {count - _SHOWN} more (--json)"
