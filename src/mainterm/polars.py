"""Columns of codes in polars: `pl.col("dx").icd9.describe(on="discharged")`, hash joins and nothing row by row.

`import mainterm.polars` gives expressions their `icd9`. What a column is looked up in is made once, when the
first expression asks for it: all installed editions, each row by that of its date; or one, `edition=2012`. Dates of
which no edition is installed (FY2000 had none; ICD-9-CM ended on 2015-09-30) give null, never False.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from mainterm.history.repair import Status
from mainterm.service.columns import CodeTables, code_tables

try:
    import polars as pl
except ImportError as error:
    raise ImportError("mainterm.polars needs polars: pip install 'mainterm[polars]'") from error

Day = date | str | pl.Expr
"""A day for all rows, or the column that has each row's day or time there: its name or an expression."""

_EPOCH = date(1970, 1, 1).toordinal()
_MARKS = " \t\r\n'\"`*;,()[]"
"""What may stand before and behind a code without being any of it."""


@pl.api.register_expr_namespace("icd9")
class Icd9Expression:
    """What an expression of codes can be asked. `kind` says what the codes are: dx, px, or any.

    Codes are text, with or without points and in any case; a column of numbers has lost its zeros and is an error.

    >>> import polars as pl
    >>> import mainterm.polars
    >>> seen = pl.DataFrame({"dx": ["28809", "250", "v103 ", "8.45", None]})
    >>> dx = pl.col("dx").icd9
    >>> seen.select(dx.normalise(edition="sampler"), said=dx.status(edition="sampler")).rows()
    [('288.09', 'valid'), ('250', 'heading'), ('V10.3', 'valid'), (None, 'unknown'), (None, None)]
    """

    def __init__(self, expression: pl.Expr) -> None:
        self._values = expression

    def normalise(self, kind: str = "dx", edition: int | str | None = None) -> pl.Expr:
        """The code as the book spells it, `28809 ` as `288.09`; null for what is none of any year, or two (any: 042).

        Nothing that a code has lost is put back: that is `mainterm.repair`, which looks at the whole column.
        """
        table = _table(kind, edition)
        return self._said(table.codes, self._numbers(table))

    def is_valid(self, on: Day | None = None, *, edition: int | str | None = None, kind: str = "dx") -> pl.Expr:
        """Whether it is a code with all its digits on a day. Null: no value, two readings, or a day without edition."""
        table = _table(kind, edition)
        return self._said(table.valid, self._places(table, on, edition))

    def status(self, on: Day | None = None, *, edition: int | str | None = None, kind: str = "dx") -> pl.Expr:
        """On a day valid, heading (it wants digits), other year, or unknown; null as `is_valid`."""
        table = _table(kind, edition)
        return self._said(table.statuses, self._places(table, on, edition))

    def describe(self, on: Day | None = None, *, edition: int | str | None = None, kind: str = "dx") -> pl.Expr:
        """Its full title on a day, of a heading too; null where it was no code on that day, or as `is_valid`."""
        table = _table(kind, edition)
        return self._said(table.titles, self._places(table, on, edition))

    def look_up(self, on: Day | None = None, *, edition: int | str | None = None, kind: str = "dx") -> pl.Expr:
        """All of it as a struct of code, valid, status and title: quicker than one after the other."""
        table = _table(kind, edition)
        number, year = pl.field("number"), pl.field("year")
        place = pl.field("place")
        staged = pl.struct(number=self._numbers(table), year=_years(table, on, edition))
        placed = staged.struct.eval(number, place=number * table.width + year)
        return placed.struct.eval(
            code=pl.lit(table.codes).gather(number),
            valid=pl.lit(table.valid).gather(place),
            status=pl.lit(table.statuses).gather(place),
            title=pl.lit(table.titles).gather(place),
        )

    def parent(self, kind: str = "dx", edition: int | str | None = None) -> pl.Expr:
        """The code right above: `288.09` gives `288.0`; of a category the section or chapter, `280-289`."""
        table = _table(kind, edition)
        return self._said(table.parents, self._numbers(table))

    def category(self, kind: str = "dx", edition: int | str | None = None) -> pl.Expr:
        """The category: `288.09` gives `288`, of a procedure `38.45` gives `38`."""
        table = _table(kind, edition)
        return self._said(table.categories, self._numbers(table))

    def chapter(self, kind: str = "dx", edition: int | str | None = None) -> pl.Expr:
        """The chapter as its range, `280-289`, by the latest edition that has the code."""
        table = _table(kind, edition)
        return self._said(table.chapters, self._numbers(table))

    def _numbers(self, table: Table) -> pl.Expr:
        """The number of each code in the table, that behind the last for what is none; null where there is no value."""
        text = self._values.str.strip_chars(_MARKS).str.to_uppercase().fill_null("")
        spelling = text.cast(table.spellings, strict=False).to_physical().cast(pl.UInt32)
        return pl.lit(table.numbers).gather(spelling.fill_null(len(table.numbers) - 1))

    def _said(self, what: pl.Series, places: pl.Expr) -> pl.Expr:
        """What stands at these places, under the name of the column of codes."""
        return pl.lit(what).gather(places).name.keep()

    def _places(self, table: Table, on: Day | None, edition: int | str | None) -> pl.Expr:
        """The place of each code and year in the table's rows."""
        return self._numbers(table) * table.width + _years(table, on, edition)


@dataclass(frozen=True, slots=True)
class Table:
    """A `CodeTables` as columns: `spellings` is the type whose categories they are, `numbers` has a number for each."""

    codes: pl.Series
    parents: pl.Series
    categories: pl.Series
    chapters: pl.Series
    spellings: pl.Enum
    numbers: pl.Series
    width: int
    statuses: pl.Series
    valid: pl.Series
    titles: pl.Series
    first: int
    years: pl.Series


def _table(kind: str, edition: int | str | None) -> Table:
    """The columns of the installed editions, or of one."""
    return _made(code_tables(kind, edition))


@lru_cache(maxsize=8)
def _made(tables: CodeTables) -> Table:
    numbers = pl.Series([*tables.spellings.values(), len(tables.codes) - 1], dtype=pl.UInt32)
    kinds = pl.Enum([status.value for status in Status])
    statuses = pl.Series(tables.statuses, dtype=kinds)
    return Table(
        pl.Series(tables.codes, dtype=pl.String),
        pl.Series(tables.parents, dtype=pl.String),
        pl.Series(tables.categories, dtype=pl.String),
        pl.Series(tables.chapters, dtype=pl.String),
        pl.Enum(list(tables.spellings)),
        numbers,
        len(tables.years),
        statuses,
        statuses == Status.VALID.value,
        pl.Series(tables.titles, dtype=pl.String),
        tables.first.toordinal() - _EPOCH,
        pl.Series([None, *tables.places, None], dtype=pl.UInt32),
    )


def _years(table: Table, on: Day | None, edition: int | str | None) -> pl.Expr:
    """The place of each day's year in a row of the table; null for a day without an edition."""
    if (on is None) == (edition is None):
        raise ValueError("say on which day (on=) or by which edition (edition=), and not both")
    if on is None:
        return pl.lit(0, dtype=pl.UInt32)
    day = pl.col(on) if isinstance(on, str) else on if isinstance(on, pl.Expr) else pl.lit(on)
    number = day.dt.date().to_physical().clip(table.first - 1, table.first + len(table.years) - 2)
    return pl.lit(table.years).gather(number - (table.first - 1))
