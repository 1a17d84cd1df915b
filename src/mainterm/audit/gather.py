"""Makes an encounter of what a reader found, whatever the form; what of it cannot be understood is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

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

FACTS: Final = (
    "id", "setting", "age", "age_unit", "born", "sex", "admitted", "discharged", "stay", "admission", "disposition",
    "admitting", "documentation",
)  # fmt: skip
"""What a reader may tell of an encounter beside its diagnoses and procedures, each as text."""

Coded = Iterable[tuple[str, str]]
"""Codes as they stand in the input, each with its POA indicator (a diagnosis) or its date (a procedure)."""

Meaning = TypeVar("Meaning")


def gather(
    facts: Mapping[str, str], diagnoses: Coded, procedures: Coded, operated: bool
) -> tuple[Encounter, list[str]]:
    """The encounter, and what is wrong with it. `operated`: the input would tell of procedures if there were any."""
    wrong: list[str] = []
    listed = _diagnoses(diagnoses, wrong)
    done = _procedures(procedures, wrong)
    return _with_facts(facts, listed, done, operated, wrong), wrong


def _with_facts(
    facts: Mapping[str, str],
    diagnoses: tuple[Diagnosis, ...],
    procedures: tuple[Procedure, ...],
    operated: bool,
    wrong: list[str],
) -> Encounter:
    def fact(name: str) -> str:
        return facts.get(name, "")

    admitted, discharged, born = (_dated(fact(name), wrong) for name in ("admitted", "discharged", "born"))
    age, days, odd = age_of(fact("age"), fact("age_unit"))
    if odd:
        wrong.append(odd)
    if age < 0 and born:
        age, days = age_on(born, admitted or discharged)
    documentation = fact("documentation")
    admitting = fact("admitting")
    return Encounter(
        diagnoses,
        procedures,
        setting=_meaning("setting", fact("setting"), SETTINGS, Setting.UNKNOWN, wrong),
        age=age,
        days=days,
        sex=_meaning("sex", fact("sex"), SEXES, "", wrong),
        said=said_in(documentation) if documentation else frozenset(),
        operated=operated,
        id=fact("id"),
        admitted=admitted,
        discharged=discharged,
        stay=_stay(fact("stay"), admitted, discharged, wrong),
        admission=_meaning("admission type", fact("admission"), ADMISSIONS, Admission.UNKNOWN, wrong),
        disposition=_meaning("disposition", fact("disposition"), DISPOSITIONS, Disposition.UNKNOWN, wrong),
        admitting="" if is_none(admitting) else diagnosis_of(admitting, "")[0].code,
        documentation=documentation,
    )


def _diagnoses(coded: Coded, wrong: list[str]) -> tuple[Diagnosis, ...]:
    found: list[Diagnosis] = []
    for text, poa in coded:
        diagnosis, odd = diagnosis_of(text, poa)
        if odd:
            wrong.append(f"diagnosis {len(found) + 1}: {odd}")
        copies = found.count(diagnosis)
        found.append(diagnosis_of(text, poa, copies)[0] if copies else diagnosis)
    return tuple(found)


def _procedures(coded: Coded, wrong: list[str]) -> tuple[Procedure, ...]:
    found: list[Procedure] = []
    for text, day in coded:
        procedure, odd = procedure_of(text, day)
        found.append(procedure)
        if odd:
            wrong.append(f"procedure {len(found)}: {odd}")
    return tuple(found)


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
