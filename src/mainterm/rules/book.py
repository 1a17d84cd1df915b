"""All rules, in the order of the guidelines."""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import Final

from mainterm.rules import (
    chapter_01,
    chapter_02,
    chapter_03,
    chapter_04,
    chapter_06,
    chapter_07,
    chapter_08,
    chapter_10,
    chapter_11,
    chapter_12,
    chapter_15,
    chapter_17,
    chapter_19,
    general,
)
from mainterm.rules.declare import Rule

MODULES: Final[tuple[ModuleType, ...]] = (
    general,
    chapter_01,
    chapter_02,
    chapter_03,
    chapter_04,
    chapter_06,
    chapter_07,
    chapter_08,
    chapter_10,
    chapter_11,
    chapter_12,
    chapter_15,
    chapter_17,
    chapter_19,
)
"""The modules of rules, one a chapter of the guidelines, in their order."""


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule that the modules declare, in the order in which they stand there."""
    return tuple(rule for module in MODULES for rule in vars(module).values() if isinstance(rule, Rule))
