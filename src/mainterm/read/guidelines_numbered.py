"""Reads the Guidelines as they were up to FY2002, in RTF: parts 1 to 12, sections 4.2, and what is lettered in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any, Final, NamedTuple

from mainterm.model.edition import Problem, Section
from mainterm.model.source import Paragraph, Source, Unreadable

TITLE: Final = "OFFICIAL ICD-9-CM GUIDELINES"
"""How the document begins."""

_PART: Final = re.compile(r"(\d{1,2})\.?\t(.*)", re.S)
_SECTION: Final = re.compile(r"(\d{1,2}\.\d{1,2})\t(.*)", re.S)
_LETTER: Final = re.compile(r"([A-Z])\.?\t[\s.]*(.*)", re.S)
_FORMS: Final = {"H2": _PART, "H3": _SECTION, "H4": _LETTER}
"""The headings by their styles. `12` has no period, and that of 12.G stands behind the tab (Guide02.RTF ¶445, ¶464)."""

_INDENTS: Final = {(720, -720): "H2", (1440, -720): "H3", (2160, -720): "H4"}
"""The styles by their indents, in the years that have none."""

_CONTENTS: Final = "TABLE OF CONTENTS"
_LISTED: Final = re.compile(r".*\t\s*(\d[\d.; ]*)", re.S)
"""A line of the table of contents: what it names, and the numbers of the sections."""


class _Heading(NamedTuple):
    id: str
    title: str
    text: str = ""


def with_headings(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """The paragraphs of a document without styles, its headings with those that FY2001 has."""
    styled = []
    for each in paragraphs:
        style = _INDENTS.get((each.indent, each.first), "")
        styled.append(replace(each, style=style) if style and _FORMS[style].fullmatch(each.text) else each)
    return styled


def read_numbered(
    paragraphs: Sequence[Paragraph], document: str
) -> tuple[tuple[Section, ...], tuple[Problem, ...], dict[str, Any]]:
    """The sections in the order of print, what is amiss, and the census. Raises Unreadable where there is no section.

    The ids are the book's own, a letter behind the number that it stands under: `4`, `4.2`, `5.1.A`. The document has
    no pages, so each section's is 0: its place is its paragraph.
    """
    begin = next((at for at, each in enumerate(paragraphs) if _heading(each, "")), None)
    if begin is None:
        raise Unreadable(document, "has no sections", "give the Official Guidelines for Coding and Reporting")
    preface = list(takewhile(lambda each: each.text != _CONTENTS, paragraphs[:begin]))
    introduction = _section(_Heading("Introduction", "", preface[0].plain), preface, document)
    sections = (introduction, *_sections(paragraphs[begin:], document))
    contents = tuple(_contents(paragraphs[:begin]))
    problems = (*_unlike(contents, sections, document), *_gaps(sections))
    return sections, problems, _census(paragraphs, sections, contents)


def _sections(paragraphs: Iterable[Paragraph], document: str) -> Iterator[Section]:
    heading, number = _Heading("", ""), ""
    below: list[Paragraph] = []
    for paragraph in paragraphs:
        opened = _heading(paragraph, number)
        if opened is None:
            below.append(paragraph)
            continue
        if heading.id:
            yield _section(heading, below, document)
        heading, below = opened, [paragraph]
        number = number if paragraph.style == "H4" else opened.id
    yield _section(heading, below, document)


def _heading(paragraph: Paragraph, number: str) -> _Heading | None:
    """The heading that a paragraph is; a letter stands under `number`, and has a text but no title."""
    form = _FORMS.get(paragraph.style)
    match = form.fullmatch(paragraph.text) if form else None
    if match is None:
        return None
    said = " ".join(match[2].split())
    return _Heading(f"{number}.{match[1]}", "", said) if form is _LETTER else _Heading(match[1], said)


def _section(heading: _Heading, paragraphs: Sequence[Paragraph], document: str) -> Section:
    """A section of its heading's paragraph and those below it; blank ones keep their place, but for the last."""
    first, *below = paragraphs
    lines = [*([heading.text] if heading.text else []), *(each.plain for each in below)]
    parent = heading.id.rpartition(".")[0]
    return Section(heading.id, heading.title, "\n".join(lines).rstrip("\n"), 0, parent, Source(document, first.number))


def _contents(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, str]]:
    """Each number that the table of contents names, with its line."""
    for paragraph in paragraphs:
        match = _LISTED.fullmatch(paragraph.text.rstrip())
        for number in re.split(r"[; ]+", match[1].strip()) if match else ():
            yield paragraph, number


def _unlike(contents: Iterable[tuple[Paragraph, str]], sections: Sequence[Section], document: str) -> Iterator[Problem]:
    """What the table of contents names that is not there, and which numbered section it does not name."""
    ids = {section.id for section in sections}
    named = set()
    for paragraph, number in contents:
        named.add(number)
        if number not in ids:
            yield Problem("guidelines-contents", f"{number}: is not in the text", Source(document, paragraph.number))
    for section in sections:
        if section.id[-1].isdigit() and section.id not in named:
            yield Problem("guidelines-contents", f"{section.id}: is not in the table of contents", section.source)


def _gaps(sections: Iterable[Section]) -> Iterator[Problem]:
    """Where a number or a letter does not follow the one before it under its heading."""
    last: dict[str, str] = {}
    for section in sections:
        label = section.id.rpartition(".")[2]
        before = last.get(section.parent)
        follows = chr(ord(before) + 1) if before and before.isalpha() else str(int(before or 0) + 1)
        if label not in (follows, "A" if not before else follows, "Introduction"):
            yield Problem("guidelines-label", f"{section.id}: follows {before}", section.source)
        if label != "Introduction":
            last[section.parent] = label


def _census(paragraphs: Sequence[Paragraph], sections: Sequence[Section], contents: Sequence[object]) -> dict[str, Any]:
    numbered = [section.id for section in sections if section.id[-1].isdigit()]
    return {
        "paragraphs": len(paragraphs),
        "parts": sum("." not in id for id in numbered),
        "sections": sum("." in id for id in numbered),
        "lettered": sum(not section.title and bool(section.parent) for section in sections),
        "contents": len(contents),
    }
