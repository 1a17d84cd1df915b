"""The codes that are for two conditions at once, and what each of them says: the tables of I.B.10 and I.B.11."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ACUTE_AND_CHRONIC: Final = (
    ("285.1", "280.0"),
    ("364.0", "364.1"),
    ("372.0", "372.1"),
    ("376.0", "376.1"),
    ("381.0", "381.1-381.3"),
    ("382.0", "382.1-382.3"),
    ("383.0", "383.1"),
    ("460", "472.0"),
    ("461", "473"),
    ("462", "472.1"),
    ("463", "474.0"),
    ("464.0", "476.0"),
    ("466.0", "491.0-491.1"),
    ("466.0", "491.8-491.9"),
    ("535.0", "535.1"),
    ("574.0", "574.1"),
    ("574.3", "574.4"),
    ("577.0", "577.1"),
    ("590.1", "590.0"),
    ("595.0", "595.1-595.2"),
    ("601.0", "601.1"),
    ("614.0", "614.1"),
    ("614.3", "614.4"),
    ("730.0", "730.1"),
)
"""A condition as acute and as chronic, each with a code of its own."""

DISEASES_OF_BOTH: Final = (
    ("428.21", "428.22", "428.23"),
    ("428.31", "428.32", "428.33"),
    ("428.41", "428.42", "428.43"),
    ("518.81", "518.83", "518.84"),
    ("575.0", "575.11", "575.12"),
    ("787.02", "787.03", "787.01"),
    ("562.01", "562.02", "562.03"),
    ("562.11", "562.12", "562.13"),
    ("540.9", "567.21", "540.0"),
    ("540.9", "567.22", "540.1"),
    ("540.9", "567.9", "540.0"),
    ("574.20", "574.50", "574.90"),
    ("574.21", "574.51", "574.91"),
    ("574.00", "574.30", "574.60"),
    ("574.10", "574.40", "574.70"),
    ("574.20", "575.0", "574.00"),
    ("574.21", "575.0", "574.01"),
    ("574.20", "575.10-575.11", "574.10"),
    ("574.21", "575.10-575.11", "574.11"),
    ("574.50", "575.0", "574.30"),
    ("574.51", "575.0", "574.31"),
    ("574.50", "575.10-575.11", "574.40"),
    ("574.51", "575.10-575.11", "574.41"),
)
"""Two conditions, and the one code that is for both."""
HYPERTENSIONS_OF_BOTH: Final = tuple(
    (f"642.0{digit}", f"642.{kind}{digit}", f"642.7{digit}") for kind in "456" for digit in range(5)
)
"""The same of the hypertension of pregnancy, and what is superimposed on it."""
INJURIES_OF_BOTH: Final = (
    ("813.21", "813.22", "813.23"),
    ("813.31", "813.32", "813.33"),
    ("813.81", "813.82", "813.83"),
    ("813.91", "813.92", "813.93"),
    ("823.00", "823.01", "823.02"),
    ("823.10", "823.11", "823.12"),
    ("823.20", "823.21", "823.22"),
    ("823.30", "823.31", "823.32"),
    ("823.80", "823.81", "823.82"),
    ("823.90", "823.91", "823.92"),
    ("860.0", "860.2", "860.4"),
    ("860.1", "860.3", "860.5"),
)
"""The same of injuries, of which the other side of the body may have one, too."""
OF_BOTH: Final = (*DISEASES_OF_BOTH, *INJURIES_OF_BOTH, *HYPERTENSIONS_OF_BOTH)

BLEEDS: Final = (
    *(f"{ulcer}.{bleeding}" for ulcer in range(531, 535) for bleeding in "0246"),
    *(f"535.{kind}1" for kind in range(8)),
    *("537.83", "562.02-562.03", "562.12-562.13", "569.85"),
)
"""Codes of the stomach and bowel that say that there is hemorrhage: what 578 is not for."""
_NAMED_PARTS: Final = {
    "441.2": ("441.1",),
    "441.4": ("441.3",),
    "562.00": ("562.01-562.03",),
    "540.0": ("540.1",),
    "562.10": ("562.11-562.13",),
    "574.20": ("574.00-574.10",),
    "574.21": ("574.01", "574.11"),
    "574.50": ("574.30", "574.40"),
    "574.51": ("574.31", "574.41"),
    "578": BLEEDS,
    "600.00": ("600.01",),
    "600.20": ("600.21",),
    "785.4": ("440.24",),
}


def _parts_of(
    combinations: tuple[tuple[str, str, str], ...], parts: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    """Each of two conditions with the codes for both, added to these parts."""
    found = dict(parts)
    for *conditions, both in combinations:
        for each in conditions:
            found[each] = tuple(dict.fromkeys((*found.get(each, ()), both)))
    return found


IS_PART_OF: Final = _parts_of(DISEASES_OF_BOTH, _NAMED_PARTS)
"""What a combination code says along with another condition."""
IS_PART_OF_INJURIES: Final = _parts_of(INJURIES_OF_BOTH, {})
"""The same of injuries."""

PNEUMONIA_BY_ORGANISM: Final = (
    ("041.2", "481"),
    ("041.3", "482.0"),
    ("041.7", "482.1"),
    ("041.5", "482.2"),
    ("041.0", "482.3"),
    ("041.11", "482.41"),
    ("041.12", "482.42"),
    ("041.4", "482.82"),
)
"""Organisms, and the pneumonia of each."""

SEPTICEMIA_BY_ORGANISM: Final = (
    ("041.0", "038.0"),
    ("041.11", "038.11"),
    ("041.2", "038.2"),
    ("041.4", "038.42"),
    ("041.5", "038.41"),
    ("041.7", "038.43"),
)
"""Organisms, and the septicemia of each."""

ORGANISM_NAMED: Final = (*PNEUMONIA_BY_ORGANISM, *SEPTICEMIA_BY_ORGANISM)
INFECTED_ELSEWHERE: Final = (
    "320",
    "382",
    "461",
    "473",
    "590",
    "595",
    "599.0",
    "681-682",
    "707",
    "730",
    "958.3",
    "996",
    "998",
)
"""Infections of other places, to which an organism may belong."""
INFECTED_BESIDE: Final = (*INFECTED_ELSEWHERE, "510-511", "513", "567", "569.61", "790.7")
"""Infections of other places, and those that go with a pneumonia or a septicemia."""
