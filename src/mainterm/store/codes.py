"""The codes of an edition's file, all at once: for those who look at many editions and at nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mainterm.model.code import Volume
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
