"""A page of the Index made ready to walk: each line with what it demands of a statement."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mainterm.editions.overruled import load_overruled
from mainterm.model.edition import Book
from mainterm.model.index import Index, Line, ReferenceKind
from mainterm.model.terms import DENIED, demands, denied_by, denies, is_connective, is_open_or_other, is_residual

LINES_KEPT: Final = 120_000
"""More than an edition has: a bound only for editions to come. All of FY2012 takes some 200 MB."""


@dataclass(slots=True)
class Entry:
    """A line with what it demands, what it allows free of charge, and the lines below it.

    `demands` are alternatives, any one of which must be in the statement whole; `free` are the stems that it takes if
    they are there: those of its nonessential modifiers and of its head's other variants. A connective (*with*, *due
    to*) leads on to what stands below it, demanding nothing; so does an `unsaid` line: one that a nonessential modifier
    names at the line above, with the same code, or that is for the rest where that line gives none (*open and other*).
    A line that `leads_nowhere` only sends back to the condition itself (`Renal - see condition`). `ways_down` are the
    other lines below, each demand of theirs under one of its stems: what the words open is found without a look at
    every line.
    """

    line: Line
    demands: tuple[frozenset[str], ...]
    free: frozenset[str]
    connective: bool = False
    leads_nowhere: bool = False
    children: list[Entry] = field(default_factory=list)
    connectives: list[Entry] = field(default_factory=list)
    unsaid: list[Entry] = field(default_factory=list)
    ways_down: dict[str, list[tuple[frozenset[str], Entry]]] = field(default_factory=dict)

    def opened_by(self, stems: frozenset[str]) -> Iterator[tuple[frozenset[str], Entry]]:
        """The lines right below, connectives aside, that these stems open, each with the demand that they meet."""
        for stem in sorted(stems & self.ways_down.keys()):
            for demand, child in self.ways_down[stem]:
                if demand <= stems:
                    yield demand, child


class Outline:
    """The pages of a book's indexes, compiled when first wanted; the last ones, LINES_KEPT lines in all, are kept."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._overruled = load_overruled(book.manifest.year)
        self._pages: OrderedDict[int, dict[int, Entry]] = OrderedDict()
        self._kept = 0
        self._wanted: dict[int, tuple[frozenset[str], ...]] = {}

    def opened(self, mains: Sequence[int], stems: frozenset[str]) -> Iterator[Entry]:
        """Of these main terms those that the stems open; the pages of the others are not read."""
        new = [main for main in mains if main not in self._wanted]
        for line in self._book.lines(new) if new else ():
            self._wanted[line.id] = tuple(filter(None, demands(line.head)))
        for main in mains:
            if any(map(stems.issuperset, self._wanted[main])):
                yield self.entry(main)

    def entry(self, id: int) -> Entry:
        """The line with this id, compiled, within its page."""
        found = self._pages.get(id)
        return found[id] if found else self.page(self._book.line(id).main)[id]

    def path(self, entry: Entry) -> tuple[Entry, ...]:
        """The lines above this one and itself, the main term first."""
        page = self.page(entry.line.main)
        found = [entry]
        while found[0].line.parent in page:
            found.insert(0, page[found[0].line.parent])
        return tuple(found)

    def page(self, main: int) -> dict[int, Entry]:
        """A main term and all below it, by id, in the order of print."""
        found = self._pages.get(main)
        if found is None:
            found = self._pages[main] = _compile(tuple(map(self._line, self._book.page(main))))
            self._kept += len(found)
            while self._kept > LINES_KEPT and len(self._pages) > 1:
                self._kept -= len(self._pages.popitem(last=False)[1])
        else:
            self._pages.move_to_end(main)
        return found

    def _line(self, line: Line) -> Line:
        """The line with the Tabular's code where it prints one that is for something else."""
        if line.source not in self._overruled:
            return line
        printed, code = self._overruled[line.source]
        return replace(line, codes=tuple(code if each == printed else each for each in line.codes))


def _compile(page: tuple[Line, ...]) -> dict[int, Entry]:
    entries: dict[int, Entry] = {}
    for line in page:
        above = entries.get(line.parent)
        wanted = demands(line.head)
        if above is not None and denies(above.line.head):
            wanted = tuple(frozenset(DENIED + stem for stem in demand) for demand in wanted)
        entry = entries[line.id] = Entry(line, wanted, _free(line), leads_nowhere=_leads_nowhere(line))
        if above is not None:
            above.children.append(entry)
    for entry in entries.values():
        _open_ways(entry)
    return entries


def _open_ways(entry: Entry) -> None:
    for child in entry.children:
        child.connective = bool(child.children) and is_connective(child.line.head)
        if child.connective:
            entry.connectives.append(child)
        for demand in child.demands:
            if demand:
                entry.ways_down.setdefault(min(demand), []).append((demand, child))
    implied = [child for child in entry.children if _is_implied(entry, child)]
    entry.unsaid = implied or _residuals(entry) or _undenied(entry)


def _is_implied(entry: Entry, child: Entry) -> bool:
    """Whether the line's nonessential modifiers name this one below it: *Cholecystectomy (total)*, and *total*."""
    same = bool(entry.line.codes) and child.line.codes == entry.line.codes
    return same and bool(child.children) and any(demand and demand <= entry.free for demand in child.demands)


def _residuals(entry: Entry) -> list[Entry]:
    """The lines for the rest below one that gives no code itself: *unspecified*, or else *other*."""
    if entry.line.index is not Index.PROCEDURES or entry.line.codes:
        return []
    found = [child for child in entry.children if child.line.codes and is_residual(child.line.head)]
    return [child for child in found if not is_open_or_other(child.line.head)] or found


def _undenied(entry: Entry) -> list[Entry]:
    """The line *without* something, below one that gives no code itself and has another *with* it.

    Who says nothing of it does not say that it is there.
    """
    if entry.line.codes or entry.line.references:
        return []
    affirmed = {demand for child in entry.children for demand in child.demands if demand}
    return [child for child in entry.children if denied_by(child.line.head) in affirmed]


def _free(line: Line) -> frozenset[str]:
    allowed = frozenset({"open"}) if is_open_or_other(line.head) else frozenset[str]()
    return allowed.union(*(d for text in (line.head, *line.nonessential) for d in demands(text)))


def _leads_nowhere(line: Line) -> bool:
    return not line.codes and any(r.kind is ReferenceKind.SEE_CONDITION for r in line.references)
