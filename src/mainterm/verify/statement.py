"""A statement as the verifier reads it: what is said, what is denied, and the phrases that its joints part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mainterm.model.terms import DENIED, about_denial
from mainterm.model.words import fold, stem, stems, words

_JOINT: Final = re.compile(
    r"[;:.()/](?:\s|$)"
    r"|(?=\b(?:and|but|with|due to|secondary to|from|in|by|on|for|to|after|before|following|because)\b)"
    r"|(?=\bat \d)"
)
"""Where one condition may end and another begin."""

_DENIAL: Final = re.compile(
    r"\b(?:no|(?<!do )not|without(?! diagnosis(?! of))|denies|denied|negative for|ruled out|free of|never)\b|\bw/o\b"
)

_SCOPES: Final = frozenset(stems("arthroscopic laparoscopic thoracoscopic"))
_CONVERTED: Final = re.compile(r"\bconver(?:ted|sion) to (?:an? )?(?:open|arthrotomy|laparotomy|thoracotomy)\b")
_CAUSE: Final = re.compile(
    r"\b(?:due to|d/t|secondary to|2/2|because of|caused by|resulting from|as a result of|following|from|"
    r"after|induced)\b"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """`words` as they stand in it, folded; `stems` of those that carry meaning, with a mark where they are denied.

    `clauses` are the stems said between two joints, where one condition may end and another begin; `phrases` those
    between commas too. `ours` are the stems that a line of our lexicon reads for a word; `caused` whether
    it says what something is due to; `verbatim` whether lines of the Index have its words, each of them and no others;
    `text` is the statement as it stands.
    """

    words: frozenset[str]
    stems: frozenset[str]
    clauses: tuple[frozenset[str], ...]
    phrases: tuple[frozenset[str], ...]
    ours: Mapping[str, frozenset[str]] = field(default_factory=dict)
    caused: bool = False
    verbatim: bool = False
    text: str = ""

    def forms(self, word: str) -> frozenset[str]:
        """A word's stem as it is said or denied; both where it is both."""
        folded = stem(fold(word))
        said = self.ours.get(folded, frozenset()) | {folded}
        return self.stems & (said | {DENIED + each for each in said})

    def with_ours(self, words_used: Iterable[str], detail: str, as_pieces: bool = False) -> Statement:
        """The statement where these words are read as `detail`, in the places where they stand.

        What `detail` is *without* is denied: a history of stroke is one *without residual deficits*. What are but
        pieces of a word (*non-alcoholic*) are no words beside it.
        """
        said = frozenset(stem(fold(word)) for word in words_used)
        affirmed, _, without = fold(detail).partition(" without ")
        read = frozenset(stems(affirmed)) | frozenset(DENIED + each for each in stems(without))
        denied = frozenset(DENIED + each for each in said) <= self.stems
        added = frozenset(DENIED + each for each in stems(detail)) if denied else read
        gone = said if as_pieces else frozenset[str]()
        return replace(
            self,
            stems=(self.stems | added) - gone,
            clauses=tuple((part | read) - gone if said & part else part for part in self.clauses),
            phrases=tuple((part | read) - gone if said & part else part for part in self.phrases),
            ours={**self.ours, **{each: self.ours.get(each, frozenset()) | read for each in said}},
            caused=self.caused or _CAUSE.search(fold(detail)) is not None,
        )

    def as_printed(self) -> Statement:
        """The statement where what is denied is left to the lines that have its words."""
        both = self.stems.union(*({word, DENIED + word} for word in map(stem, self.words)))
        return replace(self, stems=both, verbatim=True)

    def as_converted(self) -> Statement:
        """Where an operation through a scope is said to have become an open one, the statement without the scope."""
        if not _CONVERTED.search(fold(self.text)):
            return self
        return replace(
            self,
            stems=self.stems - _SCOPES,
            clauses=tuple(part - _SCOPES for part in self.clauses),
            phrases=tuple(part - _SCOPES for part in self.phrases),
        )

    def claim(self, words: Iterable[str]) -> frozenset[str]:
        """What a step that uses these words may build on."""
        return frozenset[str]().union(*map(self.forms, words))

    def near(self, placed: frozenset[str], commas_part: bool) -> frozenset[str]:
        """The stems of the clauses, or of the phrases, in which one of `placed` stands."""
        parts = self.phrases if commas_part else self.clauses
        return frozenset[str]().union(*(part for part in parts if part & placed))


def read_statement(text: str) -> Statement:
    """The words of a proof's statement."""
    clauses = [[said_and_denied(phrase) for phrase in clause.split(",")] for clause in _JOINT.split(fold(text))]
    phrases = [[frozenset(stems(said)) for said, _ in clause] for clause in clauses]
    denied = frozenset(DENIED + each for clause in clauses for _, behind in clause for each in stems(behind))
    return Statement(
        frozenset(words(text)),
        denied.union(*(phrase for clause in phrases for phrase in clause)),
        tuple(frozenset[str]().union(*clause) for clause in phrases),
        tuple(phrase for clause in phrases for phrase in clause),
        caused=_CAUSE.search(fold(text)) is not None,
        text=text,
    )


def is_word_for_word(text: str, printed: Sequence[str]) -> bool:
    """Whether lines have the words of `text` and no others, those before the first denial and those behind it."""
    return about_denial(words(text)) == about_denial([word for line in printed for word in words(line)])


def begins_with_joint(text: str) -> bool:
    """Whether a line takes up what a joint leads to: *due to blood loss*."""
    return _JOINT.match(fold(text)) is not None


def said_and_denied(text: str) -> tuple[str, str]:
    """What stands before a word such as *without*, and what stands behind it."""
    found = _DENIAL.search(text)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")
