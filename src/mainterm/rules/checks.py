"""Checks that are put to an encounter part by part: by each diagnosis, each with its partners, each row of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter, Pairing
from mainterm.rules.declare import Call, Check, Flag

CheckOne = Callable[[Encounter, Book, Diagnosis], Iterator[Flag]]


class Each:
    """A check of each diagnosis of some codes by itself: what it finds at one, it finds whatever it finds at others."""

    def __init__(self, is_so: Call, one: CheckOne) -> None:
        self.is_so, self.one = is_so, one
        self.__name__, self.__doc__ = one.__name__, one.__doc__

    def __call__(self, encounter: Encounter, book: Book) -> Iterator[Flag]:
        for diagnosis in encounter.which(self.is_so, book):
            yield from self.one(encounter, book, diagnosis)


def of_each(is_so: Call) -> Callable[[CheckOne], Each]:
    """Makes a rule's function of one that is put to each diagnosis whose code is so."""
    return lambda one: Each(is_so, one)


Places = tuple[int, ...]
"""Where diagnoses stand, from 0."""
CheckPaired = Callable[[Encounter, Book, int, Places], Iterator[Flag]]
"""Put to the place of a diagnosis and to those of the ones with which it is paired."""


class EachPaired:
    """A check of each diagnosis of a pairing by itself: what it finds at one, it finds whatever it finds at others.

    `side` is 0 where it is put to the one of two codes, with all its others; 1 where to the other, with all its ones.
    """

    def __init__(self, pairing: Pairing, side: int, one: CheckPaired) -> None:
        self.pairing, self.side, self.one = pairing, side, one
        self.__name__, self.__doc__ = one.__name__, one.__doc__

    def __call__(self, encounter: Encounter, book: Book) -> Iterator[Flag]:
        for place, partners in self.paired(encounter, book).items():
            yield from self.one(encounter, book, place, tuple(partners))

    def paired(self, encounter: Encounter, book: Book) -> dict[int, list[int]]:
        """The places of the diagnoses, each with those of its partners."""
        found: dict[int, list[int]] = {}
        for pair in encounter.pairs(self.pairing, book):
            found.setdefault(pair[self.side], []).append(pair[1 - self.side])
        return found


def of_each_one(pairing: Pairing) -> Callable[[CheckPaired], EachPaired]:
    """Makes a rule's function of one that is put to each diagnosis that is the one of such a pair."""
    return lambda one: EachPaired(pairing, 0, one)


def of_each_other(pairing: Pairing) -> Callable[[CheckPaired], EachPaired]:
    """Makes a rule's function of one that is put to each diagnosis that is the other of such a pair."""
    return lambda one: EachPaired(pairing, 1, one)


Row = TypeVar("Row")
CheckRow = Callable[[Encounter, Book, Row], Iterator[Flag]]


class EachRow:
    """A check by each row of a table: what it finds by one, it finds whatever it finds by others."""

    def __init__(self, rows: Sequence[Check], one: Callable[..., Iterator[Flag]]) -> None:
        self.rows = rows
        self.__name__, self.__doc__ = one.__name__, one.__doc__

    def __call__(self, encounter: Encounter, book: Book) -> Iterator[Flag]:
        for check in self.rows:
            yield from check(encounter, book)


def of_each_row(table: Iterable[Row]) -> Callable[[CheckRow[Row]], EachRow]:
    """Makes a rule's function of one that is put to an encounter by each row of the table."""
    rows = tuple(table)

    def by(row: Row, one: CheckRow[Row]) -> Check:
        return lambda encounter, book: one(encounter, book, row)

    return lambda one: EachRow([by(row, one) for row in rows], one)
