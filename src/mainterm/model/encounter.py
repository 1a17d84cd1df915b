"""An encounter: one stay or visit with setting, dates, the patient's age and sex, diagnoses in sequence, procedures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Final, Protocol

from mainterm.model.code import category_of, spans_of, within_any
from mainterm.model.edition import Book


class Setting(StrEnum):
    """Where the patient is seen: uncertain diagnoses are coded for inpatients only (II.H, III.C, IV.I)."""

    INPATIENT = "inpatient"
    OUTPATIENT = "outpatient"
    UNKNOWN = "unknown"


class Admission(StrEnum):
    """How the patient came to be admitted: the priority of the visit, as claims have it."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    ELECTIVE = "elective"
    NEWBORN = "newborn"
    TRAUMA = "trauma"
    UNKNOWN = "unknown"


class Disposition(StrEnum):
    """Where the patient went, or that there is no more going: what claims call the discharge status."""

    HOME = "home"
    HOME_CARE = "home-care"
    TRANSFERRED = "transferred"
    FACILITY = "facility"
    HOSPICE = "hospice"
    LEFT = "left"
    DIED = "died"
    STAYING = "staying"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the encounter beside the words of a statement. `age` is in years, -1 where it is not known."""

    setting: Setting = Setting.UNKNOWN
    age: int = -1
    sex: str = ""


UNKNOWN = Context()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A diagnosis of an encounter: its code, dotted, and what is known of it.

    A code that has not the form of one stands as it came. `poa` is the present-on-admission indicator, "" where there
    is none. `due_to` are the codes of the encounter's diagnoses that the record names as its cause, `joined` of those
    that it joins to this one by *with* or *in*; `reason` says that the encounter was for this one.
    """

    code: str
    poa: str = ""
    due_to: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    reason: bool = False
    category: str = field(init=False, compare=False, repr=False)
    """The category of its code."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "category", category_of(self.code))

    @property
    def told(self) -> str:
        """Its code, for what is said of it: by the `code` it may also be decided what is said."""
        return self.code

    def within(self, *spans: str) -> bool:
        """Whether the code is one of these codes, stands below one, or lies in one of these ranges."""
        return within_any(self.code, spans)

    def due_to_any(self, *spans: str) -> bool:
        """Whether the record names one of these as its cause."""
        return any(within_any(code, spans) for code in self.due_to)

    def joined_to_any(self, *spans: str) -> bool:
        """Whether the record joins one of these to it."""
        return any(within_any(code, spans) for code in self.joined)


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure of an encounter, its code dotted; `date` is ISO, "" where it is not known."""

    code: str
    date: str = ""

    def within(self, *spans: str) -> bool:
        """Whether the code is one of these codes, stands below one, or lies in one of these ranges."""
        return within_any(self.code, spans)


class Pairing(Protocol):
    """What one code is to be to another, by what an edition has of them.

    `near` gives the categories in which the others of a code lie; `holds` is asked of it and of such another.
    """

    def __hash__(self) -> int: ...

    @property
    def near(self) -> Callable[[Book, str], Collection[str]]: ...

    @property
    def holds(self) -> Callable[[Book, str, str], bool]: ...


@dataclass(frozen=True, slots=True)
class Encounter:
    """One stay or visit; the first of the diagnoses is the principal (inpatient) or first-listed (outpatient) one.

    `age` is in whole years and, below one year, `days` in days; -1 where not known. `sex` is M or F, "" if not known.
    `admitted` and `discharged` are ISO dates, `2011-10` or `2011` where no more is known; `stay` is the days between
    them, -1 where not known. `admitting` is the code of the admitting diagnosis. `documentation` are words of the
    record, and `said` the stems of those that it affirms. `linked` says that the diagnoses' `due_to` and `joined` are
    known, so that none given means none stated; `reasoned` the same of `reason`; `operated` the same of `procedures`.
    """

    diagnoses: tuple[Diagnosis, ...]
    procedures: tuple[Procedure, ...] = ()
    setting: Setting = Setting.UNKNOWN
    age: int = -1
    days: int = -1
    sex: str = ""
    said: frozenset[str] = frozenset()
    linked: bool = False
    reasoned: bool = False
    operated: bool = False
    id: str = ""
    admitted: str = ""
    discharged: str = ""
    stay: int = -1
    admission: Admission = Admission.UNKNOWN
    disposition: Disposition = Disposition.UNKNOWN
    admitting: str = ""
    documentation: str = ""
    categories: tuple[str, ...] = field(init=False, compare=False, repr=False)
    """The categories of the diagnoses' codes, in their sequence."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "categories", tuple([diagnosis.category for diagnosis in self.diagnoses]))

    def with_diagnoses(self, diagnoses: tuple[Diagnosis, ...]) -> Encounter:
        """The same with these diagnoses: what `dataclasses.replace` gives, in half the time."""
        return Encounter(diagnoses, *_FACTS(self))

    @property
    def principal(self) -> Diagnosis | None:
        """The first diagnosis; None where there is none."""
        return self.diagnoses[0] if self.diagnoses else None

    def within(self, *spans: str) -> tuple[Diagnosis, ...]:
        """The diagnoses whose codes are one of `spans`, stand below one, or lie in a range, in their sequence.

        >>> [d.code for d in Encounter((Diagnosis("401.9"), Diagnosis("585.6"))).within("585", "587")]
        ['585.6']
        """
        asked = spans_of(spans)
        among, hold = asked.categories, asked.hold_within
        if among.isdisjoint(self.categories):
            return ()
        paired = zip(self.diagnoses, self.categories, strict=True)
        return tuple([diagnosis for diagnosis, category in paired if category in among and hold(diagnosis.code)])

    def has(self, *spans: str) -> bool:
        """Whether it has a diagnosis within one of `spans`."""
        return bool(self.within(*spans))

    def which(self, is_so: Callable[[Book, str], bool], book: Book) -> tuple[Diagnosis, ...]:
        """The diagnoses whose codes are so by what an edition has of them, in their sequence."""
        return tuple([diagnosis for diagnosis in self.diagnoses if is_so(book, diagnosis.code)])

    def pairs(self, pairing: Pairing, book: Book) -> tuple[tuple[int, int], ...]:
        """The places, from 0, of each diagnosis and each other that are to each other what the pairing says.

        They come in the sequence of the one, then in that in which the categories of the others first stand there.
        """
        return tuple([(at, other) for at in range(len(self.diagnoses)) for other in self._others(at, pairing, book)])

    def _others(self, at: int, pairing: Pairing, book: Book) -> list[int]:
        code, categories = self.diagnoses[at].code, self.categories
        near = pairing.near(book, code)
        among = [other for other, category in enumerate(categories) if category in near and other != at] if near else ()
        if len(among) > 1:
            among = sorted(among, key=lambda other: categories.index(categories[other]))
        return [other for other in among if pairing.holds(book, code, self.diagnoses[other].code)]

    def has_beside(self, diagnosis: Diagnosis, pairing: Pairing, book: Book) -> bool:
        """Whether this diagnosis is to any other what the pairing says."""
        return bool(self._others(self.position(diagnosis) - 1, pairing, book))

    def done(self, *spans: str) -> tuple[Procedure, ...]:
        """The procedures whose codes are one of `spans`, stand below one, or lie in a range."""
        return tuple(procedure for procedure in self.procedures if procedure.within(*spans))

    def aged(self, first: int, last: int) -> bool:
        """Whether the age in years is from `first` to `last`; told in days, or not known, it is 0."""
        return first <= max(self.age, 0) <= last

    def position(self, diagnosis: Diagnosis) -> int:
        """Where the diagnosis stands in the sequence, from 1: this very one, for a code may stand there twice."""
        for position, each in enumerate(self.diagnoses, start=1):
            if each is diagnosis:
                return position
        return self.diagnoses.index(diagnosis) + 1

    def causes(self, diagnosis: Diagnosis) -> Iterator[Diagnosis]:
        """The diagnoses that the record names as its cause."""
        return (other for other in self.diagnoses if other.code in diagnosis.due_to)


_FACTS: Final = attrgetter(*[each.name for each in fields(Encounter)[1:] if each.init])
"""What is known of an encounter beside its diagnoses, in the order of its fields."""


def days_between(start: str, end: str) -> int:
    """The days from one ISO date to another; -1 where one is not known to the day, or the second is the earlier.

    >>> days_between("2011-10-02", "2011-10-07"), days_between("2011-10", "2011-10-07")
    (5, -1)
    """
    try:
        return max((date.fromisoformat(end) - date.fromisoformat(start)).days, -1)
    except ValueError:
        return -1


def age_on(born: str, day: str) -> tuple[int, int]:
    """Whole years and, below one year, days from a birth date to another date, both ISO; -1 for what is not known.

    >>> age_on("1940-03-01", "2012-02-29"), age_on("2011-10-01", "2011-10-03"), age_on("", "2011-10-03")
    ((71, -1), (0, 2), (-1, -1))
    """
    days = days_between(born, day)
    if days < 0:
        return -1, -1
    first, then = date.fromisoformat(born), date.fromisoformat(day)
    years = then.year - first.year - ((then.month, then.day) < (first.month, first.day))
    return years, -1 if years else days
