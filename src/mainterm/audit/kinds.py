"""Of what form an input is, by how it begins, and the reader for it; tables that belong together are read together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from mainterm.audit.fhir import read_fhir
from mainterm.audit.json_form import read_json
from mainterm.audit.long import LongTables
from mainterm.audit.notation_form import read_lines
from mainterm.audit.row import Place, Row, Rows
from mainterm.audit.source import Source, opened_source
from mainterm.audit.tables import Table
from mainterm.audit.wide import read_wide
from mainterm.audit.x12 import read_x12
from mainterm.model.code import dotted
from mainterm.model.encounter import Setting


class Kind(StrEnum):
    """The forms in which encounters come."""

    NOTATION = "notation"
    JSON = "json"
    CSV = "csv"
    FHIR = "fhir"
    X12 = "x12"


@dataclass(frozen=True, slots=True)
class Form:
    """What is told of an input: its kind, its columns, and the setting of encounters that do not tell theirs."""

    kind: Kind | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    setting: Setting = Setting.UNKNOWN


GUESSED: Final = Form()

Told = Callable[[Source], None]
"""What is told of each file as it is opened: who shows the progress looks at how far it is read."""


def read_files(paths: Sequence[str], form: Form = GUESSED, told: Told = lambda _: None) -> Rows:
    """The encounters of these files, in their order. Raises ValueError, OSError where one cannot be read at all."""
    rows = _rows(paths, form, told)
    return rows if form.setting is Setting.UNKNOWN else (_in_setting(row, form.setting) for row in rows)


def _rows(paths: Sequence[str], form: Form, told: Told) -> Rows:
    together = LongTables()
    for path in paths:
        with opened_source(path) as source:
            told(source)
            kind = form.kind or guess_kind(source)
            if kind is not Kind.CSV:
                yield from _some(source, _READERS[kind](source))
                continue
            table = Table(source, form.columns)
            yield from _some(source, read_wide(table)) if table.columns.is_wide else together.add(table)
    yield from together.encounters()


def guess_kind(source: Source) -> Kind:
    """The kind of an input by how it begins. Raises ValueError where that says nothing."""
    head = source.head.lstrip()
    if head.startswith("ISA"):
        return Kind.X12
    if head.startswith(("{", "[")):
        return Kind.FHIR if '"resourceType"' in head else Kind.JSON
    first = next((line for line in head.splitlines() if line.strip() and not line.startswith("#")), "")
    if dotted(first.replace(":", ",").replace("|", ",").replace(" ", ",").partition(",")[0]):
        return Kind.NOTATION
    if any(mark in first for mark in ",;\t|"):
        return Kind.CSV
    if not head:
        raise ValueError(f"{source.name} is empty")
    raise ValueError(f"cannot tell what {source.name} holds; name it with --from {' | '.join(Kind)}")


def _some(source: Source, rows: Iterator[Row]) -> Rows:
    """The rows; where there are none, that."""
    none = True
    for row in rows:
        none = False
        yield row
    if none:
        yield Row(Place(source.name, 0), None, ("has no encounters",))


def _in_setting(row: Row, setting: Setting) -> Row:
    encounter = row.encounter
    if encounter is None or encounter.setting is not Setting.UNKNOWN:
        return row
    return row._replace(encounter=replace(encounter, setting=setting))


_READERS: Final[Mapping[Kind, Callable[[Source], Rows]]] = {
    Kind.NOTATION: read_lines,
    Kind.JSON: read_json,
    Kind.FHIR: read_fhir,
    Kind.X12: read_x12,
}
