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
from mainterm.encode.weight import BESIDES, meaningful
from mainterm.model.answer import Answered, Question, Role
from mainterm.model.code import within
from mainterm.model.terms import DENIED, RELATION


@dataclass(frozen=True)
class Read:
    """One reading of the statement, coded: its findings, and the codes that the rules make of them.

    `rivals` are the findings of other lines of the Index that have the same words, and another code.
    `withheld` are the findings of a statement all of which is uncertain, where that is not coded;
    `reason` is what the coder says that the visit was for.
    `by_line` is whether a line of the Index has its words, each of them and no others.
    `term` is the inclusion term that the statement is, where the Index alone does not decide it; `which_term` asks
    under which titles it is meant, where it stands at several codes.
    """

    statement: Statement
    findings: tuple[Finding, ...]
    obeyed: Obeyed
    drugs: Drugs | None = None
    rivals: tuple[Finding, ...] = ()
    withheld: tuple[Finding, ...] = ()
    reason: Answered | None = None
    by_line: bool = False
    term: Termed | None = None
    which_term: Question | None = None

    @cached_property
    def unplaced(self) -> tuple[str, ...]:
        """The statement's words that no finding placed."""
        if self.which_term is not None:
            return ()
        placed = frozenset[str]().union(*(f.placed | f.aside for f in self.findings))
        return self.statement.spelt(self.statement.stems - placed - RELATION - BESIDES - self.statement.free)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.node.code for one in self.obeyed.chosen)

    @cached_property
    def answered(self) -> tuple[Answered, ...]:
        """What the coder has answered, each question once."""
        glossed = (answer for gloss in self.statement.glosses for answer in gloss.answered)
        found = (answer for f in self.findings for answer in answered_on(f.way, f.cell, f.settled))
        reason = (self.reason,) if self.reason else ()
        return tuple(dict.fromkeys((*glossed, *(self.term.answered if self.term else ()), *reason, *found)))

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings of which more may be asked: not those whose codes a rule has taken away, none in their place."""
        kept = [one.span for one in self.obeyed.chosen]
        return tuple(f for f in self.findings if not f.nodes or any(a <= f.span[0] and f.span[1] <= b for a, b in kept))

    @property
    def decided(self) -> bool:
        whole = bool(self.findings) and all(f.decided for f in self.findings)
        lent = self.term is not None and not self.term.decides
        return whole and not self.rivals and not self.effect_missing and not lent and not self.obeyed.unsettled

    @property
    def effect_missing(self) -> bool:
        """Whether an adverse effect is spoken of, and what it was is not."""
        return self.drugs is not None and self.drugs.effect_missing

    @property
    def whole(self) -> bool:
        """Whether the words are decided, and none is left over."""
        return self.decided and not meaningful(self.unplaced)

    @property
    def placed_by_index(self) -> bool:
        """Whether the Index has an entry that leaves no word which could change the code, and no number."""
        left = meaningful(self.unplaced) or any(word[:1].isdigit() for word in self.unplaced)
        return bool(self.findings) and not left and all(f.settled for f in self.findings)

    @property
    def is_of_one_line(self) -> bool:
        """Whether one way has each of the words as an essential one, in its last line, or for its digit or column."""
        said = self.statement.stems - RELATION - self.statement.free
        return any(said <= found.placed - (found.way.free - found.way.used - found.own) for found in self.findings)

    @property
    def is_of_procedures(self) -> bool:
        """Whether it says what was done."""
        return any(one.role is Role.PROCEDURE for one in self.obeyed.chosen)

    def has_within(self, code: str) -> bool:
        """Whether one of its codes is this one, or stands below it."""
        return any(within(each, code) for each in self.codes)

    @property
    def leads(self) -> bool:
        """Whether the books have an entry for it: codes, or lines at which more is asked."""
        asked = self.withheld or self.which_term or any(f.settled or f.way.last.has_below for f in self.findings)
        return bool(self.codes or asked)

    def left_open(self, short: frozenset[str]) -> tuple[bool, int, bool, int]:
        """How much it leaves open: the reading that leaves least is taken.

        Least of all it counts what it neither reads nor places of `short`, for which another reading has words of ours.
        """
        placed = frozenset[str]().union(*(f.placed for f in self.findings))
        read = frozenset[str]().union(*(gloss.said for gloss in self.statement.glosses))
        unread = [stem for stem in short - read if placed.isdisjoint((stem, DENIED + stem))]
        return (*self.wanting, len(unread))

    @cached_property
    def wanting(self) -> tuple[bool, int, bool]:
        """Whether it has no code, how many meaningful words it leaves, and whether something is undecided."""
        return (not self.codes, len(meaningful(self.unplaced)), not self.decided)
