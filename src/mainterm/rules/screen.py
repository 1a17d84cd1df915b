"""Which rules an encounter may break, by what its codes and pairs of codes have been found to call for before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Final, NamedTuple

from mainterm.model.code import Spans, categories_between, category_of, spans_of
from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Call, Rule, Standing
from mainterm.rules.numbered import numbers

_MOST_CODES: Final = 32_768
"""Of codes that are kept: an edition has half as many, but an input may have any number of codes that are none."""
_MOST_PAIRS: Final = 32_768


class Screened(NamedTuple):
    """Sets of rules by their numbers: those that an encounter's codes call for, and those of them that it may break."""

    called: int
    broken: int


class Sets(NamedTuple):
    """Sets of rules: those that any encounter calls for, and those that need no other code, no first, no pair."""

    always: int
    alone: int
    anywhere: int
    of_one: int


class Screen:
    """Rules and a book, and what is learnt of codes as they come. What is kept does not grow with the encounters.

    What a code does is three sets of rules, side by side in one integer: it calls for some (`on`, `when`), is what
    must stand `beside` in others, and what must not (`unless`) in yet others. A bit above them says that it is known.
    """

    def __init__(self, rules: Sequence[Rule], book: Book) -> None:
        self._rules, self._book, self._width = rules, book, len(rules)
        self._reaching: dict[str, list[tuple[str, str, int, Spans]]] = {}
        for number, rule in enumerate(rules):
            for at, spans in enumerate(map(spans_of, (rule.on, rule.beside, rule.unless))):
                for low, high in chain.from_iterable(spans.bounds.values()):
                    first, last = category_of(low), category_of(high)
                    for ten in categories_between(first[:-1], last[:-1]):
                        self._reaching.setdefault(ten, []).append((first, last, number + at * self._width, spans))
        self._of_category: dict[str, tuple[int, tuple[tuple[int, Spans], ...]]] = {}
        self._whens: dict[Call, int] = {}
        for number, rule in enumerate(rules):
            if rule.when:
                self._whens[rule.when] = self._whens.get(rule.when, 0) | 1 << number
        self._betweens = [(number, rule.between) for number, rule in enumerate(rules) if rule.between]
        self._all = (1 << self._width) - 1
        self.sets = Sets(
            always=self._those(lambda rule: not rule.on and rule.when is None),
            alone=self._those(lambda rule: not rule.beside),
            anywhere=self._those(lambda rule: not rule.first),
            of_one=self._those(lambda rule: rule.between is None),
        )
        self._before, self._behind = map(self._of_others, (Standing.BEFORE, Standing.BEHIND))
        self._diagnoses: dict[str, int] = {}
        self._procedures: dict[str, int] = {}
        self._near: dict[str, frozenset[str]] = {}
        self._pairs: dict[tuple[str, str], int] = {}

    def of(self, encounter: Encounter) -> Screened:
        """The rules that the encounter calls for, and those of them that it may break."""
        self._forget()
        marks, known = 0, self._diagnoses
        for diagnosis in encounter.diagnoses:
            marks |= known.get(diagnosis.code) or self._learn(diagnosis.code)
        for procedure in encounter.procedures:
            marks |= self._procedures.get(procedure.code) or self._learn_procedure(procedure.code)
        sets = self.sets
        called = marks & self._all | sets.always
        beside, unless = marks >> self._width | sets.alone, marks >> 2 * self._width
        broken = called & beside & ~unless & (sets.anywhere | self._first(encounter))
        if broken & ~sets.of_one:
            broken &= sets.of_one | self._between(encounter)
        return Screened(called, broken)

    def _first(self, encounter: Encounter) -> int:
        """What the first diagnosis calls for."""
        return self._diagnoses[encounter.diagnoses[0].code] if encounter.diagnoses else 0

    def _between(self, encounter: Encounter) -> int:
        """The rules of two codes that one pair or another of the encounter's may break."""
        codes, categories = [diagnosis.code for diagnosis in encounter.diagnoses], encounter.categories
        present, found = frozenset(categories), 0
        for at, code in enumerate(codes):
            near = self._near[code]
            if not near.isdisjoint(present):
                found |= self._held(codes, at, [other for other, each in enumerate(categories) if each in near])
        if len(present) < len(categories):
            for at, own in enumerate(categories):
                found |= self._held(codes, at, [other for other, each in enumerate(categories) if each == own])
        return found

    def _held(self, codes: Sequence[str], at: int, others: Iterable[int]) -> int:
        """What a code holds against those at other places, of all the rules that they can break from there."""
        code, found = codes[at], 0
        for other in others:
            if other != at:
                held = self._pairs.get((code, codes[other]))
                if held is None:
                    held = self._learn_pair(code, codes[other])
                found |= held & (self._before if other < at else self._behind)
        return found

    def _those(self, are: Callable[[Rule], bool]) -> int:
        return numbers(number for number, rule in enumerate(self._rules) if are(rule))

    def _of_others(self, standing: Standing) -> int:
        """The rules of two codes of which the other may stand there."""
        there = (Standing.ANYWHERE, standing)
        return numbers(number for number, between in self._betweens if between.standing in there)

    def _learn(self, code: str) -> int:
        marks = self.diagnosis(code)
        called = marks | self.sets.always
        nears = {between.near for number, between in self._betweens if called >> number & 1}
        categories = chain.from_iterable(near(self._book, code) for near in nears)
        self._near[code] = frozenset(categories) - {category_of(code)}
        self._diagnoses[code] = marks
        return marks

    def _learn_procedure(self, code: str) -> int:
        self._procedures[code] = self.procedure(code)
        return self._procedures[code]

    def diagnosis(self, code: str) -> int:
        """What a diagnosis does: by its code, and by what the book has of it."""
        marks = self.procedure(code)
        for when, these in self._whens.items():
            if these & ~marks and when(self._book, code):
                marks |= these
        return marks

    def procedure(self, code: str) -> int:
        """What a procedure does: by its code alone."""
        category = category_of(code)
        found = self._of_category.get(category)
        if found is None:
            found = self._of_category[category] = self._reached(category)
        whole, some = found
        return whole | numbers(bit for bit, spans in some if spans.covers(code)) | 1 << 3 * self._width

    def _reached(self, category: str) -> tuple[int, tuple[tuple[int, Spans], ...]]:
        """The spans that hold all codes of a category, as bits; and those that reach into it, each with its bit."""
        reaching = self._reaching.get(category[:-1], ())
        found = {bit: spans for first, last, bit, spans in reaching if first <= category <= last}
        whole = [bit for bit, spans in found.items() if spans.hold_all(category)]
        return numbers(whole), tuple((bit, found[bit]) for bit in found.keys() - set(whole))

    def _learn_pair(self, code: str, other: str) -> int:
        """The rules that a code calls for and that hold something against the other beside it."""
        called = self._diagnoses[code] | self.sets.always
        held = numbers(n for n, between in self._betweens if called >> n & 1 and between.holds(self._book, code, other))
        self._pairs[code, other] = held
        return held

    def _forget(self) -> None:
        """Begins anew, once what is kept is more than the codes of an edition need."""
        if len(self._diagnoses) > _MOST_CODES or len(self._procedures) > _MOST_CODES:
            for known in (self._diagnoses, self._near, self._procedures, self._of_category):
                known.clear()
        if len(self._pairs) > _MOST_PAIRS:
            self._pairs.clear()
