"""Words and their stems: how a statement's word and the book's word are known to be the same one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[a-z0-9]+(?:[.'’][a-z0-9]+)*%?")

_LETTER_A: Final = re.compile(r"\ba\b")
_A: Final = re.compile(
    r"(\b(?:type|group|vitamin|provitamin|oleovitamin|hepatitis|hemophilia|haemophilia|influenza|virus|factor) )?"
    r"\ba\b(?! pattern)(?! (?:or|and) [a-z]\b)(?! *(?:[,;).]|$))"
)
"""The article, which is no word, unless a noun stands before it that a letter tells more of: *type A*, *vitamin A*."""

STOP: Final = frozenset(
    "an and or the of to by at on for from as is was be with in due into nec nos any other than".split()
)
"""Words that hold a phrase together: needed by no line, counted as no word left over."""

_LETTERED: Final = frozenset("type group hepatitis hep hemophilia influenza vitamin".split())
"""Words behind which an *a* is a letter, not an article."""

_KEPT: Final = frozenset("diabetes herpes lues rabies scabies caries series species facies pubes does has this".split())
_LATIN: Final = (  # plural ending, singular ending, letters that must stand before it
    ("cula", "culum", 3),
    ("ae", "a", 4),
    ("nges", "nx", 2),
    ("ices", "ix", 3),
    ("mata", "ma", 2),
    ("yses", "ysis", 3),
    ("oses", "osis", 2),
    ("eses", "esis", 3),
)
_LATIN_PLURALS: Final = tuple(plural for plural, _, _ in _LATIN)
_ROMAN: Final = {
    roman: str(number) for number, roman in enumerate("i ii iii iv v vi vii viii ix x xi xii xiii".split(), start=1)
}


_WHOLE: Final = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l"})
"""Letters that are not one with an accent."""


def fold(text: str) -> str:
    """Lower case, accents off, every kind of apostrophe as one."""
    low = text.lower()
    if low.isascii():
        return low
    flat = unicodedata.normalize("NFKD", low).translate(_WHOLE).replace("’", "'").replace("‘", "'")
    return "".join(c for c in flat if not unicodedata.combining(c))


@lru_cache(maxsize=100_000)
def words(text: str) -> tuple[str, ...]:
    """The words of `text`, folded, in their order; hyphens and slashes part words, points within numbers do not; the
    article *a* is none.

    >>> words("Crohn's disease, non-Hodgkin (22q11.2)")
    ("crohn's", 'disease', 'non', 'hodgkin', '22q11.2')
    >>> words("a deficiency of vitamin A"), words("a vitamin a deficiency")
    (('deficiency', 'of', 'vitamin', 'a'), ('vitamin', 'a', 'deficiency'))
    """
    folded = fold(text)
    if _LETTER_A.search(folded):
        folded = _A.sub(lambda a: a[0] if a[1] else "", folded)
    return tuple(_WORD.findall(folded))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """What a folded word shares with its plural and possessive: `ulcers` -> `ulcer`, `crohn's` -> `crohn`, `ii` -> `2`.

    English and Latin endings of number only: no adjective becomes a noun here, no ending that carries a meaning goes.
    Roman numerals count as the arabic ones, on both sides of every comparison.
    """
    word = _ROMAN.get(word, word)
    if "'" in word or "’" in word:
        word = word.removesuffix("'s").removesuffix("s'").replace("'", "").replace("’", "")
    if len(word) < 4 or word in _KEPT or word[-1].isdigit():
        return word
    if word.endswith(("ss", "us", "is", "itis", "ous")):
        return word
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")) and not word.endswith("aches"):
        return word[:-2]
    for plural, singular, least in _LATIN if word.endswith(_LATIN_PLURALS) else ():
        if word.endswith(plural) and len(word) - len(plural) >= least:
            return word[: -len(plural)] + singular
    if word.endswith("s"):
        return word[:-1]
    return word


def telling(found: Iterable[str]) -> Iterator[str]:
    """Of these words, in their order, those that carry meaning; the letter of *type A* does.

    >>> list(telling(words("hepatitis A in a child")))
    ['hepatitis', 'a', 'child']
    """
    before = ""
    for word in found:
        if word not in STOP or (word == "a" and before in _LETTERED):
            yield word
        before = word


@lru_cache(maxsize=100_000)
def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of `text` that carry meaning, in their order."""
    return tuple(map(stem, telling(words(text))))
