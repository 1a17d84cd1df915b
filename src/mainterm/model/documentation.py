"""What free words of a record affirm: the stems of those that it does not deny, rule out or tell of another time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.words import stems

_CLAUSE: Final = re.compile(r"[,;:]|\.(?:\s|$)|\b(?:but|however|although)\b", re.I)
_DENIED: Final = re.compile(
    r"\b(?:no|not|without|denies|denied|never|none|nor|neither|negative for|free of|absence of|family history)\b.*",
    re.I,
)
_NOT_SO: Final = re.compile(
    r"\b(?:ruled out|rule out|r/o|history of|h/o|resolved|unlikely|excluded|prior to|years ago|months ago)\b", re.I
)
_CUES: Final = frozenset(("history", "rule", "ruled", "out", "resolved"))
"""Words that stay said although what they speak of is not: a rule may ask for them."""


def said_in(documentation: str) -> frozenset[str]:
    """The stems of the words that the record affirms.

    >>> sorted(said_in("Sepsis due to wound infection, no shock. History of breast cancer; pneumonia ruled out"))
    ['history', 'infection', 'out', 'ruled', 'sepsis', 'wound']
    """
    return frozenset(stem for clause in _CLAUSE.split(documentation) for stem in _affirmed(clause))


def _affirmed(clause: str) -> Iterator[str]:
    kept = _DENIED.sub("", clause)
    found = stems(kept)
    return (stem for stem in found if stem in _CUES) if _NOT_SO.search(kept) else iter(found)
