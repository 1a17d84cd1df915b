"""What a definition in ICD-9-CM becomes on the far side of the seam, by the mappings forwards and backwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from mainterm.model.classification import Classification
from mainterm.model.crosswalk import Crosswalk, Equivalent


class Way(StrEnum):
    """By which mapping a code of ICD-10 belongs to a definition."""

    BOTH = "both"
    FORWARD = "forward only"
    """A code of the definition leads to it; it leads back elsewhere, or nowhere."""
    BACKWARD = "backward only"
    """It leads back to a code of the definition, none of which leads to it."""


@dataclass(frozen=True, slots=True)
class Successor:
    """A code of ICD-10 that may stand for the definition, or for a part of it.

    `sources` are the codes of the definition that lead to it, `back` those to which it leads, `outside` the codes that
    are not of the definition to which it leads as well. A `part` stands for a source only together with other codes.
    """

    code: str
    way: Way
    sources: tuple[str, ...]
    back: tuple[str, ...]
    outside: tuple[str, ...]
    part: bool = False
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Seam:
    """A definition and what becomes of it; `unmapped` are its codes that lead nowhere."""

    of: Classification
    to: Classification
    definition: tuple[str, ...]
    successors: tuple[Successor, ...]
    unmapped: tuple[str, ...]

    @property
    def outside(self) -> tuple[str, ...]:
        """The codes outside of the definition that its successors bring in, when they are read backwards."""
        return tuple(sorted({code for successor in self.successors for code in successor.outside}))

    def codes(self, *ways: Way) -> tuple[str, ...]:
        """The codes of the successors that belong by one of these ways."""
        return tuple(each.code for each in self.successors if each.way in ways)


def seam(crosswalk: Crosswalk, definition: Collection[str], of: Classification = Classification.ICD9CM) -> Seam:
    """What the codes of a definition, dotted, become in the counterpart of their classification."""
    forward: defaultdict[str, list[Equivalent]] = defaultdict(list)
    unmapped: list[str] = []
    backward: set[str] = set()
    for code in definition:
        lines = [line for line in crosswalk.equivalents(code, of) if line.target]
        if not lines:
            unmapped.append(code)
        for line in lines:
            forward[line.target].append(line)
        backward.update(line.source for line in crosswalk.backwards(code, of))
    wanted = frozenset(definition)
    found = (_successor(crosswalk, code, forward.get(code, []), wanted, of) for code in sorted({*forward, *backward}))
    return Seam(of, of.counterpart, tuple(definition), tuple(found), tuple(unmapped))


def _successor(
    crosswalk: Crosswalk, code: str, lines: list[Equivalent], wanted: frozenset[str], of: Classification
) -> Successor:
    returns = [line.target for line in crosswalk.equivalents(code, of.counterpart) if line.target]
    back = tuple(dict.fromkeys(each for each in returns if each in wanted))
    return Successor(
        code=code,
        way=Way.BOTH if lines and back else Way.FORWARD if lines else Way.BACKWARD,
        sources=tuple(dict.fromkeys(line.source for line in lines)),
        back=back,
        outside=tuple(dict.fromkeys(each for each in returns if each not in wanted)),
        part=bool(lines) and all(line.scenario for line in lines),
        approximate=bool(lines) and all(line.approximate for line in lines),
    )
