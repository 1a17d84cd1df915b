"""Which edition is in force on a day: that of its fiscal year, where it is installed."""

from __future__ import annotations

from datetime import date

from mainterm.editions.declared import declared_editions, edition_on
from mainterm.model.day import fiscal_year_written, read_day
from mainterm.model.edition import EditionError
from mainterm.service.open import is_installed


def installed_years() -> tuple[str, ...]:
    """The names of the installed editions of ICD-9-CM, oldest first; the sampler is none of them."""
    return tuple(name for name in declared_editions() if is_installed(name))


def in_force(on: date) -> str:
    """The name of the edition in force on a day, if it is installed. Raises EditionError, which says what there is."""
    name = edition_on(on)
    there = installed_years()
    if name not in there:
        listed = f"FY{', FY'.join(there)}" if there else "none"
        remedy = f"install it: mainterm edition install {name}"
        raise EditionError(f"{on.isoformat()} lies in FY{name}, which is not installed ({remedy}); there is {listed}")
    return name


def edition_in_force(written: str) -> str:
    """As `in_force`, of a day as it is written, or a month. Raises ValueError for what is neither."""
    fiscal_year_written(written)
    return in_force(date.fromisoformat(f"{read_day(written)}-01"[:10]))
