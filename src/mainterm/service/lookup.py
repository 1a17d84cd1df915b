"""Look words up: a page of an index by its term, or places anywhere in the books."""

from __future__ import annotations

from dataclasses import dataclass

from mainterm.model.edition import Book, Hit
from mainterm.model.index import Index, Line
from mainterm.model.words import stems
from mainterm.service.asked import read_code
from mainterm.service.places import places


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A place in an index: the lines above it, main term first, then itself and everything below it."""

    above: tuple[Line, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class IndexFound:
    """The pages for what was asked. Where there are none: main terms spelt alike, and the indexes that have a page."""

    edition: str
    index: Index
    asked: str
    pages: tuple[IndexPage, ...]
    near: tuple[str, ...] = ()
    elsewhere: tuple[Index, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchFound:
    """What a search found, best first."""

    edition: str
    asked: str
    hits: tuple[Hit, ...]


def look_up_term(book: Book, text: str, index: Index) -> IndexFound:
    """The pages of `index` for a main term, or for a path (`Ulcer, skin`)."""
    found = places(book, text, index)
    if found and not found[0].unmet:
        pages = tuple(IndexPage(place.above, below(book, place.line)) for place in found)
        return IndexFound(book.manifest.name, index, text, pages)
    nearest = tuple(dict.fromkeys(" > ".join(line.head for line in (*p.above, p.line)) for p in found))
    others = tuple(i for i in Index if i is not index and any(not p.unmet for p in places(book, text, i)))
    return IndexFound(book.manifest.name, index, text, (), nearest[:8] or terms_near(book, text, index), others)


def below(book: Book, line: Line) -> tuple[Line, ...]:
    """A line and everything below it, in the order of print."""
    kept = {line.id}
    for other in book.page(line.main):
        if other.parent in kept:
            kept.add(other.id)
    return tuple(other for other in book.page(line.main) if other.id in kept)


def terms_near(book: Book, text: str, index: Index, limit: int = 8) -> tuple[str, ...]:
    """Main terms spelt much like the first word of `text`, else those that begin as it does."""
    from difflib import get_close_matches  # slow to load, and seldom needed

    word = (*stems(text), "")[0]
    spelt = {line.head.casefold(): line.head for line in book.main_terms_spelt(word[:1], index)} if word else {}
    close = get_close_matches(word, spelt, n=limit, cutoff=0.7)
    begin = next((word[:end] for end in range(len(word), 2, -1) if book.main_terms_spelt(word[:end], index)), "")
    alike = [line.head for line in book.main_terms_spelt(begin, index)] if begin else []
    return tuple(dict.fromkeys([*(spelt[one] for one in close), *alike]))[:limit]


def search(book: Book, text: str, limit: int = 20) -> SearchFound:
    """Titles, inclusion terms and index lines with the words of `text`, or the title of the code that it is."""
    asked = read_code(book, text)
    return SearchFound(book.manifest.name, text, book.find(asked.key if asked.exists else text, limit))
