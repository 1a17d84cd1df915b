"""The ways through the books on the screen: words of ours, the lines of the Index, the line of the Tabular List."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import click

from mainterm.cli.layout import beside, wrapped
from mainterm.model.answer import Answer, Coded, WordRole
from mainterm.model.proof import Step, StepKind
from mainterm.model.source import Source

_INDEX: Final = frozenset({StepKind.MAIN_TERM, StepKind.SUBTERM, StepKind.SEE, StepKind.SEE_ALSO, StepKind.COLUMN})
_OURS: Final = frozenset({StepKind.LEXICON, StepKind.SPELLING})
_TABULAR: Final = frozenset({StepKind.TABULAR, StepKind.DIGIT})
_MODIFIERS: Final = re.compile(r"(?: ?\([^()]*\))+")
_CELLS: Final = re.compile(r"(?: (?:[EV]?\d[\d.]*|-)){3,}$")
_VARIANTS: Final = re.compile(r"^([^ ,]+)(?:, [a-z]+){2,}")
_LONG: Final = 46  # characters of a line of the Index before its nonessential modifiers are left out
_WIDE: Final = 72  # columns from which a document is named beside its paragraph


def ways_of(answer: Answer) -> list[list[Coded]]:
    """The codes by their ways: those of one line of the Index, a code and the one in brackets, together."""
    groups: dict[tuple[object, ...], list[Coded]] = {}
    for coded in answer.codes:
        lines = tuple(step.source for step in coded.proof.steps if step.kind in _INDEX)
        column = tuple(step.detail for step in coded.proof.steps if step.kind is StepKind.COLUMN)
        groups.setdefault((coded.proof.statement, lines, column), []).append(coded)
    return list(groups.values())


def read_lines(answer: Answer, width: int) -> Iterator[str]:
    """Words of ours that were read for the statement's, each once."""
    steps = (step for coded in answer.codes for step in coded.proof.steps if step.kind in _OURS)
    for step in dict.fromkeys(steps):
        said = " ".join(dict.fromkeys(step.words))
        place = f"{step.source.document}:{step.source.paragraph}, ours" if step.source.document else "spelling, ours"
        yield beside(f"  Read     {said} as {step.detail}", place, width)


def mark_lines(answer: Answer, width: int) -> Iterator[str]:
    """The words that play a role: those denied, uncertain, of history, of severity."""
    marks = "; ".join(f"{mark.text}: {mark.role.value}" for mark in answer.marks if mark.role is not WordRole.TELLING)
    if marks:
        yield from wrapped(marks, width, "  Marked   ")


def way_lines(group: Sequence[Coded], width: int) -> Iterator[str]:
    """The way that these codes share through the Index, then each one's through the Tabular List."""
    steps = group[0].proof.steps
    answered = {step.source: step.detail for step in steps if step.kind is StepKind.ANSWER}
    for step in (step for step in steps if step.kind is StepKind.GUIDELINE):
        said = f"  Rule     {step.detail}, for {', '.join(step.words)}"
        yield beside(said, place_of(step.source, width), width)
    label, depth = "Index", 0
    for step in (step for step in steps if step.kind in _INDEX):
        depth = 0 if step.kind is StepKind.MAIN_TERM else depth + 1
        asked = step.kind in (StepKind.SUBTERM, StepKind.COLUMN) and step.source in answered
        said = f"  {label:8} {'  ' * depth}{_shown(step)}{_ANSWERED if asked else ''}"
        yield beside(said, place_of(step.source, width), width)
        label = ""
    label = "Tabular"
    for coded in group:
        chain = [step for step in coded.proof.steps if step.kind in _TABULAR]
        asked = any(
            step.kind is StepKind.ANSWER and step.source.document == chain[-1].source.document
            for step in coded.proof.steps
        )
        path = " > ".join(step.code for step in chain)
        said = f"  {label:8} {path}, valid{_ANSWERED if asked else ''}"
        yield beside(said, place_of(chain[-1].source, width), width)
        label = ""


_ANSWERED: Final = click.style("  answered by the coder", fg="cyan")


def place_of(source: Source, width: int) -> str:
    """A place, without its document where the screen is narrow."""
    return str(source) if width >= _WIDE else f"¶{source.paragraph}"


def _shown(step: Step) -> str:
    """A line of the Index: without modifiers where it is long, without the cells of a row."""
    if step.kind is StepKind.COLUMN:
        return f"column {step.detail}: {step.code}"
    text = _CELLS.sub(" …", step.text)
    text = text if len(text) <= _LONG else _MODIFIERS.sub(" (…)", text)
    text = text if len(text) <= _LONG else _VARIANTS.sub(r"\1, …", text)
    return f"{step.kind.value}: {text}" if step.kind in (StepKind.SEE, StepKind.SEE_ALSO) else text
