"""What single values of a table, message or claim mean: codes, dates, ages, the words and numbers of claims."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mainterm.model.code import Volume, dotted
from mainterm.model.day import read_day
from mainterm.model.encounter import Admission, Diagnosis, Disposition, Procedure, Setting

OLDEST: Final = 124
"""Years that a patient may have, as in the Definitions of Medicare Code Edits."""

NONE: Final = frozenset(("", "-", "NULL", "NA", "N/A", "NAN", "NONE", ".", "-9", "00000"))
"""What stands in a field in which nothing stands."""

SEXES: Final = {"M": "M", "F": "F", "MALE": "M", "FEMALE": "F", "1": "M", "2": "F"} | dict.fromkeys(
    ("U", "UNKNOWN", "0", "9", "OTHER"), ""
)
SETTINGS: Final = {
    "I": Setting.INPATIENT, "IP": Setting.INPATIENT, "IMP": Setting.INPATIENT, "ACUTE": Setting.INPATIENT,
    "NONAC": Setting.INPATIENT, "O": Setting.OUTPATIENT, "OP": Setting.OUTPATIENT, "AMB": Setting.OUTPATIENT,
    "AMBULATORY": Setting.OUTPATIENT, "EMER": Setting.OUTPATIENT, "ED": Setting.OUTPATIENT, "ER": Setting.OUTPATIENT,
    "OBSENC": Setting.OUTPATIENT, "SS": Setting.OUTPATIENT, "VR": Setting.OUTPATIENT, "HH": Setting.OUTPATIENT,
    "PHYSICIAN": Setting.OUTPATIENT, "OFFICE": Setting.OUTPATIENT, "CLINIC": Setting.OUTPATIENT,
} | {setting.upper(): setting for setting in Setting}  # fmt: skip
"""Settings by their own words, HL7's classes of encounter, and what claims files call them."""

ADMISSIONS: Final = {
    "1": Admission.EMERGENCY, "2": Admission.URGENT, "3": Admission.ELECTIVE, "4": Admission.NEWBORN,
    "5": Admission.TRAUMA, "9": Admission.UNKNOWN, "NA": Admission.UNKNOWN, "EW EMER.": Admission.EMERGENCY,
    "DIRECT EMER.": Admission.EMERGENCY, "EM": Admission.EMERGENCY, "UR": Admission.URGENT, "EL": Admission.ELECTIVE,
    "SURGICAL SAME DAY ADMISSION": Admission.ELECTIVE, "ROUTINE": Admission.ELECTIVE, "R": Admission.ELECTIVE,
    "NB": Admission.NEWBORN,
} | {admission.upper(): admission for admission in Admission}  # fmt: skip
"""Admissions by their own words, by the numbers of the uniform bill, and by what MIMIC and HL7 call them."""

DISPOSITIONS: Final = {
    "01": Disposition.HOME, "02": Disposition.TRANSFERRED, "06": Disposition.HOME_CARE, "07": Disposition.LEFT,
    "20": Disposition.DIED, "21": Disposition.FACILITY, "30": Disposition.STAYING, "40": Disposition.DIED,
    "41": Disposition.DIED, "42": Disposition.DIED, "43": Disposition.TRANSFERRED, "50": Disposition.HOSPICE,
    "51": Disposition.HOSPICE, "66": Disposition.TRANSFERRED,
    **dict.fromkeys(("03", "04", "05", "61", "62", "63", "64", "65", "70"), Disposition.FACILITY),
    **dict.fromkeys(("EXPIRED", "DEAD", "DEAD/EXPIRED", "DECEASED", "EXP"), Disposition.DIED),
    **dict.fromkeys(("LEFT AGAINST MEDICAL ADVI", "AGAINST ADVICE", "AMA", "AADVICE"), Disposition.LEFT),
    **dict.fromkeys(("HOME HEALTH CARE", "HOME WITH HOME IV PROVIDR", "ALT-HOME"), Disposition.HOME_CARE),
    **dict.fromkeys(("HOSPICE-HOME", "HOSPICE-MEDICAL FACILITY", "HOSP"), Disposition.HOSPICE),
    **dict.fromkeys(
        ("SHORT TERM HOSPITAL", "ACUTE HOSPITAL", "OTHER-HCF", "OTHER FACILITY", "HOS"), Disposition.TRANSFERRED
    ),
    **dict.fromkeys(
        ("SNF", "REHAB", "REHAB/DISTINCT PART HOSP", "LONG TERM CARE HOSPITAL", "LONG TERM CARE", "LONG",
         "SKILLED NURSING FACILITY", "CHRONIC/LONG TERM ACUTE CARE", "ASSISTED LIVING", "PSYCH FACILITY", "ICF",
         "DISC-TRAN CANCER/CHLDRN H", "DISCH-TRAN TO PSYCH HOSP", "SNF-MEDICAID ONLY CERTIF", "PSY"),
        Disposition.FACILITY,
    ),
} | {disposition.upper(): disposition for disposition in Disposition}  # fmt: skip
"""Dispositions by their own words, by the discharge status of the uniform bill, and by what MIMIC and HL7 call them."""


def is_none(text: str) -> bool:
    """Whether nothing stands in this field."""
    return not text or text.strip().upper() in NONE


@lru_cache(maxsize=65_536)
def diagnosis_of(text: str, poa: str) -> tuple[Diagnosis | None, str]:
    """The diagnosis, the same object each time, and what is wrong with its code; none, where nothing stands there.

    A code that has not the form of one stays as it is: it is the rules that say that it is invalid.
    """
    if is_none(text):
        return None, ""
    code = dotted(text)
    wrong = "" if code else f'"{text.strip()}" has not the form of an ICD-9-CM code'
    return Diagnosis(code or text.strip().upper(), poa.strip().upper()), wrong


@lru_cache(maxsize=16_384)
def procedure_of(text: str, day: str) -> tuple[Procedure | None, str]:
    """The procedure, and what is wrong with its code or date; none, where nothing stands there."""
    if is_none(text):
        return None, ""
    code = dotted(text, Volume.PROCEDURES)
    when, late = date_of(day)
    wrong = "" if code else f'"{text.strip()}" has not the form of an ICD-9-CM procedure code'
    return Procedure(code or text.strip().upper(), when), wrong or late


@lru_cache(maxsize=16_384)
def date_of(text: str) -> tuple[str, str]:
    """The ISO date (`2011-10` or `2011` where no more is known), and what is wrong with it."""
    try:
        return "" if is_none(text.strip()) else read_day(text), ""
    except ValueError as error:
        return "", str(error)


@lru_cache(maxsize=4_096)
def age_of(text: str, unit: str) -> tuple[int, int, str]:
    """Years, days if below one year, and what is wrong.

    >>> age_of("3", "days"), age_of("2", "months"), age_of("72", ""), age_of("90+", "")[0]
    ((0, 3, ''), (0, 60, ''), (72, -1, ''), 90)
    """
    if is_none(text):
        return -1, -1, ""
    try:
        number = int(float(text.strip().rstrip("+")))
    except (ValueError, OverflowError):
        return -1, -1, f'age is "{text.strip()}", which is no number'
    days_each = _UNITS.get(unit.strip().lower())
    if days_each is None:
        return -1, -1, f'age unit is "{unit.strip()}", which is none of years, months, weeks, days'
    years = number * days_each // _YEAR
    if not 0 <= years <= OLDEST:
        return -1, -1, f"age is {text.strip()}, which is no number of years from 0 to {OLDEST}"
    return years, number * days_each if days_each < _YEAR and not years else -1, ""


_YEAR: Final = 365
_UNITS: Final = {
    **dict.fromkeys(("", "y", "yr", "year", "years", "a", "1"), _YEAR),
    **dict.fromkeys(("m", "mo", "month", "months", "2"), 30),
    **dict.fromkeys(("w", "wk", "week", "weeks"), 7),
    **dict.fromkeys(("d", "day", "days", "3"), 1),
}
"""Units of age in days, by their words, UCUM's letters, and the numbers that surveys give them."""
