"""A definition across the seam: read in the notation of code sets, mapped both ways, counted, and put on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from mainterm.history.codeset import expand, parse_set
from mainterm.history.seam import Seam, seam
from mainterm.history.seam_counts import Jump, read_counts
from mainterm.history.seam_page import html_page
from mainterm.model.classification import Classification
from mainterm.model.code import Volume
from mainterm.model.crosswalk import Crosswalk
from mainterm.model.grouping import Grouping
from mainterm.model.serial import to_json
from mainterm.service.open import edition_name
from mainterm.service.sets import classification_of, valid_codes
from mainterm.service.titles import titles_of

LAST: Final = "2015"
"""The edition by which a definition is read, where none is named: the last before the seam."""

_OF: Final = {Volume.DISEASES: Classification.ICD9CM, Volume.PROCEDURES: Classification.ICD9PCS}
_REMARK: Final = re.compile(r"#.*")


@dataclass(frozen=True, slots=True)
class SeamReport:
    """A definition by name, the edition that reads it, its terms that name no valid code, what becomes of it."""

    name: str
    edition: str
    unmatched: tuple[str, ...]
    seam: Seam
    jump: Jump | None
    titles: Mapping[str, str]


def across_the_seam(
    crosswalk: Crosswalk,
    name: str,
    notation: str,
    counts: Iterable[str] | None = None,
    edition: str = LAST,
    volume: Volume = Volume.DISEASES,
    window: int = 12,
    grouping: Grouping | None = None,
) -> SeamReport:
    """What a definition becomes; `notation` may have remarks behind #, and groups where their grouping is given, whose
    volume holds then. `counts` are lines of CSV (see `read_counts`).

    Raises ValueError with one line for what is no notation, names no code, or no counts; EditionError for an edition
    that cannot be had.
    """
    edition = edition_name(edition)
    if classification_of(edition) is not Classification.ICD9CM:
        raise ValueError(f"{name}: a definition is of ICD-9-CM, which {edition} is not; name a year, such as {LAST}")
    volume = grouping.volume if grouping else volume
    terms = parse_set(_REMARK.sub("", notation), volume, grouping=grouping)
    known = valid_codes(edition, volume)
    definition = expand(terms, known)
    if not definition:
        raise ValueError(f"{name}: names no valid code of FY{edition}")
    unmatched = tuple(str(term) for term in terms if not any(term.has(code) for code in known))
    found = seam(crosswalk, definition, _OF[volume])
    jump = read_counts(counts, found, window) if counts is not None else None
    named = {found.of: (*definition, *found.outside), found.to: tuple(each.code for each in found.successors)}
    return SeamReport(name, edition, unmatched, found, jump, titles_of(named))


def report_json(report: SeamReport) -> dict[str, Any]:
    """The report as plain JSON values: the fields of the records, and the codes that are brought in."""
    found = to_json(report)
    return {**found, "seam": {**found["seam"], "outside": list(report.seam.outside)}}


def report_page(report: SeamReport, maps: str) -> Iterator[str]:
    """The report as a page of HTML that needs nothing else, part by part."""
    style = files("mainterm.audit").joinpath("page.css").read_text(encoding="utf-8")
    return html_page(report.name, report.seam, report.jump, report.titles, style, maps)
