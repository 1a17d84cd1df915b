"""Look-ups and walks in one process: how long each takes, beside BM25 over CMS's titles on the same queries."""

from __future__ import annotations

import json
import random
import statistics
from pathlib import Path
from typing import Any

from bench.child import measured
from bench.figures import Aim, Report, Row, quantile
from bench.ground import Ground
from bench.phrases import SEED, case_statements, index_lines, some, titles
from bench.subjects import SUBJECTS

MOST_P50_MS = 1
MOST_P99_MS = 10
SEARCHES = 200
"""Statements looked up with `find`, which is made for a word or two and slow on a whole statement."""
PEER = "BM25, titles"


def walks(ground: Ground, lines: int, rounds: int) -> Report:
    """Each subject in a process of its own, in turn; a call's time is its median over the rounds."""
    operands = _operands(ground, lines)
    found: dict[str, list[dict[str, Any]]] = {subject: [] for subject in SUBJECTS}
    for _ in range(rounds):
        for subject in SUBJECTS:
            found[subject].append(measured("calls", ground.edition, subject, operands[subject], home=ground.home))
    rows = [_row(subject, name, each) for subject, each in found.items() for name in ("first", "warm")]
    peer = {row["pass"]: row["p50 ms"] for row in rows if row["what"] == PEER}
    walk = _quantiles(found["walk"], "warm")
    return Report(
        f"Look-ups and walks: {len(json.loads(operands['walk'].read_text()))} statements, medians of {rounds} rounds",
        tuple({**row, "times BM25": _ratio(row["p50 ms"], peer[row["pass"]])} for row in rows),
        (
            Aim("ms for a walk, p50, warm", walk["p50 ms"], MOST_P50_MS),
            Aim("ms for a walk, p99, warm", walk["p99 ms"], MOST_P99_MS),
        ),
        ("first: from a file just opened, nothing kept yet; warm: the same calls again, as a server makes them",),
    )


def _ratio(one: object, other: object) -> float:
    assert isinstance(one, float)
    assert isinstance(other, float)
    return one / other


def _operands(ground: Ground, lines: int) -> dict[str, Path]:
    """Files with what each subject is called on, by subject: statements, and as many codes and pages."""
    chance = random.Random(SEED)
    statements = case_statements(ground.cases)
    statements += [phrase.text for phrase in some(index_lines(ground.database), lines)]
    chance.shuffle(statements)
    codes = [phrase.code for phrase in some(titles(ground.database), len(statements))]
    book = ground.book()
    leads = [book.leads_to(code) for code in codes]
    pages = [book.line(ids[0]).main for ids in leads if ids]
    given: dict[str, object] = dict.fromkeys(SUBJECTS, statements)
    given |= {"Book.node": codes, "Book.page": pages, "Book.find": statements[:SEARCHES]}
    return {subject: _written(ground.scratch, subject, values) for subject, values in given.items()}


def _written(folder: Path, subject: str, values: object) -> Path:
    path = folder / f"{subject}.json"
    path.write_text(json.dumps(values), "utf-8")
    return path


def _row(subject: str, name: str, rounds: list[dict[str, Any]]) -> Row:
    return {
        "what": subject,
        "pass": name,
        "calls": len(rounds[0][name]),
        **_quantiles(rounds, name),
        "peak MB": statistics.median(each["peak MB"] for each in rounds),
    }


def _quantiles(rounds: list[dict[str, Any]], name: str) -> dict[str, float]:
    """Over the calls, each with its median over the rounds: what interrupted a call once does not count."""
    took = [statistics.median(each) for each in zip(*(each[name] for each in rounds), strict=True)]
    return {"p50 ms": quantile(took, 0.5), "p99 ms": quantile(took, 0.99), "most ms": max(took)}
