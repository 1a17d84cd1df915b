"""Encounters as X12 837 institutional claims; pyx12 reads the segments, this makes encounters of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from mainterm.audit.gather import gather
from mainterm.audit.row import Place, Row, Rows
from mainterm.audit.source import Source

_PRINCIPAL, _OTHER, _CAUSE, _ADMITTING = "BK", "BF", "BN", "BJ"
_PROCEDURES: Final = ("BR", "BQ")
_OF_TEN: Final = ("ABK", "ABF", "ABN", "ABJ", "BBR", "BBQ")
"""Qualifiers of codes of ICD-10, which are not ours to judge."""

_INPATIENT: Final = ("11", "18", "21", "28", "41", "65", "66", "84", "86")
_EITHER: Final = ("12", "22", "42")
"""Types of facility on the bill: whose patients are admitted, and whose may be; those of all others are not."""

_SUBSCRIBER, _PATIENT = "22", "23"
_STATEMENT, _ADMISSION = "434", "435"
_POA: Final = 8
"""The component of a coded item, from 0, that is its present-on-admission indicator."""

_POA_OF_4010: Final = re.compile(r"POA(?P<diagnoses>[^XZ]*)[XZ]?(?P<causes>.*)")
"""What segment K3 has in version 4010: an indicator for each diagnosis, Z or X, then those of the external causes."""

Segment = Sequence[Sequence[str]]
"""A segment: its name, then its elements, each the list of its components."""


@dataclass(slots=True)
class _Claim:
    """A claim while its segments come in."""

    place: Place
    facts: dict[str, str]
    codes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    strange: bool = False
    indicators: re.Match[str] | None = None

    def take(self, segment: Segment) -> None:
        """Takes in a segment of the claim."""
        name = _at(segment, 0)
        if name == "CL1":
            self.facts.update(admission=_at(segment, 1), disposition=_at(segment, 3))
        elif name == "DTP" and _at(segment, 1) == _STATEMENT:
            first, _, last = _at(segment, 3).partition("-")
            self.facts.update(discharged=last or first, admitted=self.facts.get("admitted") or first)
        elif name == "DTP" and _at(segment, 1) == _ADMISSION:
            self.facts["admitted"] = _at(segment, 3)[:8]
        elif name == "K3":
            self.indicators = _POA_OF_4010.fullmatch(_at(segment, 1)) or self.indicators
        elif name == "HI":
            for item in segment[1:]:
                self.strange = self.strange or item[0] in _OF_TEN
                extra = item[3] if item[0] in _PROCEDURES and len(item) > 3 else item[_POA] if len(item) > _POA else ""
                self.codes.setdefault(item[0], []).append((item[1] if len(item) > 1 else "", extra))

    def row(self) -> Row:
        """The encounter of the claim."""
        listed, miscounted = self._listed()
        done = [one for kind in _PROCEDURES for one in self.codes.get(kind, ())]
        self.facts["admitting"] = next((code for code, _ in self.codes.get(_ADMITTING, ())), "")
        encounter, wrong = gather(self.facts, listed, done, operated=True)
        wrong += miscounted
        if self.strange:
            wrong.append("has codes of ICD-10, which are left out")
        return Row(self.place, encounter, tuple(wrong))

    def _listed(self) -> tuple[list[tuple[str, str]], list[str]]:
        """The diagnoses, then the external causes, each with its indicator; and what segment K3 counts otherwise."""
        diagnoses = [one for kind in (_PRINCIPAL, _OTHER) for one in self.codes.get(kind, ())]
        causes = self.codes.get(_CAUSE, [])
        if self.indicators is None:
            return [*diagnoses, *causes], []
        told, wrong = [], []
        for what, items in (("diagnoses", diagnoses), ("causes", causes)):
            given = self.indicators[what]
            if given and len(given) != len(items):
                wrong.append(f"K3 has {len(given)} indicators for {len(items)} {what}")
            indicators = [*given, *[""] * len(items)]
            told += [(code, poa or one) for (code, poa), one in zip(items, indicators, strict=False)]
        return told, wrong


def read_x12(source: Source) -> Rows:
    """The claims of an interchange, each in the place of its CLM segment. Raises ValueError without pyx12."""
    claim: _Claim | None = None
    person: dict[str, str] = {}
    for number, segment, wrong in _segments(source):
        name = segment[0][0] if segment else ""
        if name in ("CLM", "HL", "SE") or wrong:
            if claim:
                yield claim.row()
            claim = None
        if wrong:
            yield Row(Place(source.name, number), None, (wrong,))
        elif name == "CLM":
            facts = {"id": _at(segment, 1), "setting": _setting(_at(segment, 5)), **person}
            claim = _Claim(Place(source.name, number), facts)
        elif claim:
            claim.take(segment)
        elif name == "HL" and _at(segment, 3) in (_SUBSCRIBER, _PATIENT):
            person = {}
        elif name == "DMG":
            person = {"born": _at(segment, 2), "sex": _at(segment, 3)}


def _setting(facility: str) -> str:
    return "inpatient" if facility in _INPATIENT else "unknown" if facility in _EITHER else "outpatient"


def _at(segment: Segment, at: int) -> str:
    """The first component of an element, by its number in the standard."""
    return segment[at][0] if len(segment) > at and segment[at] else ""


def _segments(source: Source) -> Iterator[tuple[int, Segment, str]]:
    """The segments with their numbers; where the interchange breaks off, why."""
    try:
        from pyx12.errors import X12Error
        from pyx12.x12file import X12Reader
    except ImportError as error:
        raise ValueError("X12 claims are read with pyx12: pip install 'mainterm[x12]'") from error
    number, last = 0, ""
    try:
        reader = X12Reader(source.text)
        for number, segment in enumerate(reader, start=1):
            reader.pop_errors()  # what an envelope counts is no matter of coding, and the list would grow
            last = segment.get_seg_id() or ""
            yield number, [[last], *([part.get_value() for part in each.elements] for each in segment.elements)], ""
    except (X12Error, IndexError) as error:
        yield number + 1, (), f"is no X12 from here on: {error}"
        return
    if last not in ("IEA", "ISA", ""):
        yield number + 1, (), "the interchange breaks off: it has no end (IEA)"
