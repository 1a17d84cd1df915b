"""`mainterm index`, `tabular`, `find`, `guideline`: the book on the screen, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mainterm.cli.edition_options import edition_options
from mainterm.cli.layout import screen_width
from mainterm.cli.opening import opened_to_look_up
from mainterm.model.classification import Classification
from mainterm.model.code import Volume
from mainterm.model.edition import Book, EditionError
from mainterm.model.index import Index
from mainterm.model.serial import to_json
from mainterm.model.words import words as words_in

if TYPE_CHECKING:
    from mainterm.service.tabular import TabularPage

Command = TypeVar("Command", bound=Callable[..., Any])

_WHICH = {
    Index.DISEASES: ("Index to Diseases", ""),
    Index.EXTERNAL: ("Index to External Causes", " (--external)"),
    Index.DRUGS: ("Table of Drugs and Chemicals", " (--drugs)"),
    Index.PROCEDURES: ("Index to Procedures", " (--procedures)"),
}
_SUCH = {
    Classification.ICD9CM: "288.50, V10.3, E849.0 or 38.45",
    Classification.ICD10CM: "E11.9, S72.001A or A00-B99",
}
_LONGEST = 500  # characters
_OF = {Volume.DISEASES: "disease", Volume.PROCEDURES: "procedure"}


def _common(command: Command) -> Command:
    """The options that every look-up takes."""
    json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object, and nothing else.")
    return json_option(edition_options(command))


@click.command("index")
@click.argument("term", nargs=-1, required=True)
@click.option("--external", "index", flag_value=Index.EXTERNAL, help="The Index to External Causes.")
@click.option("--drugs", "index", flag_value=Index.DRUGS, help="The Table of Drugs and Chemicals.")
@click.option("--procedures", "index", flag_value=Index.PROCEDURES, help="The Index to Procedures.")
@_common
def index_command(term: tuple[str, ...], index: str | None, as_json: bool, edition: str | None) -> int:
    """The page of the Alphabetic Index for TERM, as the book indents it.

    Several words are a path: mainterm index ulcer skin. Exit status 1: no such term; near ones are named.

    \b
    JSON: edition, index, asked, pages [{above [line], lines [line]}], near [main terms],
    elsewhere [indexes]. A line: id, index, level, parent, main, text, term, head, nonessential,
    codes, manifestations, references [{kind, form, target, lines, codes, by_site}], morphology,
    table, cells, starred, nec, nos, instruction, boxes [{text, position, scope, digits, source}],
    printed, source {document, paragraph}.
    """
    from mainterm.cli.pages import index_page
    from mainterm.service.lookup import look_up_term

    text = _words(term)
    book = opened_to_look_up(edition)
    found = look_up_term(book, text, Index(index or Index.DISEASES))
    if as_json:
        _print_json(found)
    for number, page in enumerate(found.pages if not as_json else ()):
        _print([""] * (number > 0))
        _print(index_page(page, book.manifest, _WHICH[found.index][0], screen_width()))
    if not found.pages:
        name, _ = _WHICH[found.index]
        others = "".join(f"; it is in the {_WHICH[i][0]}{_WHICH[i][1]}" for i in found.elsewhere)
        _say(f'no "{found.asked}" in the {name}{others}', found.near)
    return 0 if found.pages else 1


@click.command("tabular")
@click.argument("code")
@click.option("--procedures", is_flag=True, help="Volume 3, where the same digits spell a disease too.")
@_common
def tabular_command(code: str, procedures: bool, as_json: bool, edition: str | None) -> int:
    """What the Tabular List says of CODE: the headings above, the notes that hold, the digits, what is below.

    With or without the point, in capitals or not; a chapter or section by its range (280-289). 10 is a procedure,
    010 a disease. Exit status 1: there is no such code; near ones are named.

    \b
    JSON: edition, classification, volume, key, code, level, title, printed_title, short_title, valid, needs_digit,
    manifestation, bracket, source, box, ancestors [heading], notes [{kind, at, inherited, lines
    [{kind, text, head, depth, codes, source}]}], boxes [{text, position, scope, owner, digits
    [{digit, meaning, notes, source}], source}], children [heading]; a heading: key, code, level,
    title, valid, source. Where there is no such code: edition, asked, near [codes].
    """
    from mainterm.cli.pages import tabular_page
    from mainterm.service.asked import read_code
    from mainterm.service.tabular import look_up_code

    book = opened_to_look_up(edition)
    asked = read_code(book, code, procedures)
    of = book.manifest.classification
    if not asked.key:
        raise click.UsageError(f'"{code}" has not the form of a code, which is such as {_SUCH[of]}')
    page = look_up_code(book, asked.key, asked.volume)
    if page is None:
        if as_json:
            _print_json({"edition": book.manifest.name, "asked": code, "near": asked.near})
        _say(f"no {_OF[asked.volume]} code {asked.key} in {book.manifest.title}", asked.near)
        return 1
    if asked.other:
        _say_which(book, page, asked.other)
    if as_json:
        _print_json(page)
    else:
        _print(tabular_page(page, book.manifest.title, screen_width()))
    return 0


def _say_which(book: Book, page: TabularPage, other: str) -> None:
    """Digits alone may spell a disease and a procedure: say which one this is."""
    if page.volume is Volume.PROCEDURES:
        _say(f"{page.key} is a procedure; there is no disease {other}")
    else:
        _say(f"{page.key} is a disease; for the procedure {other}: mainterm tabular {other}")


@click.command("find")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many places.")
@_common
def find_command(words: tuple[str, ...], limit: int, as_json: bool, edition: str | None) -> int:
    """Search titles, inclusion terms and index lines for WORDS, best first.

    Places with all the words come before those with beginnings or near spellings of them, and with some of them.
    Exit status 1: nothing is found.

    \b
    JSON: edition, asked, hits [{kind (title, inclusion, index), key (a code, or an index line's id),
    text, codes, score, source}].
    """
    from mainterm.cli.pages import hit_lines
    from mainterm.service.lookup import search

    text = _words(words)
    found = search(opened_to_look_up(edition), text, limit)
    if as_json:
        _print_json(found)
    else:
        _print(line for hit in found.hits for line in hit_lines(hit, screen_width()))
    if not found.hits:
        _say(f'nothing has "{found.asked}"')
    return 0 if found.hits else 1


@click.command("guideline")
@click.argument("section", default="")
@_common
def guideline_command(section: str, as_json: bool, edition: str | None) -> int:
    """The section of the Official Guidelines with the id SECTION (I.C.1.b.2), its page and text; without, the outline.

    Exit status 1: there is no such section; near ones are named.

    \b
    JSON: edition, id, title, page (0: they have none), text, source, above [{id, title, page}], below [{id, title,
    page}];
    the outline: edition, sections [{id, title, page}]; no such section: edition, asked, near [ids].
    """
    from mainterm.cli.pages import guideline_page, outline_lines
    from mainterm.rules.of_year import has_own_guidelines
    from mainterm.service.guideline import look_up_section, outline, sections_near

    book = opened_to_look_up(edition)
    sections = outline(book)
    if not sections:
        name = book.manifest.name
        why = (
            f"was read by an earlier program; install it again: mainterm edition install {name}"
            if has_own_guidelines(book.manifest.year)
            else "no guidelines were published with its books; there are those of FY1998, FY1999, FY2001, FY2002 and"
            " FY2012, which FY2013 to FY2015 have too: --edition 2012"
        )
        raise EditionError(f"edition {name}: {why}")
    if not section:
        if as_json:
            _print_json({"edition": book.manifest.name, "sections": sections})
        else:
            _print(outline_lines(sections, screen_width()))
        return 0
    page = look_up_section(book, section)
    if page is None:
        near = sections_near(book, section)
        if as_json:
            _print_json({"edition": book.manifest.name, "asked": section, "near": near})
        _say(f"no section {section} in the guidelines of {book.manifest.title}", near)
        return 1
    if as_json:
        _print_json(page)
    else:
        _print(guideline_page(page, book.manifest.title, screen_width()))
    return 0


def _words(given: tuple[str, ...]) -> str:
    """What was given, as one text. Raises UsageError where it holds no word, or is no term but a document."""
    text = " ".join(given).strip()
    if not words_in(text):
        raise click.UsageError("no word to look up was given; try leukopenia")
    if len(text) > _LONGEST:
        raise click.UsageError(f"{len(text):,} characters are too many to look up; give {_LONGEST} or fewer")
    return text


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _print_json(record: object) -> None:
    click.echo(json.dumps(to_json(record), ensure_ascii=False))


def _say(said: str, near: Iterable[str] = ()) -> None:
    """One line to stderr; what is near, behind it."""
    named = ", ".join(near)
    click.echo(f"mainterm: {said}" + (f"; near it: {named}" if named else ""), err=True)
