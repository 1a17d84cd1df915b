"""Columns of codes in pandas: `df["dx"].icd9.describe(on=df["discharged"])`, by way of polars, with nothing row by row.

`import mainterm.pandas` gives series their `icd9`, which can be asked what `mainterm.polars` can.
"""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

try:
    import pandas as pd
    import pyarrow as _  # noqa: F401  polars takes strings over with it
except ImportError as error:
    raise ImportError("mainterm.pandas needs pandas and pyarrow: pip install 'mainterm[pandas]'") from error

import polars as pl

from mainterm.polars import Icd9Expression

Day: TypeAlias = date | str | pd.Series
"""A day for all rows, or a series of days, which is aligned by its index."""


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
        return self._asked(_CODES.normalise(kind, edition))

    def is_valid(self, on: Day | None = None, *, edition: int | str | None = None, kind: str = "dx") -> pd.Series:
        """Whether each is valid on its day, of dtype boolean: `Icd9Expression.is_valid`."""
        return self._asked(_CODES.is_valid(_day(on), edition=edition, kind=kind), on)

    def status(self, on: Day | None = None, *, edition: int | str | None = None, kind: str = "dx") -> pd.Series:
        """Valid, heading, other year or unknown, as a category: `Icd9Expression.status`."""
        return self._asked(_CODES.status(_day(on), edition=edition, kind=kind), on)

    def describe(self, on: Day | None = None, *, edition: int | str | None = None, kind: str = "dx") -> pd.Series:
        """Their titles on their days: `Icd9Expression.describe`."""
        return self._asked(_CODES.describe(_day(on), edition=edition, kind=kind), on)

    def parent(self, kind: str = "dx", edition: int | str | None = None) -> pd.Series:
        """The code right above each: `Icd9Expression.parent`."""
        return self._asked(_CODES.parent(kind, edition))

    def category(self, kind: str = "dx", edition: int | str | None = None) -> pd.Series:
        """The category of each: `Icd9Expression.category`."""
        return self._asked(_CODES.category(kind, edition))

    def chapter(self, kind: str = "dx", edition: int | str | None = None) -> pd.Series:
        """The chapter of each, as its range: `Icd9Expression.chapter`."""
        return self._asked(_CODES.chapter(kind, edition))

    def _asked(self, question: pl.Expr, on: Day | None = None) -> pd.Series:
        """The answer to an expression over the columns `codes` and, where each code has its day, `days`."""
        columns = {"codes": _text(self._series)}
        if isinstance(on, pd.Series):
            columns["days"] = _column(on.reindex(self._series.index), pl.Date)
        found = pl.DataFrame(columns).select(question).to_series()
        answer = found.to_pandas()
        if found.dtype == pl.Boolean:
            answer = answer.astype("boolean")
        return answer.set_axis(self._series.index).rename(self._series.name)


_CODES = Icd9Expression(pl.col("codes"))


def _day(on: Day | None) -> date | pl.Expr | None:
    """The day for all, or the column in which each one's is."""
    if isinstance(on, pd.Series):
        return pl.col("days")
    return pd.Timestamp(on).date() if on is not None else None


def _text(series: pd.Series) -> pl.Series:
    """The codes as text. Raises TypeError for what has numbers, which have lost their zeros and letters."""
    if pd.api.types.infer_dtype(series, skipna=True) not in ("string", "categorical", "empty"):
        raise TypeError(f"{series.name}: codes are text, and this column has numbers; see mainterm.repair")
    return _column(series, pl.String)


def _column(series: pd.Series, dtype: type[pl.DataType]) -> pl.Series:
    return pl.Series(pl.from_pandas(series)).cast(dtype)
