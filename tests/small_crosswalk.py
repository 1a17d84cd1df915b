"""A few lines of mappings, written by hand, in which every flag occurs."""

from __future__ import annotations

from pathlib import Path

from mainterm.model.crosswalk import Crosswalk
from mainterm.model.edition import Manifest
from mainterm.read.gems import read_gems
from mainterm.store.crosswalk import open_crosswalk, write_crosswalk
from mainterm.store.sqlite import FORMAT

FORWARDS = """\
0010  A000    00000
0020  A0100   10000
0030  A0100   10000
0030  A011    10000
0040  B100    10111
0040  B101    10111
0040  B200    10112
0050  NoDx    11000
V103  Z853    00000
E8881 W01198A 10000
"""
BACKWARDS = """\
A000    0010  00000
A0100   0020  10000
A0100   0030  10000
A011    0010  10000
B100    0040  10000
B101    0050  10000
B200    0040  10000
E8881   0010  10000
"""
PROCEDURES = "3584  02S00ZZ 10013\n3584  02SP0ZZ 10111\n3584  02SW0ZZ 10112\n"
PROCEDURES_BACK = "02S00ZZ NoI9  10000\n02SP0ZZ 3584  10000\n"
GIVEN = {"icd9cm": FORWARDS, "icd10cm": BACKWARDS, "icd9pcs": PROCEDURES, "icd10pcs": PROCEDURES_BACK}


def gems(**changed: str) -> dict[str, tuple[str, bytes]]:
    """The documents by role, some of them with another text."""
    return {f"gem.{of}": (f"{of}.txt", text.encode()) for of, text in {**GIVEN, **changed}.items()}


def small_crosswalk(path: Path, **changed: str) -> Crosswalk:
    """These mappings, written to `path` and opened."""
    lines = read_gems(gems(**changed))
    manifest = Manifest("gems", "Mappings", 2018, "2017-10-01", FORMAT, "mainterm", "0", (), lines.census)
    write_crosswalk(lines, manifest, path)
    return open_crosswalk(path)
