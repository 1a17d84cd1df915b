"""Gives the documents of FY1998 and FY1999, which have no style sheets, the styles of newer ones by their indents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from mainterm.model.code import Volume
from mainterm.model.source import Paragraph
from mainterm.read.guidelines_numbered import TITLE as GUIDELINES
from mainterm.read.guidelines_numbered import with_headings
from mainterm.read.unstyled_tabular import style_by_indents

_STEP: Final = 360
"""Twips by which each level of an index stands further in than the one above it."""

_VOLUMES: Final = (("CLASSIFICATION OF DISEASES", Volume.DISEASES), ("CLASSIFICATION OF PROCEDURES", Volume.PROCEDURES))
_INDEX: Final = "INDEX TO "
_INTRODUCED: Final = "INDEX TO EXTERNAL CAUSES"
"""The title behind which an introduction stands, up to the next heading."""

_BOX: Final = re.compile(r"Note(?:\d\d)?(?:\t|:| --)")
_NUMBERED: Final = re.compile(r"\ANote\d\d")
_LISTED: Final = re.compile(r"\t|\d\t|[\"(]|.*:$")
_TABLES: Final = {
    "Hypertension Table": ("Hypertension, hypertensive", "Table Hypertension"),
    "Neoplasm, neoplastic": ("Neoplasm, neoplastic", "Table Neoplasm"),
}
"""By its title: how a table's main term begins, and the style of its rows."""


def with_styles(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs of a document, told by its title, with styles; the list of drugs and the appendices need none."""
    title = next((each.plain.upper() for each in paragraphs if each.plain), "")
    for named, volume in _VOLUMES:
        if title.startswith(named):
            return style_by_indents(paragraphs, volume)
    if title.startswith(GUIDELINES):
        return with_headings(paragraphs)
    return _index(paragraphs) if title.startswith(_INDEX) else list(paragraphs)


def _index(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs of an index: lines by their indent, boxes whole, tables in the styles of their rows."""
    found: list[Paragraph] = []
    introduced = False
    at = 0
    while at < len(paragraphs):
        paragraph = paragraphs[at]
        end = at + 1
        introduced = paragraph.plain.startswith(_INTRODUCED) if paragraph.bold else introduced
        if introduced and not paragraph.bold:
            found.append(paragraph)
        elif table := _TABLES.get(paragraph.text):
            end = _table_end(paragraphs, at)
            found += _table(paragraphs[at:end], *table)
        elif _BOX.match(paragraph.text):
            end = _box_end(paragraphs, at)
            found += _box(paragraphs[at:end])
        else:
            found.append(replace(paragraph, style=_style(paragraph)))
        at = end
    return found


def _style(paragraph: Paragraph) -> str:
    """The style of a heading or of a line."""
    if paragraph.bold:
        return "Heading Letter" if len(paragraph.plain) == 1 else "H1"
    return f"H{(paragraph.indent + paragraph.first) // _STEP + 2}" if paragraph.plain else "Normal"


def _box_end(paragraphs: Sequence[Paragraph], at: int) -> int:
    """Where a box ends: before the next line of the index, of which a blank between them is no part."""
    end = at + 1
    while end < len(paragraphs) and _continues(paragraphs[end], paragraphs[end - 1], paragraphs[at]):
        end += 1
    return end


def _continues(paragraph: Paragraph, above: Paragraph, head: Paragraph) -> bool:
    """Whether a paragraph goes on with the box of `head`: a list, what is behind a blank, or behind a bare `Note`."""
    if paragraph.indent + paragraph.first > head.indent + head.first or paragraph.bold:
        return False
    behind = not above.plain or (above is head and _BOX.fullmatch(head.text))
    return bool(not paragraph.plain or behind or _LISTED.match(paragraph.text))


def _box(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """A box as one paragraph, and blanks in place of its others, so that each keeps its place in the document."""
    text = "\n".join(each.text for each in paragraphs).rstrip("\n")
    yield replace(paragraphs[0], style="Box", text=_NUMBERED.sub("Note", text))
    yield from (replace(each, text="") for each in paragraphs[1:])


def _table_end(paragraphs: Sequence[Paragraph], at: int) -> int:
    """Where a table ends: before the main term that comes next in the alphabet, which stands behind a blank."""
    letters = paragraphs[at].text[:3]
    for end in range(at + 2, len(paragraphs)):
        text = paragraphs[end].text
        if not paragraphs[end - 1].plain and text.startswith(letters) and "\t" not in text:
            return end
    return len(paragraphs)


def _table(paragraphs: Sequence[Paragraph], main: str, style: str) -> Iterator[Paragraph]:
    """A table: what stands above its main term as headings, then its rows in its style."""
    rows = next(at for at, each in enumerate(paragraphs) if at and each.text.startswith(main))
    yield from (replace(each, style="H1" if each.plain else "Normal") for each in paragraphs[:rows])
    yield from (replace(each, style=style) for each in paragraphs[rows:])
