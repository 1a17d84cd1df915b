"""Tables of text: comma, semicolon, tab or bar between the columns, a header above; a row that is cut is told."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Final

from mainterm.audit.columns import Columns, guess
from mainterm.audit.source import Source

_BETWEEN: Final = ",\t;|"
_LONGEST: Final = 1 << 20

csv.field_size_limit(_LONGEST)


class Table:
    """The rows of a source, with what their columns hold."""

    def __init__(self, source: Source, told: Mapping[str, str]) -> None:
        first = source.head.lstrip("\ufeff").partition("\n")[0].strip("\r")
        self.source = source
        self.between = max(_BETWEEN, key=first.count)
        self.header: Sequence[str] = next(csv.reader([first], delimiter=self.between), [])
        self.columns: Columns = guess([name.strip() for name in self.header], told)

    def rows(self, text: IO[str] | None = None, before: int = 0) -> Iterator[tuple[int, list[str], str]]:
        """Each row with the number of its last line, and what is wrong with it; blank ones left out, the header first.

        They are those of the source, or of a text of it that stands behind so many lines.
        """
        reader = csv.reader(self.source.text if text is None else text, delimiter=self.between)
        width = self.columns.width
        while True:
            try:
                for row in reader:
                    if len(row) == width:
                        yield before + reader.line_num, row, ""
                    elif row:
                        yield before + reader.line_num, row, f"has {len(row)} fields where the header has {width}"
                return
            except csv.Error as error:
                yield before + reader.line_num, [], f"is no row of a table: {error}"
