"""A fracture that heals, for which the visit is aftercare: coded as that, by site, not as the fracture (I.C.17.b.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mainterm.encode.gloss import Gloss
from mainterm.encode.lexicon.told import worded
from mainterm.encode.statement import Statement
from mainterm.model.words import stem

FILE: Final = "healing.txt"

_FRACTURE: Final = frozenset({"fracture"})
_AFTERCARE: Final = "aftercare fracture healing"
"""What a wording of the file is read as that tells the visit; the others are of sites."""
_OF_ITSELF: Final = {True: "pathologic", False: "traumatic"}
_WEAK: Final = frozenset({"pathologic", "pathological", "osteoporotic", "osteoporosis"})
_NOT_HEALING: Final = frozenset(
    map(
        stem,
        "malunion nonunion malunited nonhealing delayed non infected infection healed late old residual sequela "
        "complication failed loosening loss stress history painful".split(),
    )
)
"""Beside one of these it is no fracture that only heals: it does not, or it has."""
_OF_THE_VISIT: Final = frozenset(
    map(stem, "encounter visit follow seen routine care well orif fixation fracture".split())
)
"""Words about the visit that say nothing beside it."""


def with_fractures_healing(statement: Statement) -> Statement:
    """The statement with a fracture for whose healing the patient is seen called so, once for each of its sites."""
    said = statement.stems
    if not said >= _FRACTURE or said & _NOT_HEALING:
        return statement
    visit = next(_glosses(said, _OF_ITSELF[bool(said & _WEAK)]), None)
    broken = next((n for n, s in enumerate(statement.segments) if s.stems >= _FRACTURE and not s.denied), None)
    if visit is None or broken is None:
        return statement
    segment = statement.segments[broken]
    sites = _apart(_glosses(segment.stems)) or _apart(_glosses(said))
    span = (0, len(statement.text))
    called = [
        replace(segment, words=(*visit.put.split(), *site), start=span[0], end=span[1])
        for site in (dict.fromkeys(tuple(one.put.split()) for one in sites) or ((),))
    ]
    told = _OF_THE_VISIT.union(*(one.said for one in (*_glosses(said, _AFTERCARE), *sites)))
    rest = (one for one in statement.segments if one is not segment and not one.stems <= told)
    ours = replace(visit, means=visit.means - segment.stems)
    return replace(
        statement,
        segments=(*called, *rest),
        glosses=(*statement.glosses, *((ours,) if ours.means else ()), *sites),
        free=statement.free | segment.stems | told,
    )


def _glosses(said: frozenset[str], visit: str = "") -> Iterator[Gloss]:
    """What of these stems tells the visit as it is put, or a site, those with more words first."""
    for one in worded(FILE):
        if one.said <= said and one.meanings[0].startswith(_AFTERCARE) is bool(visit):
            yield next(gloss for gloss in one.glosses if visit in gloss.put)


def _apart(sites: Iterator[Gloss]) -> tuple[Gloss, ...]:
    """The sites, none within the words of another: no arm beside an upper arm."""
    found: list[Gloss] = []
    for site in sites:
        if all(site.said.isdisjoint(other.said) for other in found):
            found.append(site)
    return tuple(found)
