"""The whole audit of a million encounters of ten diagnoses, against a plain polars join that only validates the codes.

The encounters are made of the codes of NHDS 2010 with the frequencies that they have there, as principal and as other
diagnoses, and of its ages and sexes; which codes come together is left to chance, so that more rules are called than by
real encounters. Chance is seeded.
"""

from __future__ import annotations

import csv
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Mapping
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import Final

from bench.child import measured, peak_mb
from bench.figures import Aim, Report
from bench.ground import Ground, Lacking
from bench.surveys import encounters

DIAGNOSES: Final = 10
MOST_TIMES: Final = 20
MOST_GROWTH: Final = 1.25
_SEED: Final = 2012
_COLUMNS: Final = [f"dx{n}" for n in range(1, DIAGNOSES + 1)]


def audits(ground: Ground, count: int) -> Report:
    """Both on the same file, each in a process of its own; the audit also on a tenth, to see that memory stays."""
    require_polars()
    whole, tenth = ground.scratch / "encounters.csv", ground.scratch / "tenth.csv"
    write_encounters(whole, count)
    write_encounters(tenth, max(1, count // 10))
    ours = measured("audited", ground.edition, whole, home=ground.home)
    ours_small = measured("audited", ground.edition, tenth, home=ground.home)
    peer = measured("validated", ground.database, whole, home=ground.home)
    rows = (
        {"what": "polars: join with the valid codes", "encounters": count, **_shown(peer, count)},
        {"what": "mainterm audit", "encounters": count, **_shown(ours, count)},
        {"what": "mainterm audit, a tenth", "encounters": count // 10, **_shown(ours_small, count // 10)},
    )
    return Report(
        f"Audits: encounters of {DIAGNOSES} diagnoses, one process each",
        rows,
        (
            Aim("times the join, by the clock", ours["s"] / peer["s"], MOST_TIMES),
            Aim("times the memory of a tenth", ours["peak MB"] / ours_small["peak MB"], MOST_GROWTH),
        ),
        (f"{ours['findings']:,.0f} findings in {ours['flagged']:,.0f} encounters",),
    )


def _shown(found: Mapping[str, float], count: int) -> dict[str, float]:
    each = {"us each": found["s"] / count * 1e6}
    return {"s": found["s"], "CPU s": found["CPU s"], **each, "peak MB": found["peak MB"]}


def require_polars() -> None:
    """Refuses at once where the peer is not installed."""
    if not find_spec("polars"):
        raise Lacking("polars is not installed: pip install '.[bench]'")


def write_encounters(path: Path, count: int) -> None:
    """So many encounters as a wide table."""
    first, others, people = _frequencies()
    chance = random.Random(_SEED)
    pick = {
        kind: (list(found), list(accumulate(found.values()))) for kind, found in (("first", first), ("other", others))
    }
    with path.open("w", encoding="ascii", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "setting", "age", "sex", *_COLUMNS])
        for number in range(count):
            codes, weights = pick["first"]
            more, more_weights = pick["other"]
            drawn = chance.choices(codes, cum_weights=weights) + chance.choices(
                more, cum_weights=more_weights, k=DIAGNOSES - 1
            )
            rows.writerow([number, "inpatient", *chance.choice(people), *drawn])


def _frequencies() -> tuple[Counter[str], Counter[str], list[tuple[int, str]]]:
    """How often each code stands first and elsewhere, without its point; ages and sexes."""
    first: Counter[str] = Counter()
    others: Counter[str] = Counter()
    people: list[tuple[int, str]] = []
    for encounter in encounters("nhds"):
        codes = [diagnosis.code.replace(".", "") for diagnosis in encounter.diagnoses]
        first.update(codes[:1])
        others.update(codes[1:])
        people.append((max(encounter.age, 0), encounter.sex))
    return first, others, people


def audited(edition: str, path: str) -> Mapping[str, float]:
    """Audits the file as `mainterm audit --summary` does."""
    from mainterm.service.audit import Auditor, Tally
    from mainterm.service.open import open_edition

    auditor, tally = Auditor(open_edition(edition)), Tally()
    busy, start = time.process_time(), time.perf_counter()
    for _ in auditor.sum_up([path], tally):
        pass
    took = {"s": time.perf_counter() - start, "CPU s": time.process_time() - busy, "peak MB": peak_mb()}
    return {**took, "findings": sum(tally.by_severity.values()), "flagged": sum(tally.by_gravest.values())}


def validated(database: str, path: str) -> Mapping[str, float]:
    """Counts the codes of the file that are not valid, as a user of polars would."""
    import polars

    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT replace(code, '.', '') FROM node WHERE valid AND volume = 'diseases'")
        valid = polars.DataFrame({"code": [code for (code,) in found]}).lazy()
    busy, start = time.process_time(), time.perf_counter()
    codes = polars.scan_csv(path, infer_schema=False).select("id", *_COLUMNS)
    listed = codes.unpivot(_COLUMNS, index="id", value_name="code").filter(polars.col("code").is_not_null())
    invalid = listed.join(valid, on="code", how="anti").select(polars.len()).collect().item()
    took = {"s": time.perf_counter() - start, "CPU s": time.process_time() - busy, "peak MB": peak_mb()}
    return {**took, "invalid": invalid}
