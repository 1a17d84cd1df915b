"""Codes that a guideline asks for beside another, where the statement's own words lead to them."""

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


def wanted(codes: Sequence[str]) -> Pair | None:
    """The first pair of which `codes` have only the one half."""
    for pair in PAIRS:
        halves = any(within(code, pair.code) for code in codes), any(within(code, pair.partner) for code in codes)
        if halves == (True, False):
            return pair
    return None
