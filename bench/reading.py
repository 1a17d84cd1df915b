"""Reading: how fast the official documents become paragraphs, and the whole of them an edition on disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from bench.child import measured
from bench.documents import kinds
from bench.figures import Aim, Report, Row, medians
from bench.ground import Ground

MOST_SECONDS = 20
MOST_MB = 600


def reading(ground: Ground, rounds: int) -> Report:
    """Each document by itself, then the whole edition: found, checked, read, written, and safe on the disk."""
    documents = list(_documents(ground, rounds))
    installed = [_install(ground) for _ in range(rounds)]
    whole = medians(installed)
    size = sum(float(row["MB"] or 0) for row in documents)
    parts = {name: whole.pop(name) for name in ("reading s", "writing s")}
    rows = [*documents, _row("the whole edition, read and written", {"MB": size, **whole})]
    return Report(
        "Reading the official documents; each in a process of its own",
        tuple(rows),
        (
            Aim("seconds for the whole edition", whole["s"], MOST_SECONDS),
            Aim("its peak of memory in MB", whole["peak MB"], MOST_MB),
        ),
        (
            f"of the whole, {parts['reading s']:.1f} s are reading and {parts['writing s']:.1f} s writing to the disk",
            f"the fastest of {rounds} took {min(each['s'] for each in installed):.1f} s",
            "a document's own row is its paragraphs (the guidelines': its sections; the titles': its codes)",
        ),
    )


def _documents(ground: Ground, rounds: int) -> Iterator[Row]:
    shown = kinds(ground)
    found: dict[str, list[dict[str, float]]] = {role: [] for role in shown}
    for _ in range(rounds):
        for role in shown:
            found[role].append(measured("document", ground.edition, role))
    yield from (_row(shown[role], medians(rounds)) for role, rounds in found.items())


def _row(what: str, figures: dict[str, float]) -> Row:
    return {
        "what": what,
        "MB": figures["MB"],
        "s": figures["s"],
        "CPU s": figures["CPU s"],
        "MB/s": figures["MB"] / figures["s"],
        "peak MB": figures["peak MB"],
    }


def _install(ground: Ground) -> dict[str, float]:
    """Installs into the benchmarks' own home, where the other parts find the edition."""
    shutil.rmtree(ground.own_home, ignore_errors=True)
    return measured("whole", ground.edition, home=ground.own_home)
