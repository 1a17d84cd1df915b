"""The third law: what a line, a column or a digit demands, and whether the statement's words meet it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from mainterm.model.terms import RELATION, demands, is_connective
from mainterm.model.words import stem, stems, words
from mainterm.verify.outline import outside

_UNSAID: Final = frozenset(stem(word) for word in "unspecified nos".split())
_RESIDUAL: Final = frozenset("other specified".split())
_GENERAL: Final = frozenset(stem(word) for word in "site side type part region episode care state degree".split())
"""What *unspecified* is said of: *site unspecified*, *episode of care unspecified*."""

_JOINING: Final = frozenset(stem(word) for word in RELATION)
_EMPTY: Final = frozenset(stem(word) for word in "condition complication region joint bone area care so stated".split())
"""What says nothing beside another word: *antepartum condition or complication*, *knee joint*."""
_PRESENT: Final = "current or active state"
"""The digit of a disorder of which nothing says that it is over (299)."""
_AND: Final = re.compile(r"\s*\band\b\s*")
"""*and* means *and/or* in a title (I.A.8): *ankle and foot* is either."""

_DENIED: Final = re.compile(
    r"\b(?:not (?:stated|specified)(?: as)?|without mention of)\b(.*?)(?=(?: with\b.*)?$)", re.I
)
_EITHER: Final = re.compile(r",?\s*with or without\b.*$")
_GLOSS: Final = re.compile(r"[\[(]([^\])]*)[\])]")

_POISONED: Final = "poisoning poisoned overdose overdosed overdosage"
_ACCIDENT: Final = (
    "accident accidental accidentally inadvertent inadvertently unintentional unintentionally mistake mistaken "
    "mistakenly error wrong incorrect toddler infant baby child ate eat eating eaten"
)
_SUICIDE: Final = "suicide suicidal attempt attempted intentional intentionally deliberate deliberately self"
_ASSAULT: Final = "assault assaulted homicide homicidal malicious maliciously"
_DOUBT: Final = "undetermined unknown unclear uncertain possible probable suspected questionable"
_WITH_ALCOHOL: Final = "interaction mixed mixing combined nonprescribed alcohol beer wine vodka whiskey liquor"
"""A drug with alcohol, or with one not prescribed, is a poisoning (I.C.17.e.2.c, I.C.17.e.2.d)."""

COLUMNS: Final = {
    "Malignant": "malignant",
    "Malignant Primary": "malignant malignancy primary",
    "Malignant Secondary": "malignant secondary metastatic metastasis metastases",
    "Ca in situ": "situ",
    "Benign": "benign",
    "Uncertain behavior": "uncertain behavior",
    "Poisoning": f"{_POISONED} toxic toxicity intoxication ingestion ingested swallowed drank inhalation inhaled "
    f"exposure bite bitten sting stung envenomation sniffing huffing {_WITH_ALCOHOL} {_ACCIDENT} "
    f"{_SUICIDE} {_ASSAULT} {_DOUBT}",
    "Accident": f"{_ACCIDENT} bite bitten sting stung {_WITH_ALCOHOL}",
    "Therapeutic use": "therapeutic correct correctly proper properly prescribed directed adverse side effect reaction "
    "allergic anaphylactic anaphylaxis hypersensitivity induced toxicity",
    "Suicide attempt": _SUICIDE,
    "Assault": f"{_ASSAULT} poisoned",
    "Undetermined": f"{_DOUBT} suicide suicidal attempt attempted intentional",
    "Unspecified": "unspecified nature",
}
"""The words that choose a column of a table."""

_ASKED: Final = (
    frozenset({"Accident", "Suicide attempt", "Assault", "Undetermined"}),
    frozenset({"Malignant", "Benign", "Unspecified"}),
    frozenset(
        {"Malignant Primary", "Malignant Secondary", "Ca in situ", "Benign", "Uncertain behavior", "Unspecified"}
    ),
)
"""Columns among which the coder may be asked to choose, by their tables."""

LAST_COLUMN: Final = "Unspecified"
"""The column that is left when no word chooses one."""


def line_is_met(head: str, available: frozenset[str]) -> bool:
    """Whether one of the alternatives that a line's essential words leave is among the words available."""
    unsaid = _GENERAL if says_nothing(head) else frozenset[str]()
    return is_connective(head) or any(demand - _UNSAID - unsaid <= available for demand in demands(head))


def column_is_open(column: str, said: frozenset[str], caused: bool) -> bool:
    """Whether a column of the Table of Drugs needs no word of its own.

    An intent not stated is undetermined (I.C.19.e.1); what is due to a drug, where no word speaks of a poisoning, is an
    adverse effect (I.C.17.e.1).
    """
    intent = _stems(f"{_ACCIDENT} {_SUICIDE} {_ASSAULT}") & said
    if column == "Undetermined":
        return not intent
    return column == "Therapeutic use" and caused and not intent and not _stems(_POISONED) & said


def column_is_asked(column: str, said: frozenset[str]) -> bool:
    """Whether a column may be chosen by the coder's answer: no word speaks for another of the same kind.

    In the Table of Drugs that is the intent; whether it is a poisoning or an adverse effect is not asked.
    """
    others = next((group for group in _ASKED if column in group), frozenset()) - {column}
    return bool(others) and not any(column_stems(other) & said for other in others)


def column_stems(column: str) -> frozenset[str]:
    """The stems any of which chooses this column."""
    return _stems(COLUMNS[column])


COLUMN_STEMS: Final = frozenset(stem(word) for said in COLUMNS.values() for word in said.split())
"""The stems that choose any column."""


def _stems(said: str) -> frozenset[str]:
    return frozenset(stem(word) for word in said.split())


def digit_is_met(
    meaning: str, explanations: Iterable[str], available: frozenset[str], statement: frozenset[str]
) -> bool:
    """Whether the words available choose this digit, or it is the one for words that say no more.

    A gloss in brackets or an explanation below the digit may stand for its meaning. What the meaning denies (*not
    stated as*, *without mention of*) must not be in the statement; a residual digit (*other*) is nobody's default.
    """
    spelt, denied = _parted(meaning)
    if any(demand and demand <= statement for demand in demands(denied)):
        return False
    if not outside(spelt).strip() or outside(spelt).strip() == _PRESENT:
        return True
    explained = [part for text in explanations for part in (text, *_GLOSS.findall(text))]
    if any(_wording_is_met(other, available) for other in (*_GLOSS.findall(spelt), *explained)):
        return True
    return any(_part_is_met(side, available) for side in (outside(spelt), *_AND.split(outside(spelt))))


def digit_is_spelt(meaning: str, said: frozenset[str]) -> bool:
    """Whether words that were said choose this digit: it is no default for words that say no more."""
    spelt, _ = _parted(meaning)
    if any(says_nothing(piece) for piece in outside(spelt).split(",")):
        return False
    telling = (demand - _UNSAID - RELATION for demand in demands(outside(spelt)))
    return any(demand and (demand - _EMPTY or demand) <= said for demand in telling)


def _parted(meaning: str) -> tuple[str, str]:
    """What a digit's meaning says, and what it denies; *with or without* something says nothing."""
    meaning = _EITHER.sub("", meaning)
    denied = _DENIED.search(meaning)
    spelt = meaning[: denied.start()] + meaning[denied.end() :] if denied else meaning
    return spelt.strip(" ,;"), denied[1] if denied else ""


def _wording_is_met(text: str, available: frozenset[str]) -> bool:
    return any(demand and (demand - _EMPTY or demand) <= available for demand in demands(outside(text)))


def _part_is_met(meaning: str, available: frozenset[str]) -> bool:
    if words(meaning)[:1] == ("unspecified",) or any(says_nothing(piece) for piece in meaning.split(",")):
        return True
    if _RESIDUAL & frozenset(words(meaning)[:1]):
        return False
    for demand in demands(meaning):
        wanted = demand - available - _UNSAID - (_EMPTY if demand & available else frozenset())
        if wanted <= (_GENERAL if _UNSAID & frozenset(stems(meaning)) else frozenset()):
            return True
    return False


def says_nothing(piece: str) -> bool:
    """*unspecified type*, *site unspecified*, *affecting unspecified side*."""
    said = frozenset(stems(piece))
    return bool(said & _UNSAID) and said <= _UNSAID | _GENERAL | _JOINING
