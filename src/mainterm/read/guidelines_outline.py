"""Tells the headings of the Guidelines by their labels (`A.`, `1.`, `a.`, `1)`, `(a)`, `(i)`) and gives them ids."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

APPENDIX: Final = "Appendix I"

_PART: Final = re.compile(rf"(?:Section (I{{1,3}}|IV)\.|({APPENDIX})(?:[:\s]|$))\s*(.*)")
_FORMS: Final = (
    (1, re.compile(r"([A-Z])\.(?=[\s\D])\s*(.*)")),
    (2, re.compile(r"(\d{1,2})\.(?!\d)\s*(.*)")),
    (3, re.compile(r"([a-z])\.(?=\s)\s*(.*)")),
    (4, re.compile(r"(\d{1,2})\)\s*(.*)")),
    (5, re.compile(r"\(([a-z])\)\s*(.*)")),
    (6, re.compile(r"\(([ivx]+)\)\s*(.*)")),
    (7, re.compile(r"([a-z])\.(?=\s)\s*(.*)")),  # I.C.17.c.1 lists a., b., c. below 1)
)
"""The labels by depth: `A.`, `1.`, `a.`, `1)`, `(a)`, `(i)`, and `a.` again in a list below `1)`."""

_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


@dataclass(slots=True)
class Outline:
    """The headings that are open at a place of the text, as (depth, label)."""

    open: list[tuple[int, str]] = field(default_factory=list)

    def heading(self, text: str) -> tuple[str, str] | None:
        """The id and the rest of `text` where it is the next heading, or None.

        A label is a heading's only where its turn has come: behind its predecessor at the same depth, or as the first
        (A, 1, a, i) below the deepest open heading.
        """
        part = _PART.fullmatch(text)
        if part:
            self.open = []
            return self._open(0, *_label(part))
        if not self.open:
            return None
        candidates = [(depth, *_label(match)) for depth, form in _FORMS if (match := form.fullmatch(text))]
        for depth, label, rest in reversed(candidates):
            if any(depth == d and label == _successor(d, last) for d, last in self.open):
                return self._open(depth, label, rest)
        for depth, label, rest in candidates:
            if depth > self.open[-1][0] and label == _first(depth):
                return self._open(depth, label, rest)
        return None

    def _open(self, depth: int, label: str, rest: str) -> tuple[str, str]:
        self.open = [(d, last) for d, last in self.open if d < depth] + [(depth, label)]
        return ".".join(last for _, last in self.open), rest


def _label(match: re.Match[str]) -> tuple[str, str]:
    groups = match.groups()
    return next(label for label in groups[:-1] if label), groups[-1]


def _first(depth: int) -> str:
    return {1: "A", 2: "1", 3: "a", 4: "1", 5: "a", 6: "i", 7: "a"}[depth]


def _successor(depth: int, label: str) -> str:
    if depth in (2, 4):
        return str(int(label) + 1)
    if depth == 6:
        return _ROMAN[_ROMAN.index(label) + 1] if label in _ROMAN[:-1] else ""
    return chr(ord(label) + 1) if len(label) == 1 else ""
