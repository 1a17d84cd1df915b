"""Loads the lines of a year's indexes that print a wrong code, with the one where the Tabular has the term."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from mainterm.model.source import Source

_LINE: Final = re.compile(
    r"^(?P<document>\S+) (?P<paragraph>\d+)(?: (?P<column>[^:]+))?: (?P<printed>[^>]+?) > (?P<code>\S+)$", re.M
)


class Overruled(NamedTuple):
    """What a line prints, a code or a reference, and the code of the Tabular; of a row, in which `column`.

    Either is `-` for an empty cell.
    """

    printed: str
    code: str
    column: str = ""


@cache
def load_overruled(year: int) -> Mapping[Source, tuple[Overruled, ...]]:
    """What is overruled, by the line's place; nothing where no file tells any."""
    file = Path(__file__).with_name(f"{year}.overruled.txt")
    found: defaultdict[Source, tuple[Overruled, ...]] = defaultdict(tuple)
    for m in _LINE.finditer(file.read_text(encoding="utf-8")) if file.is_file() else ():
        found[Source(m["document"], int(m["paragraph"]))] += (Overruled(m["printed"], m["code"], m["column"] or ""),)
    return dict(found)
