"""The pages of the indexes that statements open, and the main terms on which they begin."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from mainterm.editions.overruled import Overruled, load_overruled
from mainterm.encode.page import Entry, Page
from mainterm.encode.walked import Walked
from mainterm.model.edition import Book
from mainterm.model.index import COLUMNS, Head, Index, Line, ReferenceKind
from mainterm.model.terms import demands, read_alternative, written

STEMS_KEPT: Final = 200_000
"""Stems of which the main terms are known: more than the Index has, a bound for what statements have without end."""
PAGES_KEPT: Final = 3_300
"""Main terms whose pages are kept, those that some three thousand statements open: the indexes have 15,126."""

Openers = Mapping[Index, Sequence[tuple[frozenset[str], Head]]]
"""For one stem, by index, the main terms that have it, each with a demand of theirs that has it as its first stem."""


class Outline:
    """The pages of a book's indexes, as far as they have been walked: the whole of FY2012 would take some 250 MB."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._overruled = load_overruled(book.manifest.year)
        self._paragraphs = frozenset(source.paragraph for source in self._overruled)
        self._pages: dict[int, Page] = {}
        self._openers: dict[str, Openers] = {}
        self.walked = Walked()
        self._leading: dict[tuple[str, Index], tuple[frozenset[str], ...]] = {}

    @property
    def is_full(self) -> bool:
        """Whether as many pages are kept as may be."""
        return len(self._pages) >= PAGES_KEPT

    def opened(self, stems: frozenset[str], index: Index) -> list[Entry]:
        """The main terms of an index that these stems open, in the order of print."""
        if len(self._openers) > STEMS_KEPT:
            self._openers.clear()
        if unknown := stems.difference(self._openers):
            self._learn(unknown)
        near = (opener for stem in stems for opener in self._openers[stem].get(index, ()))
        return self._mains({head.id: head for demand, head in near if demand <= stems})

    def leads_from(self, stem: str, index: Index) -> tuple[frozenset[str], ...]:
        """What the main terms of an index that have this stem demand; not of those that only send back."""
        known = self._leading.get((stem, index))
        if known is None:
            if len(self._leading) > STEMS_KEPT:
                self._leading.clear()
            mains = self._mains({head.id: head for head in self._book.main_heads((stem,))[stem].get(index, ())})
            found = (demand for main in mains if not main.leads_nowhere for demand in main.demands if stem in demand)
            known = self._leading[stem, index] = tuple(found)
        return known

    def entry(self, id: int) -> Entry:
        """The line with this id, compiled, within its page."""
        page = self._pages.get(id)
        return page.main if page else self.page(self._book.line(id).main).entry(id)

    def path(self, entry: Entry) -> tuple[Entry, ...]:
        """The lines above this one and itself, the main term first."""
        page = self.page(entry.line.main)
        found = [entry]
        while found[0].parent >= 0:
            found.insert(0, page.entry(found[0].parent))
        return tuple(found)

    def page(self, main: int) -> Page:
        """The page of a main term."""
        if main not in self._pages:
            line = self._book.line(main)
            self._mains({main: Head(main, line.parent, line.head, written(demands(line.head)))})
        return self._pages[main]

    def _learn(self, stems: Collection[str]) -> None:
        """Finds the main terms that have these stems first in one of their demands."""
        for first, by_index in self._book.main_heads(stems).items():
            self._openers[first] = {index: tuple(_opening(first, heads)) for index, heads in by_index.items()}

    def _mains(self, heads: Mapping[int, Head]) -> list[Entry]:
        """These main terms in the order of print; the lines of those not met before are read at once."""
        pages = {id: Page(self._book, head, self._obeyed) for id, head in heads.items() if id not in self._pages}
        if pages:
            for line in self._book.lines(tuple(pages)):
                pages[line.id].main.line = self._obeyed(line)
            self._pages |= pages
        return [self._pages[id].main for id in sorted(heads)]

    def _obeyed(self, line: Line) -> Line:
        """The line with the Tabular's code where it prints one that is for something else."""
        if line.source.paragraph not in self._paragraphs or line.source not in self._overruled:
            return _with_category(line)
        for one in self._overruled[line.source]:
            line = _mended(line, one)
        return line


def _opening(first: str, heads: Iterable[Head]) -> Iterator[tuple[frozenset[str], Head]]:
    """Each demand of these main terms whose first stem is that one."""
    for head in heads:
        for demand in head.alternatives:
            if demand.partition(" ")[0] == first:
                yield read_alternative(demand), head


def _mended(line: Line, one: Overruled) -> Line:
    if one.column:
        columns = zip(COLUMNS[line.table], line.cells, strict=True)
        return replace(line, cells=tuple(one.code if name == one.column else cell for name, cell in columns))
    if not line.codes:
        return replace(line, codes=(one.code,), references=())
    return replace(line, codes=tuple(one.code if each == one.printed else each for each in line.codes))


def _with_category(line: Line) -> Line:
    """The line with the one category that it only refers to (*see category 650*) as its code."""
    if line.codes or not line.references:
        return line
    codes = {code for reference in line.references for code in reference.codes}
    only = all(reference.kind is ReferenceKind.SEE_CATEGORY for reference in line.references)
    return replace(line, codes=tuple(codes)) if only and len(codes) == 1 else line
