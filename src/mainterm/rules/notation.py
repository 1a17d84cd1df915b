"""An encounter on one line, as a coder jots it down: `285.22 due to 183.0, 183.0 | outpatient 52F | for 285.22`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from mainterm.model.code import Volume, dotted
from mainterm.model.encounter import Diagnosis, Encounter, Procedure, Setting
from mainterm.model.words import stems

_PERSON: Final = re.compile(r"(?P<age>\d{1,3})?(?P<days>d)?(?P<sex>[MF])?", re.I)


def read_notation(text: str) -> Encounter:
    """The encounter that the line spells. Raises ValueError with one line that says what is wrong.

    Diagnoses, parted by commas, each with `:POA`, `due to CODE and CODE` and `with CODE and CODE` where known; then,
    behind bars, in any order: `px` and procedures; a setting, an age with `d` for days, a sex; `for` and the codes that
    it was for; `says` and words of the record.

    >>> read_notation("285.22 due to 183.0, 183.0 | outpatient 52F | for 285.22").diagnoses[0].due_to
    ('183.0',)
    """
    listed, *parts = (part.strip() for part in text.split("|"))
    diagnoses = tuple(_diagnosis(item.strip()) for item in listed.split(",") if item.strip())
    encounter = Encounter(diagnoses, linked=any(d.due_to or d.joined for d in diagnoses))
    for part in parts:
        encounter = _with_part(encounter, part)
    return encounter


def _diagnosis(item: str) -> Diagnosis:
    item, _, others = item.partition(" with ")
    said, _, causes = item.partition(" due to ")
    code, _, poa = said.strip().partition(":")
    return Diagnosis(_code(code), poa.strip().upper(), _listed(causes), _listed(others))


def _listed(codes: str) -> tuple[str, ...]:
    return tuple(_code(code) for code in codes.split(" and ") if code.strip())


def _with_part(encounter: Encounter, part: str) -> Encounter:
    word, _, rest = part.partition(" ")
    if word == "px":
        procedures = tuple(Procedure(_code(code, Volume.PROCEDURES)) for code in rest.split(","))
        return replace(encounter, procedures=procedures)
    if word == "for":
        reasons = {_code(code) for code in rest.split(",")}
        marked = tuple(replace(d, reason=d.code in reasons) for d in encounter.diagnoses)
        return replace(encounter, diagnoses=marked, reasoned=True)
    if word == "says":
        return replace(encounter, said=frozenset(stems(rest)))
    if part == "links known":
        return replace(encounter, linked=True)
    for said in part.split():
        encounter = _with_word(encounter, said)
    return encounter


def _with_word(encounter: Encounter, said: str) -> Encounter:
    if said in (Setting.INPATIENT, Setting.OUTPATIENT):
        return replace(encounter, setting=Setting(said))
    person = _PERSON.fullmatch(said)
    if not person:
        raise ValueError(f'"{said}" is no setting, age or sex; write for instance: inpatient 72F')
    age, sex = int(person["age"] or -1), (person["sex"] or "").upper()
    return replace(encounter, sex=sex, days=age) if person["days"] else replace(encounter, sex=sex, age=age)


def _code(text: str, volume: Volume = Volume.DISEASES) -> str:
    code = dotted(text, volume)
    if not code:
        raise ValueError(f'"{text.strip()}" is no ICD-9-CM code')
    return code
