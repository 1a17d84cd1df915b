"""Of what form an input is, by how it begins, and the reader for it; tables that belong together are read together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from mainterm.audit.wide import Wide
from mainterm.audit.x12 import read_x12
from mainterm.model.code import dotted
from mainterm.model.encounter import Encounter, Setting


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
    for name, read in read_each(paths, form, told):
        rows = read.rows() if isinstance(read, Wide) else read
        yield from in_setting(_some(name, rows) if name else rows, form.setting)


def read_each(
    paths: Sequence[str], form: Form = GUESSED, told: Told = lambda _: None
) -> Iterator[tuple[str, Rows | Wide]]:
    """Each file by its name, as a wide table or as rows, to be read before the next one; what several are of, by ""."""
    together = LongTables()
    for path in paths:
        with opened_source(path) as source:
            told(source)
            kind = form.kind or guess_kind(source)
            if kind is not Kind.CSV:
                yield source.name, _READERS[kind](source)
                continue
            table = Table(source, form.columns)
            yield (source.name, Wide(table)) if table.columns.is_wide else ("", together.add(table))
    yield "", together.encounters()


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


def _some(name: str, rows: Iterator[Row]) -> Rows:
    """The rows; where there are none, that."""
    none = True
    for row in rows:
        none = False
        yield row
    if none:
        yield nothing_in(name)


def nothing_in(name: str) -> Row:
    """What is told of a file without a row."""
    return Row(Place(name, 0), None, ("has no encounters",))


def in_setting(rows: Iterable[Row], setting: Setting) -> Rows:
    """The rows, in this setting where they do not tell theirs."""
    for row in rows:
        yield row if row.encounter is None else row._replace(encounter=set_in(row.encounter, setting))


def set_in(encounter: Encounter, setting: Setting) -> Encounter:
    """The encounter, in this setting where it does not tell its own."""
    untold = encounter.setting is Setting.UNKNOWN and setting is not Setting.UNKNOWN
    return replace(encounter, setting=setting) if untold else encounter


_READERS: Final[Mapping[Kind, Callable[[Source], Rows]]] = {
    Kind.NOTATION: read_lines,
    Kind.JSON: read_json,
    Kind.FHIR: read_fhir,
    Kind.X12: read_x12,
}
