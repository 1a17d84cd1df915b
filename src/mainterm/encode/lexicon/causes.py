"""The wordings of an injury's cause, by the stem of their first word: what happened, and who and what were in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import Final, NamedTuple

from mainterm.encode.lexicon.lines import Entry, Place, entries
from mainterm.encode.lexicon.tables import MEANINGS
from mainterm.model.words import stem

CAUSES: Final = "causes.txt"
AGENTS: Final = "agents.txt"
PERSONS: Final = "persons.txt"
_HARM: Final = "+"
_PLACE: Final = "@"
_AT: Final = ("at", "in", "on", "of")
_NOTHING: Final = "-"


class Meaning(NamedTuple):
    """How a book words a phrase, and the line of the lexicon that says so."""

    put: str
    place: Place


class Wording(NamedTuple):
    """A phrase: the stems of its words in a row, and how the Index to External Causes may word it.

    One that `tells` says that something happened; one that is a `harm` names the injury too. `persons` are who was
    hurt, as the digits of the Tabular List have it. One without meanings names an injury and tells of no cause.
    """

    stems: tuple[str, ...]
    meanings: tuple[Meaning, ...] = ()
    persons: tuple[Meaning, ...] = ()
    tells: bool = False
    harm: bool = False


@lru_cache(maxsize=4096)
def wordings_from(first: str, second: str) -> tuple[Wording, ...]:
    """The wordings whose first words, or whose only one, have these stems, the longer ones first."""
    found = _wordings_from(first) if first in _beginnings() else ()
    return tuple(one for one in found if one.stems[1:2] in ((), (second,)))


def stems_of_causes() -> frozenset[str]:
    """The stems of all wordings."""
    return frozenset(stem for entries in _beginnings().values() for entry in entries for stem in _stems(entry[0]))


@cache
def _beginnings() -> Mapping[str, tuple[Entry, ...]]:
    """The lines by the stem of their first word: most are never met, and not read."""
    found: dict[str, list[Entry]] = {}
    for name in (CAUSES, AGENTS, PERSONS):
        for entry in chain.from_iterable(map(_with_prepositions, entries(name))):
            found.setdefault(stem(entry[0].removeprefix(_HARM).partition(" ")[0]), []).append(entry)
    return {first: tuple(those) for first, those in found.items()}


def _with_prepositions(entry: Entry) -> Iterator[Entry]:
    """The line; of a place one for each preposition: `@library` is at the library, in it or on it."""
    said, meant, file, line = entry
    for at in _AT if said.startswith(_PLACE) else ():
        yield f"{at} {said.removeprefix(_PLACE)}", meant, file, line
    if not said.startswith(_PLACE):
        yield entry


@cache
def _wordings_from(first: str) -> tuple[Wording, ...]:
    lines: dict[tuple[str, ...], dict[str, tuple[str, tuple[Meaning, ...]]]] = {}
    for said, meant, file, line in _beginnings()[first]:
        meanings = (Meaning(put, Place(file, line)) for put in meant.split(MEANINGS) if put != _NOTHING)
        lines.setdefault(_stems(said), {})[file] = said, tuple(meanings)
    return tuple(_wording(stems, of) for stems, of in sorted(lines.items(), key=lambda item: -len(item[0])))


def _stems(said: str) -> tuple[str, ...]:
    return tuple(map(stem, said.removeprefix(_HARM).split()))


def _wording(stems: tuple[str, ...], lines: Mapping[str, tuple[str, tuple[Meaning, ...]]]) -> Wording:
    causes, agents, persons = (lines.get(name, ("", ()))[1] for name in (CAUSES, AGENTS, PERSONS))
    harm = any(said.startswith(_HARM) for said, _ in lines.values())
    return Wording(stems, (*causes, *agents), persons, bool(causes), harm)
