"""The audit as the surfaces call it: files, or an encounter on one line, against the rules that are chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from mainterm.audit.against import Before, Comparison, compare, comparison_json
from mainterm.audit.against_forms import AGAINST_HEADER, comparison_outcome, comparison_rows
from mainterm.audit.against_page import Compared, comparison_page
from mainterm.audit.as_csv import HEADER, audit_rows_csv
from mainterm.audit.as_json import audit_json
from mainterm.audit.auditing import Audit, audit_rows
from mainterm.audit.choice import chosen_rules
from mainterm.audit.editions import Editions
from mainterm.audit.kinds import GUESSED, Form, Kind, Told, read_files
from mainterm.audit.notation_form import read_line
from mainterm.audit.outcome import operation_outcome
from mainterm.audit.page import Report, html_page
from mainterm.audit.row import Place, Rows
from mainterm.audit.samples import Samples
from mainterm.audit.source import STANDARD, Source
from mainterm.audit.tally import Tally
from mainterm.audit.words import cited, person, said_fix
from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.book import all_rules
from mainterm.rules.declare import Severity
from mainterm.rules.run import Judgement, judge
from mainterm.service.open import is_installed, open_edition

__all__ = [
    "AGAINST_HEADER", "ALL", "GUESSED", "HEADER", "Audit", "Auditor", "Choice", "Compared", "Comparison", "Form",
    "Kind", "Samples", "Source", "Tally", "Told", "audit_json", "audit_rows_csv", "cited", "comparison_json",
    "comparison_outcome", "comparison_rows", "operation_outcome", "person", "read_inputs", "said_fix",
]  # fmt: skip

TYPED: Final = Place("as typed", 0)
_PATH: Final = re.compile(r"/|\\|\.[a-z]\w*$", re.I)
"""What a path has and an encounter has not."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rules are run: selected and ignored by id or section, and none less grave than `least`."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    least: Severity | None = None


ALL: Final = Choice()


class Auditor:
    """An edition and the rules chosen. Raises ValueError with one line for a rule that there is not.

    If `dated`, an encounter is judged by the edition of its date where that is installed, else by this one.
    """

    def __init__(self, book: Book, choice: Choice = ALL, dated: bool = False) -> None:
        self._book = book
        self._rules = chosen_rules(all_rules(), choice.select, choice.ignore, choice.least)
        self._editions = Editions(book, self._rules, installed_year if dated else lambda _: None)

    def audit(self, inputs: Sequence[str], form: Form = GUESSED, told: Told = lambda _: None) -> Iterator[Audit]:
        """The audit of these files, or of one encounter in the notation, row by row.

        Raises ValueError with one line for an input that is neither.
        """
        return audit_rows(read_inputs(inputs, form, told), self._editions)

    def sum_up(
        self, inputs: Sequence[str], tally: Tally, form: Form = GUESSED, told: Told = lambda _: None
    ) -> Iterator[int]:
        """Counts the audit of these inputs, and nothing else; how many encounters there were, from time to time.

        With numpy, encounters are judged many at a time. Raises ValueError as `audit`.
        """
        if _not_there(inputs) or not find_spec("numpy"):
            for _ in tally.watch(self.audit(inputs, form, told)):
                yield tally.encounters
            return
        from mainterm.audit.portions import read_portions
        from mainterm.audit.sums import Sums

        yield from Sums(self._editions, tally).watch(read_portions(inputs, form, told))

    def compare(self, audits: Iterator[Audit], earlier: str, form: Form = GUESSED) -> Iterator[Comparison]:
        """The audits beside those of the earlier coding of the same encounters, found by their ids."""
        before = Before(read_inputs((earlier,), form))
        return compare(audits, before, self._judged)

    def _judged(self, encounter: Encounter) -> Judgement:
        book, rules, _ = self._editions.judging(encounter)
        return judge(encounter, book, rules)

    def page(self, inputs: Sequence[str], tally: Tally, samples: Samples) -> Iterator[str]:
        """The report as a page of HTML, part by part."""
        rules = {rule.id: rule for rule in self._rules.rules}
        return html_page(Report(inputs, tally, samples, self._book, rules))

    def comparison_page(self, inputs: Sequence[str], earlier: str, told: Compared) -> Iterator[str]:
        """What a comparison told as a page of HTML, part by part."""
        return comparison_page(", ".join(Path(each).name for each in inputs), earlier, told, self._book)


@cache
def installed_year(year: int) -> Book | None:
    """The edition of a fiscal year, where it is installed."""
    return open_edition(str(year)) if is_installed(str(year)) else None


def read_inputs(inputs: Sequence[str], form: Form = GUESSED, told: Told = lambda _: None) -> Rows:
    """The encounters of these files, or the one that the only input spells."""
    missing = _not_there(inputs)
    if not missing:
        return read_files(inputs, form, told)
    if _PATH.search(missing):
        raise ValueError(f"{missing}: there is no such file")
    row = read_line(TYPED, missing)
    if row.encounter is None or len(inputs) > 1:
        raise ValueError(f"{missing}: is no file, and no encounter: {' '.join(row.problems) or 'one is given alone'}")
    return iter((row,))


def _not_there(inputs: Sequence[str]) -> str:
    """The first of the inputs that is no file; "" where all are."""
    return next((each for each in inputs if each != STANDARD and not Path(each).exists()), "")
