"""What a repaired table may tell of each code beside its repair: its title on its date, and its targets in ICD-10."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from mainterm.history.repair import Repaired
from mainterm.history.translate import Outcome, Translation, translate, translate_former
from mainterm.model.classification import Classification
from mainterm.model.code import Volume
from mainterm.model.crosswalk import Crosswalk
from mainterm.service.columns import code_tables

_OF = {Volume.DISEASES: Classification.ICD9CM, Volume.PROCEDURES: Classification.ICD9PCS}


@dataclass(frozen=True, slots=True)
class More:
    """Further columns: their names, and what they say of a repaired value in a fiscal year, 0 for none."""

    names: tuple[str, ...]
    tell: Callable[[Repaired, int], tuple[str, ...]]


def described() -> More:
    """Its title in the edition of its date, "" where it was no code then; without a date, its last title."""
    tables = code_tables("any")
    width = len(tables.years)
    rows = {code: number * width for number, code in enumerate(tables.codes) if code}
    at = {year: place for place, year in enumerate(tables.years)}

    def tell(found: Repaired, year: int) -> tuple[str, ...]:
        if found.code not in rows:
            return ("",)
        titles = tables.titles[rows[found.code] : rows[found.code] + width]
        last = next(filter(None, reversed(titles)), None)
        return ((titles[at[year]] if year in at else last) or "",)

    return More(("title",), tell)


def mapped(crosswalk: Crosswalk) -> More:
    """Every target of the 2018 mapping, and what kind of map it is; never one where there are several.

    A code that was split before the mapping was made has the targets of its parts.
    """

    @cache
    def of(code: str, volume: Volume, was_valid: bool) -> tuple[str, ...]:
        found = translate(crosswalk, code, _OF[volume])
        if found.outcome is Outcome.UNKNOWN and was_valid:
            found = translate_former(crosswalk, code, _OF[volume])
        return "; ".join(_targets(found)), _kind(found)

    def tell(found: Repaired, year: int) -> tuple[str, ...]:
        return of(found.code, found.volume, bool(found.years)) if found.code and found.volume else ("", "")

    return More(("icd10", "icd10_map"), tell)


def _targets(found: Translation) -> Iterator[str]:
    """Each target by itself, `I21.4`; a combination as `A01.0 + B95.0 or B95.1`: of each list one."""
    yield from (target.code for target in found.targets)
    for cluster in found.clusters:
        yield " + ".join(" or ".join(target.code for target in each) for each in cluster.lists)


def _kind(found: Translation) -> str:
    if found.outcome in (Outcome.NONE, Outcome.UNKNOWN):
        return found.outcome.value
    said = "combination" if found.clusters and found.outcome is Outcome.ONE else found.outcome.value
    exact = any(not target.approximate for target in found.targets)
    through = f" by {', '.join(found.through)}" if found.through else ""
    return f"{said if exact else f'{said}, approximate'}{through}"
