"""The audit as the surfaces call it: files, or an encounter on one line, against the rules that are chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mainterm.audit.as_json import audit_json
from mainterm.audit.auditing import Audit, audit_rows
from mainterm.audit.choice import chosen_rules
from mainterm.audit.kinds import GUESSED, Form, Kind, Told, read_files
from mainterm.audit.notation_form import read_line
from mainterm.audit.row import Place, Rows
from mainterm.audit.source import STANDARD, Source
from mainterm.audit.tally import RuleTally, Tally
from mainterm.model.edition import Book
from mainterm.rules.book import all_rules
from mainterm.rules.declare import Severity

__all__ = [
    "ALL", "GUESSED", "Audit", "Choice", "Form", "Kind", "RuleTally", "Source", "Tally", "Told", "audit", "audit_json",
    "read_inputs",
]  # fmt: skip

TYPED: Final = Place("as typed", 0)
_PATH: Final = re.compile(r"/|\\\\|\.[a-z]\w*$", re.I)
"""What a path has and an encounter has not."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rules are run: selected and ignored by id or section, and none less grave than `least`."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    least: Severity | None = None


ALL: Final = Choice()


def audit(
    book: Book, inputs: Sequence[str], form: Form = GUESSED, choice: Choice = ALL, told: Told = lambda _: None
) -> Iterator[Audit]:
    """The audit of these files, or of one encounter in the notation, row by row.

    Raises ValueError with one line for a rule that there is not, and for an input that is neither.
    """
    rules = chosen_rules(all_rules(), choice.select, choice.ignore, choice.least)
    return audit_rows(read_inputs(inputs, form, told), book, rules)


def read_inputs(inputs: Sequence[str], form: Form = GUESSED, told: Told = lambda _: None) -> Rows:
    """The encounters of these files, or the one that the only input spells."""
    missing = next((each for each in inputs if each != STANDARD and not Path(each).exists()), None)
    if missing is None:
        return read_files(inputs, form, told)
    if _PATH.search(missing):
        raise ValueError(f"{missing}: there is no such file")
    row = read_line(TYPED, missing)
    if row.encounter is None or len(inputs) > 1:
        raise ValueError(f"{missing}: is no file, and no encounter: {' '.join(row.problems) or 'one is given alone'}")
    return iter((row,))
