"""Loads what the Guidelines of earlier years say of what those of FY2012 say, section by section."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

OWN: Final = frozenset({1998, 1999, 2001, 2002})
"""The years whose Guidelines are others than FY2012's and were published by NCHS with the books."""


class Asked(NamedTuple):
    """A question that the Guidelines leave to the record, about some codes."""

    of: tuple[str, ...]
    asks: str


class OlderGuidelines(NamedTuple):
    """By a section of FY2012's those of the years in `OWN` that say the same, the first one foremost.

    `otherwise` are rules that these years have not though they have the section, each with what it says instead, and
    `always` those that hold though they have it not. `asked` is what is asked in place of a rule.
    """

    same: Mapping[str, tuple[str, ...]]
    otherwise: Mapping[str, str]
    always: frozenset[str]
    asked: Mapping[str, Asked]


@cache
def older_guidelines() -> OlderGuidelines:
    """The Guidelines of the years in `OWN`."""
    import tomllib  # no other year reads it

    table = tomllib.loads(Path(__file__).with_name("guidelines.older.toml").read_text(encoding="utf-8"))
    same = {of: (said,) if isinstance(said, str) else tuple(said) for of, said in table["same"].items()}
    asked = {each["rule"]: Asked(tuple(each["of"]), each["asks"]) for each in table["asked"]}
    always = frozenset(table["always"])
    return OlderGuidelines(same, table["otherwise"], always, asked)


def section_ids(section: str, year: int) -> tuple[str, ...]:
    """The sections of a year's Guidelines that say what a section of FY2012's says; none where they do not say it.

    Of a year whose own were not published with the books it is the section itself.
    """
    return older_guidelines().same.get(section, ()) if year in OWN else (section,)
