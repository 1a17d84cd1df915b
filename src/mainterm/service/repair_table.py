"""A table of text that is repaired: opened whatever its encoding and what parts its columns, and written likewise."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

_BETWEEN: Final = ",;\t|"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_LONGEST: Final = 1 << 30
"""Characters of a cell: as many as a file may have, for nothing that came is lost."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header, what stands between its columns, and how its bytes are read.

    Bytes that are no text in that encoding, as of a table in Latin-1, are kept as they are (`surrogateescape`).
    """

    path: Path
    encoding: str
    between: str
    header: tuple[str, ...]

    def place(self, name: str) -> int:
        """Where a column stands. Raises ValueError where there is none of the name, or more than one."""
        count = self.header.count(name)
        if count == 1:
            return self.header.index(name)
        there = ", ".join(self.header) or "none"
        wrong = f"has {count} columns {name!r}; name them apart" if count else f"has no column {name!r}; it has {there}"
        raise ValueError(f"{self.path}: {wrong}")

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row behind the header with the number of its last line; blank ones left out."""
        with _opened(self.path, self.encoding) as file:
            reader = csv.reader(file, delimiter=self.between)
            next(reader, None)
            for row in reader:
                if row:
                    yield reader.line_num, row

    def cells(self, place: int) -> Iterable[str]:
        """What stands in a column, where it reaches so far."""
        return (row[place] for _, row in self.rows() if len(row) > place)


def open_table(path: Path) -> Table:
    """The table in a file: its encoding is UTF-16 where it says so, its columns are parted as its first line is.

    Raises ValueError for a file that is empty.
    """
    with path.open("rb") as raw:
        encoding = "utf-16" if raw.read(2) in _UTF_16 else "utf-8-sig"
    csv.field_size_limit(_LONGEST)
    with _opened(path, encoding) as file:
        first = file.readline()
    if not first.strip():
        raise ValueError(f"{path}: is empty; the first line must name the columns")
    between = max(_BETWEEN, key=first.count)
    with _opened(path, encoding) as file:
        header = next(csv.reader(file, delimiter=between), [])
    return Table(path, encoding, between, tuple(header))


def _opened(path: Path, encoding: str) -> IO[str]:
    errors = "replace" if encoding == "utf-16" else "surrogateescape"
    return path.open(encoding=encoding, errors=errors, newline="")
