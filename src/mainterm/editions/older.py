"""Loads what the Guidelines of earlier years say of what those of FY2012 say, section by section."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the Guidelines leave to the record, about some codes."""

    of: tuple[str, ...]
    asks: str


@dataclass(frozen=True, slots=True)
class OlderGuidelines:
    """The years whose Guidelines they are; by a section of FY2012's those that say the same, the first one foremost.

    `otherwise` are rules that these years have not though they have the section, each with what it says instead, and
    `always` those that hold though they have it not. `asked` is what is asked in place of a rule.
    """

    years: frozenset[int]
    same: Mapping[str, tuple[str, ...]]
    otherwise: Mapping[str, str]
    always: frozenset[str]
    asked: Mapping[str, Asked]


@cache
def older_guidelines() -> OlderGuidelines:
    """The Guidelines that NCHS published with the books of FY1998, FY1999, FY2001 and FY2002."""
    table = tomllib.loads(files("mainterm.editions").joinpath("guidelines.older.toml").read_text(encoding="utf-8"))
    same = {of: (said,) if isinstance(said, str) else tuple(said) for of, said in table["same"].items()}
    asked = {each["rule"]: Asked(tuple(each["of"]), each["asks"]) for each in table["asked"]}
    always = frozenset(table["always"])
    return OlderGuidelines(frozenset(table["years"]), same, table["otherwise"], always, asked)


def section_ids(section: str, year: int) -> tuple[str, ...]:
    """The sections of a year's Guidelines that say what a section of FY2012's says; none where they do not say it.

    Of a year whose own were not published with the books it is the section itself.
    """
    older = older_guidelines()
    return older.same.get(section, ()) if year in older.years else (section,)
