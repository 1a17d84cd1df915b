"""A lexicon of our own: what clinicians write, and the words that the Index has for it. No word of it is the book's."""

from __future__ import annotations

from functools import cache

from mainterm.encode.lexicon.lines import Entry, Place, entries
from mainterm.encode.lexicon.records import Abbreviation, Found, Phrase, Spelling
from mainterm.encode.lexicon.tables import Lexicon, stems_of
from mainterm.model.words import stem

__all__ = ["Abbreviation", "Found", "Lexicon", "Phrase", "Place", "Spelling", "load_lexicon"]


@cache
def load_lexicon() -> Lexicon:
    """The lexicon, read once: docs/lexicon.md says what its files hold."""
    shorts = list(entries("abbreviations.txt"))
    spellings = list(entries("british.txt"))
    return Lexicon(
        any_case={entry[0].lower(): entry for entry in shorts if entry[0][0] != "="},
        as_written={entry[0][1:]: entry for entry in shorts if entry[0][0] == "="},
        phrases=_by_first_word(),
        same={stem: entry for entry in entries("adjectives.txt") for stem in stems_of(entry[0])},
        spelt={entry[0]: entry for entry in spellings if entry[0][0] != "-"},
        rules=tuple(entry for entry in spellings if entry[0][0] == "-"),
    )


def _by_first_word() -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for file in ("synonyms.txt", "procedures.txt"):
        for entry in entries(file):
            found.setdefault(stem(entry[0].partition(" ")[0]), []).append(entry)
    return {first: tuple(lines) for first, lines in found.items()}
