"""A page of the Index made ready to walk: each line with what it demands of a statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from mainterm.editions.overruled import Overruled, load_overruled
from mainterm.encode.walked import Walked
from mainterm.model.answer import Question
from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.index import COLUMNS, Head, Index, Line, Reference, ReferenceKind
from mainterm.model.terms import (
    DENIED,
    demands,
    denied_by,
    denies,
    is_connective,
    is_open_or_other,
    is_residual,
    of_one,
    same,
)
from mainterm.model.words import STOP, stem, stems, words

_WITH: Final = "with"
UNSPECIFIED: Final = "unspecified"
"""A line that gives a code where nothing more is said, and no connective though others stand below it."""
STEMS_KEPT: Final = 200_000
"""Stems of which the main terms are known: more than the Index has, a bound for what statements have without end."""
PAGES_KEPT: Final = 6_000
"""Main terms whose pages are kept, those that some five thousand statements open: the indexes have 15,126."""


Openers = dict[str, tuple[tuple[frozenset[str], int], ...]]
"""By stem, for one index, the main terms that have it, each with a demand of theirs that has it as its first stem."""


class Entry:
    """A line and what it means to a walk, each thing worked out when a walk first asks for it; one of each line.

    It is the same one whenever a line is met again. `head` are its essential words, and `demands` the alternatives of
    them, any one of which must be in the statement whole; a `connective` leads on to what stands below it, demanding
    nothing: *with*, *due to*. The `line` itself is read where a walk takes it, not where it only passes by.
    """

    def __init__(self, head: Head, page: Page, above: Head | None = None) -> None:
        self.id = head.id
        self.parent = head.parent
        self.head = head.text
        self._page = page
        self.demands = demands(head.text)
        if above is not None and denies(above.text):
            self.demands = tuple(frozenset(DENIED + stem for stem in demand) for demand in self.demands)
        joins = above is not None and head.text != UNSPECIFIED and page.has_below(head.id)
        self.connective = joins and is_connective(head.text)

    @cached_property
    def line(self) -> Line:
        """The line as the book has it, with the Tabular's code where it prints one that is for something else."""
        return self._page.line(self.id)

    @cached_property
    def lands(self) -> bool:
        """Whether it gives codes of its own."""
        return bool(self.line.codes or self.line.cells)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The codes of diseases that it gives, its own and those in brackets, for which a digit is to be chosen."""
        return self._page.headings(self.line) if self.line.index in (Index.DISEASES, Index.EXTERNAL) else ()

    @cached_property
    def leaves_open(self) -> bool:
        """Whether a column or a digit is still to be chosen: most lines give a code with all its digits."""
        return bool(self.headings or self.line.cells)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Its references; those above it for a histology that has neither codes nor references of its own.

        *Carcinoma, squamous (cell) (M8070/3)*: see also Neoplasm, by site, malignant, as *Carcinoma* says.
        """
        line = self.line
        if line.references or line.codes or not line.morphology or self.parent < 0:
            return line.references
        return self._page.entry(self.parent).references

    @cached_property
    def free(self) -> frozenset[str]:
        """The stems that it takes free of charge: of its nonessential modifiers and of its head's other variants."""
        allowed = frozenset({"open"}) if is_open_or_other(self.head) else of_one(self.head)
        return same(allowed.union(*(d for text in (self.head, *self.line.nonessential) for d in demands(text))))

    @cached_property
    def leads_nowhere(self) -> bool:
        """Whether it only sends back to the condition itself: `Renal - see condition`."""
        condition = (reference.kind is ReferenceKind.SEE_CONDITION for reference in self.line.references)
        return not self.line.codes and any(condition)

    @cached_property
    def children(self) -> tuple[Entry, ...]:
        """The lines right below."""
        return self._page.below(self.id)

    @cached_property
    def asked_for(self) -> frozenset[str]:
        """The stems that it and the lines right below it have: no others can tell two walks by it apart."""
        below = (demand for child in self.children for demand in child.demands)
        return same(self.free.union(*self.demands, *below))

    @cached_property
    def asked(self) -> dict[tuple[str, str], Question | None]:
        """The question which line below is meant, by the column and the code without more, as it is laid out once."""
        return {}

    @cached_property
    def needed(self) -> frozenset[str]:
        """The stems of the words without which it is not said as it is printed."""
        return frozenset(stem(word) for word in words(self.head) if word not in STOP)

    def read_below(self) -> tuple[Entry, ...]:
        """The lines right below, those not yet read all at once: for who looks at each."""
        self._page.read(self.children)
        return self.children

    @cached_property
    def undemanding(self) -> tuple[Entry, ...]:
        """The lines right below that no word need be said for."""
        return tuple(child for child in self.children if not child.demands[0])

    @cached_property
    def connectives(self) -> tuple[Entry, ...]:
        """The connectives right below."""
        return tuple(child for child in self.children if child.connective)

    @cached_property
    def unsaid(self) -> tuple[Entry, ...]:
        """The lines right below that demand nothing here: one that a nonessential modifier names, with the same code;
        or one for the rest where this line gives no code (*open and other*)."""
        return self._implied() or self._residuals() or self._undenied() or (*self._sited(), *self._unspecified())

    @cached_property
    def by_default(self) -> tuple[tuple[Entry, Entry], ...]:
        """A line right below with the same code, which is what this one is by default, and its *with*.

        Of several the one that the Tabular's title names: below *Diverticula* that is *colon*.
        """
        if not self.line.codes:
            return ()
        heading = (child for child in self.children if self._page.has_below(child.id, _WITH))
        joined = ((child, joint) for child in heading for joint in child.connectives if joint.head == _WITH)
        alike = [(child, joint) for child, joint in joined if child.line.codes == self.line.codes]
        title = self._page.title(self.line) if len(alike) > 1 else frozenset[str]()
        alike.sort(key=lambda each: not any(demand <= title for demand in each[0].demands))
        return tuple(alike[:1])

    @cached_property
    def _ways_down(self) -> dict[str, list[tuple[frozenset[str], Entry]]]:
        """The lines right below, each demand of theirs under one of its stems."""
        found = defaultdict(list)
        for child in self.children:
            for demand in filter(None, child.demands):
                found[min(demand)].append((demand, child))
        return dict(found)

    @cached_property
    def _first_words(self) -> frozenset[str]:
        """The stems of which a statement must have one for any of the lines right below to be opened."""
        return frozenset(self._ways_down)

    def opened_by(self, stems: frozenset[str]) -> Sequence[tuple[frozenset[str], Entry]]:
        """The lines right below, connectives aside, that these stems open, each with the demand that they meet."""
        first = stems & self._first_words
        return [way for stem in sorted(first) for way in self._ways_down[stem] if way[0] <= stems] if first else ()

    def _implied(self) -> tuple[Entry, ...]:
        """Those that the line's nonessential modifiers name: *Cholecystectomy (total)*, and *total* below it."""
        if not self.line.codes:
            return ()
        named = (child for child in self.children if any(demand and demand <= self.free for demand in child.demands))
        return tuple(child for child in named if child.children and child.line.codes == self.line.codes)

    def _sited(self) -> tuple[Entry, ...]:
        """Below a histology the line for a *specified site*, which sends to where the site is said."""
        if not self.line.morphology:
            return ()
        return tuple(child for child in self.children if child.head == "specified site" and child.line.references)

    def _residuals(self) -> tuple[Entry, ...]:
        """The lines for the rest below one that gives no code itself: *unspecified*, or else *other*."""
        if self.line.index is not Index.PROCEDURES or self.line.codes:
            return ()
        found = tuple(child for child in self.children if is_residual(child.head) and child.line.codes)
        return tuple(child for child in found if not is_open_or_other(child.head)) or found

    def _undenied(self) -> tuple[Entry, ...]:
        """The line *without* something, below one that gives no code itself and has another *with* it.

        Who says nothing of it does not say that it is there.
        """
        if self.line.codes or self.line.references:
            return ()
        affirmed = {demand for child in self.children for demand in child.demands if demand}
        return tuple(child for child in self.children if denied_by(child.head) in affirmed)

    def _unspecified(self) -> tuple[Entry, ...]:
        """The line for what is *unspecified*, below one that gives no code itself: *affecting, unspecified side*."""
        if self.line.codes or self.line.references:
            return ()
        return tuple(c for c in self.children if words(c.head)[:1] == (UNSPECIFIED,) and c.line.codes)


class Page:
    """A main term and all below it: its heads read when a walk first goes below it, each line compiled when met."""

    def __init__(self, book: Book, main: Line, obeyed: Callable[[Line], Line]) -> None:
        self._book = book
        self._main = main
        self._obeyed = obeyed
        self.main = Entry(Head(main.id, main.parent, main.head), self)
        self._entries = {main.id: self.main}

    @cached_property
    def _heads(self) -> dict[int, Head]:
        """The heads of the page by id, in the order of print."""
        return {head.id: head for head in self._book.heads(self.main.id)}

    @cached_property
    def _below(self) -> dict[int, list[int]]:
        found = defaultdict(list)
        for head in self._heads.values():
            found[head.parent].append(head.id)
        return dict(found)

    def has_below(self, id: int, head: str = "") -> bool:
        """Whether lines stand below one; one of this head, if given."""
        below = self._below.get(id, ())
        return any(self._heads[each].text == head for each in below) if head else bool(below)

    def below(self, id: int) -> tuple[Entry, ...]:
        """The lines right below one."""
        return tuple(map(self.entry, self._below.get(id, ())))

    def entry(self, id: int) -> Entry:
        """The line with this id, compiled."""
        found = self._entries.get(id)
        if found is None:
            head = self._heads[id]
            found = self._entries[id] = Entry(head, self, self._heads[head.parent])
        return found

    def title(self, line: Line) -> frozenset[str]:
        """The stems of the Tabular's title of a line's code."""
        volume = Volume.PROCEDURES if line.index is Index.PROCEDURES else Volume.DISEASES
        node = self._book.node(line.codes[0], volume)
        return frozenset(stems(node.title)) if node else frozenset()

    def headings(self, line: Line) -> tuple[str, ...]:
        """The codes of a line, its own and those in brackets, that the Tabular has and that are not valid."""
        nodes = ((code, self._book.node(code)) for code in (*line.codes[:1], *line.manifestations))
        return tuple(code for code, node in nodes if node is not None and not node.valid)

    def read(self, entries: Iterable[Entry]) -> None:
        """Reads the lines of these entries, where they have not been read."""
        unread = {entry.id: entry for entry in entries if "line" not in vars(entry)}
        for line in self._book.lines(tuple(unread)) if unread else ():
            unread[line.id].line = self._obeyed(line)

    def line(self, id: int) -> Line:
        """The line with this id, with the Tabular's code where it prints one that is for something else."""
        return self._obeyed(self._main if id == self._main.id else self._book.line(id))


class Outline:
    """The pages of a book's indexes, as far as they have been walked: the whole of FY2012 would take some 250 MB."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._overruled = load_overruled(book.manifest.year)
        self._paragraphs = frozenset(source.paragraph for source in self._overruled)
        self._pages: dict[int, Page] = {}
        self._openers: dict[Index, Openers] = {index: {} for index in Index}
        self.walked = Walked()
        self._leading: dict[tuple[str, Index], tuple[frozenset[str], ...]] = {}

    @property
    def is_full(self) -> bool:
        """Whether as many pages are kept as may be."""
        return len(self._pages) >= PAGES_KEPT

    def opened(self, stems: frozenset[str], index: Index) -> list[Entry]:
        """The main terms of an index that these stems open, in the order of print."""
        openers = self._openers[index]
        if len(openers) > STEMS_KEPT:
            openers.clear()
        unknown = stems.difference(openers)
        if unknown:
            self._learn(openers, unknown, index)
        found = {main for stem in stems for demand, main in openers[stem] if demand <= stems}
        return [self._pages[main].main for main in sorted(found)]

    def leads_from(self, stem: str, index: Index) -> tuple[frozenset[str], ...]:
        """What the main terms of an index that have this stem demand; not of those that only send back."""
        known = self._leading.get((stem, index))
        if known is None:
            if len(self._leading) > STEMS_KEPT:
                self._leading.clear()
            mains = (self.entry(main) for main in self._book.main_terms(stem, index))
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
            self._turn_to((main,))
        return self._pages[main]

    def _learn(self, openers: Openers, stems: Iterable[str], index: Index) -> None:
        """Finds the main terms that have these stems, and the demands of theirs that do."""
        mains = {stem: self._book.main_terms(stem, index) for stem in stems}
        self._turn_to([main for ids in mains.values() for main in ids if main not in self._pages])
        for first, ids in mains.items():
            demanded = ((demand, main) for main in ids for demand in self._pages[main].main.demands)
            openers[first] = tuple((demand, main) for demand, main in demanded if first == min(demand, default=""))

    def _turn_to(self, mains: Iterable[int]) -> None:
        ids = sorted(set(mains))
        for line in self._book.lines(ids) if ids else ():
            self._pages.setdefault(line.id, Page(self._book, line, self._obeyed))

    def _obeyed(self, line: Line) -> Line:
        """The line with the Tabular's code where it prints one that is for something else."""
        if line.source.paragraph not in self._paragraphs or line.source not in self._overruled:
            return _with_category(line)
        for one in self._overruled[line.source]:
            line = _mended(line, one)
        return line


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
