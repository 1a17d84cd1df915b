"""What the guidelines say of a set of codes: one that is wanted beside another, one that is in doubt there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mainterm.model.code import within


@dataclass(frozen=True, slots=True)
class Pair:
    """A code of `code` needs one of `partner` before or after it: the guideline that says so, and its page."""

    code: str
    partner: str
    before: bool
    guideline: str
    page: int


PAIRS: Final = (
    Pair("995.91", "038.0-038.9", before=True, guideline="I.C.1.b.2.a", page=17),
    Pair("995.92", "038.0-038.9", before=True, guideline="I.C.1.b.2.a", page=17),
    Pair("362.11", "401.0-405.9", before=False, guideline="I.C.7.a.6", page=37),
)


INCIDENTAL: Final = "V22.2"
"""Pregnancy as incidental to what is treated: only where the provider says so (I.C.11.a.1, page 44)."""


def is_doubtful(codes: Sequence[str]) -> bool:
    """Whether a code stands there that by the guidelines needs a word of the provider's which no code shows."""
    return INCIDENTAL in codes and len(codes) > 1


def wanted(codes: Sequence[str]) -> Pair | None:
    """The first pair of which `codes` have only the one half."""
    for pair in PAIRS:
        halves = any(within(code, pair.code) for code in codes), any(within(code, pair.partner) for code in codes)
        if halves == (True, False):
            return pair
    return None
