"""What a repair found, summed up as it goes: statuses, repairs, years, and the values to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from mainterm.history.repair import Repaired, Status, Sure

BAD_ROW: Final = "bad row"

_MOST_EXAMPLES: Final = 20_000
"""Different values that a report keeps: those that come often are among the first so many."""


@dataclass(slots=True)
class Report:
    """How many values came to what, of which year, by which repairs; the values that were not valid as they came.

    Year 0 is that of values without a date, or without an edition on it. `kinds` has what the columns hold whose names
    do not tell it: dx, px or any.
    """

    statuses: Counter[str] = field(default_factory=Counter)
    mends: Counter[str] = field(default_factory=Counter)
    lost: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    by_year: Counter[tuple[int, Outcome]] = field(default_factory=Counter)
    examples: Counter[Repaired] = field(default_factory=Counter)

    def count(self, repaired: Repaired, year: int = 0) -> None:
        """One value more."""
        self.statuses[repaired.status.value] += 1
        self.mends.update(mend.value for mend in repaired.mends)
        if repaired.status is Status.EMPTY:
            return
        outcome = outcome_of(repaired)
        self.by_year[year, outcome] += 1
        if outcome is not Outcome.VALID and (repaired in self.examples or len(self.examples) < _MOST_EXAMPLES):
            self.examples[repaired] += 1


class Outcome(StrEnum):
    """What a researcher has to do about a value: nothing, look at a sample, decide, or leave it out."""

    VALID = "valid"
    """A code of its date as it came, but for point, capitals and marks."""
    REPAIRED = "repaired"
    """One reading, with something put back."""
    DOUBTFUL = "doubtful"
    """Two readings, or digits wanting."""
    INVALID = "invalid"
    """No code on its date."""


def outcome_of(repaired: Repaired) -> Outcome:
    """What is to be done about a value that is not empty."""
    if repaired.status is Status.VALID:
        return Outcome.VALID if repaired.sure is Sure.CERTAIN else Outcome.REPAIRED
    return Outcome.DOUBTFUL if repaired.status in (Status.AMBIGUOUS, Status.HEADING) else Outcome.INVALID


def told(report: Report) -> Iterator[tuple[str, int]]:
    """What the report counts, most first: statuses in their order, then repairs."""
    order = [*(status.value for status in Status), BAD_ROW]
    yield from ((status, report.statuses[status]) for status in order if report.statuses[status])
    yield from (("repair: " + mend, count) for mend, count in report.mends.most_common())
