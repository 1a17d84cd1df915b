"""The rows of a file of statements: JSON objects, a table with a header, or a statement a line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

from mainterm.model.encounter import UNKNOWN, Context, Setting

OLDEST: Final = 124
"""Years that a patient may have, as in the Definitions of Medicare Code Edits."""

STATEMENT: Final = "statement"
"""The field, or column, of the statement: a first line that has it is the header of a table."""

_BETWEEN: Final = ",\t;|"


class Request(NamedTuple):
    """A row of a file: its line (from 1), its id as given ("" for plain text), the statement, and why it is no row.

    `day` is its date of discharge or of service as it is written, "" where there is none.
    """

    line: int
    id: Any
    statement: str
    wrong: str = ""
    context: Context = UNKNOWN
    day: str = ""


def read_requests(lines: Iterable[str]) -> Iterator[Request]:
    """The rows of a file: JSON objects, or a table, with `statement` and, where known, `id`, `date`, `setting`, `age`
    (in years) and `sex`; otherwise a statement a line.

    Blank lines are no rows.
    """
    rows = ((number, line.removeprefix("\ufeff")) for number, line in enumerate(lines, start=1))
    shown = ((number, line) for number, line in rows if line.strip())
    first = next(shown, None)
    if first is None:
        return
    number, line = first
    between = max(_BETWEEN, key=line.count)
    header = _header(line, between)
    if STATEMENT in header:
        yield from _table(header, number, csv.reader((line for _, line in rows), delimiter=between))
        return
    for number, line in chain([first], shown):
        text = line.strip()
        yield _from_json(number, text) if text.startswith("{") else Request(number, "", text)


def _header(line: str, between: str) -> list[str]:
    """The names of the columns, if it is a header; else whatever it is."""
    try:
        return [name.strip().lower() for name in next(csv.reader([line], delimiter=between))]
    except csv.Error:
        return []


def _from_json(number: int, text: str) -> Request:
    try:
        row = json.loads(text)
    except ValueError as error:
        return Request(number, "", text, f"not JSON: {error}")
    except RecursionError:
        return Request(number, "", text[:200], "not JSON: it nests too deep")
    return _request(number, row)


def _table(header: Sequence[str], above: int, reader: Any) -> Iterator[Request]:
    """The rows of a table, each with its last line; `reader` is one of csv, which counts from below the header."""
    while True:
        try:
            for cells in reader:
                number = above + reader.line_num
                if len(cells) == len(header):
                    row: dict[str, Any] = dict(zip(header, (cell.strip() for cell in cells), strict=True))
                    yield _request(number, {**row, "age": _number(row.get("age"))})
                elif any(cells):
                    wrong = f"has {len(cells)} fields where the header has {len(header)}"
                    yield Request(number, "", "", wrong)
            return
        except csv.Error as error:
            yield Request(above + reader.line_num, "", "", f"is no row of a table: {error}")


def _number(text: str | None) -> int | str | None:
    """An age as a table has it: a number where it is one."""
    return int(text) if text and text.isdecimal() else text or None


def _request(number: int, row: Mapping[str, Any]) -> Request:
    id, statement, day = row.get("id", ""), row.get(STATEMENT), row.get("date")
    if not (isinstance(statement, str) and statement.strip()):
        return Request(number, id, "", f'has no text under "{STATEMENT}"')
    if not isinstance(day, str | None):
        return Request(number, id, statement, f'date is {day!r:.40}; write for instance "2011-10-02"')
    try:
        return Request(number, id, statement, context=_context(row), day=day or "")
    except ValueError as error:
        return Request(number, id, statement, str(error))


def _context(row: Mapping[str, Any]) -> Context:
    """What a row says of its encounter. Raises ValueError with one line."""
    setting, age, sex = (row.get(name) for name in ("setting", "age", "sex"))
    if setting not in (None, "", *Setting):
        raise ValueError(f'setting is "{setting}", which is none of {", ".join(Setting)}')
    if age is not None and (isinstance(age, bool) or not isinstance(age, int) or not 0 <= age <= OLDEST):
        raise ValueError(f'age is "{age}", which is no number of years from 0 to {OLDEST}')
    if sex not in (None, "", "M", "F", "m", "f"):
        raise ValueError(f'sex is "{sex}", which is neither M nor F')
    return Context(Setting(setting or Setting.UNKNOWN), -1 if age is None else age, (sex or "").upper())
