"""What the lexicon answers: an abbreviation, a phrase, an American spelling, each with the line that says so."""

from __future__ import annotations

from typing import NamedTuple

from mainterm.encode.lexicon.lines import Place


class Abbreviation(NamedTuple):
    """An abbreviation and what it can stand for; more than one meaning is a question, unless the statement decides."""

    short: str
    meanings: tuple[str, ...]
    place: Place


class Found(NamedTuple):
    """An abbreviation where it stands in a statement: `text[start:end]`."""

    start: int
    end: int
    abbreviation: Abbreviation


class Phrase(NamedTuple):
    """A wording, as the stems of its words that carry meaning, and the words that the Index has for it."""

    stems: tuple[str, ...]
    target: str
    place: Place


class Spelling(NamedTuple):
    """A word as the Index spells it."""

    word: str
    place: Place
