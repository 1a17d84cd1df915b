"""The pages of the books as lines of text: an index as it is indented, a code of the Tabular List, a guideline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

import click

from mainterm.cli.layout import beside, table_head, table_row, wrapped
from mainterm.model.classification import Classification
from mainterm.model.code import Volume
from mainterm.model.index import Table, columns_of

if TYPE_CHECKING:
    from mainterm.model.edition import Hit, Manifest
    from mainterm.model.index import IndexBox, Line
    from mainterm.model.tabular import Box
    from mainterm.service.guideline import GuidelinePage, SectionHead
    from mainterm.service.lookup import IndexPage
    from mainterm.service.tabular import Heading, NoteAt, TabularPage

_ORDINALS: Final = {3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh"}
_PLACES: Final = {Classification.ICD9CM: "digit", Classification.ICD10CM: "character"}
_STEP: Final = "  "
_CODE_ROOM: Final = 6  # columns for a code, at least
_CODES: Final = 13  # columns for the codes of a hit
_PLACE: Final = 9  # columns for the place of a note
_MARK: Final = 8  # columns for its paragraph
_KEYWORD: Final = re.compile(r"(?:Excludes[12]?|Includes):\s*")
_CODE: Final = re.compile(r"[A-Z\d][\dA-Z][\dA-Z.]*-?")


def index_page(page: IndexPage, manifest: Manifest, name: str, width: int) -> Iterator[str]:
    """A page of an index, each line indented by its level; rows of a table under the heads of its columns."""
    yield beside(click.style(f"{manifest.title}, {name}", dim=True), str(page.lines[0].source), width)
    columns = columns_of(manifest.classification)
    table = Table.NONE
    for line in (*page.above, *page.lines):
        if line.cells and line.table is not table:
            table = line.table
            yield from (click.style(head, dim=True) for head in table_head(columns[table], width))
        yield from _index_line(line, width)
        for box in line.boxes if line not in page.above else ():
            yield from _index_box(box, width, _STEP * (line.level + 1))


def _index_line(line: Line, width: int) -> Iterator[str]:
    indent = _STEP * line.level
    if line.cells:
        rows = table_row(line.term + ("*" if line.starred else ""), line.cells, width, indent)
    else:
        rows = wrapped(line.text, width, indent, indent + _STEP * 2)
    codes = {*line.codes, *line.manifestations, *line.cells}
    return (_with_codes(row, codes) for row in rows)


def _with_codes(row: str, codes: set[str]) -> str:
    """The row with its codes set off, on a terminal."""
    return _CODE.sub(lambda m: click.style(m[0], bold=True) if m[0] in codes else m[0], row)


def _index_box(box: IndexBox, width: int, indent: str) -> Iterator[str]:
    """A boxed note behind a bar; the digits that it supplies, one below the other."""
    bar = f"{indent}| "
    text = box.text
    if box.digits:
        digit, meaning = box.digits[0]
        text = text.partition(f"{digit} {meaning[:8]}")[0].strip()
    yield from wrapped(text, width, bar, bar)
    for digit, meaning in box.digits:
        yield from wrapped(meaning, width, f"{bar}{digit}  ", f"{bar}   ")


def tabular_page(page: TabularPage, edition: str, width: int) -> Iterator[str]:
    """A code with the way down to it, its digits, the notes that hold for it, and what is below it."""
    yield from _title(page, edition, width)
    yield ""
    shown = (page.code, *(each.code for each in (*page.ancestors, *page.children)))
    room = max(_CODE_ROOM, *(len(code) for code in shown if "-" not in code), 0)
    for depth, heading in enumerate(page.ancestors, start=1):
        yield from _heading(heading, heading.title, width, _STEP * depth, room)
    yield from _heading(page, page.printed_title, width, _STEP * (len(page.ancestors) + 1), room)
    yield from _notes(page.notes, width)
    for box in page.boxes:
        yield ""
        yield from _box(page, box, width)
    if page.children:
        yield ""
        yield _label("Below")
        for heading in page.children:
            yield from _heading(heading, heading.title, width, _STEP, room)


def _title(page: TabularPage, edition: str, width: int) -> Iterator[str]:
    yield beside(click.style(page.key, bold=True, fg="green" if page.valid else None), edition, width)
    yield from (click.style(line, bold=True) for line in wrapped(page.title, width, _STEP))
    yield beside(_STEP + validity(page), str(page.source), width)


def validity(page: TabularPage) -> str:
    """Whether the code may be assigned, in words."""
    if page.valid:
        kind = "valid" if page.volume is Volume.DISEASES else "valid procedure code"
        return f"{kind}; a manifestation, never sequenced first" if page.manifestation else kind
    ordinal = _ORDINALS.get(page.needs_digit)
    place = _PLACES[page.classification]
    return f"not valid: needs a {ordinal} {place} {page.bracket}".rstrip() if ordinal else f"a {page.level}, no code"


def _heading(heading: Heading | TabularPage, title: str, width: int, indent: str, room: int) -> list[str]:
    label = f"{indent}{heading.code:<{room}}  "
    first, *more = wrapped(title, width, label)
    bold = click.style(heading.code, bold=True) if heading.valid else heading.code
    return [first.replace(heading.code, bold, 1), *more]


def _notes(notes: tuple[NoteAt, ...], width: int) -> Iterator[str]:
    """Inherited notes first, each behind the place where it stands."""
    for inherited, group in groupby(notes, key=lambda note: note.inherited):
        yield ""
        yield _label("Notes from above, which hold here too" if inherited else "Notes and terms here")
        for note in group:
            yield from _note(note, width)


def _note(note: NoteAt, width: int) -> Iterator[str]:
    """A note's lines in the depth of the book; what continues *Excludes:* stands below its first item."""
    place = f"{_STEP}{_bare(note.at):<{_PLACE}}"
    keyword = _KEYWORD.match(note.lines[0].text)
    items = " " * len(keyword[0]) if keyword else ""
    least = min(line.depth for line in note.lines)
    for number, line in enumerate(note.lines):
        first = place + (items if number else "") + _STEP * (line.depth - least)
        then = " " * len(first) + ("" if number else items) + _STEP
        row, *more = wrapped(line.text, width - _MARK, first, then)
        yield beside(row, "" if number else f"¶{line.source.paragraph}", width)
        yield from more
        place = " " * len(place)


def _box(page: TabularPage, box: Box, width: int) -> Iterator[str]:
    """A digit box; on the page of a code that it made, that code's digit is set off."""
    own = page.code[-1] if box.source == page.box else ""
    heading = f"{_PLACES[page.classification].capitalize()} {box.position}, from the box at {_bare(box.owner)}"
    yield beside(_label(heading), str(box.source), width)
    yield from wrapped(box.text, width, _STEP)
    for digit in box.digits:
        for line in wrapped(digit.meaning, width, f"{_STEP * 2}{digit.digit}  "):
            yield click.style(line, bold=True) if digit.digit == own else line


def hit_lines(hit: Hit, width: int) -> list[str]:
    """A hit: what kind of place, its code, its words."""
    codes = " ".join(hit.codes)
    shown = codes if len(codes) <= _CODES else f"{hit.codes[0]} …"
    first, *more = wrapped(hit.text, width, f"{hit.kind:<9}  {shown:<{_CODES}}  ")
    return [first.replace(shown, click.style(shown, bold=True), 1) if shown else first, *more]


def guideline_page(page: GuidelinePage, edition: str, width: int) -> Iterator[str]:
    """A section of the guidelines: its place, its text, and the titles below it."""
    yield beside(
        click.style(page.id, bold=True),
        f"{edition} Guidelines, {f'page {page.page}' if page.page else page.source}",
        width,
    )
    for above in page.above:
        yield from (
            click.style(line, dim=True) for line in wrapped(f"{above.id}  {above.title}".rstrip(), width, _STEP)
        )
    if page.title:
        yield from (click.style(line, bold=True) for line in wrapped(page.title, width, _STEP))
    for paragraph in page.text.splitlines():
        yield ""
        yield from wrapped(paragraph, width, _STEP)
    if page.below:
        yield ""
        yield from outline_lines(page.below, width)


def outline_lines(sections: tuple[SectionHead, ...], width: int) -> Iterator[str]:
    """Sections of the guidelines, each indented by its depth, with its page."""
    least = min(section.id.count(".") for section in sections)
    for section in sections:
        indent = _STEP * (section.id.count(".") - least + 1)
        *lines, last = wrapped(f"{section.id}  {section.title}".rstrip(), width - 10, indent, indent + _STEP * 2)
        yield from lines
        yield beside(last, f"page {section.page}" if section.page else "", width)


def _label(text: str) -> str:
    return click.style(text, underline=True)


def _bare(key: str) -> str:
    """The codes of a key: `section 280-289` -> `280-289`."""
    return key.rpartition(" ")[2]
