"""Reads a tagged PDF into its paragraphs, by the structure that its author's word processor left in it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NumberObject

from mainterm.model.source import Unreadable
from mainterm.read.guidelines_marks import Content, Run, marked_contents, mostly_bold, words

_Place = tuple[int, int]
"""A marked content: page, from 1, and its number on the page."""

_Piece = tuple[bool, list[Content]]
"""A paragraph or a part of one: whether a line of the table of contents, and its contents."""

_CONTAINERS: Final = frozenset(("/Document", "/Sect", "/Part", "/L", "/LI", "/TOC", None))
_CONTENTS_LINE: Final = "/TOCI"
_NEVER_LAST: Final = frozenset("a an and at by for from in of on or the to with".split())
"""Words that end no paragraph."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a PDF: its number from 0, the page where its words begin, its indent in points, its runs.

    `contents` is true for a line of the table of contents.
    """

    number: int
    page: int
    indent: float
    runs: tuple[Run, ...]
    contents: bool = False

    @property
    def text(self) -> str:
        """The words, with every run of white space as one blank."""
        return words(self.runs)

    @property
    def bold(self) -> bool:
        """Whether most of the letters are bold."""
        return mostly_bold(self.runs)


def read_passages(data: bytes, document: str) -> tuple[Passage, ...]:
    """The paragraphs of a tagged PDF in their order, running heads and feet left out.

    The text is what the file says, glyph for glyph: the blanks are its own, none is guessed from a gap, so that no
    word falls apart. Raises Unreadable if `data` is no PDF, is damaged, encrypted or not tagged.
    """
    if b"%PDF-" not in data[:1024]:
        raise Unreadable(document, "is not a PDF document", "get the file again")
    if b"%%EOF" not in data[-1024:]:
        raise Unreadable(document, "ends before its end mark", "get the file again: it was cut short")
    try:
        return _read(data, document)
    except Unreadable:
        raise
    except Exception as error:  # pypdf meets damage with errors of every kind, recursion and missing keys among them
        raise Unreadable(document, f"is a damaged PDF ({type(error).__name__})", "get the file again") from error


def _read(data: bytes, document: str) -> tuple[Passage, ...]:
    reader = PdfReader(io.BytesIO(data), strict=True)
    if reader.is_encrypted:
        raise Unreadable(document, "is encrypted", "get the file as it was published")
    tree = reader.root_object.get("/StructTreeRoot")
    if tree is None:
        raise Unreadable(document, "is a PDF without paragraph tags", "get the file as it was published")
    contents: dict[_Place, Content] = {}
    numbers: dict[int, int] = {}
    for number, page in enumerate(reader.pages, 1):
        if page.indirect_reference is not None:
            numbers[page.indirect_reference.idnum] = number
        for mark, content in marked_contents(page).items():
            contents[number, mark] = content
    pieces = [
        (contents_line, piece)
        for contents_line, places in _elements(tree.get_object(), numbers, 0)
        for piece in _parted([contents[place] for place in places if place in contents])
        if _text(piece)
    ]
    return tuple(_passage(n, piece, contents_line) for n, (contents_line, piece) in enumerate(_joined(pieces)))


def _parted(contents: list[Content]) -> Iterator[list[Content]]:
    """The contents of one element, parted where a bold paragraph begins a page.

    The tags of this PDF put five headings that begin a page into the paragraph that ends the page before, as
    Section I.C.18.d on page 66.
    """
    start = 0
    for n in range(1, len(contents)):
        if contents[n].page != contents[n - 1].page and _bold([contents[n]]) and not _bold(contents[start:n]):
            yield contents[start:n]
            start = n
    yield contents[start:]


def _joined(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """The pieces, with those as one that are the two halves of a paragraph that a page's end cuts."""
    half: _Piece | None = None
    for contents_line, contents in pieces:
        if half and not contents_line and _goes_on(half[1], contents):
            half[1].extend(contents)
            continue
        if half:
            yield half
        half = (contents_line, contents)
    if half:
        yield half


def _goes_on(before: list[Content], contents: list[Content]) -> bool:
    """Whether the words of `before` end a page in the middle of a sentence, which `contents` continue."""
    last, text = _text(before), _text(contents)
    if before[-1].page == contents[0].page or _bold(before) or _bold(contents):
        return False
    open_end = ". " in last or last.rpartition(" ")[2] in _NEVER_LAST
    return last[-1] not in ".:;?!)\u201d" and (text[0].islower() or open_end)


def _text(contents: list[Content]) -> str:
    return words(run for content in contents for run in content.runs)


def _bold(contents: list[Content]) -> bool:
    return mostly_bold(run for content in contents for run in content.runs)


def _passage(number: int, contents: list[Content], contents_line: bool) -> Passage:
    """Contents that belong together as one paragraph; it begins where its first words are, behind blank ones."""
    first = next(content for content in contents if _text([content]))
    runs = tuple(run for content in contents for run in content.runs)
    return Passage(number, first.page, first.indent, runs, contents_line)


def _elements(element: Any, pages: dict[int, int], page: int) -> Iterator[tuple[bool, list[_Place]]]:
    """The paragraphs of the structure tree: whether a line of the table of contents, and the marked contents."""
    element = element.get_object()
    if isinstance(element, ArrayObject):
        for child in element:
            yield from _elements(child, pages, page)
    elif isinstance(element, DictionaryObject):
        kind = element.get("/S")
        page = _page_of(element, pages, page)
        if kind in _CONTAINERS:
            yield from _elements(element.get("/K", ArrayObject()), pages, page)
        else:
            yield kind == _CONTENTS_LINE, list(_places(element.get("/K", ArrayObject()), pages, page))


def _places(item: Any, pages: dict[int, int], page: int) -> Iterator[_Place]:
    """The marked contents below a structure element."""
    item = item.get_object()
    if isinstance(item, ArrayObject):
        for child in item:
            yield from _places(child, pages, page)
    elif isinstance(item, NumberObject):
        yield page, int(item)
    elif isinstance(item, DictionaryObject):
        page = _page_of(item, pages, page)
        mark: Any = item.get("/MCID")
        if mark is not None:
            yield page, int(mark)
        elif "/K" in item:
            yield from _places(item["/K"], pages, page)


def _page_of(item: DictionaryObject, pages: dict[int, int], page: int) -> int:
    return pages.get(item.raw_get("/Pg").idnum, page) if "/Pg" in item else page
