"""Wide tables: an encounter a row, a column for each of its diagnoses, indicators and procedures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from mainterm.audit.gather import FACTS, Coded, gather
from mainterm.audit.row import Place, Row, Rows
from mainterm.audit.tables import Table
from mainterm.model.encounter import Encounter


class Wide:
    """A wide table, which knows what of a row is what."""

    def __init__(self, table: Table) -> None:
        one, many = table.columns.one, table.columns.many
        self.table = table
        self.listed = Listed(many)
        self.facts = [(field, one[field]) for field in FACTS if field in one]
        self._operated = "px" in many

    def rows(self) -> Rows:
        """The encounters of the table."""
        return (self.row(*each) for each in self.told())

    def told(self) -> Iterator[tuple[int, list[str], str]]:
        """The rows of the table as they stand there, without the header."""
        return islice(self.table.rows(), 1, None)

    def row(self, line: int, row: list[str], wrong: str) -> Row:
        """What a row of the table tells."""
        place = Place(self.table.source.name, line)
        if wrong:
            return Row(place, None, (wrong,))
        encounter, problems = self.gathered(row, self.listed.diagnoses(row))
        return Row(place, encounter, tuple(problems))

    def gathered(self, row: Sequence[str], diagnoses: Coded) -> tuple[Encounter, list[str]]:
        """The encounter of these diagnoses and of what else the row tells, and what is wrong with it."""
        told = {field: row[at] for field, at in self.facts}
        return gather(told, diagnoses, self.listed.procedures(row), self._operated)


class Listed:
    """Takes what is listed out of a row: the principal first, external causes last, each with its indicator or date.

    `coded` are the columns of the diagnoses, each with that of its indicator (-1 where it has none), and `done` those
    of the procedures with their dates. `is_plain` is so where no column can repeat what another says.
    """

    def __init__(self, many: Mapping[str, Sequence[int]]) -> None:
        first, others, causes = (tuple(many.get(field, ())) for field in ("principal", "dx", "ecode"))
        poas = tuple(many.get("poa", ()))
        codes = (*first, *others, *causes)
        lead = len(first) if len(poas) <= len(others) + len(causes) else 0
        self.is_plain = not first
        self.coded = list(zip(codes, _padded((*[-1] * lead, *poas), len(codes)), strict=True))
        procedures = tuple(many.get("px", ()))
        self.done = list(zip(procedures, _padded(tuple(many.get("pxdate", ())), len(procedures)), strict=True))

    def diagnoses(self, row: Sequence[str]) -> Coded:
        """The diagnoses; a principal one that the list repeats at its head stands once."""
        found = [(row[at], row[poa] if poa >= 0 else "") for at, poa in self.coded if row[at]]
        repeated = not self.is_plain and len(found) > 1 and found[0][0].strip() == found[1][0].strip()
        return found[1:] if repeated else found

    def procedures(self, row: Sequence[str]) -> Coded:
        """The procedures with their dates."""
        return [(row[at], row[day] if day >= 0 else "") for at, day in self.done if row[at]]


def _padded(columns: tuple[int, ...], length: int) -> tuple[int, ...]:
    return (*columns, *[-1] * length)[:length]
