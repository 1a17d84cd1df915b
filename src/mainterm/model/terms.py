"""What a term of the Index demands of a statement: the sets of words any one of which must all be there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from mainterm.model.words import STOP, fold, stem, stems, telling, words

RELATION: Final = STOP | frozenset(
    "affecting associated attributed because during following involving mention resulting caused causing "
    "complicating complicated when where which or such type episode off unspecified".split()
)
"""Words that only join a subterm to the line above it. A line of nothing else is a connective, as *with* is."""

_UNLIKE: Final = (  # variants of one word, or words that the Index sets as one, which do not begin alike
    "tooth teeth", "anus anal ani", "nose nasal", "heart cardiac", "sprain strain", "tear torn", "palsy paralysis",
    "puerperal postpartum postpartal childbirth", "newborn neonatorum", "lacrimal lachrymal", "anoxic hypoxic",
    "akathisia acathisia", "keloid cheloid", "spinal vertebral", "thornwaldt's tornwaldt's",
    "carpal metacarpal", "tarsal metatarsal",
)  # fmt: skip
_GROUP: Final = {word: group for group in _UNLIKE for word in group.split()}

DENIAL: Final = frozenset({"without", "not", "no"})
DENIED: Final = "¬"
"""Stands before the stem of a word that is denied: `without hemorrhage` demands `¬hemorrhage`."""

_UNTOLD: Final = STOP | {"diagnosis"}
"""What no statement denies: *Findings, abnormal, without diagnosis* asks no one to say so."""

_ELSEWHERE: Final = frozenset({"classified", "elsewhere"})
"""*Due to or associated with condition(s) classified elsewhere* joins what stands below it to what stands above."""
_CONDITIONS: Final = frozenset({"condition", "conditions", "disease", "diseases"})
_MAY_JOIN: Final = RELATION | _ELSEWHERE | _CONDITIONS | {"secondary", "without"}
"""What the first word of a line is that only joins: the others are known for none by it."""
_MANAGED: Final = ("management", "affected", "by")
"""*Management affected by* joins to a pregnancy what stands below it, as *complicated by* does."""
_COMBINED: Final = re.compile(r"\bcombined (?=(?!with\b)\w+(?: \w+)? and \w)", re.I)
"""*Combined systolic and diastolic*: who says both need not say that they are combined."""
_OTHER_THAN_LAPAROSCOPIC: Final = re.compile(r"\b(?:open and other|other and open|other open)\b", re.I)
"""How the Index to Procedures names what is not done through a scope: no word of it need be said."""
_RESIDUAL: Final = frozenset("other unspecified not otherwise specified".split())

_NOT_TOLD: Final = DENIAL | frozenset("other unspecified".split())
"""Words of a title that is for the rest, or for what is without something."""

_EXCEPT: Final = re.compile(r"(?<=\w),?\s+(?:except|excluding)\b.*$", re.I)
"""What a line leaves to others asks for no word: *hand, except finger(s) alone*."""

_WHICHEVER: Final = re.compile(r"(?<=\w),\s+any\b[^,]*")
"""Nor does what a line takes in whichever it is: *pollen, any plant or tree*."""
_EITHER: Final = re.compile(r"\band(?= subcutaneous\b)")
"""An *and* that stands for *or* as well: *skin and subcutaneous tissue*."""
_OF_ONE: Final = re.compile(r"(?:,|(?<=thumb))\s+of one(?: hand| foot)?$")
"""Nor does one need to be told that it is of one: *finger(s), of one hand*, *phalanx, phalanges, of one*."""
COUNTING: Final = re.compile(r"^(?:the )?(?:total )?number of\b", re.I)
"""How a line of a note begins that names codes for a number: *number of vessels treated (00.40-00.43)*."""
_EXCLUDES: Final = re.compile(r"^\s*Excludes:*")
_NO_NAME: Final = re.compile(
    r"\b(?:that|those|except|unless|other than|such as|any|if|when|not|no|without|specified|certain|types?|alone)\b",
    re.I,
)
"""Words by which a line of a note speaks of more than it names, or of less."""
_INVOLVED: Final = re.compile(r",|\b(?:or|except|excluding|combined|open)\b", re.I)
"""What makes more of a head than its words: most heads have none of these."""
_ASIDE: Final = re.compile(r"\([^()]*\)|\[[^][]*\]")
"""What a term may have or not."""

_LISTED: Final = re.compile(r",\s*(?:or|and/or)\b")
"""What ends a list of alternatives: *with arm, rib, or sternum*."""
_OR: Final = re.compile(r"\s*,?\s*\bor\b\s*")
_LIST: Final = re.compile(r"\s*(?:,\s*(?:or|and/or)\b|,|\bor\b)\s*")
_NAMED: Final = frozenset(map(stem, ("specified", "current", "disease", "complicated")))
_SAME_WORD: Final = 3  # letters that variants of a word share: Diabetes, diabetic; femur, femoral


@lru_cache(maxsize=32_768)
def same(stems: frozenset[str]) -> frozenset[str]:
    """These stems, in the one copy of them that is kept: the same few stand in many a line and in many a way."""
    return stems


@lru_cache(maxsize=200_000)
def demands(head: str) -> tuple[frozenset[str], ...]:
    """The alternatives that the essential words of a line leave, as stems; any one of them suffices.

    Commas part variants of one word (`Diabetes, diabetic`: either) from inverted modifiers (`angiopathy, peripheral`:
    both); *or* joins alternatives that share the words before it (`Skene's duct or gland`).

    >>> [sorted(d) for d in demands("Skene's duct or gland")]
    [['duct', 'skene'], ['gland', 'skene']]
    >>> [sorted(d) for d in demands("complicating pregnancy, childbirth, or puerperium")]
    [['pregnancy'], ['childbirth'], ['puerperium']]
    >>> [sorted(d) for d in demands("Disease, diseased")], [sorted(d) for d in demands("angiopathy, peripheral")]
    ([['disease'], ['diseased']], [['angiopathy', 'peripheral']])
    >>> [sorted(d) for d in demands("retention without hemorrhage")]
    [['retention', '¬hemorrhage']]
    >>> [sorted(d) for d in demands("other and open with graft")]
    [['graft']]
    >>> [sorted(d) for d in demands("hand, except finger(s) alone")]
    [['hand']]
    >>> [sorted(d) for d in demands("pollen, any plant or tree")]
    [['pollen']]
    >>> [sorted(d) for d in demands("leg with arm, rib, or sternum")]
    [['arm', 'leg'], ['leg', 'rib'], ['leg', 'sternum']]
    >>> [sorted(d) for d in demands("combined systolic and diastolic")]
    [['diastolic', 'systolic']]
    >>> [sorted(d) for d in demands("skin and subcutaneous tissue")]
    [['skin'], ['subcutaneous', 'tissue']]
    """
    head = _EITHER.sub("or", head)
    if _INVOLVED.search(head) is None:
        return (same(_stems(_OF_ONE.sub("", head))),)
    head = _OF_ONE.sub("", head)
    head = _WHICHEVER.sub("", _EXCEPT.sub("", _COMBINED.sub("", _OTHER_THAN_LAPAROSCOPIC.sub(" ", head))))
    listed = _LISTED.search(head) is not None
    first, joint, rest = head.partition(" with ")
    if listed and joint and _LISTED.search(rest):
        return tuple(dict.fromkeys(same(one | other) for one in demands(first) for other in demands(rest)))
    pieces = [head] if listed else [piece for piece in head.split(",") if piece.strip()]
    sets = [frozenset[str]()]
    for group in _variants(pieces):
        sets = [one | other for one in sets for piece in group for other in _alternatives(piece, listed)]
    return tuple(dict.fromkeys(same(s) for s in sets if s)) or (frozenset(),)


def written(alternatives: Iterable[frozenset[str]]) -> str:
    """Alternatives as an edition's file has them: parted by |, the stems of each in their order, parted by spaces.

    >>> written(demands("Skene's duct or gland"))
    'duct skene|gland skene'
    """
    return "|".join(" ".join(sorted(one)) for one in alternatives)


@lru_cache(maxsize=32_768)
def read_alternative(text: str) -> frozenset[str]:
    """The stems of one alternative as it is written, in the one copy of them that is kept."""
    return same(frozenset(text.split()))


def demanded_below(head: str, above: str) -> tuple[frozenset[str], ...]:
    """What a line demands below another: each of its words denied, where that one denies what stands below it."""
    alternatives = demands(head)
    if not denies(above):
        return alternatives
    return tuple(frozenset(DENIED + stem for stem in demand) for demand in alternatives)


def of_one(head: str) -> frozenset[str]:
    """The stems by which a line says that it is of one: *finger(s), of one hand* may say hand."""
    found = _OF_ONE.search(head)
    return frozenset(stem(word) for word in words(found[0]) if word not in RELATION) if found else frozenset()


def is_connective(head: str) -> bool:
    """Whether a line only joins what stands below it to what stands above: *with*, *due to*, *in*."""
    found = words(head)
    if found == _MANAGED:
        return True
    if found and found[0] not in _MAY_JOIN:
        return False
    joints = RELATION | _ELSEWHERE | _CONDITIONS if frozenset(found) >= _ELSEWHERE else RELATION
    return bool(found) and (all(word in joints for word in found) or found in (("secondary", "to"), ("without",)))


def denied_by(head: str) -> frozenset[str]:
    """What a line denies that says nothing else (*without behavioral disturbance*); empty for any other line."""
    found = demands(head)
    if len(found) != 1 or not all(stem.startswith(DENIED) for stem in found[0]):
        return frozenset()
    return frozenset(stem.removeprefix(DENIED) for stem in found[0])


def denies(head: str) -> bool:
    """Whether what stands below a line is what it denies: *Died, without*, and below it *sign of disease*."""
    return words(head)[-1:] == ("without",)


def about_denial(said: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    """The stems of these words, each as often as it is said: those before the first denial, and those behind it."""
    at = next((number for number, word in enumerate(said) if word in DENIAL), len(said))
    before, behind = ([stem(word) for word in part if word not in STOP] for part in (said[:at], said[at:]))
    return Counter(before), Counter(behind)


def is_wording(said: Sequence[str], term: str) -> bool:
    """Whether words are a term: all of it, or without what it has in parentheses or brackets, which may be left out.

    >>> [is_wording(words(said), "Rigid cervix (uteri)") for said in ("cervix uteri, rigid", "rigid cervix", "cervix")]
    [True, True, False]
    """
    wordings = (about_denial(words(text)) for text in (term, _ASIDE.sub(" ", term)))
    return all(least <= own <= most for own, most, least in zip(about_denial(said), *wordings, strict=True))


def excluded(text: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """What each part of a line of an Excludes note demands, as `demands`; its colons part it, its codes are none.

    Nothing where a line does not name a condition by its words alone: *those with ...*, *except ...*, *specified ...*.

    >>> [[sorted(d) for d in part] for part in excluded("Excludes: bronchitis: allergic NOS (493.9)")]
    [[['bronchitis']], [['allergic']]]
    >>> excluded("Excludes: that with influenza (487.1)")
    ()
    """
    plain = _ASIDE.sub(" ", _EXCLUDES.sub("", text))
    if _NO_NAME.search(plain) or not words(plain) or words(plain)[0] in RELATION:
        return ()
    return tuple(demands(part.strip(" ,.")) for part in plain.split(":") if part.strip(" ,."))


def met(alternatives: Sequence[frozenset[str]], said: frozenset[str]) -> frozenset[str] | None:
    """The most of these words that are said, of an alternative all of whose words are; None where there is none."""
    return max((one for one in alternatives if one <= said), key=len, default=None)


def told_more(unspecified: str, title: str) -> frozenset[str]:
    """The stems that a title has and that of the code beside it for what is not specified has not; none where the one
    is not for that alone, or the other is for the rest or denies something."""
    said, more = words(title), frozenset(stems(title)) - frozenset(stems(unspecified))
    open_one = "unspecified" in words(unspecified) and "or" not in words(unspecified)
    return more if open_one and _NOT_TOLD.isdisjoint(said) else frozenset()


def is_residual(head: str) -> bool:
    """Whether a line is for what the lines beside it do not name: *other*, *open and other*, *unspecified*."""
    return bool(words(head)) and all(word in _RESIDUAL for word in words(_OTHER_THAN_LAPAROSCOPIC.sub(" ", head)))


def is_open_or_other(head: str) -> bool:
    """Whether a line says in so many words that it is for what is done openly, and otherwise."""
    return _OTHER_THAN_LAPAROSCOPIC.search(head) is not None


def _stems(text: str) -> frozenset[str]:
    found = words(text)
    if DENIAL.isdisjoint(found) and (plain := [stem(word) for word in found if word not in RELATION]):
        return frozenset(plain)
    at = next((n for n, word in enumerate(found) if word in DENIAL and found[n - 1 : n] != ("do",)), len(found))
    said = list(found) if found == ("a",) else list(telling(found[:at]))
    kept = [stem(w) for w in said if w not in RELATION or w == "a"] or list(map(stem, said))
    return frozenset(kept).union(DENIED + stem(w) for w in found[at + 1 :] if w not in _UNTOLD)


def _variants(pieces: list[str]) -> list[list[str]]:
    """Neighbouring pieces of one word each that begin alike, as one group of alternatives; they share what precedes."""
    groups: list[list[str]] = []
    for piece in pieces:
        if groups and _alike(groups[-1][-1], piece):
            groups[-1].append(" ".join([*groups[-1][0].split()[:-1], piece.strip()]))
        else:
            groups.append([piece])
    return groups


def _alike(one: str, other: str) -> bool:
    first, second = fold(one).split(), fold(other).split()
    if len(second) != 1 or not first:
        return False
    shared = min(_SAME_WORD, len(second[0]) if len(second[0]) == _SAME_WORD else len(second[0]) - 1)
    known = _GROUP.get(second[0])
    return first[-1][:shared] == second[0][:shared] or (known is not None and _GROUP.get(first[-1]) == known)


def _alternatives(piece: str, listed: bool) -> list[frozenset[str]]:
    """The sides of an *or* (of commas too, in a list that ends in *or*), each with the words that they share."""
    first, *others = [side for side in (_LIST if listed else _OR).split(piece) if side.strip()] or [""]
    shared = " ".join(first.split()[:-1])
    return [_stems(first), *(_stems(f"{shared} {side}") for side in others)]


def lent_by_guideline(paragraph: str) -> frozenset[str]:
    """The stems that a paragraph of the guidelines lends to the lines that lead to a code which it names.

    What it is obeyed for is a condition that the statement names: where a line asks for a *specified* one, or for a
    *current disease*, by which another is *complicated*, it is.
    """
    return frozenset(stems(paragraph)) | _NAMED
