"""Wide tables: an encounter a row, a column for each of its diagnoses, indicators and procedures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from mainterm.audit.gather import FACTS, Coded, gather
from mainterm.audit.row import Place, Row, Rows
from mainterm.audit.tables import Table


def read_wide(table: Table) -> Rows:
    """The encounters of the table."""
    one, many = table.columns.one, table.columns.many
    facts = [(field, one[field]) for field in FACTS if field in one]
    listed = _Listed(many)
    operated = "px" in many
    name = table.source.name
    for line, row, wrong in islice(table.rows(), 1, None):
        place = Place(name, line)
        if wrong:
            yield Row(place, None, (wrong,))
            continue
        told = {field: row[at] for field, at in facts}
        encounter, problems = gather(told, listed.diagnoses(row), listed.procedures(row), operated)
        yield Row(place, encounter, tuple(problems))


class _Listed:
    """Takes what is listed out of a row: the principal first, external causes last, each with its indicator or date."""

    def __init__(self, many: Mapping[str, Sequence[int]]) -> None:
        first, others, causes = (tuple(many.get(field, ())) for field in ("principal", "dx", "ecode"))
        poas = tuple(many.get("poa", ()))
        codes = (*first, *others, *causes)
        lead = len(first) if len(poas) <= len(others) + len(causes) else 0
        self._principal = len(first)
        self._diagnoses = list(zip(codes, _padded((*[-1] * lead, *poas), len(codes)), strict=True))
        procedures = tuple(many.get("px", ()))
        self._procedures = list(zip(procedures, _padded(tuple(many.get("pxdate", ())), len(procedures)), strict=True))

    def diagnoses(self, row: list[str]) -> Coded:
        """The diagnoses; a principal one that the list repeats at its head stands once."""
        found = [(row[at], row[poa] if poa >= 0 else "") for at, poa in self._diagnoses if row[at]]
        repeated = self._principal and len(found) > 1 and found[0][0].strip() == found[1][0].strip()
        return found[1:] if repeated else found

    def procedures(self, row: list[str]) -> Coded:
        """The procedures with their dates."""
        return [(row[at], row[day] if day >= 0 else "") for at, day in self._procedures if row[at]]


def _padded(columns: tuple[int, ...], length: int) -> tuple[int, ...]:
    return (*columns, *[-1] * length)[:length]
