"""The shapes that many guidelines share: never first, only first, not beside, goes with, before, instead, once.

A rule of such a shape is declared by its words, its citation and the codes; `shaped` makes rules of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.rules.declare import (
    Between,
    Check,
    Citation,
    Fix,
    Flag,
    Mend,
    Need,
    Rule,
    Severity,
    look_at,
    move_after,
    move_before,
    move_first,
    paired,
    remove,
    replace_by,
)

Spans: TypeAlias = tuple[str, ...]
Blame: TypeAlias = Callable[..., Flag]


class Shape(NamedTuple):
    """What a rule looks for, and the codes without one of which, or with one of which, there is nothing to look for."""

    on: Spans
    check: Check
    beside: Spans = ()
    unless: Spans = ()
    first: bool = False
    between: Between | None = None


def shaped(
    id: str,
    title: str,
    explanation: str,
    cites: Citation,
    severity: Severity,
    shape: Shape,
    *,
    passes: tuple[str, ...],
    flags: Mapping[str, str],
    needs: tuple[Need, ...] = (),
    general: bool = False,
) -> Rule:
    """A rule of one of the shapes."""
    return Rule(
        id, title, explanation, cites, severity, shape.on, passes, flags, needs, shape.check,
        general=general, beside=shape.beside, unless=shape.unless, first=shape.first, between=shape.between,
    )  # fmt: skip


def each_with(encounter: Encounter, table: Mapping[str, Spans]) -> Iterator[tuple[Diagnosis, Diagnosis]]:
    """Each diagnosis that the table has codes for, with the first that lies in these: a state and its complication."""
    for code, others in table.items():
        for diagnosis in encounter.within(code):
            for other in encounter.within(*others)[:1]:
                yield diagnosis, other


def never_first(codes: Spans, says: str, unless: Spans = (), among: Spans = ()) -> Shape:
    """One of the codes stands first, and what it belongs behind is there, or nothing is (`unless` one of these is).

    What it belongs behind is one of `among`; where they are not named, any other code.
    """

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        first, others = encounter.diagnoses[0], encounter.diagnoses[1:]
        if first.within(*codes) and not encounter.has(*unless):
            other = next((d for d in others if not d.within(*codes) and (not among or d.within(*among))), None)
            if other is not None:
                yield move_after(first, other, says)

    return Shape(codes, check, beside=among, unless=unless, first=True)


def only_first(codes: Spans, says: str, behind: Spans = ()) -> Shape:
    """One of the codes stands behind another, which is none of them (nor one of `behind`)."""

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        if not encounter.diagnoses[0].within(*codes, *behind):
            for diagnosis in encounter.within(*codes)[:1]:
                yield move_first(diagnosis, says)

    return Shape(codes, check)


def not_beside(codes: Spans, others: Spans, says: str, *, unless: Spans = (), blame: Blame = remove) -> Shape:
    """One of the codes stands beside one of the others (and none of `unless` is there)."""

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        beside = encounter.within(*others)
        if beside and not encounter.has(*unless):
            for diagnosis in encounter.within(*codes):
                if diagnosis is not beside[0]:
                    yield blame(diagnosis, says, beside[0])

    return Shape(codes, check, beside=others, unless=unless)


def goes_with(codes: Spans, others: Spans, says: str, *, add: Mend | None = None, code: str = "") -> Shape:
    """One of the codes stands without any of the others; `code` is to be added, where there is one that can be."""

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        if not encounter.has(*others):
            for diagnosis in encounter.within(*codes)[:1]:
                yield Flag((diagnosis,), says, Fix(add, diagnosis.told, code) if add else None)

    return Shape(codes, check, unless=others)


def stands_before(first: Spans, then: Spans, says: str) -> Shape:
    """The first of the codes stands behind one that it is to stand before."""

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        for other in encounter.within(*then)[:1]:
            for diagnosis in encounter.within(*first)[:1]:
                if encounter.position(other) < encounter.position(diagnosis):
                    yield move_before(diagnosis, other, says)

    return Shape(first, check, beside=then)


def unless_first(codes: Spans, shape: Shape) -> Shape:
    """The shape, looked for where the first diagnosis is none of the codes."""

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        if not encounter.diagnoses[0].within(*codes):
            yield from shape.check(encounter, book)

    return shape._replace(check=check)


def instead(codes: Spans, beside: Spans, code: str, says: str) -> Shape:
    """One of the codes stands beside one of the others, where a single code is for both."""

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        for other in encounter.within(*beside)[:1]:
            for diagnosis in encounter.within(*codes):
                if diagnosis is not other:
                    yield replace_by(diagnosis, code, says, other)

    return Shape(codes, check, beside=beside)


def once(codes: Spans, says: str) -> Shape:
    """More than one of the codes; the same one twice is told apart (I.B.14)."""

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        found = encounter.within(*codes)
        for diagnosis in found[1:]:
            if diagnosis.code != found[0].code:
                yield look_at(diagnosis, says, found[0])

    return Shape(codes, check, between=paired([(codes, codes)]))


def unfit(codes: Spans, fits: Callable[[Encounter, Diagnosis], bool], says: str) -> Shape:
    """One of the codes, where the encounter is not one that it fits (by age, sex, setting or admission)."""

    def check(encounter: Encounter, book: Book) -> Iterator[Flag]:
        for diagnosis in encounter.within(*codes):
            if not fits(encounter, diagnosis):
                yield look_at(diagnosis, says)

    return Shape(codes, check)
