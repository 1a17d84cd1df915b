"""The Table of Drugs and Chemicals: from a statement that speaks of a drug to its codes, by the circumstance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, NamedTuple

from mainterm.encode.answers import NOTHING_ANSWERED, Answers, is_undocumented, pose
from mainterm.encode.columns import Cell
from mainterm.encode.drugs_case import FREE, HOW, POISONING, Case, interacts, is_culprit, is_poison
from mainterm.encode.drugs_circumstance import (
    CHOOSING,
    CIRCUMSTANTIAL,
    EATEN,
    INTENTS,
    QUIET,
    Circumstance,
    may_tell,
    told,
)
from mainterm.encode.drugs_named import Substance, brand_stems, substances
from mainterm.encode.gloss import Gloss
from mainterm.encode.held import is_of_type
from mainterm.encode.outline import Outline
from mainterm.encode.segments import Link, Segment, parted_at
from mainterm.encode.statement import Statement
from mainterm.encode.walk import Way
from mainterm.encode.weight import meaningful_stems
from mainterm.model.answer import Answered, Asks, Question
from mainterm.model.edition import Book
from mainterm.model.index import Index, Line
from mainterm.model.proof import Step, StepKind
from mainterm.model.words import stem, stems

UNKNOWN_INTENT: Final = "I.C.19.e.1"
"""The guideline by which an intent that is not stated is coded as undetermined."""

THERAPEUTIC: Final = "Therapeutic use"
_ASKED: Final = ("Accident", "Suicide attempt", "Assault", "Undetermined")
DRUG: Final = "drug induced correct substance properly administered"
"""What the Index says where an adverse effect is meant: *due to drug*, *drug-induced*, and how it was given."""
_JOINT: Final = frozenset({"after"})
_GIVING: Final = frozenset({"therapy", "treatment", "use"})
"""With a drug that had an adverse effect no more than that it was given: nothing of its long-term use."""
CHEMOTHERAPY: Final = "antineoplastic chemotherapy"
_KEPT: Final = frozenset("insulin heparin steroid corticosteroid aspirin vaccine".split())
"""Drugs that the Index to Diseases has by name where it speaks of their effects."""


@dataclass(frozen=True, slots=True)
class DrugGloss(Gloss):
    """A drug's name read as *drug*, correctly given: that it is one says its main term in the Table."""

    line: Line | None = None

    def step(self, spelt: tuple[str, ...]) -> Step:
        assert self.line is not None
        return Step(StepKind.LEXICON, self.line.source, self.line.printed or self.line.text, spelt, detail=self.put)


class Drug(NamedTuple):
    """A row and a column of the Table for a part of the statement; the way places all words that it accounts for."""

    span: tuple[int, int]
    way: Way
    cell: Cell


class Drugs(NamedTuple):
    """What the Table has for a statement.

    `first` are the codes of the poisonings and toxic effects, which come before all others; `last` the external causes.
    `rest` are the segments that remain to be coded between them: the manifestations of a poisoning without the drug's
    words, or the effects of a drug correctly taken, which is called *drug* there by `glosses`. `effect_missing` is true
    where an adverse effect is spoken of and none is named. `assumed` is the guideline that gave the intent.
    """

    first: tuple[Drug, ...] = ()
    last: tuple[Drug, ...] = ()
    rest: tuple[Segment, ...] = ()
    glosses: tuple[Gloss, ...] = ()
    questions: tuple[Question, ...] = ()
    effect_missing: bool = False
    assumed: str = ""


@cache
def words_known() -> frozenset[str]:
    """Stems that are no misspelt words of the Index: names of drugs, and words of the circumstance."""
    return brand_stems() | CIRCUMSTANTIAL


def drug_findings(
    book: Book, outline: Outline, statement: Statement, answers: Answers = NOTHING_ANSWERED
) -> Drugs | None:
    """The codes of the Table for a statement, or None where it speaks of no drug or chemical that did harm."""
    if not any(map(may_tell, statement.segments)):
        return None
    segments = tuple(part for segment in statement.segments for part in parted_at(segment, "after", Link.DUE))
    caused = any(s.link is Link.DUE and not s.denied for s in segments)
    named = substances(book, outline, segments) if caused else ()
    if caused and not named:
        return None
    case = Case(segments, tuple(map(told, segments)), named)
    if not caused:
        if case.told.stems.keys() <= QUIET:
            return None
        case = replace(case, named=substances(book, outline, segments))
    poisons = tuple(s for s in case.named if is_poison(case, s))
    if poisons:
        return _poisoning(case, poisons, answers)
    culprits = tuple(s for s in case.named if is_culprit(case, s) and not _abbreviated(statement, s))
    return _adverse(book, case, culprits) if culprits else None


def _abbreviated(statement: Statement, substance: Substance) -> bool:
    """Whether an abbreviation of the effect has it: *HIT* speaks of a disease, not of a drug."""
    return any(substance.way.placed | {"induced"} <= gloss.means for gloss in statement.glosses)


def _poisoning(case: Case, found: tuple[Substance, ...], answers: Answers) -> Drugs:
    said = case.told
    intent = next((kind for kind in INTENTS if kind in said), None)
    taken_together = interacts(case) and Circumstance.POISONING not in said
    eaten = not EATEN.isdisjoint(said.of(Circumstance.TAKEN)) and not any(s.medicinal for s in found)
    by_chance = eaten or all(s.animal for s in found)
    presumed = "Accident" if taken_together or by_chance else "Undetermined"
    asked = () if intent or presumed == "Accident" else (_ask_intent(found),)
    answered = tuple(answer for question in asked if (answer := answers.to(question)))
    said_so = next((answer.option.text for answer in answered if not is_undocumented(answer.option)), "")
    column = str(intent) if intent else said_so or presumed
    placed = said.of(*HOW).union(*(s.way.placed for s in found))
    chosen = frozenset[str]().union(*(CHOOSING[c] for c in (POISONING, *_ASKED)))
    words = placed if interacts(case) else said.of(*HOW)
    first = (_drug(case, s, POISONING, words & chosen) for s in found)
    last = (_drug(case, s, column, words & CHOOSING[column], answered) for s in found)
    return Drugs(
        tuple(first),
        tuple(last),
        tuple(_without(case, placed, Circumstance.DOSE)),
        questions=() if answered else asked,
        assumed=UNKNOWN_INTENT if asked and not said_so else "",
    )


def _adverse(book: Book, case: Case, found: tuple[Substance, ...]) -> Drugs:
    said = case.told
    used = said.of(Circumstance.EFFECT, Circumstance.CORRECT, Circumstance.TOXIC) & CHOOSING[THERAPEUTIC]
    told_of = tuple(_without(case, said.of(Circumstance.CORRECT), Circumstance.CORRECT))
    known = said.of(*FREE).union(*(s.way.placed for s in found))
    effects = meaningful_stems(frozenset[str]().union(*(s.stems for s in told_of if not s.denied)) - known)
    call = _called(book, found, told_of)
    rest = tuple(_effects(case, found, told_of, call))
    found = tuple(_widened(s, call) for s in found)
    last = tuple(_drug(case, s, THERAPEUTIC, used) for s in found)
    return Drugs(
        (), last, rest, effect_missing=not effects, glosses=tuple(gloss for s in found for gloss in _as_drug(s, call))
    )


def _effects(case: Case, found: tuple[Substance, ...], rest: tuple[Segment, ...], call: str) -> Iterator[Segment]:
    """The segments with the drugs called so: one that names nothing else is taken with the one before it."""
    gone = frozenset[str]().union(*(s.way.placed for s in found)) - _KEPT
    known = case.told.of(Circumstance.DOSE) | gone | _KEPT
    vaccine = all(s.cell(THERAPEUTIC) >= "E948" for s in found)
    before: Segment | None = None
    for segment in rest:
        if not segment.denied and segment.stems & (gone | _KEPT):
            kept = tuple(word for word in segment.words if stem(word) not in gone | _GIVING)
            called = replace(segment, words=kept if vaccine else (*kept, *call.split()))
            if before is not None and not segment.stems - known:
                before = replace(before, words=(*before.words, *called.words), end=segment.end)
                continue
            segment = called
        if before is not None:
            yield before
        before = segment
    if before is not None:
        yield before


def _called(book: Book, found: tuple[Substance, ...], rest: tuple[Segment, ...]) -> str:
    """What the Index calls them; against cancer, *antineoplastic chemotherapy* where it says so of the effect.

    Nothing where a diabetes is of a type: the Index would have it *drug-induced*.
    """
    if is_of_type(rest):
        return ""
    if any(s.cell(THERAPEUTIC) != "E933.1" for s in found):
        return DRUG
    effects = frozenset[str]().union(*(segment.stems for segment in rest if not segment.denied))
    mains = (book.line(book.line(id).main) for id in book.subterms("antineoplastic", Index.DISEASES))
    return f"{CHEMOTHERAPY} {DRUG}" if any(effects & frozenset(stems(main.head)) for main in mains) else DRUG


def _widened(substance: Substance, call: str) -> Substance:
    """The substance, its brand's gloss standing for what the drug is called, too."""
    glosses = tuple(replace(gloss, means=gloss.means.union(call.split())) for gloss in substance.way.glosses)
    return substance._replace(way=substance.way._replace(glosses=glosses))


def _as_drug(substance: Substance, call: str) -> Iterator[Gloss]:
    """A brand is read as the drug first, then the drug as *drug*."""
    row, means = substance.way.moves[0], frozenset(call.split())
    yield from substance.way.glosses
    if call:
        yield DrugGloss(row.used, means, call, line=row.entry.line)


def _drug(
    case: Case, substance: Substance, column: str, used: frozenset[str], answered: tuple[Answered, ...] = ()
) -> Drug:
    """The cell of a row; the part of the statement where it is named and where the words stand that choose it."""
    telling = [n for n, s in enumerate(case.segments) if (s.stems & used and not s.denied) or n in substance.at]
    if column == THERAPEUTIC:
        telling += [before for n in substance.at for before in _cause_of(case, n)]
    part = [case.segments[n] for n in telling]
    effect = (Circumstance.EFFECT,) if column == THERAPEUTIC else ()
    also = case.at(substance).of(*HOW, Circumstance.DOSE, *effect) | case.told.of(*HOW, Circumstance.CORRECT) | _JOINT
    way = substance.way._replace(free=substance.way.free | also)
    span = min(s.start for s in part), max(s.end for s in part)
    return Drug(span, way, Cell(column, substance.cell(column), used, answered=answered))


def _cause_of(case: Case, number: int) -> range:
    """The segments before this one, from what is *due to* it or to the list in which it stands."""
    due = next((n for n in range(number, 0, -1) if case.segments[n].link is Link.DUE), number)
    return range(max(due - 1, 0), number)


def _ask_intent(found: tuple[Substance, ...]) -> Question:
    """With what intent it was taken: of all substances the same, the codes those of the first."""
    first = found[0]
    asks = f"{first.line.head}: what does the record say of the intent?"
    options = [(column, first.cell(column)) for column in _ASKED]
    default = first.cell("Undetermined")
    return pose("intent", Asks.CIRCUMSTANCE, asks, options, first.line.source, required=False, default=default)


def _without(case: Case, placed: frozenset[str], *kinds: Circumstance) -> Iterator[Segment]:
    """The segments without these stems, nor those that tell of these kinds where one of the placed stands."""
    for segment, tells in zip(case.segments, case.tells, strict=True):
        gone = placed | tells.of(*kinds) if segment.stems & placed else placed
        for part in parted_at(segment, "for", Link.COMMA):
            kept = part.words if part.denied else tuple(word for word in part.words if stem(word) not in gone)
            left = replace(part, words=kept)
            if meaningful_stems(left.stems) or (left.denied and left.stems):
                yield left
