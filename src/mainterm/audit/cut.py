"""Rows of a table as columns of numbers, one a text: cut out of the bytes where no quote stands, else by rows."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO, Final, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from mainterm.audit.source import rejoined
from mainterm.audit.tables import Table
from mainterm.rules.batch import Ints, Words, mixed

_BLOCK: Final = 1 << 23
_PIECE: Final = 1 << 18
"""Bytes that are looked through at a time."""
_WORD: Final = 8
"""Bytes of a text that are taken for a number."""
_MOST: Final = (1 << 8 * _WORD) - 1
_MASKS: Final = np.array([(1 << 8 * length) - 1 for length in range(_WORD + 1)], np.uint64)
_ROWS: Final = 8_192
"""Rows of which the texts are taken for numbers at a time: so many stay in the processor's own memory."""
_LONGEST: Final = 32
"""Bytes of a text from which on it is read as it is."""
_NEWLINE: Final = ord("\n")
_RETURN: Final = ord("\r")
_MARK: Final = b"\xef\xbb\xbf"

Places: TypeAlias = NDArray[np.int32]
"""Where in the bytes of a block."""
Made = TypeVar("Made")
Told = tuple[int, list[str], str]
"""A row of a table: the number of its line, its fields, and what is wrong with it."""


class Columns(Protocol):
    """Rows of a table with as many fields as its header."""

    count: int

    @property
    def wrong(self) -> Sequence[Told]:
        """The others."""

    def keys(self, at: Sequence[int]) -> Words:
        """Some of the columns, from 0: a number of 64 bits a text, the same for one that is equal, 0 for none."""

    def text(self, row: int, at: int) -> str:
        """One of the texts."""

    def row(self, number: int) -> Told:
        """One of the rows, from 0."""


class Rows:
    """Columns of rows that were read one by one."""

    def __init__(self, rows: Sequence[Told]) -> None:
        self._good = [row for row in rows if not row[2]]
        self.count, self.wrong = len(self._good), [row for row in rows if row[2]]

    def keys(self, at: Sequence[int]) -> Words:
        hashes = [[hash(row[each]) for each in at] for _, row, _ in self._good]
        return np.array(hashes, np.int64).reshape(self.count, len(at)).view(np.uint64)

    def text(self, row: int, at: int) -> str:
        return self._good[row][1][at]

    def row(self, number: int) -> Told:
        return self._good[number]


class Block:
    """Columns of bytes: `starts` and `ends` are those of the fields, a row for each line."""

    wrong: Sequence[Told] = ()

    def __init__(self, data: bytes, starts: Places, ends: Places, line: int) -> None:
        self._data, self._starts, self._ends, self._line = data + bytes(_WORD), starts, ends, line
        self._words: Words = np.ndarray(len(data) + 1, np.dtype("<u8"), self._data, strides=(1,))
        self.count = len(starts)

    def keys(self, at: Sequence[int]) -> Words:
        found = np.empty((self.count, len(at)), np.uint64)
        for first in range(0, self.count, _ROWS):
            rows = slice(first, first + _ROWS)
            starts = self._starts[rows, at].astype(np.int64)
            lengths = self._ends[rows, at] - starts
            found[rows] = self._short(starts, lengths)
            for row, column in np.argwhere(lengths > _LONGEST).tolist():
                found[first + row, column] = hash(self.text(first + row, at[column])) & _MOST
        return found

    def _short(self, starts: Ints, lengths: Ints) -> Words:
        """The keys of texts that are not too long."""
        found = self._word(starts, lengths, 0)
        for first in range(_WORD, min(int(lengths.max(initial=0)), _LONGEST), _WORD):
            more = lengths > first
            found[more] = mixed(found[more]) + self._word(starts[more], lengths[more], first)
        return found

    def _word(self, starts: Ints, lengths: Ints, first: int) -> Words:
        """Eight bytes of each text from this one on, as a number."""
        found: Words = self._words[starts + first] & _MASKS[np.minimum(lengths - first, _WORD)]
        return found

    def text(self, row: int, at: int) -> str:
        return self._data[self._starts[row, at] : self._ends[row, at]].decode("utf-8", "replace")

    def row(self, number: int) -> Told:
        return self._line + number, [self.text(number, at) for at in range(self._starts.shape[1])], ""


def cut(table: Table, most: int, make: Callable[[Columns], Made]) -> Iterator[Made]:
    """What is made of the rows of the table but for its header, in portions: of bytes, or of so many rows at most.

    Of a portion nothing is kept once something is made of it.
    """
    raw = getattr(table.source.text, "buffer", None)
    if raw is None or '"' in table.source.head.partition("\n")[0]:
        return _of_rows(islice(table.rows(), 1, None), most, make)
    return _of_bytes(table, raw, most, make)


def _of_rows(rows: Iterator[Told], most: int, make: Callable[[Columns], Made]) -> Iterator[Made]:
    while some := list(islice(rows, most)):
        yield make(Rows(some))


def _of_bytes(table: Table, raw: BinaryIO, most: int, make: Callable[[Columns], Made]) -> Iterator[Made]:
    rest, line, is_head = raw.read(_BLOCK).removeprefix(_MARK), 1, True
    while rest:
        more = raw.read(_BLOCK)
        if b'"' in rest:
            text = io.TextIOWrapper(rejoined(rest + more, raw), encoding="utf-8", errors="replace", newline="")
            yield from _of_rows(islice(table.rows(text, line - 1), int(is_head), None), most, make)
            return
        end = rest.rfind(b"\n") + 1 if more else len(rest)
        data, rest = rest[:end], rest[end:] + more
        if is_head and data:
            is_head, data, line = False, data[data.find(b"\n") + 1 or len(data) :], 2
        if data:
            found = _of_lines(table, data, line, most, make)
            line += data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
            data = more = b""
            yield from found


def _of_lines(
    table: Table, data: bytes, line: int, most: int, make: Callable[[Columns], Made]
) -> Sequence[Made] | Iterator[Made]:
    """What is made of these lines: of all at once, or of so many rows at a time where they must be read one by one."""
    block = _block(table, data, line)
    if block:
        return (make(block),)
    return _of_rows(table.rows(io.StringIO(data.decode("utf-8", "replace"), newline=""), line - 1), most, make)


def _block(table: Table, data: bytes, line: int) -> Block | None:
    """The fields of these lines; None where they are not all plain lines of as many fields as the header has."""
    lines = data if data.endswith(b"\n") else data + b"\n"
    held = np.frombuffer(lines, np.uint8)
    marks = np.concatenate([_marks(held, table.between, first) for first in range(0, len(held), _PIECE)])
    count, width = lines.count(b"\n"), table.columns.width
    if len(marks) != count * width or width < 2 or b"\0" in data:
        return None
    ends = marks.reshape(count, width)
    if (held[ends[:, -1]] != _NEWLINE).any():
        return None
    starts = np.zeros((count, width), marks.dtype)
    np.add(marks[:-1], 1, out=starts.reshape(-1)[1:])
    returns = lines.count(b"\r")
    if returns:
        if returns != count or (held[ends[:, -1] - 1] != _RETURN).any():
            return None
        ends[:, -1] -= 1
    return Block(lines, starts, ends, line)


def _marks(held: NDArray[np.uint8], between: str, first: int) -> Places:
    """Where fields end in a piece of the bytes, counted from the first of all."""
    piece = held[first : first + _PIECE]
    return (np.flatnonzero((piece == ord(between)) | (piece == _NEWLINE)) + first).astype(np.int32)
