"""Loads the lines of a year's indexes that print a wrong code, with the one where the Tabular has the term."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from mainterm.model.source import Source

_LINE: Final = re.compile(r"(?P<document>\S+) (?P<paragraph>\d+): (?P<printed>\S+) > (?P<code>\S+)")


@cache
def load_overruled(year: int) -> Mapping[Source, tuple[str, str]]:
    """By the line's place: the code that it prints and the one that the Tabular has; none where no file tells any."""
    file = files("mainterm.editions").joinpath(f"{year}.overruled.txt")
    found = _LINE.finditer(file.read_text(encoding="utf-8")) if file.is_file() else ()
    return {Source(m["document"], int(m["paragraph"])): (m["printed"], m["code"]) for m in found}
