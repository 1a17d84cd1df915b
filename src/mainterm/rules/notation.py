"""An encounter on one line, as a coder jots it down: `285.22 due to 183.0, 183.0 | outpatient 52F | for 285.22`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from mainterm.model.code import Volume, dotted
from mainterm.model.documentation import said_in
from mainterm.model.encounter import Admission, Diagnosis, Disposition, Encounter, Procedure, Setting, days_between

_PERSON: Final = re.compile(r"(?=.)(?P<age>\d{1,3})?(?P<days>d)?(?P<sex>[MF])?", re.I)
_DATE: Final = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_DATES: Final = re.compile(rf"(?P<first>{_DATE})(?: to (?P<last>{_DATE}))?")
_WORDS: Final[dict[str, dict[str, Any]]] = {
    **{word: {"setting": word} for word in (Setting.INPATIENT, Setting.OUTPATIENT)},
    **{word: {"admission": word} for word in Admission if word is not Admission.UNKNOWN},
    **{word: {"disposition": word} for word in Disposition if word is not Disposition.UNKNOWN},
}
"""The words that say one thing of the encounter, with what they say."""


def read_notation(text: str) -> Encounter:
    """The encounter that the line spells. Raises ValueError with one line that says what is wrong.

    Diagnoses, parted by commas, each with `:POA`, `due to CODE and CODE` and `with CODE and CODE` where known; then,
    behind bars, in any order: `px` and procedures, each with `on DATE` where known, or `px none`; a setting, an age
    with `d` for days, a sex, how the patient was admitted and went (`elective`, `newborn`, `died`, `left`, `home` ...);
    `DATE to DATE`; `stay` and days; `admitted for` and the admitting diagnosis; `for` and the codes that the encounter
    was for; `says` and words of the record; `id` and a name.

    >>> read_notation("285.22 due to 183.0, 183.0 | outpatient 52F | for 285.22").diagnoses[0].due_to
    ('183.0',)
    >>> read_notation("786.50 | inpatient died | 2011-10-02 to 2011-10-07").stay
    5
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
    dates = _DATES.fullmatch(part)
    if dates:
        first, last = dates["first"], dates["last"] or dates["first"]
        return replace(encounter, admitted=first, discharged=last, stay=days_between(first, last))
    for opening, read in _PARTS.items():
        if part == opening or part.startswith(f"{opening} "):
            return read(encounter, part.removeprefix(opening).strip())
    for said in part.split():
        encounter = _with_word(encounter, said)
    return encounter


def _with_procedures(encounter: Encounter, listed: str) -> Encounter:
    procedures = () if listed == "none" else tuple(map(_procedure, listed.split(",")))
    return replace(encounter, procedures=procedures, operated=True)


def _procedure(item: str) -> Procedure:
    code, _, day = item.strip().partition(" on ")
    return Procedure(_code(code, Volume.PROCEDURES), day.strip())


def _with_reasons(encounter: Encounter, listed: str) -> Encounter:
    reasons = {_code(code) for code in listed.split(",")}
    marked = tuple(replace(d, reason=d.code in reasons) for d in encounter.diagnoses)
    return replace(encounter, diagnoses=marked, reasoned=True)


def _with_stay(encounter: Encounter, days: str) -> Encounter:
    if not days.isdecimal():
        raise ValueError(f'"{days}" is no number of days; write for instance: stay 5')
    return replace(encounter, stay=int(days))


_PARTS: Final[dict[str, Callable[[Encounter, str], Encounter]]] = {
    "px": _with_procedures,
    "for": _with_reasons,
    "says": lambda encounter, rest: replace(encounter, documentation=rest, said=said_in(rest)),
    "links known": lambda encounter, _: replace(encounter, linked=True),
    "admitted for": lambda encounter, code: replace(encounter, admitting=_code(code)),
    "stay": _with_stay,
    "id": lambda encounter, rest: replace(encounter, id=rest),
}
"""What opens a part, and what reads the rest of it."""


def _with_word(encounter: Encounter, said: str) -> Encounter:
    if said in _WORDS:
        return replace(encounter, **_WORDS[said])
    person = _PERSON.fullmatch(said)
    if not person:
        raise ValueError(f'"{said}" is no setting, age, sex or date; write for instance: inpatient 72F died')
    age, days, sex = int(person["age"] or encounter.age), encounter.days, (person["sex"] or encounter.sex).upper()
    if person["days"]:
        age, days = age // 365, -1 if age >= 365 else age
    return replace(encounter, sex=sex, age=age, days=days)


def _code(text: str, volume: Volume = Volume.DISEASES) -> str:
    code = dotted(text, volume)
    if not code:
        raise ValueError(f'"{text.strip()}" is no ICD-9-CM code')
    return code
