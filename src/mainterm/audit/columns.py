"""What the columns of a table hold, guessed from their names, which may also be told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_NAMES: Final[Mapping[str, str]] = {
    "id": "id encounterid encounter hadmid caseid case visitid claimid clmid recordid record accountnumber keyid",
    "setting": "setting patienttype visittype encounterclass class",
    "age": "age ageyears ageinyears agey patientage",
    "age_unit": "ageunit ageunits",
    "born": "born birthdate dateofbirth dob benebirthdt",
    "sex": "sex gender benesexidentcd",
    "admitted": "admitted admitdate admissiondate admittime dateofadmission adate clmadmsndt clmfromdt servicedate"
    " dateofservice visitdate date startdate",
    "discharged": "discharged dischargedate dischdate dischtime dateofdischarge ddate nchbenedschrgdt clmthrudt"
    " enddate",
    "stay": "stay los lengthofstay daysofcare clmutlztndaycnt",
    "admission": "admission admittype admissiontype atype clmipadmsntypecd",
    "disposition": "disposition dischargestatus dischargedisposition dischargelocation patientstatus dispuniform"
    " ptntdschrgstuscd dischargestatuscode",
    "admitting": "admitting admittingdx admittingdiagnosis admitdx admitdiagnosis dxadmitting admtngicd9dgnscd"
    " admtngdgnscd",
    "documentation": "documentation",
    "principal": "pdx principaldx principaldiagnosis primarydx primarydiagnosis prindx prindiag dxprin prncpaldgnscd"
    " firstlisted",
    "dx": "dx diag diagnosis diagnoses diagnosiscode diagcode dxcode icd9 icd9code icd9cm icd9dx icd9diag icddx"
    " icd9dgnscd icddgnscd dgnscd icdcode sdx secdx odx otherdx secondarydx secondarydiagnosis otherdiagnosis",
    "ecode": "ecode ecause externalcause icd9ecode dgnsecd icddgnsecd",
    "poa": "poa dxpoa poadx poaind poaindicator clmpoaindsw presentonadmission",
    "px": "px pr proc procedure procedures procedurecode proccode pxcode prcode icd9px icd9proc icd9prcdrcd icdprcdrcd"
    " prcdrcd ppx principalprocedure",
    "pxdate": "pxdate prdate procdate proceduredate prcdrdt chartdate",
    "code": "code icd9code icdcode icd9 icd9cm icd dx diagnosis diagnosiscode diagcode dxcode px proc procedure"
    " procedurecode proccode",
    "sequence": "sequence seq seqnum position rank dxseq order linenum dxnum",
    "kind": "kind codetype volume",
    "version": "icdversion version",
    "person": "subjectid patientid personid patientunitstayid benesynpuf",
    "anchor_age": "anchorage",
    "anchor_year": "anchoryear",
    "died": "hospitalexpireflag",
}
"""Fields with the names that columns of them go by, in small letters and figures alone."""

FIELDS: Final = tuple(_NAMES)
LISTED: Final = ("principal", "dx", "ecode", "poa", "px", "pxdate")
"""Fields of which a wide table has several columns, numbered."""

_NUMBERED: Final = re.compile(r"(.*?)(\d*)")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by their numbers, from 0: one for a fact, several for what is listed."""

    one: Mapping[str, int]
    many: Mapping[str, tuple[int, ...]]
    width: int

    @property
    def is_wide(self) -> bool:
        """Whether a row is an encounter, with a column for each of its diagnoses."""
        return bool(self.many.get("dx") or self.many.get("principal"))


@lru_cache(maxsize=4_096)
def bare(name: str) -> str:
    """A column's name in small letters and figures alone: `ICD9_DGNS_CD_1` -> `icd9dgnscd1`."""
    return "".join(c for c in name.casefold() if c.isalnum())


@lru_cache(maxsize=4_096)
def fact_named(name: str, fields: tuple[str, ...]) -> str:
    """Which of these fields a column of this name holds; "" for none of them."""
    plain = bare(name)
    return next((field for field in fields if plain in _NAMES[field].split()), "")


def guess(header: Sequence[str], told: Mapping[str, str]) -> Columns:
    """The columns that this header names. `told` gives fields their columns by name: `dx` those of `DIAG*` or `A,B`.

    Raises ValueError with one line where a column that was told is not there.
    """
    many = {field: _listed(field, header) for field in LISTED}
    one = {field: at for field in FIELDS if field not in LISTED for at in _single(field, header)[:1]}
    for field, names in told.items():
        found = _told(field, names, header)
        if field in LISTED:
            many[field] = found
        else:
            one[field] = found[0]
    return Columns(one, {field: at for field, at in many.items() if at}, len(header))


def _single(field: str, header: Sequence[str]) -> list[int]:
    """The columns of this field, the more usual name first."""
    names = _NAMES[field].split()
    plain = list(map(bare, header))
    return [plain.index(name) for name in names if name in plain]


def _listed(field: str, header: Sequence[str]) -> tuple[int, ...]:
    """The columns that are this field, in the order of their numbers; a lone `dx` is no list, but a long table's."""
    names = _NAMES[field].split()
    found: list[tuple[int, int]] = []
    for at, name in enumerate(header):
        stem, number = _parted(bare(name), names)
        if stem and (number or field != "dx"):
            found.append((int(number or 0), at))
    return tuple(at for _, at in sorted(found))


def _parted(name: str, names: Sequence[str]) -> tuple[str, str]:
    """The name and its number; a figure may be the name's own, as in `icd9`."""
    if name in names:
        return name, ""
    match = re.fullmatch(r"(.*\D)(\d{1,2})|(icd9)(\d{1,2})", name)
    stem, number = (match[1] or match[3], match[2] or match[4]) if match else ("", "")
    return (stem, number) if stem in names else ("", "")


def _told(field: str, names: str, header: Sequence[str]) -> tuple[int, ...]:
    if field not in FIELDS:
        raise ValueError(f'no field is called "{field}": there are {", ".join(FIELDS)}')
    found: list[int] = []
    for name in names.split(","):
        opening, star, _ = name.strip().partition("*")
        here = [at for at, each in enumerate(header) if (each.startswith(opening) if star else each == opening)]
        if not here:
            raise ValueError(f'no column is called "{name.strip()}": there are {", ".join(header[:20])}')
        found += here
    return tuple(found)
