"""Long tables: a code a row, of any number of files together, and files of facts about the encounters and persons.

MIMIC's DIAGNOSES_ICD, PROCEDURES_ICD, ADMISSIONS and PATIENTS are such, as they are. The rows need not be sorted: they
are put into a database on disk, gone when it is read, and come out encounter by encounter.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final

from mainterm.audit.columns import bare
from mainterm.audit.gather import FACTS, gather
from mainterm.audit.row import Place, Row, Rows
from mainterm.audit.tables import Table
from mainterm.audit.values import is_none

_SCHEMA: Final = """
    CREATE TABLE code (id, volume, sequence REAL, code, more, version, line, file);
    CREATE TABLE fact (id PRIMARY KEY, person, told) WITHOUT ROWID;
    CREATE TABLE person (person PRIMARY KEY, told) WITHOUT ROWID;
"""
_ROWS: Final = """
    SELECT code.id, volume, code, more, version, line, file, coalesce(fact.told, '{}'), coalesce(person.told, '{}'),
        CASE typeof(sequence) WHEN 'text' THEN sequence ELSE '' END
    FROM code
    JOIN (SELECT id, min(rowid) AS first FROM code GROUP BY id) AS place USING (id)
    LEFT JOIN fact USING (id)
    LEFT JOIN person ON person.person = fact.person
    ORDER BY place.first, volume, sequence, code.rowid
"""
_DISEASES, _PROCEDURES = 0, 1
_PROCEDURE_WORDS: Final = ("proc", "px", "prcdr", "surg")
_OURS: Final = ("", "9", "09")
_MORE: Final = ("died", "anchor_age", "anchor_year")


class LongTables:
    """Gathers the files of one input; then gives its encounters, in the order in which each first has a code."""

    def __init__(self) -> None:
        self._setting = ""
        self._database = sqlite3.connect("")  # a file of its own, which SQLite takes away
        self._database.executescript(_SCHEMA)
        self._volumes: set[int] = set()

    def add(self, table: Table) -> Rows:
        """Takes in a file, whatever it holds; yields the rows that are damaged."""
        one = table.columns.one
        if "id" in one and bare(table.header[one["id"]]) == "hadmid":
            self._setting = "inpatient"  # MIMIC's name for an admission to the hospital
        if "code" in one:
            yield from self._add_codes(table)
        elif "id" in one:
            yield from self._add_facts(table, "INSERT OR REPLACE INTO fact VALUES (?, ?, ?)", ("id", "person"))
        elif "person" in one:
            yield from self._add_facts(table, "INSERT OR REPLACE INTO person VALUES (?, ?)", ("person",))
        else:
            told = (
                f"has columns {', '.join(table.header)}, none of which holds diagnoses; name them with --column dx=NAME"
            )
            yield Row(Place(table.source.name, 1), None, (told,))

    def _add_codes(self, table: Table) -> Rows:
        one, name = table.columns.one, table.source.name
        volume = _volume(name, table.header[one["code"]])
        told = [field for field in (*FACTS[1:], *_MORE, "person") if field in one]
        last = ""
        for line, row, wrong in _body(table):
            if wrong or is_none(row[one["id"]]):
                yield Row(Place(name, line), None, (wrong or "has no id of an encounter",))
                continue
            fields = {field: row[at] for field, at in one.items()}
            self._add_code(fields, _volume(fields["kind"], "") if "kind" in fields else volume, line, name)
            if told and fields["id"] != last:
                last = fields["id"]
                facts = json.dumps({field: fields[field] for field in told})
                self._database.execute(
                    "INSERT OR IGNORE INTO fact VALUES (?, ?, ?)", (last, fields.get("person"), facts)
                )

    def _add_code(self, fields: Mapping[str, str], volume: int, line: int, file: str) -> None:
        self._volumes.add(volume)
        if is_none(fields["code"]):
            return
        sequence, version = fields.get("sequence", ""), fields.get("version", "").strip()
        more = fields.get("pxdate" if volume else "poa", "")
        row = (fields["id"], volume, sequence if sequence.strip() else None, fields["code"], more, version, line, file)
        self._database.execute("INSERT INTO code VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def _add_facts(self, table: Table, into: str, keys: Sequence[str]) -> Rows:
        one = table.columns.one
        for line, row, wrong in _body(table):
            if wrong:
                yield Row(Place(table.source.name, line), None, (wrong,))
                continue
            facts = {field: row[one[field]] for field in (*FACTS[1:], *_MORE) if field in one}
            self._database.execute(into, (*(row[one[key]] if key in one else None for key in keys), json.dumps(facts)))

    def encounters(self) -> Rows:
        """The encounters of all that was added."""
        for id, rows in groupby(self._database.execute(_ROWS), key=lambda row: row[0]):
            yield self._encounter(str(id), list(rows))

    def _encounter(self, id: str, rows: list[tuple[Any, ...]]) -> Row:
        _, _, _, _, _, line, file, facts, person, _ = rows[0]
        told = _plain({"setting": self._setting, **json.loads(person), **json.loads(facts), "id": id})
        listed, done = ([(row[2], row[3]) for row in rows if row[1] == each] for each in (_DISEASES, _PROCEDURES))
        encounter, wrong = gather(told, listed, done, operated=_PROCEDURES in self._volumes)
        others = {row[4] for row in rows} - set(_OURS)
        wrong += [f'the sequence of {row[2]} is "{row[-1]}", which is no number' for row in rows if row[-1]]
        wrong += [f"has codes of another classification (version {other})" for other in sorted(others)]
        return Row(Place(file, line), encounter, tuple(wrong))


def _body(table: Table) -> Iterator[tuple[int, list[str], str]]:
    return islice(table.rows(), 1, None)


def _volume(*words: str) -> int:
    """Whether the name of a file, a column or a kind speaks of procedures."""
    said = " ".join(Path(word).name for word in words).lower()
    return _PROCEDURES if any(word in said for word in _PROCEDURE_WORDS) else _DISEASES


def _plain(told: dict[str, str]) -> dict[str, str]:
    """The facts with what MIMIC tells by flags and anchors said plainly."""
    if told.get("died", "").strip() == "1":
        told["disposition"] = "died"
    anchor, year, admitted = told.get("anchor_age", ""), told.get("anchor_year", ""), told.get("admitted", "")[:4]
    if anchor.isdecimal() and year.isdecimal() and admitted.isdecimal():
        told["age"] = str(int(anchor) + int(admitted) - int(year))
    return told
