"""Whether a drug that a statement names is a poison there, or did harm though correctly taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from mainterm.encode.drugs_circumstance import INTENTS, Circumstance, Told, together
from mainterm.encode.drugs_named import Substance
from mainterm.encode.segments import Link, Segment, parted_at
from mainterm.encode.weight import meaningful_stems
from mainterm.model.words import stem

POISONING: Final = "Poisoning"
HOW: Final = (
    Circumstance.POISONING, Circumstance.TAKEN, Circumstance.TOXIC, Circumstance.STING, Circumstance.MIXED,
    *INTENTS,
)  # fmt: skip
"""What a statement may say of a poisoning: words that are then placed."""
FREE: Final = (*HOW, Circumstance.EFFECT, Circumstance.CORRECT, Circumstance.DOSE)
_GAS: Final = ("986", "987")
_INTOXICATED: Final = frozenset({"intoxication", "intoxicated"})


@dataclass(frozen=True, slots=True)
class Case:
    """The statement's segments with what each tells of the circumstance, and the substances concerned."""

    segments: tuple[Segment, ...]
    tells: tuple[Told, ...]
    named: tuple[Substance, ...] = field(default=())

    @property
    def told(self) -> Told:
        return together(self.tells)

    def at(self, substance: Substance) -> Told:
        return together(tuple(self.tells[n] for n in substance.at))

    def covered(self, number: int) -> bool:
        """Whether a segment says nothing but substances, their doses and the circumstance."""
        said = _before_for(self.segments[number])
        known = self.tells[number].of(*FREE).union(*(s.way.placed for s in self.named))
        return bool(said) and not meaningful_stems(said - known)


def is_poison(case: Case, substance: Substance) -> bool:
    """Whether the words make this one a poisoning or toxic effect (I.C.17.e.2, I.C.17.e.3)."""
    here, said = case.at(substance), case.told
    if Circumstance.STATUS in here or not _belongs(case, substance):
        return False
    if interacts(case) or Circumstance.POISONING in said:
        return True
    if Circumstance.CORRECT in said and Circumstance.ACCIDENT not in said:
        return False
    if Circumstance.SUICIDE in said or Circumstance.ASSAULT in said or _in_error(case, substance):
        return True
    if substance.animal or not substance.medicinal:
        return _harmed(substance, here, said)
    return any(word.startswith(("ingest", "swallow", "eat", "ate")) for word in here.of(Circumstance.TAKEN))


def _belongs(case: Case, substance: Substance) -> bool:
    """Whether a segment that names it tells of the circumstance, or says nothing else."""
    return any(case.covered(n) or any(kind in case.tells[n] for kind in HOW) for n in substance.at)


def interacts(case: Case) -> bool:
    """A drug with alcohol, or with one that was not prescribed (I.C.17.e.2.c, I.C.17.e.2.d)."""
    if len(case.named) < 2:
        return False
    mixed = case.told.of(Circumstance.MIXED)
    drunk = any(s.beverage for s in case.named) and any(s.medicinal for s in case.named)
    caused = any(case.segments[n].link is Link.DUE for s in case.named for n in s.at)
    return (drunk and (bool(mixed) or caused)) or bool(
        mixed - {"combined", "combination", "interaction", "interacting"}
    )


def _in_error(case: Case, substance: Substance) -> bool:
    telling = [t for n, t in enumerate(case.tells) if Circumstance.ACCIDENT in t]
    near = Circumstance.ACCIDENT in case.at(substance)
    return near or any(Circumstance.TAKEN in t or Circumstance.DOSE in t for t in telling)


def _harmed(substance: Substance, here: Told, said: Told) -> bool:
    """Whether a chemical or an animal's venom, which nobody takes as a remedy, is said to have had its effect."""
    if substance.animal:
        return Circumstance.STING in here or "venom" in substance.way.placed or Circumstance.EFFECT in said
    if substance.beverage or substance.general:
        return False
    if Circumstance.TOXIC in here:
        return True
    taken = here.of(Circumstance.TAKEN)
    gas = substance.cell(POISONING).startswith(_GAS)
    return bool(taken - {"exposure", "exposed"}) or (gas and bool(taken)) or substance.cell(POISONING) == "986"


def is_culprit(case: Case, substance: Substance) -> bool:
    """Whether the words make this one a drug correctly taken that had an adverse effect (I.C.17.e.1)."""
    here, said = case.at(substance), case.told
    if not substance.medicinal or _withdrawn(case, substance):
        return False
    named = bool(here.of(Circumstance.EFFECT, Circumstance.CORRECT)) or bool(here.of(Circumstance.TOXIC) - _INTOXICATED)
    if substance.general:
        return Circumstance.EFFECT in here and "induced" not in here.of(Circumstance.EFFECT)
    if named and not _only_induced_elsewhere(case, substance):
        return True
    covered = any(case.covered(n) for n in substance.at)
    return covered and (Circumstance.CORRECT in said or any(_is_caused(case, n) for n in substance.at))


def _withdrawn(case: Case, substance: Substance) -> bool:
    """Whether its own segment, or the one that it is joined to, speaks of withdrawal, abuse, lack, a newborn."""
    first = min(substance.at)
    return any(Circumstance.STATUS in case.tells[n] for n in (*substance.at, max(0, first - 1)))


def _only_induced_elsewhere(case: Case, substance: Substance) -> bool:
    """*induced* follows another word than the substance's: `stress induced asthma on prednisone`."""
    for n in substance.at:
        said = [stem(word) for word in case.segments[n].words]
        if "induced" in said and case.tells[n].of(Circumstance.EFFECT) <= {"induced"}:
            before = said[: said.index("induced")]
            return not before or before[-1] not in substance.way.placed
    return False


def _is_caused(case: Case, number: int) -> bool:
    """Whether *due to* leads to this segment, or to one before it in a list that says nothing but drugs."""
    while number >= 0:
        if case.segments[number].link is Link.DUE:
            return True
        if case.segments[number].link not in (Link.AND, Link.COMMA, Link.WITH) or not case.covered(number):
            return False
        number -= 1
    return False


def _before_for(segment: Segment) -> frozenset[str]:
    """Its stems without what stands behind *for*: why the drug was taken."""
    return next(parted_at(segment, "for", Link.COMMA)).stems
