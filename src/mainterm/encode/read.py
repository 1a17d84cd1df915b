"""One reading of a statement, coded: its findings, the codes that the rules make of them, what it leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from mainterm.encode.drugs import Drugs
from mainterm.encode.landing import Finding
from mainterm.encode.obey import Obeyed
from mainterm.encode.questions import answered_on
from mainterm.encode.statement import Statement
from mainterm.encode.termed import Termed
from mainterm.encode.weight import meaningful
from mainterm.model.answer import Answered
from mainterm.model.terms import RELATION


@dataclass(frozen=True)
class Read:
    """One reading of the statement, coded: its findings, and the codes that the rules make of them.

    `rivals` are the findings of other lines of the Index that have the same words, and another code.
    `withheld` are the findings of a statement all of which is uncertain, where that is not coded.
    `term` is the inclusion term that the statement is, where the Index alone does not decide it.
    """

    statement: Statement
    findings: tuple[Finding, ...]
    obeyed: Obeyed
    drugs: Drugs | None = None
    rivals: tuple[Finding, ...] = ()
    withheld: tuple[Finding, ...] = ()
    term: Termed | None = None

    @cached_property
    def unplaced(self) -> tuple[str, ...]:
        """The statement's words that no finding placed."""
        placed = frozenset[str]().union(*(f.placed | f.aside for f in self.findings))
        return self.statement.spelt(self.statement.stems - placed - RELATION - self.statement.free)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.node.code for one in self.obeyed.chosen)

    @property
    def answered(self) -> tuple[Answered, ...]:
        """What the coder has answered, each question once."""
        glossed = (answer for gloss in self.statement.glosses for answer in gloss.answered)
        found = (answer for f in self.findings for answer in answered_on(f.way, f.cell, f.settled))
        return tuple(dict.fromkeys((*glossed, *found)))

    @property
    def decided(self) -> bool:
        whole = bool(self.findings) and all(f.decided for f in self.findings)
        lent = self.term is not None and self.term.lent
        return whole and not self.rivals and not self.effect_missing and not lent and not self.obeyed.unsettled

    @property
    def effect_missing(self) -> bool:
        """Whether an adverse effect is spoken of, and what it was is not."""
        return self.drugs is not None and self.drugs.effect_missing

    @property
    def whole(self) -> bool:
        """Whether the words are decided, and none is left over."""
        return self.decided and not meaningful(self.unplaced)

    @cached_property
    def wanting(self) -> tuple[bool, int, bool]:
        """How much it leaves open: the reading that leaves least is taken."""
        return (not self.codes, len(meaningful(self.unplaced)), not self.decided)
