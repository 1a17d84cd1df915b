"""The conversion table against the editions: what either says of a code that the other does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mainterm.history.known import KnownCodes
from mainterm.model.code import Volume, dotted
from mainterm.model.conversion import Conversion
from mainterm.model.source import Source

NOWHERE = Source("", -1)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A code of which the table and the edition of `year` say not the same. The source is the table's row, if any."""

    code: str
    volume: Volume
    year: int
    what: str
    source: Source = NOWHERE


def disagreements(rows: Sequence[Conversion], known: KnownCodes) -> Iterator[Disagreement]:
    """Row by row, then edition by edition; each looks no further back than the first edition there is."""
    for row in rows:
        yield from _of_row(row, rows, known)
    last = max((row.year for row in rows), default=0)
    for before, after in pairwise(known.years):
        if after <= last:
            yield from _of_edition(before, after, rows, known)


def _of_row(row: Conversion, rows: Sequence[Conversion], known: KnownCodes) -> Iterator[Disagreement]:
    """What the editions before and after a row do not bear out, code by code; ranges are told by their two ends."""
    before = max((year for year in known.years if year < row.year), default=0)
    after = min((year for year in known.years if year >= row.year), default=0)
    for code in _ends(row.current):
        ended = any(other.ends(code) for other in rows if row.year < other.year <= after)
        if after and not ended and not _has(known, code, row.volume, after):
            yield Disagreement(code, row.volume, after, "the table has it come; the edition lacks it", row.source)
        if before and not row.restated and before in known.valid_in(_bare(code), row.volume):
            what = f"the table has it come in FY{row.year}; the edition has it before"
            yield Disagreement(code, row.volume, before, what, row.source)
    for code in _ends(row.previous) if before else ():
        if not _has(known, code, row.volume, before):
            what = f"the table has it assigned up to FY{row.year - 1}; the edition lacks it"
            yield Disagreement(code, row.volume, before, what, row.source)


def _of_edition(before: int, after: int, rows: Sequence[Conversion], known: KnownCodes) -> Iterator[Disagreement]:
    """The codes that came between two editions, and of which no row of the years between tells."""
    between = [row for row in rows if before < row.year <= after]
    for volume in Volume:
        for bare, years in known.valid[volume].items():
            code = dotted(bare, volume)
            came = after in years and before not in years
            if came and not any(row.volume is volume and row.begins(code) for row in between):
                yield Disagreement(code, volume, after, "it came in the edition; the table has no row for it")


def _has(known: KnownCodes, code: str, volume: Volume, year: int) -> bool:
    """Whether the edition prints the code, valid or as a heading."""
    bare = _bare(code)
    return year in known.valid_in(bare, volume) or year in known.heading_in(bare, volume)


def _ends(codes: Sequence[str]) -> Iterator[str]:
    for each in codes:
        yield from each.split("-")


def _bare(code: str) -> str:
    return code.replace(".", "")
