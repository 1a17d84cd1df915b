"""Reads one member of a zip archive into memory, by its exact name, and refuses every archive that is not plain."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Final

from mainterm.model.source import Unreadable

LARGEST_ARCHIVE: Final = 64 * 1024 * 1024
"""Bytes of an archive; the official ones stay under 2.2 million."""

LARGEST_MEMBER: Final = 256 * 1024 * 1024
"""Bytes of a member, unpacked; the largest official one has 18.7 million."""

LARGEST_RATIO: Final = 100
"""Times that a member may swell; the official ones stay under 20."""

_CHUNK: Final = 1024 * 1024
_AGAIN: Final = "get the file again"
_DAMAGE: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OverflowError, OSError),
    NotImplementedError,  # a feature of zip that Python does not read
)


def read_document(file: Path, member: str = "") -> bytes:
    """The bytes of a document as published: of `member` in the archive `file`, or of `file` itself without one."""
    try:
        if file.stat().st_size > LARGEST_ARCHIVE:
            raise Unreadable(file.name, f"is larger than {LARGEST_ARCHIVE:,} bytes", _AGAIN)
        data = file.read_bytes()
    except OSError as error:
        raise Unreadable(file.name, f"cannot be read ({error.strerror})", "see to the file and try again") from error
    return read_member(data, member, file.name) if member else data


def read_member(data: bytes, member: str, archive: str) -> bytes:
    """The bytes of `member` in the archive whose bytes are `data`; nothing is ever written to disk.

    Raises Unreadable for what is no archive, is cut short, encrypted or damaged, has no such member or has it twice,
    and for a member that swells beyond LARGEST_MEMBER or LARGEST_RATIO.
    """
    if not data:
        raise Unreadable(archive, "is empty", _AGAIN)
    try:
        with zipfile.ZipFile(BytesIO(data)) as opened:
            entry = _entry(opened, member, archive)
            return _unpack(opened, entry, archive)
    except _DAMAGE as error:
        wrong = "is a zip archive damaged or cut short" if data.startswith(b"PK") else "is no zip archive"
        raise Unreadable(archive, wrong, _AGAIN) from error


def _entry(opened: zipfile.ZipFile, member: str, archive: str) -> zipfile.ZipInfo:
    """The one entry with exactly this name, if it can be unpacked within the limits."""
    entries = [entry for entry in opened.infolist() if entry.filename == member]
    if len(entries) != 1:
        wrong = f"holds {member} {len(entries)} times" if entries else f"holds no {member}"
        raise Unreadable(archive, wrong, "get the file again from its official address")
    entry = entries[0]
    where = f"{archive} > {member}"
    if entry.flag_bits & 0x1:
        raise Unreadable(where, "is encrypted", "get the file as published")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable(where, f"is compressed by method {entry.compress_type}", "get the file as published")
    if entry.file_size > LARGEST_MEMBER:
        raise Unreadable(where, f"would unpack to {entry.file_size:,} bytes", _AGAIN)
    if entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1):
        raise Unreadable(where, f"would swell more than {LARGEST_RATIO} times", _AGAIN)
    return entry


def _unpack(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, archive: str) -> bytes:
    """The member's bytes, a chunk at a time, so that a false size in the archive's directory cannot fill memory."""
    unpacked = bytearray()
    with opened.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            unpacked += chunk
    if len(unpacked) != entry.file_size:
        wrong = f"unpacks to {len(unpacked):,} bytes, not the {entry.file_size:,} declared"
        raise Unreadable(f"{archive} > {entry.filename}", wrong, _AGAIN)
    return bytes(unpacked)
