"""An answer on the screen: codes first, then the way, then what is open."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from mainterm.cli.layout import beside, screen_width, wrapped
from mainterm.model.answer import Alternative, Answer, Coded, Grade, Question
from mainterm.model.proof import Step, StepKind

_IN_INDEX = frozenset({StepKind.MAIN_TERM, StepKind.SUBTERM, StepKind.SEE, StepKind.SEE_ALSO, StepKind.COLUMN})
_OURS = frozenset({StepKind.LEXICON, StepKind.SPELLING})
_SHOWN = 8  # alternatives on the screen; all are in the JSON


def print_answer(answer: Answer, edition: str) -> None:
    """Writes the answer to stdout, in the width of the terminal, 80 columns where there is none."""
    width = screen_width()
    for line in _lines(answer, edition, width):
        click.echo(line)


def _lines(answer: Answer, edition: str, width: int) -> Iterator[str]:
    if answer.grade is Grade.NO_ENTRY:
        yield beside(click.style("no entry", bold=True), edition, width)
        yield f"  No main term of the Index stands in: {answer.statement}"
    for coded in answer.codes:
        yield from _code(coded, edition if coded.sequence == 1 else "", width)
    if not answer.codes and answer.grade is not Grade.NO_ENTRY:
        yield beside(click.style("no code yet", bold=True), edition, width)
    yield from _unplaced(answer, width)
    for question in answer.questions if answer.grade is not Grade.COMPLETE else ():
        yield from _question(question)
    if answer.alternatives:
        yield click.style("  Otherwise, if the record says so:", dim=True)
        yield from (_alternative(a, width) for a in answer.alternatives[:_SHOWN])
        if len(answer.alternatives) > _SHOWN:
            yield f"    … and {len(answer.alternatives) - _SHOWN} more (--json)"


def _code(coded: Coded, edition: str, width: int) -> Iterator[str]:
    yield beside(f"{click.style(coded.code, bold=True, fg='green'):6}  {coded.title}", edition, width)
    depth = 0
    label = "Index"
    for step in coded.proof.steps:
        if step.kind in _OURS:
            place = (
                f"{step.source.document}:{step.source.paragraph}, ours" if step.source.document else "spelling, ours"
            )
            yield beside(f"  Read     {' '.join(step.words)} as {step.detail}", place, width)
        if step.kind is StepKind.GUIDELINE:
            yield beside(f"  Rule     {step.detail}, for {', '.join(step.words)}", str(step.source), width)
        if step.kind in _IN_INDEX:
            depth = 0 if step.kind is StepKind.MAIN_TERM else depth + 1
            yield beside(f"  {label:8} {'  ' * depth}{_shown(step)}", str(step.source), width)
            label = ""
    chain = [step for step in coded.proof.steps if step.kind in (StepKind.TABULAR, StepKind.DIGIT)]
    path = " > ".join(step.code for step in chain)
    yield beside(f"  Tabular  {path}, valid", str(chain[-1].source) if chain else "", width)


def _shown(step: Step) -> str:
    if step.kind is StepKind.COLUMN:
        return f"column {step.detail}: {step.code}"
    text = step.text if len(step.text) <= 46 else re.sub(r"(?: ?\([^()]*\))+", " (…)", step.text)
    return f"{step.kind.value}: {text}" if step.kind in (StepKind.SEE, StepKind.SEE_ALSO) else text


def _unplaced(answer: Answer, width: int) -> Iterator[str]:
    if not answer.unplaced or answer.grade is Grade.NO_ENTRY:
        return
    named = ", ".join(f'"{word}"' for word in answer.unplaced)
    one = len(answer.unplaced) == 1
    if answer.grade is Grade.COMPLETE:
        what = "is no subterm of" if one else "are no subterms of"
        told = f"Not placed: {named} {what} {_main_term(answer)}, and {'does' if one else 'do'} not change the code."
    else:
        told = f"Not placed: {named}; {'it' if one else 'they'} may call for another code."
    yield from wrapped(told, width, "  ", "    ")


def _main_term(answer: Answer) -> str:
    """The main term at which the first code's way through the Index begins; words of ours may be read before it."""
    begin = (step for coded in answer.codes for step in coded.proof.steps if step.kind is StepKind.MAIN_TERM)
    return next((step.text.split(" ")[0].rstrip(",") for step in begin), "the main term")


def _question(question: Question) -> Iterator[str]:
    yield click.style(f"  ? {question.asks}", fg="yellow")
    for option in question.options[:_SHOWN]:
        yield f"      {option.code or '…':7} {option.text}"
    if len(question.options) > _SHOWN:
        yield f"      … and {len(question.options) - _SHOWN} more (--json)"


def _alternative(alternative: Alternative, width: int) -> str:
    codes = " ".join(alternative.codes)
    return beside(f"    {codes:7} {alternative.path}", f"needs: {', '.join(alternative.needs)}", width)
