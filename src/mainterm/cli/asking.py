"""Asks at a terminal what is open, one question after the other, until an empty answer ends it."""

from __future__ import annotations

import click

from mainterm.cli.answer import print_answer, question_lines
from mainterm.cli.layout import screen_width
from mainterm.model.answer import Question
from mainterm.service.encode import Session

_AT_ONCE = 12  # options on the screen before "m" is asked for
_HOW = "  number, code or words; s skips, Enter ends"


def ask_at_terminal(session: Session) -> Session:
    """The session with what was answered; shows the codes first, and the whole answer when something has changed."""
    print_answer(session.answer, still_open=False)
    skipped: set[str] = set()
    begun = session
    while question := next((one for one in session.questions if one.id not in skipped), None):
        said = _said_to(question)
        if not said or said == "q":
            break
        if said == "s":
            skipped.add(question.id)
            continue
        try:
            session = session.choose(question.id, said)
        except ValueError as error:
            click.echo(f"  {str(error).partition(';')[0]}")
            continue
        codes = " ".join(coded.code for coded in session.answer.codes) or "no code yet"
        click.echo(f"  {click.style(codes, bold=True, fg='green')}  {session.answer.grade.value}")
    click.echo()
    print_answer(session.answer, whole=session is not begun)
    return session


def _said_to(question: Question) -> str:
    """What the coder types; "m" shows all options first."""
    most = _AT_ONCE
    while True:
        click.echo()
        for line in question_lines(question, screen_width(), most):
            click.echo(line)
        more = "; m shows all" if len(question.options) > most else ""
        said = str(click.prompt(f"{_HOW}{more}", default="", show_default=False)).strip()
        if said != "m":
            return said
        most = len(question.options)
