"""Mends the lines that an erratum names: parts two, joins a broken one, moves a code or the line itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mainterm.editions.errata import Errata, Erratum
from mainterm.model.index import Index
from mainterm.read.index_line import Entry, read_line
from mainterm.read.index_rows import Row

Read = tuple[Row, Entry]


def mend(reads: Sequence[Read], index: Index, document: str, errata: Errata) -> Iterator[Read]:
    """The rows as they were meant, in their order; those without an erratum as they are."""
    through = -1
    for at, (row, entry) in enumerate(reads):
        if row.paragraph <= through:
            continue
        erratum = errata.at(document, row.paragraph)
        if erratum is None:
            yield row, entry
            continue
        through = erratum.through
        for mended in _mended(at, reads, erratum):
            yield mended, read_line(mended.name, index)


def _mended(at: int, reads: Sequence[Read], erratum: Erratum) -> tuple[Row, ...]:
    row = reads[at][0]
    if erratum.second and erratum.second in row.name:
        return _parted(row, erratum)
    if erratum.through > row.paragraph:
        broken = [other for other, _ in reads[at : at + 1 + erratum.through - row.paragraph]]
        return (_joined([other for other in broken if other.paragraph <= erratum.through]),)
    if erratum.code:
        name = "".join(row.name.rsplit(erratum.printed or erratum.code, 1))
        return (replace(row, name=f"{' '.join(name.split()).rstrip(' ,')} {erratum.code}"),)
    return (row,)


def _parted(row: Row, erratum: Erratum) -> tuple[Row, Row]:
    """The two lines of one paragraph; a table's cells and the boxes belong to the second."""
    first, second = erratum.parted(row.name)
    text = " ".join((second, *row.cells))
    return (
        replace(row, text=first, name=first, cells=(), boxes=[], printed=row.text),
        replace(row, text=text, name=second, depth=row.depth + erratum.deeper, printed=row.text),
    )


def _joined(broken: Sequence[Row]) -> Row:
    """The one line that several paragraphs hold; it stands where the first does."""
    return replace(
        broken[0],
        text=" ".join(row.text for row in broken),
        name=" ".join(row.name for row in broken),
        cells=broken[-1].cells,
        boxes=[box for row in broken for box in row.boxes],
        printed=broken[0].text,
    )
