"""An answer on the screen: codes first, then the way to each, then what is open."""

from __future__ import annotations

from collections.abc import Iterator

import click

from mainterm.cli.layout import beside, screen_width, wrapped
from mainterm.cli.ways import mark_lines, read_lines, way_lines, ways_of
from mainterm.model.answer import (
    CONFLICT,
    GUIDELINE,
    OVERRULED,
    UNDER_TITLE,
    Alternative,
    Answer,
    Coded,
    Grade,
    Question,
    Role,
)
from mainterm.model.proof import StepKind

_SHOWN = 8  # options and alternatives on the screen; all are in the JSON
_UNSEEN = frozenset({Role.DIAGNOSIS})  # what a code is that says nothing of its role
_UNDER_TITLE = " " * 8


def print_answer(answer: Answer, whole: bool = True, still_open: bool = True) -> None:
    """Writes the answer to stdout, in the width of the terminal, 80 columns where there is none.

    Without `whole`, only what is open; without `still_open`, all but that.
    """
    width = screen_width()
    if whole:
        for line in (*_codes(answer, width), *_ways(answer, width)):
            click.echo(line)
    if still_open:
        for line in _open(answer, width):
            click.echo(line)


def question_lines(question: Question, width: int, most: int = _SHOWN) -> Iterator[str]:
    """A question with its options, *not documented* last, and the id by which it is answered."""
    for n, line in enumerate(wrapped(question.asks, width, "? ", "  ")):
        yield click.style(line, fg="yellow", bold=not n)
    *options, undocumented = question.options
    shown = options if len(question.options) <= most else options[: most - 2]
    room = max(len(option.code) for option in (*shown, undocumented)) or 1
    for option in (*shown, undocumented):
        lead = f"  {option.id:>3}  {option.code or '…':<{room}}  "
        yield from wrapped(option.text, width, lead, " " * len(lead))
        if option is undocumented and len(shown) < len(options):
            yield f"  … and {len(options) - len(shown)} more"


def _codes(answer: Answer, width: int) -> Iterator[str]:
    """The codes in their sequence, each with its title; beside the first, the edition."""
    edition = answer.edition if answer.grade is not Grade.NEEDS_DETAIL else f"needs detail, {answer.edition}"
    if not answer.codes:
        said = "no entry" if answer.grade is Grade.NO_ENTRY else "no code yet"
        yield beside(click.style(said, bold=True), edition, width)
    for coded in answer.codes:
        yield from _code(coded, edition if coded.sequence == 1 else "", width)
    if answer.grade is Grade.NO_ENTRY:
        yield from wrapped(f"No main term of the Index stands in: {answer.statement}", width, "  ")


def _code(coded: Coded, edition: str, width: int) -> Iterator[str]:
    """A code with its title; what is said of it beside the first line or, where it takes half the width, the last."""
    right = edition or ("" if coded.role in _UNSEEN else coded.role.value)
    at_end = 2 * len(right) > width
    room = width - (len(right) + 2 if right and not at_end else 0)
    first, *more = wrapped(coded.title, room, _UNDER_TITLE)
    code = click.style(f"{coded.code:6}", bold=True, fg="green")
    lines = [f"{code}  {first[len(_UNDER_TITLE) :]}"]
    if more:
        lines += wrapped(" ".join(map(str.strip, more)), width, _UNDER_TITLE)
    place = -1 if at_end else 0
    lines[place] = beside(lines[place], right, width)
    yield from lines


def _ways(answer: Answer, width: int) -> Iterator[str]:
    """The way to each code; one that several share, once."""
    yield from mark_lines(answer, width)
    yield from read_lines(answer, width)
    groups = ways_of(answer)
    for group in groups:
        if len(groups) > 1:
            part = group[0].proof.statement
            where = f'from "{part}"' if part in answer.statement else "added by the coder, as a note asks"
            yield ""
            yield from wrapped(f"{' '.join(one.code for one in group)}  {where}", width, "  ", "    ")
        yield from way_lines(group, width)


def _open(answer: Answer, width: int) -> Iterator[str]:
    for note in answer.notes:
        if note.kind == OVERRULED:
            yield from wrapped(f"{note.source}: {note.text}.", width, "  ", "    ")
        if note.kind == UNDER_TITLE:
            yield from wrapped(f"{note.source}: {note.text}", width, "? ", "    ")
    yield from _unplaced(answer, width)
    required = [question for question in answer.questions if question.required]
    for question in required:
        yield from question_lines(question, width)
        yield click.style(f"     --answer {question.id}=NUMBER", dim=True)
    for note in answer.notes:
        if note.kind in (GUIDELINE, CONFLICT):
            yield from wrapped(f"{note.at}: {note.text}", width, "  ", "    ")
    asked = {(option.code, option.text) for question in required for option in question.options}
    others = [one for one in answer.alternatives if (" ".join(one.codes), ", ".join(one.needs)) not in asked]
    if others:
        yield click.style("  Otherwise, if the record says so:", dim=True)
        yield from (_alternative(one, width) for one in others[:_SHOWN])
        if len(others) > _SHOWN:
            yield f"    … and {len(others) - _SHOWN} more (--json)"
    offers = [question.id for question in answer.questions if not question.required]
    if offers:
        ids = " ".join(f"{id}=…" for id in offers)
        yield from (
            click.style(line, dim=True) for line in wrapped(f"To say more: --answer {ids}", width, "  ", "    ")
        )


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


def _alternative(alternative: Alternative, width: int) -> str:
    """A code, the way to it and what it needs; where that is too long, the way only as far as it says more."""
    codes, needs = " ".join(alternative.codes), f"needs: {', '.join(alternative.needs)}"
    whole = f"    {codes:7} {alternative.path}"
    if len(whole) + len(needs) + 2 <= width:
        return beside(whole, needs, width)
    main, *_, last = alternative.path.split(" > ")
    short = f"    {codes:7} {main} > … > {last}"
    if len(short) + len(needs) + 2 <= width:
        return beside(short, needs, width)
    short = f"    {codes:7} {main} > …"
    if len(short) + len(needs) + 2 <= width:
        return beside(short, needs, width)
    return "\n".join(wrapped(f"{main} > … {needs}", width, f"    {codes:7} ", " " * (5 + max(7, len(codes)))))
