"""The wordings of an injury's cause, by the stem of their first word: what happened, and who and what were in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from mainterm.encode.lexicon.lines import Place, entries
from mainterm.encode.lexicon.tables import MEANINGS
from mainterm.model.words import stem

CAUSES: Final = "causes.txt"
AGENTS: Final = "agents.txt"
PERSONS: Final = "persons.txt"
_HARM: Final = "+"
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


@cache
def load_wordings() -> Mapping[str, tuple[Wording, ...]]:
    """The wordings by the stem of their first word, the longer ones first."""
    lines: dict[tuple[str, ...], dict[str, tuple[str, tuple[Meaning, ...]]]] = {}
    for name in (CAUSES, AGENTS, PERSONS):
        for said, meant, file, line in entries(name):
            stems = tuple(map(stem, said.removeprefix(_HARM).split()))
            meanings = (Meaning(put, Place(file, line)) for put in meant.split(MEANINGS) if put != _NOTHING)
            lines.setdefault(stems, {})[name] = said, tuple(meanings)
    found: dict[str, list[Wording]] = {}
    for stems, of in sorted(lines.items(), key=lambda item: -len(item[0])):
        found.setdefault(stems[0], []).append(_wording(stems, of))
    return {first: tuple(those) for first, those in found.items()}


def _wording(stems: tuple[str, ...], lines: Mapping[str, tuple[str, tuple[Meaning, ...]]]) -> Wording:
    causes, agents, persons = (lines.get(name, ("", ()))[1] for name in (CAUSES, AGENTS, PERSONS))
    harm = any(said.startswith(_HARM) for said, _ in lines.values())
    return Wording(stems, (*causes, *agents), persons, bool(causes), harm)
