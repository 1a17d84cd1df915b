"""Turns the outline of the Tabular List into nodes: which codes are valid, and which a digit box supplies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from mainterm.model.code import Volume, add_digit
from mainterm.model.edition import Problem
from mainterm.model.source import Source
from mainterm.model.tabular import Box, Level, Node, Note
from mainterm.read.boxes import bracket_digits, needs_brackets
from mainterm.read.code_text import covers

_ZERO: Final = re.compile(r"Use 0 as fourth digit")
_BELOW: Final = {Level.CATEGORY: Level.SUBCATEGORY, Level.SUBCATEGORY: Level.SUBCLASSIFICATION}
_NOWHERE: Final = Source("", -1)


@dataclass(slots=True)
class Draft:
    """A node while its notes, its bracket and its boxes are still being read."""

    code: str
    level: Level
    title: str
    source: Source
    parent: Draft | None = None
    bracket: str = ""
    printed: bool = True
    box: Source = _NOWHERE
    notes: list[Note] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The key of the node that it will be."""
        return f"{self.level} {self.code}" if self.level in (Level.CHAPTER, Level.SECTION) else self.code

    def box_in_force(self, position: int) -> Box | None:
        """The box for this digit on the node or nearest above: a category's own box replaces its chapter's (719)."""
        draft: Draft | None = self
        while draft:
            for box in draft.boxes:
                if box.position == position:
                    return box
            draft = draft.parent
        return None


class Expander:
    """Expands the drafts of one volume, gathering what is wrong with their brackets."""

    def __init__(self, drafts: Sequence[Draft], volume: Volume) -> None:
        self.problems: list[Problem] = []
        self._drafts = drafts
        self._volume = volume
        self._parents = {id(draft.parent) for draft in drafts}

    def nodes(self) -> Iterator[Node]:
        """All nodes, each expanded code right behind the node that it expands."""
        for draft in self._drafts:
            if id(draft) in self._parents or draft.level not in (*_BELOW, Level.SUBCLASSIFICATION):
                yield self._node(draft, valid=False)
            else:
                yield from self._expanded(draft)

    def _expanded(self, draft: Draft) -> Iterator[Node]:
        below = tuple(self._supplied(draft))
        yield self._node(draft, valid=not below)
        for child in below:
            yield from self._expanded(child)

    def _supplied(self, draft: Draft) -> Iterator[Draft]:
        """The codes that the notes and boxes make of a node without printed children."""
        if draft.level not in _BELOW:
            return
        zero = next((note for note in draft.notes if _ZERO.search(note.text)), None)
        if zero and draft.level is Level.CATEGORY:
            yield Draft(
                add_digit(draft.code, "0"),
                Level.SUBCATEGORY,
                draft.title,
                zero.source,
                draft,
                bracket=draft.bracket,
                printed=False,
            )
            return
        first = 4 if self._volume is Volume.DISEASES else 3
        box = draft.box_in_force(first if draft.level is Level.CATEGORY else first + 1)
        allowed = self._allowed(draft, box)
        for digit in box.digits if box else ():
            if digit.digit in allowed:
                yield Draft(
                    add_digit(draft.code, digit.digit),
                    _BELOW[draft.level],
                    digit.meaning,
                    digit.source,
                    draft,
                    printed=False,
                    box=box.source if box else _NOWHERE,
                    notes=list(digit.notes),
                )

    def _allowed(self, draft: Draft, box: Box | None) -> str:
        """The digits that the box gives to this node: those in its bracket, or all that the box has."""
        if box is None or not any(_in_scope(scope, draft.code) for scope in box.scope):
            if draft.bracket and draft.printed:
                self._report(draft, "stands in the scope of no digit box")
            return ""
        given = "".join(digit.digit for digit in box.digits)
        if draft.bracket:
            named = bracket_digits(draft.bracket)
            if not set(named) <= set(given):
                self._report(draft, f"names digits that its box ({box.source}) does not give")
            return named
        return given if not needs_brackets(box) or self._unbracketed(box) else ""

    def _unbracketed(self, box: Box) -> bool:
        """Whether no code in the box's scope has digits in a bracket: then it holds for all (800-804 before FY2009)."""
        return not any(_in_scope(scope, code) for code in self._bracketed for scope in box.scope)

    @cached_property
    def _bracketed(self) -> tuple[str, ...]:
        """The codes that have digits in a bracket."""
        return tuple(draft.code for draft in self._drafts if bracket_digits(draft.bracket))

    def _report(self, draft: Draft, wrong: str) -> None:
        text = f"The bracket {draft.bracket} of {draft.code} {wrong}."
        self.problems.append(Problem("bracket and digit box disagree", text, draft.source))

    def _node(self, draft: Draft, valid: bool) -> Node:
        return Node(
            draft.code,
            draft.level,
            draft.title,
            draft.parent.key if draft.parent else "",
            self._volume,
            valid=valid,
            printed=draft.printed,
            bracket=draft.bracket,
            notes=tuple(draft.notes),
            source=draft.source,
            box=draft.box,
        )


def _in_scope(scope: str, code: str) -> bool:
    """Whether a box with this scope supplies the next digit of `code`; `.0` is every fourth digit 0 (V30-V39)."""
    return code.endswith(scope) if scope.startswith(".") else covers(scope, code)
