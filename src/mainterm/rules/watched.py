"""An encounter that tells what a rule asks of it: what the rule says of one, it says of all that answer alike."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, Final, TypeAlias

from mainterm.model.code import spans_of
from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter, Pairing, Procedure
from mainterm.rules.checks import EachPaired

FACTS: Final = tuple(each.name for each in fields(Encounter) if each.name not in ("id", "diagnoses", "categories"))
"""What a rule may know of an encounter beside its diagnoses."""

Pick: TypeAlias = Hashable
"""Which diagnoses: spans of codes, or a function of an edition and a code; ALL for every one."""
ALL: Final = "all"


@dataclass(slots=True)
class Asked:
    """What a rule has asked of encounters.

    Of diagnoses, by picks: all that it takes in their sequence (`every`), the foremost of them (`foremost`), whether
    there is one (`some`); of single ones, whether they are of it (`classes`). Of two: those of a pairing (`pairs`),
    whether one has another (`beside`). Of those of a pick or a pairing, the code (`read`). `facts` are what was asked
    of the rest: a name, or the years from and to which the age was compared. `flags`: the first diagnosis was looked
    at (`placed`), by its code (`first`); they were counted (`counted`).
    """

    every: set[Pick] = field(default_factory=set)
    foremost: set[Pick] = field(default_factory=set)
    some: set[Pick] = field(default_factory=set)
    classes: set[Pick] = field(default_factory=set)
    read: set[Pick] = field(default_factory=set)
    pairs: set[Pairing] = field(default_factory=set)
    beside: set[Pairing] = field(default_factory=set)
    facts: set[str | tuple[int, int]] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)

    def add(self, other: Asked) -> bool:
        """Asks what the other asked, too; whether that is more than before."""
        more = False
        for mine, its in zip(_sets(self), _sets(other), strict=True):
            if not its <= mine:
                mine |= its
                more = True
        return more


_sets: Final = attrgetter(*(each.name for each in fields(Asked)))


class Looked(Diagnosis):
    """A diagnosis that tells what it is asked. `known` is by what it is known to be of a pick or pairing."""

    __slots__ = ("asked", "known", "of")
    asked: Asked
    known: Hashable
    of: Diagnosis

    def __init__(self, of: Diagnosis, asked: Asked) -> None:
        _set(self, "of", of)
        _set(self, "asked", asked)
        _set(self, "known", None)

    def within(self, *spans: str) -> bool:
        found = spans_of(spans).hold(self.of.code)
        self.asked.classes.add(spans)
        if found:
            _set(self, "known", spans)
        return found

    @property
    def told(self) -> str:
        return self.of.code

    def read(self) -> Diagnosis:
        """The diagnosis itself, of which anything may be asked: its code is known from now on."""
        if self.known is None:
            self.asked.flags.add("first")
        else:
            self.asked.read.add(self.known)
        return self.of

    def __eq__(self, other: object) -> bool:
        return self is other or self.read() == (other.read() if isinstance(other, Looked) else other)

    def __hash__(self) -> int:
        return hash(self.read())


class Taken(Sequence[Diagnosis]):
    """The diagnoses of a pick, which tell how they are looked at: whether there is one, the foremost, all of them."""

    def __init__(self, watched: Watched, pick: Pick, found: tuple[Looked, ...]) -> None:
        self._watched, self._pick, self._found = watched, pick, found

    def __bool__(self) -> bool:
        if self._pick is not ALL:
            self._watched.asked.some.add(self._pick)
        return bool(self._found)

    def __getitem__(self, at: Any) -> Any:
        if self._pick is ALL and isinstance(at, int) and at in self._watched.given:
            return self._found[at]
        if at != 0 and at != slice(None, 1):
            return self._all()[at]
        if self._pick is ALL:
            self._watched.asked.flags.add("placed")
        else:
            self._watched.asked.foremost.add(self._pick)
            _know(self._found[:1], self._pick)
        return self._found[at]

    def _all(self) -> tuple[Looked, ...]:
        self._watched.asked.every.add(self._pick)
        _know(self._found, self._pick)
        return self._found

    def __len__(self) -> int:
        if self._pick is not ALL:
            return len(self._all())
        self._watched.asked.flags.add("counted")
        return len(self._found)

    def __iter__(self) -> Iterator[Diagnosis]:
        return iter(self._all())

    def __contains__(self, diagnosis: object) -> bool:
        return diagnosis in self._all()

    def __eq__(self, other: object) -> bool:
        return self._all() == (other._all() if isinstance(other, Taken) else other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __add__(self, others: Any) -> tuple[Diagnosis, ...]:
        return (*self._all(), *others)

    def __radd__(self, others: Any) -> tuple[Diagnosis, ...]:
        return (*others, *self._all())


class Watched(Encounter):
    """An encounter of one diagnosis at least, that keeps what it was `asked`. `given` are the places in its pairs."""

    __slots__ = ("asked", "given", "listed", "of")
    asked: Asked
    given: set[int]
    listed: tuple[Looked, ...]
    of: Encounter

    def __init__(self, of: Encounter) -> None:
        asked = Asked()
        listed = tuple([Looked(each, asked) for each in of.diagnoses])
        for name, value in (("of", of), ("asked", asked), ("given", set()), ("listed", listed)):
            _set(self, name, value)

    def one(self, place: int, pick: Pick) -> Looked:
        """The diagnosis at this place, from 0, which is known to be of this pick."""
        _know([self.listed[place]], pick)
        return self.listed[place]

    def paired(self, place: int, check: EachPaired, book: Book) -> tuple[int, tuple[int, ...]]:
        """This place, and those of the diagnoses with which the one there is paired."""
        self.asked.pairs.add(check.pairing)
        self.asked.flags.add("placed")
        partners = tuple(check.paired(self.of, book)[place])
        self.given.update((place, *partners))
        _know([self.listed[at] for at in (place, *partners)], check.pairing)
        return place, partners

    def place(self, diagnosis: Diagnosis) -> int:
        """Where this very diagnosis stands, from 0."""
        return next(place for place, each in enumerate(self.listed) if each is diagnosis)

    @property
    def principal(self) -> Diagnosis:
        self.asked.flags.add("placed")
        return self.listed[0]

    def within(self, *spans: str) -> Any:
        if not spans:
            return ()
        made, categories = spans_of(spans), self.of.categories
        if made.categories.isdisjoint(categories):
            return Taken(self, spans, ())
        among, hold, listed = made.categories, made.hold_within, zip(self.listed, categories, strict=True)
        found = [each for each, category in listed if category in among and hold(each.of.code)]
        return Taken(self, spans, tuple(found))

    def which(self, is_so: Callable[[Book, str], bool], book: Book) -> Any:
        return Taken(self, is_so, tuple([each for each in self.listed if is_so(book, each.of.code)]))

    def has(self, *spans: str) -> bool:
        return bool(self.within(*spans))

    def done(self, *spans: str) -> tuple[Procedure, ...]:
        return tuple(procedure for procedure in self.procedures if procedure.within(*spans))

    def pairs(self, pairing: Pairing, book: Book) -> tuple[tuple[int, int], ...]:
        self.asked.pairs.add(pairing)
        self.asked.flags.add("placed")
        found = self.of.pairs(pairing, book)
        for pair in found:
            self.given.update(pair)
            _know([self.listed[at] for at in pair], pairing)
        return found

    def has_beside(self, diagnosis: Diagnosis, pairing: Pairing, book: Book) -> bool:
        self.asked.beside.add(pairing)
        return self.of.has_beside(self.of.diagnoses[self.place(diagnosis)], pairing, book)

    def aged(self, first: int, last: int) -> bool:
        self.asked.facts.add((first, last))
        return self.of.aged(first, last)

    def position(self, diagnosis: Diagnosis) -> int:
        self.asked.flags.add("placed")
        return self.place(diagnosis) + 1

    def causes(self, diagnosis: Diagnosis) -> Iterator[Diagnosis]:
        return iter(()) if not diagnosis.due_to else (each for each in self.diagnoses if each.code in diagnosis.due_to)


def _know(these: Sequence[Looked], by: Hashable) -> None:
    for each in these:
        _set(each, "known", by)


_set: Final = object.__setattr__


def _of_diagnosis(name: str) -> property:
    return property(lambda self: getattr(self.read(), name))


def _of_encounter(name: str) -> property:
    def read(self: Watched) -> Any:
        self.asked.facts.add(name)
        return getattr(self.of, name)

    return property(read)


for _each in fields(Diagnosis):
    setattr(Looked, _each.name, _of_diagnosis(_each.name))
for _name in FACTS:
    setattr(Watched, _name, _of_encounter(_name))
setattr(Watched, "diagnoses", property(lambda self: Taken(self, ALL, self.listed)))  # noqa: B010
setattr(Watched, "categories", property(lambda self: tuple([each.category for each in self.diagnoses])))  # noqa: B010
