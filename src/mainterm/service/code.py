"""A code of one edition as an object: titles, notes, what is above and below it, its place in the order of the book."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import total_ordering
from typing import Final

from mainterm.model.code import Volume, book_order
from mainterm.model.edition import Book
from mainterm.model.tabular import HEADS, Level, Node, Note, full_title
from mainterm.service.in_force import edition_in_force, in_force
from mainterm.service.open import open_edition

_DEPTH: Final = {level: depth for depth, level in enumerate(Level)}


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """A code, heading, section or chapter; two are equal if they are the same one of the same edition.

    Those of one volume are ordered as in the book: numbers, V, E; a heading before what is below it.
    """

    _book: Book = field(repr=False)
    _node: Node

    @property
    def code(self) -> str:
        """With its point: `288.09`; of a section or chapter its range, `280-289`."""
        return self._node.code

    @property
    def edition(self) -> str:
        """The edition's name: `2012`."""
        return self._book.manifest.name

    @property
    def volume(self) -> Volume:
        """Whether it is of a disease or of a procedure."""
        return self._node.volume

    @property
    def level(self) -> Level:
        """From chapter to subclassification."""
        return self._node.level

    @property
    def title(self) -> str:
        """As the Tabular List prints it, which below a heading is often a fragment: `Ovary`."""
        return self._node.title

    @property
    def full_title(self) -> str:
        """CMS's title (of valid codes, FY2009 on), else the printed ones from the category down: `Pneumonia: Other`."""
        above = [node.title for node in self._book.ancestors(self._node) if node.level not in HEADS]
        return full_title(self.title, self._node.long_title, above)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Inclusion terms and notes that stand right under it; those of its `ancestors` hold for it as well."""
        return self._node.notes

    @property
    def manifestation(self) -> bool:
        """Whether the Tabular List has it in italics: it may never stand first."""
        return self._node.manifestation

    @property
    def parent(self) -> Code | None:
        """What it stands right under; None for a chapter."""
        return next(reversed(self.ancestors), None)

    @property
    def ancestors(self) -> tuple[Code, ...]:
        """What it stands under, chapter first."""
        return tuple(Code(self._book, node) for node in self._book.ancestors(self._node))

    @property
    def children(self) -> tuple[Code, ...]:
        """What stands right under it, in the order of the book."""
        return tuple(sorted(Code(self._book, node) for node in self._book.children(self._node)))

    def is_valid(self, on: date | str | None = None) -> bool:
        """Whether it has all its digits in its own edition, or in the one in force on a day, which may be written.

        Raises EditionError for a day of which no edition is installed, ValueError for what is no day.
        """
        if on is None:
            return self._node.valid
        found = open_edition(edition_in_force(on) if isinstance(on, str) else in_force(on)).node(
            self._node.key, self.volume
        )
        return found is not None and found.valid

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Code) and (self.edition, self.volume, self._place) == (
            other.edition,
            other.volume,
            other._place,
        )

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Code) or other.volume is not self.volume:
            return NotImplemented
        return (self._place, self.edition) < (other._place, other.edition)

    def __hash__(self) -> int:
        return hash((self.edition, self.volume, self._node.key))

    def __str__(self) -> str:
        return self.code

    def __repr__(self) -> str:
        return f"<{self.code} {self.full_title}, {self._book.manifest.title}>"

    @property
    def _place(self) -> tuple[tuple[int, str], int, str]:
        first = self.code.partition("-")[0]
        return book_order(first), _DEPTH[self.level], self.code
