"""Moves the lines of an index that are set too deep or too high to the levels at which later years have them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final

from mainterm.model.source import Paragraph

_LEVEL: Final = re.compile(r"H(\d)")
_DATA: Final = ".levels.toml"

Run = tuple[int, int, int]
"""Paragraphs, from and to, and by how many levels they are to stand further in, or out."""


def moved(paragraphs: Sequence[Paragraph], document: str) -> list[Paragraph]:
    """The paragraphs of a document, those that a year's `levels.toml` names at other levels."""
    found = list(paragraphs)
    for first, last, levels in _misplaced().get(document, ()):
        for number in range(first, last + 1):
            if level := _LEVEL.fullmatch(found[number].style):
                found[number] = replace(found[number], style=f"H{int(level[1]) + levels}")
    return found


@cache
def _misplaced() -> Mapping[str, list[Run]]:
    """The runs of all years, by their documents."""
    listed = (each for each in files("mainterm.editions").iterdir() if each.name.endswith(_DATA))
    return {name: runs for each in listed for name, runs in tomllib.loads(each.read_text(encoding="utf-8")).items()}
