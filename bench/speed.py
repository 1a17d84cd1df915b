"""Speed: whole answers to the worked cases, and a thousand statements from a file, beside BM25 over the Index."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final

from bench.child import environment_of, measured, timed
from bench.figures import Aim, Report, quantile
from bench.ground import ROOT, Ground
from bench.phrases import index_lines, some
from mainterm.service.processes import processes_for

MOST_P50_MS: Final = 2
MOST_P99_MS: Final = 25
MOST_SECONDS: Final = 5
MOST_MB: Final = 400
STATEMENTS: Final = 1000
"""Statements of the file: the cases, then lines of the Index as phrases."""
_ROWS: Final = (
    ("an answer", "first"),
    ("an answer", "warm"),
    ("an open case", "open"),
    ("BM25, Index", "peer"),
)


def speed(ground: Ground, rounds: int) -> Report:
    """In each round a process answers all cases twice, then the open ones by themselves; then the peer does, and the
    program is given the file."""
    opened = _cases(ground.cases)
    rows = [*opened, *(row for path in sorted((ROOT / "tests" / "cases").glob("*.jsonl")) for row in _cases(path))]
    cases, file = _written(ground, "cases", rows), _written(ground, "file", _file(ground, rows))
    answers, whole = [], []
    for _ in range(rounds):
        answers.append(measured("answers", ground.edition, cases, str(len(opened)), home=ground.home))
        whole.append(_coded(ground, file))
    seconds, busy = (statistics.median(each) for each in zip(*whole, strict=True))
    memory = statistics.median(each["peak MB"] for each in answers)
    processes = processes_for(STATEMENTS)
    by_call = [_row(answers, what, name) for what, name in _ROWS]
    return Report(
        f"Speed: {len(rows)} cases with their settings, CPU time, medians of {rounds} rounds",
        (
            *by_call,
            {
                "what": "a file of statements, to JSON",
                "pass": "first",
                "calls": STATEMENTS,
                "processes": processes,
                "s": seconds,
                "CPU s": busy,
            },
        ),
        (
            Aim("CPU ms for an answer to an open case, p50", by_call[2]["p50 ms"], MOST_P50_MS),
            Aim("CPU ms for an answer to an open case, p99", by_call[2]["p99 ms"], MOST_P99_MS),
            Aim(f"s for {STATEMENTS:,} statements from a file, in {processes} processes", seconds, MOST_SECONDS),
            Aim("peak MB of a process that has answered all cases", memory, MOST_MB),
        ),
        ("the file's seconds are the clock's: they hold only where the machine had nothing else to do",),
    )


def _cases(path: Path) -> list[str]:
    """The worked cases of a file, a JSON object a line."""
    return [line for line in path.read_text("utf-8").splitlines() if line.strip()]


def _file(ground: Ground, cases: Sequence[str]) -> Iterator[str]:
    """So many statements: the cases, then lines of the Index; where that is too few, from the first again."""
    lines = (json.dumps({"statement": phrase.text}) for phrase in some(index_lines(ground.database), STATEMENTS))
    return islice(cycle((*cases, *lines)), STATEMENTS)


def _written(ground: Ground, name: str, lines: Iterable[str]) -> Path:
    path = ground.scratch / f"{name}.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


def _row(rounds: Sequence[dict[str, Any]], what: str, name: str) -> dict[str, Any]:
    """Over the calls, each with its median over the rounds."""
    took = [statistics.median(each) for each in zip(*(one[name] for one in rounds), strict=True)]
    figures = {"p50 ms": quantile(took, 0.5), "p99 ms": quantile(took, 0.99), "most ms": max(took)}
    return {"what": what, "pass": name, "calls": len(took), **figures}


def _coded(ground: Ground, file: Path) -> tuple[float, float]:
    """What the whole program takes for the file."""
    command = [sys.executable, "-m", "mainterm", "code", "--file", str(file), "--json", "--edition", ground.edition]
    return timed(command, environment_of(ground.home))
