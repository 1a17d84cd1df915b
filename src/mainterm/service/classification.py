"""The classification in Python: `icd9cm(2012)["288.09"]`, ranges and sets of codes, in the order of the book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, overload

from mainterm.history.codeset import expand, parse_set
from mainterm.model.code import Volume, book_order, dotted
from mainterm.model.edition import Book
from mainterm.model.tabular import Node
from mainterm.service.asked import read_code
from mainterm.service.code import Code
from mainterm.service.in_force import in_force
from mainterm.service.open import installed_file
from mainterm.service.unknown import unknown_code
from mainterm.store.book import open_book
from mainterm.store.codes import codes_of

if TYPE_CHECKING:
    Range = slice[str | None, str | None, None]
    Valid = Mapping[str, bool]
    AllCodes = Mapping[Volume, Valid]


class Codes:
    """Codes of one volume of one edition, the headings among them, in the order of the book.

    A code is asked for by its text, with or without its point; what is no code of these raises UnknownCode, a KeyError
    of one line. A slice is a range with both its ends and everything below them.
    """

    def __init__(
        self, book: Book, volume: Volume, all_codes: AllCodes, codes: Mapping[str, bool] | None = None
    ) -> None:
        self._book, self._volume, self._all_codes = book, volume, all_codes
        self._codes = all_codes[volume] if codes is None else codes

    @property
    def edition(self) -> str:
        """The edition's name: `2012`."""
        return self._book.manifest.name

    @property
    def diseases(self) -> Codes:
        """All codes of diseases of the edition."""
        return Codes(self._book, Volume.DISEASES, self._all_codes)

    @property
    def procedures(self) -> Codes:
        """All codes of procedures of the edition."""
        return Codes(self._book, Volume.PROCEDURES, self._all_codes)

    @property
    def valid(self) -> Codes:
        """Those that have all their digits."""
        return self._some(code for code, valid in self._codes.items() if valid)

    def matching(self, notation: str) -> Codes:
        """Those that a notation names: `250.0-250.9, !250.7, V58.67, 410.x1`. Raises ValueError for what is none."""
        return self._some(expand(parse_set(notation, self._volume), tuple(self._codes)))

    @overload
    def __getitem__(self, asked: str) -> Code: ...
    @overload
    def __getitem__(self, asked: Range) -> Codes: ...
    def __getitem__(self, asked: str | Range) -> Code | Codes:
        if isinstance(asked, slice):
            return self._range(asked)
        node = self._node(asked)
        if node is None:
            raise unknown_code(self._book, self._volume, asked)
        return Code(self._book, node)

    def __contains__(self, asked: object) -> bool:
        """Whether a text, or a Code of this edition, is one of these."""
        if isinstance(asked, Code):
            return (asked.edition, asked.volume) == (self.edition, self._volume) and asked.code in self._codes
        return self._node(asked) is not None

    def __iter__(self) -> Iterator[Code]:
        nodes = (self._book.node(code, self._volume) for code in self._codes)
        return (Code(self._book, node) for node in nodes if node)

    def __len__(self) -> int:
        return len(self._codes)

    def __repr__(self) -> str:
        return f"<{len(self):,} codes of {self._volume}, {self._book.manifest.title}>"

    def _node(self, asked: object) -> Node | None:
        """The node that a text names: a code of these, or a section or chapter, `280-289`."""
        if not isinstance(asked, str):
            return None
        if "-" in asked:
            found = read_code(self._book, asked, procedures=self._volume is Volume.PROCEDURES)
            return self._book.node(found.key, self._volume) if found.exists else None
        code = dotted(asked, self._volume)
        return self._book.node(code, self._volume) if code in self._codes else None

    def _range(self, asked: Range) -> Codes:
        """The codes between two, which need not exist themselves, but have the form of codes."""
        low, high = (self._end(end) for end in (asked.start, asked.stop))
        if asked.step is not None or (low and high and book_order(low) > book_order(high)):
            raise ValueError(f"{low}:{high}:{asked.step or ''} is no range: it ends before it begins, or has a step")
        return self._some(
            code
            for code in self._codes
            if (not low or book_order(low) <= book_order(code))
            and (not high or book_order(code) <= book_order(high) or code.startswith(high))
        )

    def _end(self, asked: str | None) -> str:
        if asked is None:
            return ""
        code = dotted(asked, self._volume) if isinstance(asked, str) else ""
        if not code:
            raise unknown_code(self._book, self._volume, asked)
        return code

    def _some(self, codes: Iterable[str]) -> Codes:
        return Codes(self._book, self._volume, self._all_codes, {code: self._codes[code] for code in codes})


def icd9cm(edition: int | str | None = None, *, on: date | None = None) -> Codes:
    """The codes of diseases of an edition, `.procedures` those of procedures: of a fiscal year, or in force on a day.

    Without either: of $MAINTERM_EDITION, else of FY2012. The edition is installed at the first call, but not that of a
    day. Raises EditionError for one that is not known or not installed, Unreadable where its documents cannot be had.

    >>> codes = icd9cm("sampler")
    >>> codes["28809"]
    <288.09 Other neutropenia, mainterm sampler (not official)>
    >>> [code.code for code in codes["288.09":"288.2"]]
    ['288.09', '288.1', '288.2']
    >>> codes["V10.3"] > codes["428.0"]
    True
    >>> codes["8.8"]
    Traceback (most recent call last):
    mainterm.service.unknown.UnknownCode: '8.8': has not the form of a disease code
    """
    if edition is not None and on is not None:
        raise ValueError("name an edition or a day, not both")
    path = installed_file(in_force(on) if on else None if edition is None else str(edition))
    return _opened(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _opened(path: Path, written: int) -> Codes:
    """The codes in an edition's file; `written` tells a file that was installed anew."""
    found: dict[Volume, dict[str, bool]] = {volume: {} for volume in Volume}
    for _, volume, code, valid in sorted(codes_of(path), key=lambda row: book_order(row[2])):
        found[volume][code] = valid
    return Codes(open_book(path), Volume.DISEASES, found)
