"""An edition: one fiscal year's books as they were read, with what went wrong while reading."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from mainterm.model.classification import Classification
from mainterm.model.code import Volume
from mainterm.model.edits import Edit
from mainterm.model.index import Head, Index, Line
from mainterm.model.source import Source
from mainterm.model.tabular import Box, Node


class EditionError(Exception):
    """An edition that cannot be used: missing, damaged, of another format. Its message is one line with what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in an official document that is not as it should be: `kind` groups, `text` says what, in our words."""

    kind: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the Official Guidelines: its id (`I.C.1.b.2.a`), title, text, and page (1-based) in the PDF.

    The Guidelines up to FY2002 (`4.2`, `5.1.A`) have no pages: 0.
    """

    id: str
    title: str
    text: str
    page: int
    parent: str = ""
    source: Source = field(default=Source("", -1), compare=False)

    @property
    def paragraphs(self) -> tuple[tuple[Source, str], ...]:
        """The paragraphs of its text with their places; where it has no title, its head is the first of them."""
        first = self.source.paragraph + bool(self.title)
        lines = self.text.split("\n")
        return tuple((Source(self.source.document, first + n), line) for n, line in enumerate(lines) if line)

    @property
    def place(self) -> str:
        """Where it is looked up: its page, else its paragraph."""
        return f"page {self.page}" if self.page else f"\u00b6{self.source.paragraph}"


@dataclass(frozen=True, slots=True)
class Title:
    """A valid code in CMS's list, with its titles."""

    code: str
    volume: Volume
    long: str
    short: str
    source: Source = field(default=Source("", -1), compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of an appendix (`A` morphology, `C` drug classes, `D` industrial accidents, `E` three-digit categories).

    `key` is the entry's own code: `M8000/0`, `4:00`, `11`, `001`; "" for a heading.
    """

    appendix: str
    key: str
    text: str
    level: int = 0
    codes: tuple[str, ...] = ()
    source: Source = field(default=Source("", -1), compare=False)


@dataclass(frozen=True, slots=True)
class Document:
    """A document of an edition: its name, the sha256 of the file as published, its size, and its role."""

    name: str
    role: str
    sha256: str
    bytes: int
    paragraphs: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an installed edition says of itself. `hash` is the sha256 over the books' hashes: it names the edition.

    `census` is what was counted while reading, under the keys of the independent reading; `reader` is the hash of the
    code and data that read it, "" where that was not noted yet.
    """

    name: str
    title: str
    year: int
    effective: str
    format: int
    program: str
    hash: str
    documents: tuple[Document, ...]
    census: Mapping[str, Any]
    official: bool = True
    classification: Classification = Classification.ICD9CM
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything that the documents of one edition say, in memory: what reading gives and storing takes."""

    nodes: tuple[Node, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    sections: tuple[Section, ...] = ()
    titles: tuple[Title, ...] = ()
    entries: tuple[Entry, ...] = ()
    edits: tuple[Edit, ...] = ()
    problems: tuple[Problem, ...] = ()
    census: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that a search found: its kind (`title`, `inclusion`, `index`), what to look up there, and its words."""

    kind: str
    key: str
    text: str
    codes: tuple[str, ...]
    score: float
    source: Source


class Book(Protocol):
    """An edition on disk, opened: what the engine may ask of it. Reading is lazy; every answer is a frozen record."""

    def __hash__(self) -> int:
        """Books are told apart by identity: what is worked out from one may be kept under it."""

    @property
    def manifest(self) -> Manifest:
        """What the edition says of itself."""

    def node(self, key: str, volume: Volume = Volume.DISEASES) -> Node | None:
        """The node with this key (`288.50`, `section 280-289`), or None."""

    def children(self, node: Node) -> tuple[Node, ...]:
        """The nodes right below, in the order of print."""

    def ancestors(self, node: Node) -> tuple[Node, ...]:
        """The nodes above, chapter first."""

    def line(self, id: int) -> Line:
        """The index line with this id."""

    def lines(self, ids: Sequence[int]) -> tuple[Line, ...]:
        """The index lines with these ids, in the order of the ids given."""

    def page(self, main: int) -> tuple[Line, ...]:
        """A main term and everything below it, in the order of print."""

    def heads(self, main: int) -> tuple[Head, ...]:
        """The heads of a page, in the order of print."""

    def main_heads(self, stems: Collection[str]) -> Mapping[str, Mapping[Index, Sequence[Head]]]:
        """By each of these stems and by index, the heads of the main terms one of whose essential words has it."""

    def main_terms(self, stem: str, index: Index) -> tuple[int, ...]:
        """Ids of the main terms one of whose essential words has this stem."""

    def subterms(self, stem: str, index: Index) -> tuple[int, ...]:
        """Ids of the lines below a main term one of whose essential words has this stem."""

    def uses(self, stem: str) -> int:
        """How many index lines have a word with this stem, nonessential ones included."""

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """Every stem of the indexes, with the number of its lines."""

    def main_terms_spelt(self, prefix: str, index: Index) -> tuple[Line, ...]:
        """The main terms that begin with `prefix`, capitals aside, in the order of print."""

    def leads_to(self, code: str) -> tuple[int, ...]:
        """Ids of the index lines, of every index, that print this code."""

    def boxes(self, volume: Volume = Volume.DISEASES) -> tuple[Box, ...]:
        """The digit boxes of the Tabular List."""

    def find(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """Titles, inclusion terms and index lines with these words, best first."""

    def phrased(self, words: str, kind: str, limit: int) -> tuple[Hit, ...]:
        """The phrases of a kind (as of `Hit`) among the `limit` best that have all of these words, best first."""

    def section(self, id: str) -> Section | None:
        """A section of the guidelines, or None."""

    def sections(self) -> Iterator[Section]:
        """All sections of the guidelines, in their order."""

    def entries(self, appendix: str) -> tuple[Entry, ...]:
        """The entries of an appendix."""

    def edits(self, code: str, volume: Volume = Volume.DISEASES) -> tuple[Edit, ...]:
        """The lists of Medicare's code edits in which this code stands, that of the POA exemptions among them."""

    def problems(self) -> Iterator[Problem]:
        """What was wrong with the documents, in their order."""

    def codes_near(self, code: str, volume: Volume = Volume.DISEASES, limit: int = 5) -> tuple[str, ...]:
        """Existing codes spelt much like `code`, for "did you mean"."""


def of_icd9cm(book: Book) -> Book:
    """The book itself, where it is of ICD-9-CM: the encoder and the rules know no other.

    Raises EditionError with one line for a book of ICD-10-CM, in which codes and terms are looked up, and no more.
    """
    name, of = book.manifest.name, book.manifest.classification
    if of is not Classification.ICD9CM:
        raise EditionError(
            f"edition {name}: is of {of.full_name}, in which codes and terms can be looked up (tabular, index, find); "
            "for coding and auditing name a fiscal year of ICD-9-CM, such as 2012"
        )
    return book
