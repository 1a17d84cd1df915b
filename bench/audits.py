"""The audit of a million encounters of ten diagnoses to its sums, against a plain polars join that validates the codes.

The sums are those of `mainterm audit --summary`. Of *random* encounters the codes have the frequencies that they have
in NHDS 2010, as principal and as other diagnoses, and ages and sexes are its own; which codes come together is left to
chance, so that nearly each breaks a rule. *Discharges* are those of NHDS 2010 with ten diagnoses or more, drawn with
replacement; the principal one stands first, and nine of the others, as chance has it, behind it in their sequence.
"""

from __future__ import annotations

import csv
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
    """Both on the same files, each in a process of its own; the audit also on a tenth, to see that memory stays."""
    require_polars()
    rows: list[Mapping[str, object]] = []
    aims: list[Aim] = []
    notes: list[str] = []
    for what, write in (("random", write_random), ("discharges", write_discharges)):
        whole, tenth = ground.scratch / f"{what}.csv", ground.scratch / f"{what}-tenth.csv"
        write(whole, count)
        write(tenth, max(1, count // 10))
        peer = measured("validated", ground.database, whole, home=ground.home)
        ours = measured("audited", ground.edition, whole, home=ground.home)
        small = measured("audited", ground.edition, tenth, home=ground.home)
        rows += [
            {"what": f"{what}: polars, join with the valid codes", "encounters": count, **_shown(peer, count)},
            {"what": f"{what}: mainterm audit --summary", "encounters": count, **_shown(ours, count)},
            {"what": f"{what}: the same, a tenth", "encounters": count // 10, **_shown(small, count // 10)},
        ]
        aims += [
            Aim(f"{what}: times the join, in CPU time", ours["CPU s"] / peer["CPU s"], MOST_TIMES),
            Aim(f"{what}: times the join, by the clock", ours["s"] / peer["s"], MOST_TIMES),
            Aim(f"{what}: times the memory of a tenth", ours["peak MB"] / small["peak MB"], MOST_GROWTH),
        ]
        notes.append(f"{what}: {ours['findings']:,.0f} findings in {ours['flagged']:,.0f} encounters")
    return Report(
        f"Audits to their sums: encounters of {DIAGNOSES} diagnoses, one process each",
        tuple(rows),
        tuple(aims),
        tuple(notes),
    )


def _shown(found: Mapping[str, float], count: int) -> dict[str, float]:
    each = {"us each": found["s"] / count * 1e6}
    return {"s": found["s"], "CPU s": found["CPU s"], **each, "peak MB": found["peak MB"]}


def require_polars() -> None:
    """Refuses at once where the peer is not installed."""
    if not find_spec("polars"):
        raise Lacking("polars is not installed: pip install '.[bench]'")


def write_random(path: Path, count: int) -> None:
    """So many encounters as a wide table, of codes that chance brings together."""
    first, others, people = _frequencies()
    chance = random.Random(_SEED)
    (codes, weights), (more, more_weights) = ((list(each), list(accumulate(each.values()))) for each in (first, others))

    def drawn() -> Iterator[Sequence[object]]:
        for _ in range(count):
            behind = chance.choices(more, cum_weights=more_weights, k=DIAGNOSES - 1)
            yield *chance.choice(people), *chance.choices(codes, cum_weights=weights), *behind

    _write(path, drawn())


def write_discharges(path: Path, count: int) -> None:
    """So many discharges as a wide table, drawn from those with diagnoses enough."""
    known = [
        (max(each.age, 0), each.sex, [diagnosis.code.replace(".", "") for diagnosis in each.diagnoses])
        for each in encounters("nhds")
        if len(each.diagnoses) >= DIAGNOSES
    ]
    chance = random.Random(_SEED)

    def drawn() -> Iterator[Sequence[object]]:
        for _ in range(count):
            age, sex, codes = chance.choice(known)
            places = sorted(chance.sample(range(1, len(codes)), DIAGNOSES - 1))
            yield age, sex, codes[0], *[codes[place] for place in places]

    _write(path, drawn())


def _write(path: Path, drawn: Iterator[Sequence[object]]) -> None:
    with path.open("w", encoding="ascii", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "setting", "age", "sex", *_COLUMNS])
        rows.writerows((number, "inpatient", *each) for number, each in enumerate(drawn))


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
    from mainterm.service.garbage import collect_seldom
    from mainterm.service.open import open_edition

    collect_seldom()
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
