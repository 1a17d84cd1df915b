"""Writes docs/clauses.md from tests/clauses.jsonl; with --check it writes nothing, and says whether the page is so."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROWS = ROOT / "tests" / "clauses.jsonl"
PAGE = ROOT / "docs" / "clauses.md"
HEAD = """# What decides from a code to the set

<!-- written by tools/clauses.py -->

Each clause of the conventions and guidelines that decides codes from a statement, on statements where it acts and,
below them, on near ones where it must not. The last column is what the proof cites for it: the section of the
guidelines, a note of the Tabular List, or the way through the Index to the line that has it already (to a *digit* or
*column*, where that is the last step). `tests/test_clauses.py` has the encoder code each statement, and checks the
codes, their order where it is keyed (*then*), what is cited and what the near ones must not cite, and each proof.
"""


def rows() -> Iterator[dict[str, Any]]:
    """The statements with their keys, in the order of the guidelines."""
    for line in ROWS.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def page() -> str:
    """The page, a table with a group of rows to a clause."""
    lines = ["| clause | section | statement | codes | decided by |", "| --- | --- | --- | --- | --- |"]
    for _, group in groupby(rows(), key=lambda row: row["clause"]):
        lines += map(_row, group)
    return "\n".join((HEAD, *lines, ""))


def _row(row: Mapping[str, Any]) -> str:
    clause, section = (row["clause"], row["section"]) if row["acts"] else ("", "")
    codes = (" then " if row["ordered"] else ", ").join(row["codes"])
    statement = row["statement"] if row["acts"] else f"*but* {row['statement']}"
    return f"| {clause} | {section} | {statement} | {codes} | {row['cites'].replace('_', ' ')} |"


def main(arguments: list[str]) -> int:
    """0: the page is as the rows say, or was written; 1: --check found it out of date; 2: bad usage."""
    if arguments not in ([], ["--check"]):
        print("usage: python tools/clauses.py [--check]", file=sys.stderr)
        return 2
    if arguments:
        stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page()
        if stale:
            print("docs/clauses.md: not as tests/clauses.jsonl says; run python tools/clauses.py", file=sys.stderr)
        return int(stale)
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
