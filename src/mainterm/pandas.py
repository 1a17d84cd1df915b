"""Columns of codes in pandas: `df["dx"].icd9.describe(on=df["discharged"])`, by way of polars, with nothing row by row.

`import mainterm.pandas` gives series their `icd9`, which can be asked what `mainterm.polars` can. A code that many rows
have is read once: the series is taken over as its distinct texts, and which of them each row has.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

try:
    import pandas as pd
    import pyarrow as pa
except ImportError as error:
    raise ImportError("mainterm.pandas needs pandas and pyarrow: pip install 'mainterm[pandas]'") from error

import polars as pl

from mainterm.polars import Icd9Expression, Table

Day: TypeAlias = date | str | pd.Series
"""A day for all rows, or a series of days, which is aligned by its index."""

Question: TypeAlias = Callable[[Icd9Expression], pl.Expr]
"""What is asked of the codes."""


@pd.api.extensions.register_series_accessor("icd9")
class Icd9Accessor:
    """What a series of codes can be asked; `on` is a day for all of them, or a series of each one's day.

    What comes back has the series' index and name, and pandas' missing value where polars has null.

    >>> import pandas as pd
    >>> import mainterm.pandas
    >>> pd.Series(["28809", "8.45", None]).icd9.is_valid(edition="sampler").tolist()
    [True, False, <NA>]
    """

    def __init__(self, series: pd.Series) -> None:
        self._series = series

    def normalise(self, kind: str = "dx", edition: int | str | None = None) -> pd.Series:
        """The codes as the book spells them: `Icd9Expression.normalise`."""
        return self._asked(lambda codes: codes.normalise(kind, edition))

    def is_valid(self, on: Day | None = None, *, edition: int | str | None = None, kind: str = "dx") -> pd.Series:
        """Whether each is valid on its day, of dtype boolean: `Icd9Expression.is_valid`."""
        return self._asked(lambda codes: codes.is_valid(_day(on), edition=edition, kind=kind), on)

    def status(self, on: Day | None = None, *, edition: int | str | None = None, kind: str = "dx") -> pd.Series:
        """Valid, heading, other year or unknown, as a category: `Icd9Expression.status`."""
        return self._asked(lambda codes: codes.status(_day(on), edition=edition, kind=kind), on)

    def describe(self, on: Day | None = None, *, edition: int | str | None = None, kind: str = "dx") -> pd.Series:
        """Their titles on their days: `Icd9Expression.describe`."""
        return self._asked(lambda codes: codes.describe(_day(on), edition=edition, kind=kind), on)

    def look_up(self, on: Day | None = None, *, edition: int | str | None = None, kind: str = "dx") -> pd.DataFrame:
        """All of it as a frame of code, valid, status and title, quicker than one after the other."""
        found = self._found(lambda codes: codes.look_up(_day(on), edition=edition, kind=kind), on).struct.unnest()
        return pd.DataFrame({column.name: self._shown(column) for column in found})

    def parent(self, kind: str = "dx", edition: int | str | None = None) -> pd.Series:
        """The code right above each: `Icd9Expression.parent`."""
        return self._asked(lambda codes: codes.parent(kind, edition))

    def category(self, kind: str = "dx", edition: int | str | None = None) -> pd.Series:
        """The category of each: `Icd9Expression.category`."""
        return self._asked(lambda codes: codes.category(kind, edition))

    def chapter(self, kind: str = "dx", edition: int | str | None = None) -> pd.Series:
        """The chapter of each, as its range: `Icd9Expression.chapter`."""
        return self._asked(lambda codes: codes.chapter(kind, edition))

    def _asked(self, question: Question, on: Day | None = None) -> pd.Series:
        """The answer to a question as a series like the one that asks."""
        return self._shown(self._found(question, on)).rename(self._series.name)

    def _found(self, question: Question, on: Day | None) -> pl.Series:
        """The answer over the columns `places` and, where each code has its day, `days`."""
        distinct, places = _encoded(self._series)
        columns = {"places": places}
        if isinstance(on, pd.Series):
            columns["days"] = _days(on.reindex(self._series.index))
        return pl.DataFrame(columns).select(question(_Encoded(distinct))).to_series()

    def _shown(self, found: pl.Series) -> pd.Series:
        """A column in pandas, under the series' index."""
        if found.dtype != pl.Boolean:
            return found.to_pandas().set_axis(self._series.index)
        array = pd.arrays.BooleanArray(
            found.fill_null(False).to_numpy(writable=True), found.is_null().to_numpy(writable=True)
        )
        return pd.Series(array, self._series.index, name=found.name)


class _Encoded(Icd9Expression):
    """The codes of a column of places in distinct texts, each of which is read once."""

    def __init__(self, distinct: pl.Series) -> None:
        super().__init__(pl.lit(distinct))

    def _numbers(self, table: Table) -> pl.Expr:
        return super()._numbers(table).gather(pl.col("places"))


def _day(on: Day | None) -> date | pl.Expr | None:
    """The day for all, or the column in which each one's is."""
    if on is None or isinstance(on, pd.Series):
        return None if on is None else pl.col("days")
    try:
        time = pd.Timestamp(on)
    except (TypeError, ValueError):
        time = pd.NaT
    if time is pd.NaT:
        raise ValueError(f"on: a day such as 2011-10-01, or a series of days, not {on!r:.40}")
    return date(time.year, time.month, time.day)


def _days(series: pd.Series) -> pl.Series:
    """Days or times as they are. Raises TypeError for what has text or numbers, which may be read in several ways."""
    days = pl.Series(pl.from_pandas(series))
    if days.dtype == pl.Null:
        return days.cast(pl.Date)
    if days.dtype not in (pl.Date, pl.Datetime):
        raise TypeError(f"{series.name}: days are dates, and this column is {series.dtype}; see pandas.to_datetime")
    return days


def _encoded(series: pd.Series) -> tuple[pl.Series, pl.Series]:
    """The distinct texts, and the place there of each row's. Raises TypeError for numbers, which have lost zeros."""
    try:
        array = pa.array(series, from_pandas=True)
    except pa.ArrowException:
        array = None
    if array is not None and array.null_count == len(array):
        array = pa.nulls(len(array), pa.string())
    if array is None or not _is_text(array.type):
        raise TypeError(f"{series.name}: codes are text, and this column has numbers; see mainterm.repair")
    encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    whole = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    return pl.Series(whole.dictionary, dtype=pl.String), pl.Series(whole.indices, dtype=pl.UInt32)


def _is_text(kind: pa.DataType) -> bool:
    of = kind.value_type if pa.types.is_dictionary(kind) else kind
    return of in (pa.string(), pa.large_string(), pa.string_view())
