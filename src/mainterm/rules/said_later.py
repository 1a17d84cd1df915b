"""What the words of the record tell of a condition that came after the admission, and what it cannot be then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter, Setting
from mainterm.rules.declare import Flag, Guideline, Need, Rule, Severity, look_at, rule
from mainterm.rules.poa import assigning
from mainterm.rules.said_onset import FLARES, LATER, THERE, clauses_of

_BLEEDING: Final = tuple(f"{ulcer}.{digit}" for ulcer in range(531, 535) for digit in "0246")
_PARTS: Final = (
    (("491.21",), r"exacerbat\w*"),
    (tuple(f"493.{kind}{course}" for kind in "0129" for course in "12"), r"exacerbat\w*|status asthmaticus"),
    (_BLEEDING, r"bleed\w*|bled|h[a]?emorrhag\w*"),
)
"""Combination codes, and the words for the part of them that may come later."""
_ONWARD: Final = (
    r"(?:developed|occurred|began|started|arose|after (?:the )?admission|on (?:hospital )?day|"
    r"during (?:the |this )?(?:stay|admission|hospitali[sz]ation))"
)


@rule(
    cites=assigning("Combination Codes"),
    severity=Severity.ERROR,
    on=FLARES,
    needs=(Need.DOCUMENTATION, Need.SETTING, Need.POA),
    passes=(
        "574.00:Y, 491.21:N | inpatient | says the exacerbation of COPD developed on day two",
        "491.21:Y | inpatient | says admitted in acute exacerbation",
    ),
    flags={
        "574.00:Y, 491.21:Y | inpatient | says the acute exacerbation of COPD developed on day two": "491.21",
        "820.8:Y, 493.92:Y | inpatient | says asthma became acutely exacerbated after surgery": "493.92",
        "531.40:Y, 280.0:Y | inpatient | says gastric ulcer, bleeding started after admission": "531.40",
    },
)
def exacerbation_that_came_later(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A combination code given as present on admission, whose exacerbation came later.

    N is assigned if any part of a combination code was not present on admission.
    """
    if encounter.setting is Setting.INPATIENT:
        for spans, part in _PARTS:
            told = rf"\b(?:{part})\b[^.;]*\b{_ONWARD}|\b(?:developed|became|{_ONWARD})\b[^.;]*\b(?:{part})"
            if re.search(told, encounter.documentation, re.I):
                for diagnosis in encounter.within(*spans):
                    if diagnosis.poa == "Y":
                        yield look_at(diagnosis, "a part of it came after the admission: N")


_ACQUIRED: Final = {
    "I.C.1.b.2.b": (17, ("038", "995.91-995.92"), r"\b(?:sepsis|septic\w*)\b"),
    "I.C.8.c.2": (42, ("518.81", "518.84"), r"\brespiratory failure\b"),
}
"""Where a section says that what develops after the admission is a secondary diagnosis: codes and words."""


def _acquired(name: str, title: str, section: str, passes: tuple[str, ...], flags: dict[str, str]) -> Rule:
    page, codes, words = _ACQUIRED[section]
    named = re.compile(words, re.I)

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        first = encounter.diagnoses[0]
        clauses = [clause for clause in clauses_of(encounter.documentation) if named.search(clause)]
        later = any(LATER.search(clause) for clause in clauses) and not any(map(THERE.search, clauses))
        if first.within(*codes) and later and encounter.has("001-037", "039-518.7", "519-994", "996-999"):
            yield look_at(first, "it developed after the admission: it is no principal diagnosis")

    told = "What develops after the admission is coded as an additional diagnosis."
    return Rule(
        name, title, told, Guideline(section, page), Severity.ERROR, codes, passes, flags, (Need.DOCUMENTATION,), check,
        first=True,
    )  # fmt: skip


RULES: Final[tuple[Rule, ...]] = (
    _acquired(
        "sepsis_that_came_later_as_principal",
        "Sepsis as the principal diagnosis, which the record says developed during the stay.",
        "I.C.1.b.2.b",
        ("038.9, 995.91, 486 | says sepsis on admission", "820.8, 038.9, 995.91 | says sepsis developed on day five"),
        {
            "038.9, 995.91, 820.8 | says hip fracture; sepsis developed on hospital day 5": "038.9",
            "038.42, 995.91, 599.0 | says sepsis developed after admission for pyelonephritis": "038.42",
        },
    ),
    _acquired(
        "respiratory_failure_that_came_later_as_principal",
        "Acute respiratory failure as the principal diagnosis, which the record says developed during the stay.",
        "I.C.8.c.2",
        (
            "518.81, 491.21 | says acute respiratory failure on admission",
            "410.71, 518.81 | says respiratory failure developed on day two",
        ),
        {
            "518.81, 486 | says pneumonia; acute respiratory failure developed on day three": "518.81",
            "518.81, 410.71 | says infarction, respiratory failure developed during the stay": "518.81",
        },
    ),
)
