"""The lexicon as the encoder asks it: abbreviations, phrases, words that mean the same, British spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mainterm.encode.lexicon.lines import Entry, Place
from mainterm.encode.lexicon.records import Abbreviation, Found, Phrase, Spelling
from mainterm.encode.lexicon.spelling import respell
from mainterm.model.words import stem, telling

SAME: Final = " = "
MEANINGS: Final = " | "
_TOKEN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9/&+.'’-]*[A-Za-z0-9/+])?")
_PART: Final = re.compile(r"[A-Za-z0-9&]+")
_BETWEEN: Final = (" ", ". ", " & ")
"""What may part the two words of an abbreviation: `A fib`, `C. diff`, `I & D`."""
_FEW: Final = 2
"""Words up to which a statement all in capitals may be an abbreviation that is also a word: `HIT`, `ACUTE AS`."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All that the data files say; `phrases` are by the stem of their first word, `same` by each of its stems."""

    any_case: Mapping[str, Entry]
    as_written: Mapping[str, Entry]
    phrases: Mapping[str, tuple[Entry, ...]]
    same: Mapping[str, Entry]
    spelt: Mapping[str, Entry]
    rules: tuple[Entry, ...]

    def abbreviation(self, token: str) -> Abbreviation | None:
        """What `token` abbreviates, as it is written: `HIT`, not `hit`; `C.H.F.` counts as `CHF`, `PVCs` as `PVC`."""
        entry = self._short(token.replace("’", "'"))
        if entry is None:
            return None
        short, meanings, file, line = entry
        return Abbreviation(short.removeprefix("="), tuple(meanings.split(MEANINGS)), Place(file, line))

    def _short(self, token: str) -> Entry | None:
        entry = self.as_written.get(token) or self.any_case.get(token.lower())
        if entry is None and token.count(".") > 1:
            return self._short(token.replace(".", ""))
        if entry is None and token.endswith("s") and token[:-1].rstrip("'").isupper():
            return self._short(token[:-1].rstrip("'"))
        return entry

    def abbreviations_in(self, text: str) -> Iterator[Found]:
        """The abbreviations of a statement, in their order: two words before one (`A fib`, `febrile neutropenias`),
        a whole before its parts (`N/V`; `HTN/CAD`). In a statement all in capitals, none that is another word in small
        letters."""
        spans = [token.span() for token in _TOKEN.finditer(text)]
        shouted = len(spans) > _FEW and text.isupper()
        at = 0
        while at < len(spans):
            start, end = spans[at]
            at += 1
            if at < len(spans) and text[end : spans[at][0]] in _BETWEEN:
                said = text[start : spans[at][1]]
                pair = self.abbreviation(said) or (self.abbreviation(said[:-1]) if said.endswith("s") else None)
                if pair is not None:
                    yield Found(start, spans[at][1], pair)
                    at += 1
                    continue
            yield from self._within(text, start, end, shouted)

    def _within(self, text: str, start: int, end: int, shouted: bool) -> Iterator[Found]:
        """The abbreviation that a token is, or those of its parts."""
        whole = self.abbreviation(text[start:end])
        if whole is not None:
            if not (shouted and whole.short in self.as_written):
                yield Found(start, end, whole)
            return
        parts = [match.span() for match in _PART.finditer(text, start, end)]
        if parts != [(start, end)]:
            for part in parts:
                yield from self._within(text, *part, shouted)

    def phrases_within(self, stems: Collection[str]) -> tuple[Phrase, ...]:
        """The phrases all of whose stems are among these, in whatever order, those with most stems first."""
        have = frozenset(stems)
        near = (read_phrase(entry) for first in sorted(have & self.phrases.keys()) for entry in self.phrases[first])
        return tuple(sorted((p for p in near if have.issuperset(p.stems)), key=lambda phrase: -len(phrase.stems)))

    def stems(self) -> frozenset[str]:
        """The stems that a line has as a word of its own, or of a phrase."""
        phrases = (wording for entries in self.phrases.values() for wording, *_ in entries)
        return frozenset(self.same).union(stem(word) for wording in phrases for word in wording.split())

    def same_as(self, stem: str) -> Mapping[str, Place]:
        """The stems that mean the same as this one at any place of the Index, each with the line that says so."""
        entry = self.same.get(stem)
        return _others(entry, stem) if entry else {}

    def british(self, word: str, known: Callable[[str], bool]) -> Spelling | None:
        """The American spelling of `word`: the one listed, or for a word not known one that rules make and that is."""
        if word in self.spelt:
            _, american, file, line = self.spelt[word]
            return Spelling(american, Place(file, line))
        return None if known(word) else respell(word, self.rules, lambda new: known(new) or stem(new) in self.same)


@lru_cache(maxsize=4096)
def _others(entry: Entry, stem: str) -> Mapping[str, Place]:
    """The stems of a line of words that mean the same, but for one of them, each with the line."""
    group, _, file, line = entry
    return {other: Place(file, line) for other in stems_of(group) if other != stem}


def stems_of(group: str) -> list[str]:
    """The stems of a line of words that mean the same; those that do not end in s stand there as their stems."""
    return [stem(word) if word[-1] == "s" else word for word in group.split(SAME)]


@lru_cache(maxsize=4096)
def read_phrase(entry: Entry) -> Phrase:
    """The phrase of a line: `mini stroke: transient ischemic attack`."""
    wording, target, file, line = entry
    return Phrase(tuple(map(stem, telling(wording.split()))), target, Place(file, line))
