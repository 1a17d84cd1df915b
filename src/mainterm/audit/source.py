"""An input, opened: a file or standard input, zipped or not, with its beginning looked at before it is read."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final

STANDARD: Final = "-"
_HEAD: Final = 1 << 16
_GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Source:
    """A name for messages, the text from its beginning on, its first 65,536 bytes as text, and how far it is read."""

    name: str
    text: IO[str]
    head: str
    raw: BinaryIO

    def lines(self) -> Iterator[tuple[int, str]]:
        """Its lines with their numbers, from 1, the blank ones left out."""
        for number, line in enumerate(self.text, start=1):
            bare = line.strip()
            if bare:
                yield number, bare


@contextmanager
def opened_source(path: str) -> Iterator[Source]:
    """The input at `path`, or standard input for `-`. Bytes that are no UTF-8 come out as the replacement character."""
    with nullcontext(sys.stdin.buffer) if path == STANDARD else Path(path).open("rb") as raw:
        try:
            head, stream = _peeked(raw)
            if head.startswith(_GZIP):
                head, stream = _peeked(gzip.GzipFile(fileobj=stream))
            text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
            name = "standard input" if path == STANDARD else path
            yield Source(name, text, head.decode("utf-8-sig", errors="replace"), raw)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise ValueError(f"{path}: is cut short or damaged ({error}); fetch it anew") from error


def _peeked(raw: BinaryIO | gzip.GzipFile) -> tuple[bytes, io.BufferedReader]:
    head = raw.read(_HEAD)
    return head, rejoined(head, raw)


def rejoined(head: bytes, rest: BinaryIO | gzip.GzipFile) -> io.BufferedReader:
    """What was read already, and then the rest, as one stream."""
    return io.BufferedReader(_Rejoined(head, rest), _HEAD)


class _Rejoined(io.RawIOBase):
    """What was read already, and then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO | gzip.GzipFile) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        taken = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)
