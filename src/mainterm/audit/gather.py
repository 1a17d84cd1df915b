"""Makes an encounter of what a reader found, whatever the form; what of it cannot be understood is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import starmap
from typing import Final, NamedTuple, TypeVar

from mainterm.audit.values import (
    ADMISSIONS,
    DISPOSITIONS,
    SETTINGS,
    SEXES,
    age_of,
    date_of,
    diagnosis_of,
    is_none,
    procedure_of,
)
from mainterm.model.documentation import said_in
from mainterm.model.encounter import (
    Admission,
    Diagnosis,
    Disposition,
    Encounter,
    Procedure,
    Setting,
    age_on,
    days_between,
)

_KNOWN: Final = (
    "setting", "age", "age_unit", "born", "sex", "admitted", "discharged", "stay", "admission", "disposition",
    "admitting",
)  # fmt: skip
FACTS: Final = ("id", *_KNOWN, "documentation")
"""What a reader may tell of an encounter beside its diagnoses and procedures, each as text."""

Coded = Iterable[tuple[str, str]]
"""Codes as they stand in the input, each with its POA indicator (a diagnosis) or its date (a procedure)."""

Meaning = TypeVar("Meaning")


def gather(
    facts: Mapping[str, str], diagnoses: Coded, procedures: Coded, operated: bool
) -> tuple[Encounter, list[str]]:
    """The encounter, and what is wrong with it. `operated`: the input would tell of procedures if there were any."""
    wrong: list[str] = []
    known = _known(*[facts.get(name, "") for name in _KNOWN])
    documentation = facts.get("documentation", "")
    encounter = Encounter(
        _diagnoses(diagnoses, wrong),
        _procedures(procedures, wrong),
        setting=known.setting,
        age=known.age,
        days=known.days,
        sex=known.sex,
        said=said_in(documentation) if documentation else _NOTHING_SAID,
        operated=operated,
        id=facts.get("id", ""),
        admitted=known.admitted,
        discharged=known.discharged,
        stay=known.stay,
        admission=known.admission,
        disposition=known.disposition,
        admitting=known.admitting,
        documentation=documentation,
    )
    wrong += known.wrong
    return encounter, wrong


_NOTHING_SAID: Final[frozenset[str]] = frozenset()


def _diagnoses(coded: Coded, wrong: list[str]) -> tuple[Diagnosis, ...]:
    """The diagnoses; one that stands again is an object of its own, so that its position can be told."""
    read = list(starmap(diagnosis_of, coded))
    found = [diagnosis for diagnosis, _ in read if diagnosis is not None]
    wrong += [f"diagnosis {at}: {odd}" for at, (_, odd) in enumerate(read, start=1) if odd]
    if len(set(map(id, found))) < len(found):
        found = [replace(each) if any(each is one for one in found[:at]) else each for at, each in enumerate(found)]
    return tuple(found)


def _procedures(coded: Coded, wrong: list[str]) -> tuple[Procedure, ...]:
    read = list(starmap(procedure_of, coded))
    if not read:
        return ()
    wrong += [f"procedure {at}: {odd}" for at, (_, odd) in enumerate(read, start=1) if odd]
    return tuple([procedure for procedure, _ in read if procedure is not None])


class _Known(NamedTuple):
    """The facts understood, and what is wrong with them."""

    setting: Setting
    age: int
    days: int
    sex: str
    admitted: str
    discharged: str
    stay: int
    admission: Admission
    disposition: Disposition
    admitting: str
    wrong: tuple[str, ...]


@lru_cache(maxsize=16_384)
def _known(
    setting: str,
    age: str,
    age_unit: str,
    born: str,
    sex: str,
    admitted: str,
    discharged: str,
    stay: str,
    admission: str,
    disposition: str,
    admitting: str,
) -> _Known:
    """What these texts mean. Many encounters have the same, so that it is kept."""
    wrong: list[str] = []
    first, last, birth = (_dated(text, wrong) for text in (admitted, discharged, born))
    years, days, odd = age_of(age, age_unit)
    if odd:
        wrong.append(odd)
    if years < 0 and birth:
        years, days = age_on(birth, first or last)
    admitted_for, _ = diagnosis_of(admitting, "")
    return _Known(
        _meaning("setting", setting, SETTINGS, Setting.UNKNOWN, wrong),
        years,
        days,
        _meaning("sex", sex, SEXES, "", wrong),
        first,
        last,
        _stay(stay, first, last, wrong),
        _meaning("admission type", admission, ADMISSIONS, Admission.UNKNOWN, wrong),
        _meaning("disposition", disposition, DISPOSITIONS, Disposition.UNKNOWN, wrong),
        admitted_for.code if admitted_for else "",
        tuple(wrong),
    )


def _dated(text: str, wrong: list[str]) -> str:
    day, odd = date_of(text)
    if odd:
        wrong.append(odd)
    return day


def _stay(text: str, admitted: str, discharged: str, wrong: list[str]) -> int:
    if is_none(text):
        return days_between(admitted, discharged) if admitted and discharged else -1
    try:
        return max(int(float(text)), 0)
    except (ValueError, OverflowError):
        wrong.append(f'length of stay is "{text.strip()}", which is no number of days')
        return -1


def _meaning(what: str, text: str, table: Mapping[str, Meaning], unknown: Meaning, wrong: list[str]) -> Meaning:
    """What the text means by the table; `9` also stands there as `09`, `1` as `01`."""
    if is_none(text):
        return unknown
    bare = text.strip().upper()
    found = table.get(bare, table.get(bare.zfill(2)))
    if found is None:
        wrong.append(f'{what} is "{text.strip()}", which says nothing to us')
        return unknown
    return found
