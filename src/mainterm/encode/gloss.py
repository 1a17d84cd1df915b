"""A word of ours in the place of the statement's: which words, what they were read as, and how a proof cites it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mainterm.encode.lexicon import Place
from mainterm.encode.lexicon.lines import line_at
from mainterm.model.answer import Answered, Question
from mainterm.model.proof import Step, StepKind
from mainterm.model.source import Source

QUANTITIES: Final = "quantities.txt"
OF_AGE: Final = "old"
"""What says of a quantity that it is an age; nothing else is said by it to be old."""


@dataclass(frozen=True, slots=True)
class Gloss:
    """Stems of the statement (`said`) and those that stand for them in the Index (`means`): `put`, in words of ours.

    `place` is the line of the lexicon that says so; None where a spelling was mended. `asks` is the question which
    meaning is meant, where there are several, and `answered` what the coder said to it.
    """

    said: frozenset[str]
    means: frozenset[str]
    put: str
    place: Place | None = None
    asks: tuple[Question, ...] = ()
    answered: tuple[Answered, ...] = ()

    def __hash__(self) -> int:
        """Of its words alone: those of ours are keys by the dozen, and few have the same words and another place."""
        return hash((self.said, self.means, self.put))

    @property
    def of_quantity(self) -> bool:
        """Whether it says in what amounts of the books a quantity lies: it counts only where it stands whole."""
        return self.place is not None and self.place.file == QUANTITIES

    def step(self, spelt: tuple[str, ...]) -> Step:
        """How a proof cites it; `spelt` are the statement's words for `said`."""
        if self.place is None:
            return Step(StepKind.SPELLING, Source("", -1), f"{' '.join(spelt)}: {self.put}", spelt, detail=self.put)
        source = Source(self.place.file, self.place.line)
        return Step(StepKind.LEXICON, source, line_at(self.place), spelt, detail=self.put)
