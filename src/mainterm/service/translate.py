"""Opens the crosswalk, reads which classification a code is of, translates it, and finds titles for what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mainterm.history.translate import Outcome, Policy, Translation, translate, translate_former
from mainterm.model.classification import Classification
from mainterm.model.code import Volume
from mainterm.model.crosswalk import Crosswalk
from mainterm.service.history import Meant, meant_in
from mainterm.service.in_force import installed_years
from mainterm.service.open import installed_file
from mainterm.service.repair import installed_codes
from mainterm.service.titles import titles_of
from mainterm.store.crosswalk import open_crosswalk

if TYPE_CHECKING:
    from mainterm.service.install import Teller

_VOLUMES: Final = {Classification.ICD9CM: Volume.DISEASES, Classification.ICD9PCS: Volume.PROCEDURES}
GEMS: Final = "gems"
"""The name under which the mappings are installed."""


class NoCode(ValueError):
    """What was given cannot be read as a code of one classification. Its message is one line with what to do."""


@dataclass(frozen=True, slots=True)
class Translated:
    """A translation with the official titles of its codes, as far as an installed edition has them.

    `years` are those in which a code was valid that the map does not have; `meant` is what it was in the year that was
    asked about.
    """

    translation: Translation
    titles: Mapping[str, str]
    years: tuple[int, ...] = ()
    meant: Meant | None = None


def open_gems(tell: Teller | None = None) -> Crosswalk:
    """The mappings; they are installed first where they are not yet. Raises EditionError and Unreadable."""
    return open_crosswalk(installed_file(GEMS, tell))


def translated(
    crosswalk: Crosswalk,
    text: str,
    to: Classification | None = None,
    policy: Policy = Policy.ALL,
    edition: str | None = None,
) -> Translated:
    """What the code in `text` becomes. `to` says of which classification it is: the counterpart.

    `edition` is the year of which is told what a code of ICD-9-CM was in it. Raises NoCode where the form of the code
    is of none of the classifications, or where it may be of two; EditionError where the edition is not installed.
    """
    of, code = _read(crosswalk, text, to)
    translation = translate(crosswalk, code, of, policy)
    years = _valid_in(code, of) if translation.outcome is Outcome.UNKNOWN else ()
    if years:
        translation = translate_former(crosswalk, code, of, policy)
    named = {of: (code,), of.counterpart: (*translation.codes, *translation.dropped)}
    meant = meant_in(code, _VOLUMES[of], edition) if edition and of in _VOLUMES else None
    return Translated(translation, titles_of(named), years, meant)


def _valid_in(code: str, of: Classification) -> tuple[int, ...]:
    """The fiscal years of which an installed edition has the code of ICD-9-CM as a valid one, in their order."""
    if of not in _VOLUMES or not installed_years():
        return ()
    return tuple(sorted(installed_codes().valid_in(code.replace(".", ""), _VOLUMES[of])))


def _read(crosswalk: Crosswalk, text: str, to: Classification | None) -> tuple[Classification, str]:
    """The code that is meant, dotted, and of which classification it is."""
    given = text.strip().upper()
    could_be = [to.counterpart] if to else [of for of in Classification if of.read(given)]
    known = [of for of in could_be if crosswalk.equivalents(of.dotted(given), of)]
    if len(known) > 1 and "." in given:
        known = [of for of in known if of.dotted(given) == given]
    if len(known) > 1:
        named = " and ".join(f"{of.dotted(given)} of {of} (--to {of.counterpart})" for of in known)
        raise NoCode(f'"{text}" may be {named}: say which')
    if not known and not any(of.read(given) for of in could_be):
        wanted = f" of {to.counterpart}" if to else ""
        raise NoCode(f'"{text}" has not the form of a code{wanted}')
    of = (known or could_be)[0]
    return of, of.dotted(given)
