"""A page of the Index made ready to walk: each line with what it demands of a statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from mainterm.model.answer import Question
from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.index import Head, Index, Line, Reference, ReferenceKind
from mainterm.model.terms import (
    DENIED,
    demands,
    denied_by,
    is_connective,
    is_open_or_other,
    is_residual,
    of_one,
    read_alternative,
    same,
    written,
)
from mainterm.model.words import STOP, stem, stems, words

_WITH: Final = "with"
UNSPECIFIED: Final = "unspecified"
"""A line that gives a code where nothing more is said, and no connective though others stand below it."""


class Entry:
    """A line and what it means to a walk, each thing worked out when a walk first asks for it; one of each line.

    It is the same one whenever a line is met again. `head` are its essential words, and `demands` the alternatives of
    them, any one of which must be in the statement whole; a `connective` leads on to what stands below it, demanding
    nothing: *with*, *due to*. The `line` itself is read where a walk takes it, not where it only passes by.
    """

    def __init__(self, head: Head, page: Page) -> None:
        self.id = head.id
        self.parent = head.parent
        self.head = head.text
        self.demands = tuple(map(read_alternative, head.alternatives))
        self.connective = page.joins(head)
        self._page = page

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
    def has_below(self) -> bool:
        """Whether lines stand below it."""
        return bool(self._page.heads_below(self.id))

    @cached_property
    def children(self) -> tuple[Entry, ...]:
        """The lines right below: for who looks at each."""
        return tuple(self._below(lambda head: True))

    @cached_property
    def asked_for(self) -> frozenset[str]:
        """The stems that it and the lines right below it have: no others can tell two walks by it apart."""
        below = "|".join(head.demands for head in self._page.heads_below(self.id))
        return same(self.free.union(*self.demands, below.replace("|", " ").split()))

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
        return tuple(self._below(lambda head: not head.demands))

    @cached_property
    def connectives(self) -> tuple[Entry, ...]:
        """The connectives right below."""
        return tuple(self._below(self._page.joins))

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
        heading = self._below(lambda head: any(below.text == _WITH for below in self._page.heads_below(head.id)))
        joined = ((child, joint) for child in heading for joint in child.connectives if joint.head == _WITH)
        alike = [(child, joint) for child, joint in joined if child.line.codes == self.line.codes]
        title = self._page.title(self.line) if len(alike) > 1 else frozenset[str]()
        alike.sort(key=lambda each: not any(demand <= title for demand in each[0].demands))
        return tuple(alike[:1])

    @cached_property
    def _ways_down(self) -> dict[str, list[tuple[str, int]]]:
        """The lines right below, each demand of theirs as it is written, under the first of its stems."""
        found = defaultdict(list)
        for head in self._page.heads_below(self.id):
            for demand in head.alternatives:
                if demand:
                    found[demand.partition(" ")[0]].append((demand, head.id))
        return dict(found)

    @cached_property
    def _first_words(self) -> frozenset[str]:
        """The stems of which a statement must have one for any of the lines right below to be opened."""
        return frozenset(self._ways_down)

    def opened_by(self, stems: frozenset[str]) -> Sequence[tuple[frozenset[str], Entry]]:
        """The lines right below, connectives aside, that these stems open, each with the demand that they meet."""
        first = stems & self._first_words
        if not first:
            return ()
        near = ((read_alternative(demand), id) for stem in sorted(first) for demand, id in self._ways_down[stem])
        return [(demand, self._page.entry(id)) for demand, id in near if demand <= stems]

    def _below(self, test: Callable[[Head], bool]) -> Iterator[Entry]:
        """The lines right below whose heads are so."""
        return (self._page.entry(head.id) for head in self._page.heads_below(self.id) if test(head))

    def _implied(self) -> tuple[Entry, ...]:
        """Those that the line's nonessential modifiers name: *Cholecystectomy (total)*, and *total* below it."""
        if not self.line.codes:
            return ()
        named = {child.id: child for _, child in self.opened_by(self.free) if child.has_below}
        return tuple(child for _, child in sorted(named.items()) if child.line.codes == self.line.codes)

    def _sited(self) -> tuple[Entry, ...]:
        """Below a histology the line for a *specified site*, which sends to where the site is said."""
        if not self.line.morphology:
            return ()
        return tuple(c for c in self._below(lambda head: head.text == "specified site") if c.line.references)

    def _residuals(self) -> tuple[Entry, ...]:
        """The lines for the rest below one that gives no code itself: *unspecified*, or else *other*."""
        if self.line.index is not Index.PROCEDURES or self.line.codes:
            return ()
        found = tuple(child for child in self._below(lambda head: is_residual(head.text)) if child.line.codes)
        return tuple(child for child in found if not is_open_or_other(child.head)) or found

    def _undenied(self) -> tuple[Entry, ...]:
        """The line *without* something, below one that gives no code itself and has another *with* it.

        Who says nothing of it does not say that it is there.
        """
        if self.line.codes or self.line.references:
            return ()
        affirmed = {demand for head in self._page.heads_below(self.id) for demand in head.alternatives} - {""}
        denying = self._below(lambda head: head.demands.startswith(DENIED))
        return tuple(child for child in denying if written((denied_by(child.head),)) in affirmed)

    def _unspecified(self) -> tuple[Entry, ...]:
        """The line for what is *unspecified*, below one that gives no code itself: *affecting, unspecified side*."""
        if self.line.codes or self.line.references:
            return ()
        return tuple(c for c in self._below(lambda head: words(head.text)[:1] == (UNSPECIFIED,)) if c.line.codes)


class Page:
    """A main term and all below it: its heads read when a walk first goes below it, each line when it is met."""

    def __init__(self, book: Book, main: Head, obeyed: Callable[[Line], Line]) -> None:
        self._book = book
        self._obeyed = obeyed
        self.main = Entry(main, self)
        self._entries = {main.id: self.main}

    @cached_property
    def _heads(self) -> dict[int, Head]:
        """The heads of the page by id, in the order of print."""
        return {head.id: head for head in self._book.heads(self.main.id)}

    @cached_property
    def _by_parent(self) -> dict[int, list[Head]]:
        """The heads of the page by the line above them."""
        found = defaultdict(list)
        for head in self._heads.values():
            found[head.parent].append(head)
        return dict(found)

    def heads_below(self, id: int) -> Sequence[Head]:
        """The heads of the lines right below one."""
        return self._by_parent.get(id, ())

    def joins(self, head: Head) -> bool:
        """Whether a line is a connective."""
        if head.parent < 0 or head.text == UNSPECIFIED:
            return False
        return bool(self.heads_below(head.id)) and is_connective(head.text)

    def entry(self, id: int) -> Entry:
        """The line with this id, compiled."""
        found = self._entries.get(id)
        if found is None:
            found = self._entries[id] = Entry(self._heads[id], self)
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
        return self._obeyed(self._book.line(id))
