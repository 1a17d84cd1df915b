"""An encounter: one stay or visit, with its setting, the patient's age and sex, diagnoses in sequence, procedures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mainterm.model.code import within_any


class Setting(StrEnum):
    """Where the patient is seen: uncertain diagnoses are coded for inpatients only (II.H, III.C, IV.I)."""

    INPATIENT = "inpatient"
    OUTPATIENT = "outpatient"
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

    `poa` is the present-on-admission indicator, "" where there is none. `due_to` are the codes of the encounter's
    diagnoses that the record names as its cause, `joined` of those that it joins to this one by *with* or *in*;
    `reason` says that the encounter was for this one.
    """

    code: str
    poa: str = ""
    due_to: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    reason: bool = False

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


@dataclass(frozen=True, slots=True)
class Encounter:
    """One stay or visit; the first of the diagnoses is the principal (inpatient) or first-listed (outpatient) one.

    `age` is in years and `days` in days, -1 where not known; `sex` is M or F, "" where not known. `linked` says that
    the diagnoses' `due_to` and `joined` are known, so that none given means none stated; `reasoned` the same of
    `reason`. `said` are the stems of the words of the record, as far as they are known and not denied.
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

    @property
    def principal(self) -> Diagnosis | None:
        """The first diagnosis; None where there is none."""
        return self.diagnoses[0] if self.diagnoses else None

    def within(self, *spans: str) -> tuple[Diagnosis, ...]:
        """The diagnoses whose codes are one of `spans`, stand below one, or lie in a range, in their sequence.

        >>> [d.code for d in Encounter((Diagnosis("401.9"), Diagnosis("585.6"))).within("585", "587")]
        ['585.6']
        """
        return tuple(diagnosis for diagnosis in self.diagnoses if diagnosis.within(*spans))

    def has(self, *spans: str) -> bool:
        """Whether it has a diagnosis within one of `spans`."""
        return any(diagnosis.within(*spans) for diagnosis in self.diagnoses)

    def position(self, diagnosis: Diagnosis) -> int:
        """Where the diagnosis stands in the sequence, from 1."""
        return self.diagnoses.index(diagnosis) + 1

    def causes(self, diagnosis: Diagnosis) -> Iterator[Diagnosis]:
        """The diagnoses that the record names as its cause."""
        return (other for other in self.diagnoses if other.code in diagnosis.due_to)
