"""Which edition is in force on a day: that of its fiscal year, where it is installed."""

from __future__ import annotations

from datetime import date

from mainterm.editions.declared import declared_editions
from mainterm.model.edition import EditionError
from mainterm.model.fiscal import fiscal_year_of
from mainterm.service.open import is_installed


def installed_years() -> tuple[str, ...]:
    """The names of the installed editions of ICD-9-CM, oldest first; the sampler is none of them."""
    return tuple(name for name in declared_editions() if is_installed(name))


def in_force(on: date) -> str:
    """The name of the edition in force on a day, if it is installed. Raises EditionError, which says what there is.

    There was none for FY2000, and the classification was in use to 2015-09-30.
    """
    name = str(fiscal_year_of(on))
    there = installed_years()
    if name not in there:
        known = f"install it: mainterm edition install {name}" if name in declared_editions() else "it has no edition"
        listed = f"FY{', FY'.join(there)}" if there else "none"
        raise EditionError(f"{on.isoformat()} lies in FY{name}, which is not installed ({known}); there is {listed}")
    return name
