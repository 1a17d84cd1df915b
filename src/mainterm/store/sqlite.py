"""The file of an edition: its format number, how it is told from other files, and how it is opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from mainterm.model.edition import EditionError

FORMAT: Final = 3
"""Rises when the tables change: an edition of another format is refused and must be installed anew."""

APPLICATION: Final = 0x49434439
"""SQLite's application_id of an edition: `ICD9` in ASCII."""

_MAGIC: Final = b"SQLite format 3\0"
_HEADER: Final = 100


def check_header(path: Path) -> None:
    """Refuse a file that is no edition, is cut short, or is of another format, by its first hundred bytes."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
        size = path.stat().st_size
    except OSError as error:
        raise EditionError(f"{path}: cannot be opened ({error.strerror}); {remedy(path)}") from error
    if len(header) < _HEADER or header[:16] != _MAGIC or _number(header, 68) != APPLICATION:
        raise EditionError(f"{path}: not an edition of mainterm; {remedy(path)}")
    if _number(header, 60) != FORMAT:
        raise EditionError(
            f"{path}: edition of format {_number(header, 60)}, this program reads {FORMAT}; {remedy(path)}"
        )
    if size != _page_size(header) * _number(header, 28):
        raise EditionError(f"{path}: damaged, {size} bytes long; {remedy(path)}")


def connect(path: Path) -> sqlite3.Connection:
    """A connection that only reads. An installed edition is replaced, never changed: so `immutable`, without locks."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def integrity(path: Path) -> tuple[str, ...]:
    """What SQLite finds wrong with the whole file, line by line; nothing where it is sound."""
    check_header(path)
    connection = connect(path)
    try:
        found = [str(row[0]) for row in connection.execute("pragma integrity_check")]
    except sqlite3.DatabaseError as error:
        return (str(error),)
    finally:
        connection.close()
    return tuple(line for line in found if line != "ok")


def remedy(path: Path) -> str:
    """What to do about an edition's file that cannot be used; the file is named after its year."""
    return f"install it again: mainterm edition install {path.stem}"


def _number(header: bytes, at: int) -> int:
    return int.from_bytes(header[at : at + 4], "big")


def _page_size(header: bytes) -> int:
    size = int.from_bytes(header[16:18], "big")
    return 65536 if size == 1 else size
