"""Guidelines I.C.7.b-e: stroke, its late effects, and infarction of the heart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_07_pressure import STROKE
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Rule,
    Severity,
    look_at,
    paired,
    remove,
    rule,
)
from mainterm.rules.shapes import goes_with, not_beside, shaped

KIND_OF_STROKE: Final = ("430-432", *(f"433.{artery}1" for artery in "012389"), "434")
"""Hemorrhages and infarcts of the brain."""
DEFICITS: Final = (
    ("438.1", ("784.3", "784.51", "784.59")),
    ("438.2", ("342",)),
    ("438.3", ("344.4",)),
    ("438.4", ("344.3",)),
    ("438.83", ("781.94",)),
    ("438.84", ("781.3",)),
    ("438.85", ("780.4",)),
)
"""Late effects of cerebrovascular disease, and the deficits that they have in them."""


@rule(
    cites=Guideline("I.C.7.c", page=38),
    severity=Severity.ERROR,
    on=("436",),
    passes=("997.02, 434.91", "436"),
    flags={"997.02, 436": "436", "436, 401.9, 997.02": "436"},
)
def ill_defined_stroke_after_surgery(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Ill-defined cerebrovascular disease beside a postoperative stroke.

    436 is not used behind 997.02; the hemorrhage or infarct is coded from 430-432, 433 or 434.
    """
    after = next(iter(encounter.within("997.02")), None)
    for diagnosis in encounter.within("436"):
        if after:
            yield look_at(diagnosis, "the kind of stroke is coded from 430-432, 433 or 434", after)


@rule(
    cites=Guideline("I.B.12", page=11, also=("I.C.7.d.1",)),
    severity=Severity.ERROR,
    on=tuple(late for late, _ in DEFICITS),
    between=paired([((late,), deficits) for late, deficits in DEFICITS]),
    passes=("438.21", "434.91, 342.90, 438.12", "438.82, 787.21", "438.53, 344.81"),
    flags={"438.21, 342.90": "342.90", "401.9, 784.3, 438.11": "784.3"},
)
def deficit_beside_its_late_effect(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A neurologic deficit beside the late effect of a stroke that has it.

    Category 438 is expanded to include the deficit, which has no second code, unless it is of another stroke or cause.
    """
    if encounter.has("430-434", "436", "340", "343", "800-804", "850-854", "907", "952"):
        return
    for late, deficits in DEFICITS:
        for effect in encounter.within(late)[:1]:
            for diagnosis in encounter.within(*deficits):
                yield remove(diagnosis, "the late effect includes the deficit", effect)


@rule(
    cites=Guideline("I.C.7.e.3", page=40, also=("I.C.7.e.1",)),
    severity=Severity.WARNING,
    on=("410.7",),
    beside=("410.0-410.6", "410.8"),
    passes=("410.71", "410.11, 414.01", "410.71, 410.12"),
    flags={"410.71, 410.11": "410.71", "410.41, 428.0, 410.71": "410.71"},
)
def two_kinds_of_infarction(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Infarction with and without ST elevation in one episode of care.

    One that evolves from the one kind to the other is coded as with ST elevation alone.
    """
    for diagnosis in encounter.within("410.7"):
        others = encounter.within("410.0-410.6", "410.8")
        other = next((one for one in others if one.code[-1] == diagnosis.code[-1]), None)
        if other:
            yield look_at(diagnosis, "is it one infarction? Then only that with ST elevation is coded", other)


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "stroke_of_care_of_no_kind",
        "A stroke due to medical intervention without its kind.",
        "A secondary code from 430-432, 433 or 434 tells the hemorrhage or infarct.",
        Guideline("I.C.7.c", page=38),
        Severity.WARNING,
        goes_with(("997.02",), ("430-434", "436"), "the kind of stroke is coded too, from 430-432, 433 or 434"),
        passes=("997.02, 434.91", "997.02, 431"),
        flags={"997.02": "997.02", "440.1, 997.02, 342.90": "997.02"},
    ),
    shaped(
        "late_effect_beside_a_stroke",
        "Late effects of a stroke beside an acute one.",
        "Category 438 is not for the deficits of the acute stroke, only for those left by an old one.",
        Guideline("I.C.7.d.1", page=39),
        Severity.QUERY,
        not_beside(("438",), STROKE, "is the deficit of an old stroke?", blame=look_at),
        passes=("434.91, 342.90", "438.21, 401.9"),
        flags={"434.91, 438.21": "438.21", "438.11, 431": "438.11"},
    ),
    shaped(
        "history_of_stroke_beside_its_late_effects",
        "History of a stroke without deficits beside the late effects of one.",
        "V12.54 is for when no neurologic deficits are present; with them it is category 438.",
        Guideline("I.C.7.d.3", page=39),
        Severity.WARNING,
        not_beside(("V12.54",), ("438",), "V12.54 is for a stroke that has left no deficits", blame=look_at),
        passes=("438.21", "401.9, V12.54"),
        flags={"438.21, V12.54": "V12.54", "V12.54, 438.11": "V12.54"},
    ),
    shaped(
        "infarction_of_no_site_beside_one",
        "Infarction of no stated site beside one of a site.",
        "410.9 is for the unspecified term only.",
        Guideline("I.C.7.e.2", page=40),
        Severity.WARNING,
        not_beside(("410.9",), ("410.0-410.8",), "the site or kind of the infarction is told", blame=look_at),
        passes=("410.91", "410.71"),
        flags={"410.71, 410.91": "410.91", "410.91, 410.11, 428.0": "410.91"},
    ),
    shaped(
        "ill_defined_stroke_beside_its_kind",
        "Ill-defined cerebrovascular disease beside a stroke of a kind.",
        "436 is not for what the record calls a stroke, nor for what another code tells to be a hemorrhage or infarct.",
        Guideline("I.C.7.b", page=38),
        Severity.ERROR,
        not_beside(("436",), KIND_OF_STROKE, "the kind of stroke is told", unless=("997.02",)),
        passes=("434.11, 342.90", "436", "433.10, 436"),
        flags={"436, 434.11": "436", "431, 401.9, 436": "436"},
    ),
)
