"""Measures one thing in a process of its own, where nothing is warm and the peak of memory is its own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.ground import ROOT, Ground, Lacking


def measured(subject: str, *words: str | Path, home: Path | None = None) -> dict[str, Any]:
    """What a child process finds out about `subject` (a function of this module's SUBJECTS)."""
    command = [sys.executable, "-m", "bench.child", subject, *map(str, words)]
    child = subprocess.run(command, cwd=ROOT, env=environment_of(home), capture_output=True, text=True, check=False)
    if child.returncode:
        raise Lacking(
            f"measuring {' '.join(command[3:])} failed: {(child.stderr.splitlines() or ['without a word'])[-1]}"
        )
    found = json.loads(child.stdout)
    assert isinstance(found, dict)
    return found


def timed(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """The seconds that a command takes from its start to its end, and those of them that it had the processor."""
    start = time.perf_counter()
    child = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    took = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise Lacking(f"{' '.join(command)}: gave exit status {child.returncode}, see above")
    return took, used.ru_utime + used.ru_stime


def environment_of(home: Path | None) -> dict[str, str]:
    """The environment of a child that is to use the editions in `home`."""
    return {**os.environ, **({"MAINTERM_HOME": str(home)} if home else {})}


def peak_mb() -> float:
    """The most memory that this process has held, in MB of 10^6 bytes.

    Linux says it in the process's status; what `getrusage` says there begins with the memory of the parent.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.open() if line.startswith("VmHWM")) * 1024 / 1e6
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


def whole_edition(edition: str) -> Mapping[str, float]:
    """Installs the edition, from documents in a folder to the finished file, and times its stages."""
    from mainterm.service.home import home
    from mainterm.service.install import Teller, install

    ground = Ground(edition)
    busy = time.process_time()
    began: dict[str, float] = {}

    def step(what: str, done: int, total: int) -> None:
        began.setdefault(what, time.perf_counter())

    start = time.perf_counter()
    install(edition, home(), ground.sources, Teller(step=step))
    end = time.perf_counter()
    return {
        "s": end - start,
        "CPU s": time.process_time() - busy,
        "reading s": began["Writing"] - began["Reading"],
        "writing s": end - began["Writing"],
        "peak MB": peak_mb(),
    }


def document(edition: str, role: str) -> Mapping[str, float]:
    """Reads one document, whose bytes are in memory already."""
    from bench.documents import prepared

    size, read = prepared(Ground(edition), role)
    busy, start = time.process_time(), time.perf_counter()
    read()
    took = {"s": time.perf_counter() - start, "CPU s": time.process_time() - busy}
    return {"MB": size / 1e6, **took, "peak MB": peak_mb()}


def calls(edition: str, subject: str, operands: str) -> Mapping[str, Any]:
    """A call of `subject` on each of the operands, twice over: the first pass, and one in which all is warm."""
    from bench.subjects import SUBJECTS

    asked = json.loads(Path(operands).read_text("utf-8"))
    call = SUBJECTS[subject](Ground(edition))
    return {"first": _timed(call, asked), "warm": _timed(call, asked), "peak MB": peak_mb()}


def answers(edition: str, rows: str, opened: str) -> Mapping[str, Any]:
    """As `calls`, an answer to each row of a file with its encounter, and the peer's; in time of the processor.

    The first rows, so many as `opened` says, are then asked twice more, by themselves: `open` is the last of these.
    """
    from mainterm.encode.coder import Coder
    from mainterm.service.garbage import collect_seldom
    from mainterm.service.requests import Request, read_requests

    collect_seldom()
    ground = Ground(edition)
    asked = list(read_requests(Path(rows).read_text("utf-8").splitlines()))
    coder = Coder(ground.book())

    def passed(rows: Sequence[Request]) -> list[float]:
        return _timed(lambda row: coder.code(row.statement, row.context), rows, time.process_time)

    found = {"first": passed(asked), "warm": passed(asked)}
    peak = peak_mb()
    found["open"] = [passed(asked[: int(opened)]) for _ in range(2)][-1]

    from bench.peers import Ranked  # its engine is no memory of ours
    from bench.phrases import index_lines, table_rows

    peer = Ranked([*index_lines(ground.database), *table_rows(ground.database)])
    found["peer"] = _timed(lambda row: peer.codes(row.statement), asked, time.process_time)
    return {**found, "peak MB": peak}


def _timed(
    call: Callable[[Any], object], operands: Iterable[Any], clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """What each call took, in milliseconds."""
    took: list[float] = []
    for operand in operands:
        start = clock()
        call(operand)
        took.append((clock() - start) * 1e3)
    return took


if __name__ == "__main__":
    from bench.audits import audited, validated
    from bench.columns import columned

    known: dict[str, Callable[..., Mapping[str, Any]]] = {
        "whole": whole_edition,
        "document": document,
        "calls": calls,
        "answers": answers,
        "audited": audited,
        "validated": validated,
        "columned": columned,
    }
    print(json.dumps(known[sys.argv[1]](*sys.argv[2:])))
