"""The codes of an edition's file, all at once: for those who look at many editions and at nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mainterm.model.code import Volume
from mainterm.model.tabular import HEADS, full_title
from mainterm.store.sqlite import check_header, connect

_SQL = """
select manifest.year, node.volume, node.code, node.valid from node, manifest
where node.level not in ('chapter', 'section')
"""


def codes_of(path: Path) -> Iterator[tuple[int, Volume, str, bool]]:
    """Year, volume, code (dotted) and validity of every category and every code below one.

    Raises EditionError where the file is no edition that this program can read.
    """
    check_header(path)
    connection = connect(path)
    try:
        volumes = {volume.value: volume for volume in Volume}
        for year, volume, code, valid in connection.execute(_SQL):
            yield year, volumes[volume], code, valid == 1
    finally:
        connection.close()


@dataclass(frozen=True, slots=True)
class Listed:
    """A code of an edition with what a table says of it; `parent` and `chapter` are codes, or their ranges."""

    year: int
    volume: Volume
    code: str
    valid: bool
    title: str
    parent: str
    chapter: str


_TOLD = "select volume, key, code, level in (?, ?), title, parent, valid, long_title from node order by id"


def listed_in(path: Path) -> Iterator[Listed]:
    """Every category and every code below one, with its full title. Raises as `codes_of`."""
    check_header(path)
    connection = connect(path)
    try:
        ((year,),) = connection.execute("select year from manifest")
        above: dict[tuple[str, str], tuple[str, str, tuple[str, ...]]] = {}
        volumes = {volume.value: volume for volume in Volume}
        for volume, key, code, is_head, title, parent, valid, long_title in connection.execute(_TOLD, HEADS):
            upper, chapter, titles = above.get((volume, parent), ("", code, ()))
            above[volume, key] = code, chapter, () if is_head else (*titles, title)
            if not is_head:
                full = full_title(title, long_title, titles)
                yield Listed(year, volumes[volume], code, valid == 1, full, upper, chapter)
    finally:
        connection.close()
