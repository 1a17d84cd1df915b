"""Reads the Official Guidelines into their sections, from the outline's parts to its leaves, with page and text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from mainterm.model.edition import Problem, Section
from mainterm.model.source import Paragraph, Source, Unreadable
from mainterm.read.guidelines_marks import Run
from mainterm.read.guidelines_numbered import read_numbered
from mainterm.read.guidelines_outline import APPENDIX, Outline
from mainterm.read.guidelines_pdf import Passage, read_passages
from mainterm.read.paragraphs import read_paragraphs
from mainterm.read.plain import PLAIN_SECTION, is_plain, read_plain

_RTF: Final = b"{\\rtf"
_CONTENTS: Final = re.compile(r"(.*?)\s*\.{2,}\s*(\d+)")
_UNDER_HEAD: Final = range(100, 120)
"""Points from the left where a heading of the appendix stands that is under another one; that other one is at 72."""

_CENTRED: Final = 120
"""Points from the left behind which a heading of the appendix stands that is centred, on a line or several."""


class Guidelines(NamedTuple):
    """The sections in the order of print, where the table of contents and the text disagree, and the census, if any."""

    sections: tuple[Section, ...] = ()
    problems: tuple[Problem, ...] = ()
    census: Mapping[str, Any] = MappingProxyType({})


def read_guidelines(data: bytes, document: str) -> Guidelines:
    """The Guidelines as they were published: up to FY2002 in RTF, in FY2012 as PDF.

    A section's text is its own, without that of the sections below it, a line a paragraph. Where the book prints a
    label and a text but no title, the title is empty. What precedes the first heading is the section `Introduction`;
    the headings of Appendix I bear no label, and so are named by their titles. Raises Unreadable.
    """
    if is_plain(data):
        return Guidelines(tuple(_cut(_plain_passages(read_plain(data, document)), _plain_heading, document)))
    if data.startswith(_RTF):
        return Guidelines(*read_numbered(read_paragraphs(data, document), document))
    passages = read_passages(data, document)
    body = [p for p in passages if not p.contents]
    end = next((n for n, p in enumerate(body) if p.bold and p.text == APPENDIX), len(body))
    sections = (*_cut(body[:end], _labelled(), document), *_cut(_joined_heads(body[end:]), _unlabelled(), document))
    if len(sections) < 2:
        raise Unreadable(document, "has no sections", "give the Official Guidelines for Coding and Reporting")
    return Guidelines(sections, tuple(_differences((p for p in passages if p.contents), sections, document)))


@dataclass(frozen=True, slots=True)
class _Heading:
    id: str
    title: str
    parent: str
    text: str = ""


_Find = Callable[[Passage], _Heading | None]


def _cut(passages: Iterable[Passage], find: _Find, document: str) -> Iterator[Section]:
    """The sections between the headings that `find` knows."""
    heading, page, number = _Heading("Introduction", "", ""), 1, 0
    paragraphs: list[str] = []
    for passage in passages:
        opened = find(passage)
        if opened is None:
            paragraphs.append(passage.text)
            continue
        if paragraphs or heading.title:
            yield _section(heading, paragraphs, page, Source(document, number))
        heading, page, number = opened, passage.page, passage.number
        paragraphs = [opened.text] if opened.text else []
    if paragraphs or heading.title:
        yield _section(heading, paragraphs, page, Source(document, number))


def _section(heading: _Heading, paragraphs: Sequence[str], page: int, source: Source) -> Section:
    return Section(heading.id, heading.title, "\n".join(paragraphs), page, heading.parent, source)


def _labelled() -> _Find:
    """Finds the headings of Sections I-IV. A label before a text that is not bold is a section without a title."""
    outline = Outline()

    def find(passage: Passage) -> _Heading | None:
        found = outline.heading(passage.text)
        if found is None:
            return None
        id, rest = found
        parent = id.rpartition(".")[0]
        return _Heading(id, rest, parent) if passage.bold else _Heading(id, "", parent, rest)

    return find


def _unlabelled() -> _Find:
    """Finds the headings of Appendix I: bold paragraphs, at two depths, of which the second is indented."""
    above = APPENDIX

    def find(passage: Passage) -> _Heading | None:
        nonlocal above
        if not passage.bold:
            return None
        if passage.text.startswith(APPENDIX):
            return _Heading(APPENDIX, passage.text.removeprefix(APPENDIX).strip(), "")
        id = f"{APPENDIX}.{passage.text}"
        if round(passage.indent) in _UNDER_HEAD or passage.runs[0].text.startswith(" "):
            return _Heading(id, passage.text, above)
        above = id
        return _Heading(id, passage.text, APPENDIX)

    return find


def _plain_passages(paragraphs: Iterable[Paragraph]) -> Iterator[Passage]:
    """The paragraphs of plain guidelines as passages: a section's id and title as a bold one, on its page."""
    for paragraph in paragraphs:
        match = PLAIN_SECTION.fullmatch(paragraph.text)
        if match:
            yield Passage(paragraph.number, int(match[2]), 0.0, (Run(f"{match[1]} {match[3]}", bold=True),))
        else:
            yield Passage(paragraph.number, 0, 0.0, (Run(paragraph.text, bold=False),))


def _plain_heading(passage: Passage) -> _Heading | None:
    if not passage.bold:
        return None
    id, _, title = passage.text.partition(" ")
    return _Heading(id, title, id.rpartition(".")[0])


def _joined_heads(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages, with a centred heading over several lines as one."""
    for centred, run in groupby(passages, key=lambda p: p.bold and p.indent > _CENTRED):
        group = list(run)
        if centred:
            yield replace(group[0], runs=tuple(r for p in group for r in p.runs))
        else:
            yield from group


def _differences(contents: Iterable[Passage], sections: Sequence[Section], document: str) -> Iterator[Problem]:
    """Lines of the table of contents whose section is not in the text, or is under another title or on another page."""
    outline = Outline()
    by_id = {section.id: section for section in sections}
    id = ""
    for line in contents:
        match = _CONTENTS.fullmatch(line.text)
        words, page = (match[1], int(match[2])) if match else (line.text, 0)
        id, title = outline.heading(words) or (id, "")
        wrong = _difference(by_id.get(id), title or words, page)
        if wrong:
            yield Problem("guidelines-contents", f"{id}: {wrong}", Source(document, line.number))


def _difference(section: Section | None, title: str, page: int) -> str:
    """What is wrong with a line of the table of contents; a line without a label names a text of the section above."""
    if section is None:
        return "is not in the text"
    if section.page != page:
        return f"is on page {section.page}, in the table of contents on {page}"
    if _letters(title) not in (_letters(section.title), _letters(section.text)):
        return f"is entitled {section.title!r}, in the table of contents {title!r}"
    return ""


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
